"""A finished page → PDF/A-3a and PDF/UA-1 by Typst, without ever touching the network."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from helpers.assemble.problems import PdfFailed
from helpers.assemble.typst_source import source_of
from helpers.assemble.typst_text import quoted

STANDARDS = ["a-3a", "ua-1"]
LOOK = Path(__file__).parent / "typst" / "informe.typ"
LOOK_NAME = "informe.typ"
MAIN_NAME = "documento.typ"


def write_pdf(document: str, destination: Path, *, attachments: Sequence[Path] = (), dated: date | None = None) -> None:
    """Print a finished page.

    Parameters
    ----------
    document : str
        A self-contained HTML page; its title, author and description become the PDF's.
    destination : Path
        The PDF to write.
    attachments : Sequence[Path]
        Files that travel inside the PDF, as data.
    dated : date, optional
        The date that the PDF and what it carries bear where `SOURCE_DATE_EPOCH` is not set: that of what it tells, so
        that the same inputs give the same bytes. The moment of printing where it is not given.

    Raises
    ------
    PdfFailed
        Something of the page could not be drawn, was to come from outside, or breaks the standards: a picture without
        words, a heading that skips a level.
    """
    import typst

    source = source_of(document)
    text = source.text()
    with tempfile.TemporaryDirectory(prefix="poa-papel-") as place:
        root = Path(place)
        (root / LOOK_NAME).write_bytes(LOOK.read_bytes())
        for name, content in source.pictures.files.items():
            (root / name).write_bytes(content)
        carried = []
        for file in attachments:
            (root / file.name).write_bytes(file.read_bytes())
            carried.append(f'#pdf.attach({quoted(file.name)}, relationship: "data", mime-type: {quoted(_kind(file))}, description: {quoted(file.name)})')
        moment = _moment(dated)
        head = f'#import "{LOOK_NAME}": *\n#let fecha = datetime(year: {moment.year}, month: {moment.month}, day: {moment.day})\n'
        (root / MAIN_NAME).write_text(head + text + "\n".join(carried), encoding="utf-8")
        try:
            printed = typst.compile(
                str(root / MAIN_NAME), root=place, font_paths=_fonts(), ignore_system_fonts=True, format="pdf",
                pdf_standards=STANDARDS, timestamp=moment,
            )  # fmt: skip
        except typst.TypstError as problem:
            raise PdfFailed([str(problem)[:600]]) from problem
    destination.write_bytes(printed)


def _kind(file: Path) -> str:
    return {".csv": "text/csv", ".json": "application/json", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}.get(file.suffix, "application/octet-stream")


def _moment(dated: date | None) -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.fromtimestamp(float(epoch), UTC)
    return datetime.combine(dated, time(), UTC) if dated else datetime.now(UTC).replace(microsecond=0)


@cache
def _fonts() -> object:
    """The report's own fonts, and DejaVu as matplotlib brings it for what they lack; none of the machine's."""
    import typst

    drawing = Path(find_spec("matplotlib").submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    own = Path(__file__).parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=[str(own / "fonts"), str(own.parent / "charts" / "fonts"), str(drawing)],
    )  # fmt: skip
