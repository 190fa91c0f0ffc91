"""The way in: executed notebooks → informe.html; `pdf` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers.assemble.cover import Cover
from helpers.assemble.document import assemble_document
from helpers.assemble.fragments import fragment_from_file
from helpers.backing import Backing

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
        What the cover and the running heads say.
    destination : Path
        The run's folder; it must exist.
    backing : Backing or None
        What stands behind the figures that the sections print.
    partial : bool
        Sections were left out on purpose: references to them are not an error.
    data_file : Path or None
        Where the panel's data are left, and taken from where they are of the same figures.

    Raises
    ------
    AssembleError
        With the section and the place to mend.
    """
    fragments = [fragment_from_file(name, path) for name, path in notebooks]
    document = assemble_document(fragments, cover, backing=backing, partial=partial, data_file=data_file)
    (destination / HTML_NAME).write_text(document, encoding="utf-8", newline="\n")
