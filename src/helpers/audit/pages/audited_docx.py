"""Compares the Word document with one written now from the page: the same bytes or, if not, its text part by part."""

from __future__ import annotations

import zipfile
from io import BytesIO

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Result, drawn_otherwise
from helpers.audit.folder.stated_versions import DRAWERS, differing_versions, made_alike
from helpers.audit.pages.office_parts import DOCUMENT, part_differences, words_of
from helpers.outputs.run_files import WORD_FILE
from helpers.outputs.word.report_docx import report_docx

SUBJECT = "Informe Word"
HOW = (
    "El documento de Word se escribe otra vez de la página, y es el mismo, byte por byte. Si se hizo con otras "
    "versiones, su texto, sus encabezados y sus pies son los mismos, con cada número y cada marca en su lugar."
)
OTHER_WRITER = (
    "el documento de Word se hizo con otras versiones ({}) y no es el mismo byte por byte: no se compararon {}"
)
MAKERS = (*DRAWERS, "typst", "python-docx", "lxml")
"""Packages that draw the pictures and write the parts of the document."""


def check_docx(case: Case, page: str) -> Result:
    """Compare the run's Word document with the one that its page gives now.

    Parameters
    ----------
    page : str
        The text of the HTML page that the document must show.

    Raises
    ------
    Unverifiable
        If the document is missing.
    """
    path = case.output(WORD_FILE)
    run = case.reference.corrida
    due = report_docx(page, run.cutoff(run.period))
    found = path.read_bytes()
    with zipfile.ZipFile(BytesIO(due)) as package:
        words = len(words_of(package.read(DOCUMENT).decode("utf-8")))
    if found == due:
        return Result(SUBJECT, HOW, words, "palabras y números: el archivo es igual byte por byte")
    is_same_writer = made_alike(case, *MAKERS)
    differences, left_out = part_differences(WORD_FILE, due, found, is_same_writer=is_same_writer)
    if is_same_writer and not differences:
        differences.append(drawn_otherwise(WORD_FILE))
    unchecked = OTHER_WRITER.format(differing_versions(case, *MAKERS), ", ".join(left_out)) if left_out else ""
    return Result(SUBJECT, HOW, words, "palabras y números", tuple(differences), unchecked=unchecked)
