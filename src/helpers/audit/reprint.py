"""The PDF printed again from the page that it must hold, with the files that it must carry."""

from __future__ import annotations

from pathlib import Path

from helpers.assemble.pdf import write_pdf
from helpers.assemble.problems import PdfFailed
from helpers.assemble.report import PDF_NAME
from helpers.audit.case import Case
from helpers.audit.result import Unverifiable
from helpers.runner.manifest import FILE as MANIFEST_FILE
from helpers.runner.manifest import manifest_text
from helpers.runner.steps import ATTACHED, WORKPAPERS_FILE

_FOLDER = "reimpreso"


def reprinted(case: Case, page: str) -> Path:
    """Print a page and return the PDF.

    Parameters
    ----------
    page : str
        The page that the PDF must hold.

    Raises
    ------
    Unverifiable
        Where it cannot be printed here, or what it carries is not there.
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
    try:
        write_pdf(page, folder / PDF_NAME, attachments=carried, dated=run.cutoff(run.period))
    except PdfFailed as problem:
        raise Unverifiable(f"no se pudo escribir otra vez el PDF ({problem})") from problem
    return folder / PDF_NAME


def due_content(case: Case, name: str) -> bytes | None:
    """What a file within the PDF holds.

    The tables as computed again, the workbook of the folder, which has its own check, and the manifest as it was
    before there was a PDF; None for any other.
    """
    if name == MANIFEST_FILE:
        outputs = {file: digest for file, digest in case.stated("salidas").items() if file != PDF_NAME}
        return manifest_text({**case.manifest, "salidas": outputs}).encode()
    place = (case.folder if name == WORKPAPERS_FILE else case.expected) / name
    return place.read_bytes() if name in ATTACHED and place.is_file() else None
