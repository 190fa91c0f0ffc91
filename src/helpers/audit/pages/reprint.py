"""Prints the PDF again from the page and attachments that it must have."""

from __future__ import annotations

from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Unverifiable
from helpers.audit.folder.made_from import attached_manifest
from helpers.audit.folder.stated_versions import SYSTEM, WRITER, made_alike
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import ATTACHED, MANIFEST_FILE, PDF_FILE, WORKPAPERS_FILE

_FOLDER = "reimpreso"


def reprinted(case: Case, page: str) -> Path:
    """Print a page as PDF into the audit's working folder, with the attachments that it must have; return its path.

    An earlier reprint is replaced.

    Parameters
    ----------
    page : str
        The text of the HTML page that the PDF must show.

    Raises
    ------
    Unverifiable
        If an attachment is missing.
    """
    folder = case.scratch / _FOLDER
    folder.mkdir(exist_ok=True)
    carried = []
    for name in ATTACHED:
        content = due_content(case, name)
        if content is None:
            raise Unverifiable(f"no se pudo escribir otra vez el PDF: falta {name}")
        carried.append(folder / name)
        carried[-1].write_bytes(content)
    run = case.reference.corrida
    write_pdf(page, folder / PDF_FILE, attachments=carried, dated=run.cutoff(run.period))
    return folder / PDF_FILE


def due_content(case: Case, name: str) -> bytes | None:
    """Return the content that an attachment must have.

    It is the CSV file or the workbook as written now, or the manifest that the PDF carries, which is compared with the
    folder's; the folder's if it carries none. If another version wrote the workbook, it is the folder's workbook, which
    has its own check. None for any other name, and if the file is missing.
    """
    if name == MANIFEST_FILE:
        return attached_manifest(case) or (case.folder / name).read_bytes()
    is_written_now = name != WORKPAPERS_FILE or made_alike(case, WRITER, "python", SYSTEM)
    place = (case.expected if is_written_now else case.folder) / name
    return place.read_bytes() if name in ATTACHED and place.is_file() else None
