"""How wide the columns of a printed table are: by the words they hold, as browsers do it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parents[1] / "charts" / "fonts"
FACES = {False: FONTS / "libro-sans-400.ttf", True: FONTS / "libro-sans-700.ttf"}
UNKNOWN = 0.6
"""Width, in ems, of a character that the face lacks."""
PADDING = 8.6
"""Points that a cell keeps free at its two sides."""
_BREAKS = re.compile("[ \u200b]|(?<=[^\\W\\d_]{3}-)(?=[^\\W\\d_]{3})")
"""Where a line may end: a blank, a place marked for it, and after the hyphen of a long code."""
WIDEST = 0.55
"""Share of the page that a column asks for at most: a paragraph in a cell would leave the others at their least."""


@dataclass(frozen=True)
class Extent:
    """The least width of a cell or a column, at which no word is cut, and the width it takes on one line; in points."""

    least: float
    most: float


def extent(lines: Iterable[tuple[str, bool]], size: float, extra: float = 0.0) -> Extent:
    """The extent of a cell.

    Parameters
    ----------
    lines : iterable of (str, bool)
        Its text line by line, and whether it is bold. No line breaks at a no-break space.
    size : float
        Of its letters, in points.
    extra : float
        What a mark around its text takes beside it, in points.
    """
    least = most = 0.0
    for text, bold in lines:
        most = max(most, _width(text, bold))
        least = max([least, *(_width(word, bold) for word in _BREAKS.split(text))])
    return Extent(least * size + extra + PADDING, most * size + extra + PADDING)


def widths(columns: Sequence[Extent], room: float) -> list[float]:
    """The width of each column of a table that fills its page, in points.

    The automatic layout of CSS tables: each column has its least width, and what room is left is shared by how much
    more each one asks for. Where even the least widths do not fit, all are cut down alike.
    """
    least = [column.least for column in columns]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    asked = [max(column.least, min(column.most, WIDEST * room)) for column in columns]
    if sum(asked) > room:
        return _shared(least, [most - few for few, most in zip(least, asked, strict=True)], room)
    unmet = [column.most - most for column, most in zip(columns, asked, strict=True)]
    return _shared(asked, unmet if any(unmet) else asked, room)


def _shared(widths: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
    """Widths, with what room they leave shared by weight."""
    left = room - sum(widths)
    return [width + left * weight / sum(weights) for width, weight in zip(widths, weights, strict=True)]


def _width(text: str, bold: bool) -> float:
    """The width of a text in ems."""
    advances = _advances(bold)
    return sum(advances.get(ord(sign), UNKNOWN) for sign in text)


@cache
def _advances(bold: bool) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(FACES[bold], lazy=True) as face:
        units, widths_of = face["head"].unitsPerEm, face["hmtx"].metrics
        return {code: widths_of[name][0] / units for code, name in face.getBestCmap().items()}
