"""The way in: executed notebooks → informe.html and informe.pdf."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers.assemble.cover import Cover
from helpers.assemble.document import assemble_document
from helpers.assemble.fragments import fragment_from_file
from helpers.assemble.pdf import write_pdf

HTML_NAME = "informe.html"
PDF_NAME = "informe.pdf"


def assemble_report(
    notebooks: Sequence[tuple[str, Path]],
    cover: Cover,
    destination: Path,
    *,
    with_pdf: bool = True,
    partial: bool = False,
    attachments: Sequence[Path] = (),
) -> None:
    """Write a report's HTML and PDF into a folder.

    The HTML is written first and does not depend on the PDF: where Pango is missing it is there all the same.

    Parameters
    ----------
    notebooks : Sequence[tuple[str, Path]]
        Name and executed notebook of each section, in the order of the report.
    cover : Cover
        What the cover and the running heads say.
    destination : Path
        The run's folder; it must exist.
    with_pdf : bool
        Whether to make the PDF as well.
    partial : bool
        Sections were left out on purpose: references to them are not an error.
    attachments : Sequence[Path]
        Files that travel inside the PDF (the run's csv files, say).

    Raises
    ------
    AssembleError
        With the section and the place to mend.
    """
    fragments = [fragment_from_file(name, path) for name, path in notebooks]
    document = assemble_document(fragments, cover, partial=partial)
    (destination / HTML_NAME).write_text(document, encoding="utf-8")
    if with_pdf:
        write_pdf(document, destination / PDF_NAME, attachments=attachments)
