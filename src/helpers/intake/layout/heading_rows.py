"""Where the heading of a table stands in its sheet: below titles, over one row or two, with merged cells or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers import numerals
from helpers.intake.grid import Grid, Line
from helpers.intake.wording import plain, unmarked

LOOKED_AT = 60
"""In how many rows with something in them a heading is looked for."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's heading.

    Attributes
    ----------
    first, last : int
        Positions of its rows among the grid's lines.
    columns : Mapping of int to str
        The column of the contract of each index that is recognised.
    texts : Mapping of int to str
        What is written over each index, both rows together.
    """

    first: int
    last: int
    columns: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def score(self) -> int:
        return len(set(self.columns.values()))


def find_heading(grid: Grid, known: Mapping[str, str]) -> Heading | None:
    """Find the heading: the row, or two rows, in which most columns are recognised; the first of several.

    Parameters
    ----------
    known : Mapping of str to str
        Headings as `plain` writes them, and their columns.

    Returns
    -------
    Heading or None
        None where there is no line at all; the first line where nothing is recognised anywhere.
    """
    if not grid.lines:
        return None
    candidates = list(_candidates(grid, known))
    best = max(candidates, key=lambda heading: (heading.score, heading.first == heading.last, -heading.first))
    first = candidates[0]
    # One word alone may stand by chance in a row of data.
    return best if best.score > 1 or (best.score > first.score == 0 and _is_alone(grid.lines[0])) else first


def _candidates(grid: Grid, known: Mapping[str, str]) -> Iterator[Heading]:
    for place, line in enumerate(grid.lines[:LOOKED_AT]):
        yield _single(place, line, known)
        below = grid.lines[place + 1] if place + 1 < len(grid.lines) else None
        if below and below.number == line.number + 1 and not _has_numbers(below) and not _has_numbers(line):
            yield _double(place, grid, line, below, known)


def _single(place: int, line: Line, known: Mapping[str, str]) -> Heading:
    texts = {index: cell.text for index, cell in enumerate(line.cells) if cell.text}
    matched = {index: column for index, text in texts.items() if (column := _column(text, known))}
    return Heading(place, place, matched, texts)


def _double(place: int, grid: Grid, above: Line, below: Line, known: Mapping[str, str]) -> Heading:
    over = _spread(grid, above, len(below.cells))
    width = max(len(above.cells), len(below.cells))
    pairs = {index: (over.get(index, ""), below.at(index).text) for index in range(width)}
    together = {index: _together(*pair, known) for index, pair in pairs.items() if any(pair)}
    matched = {index: column for index, column in together.items() if column}
    # What only its lower words say counts where no other column is recognised by both rows or says the same.
    lower = {i: _column(pairs[i][1], known) for i in together if i not in matched and pairs[i][1]}
    often = Counter(lower.values())
    taken = set(matched.values())
    matched |= {i: column for i, column in lower.items() if column and column not in taken and often[column] == 1}
    texts = {index: " ".join(filter(None, dict.fromkeys(pair))) for index, pair in pairs.items() if any(pair)}
    return Heading(place, place + 1, matched, texts)


def _together(upper: str, lower: str, known: Mapping[str, str]) -> str:
    return _column(f"{upper} {lower}" if upper and lower else upper or lower, known)


def _spread(grid: Grid, line: Line, width: int) -> dict[int, str]:
    """The upper words over each column: over all of a merged cell, else as far as the next words."""
    merged = {area.first: area for area in grid.merged if area.first_line == line.number}
    over: dict[int, str] = {}
    text, end = "", -1
    for index in range(max(width, len(line.cells))):
        if line.at(index).text:
            area = merged.get(index)
            text, end = line.at(index).text, area.last if area else (index if merged else width)
            if area and area.last_line > area.first_line:
                end = index - 1 if area.first == area.last else area.last
                over[index] = text
        if index <= end:
            over[index] = text
    return over


def _column(text: str, known: Mapping[str, str]) -> str:
    return known.get(plain(text)) or known.get(plain(unmarked(text)), "")


def _has_numbers(line: Line) -> bool:
    return any(
        isinstance(cell.value, Decimal) or (cell.text and numerals.read_alone(cell.text).value is not None)
        for cell in line.cells
    )


def _is_alone(line: Line) -> bool:
    return sum(not cell.is_blank for cell in line.cells) == 1


def repeats(heading: Heading, lines: Sequence[Line], line: Line) -> bool:
    """Whether a row below is the heading again, as printed pages have it."""
    same = [(i, cell.text) for i, cell in enumerate(line.cells) if cell.text]
    return len(same) > 1 and any(_are_alike(same, lines[place]) for place in range(heading.first, heading.last + 1))


def _are_alike(same: Sequence[tuple[int, str]], above: Line) -> bool:
    """Whether some texts, by index, are all of a row's and in its words; told at the first that is not."""
    others = [(i, cell.text) for i, cell in enumerate(above.cells) if cell.text]
    return len(same) == len(others) and all(
        i == j and plain(text) == plain(other) for (i, text), (j, other) in zip(same, others, strict=True)
    )
