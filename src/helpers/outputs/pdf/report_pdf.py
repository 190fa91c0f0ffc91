"""Prints a finished page as PDF/A-3a and PDF/UA-1 with Typst, using no fonts or files of the machine and no network."""

from __future__ import annotations

import os
import re
import tempfile
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from helpers.base.python_extras import not_none
from helpers.outputs.browser.page_style import SHARED_LOOK
from helpers.outputs.html.html_trees import parse_page
from helpers.outputs.pdf.typst_source import Source
from helpers.outputs.pdf.typst_text import PdfFailed, call, quoted

if TYPE_CHECKING:
    from typst import Fonts, TypstError

STANDARDS: tuple[Literal["a-3a", "ua-1"], ...] = ("a-3a", "ua-1")
HERE = Path(__file__).parent
LOOK = HERE / "typst" / "informe.typ"
MAIN_NAME = "documento.typ"
_KINDS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_REFUSALS = {
    "failed to parse SVG": "un dibujo está dañado y no se puede leer",
    "failed to decode": "una imagen está dañada y no se puede leer",
    "codepoint": "el texto tiene un carácter que un PDF para archivar no admite",
}
"""Spanish texts of the errors of Typst that a planner's text can cause, by words of its message."""
_OTHERWISE = "Typst no pudo componer el documento; avise a quien mantiene el libro"
_PROGRAMS = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)
_PLACE = re.compile(r"([\w.-]+:\d+):\d+$", re.MULTILINE)


def write_pdf(document: str, destination: Path, *, attachments: Sequence[Path] = (), dated: date | None = None) -> None:
    """Print a finished page as PDF/A-3a and PDF/UA-1, with its attachments, into a file.

    Parameters
    ----------
    document : str
        The text of a self-contained HTML page; its title, author and description become the PDF's.
    destination : Path
        The PDF to write; an earlier file is replaced.
    attachments : Sequence[Path]
        Files to attach to the PDF as data.
    dated : date, optional
        The PDF's date if `SOURCE_DATE_EPOCH` is not set. The report's cut-off date makes equal inputs give equal bytes.
        Without it, the moment of printing.

    Raises
    ------
    PdfFailed
        If part of the page cannot be drawn, comes from outside, or breaks the standards, such as a picture without
        alternative text or a heading that skips a level.
    """
    bare = printed(document, [file.name for file in attachments], dated)
    destination.write_bytes(carrying(bare, attachments))


def printed(document: str, attachments: Sequence[str] = (), dated: date | None = None) -> bytes:
    """Print a finished page as a PDF whose attachments are still empty; `carrying` fills them.

    Printing takes seconds, so a run prints while another process still writes what the PDF carries.

    Parameters
    ----------
    document : str
        The text of a self-contained HTML page.
    dated : date, optional
        As in `write_pdf`.
    attachments : Sequence[str]
        File names of its attachments.

    Returns
    -------
    bytes
        A PDF with its objects uncompressed.

    Raises
    ------
    PdfFailed
        As in `write_pdf`: if the page cannot be drawn whole, or breaks the standards.
    """
    source = Source(parse_page(for_paper(document)))
    moment = _moment(dated)
    day = f"#let fecha = datetime(year: {moment.year}, month: {moment.month}, day: {moment.day})\n"
    text = f'#import "{LOOK.name}": *\n{day}{source.text()}{"".join(map(_attached, attachments))}'
    with tempfile.TemporaryDirectory(prefix="poa-papel-") as place:
        files = {file.name: file.read_bytes() for file in (LOOK, SHARED_LOOK)}
        files |= {MAIN_NAME: text.encode(), **source.pictures.files, **dict.fromkeys(attachments, b"")}
        for name, content in files.items():
            (Path(place) / name).write_bytes(content)
        return _compiled(Path(place), moment)


def carrying(bare: bytes, attachments: Sequence[Path]) -> bytes:
    """Return a PDF that `printed` made, with its attachments filled by file name and its objects compressed.

    An attachment without a file of its name stays empty. Before compression the tags of thousands of cells are half of
    the PDF.
    """
    import pikepdf

    content = {file.name: file for file in attachments}
    packed = BytesIO()
    with pikepdf.open(BytesIO(bare)) as document:
        for attached in document.Root.get("/AF", ()):
            if file := content.get(str(attached.UF)):
                data = file.read_bytes()
                attached.EF.F.Params.Size = len(data)
                attached.EF.F.write(zlib.compress(data), filter=pikepdf.Name.FlateDecode)
        together = pikepdf.ObjectStreamMode.generate
        # Otherwise pikepdf rewrites the metadata.
        document.save(packed, object_stream_mode=together, deterministic_id=True, fix_metadata_version=False)
    return packed.getvalue()


def for_paper(document: str) -> str:
    """Return the text of the page without its programs and their data, which are most of the page.

    Parameters
    ----------
    document : str
        The text of a whole HTML page of the report.
    """
    return _PROGRAMS.sub("", document)


def _compiled(place: Path, moment: datetime) -> bytes:
    """Return the PDF that Typst makes of the files in a folder; its errors become `PdfFailed`."""
    import typst

    try:
        return typst.compile(
            str(place / MAIN_NAME), root=str(place), font_paths=_fonts(), ignore_system_fonts=True, format="pdf",
            pdf_standards=[*STANDARDS], timestamp=moment,
        )  # fmt: skip
    except typst.TypstError as problem:
        raise PdfFailed(_told(problem)) from problem


def _told(problem: TypstError) -> str:
    """Translate an error of Typst into Spanish if it is a known one, followed by its original text and place."""
    said = " ".join(problem.message.split())[:300]
    place = _PLACE.search(problem.diagnostic)
    refusal = next((words for sign, words in _REFUSALS.items() if sign in said), _OTHERWISE)
    return f"{refusal}. (Detalle: {said}{f', en {place[1]}' if place else ''})"


def _attached(file: str) -> str:
    """Return the Typst that attaches a file as data, with the MIME type of its ending."""
    kind = _KINDS.get(Path(file).suffix, "application/octet-stream")
    named = {"relationship": "data", "mime-type": kind, "description": file}
    told = [f"{name}: {quoted(value)}" for name, value in named.items()]
    return f"#{call('pdf.attach', quoted(file), *told)}\n"


def _moment(dated: date | None) -> datetime:
    """Return the PDF's moment: `SOURCE_DATE_EPOCH` if it is set, else the date at midnight UTC, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.fromtimestamp(float(epoch), UTC)
    return datetime.combine(dated, time(), UTC) if dated else datetime.now(UTC).replace(microsecond=0)


def _fonts() -> Fonts:
    """Return the report's fonts, and matplotlib's DejaVu for characters that they lack; no system fonts."""
    import typst

    drawing = not_none(not_none(find_spec("matplotlib")).submodule_search_locations)[0]
    places = [
        HERE.parent / "fonts",
        HERE.parents[1] / "views" / "charts" / "fonts",
        Path(drawing, "mpl-data", "fonts", "ttf"),
    ]
    paths = [str(place) for place in places]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
