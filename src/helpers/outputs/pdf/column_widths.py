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
ROUNDS = 8
"""Rounds of improving the widths; after the fourth no line changes."""
MOST_ROWS = 200
"""Number of evenly spaced rows that are measured in a longer table."""
LOST = 0.5
"""Space left at the end of a line, as a share of the column's longest word."""
_TALLEST = 8
"""Exponent of the power mean that approximates the tallest cell of a row."""


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


def widths(columns: Sequence[Extent], room: float, rows: Sequence[Sequence[float]] = ()) -> list[float]:
    """Return the width of each column of a table that fills its page, in points.

    If every line fits, columns share the space left in proportion to their widths. If even the least widths do not fit,
    all shrink alike. Otherwise each column gets its least width or more, and the widths make the table as low as
    possible, so that one long cell among short ones does not take the space of a column of long texts.

    Parameters
    ----------
    columns : sequence of Extent
    room : float
        Width of the page in points.
    rows : sequence
        For each row, the one-line width of each cell in points; if empty, the widest of each column is used.
    """
    least, most = [column.least for column in columns], [column.most for column in columns]
    if sum(least) >= room or sum(most) <= room:
        whole = least if sum(least) >= room else most
        return [width * room / sum(whole) for width in whole]
    taken = rows[:: -(-len(rows) // MOST_ROWS)] if rows else [most]
    table = _Sharing(room, least, most, [LOST * few for few in least])
    found = table.within(most)
    for _ in range(ROUNDS):
        found = table.within(table.wanted(taken, found))
    return found


@dataclass(frozen=True)
class _Sharing:
    """Distributes the width among columns whose lines do not all fit.

    Attributes
    ----------
    room : float
    least, most, lost : sequence of float
        Per column: least width, one-line width, and space that lines leave empty at their ends.
    """

    room: float
    least: Sequence[float]
    most: Sequence[float]
    lost: Sequence[float]

    def wanted(self, rows: Sequence[Sequence[float]], now: Sequence[float]) -> list[float]:
        """Return the proportions of line lengths that give the lowest table, estimated at the present widths.

        A row is about as high as its tallest cell has lines, approximated by a power mean. The proportions satisfy its
        condition for a minimum with a fixed sum of widths.
        """
        needs = [0.0] * len(now)
        filled = [(width - empty) ** _TALLEST for width, empty in zip(now, self.lost, strict=True)]
        for row in rows:
            powers = [asked**_TALLEST for asked in row]
            height = sum(power / full for power, full in zip(powers, filled, strict=True))
            if height:
                scale = height ** (1 / _TALLEST - 1)
                needs = [need + scale * power for need, power in zip(needs, powers, strict=True)]
        return [need ** (1 / (_TALLEST + 1)) for need in needs]

    def within(self, wanted: Sequence[float]) -> list[float]:
        """Return widths that together fill the room, with line lengths in the wanted proportions.

        A column's width is its line length plus what lines leave empty (`lost`), between its least and its one-line
        width.
        """
        low, high = 0.0, 1.0
        while sum(self._bounded(wanted, high)) < self.room and high < 1e9:
            low, high = high, 2 * high
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if sum(self._bounded(wanted, middle)) < self.room else (low, middle)
        found = self._bounded(wanted, high)
        return [width * self.room / sum(found) for width in found]

    def _bounded(self, wanted: Sequence[float], times: float) -> list[float]:
        """Return `times` each wanted length plus what its lines lose, between the least and the one-line width."""
        columns = zip(wanted, self.lost, self.least, self.most, strict=True)
        return [min(max(want * times + empty, few), many) for want, empty, few, many in columns]


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
