"""Compares the one-page summary for citizens with the one written now from the recomputed run: HTML and PDF."""

from __future__ import annotations

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Result
from helpers.audit.folder.stated_versions import PRINTERS, if_unlike, with_picture_words
from helpers.audit.pages.audited_page import compared_pages
from helpers.audit.pages.audited_pdf import paper_differences
from helpers.outputs.html.citizen_page import citizen_page, print_citizen_page
from helpers.outputs.run_files import PDF_FILE, SUMMARY_HTML, SUMMARY_PDF

SUBJECT = "Resumen para la ciudadanía"
HOW = (
    "El resumen de una página se escribe y se imprime otra vez de las cifras recalculadas, y es el mismo, byte por "
    "byte. Si se hizo con otras versiones, dice lo mismo, con cada número en su lugar."
)
WORDS = "palabras y datos"
OTHER_MAKER = "el resumen se hizo con otras versiones ({}): no se compararon sus dibujos ni la forma de su PDF"
_FOLDER = "resumen"


def check_summary(case: Case) -> Result:
    """Compare the summary in the run's folder with the one that the recomputed run gives.

    Raises
    ------
    Unverifiable
        If a file is missing.
    """
    papers = (SUMMARY_PDF,) if case.is_due(PDF_FILE) else ()
    published = [case.output(name) for name in (SUMMARY_HTML, *papers)]
    again = case.scratch / _FOLDER
    again.mkdir(exist_ok=True)
    due = citizen_page(case.reference, with_pdf=bool(papers))
    (again / SUMMARY_HTML).write_text(due, encoding="utf-8", newline="\n")
    if papers:
        print_citizen_page(case.reference, again)
    (one,), (other,), _ = with_picture_words(case, [due], [published[0].read_bytes().decode("utf-8", errors="replace")])
    amount, _, differences = compared_pages(SUMMARY_HTML, case.reference.book, one, other)
    if all(path.read_bytes() == (again / path.name).read_bytes() for path in published):
        return Result(SUBJECT, HOW, amount, f"{WORDS}: los archivos son iguales byte por byte")
    for path in published[1:]:
        differences += paper_differences(case, again / path.name, path)
    unchecked = if_unlike(case, OTHER_MAKER, *PRINTERS)
    return Result(SUBJECT, HOW, amount, WORDS, differences, unchecked=unchecked)
