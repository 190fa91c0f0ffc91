"""Entry point: executed notebooks → informe.html. `outputs/pdf/report_pdf` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.html.cover import Cover
from helpers.outputs.html.page_document import assemble_document
from helpers.outputs.html.repeated_figures import repetitions, with_coverage
from helpers.outputs.html.section_fragments import fragment_from_file
from helpers.outputs.saved_checks import read_checks

HTML_NAME = "informe.html"
PDF_NAME = "informe.pdf"


def assemble_report(
    notebooks: Sequence[tuple[str, Path]],
    cover: Cover,
    destination: Path,
    *,
    backing: Backing | None = None,
    partial: bool = False,
    data_file: Path | None = None,
) -> None:
    """Write a report's page into a folder.

    Parameters
    ----------
    notebooks : Sequence[tuple[str, Path]]
        Name and executed notebook of each section, in the order of the report.
    cover : Cover
        Texts of the cover and of the running headers.
    destination : Path
        The run's folder, which must exist.
    backing : Backing or None
        Book and findings behind the figures that the sections print.
    partial : bool
        Sections were left out on purpose, so references to them are not errors.
    data_file : Path or None
        File of the panel's data: used if it holds the same figures, and written otherwise.

    Raises
    ------
    AssembleError
        With the section and the place to correct.
    """
    fragments = [fragment_from_file(name, path) for name, path in notebooks]
    if backing is not None:
        repeated = {figure for check in read_checks(notebooks) for figure in check.figures}
        pages = [(fragment.name, fragment.html) for fragment in fragments]
        fragments = with_coverage(fragments, repetitions(pages, repeated, backing.book))
    document = assemble_document(fragments, cover, backing=backing, partial=partial, data_file=data_file)
    (destination / HTML_NAME).write_text(document, encoding="utf-8", newline="\n")
