"""The way in: executed notebooks → informe.html and informe.pdf."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers.assemble.cover import Cover
from helpers.assemble.document import assemble_document
from helpers.assemble.fragments import fragment_from_file
from helpers.assemble.pdf import write_pdf
from helpers.explorer import Backing

HTML_NAME = "informe.html"
PDF_NAME = "informe.pdf"


def assemble_report(
    notebooks: Sequence[tuple[str, Path]],
    cover: Cover,
    destination: Path,
    *,
    backing: Backing | None = None,
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
    backing : Backing or None
        What stands behind the figures that the sections print.
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
    document = assemble_document(fragments, cover, backing=backing, partial=partial)
    (destination / HTML_NAME).write_text(document, encoding="utf-8", newline="\n")
    if with_pdf:
        write_pdf(document, destination / PDF_NAME, attachments=attachments)
