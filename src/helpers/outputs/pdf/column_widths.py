"""Computes the column widths of a printed table from its words, as browsers do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.outputs.html.paper_parts import with_breaks

FONTS = Path(__file__).parents[2] / "views" / "charts" / "fonts"
FACES = {False: FONTS / "libro-sans-400.ttf", True: FONTS / "libro-sans-700.ttf"}
UNKNOWN = 0.6
"""Width, in ems, of a character that the font lacks."""
PADDING = 8.6
"""Padding of a cell, in points, both sides together."""
_BREAKS = re.compile("[ \u200b]|(?<=[^\\W\\d_]{3}[-/])(?=[^\\W\\d_]{3})")
"""Where a line may break: a space, a marked place, and after a hyphen or a slash between long words of a code."""
EVEN = 0.35
"""Exponent of the sum of the squares of a column's lines, by which columns share a page too narrow for all lines. Less
than a half, because lines of a narrow column lose more of their width at their ends. Found with the shipped reports.
"""


@dataclass(frozen=True)
class Extent:
    """Widths of a text, cell or column: the least at which no word is cut, and the one that fits on one line."""

    least: float
    most: float

    def at(self, size: float, extra: float = 0.0) -> Extent:
        """Return the widths in points, padding included, of widths in ems.

        Parameters
        ----------
        size : float
            Font size in points.
        extra : float
            Points that a mark around the text adds.
        """
        return Extent(self.least * size + extra + PADDING, self.most * size + extra + PADDING)


def widest(extents: Iterable[Extent]) -> Extent:
    """Return the widths of several lines or cells, one above the other; without any, both are 1."""
    known = tuple(extents) or (Extent(1.0, 1.0),)
    return Extent(max(one.least for one in known), max(one.most for one in known))


def widths(columns: Sequence[Extent], room: float, rows: Iterable[Sequence[float]]) -> list[float]:
    """Return the width of each column of a table that fills its page, in points.

    If every line fits, columns share the space left in proportion to their widths. If even the least widths do not fit,
    all shrink alike. Otherwise each column gets between its least and its one-line width, by what all its cells need,
    so that one long cell among short ones does not take the space of a column of long texts.

    Parameters
    ----------
    columns : sequence of Extent
    room : float
        Width of the page in points.
    rows : iterable
        For each row, the one-line width of each cell in points.
    """
    least, most = [column.least for column in columns], [column.most for column in columns]
    if sum(least) >= room or sum(most) <= room:
        whole = least if sum(least) >= room else most
        return [width * room / sum(whole) for width in whole]
    wanted = [sum(line * line for line in asked) ** EVEN for asked in zip(*rows, strict=True)]

    def shared(times: float) -> list[float]:
        """Return `times` what each column wants, within its limits."""
        return [min(max(times * want, few), many) for want, few, many in zip(wanted, least, most, strict=True)]

    low, high = 0.0, max(many / want for want, many in zip(wanted, most, strict=True) if want)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(shared(middle)) < room else (low, middle)
    return [width * room / sum(shared(high)) for width in shared(high)]


def in_ems(text: str, bold: bool) -> Extent:
    """Return the least and the one-line width of a text without line breaks, in ems and without padding.

    A line never breaks at a no-break space, nor within a word unless that is very long (`with_breaks`).
    """
    return Extent(max(_width(word, bold) for word in _BREAKS.split(with_breaks(text))), _width(text, bold))


def _width(text: str, bold: bool) -> float:
    """Return the width of a text in ems."""
    return sum(map(_advances(bold).__getitem__, text), 0.0)


@cache
def _advances(bold: bool) -> Mapping[str, float]:
    """Return the width in ems of each character of the font; `UNKNOWN` for one that the font lacks."""
    from fontTools.ttLib import TTFont

    with TTFont(FACES[bold], lazy=True) as face:
        units, widths_of = face["head"].unitsPerEm, face["hmtx"].metrics
        found = {chr(code): widths_of[name][0] / units for code, name in face.getBestCmap().items()}
        return defaultdict(lambda: UNKNOWN, found)
