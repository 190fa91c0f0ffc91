"""A report on paper: its pieces printed, by as many processes as there are, and bound."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.assemble.binding import Piece, bind, page_of_each_anchor, page_sizes
from helpers.assemble.pdf import as_document, attachment, drawn, printer, typecase
from helpers.assemble.pieces import CARRIER_FILE, FRONT_FILE, Chapter, chapters_in, cut, feet, numbered
from helpers.assemble.problems import PdfFailed

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

USUAL_FRONT = 3
"""Pages of a cover and its contents, as a rule: to be right spares laying them out again."""
TRIES = 5
_NOTHING = '<html lang="es"><head><title>Adjuntos</title></head><body></body></html>'


def print_report(
    document: str, destination: Path, *, attachments: Sequence[Path] = (), dated: date | None = None
) -> None:
    """Print a report's page.

    Parameters
    ----------
    document : str
        The whole page; its title, author and language become the PDF's.
    destination : Path
        The PDF to write.
    attachments : Sequence[Path]
        Files that travel inside the PDF, as data.
    dated : date, optional
        The date that they bear (`pdf.attachment`).

    Raises
    ------
    PdfUnavailable
        Pango is not installed.
    PdfFailed
        Something of the page could not be drawn, asked for a file from outside, or a link leads to nothing.
    """
    with tempfile.TemporaryDirectory(prefix="poa-papel-") as place:
        cut(document, Path(place))
        print_pieces(Path(place), destination, attachments=attachments, dated=dated)


def print_pieces(
    place: Path, destination: Path, *, attachments: Sequence[Path] = (), dated: date | None = None
) -> None:
    """Print what is not printed yet of the pieces in a folder (`pieces.cut`), and bind all of them.

    Parameters, and what is raised, are those of `print_report`.
    """
    chapters, faces = chapters_in(place), typecase()
    for chapter in chapters:
        if not chapter.printed.exists():
            _print(chapter, faces)
    if attachments and not (place / CARRIER_FILE).exists():
        pack(place, attachments, dated)
    printed = [Piece(chapter.printed.read_bytes()) for chapter in chapters]
    front = Piece(_front(place, printed, faces))
    numbers = feet((place / FRONT_FILE).read_text(encoding="utf-8"), page_sizes([front, *printed]))
    carrier = Piece((place / CARRIER_FILE).read_bytes()) if attachments else None
    destination.write_bytes(bind(front, printed, Piece(drawn(numbers, faces, tagged=False)), carrier))


def pack(place: Path, attachments: Sequence[Path], dated: date | None = None) -> None:
    """Pack what the PDF carries along, which takes as long as many a chapter, into a folder of pieces.

    Parameters are those of `print_report`.
    """
    with printer() as press:
        carried = [attachment(file, dated) for file in attachments]
        packed = press(_NOTHING).write_pdf(attachments=carried, **as_document())
    _put(place / CARRIER_FILE, packed)


def print_untaken(place: Path) -> None:
    """Print the chapters in a folder that no other process has taken, the longest first, until there is none."""
    faces = typecase()
    for chapter in sorted(chapters_in(place), key=lambda one: -one.page.stat().st_size):
        if not chapter.printed.exists() and _take(chapter):
            _print(chapter, faces)


def _take(chapter: Chapter) -> bool:
    """Whether this process is the first that wants to print it."""
    try:
        os.close(os.open(chapter.taken, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _print(chapter: Chapter, faces: FontConfiguration) -> None:
    _put(chapter.printed, drawn(chapter.page.read_text(encoding="utf-8"), faces, piece=f"{chapter.name}-"))


def _put(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    whole = path.with_suffix(".a-medias")
    whole.write_bytes(content)
    whole.replace(path)


def _front(place: Path, chapters: Sequence[Piece], faces: FontConfiguration) -> bytes:
    """The front, with the pages of what it names: where they begin depends on how many it takes itself."""
    text, pages = (place / FRONT_FILE).read_text(encoding="utf-8"), USUAL_FRONT
    with printer(faces) as press:
        for _ in range(TRIES):
            laid_out = press(numbered(text, page_of_each_anchor(chapters, pages)))
            if len(laid_out.pages) == pages:
                return laid_out.write_pdf(**as_document())
            pages = len(laid_out.pages)
    raise PdfFailed([f"el índice no llega a un número de páginas ({pages}) en {TRIES} intentos"])
