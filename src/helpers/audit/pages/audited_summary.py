"""Compares the one-page summary for citizens with the one written now from the recomputed run: HTML and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, drawn_otherwise
from helpers.audit.folder.stated_versions import PRINTERS, differing_versions, made_alike, with_picture_words
from helpers.audit.pages.audited_pdf import paper_differences, unseen_differences
from helpers.audit.pages.word_differences import numbers_and_words, quoted_changes
from helpers.outputs.html.citizen_page import citizen_page, print_citizen_page
from helpers.outputs.run_files import PDF_FILE, SUMMARY_HTML, SUMMARY_PDF

SUBJECT = "Resumen para la ciudadanía"
HOW = (
    "El resumen de una página se escribe y se imprime otra vez de las cifras recalculadas, y es el mismo, byte por "
    "byte. Si se hizo con otras versiones, dice lo mismo, con cada número en su lugar."
)
WORDS = "palabras y números, con los de las etiquetas y el estilo del archivo"
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
    amount = len(numbers_and_words(with_picture_words(case, [due], [])[0][0]))
    if all(path.read_bytes() == (again / path.name).read_bytes() for path in published):
        return Result(SUBJECT, HOW, amount, f"{WORDS}: los archivos son iguales byte por byte")
    differences = (*_page_differences(case, due), *(_paper_differences(case, again / SUMMARY_PDF) if papers else ()))
    unchecked = "" if made_alike(case, *PRINTERS) else OTHER_MAKER.format(differing_versions(case, *PRINTERS))
    return Result(SUBJECT, HOW, amount, WORDS, differences, unchecked=unchecked)


def _page_differences(case: Case, due: str) -> Iterator[Difference]:
    """Yield the changes of words of the HTML summary or, if there are none, one difference for other bytes."""
    found = (case.folder / SUMMARY_HTML).read_bytes().decode("utf-8", errors="replace")
    (one,), (other,), _ = with_picture_words(case, [due], [found])
    told = [Difference(SUMMARY_HTML, *texts) for texts in quoted_changes(*map(numbers_and_words, (one, other)))]
    yield from told
    if not told and one != other:
        yield drawn_otherwise(SUMMARY_HTML)


def _paper_differences(case: Case, again: Path) -> Iterator[Difference]:
    """Yield how the summary's PDF differs from the one printed now; bytes alone count only with equal versions."""
    path = case.folder / SUMMARY_PDF
    if path.read_bytes() == again.read_bytes():
        return
    told = tuple(paper_differences(SUMMARY_PDF, again, path))
    yield from told
    if made_alike(case, *PRINTERS):
        yield from unseen_differences(SUMMARY_PDF, again, path, is_told=bool(told))
