"""Finds the heading of a table in its sheet: below titles, on one row or two, with or without merged cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.written_values import read_cell
from helpers.intake.layout.cell_grid import Grid, Line
from helpers.intake.values.word_matching import plain, unmarked

LOOKED_AT = 60
"""How many rows with content are searched for a heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's heading.

    Attributes
    ----------
    first, last : int
        Positions of its rows among the grid's lines.
    columns : Mapping of int to str
        By index, the contract's column of each recognised heading.
    texts : Mapping of int to str
        By index, the heading's text, both rows joined.
    """

    first: int
    last: int
    columns: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def score(self) -> int:
        """The number of different columns that are recognised; 0 if none is."""
        return len(set(self.columns.values()))


def find_heading(grid: Grid, known: Mapping[str, str]) -> Heading | None:
    """Return the row, or pair of rows, with most recognised columns; of equal ones a single row, then the first.

    Parameters
    ----------
    known : Mapping of str to str
        Recognised headings, as `plain` writes them, and their columns.

    Returns
    -------
    Heading or None
        None if the grid has no lines. Its first line if none of the first `LOOKED_AT` has two recognised
        columns, unless that line is a title of one cell and a row below has one: a single match may be a word in a row
        of data.
    """
    if not grid.lines:
        return None
    candidates = list(_candidates(grid, known))
    best = max(candidates, key=lambda heading: (heading.score, heading.first == heading.last, -heading.first))
    first = candidates[0]
    # A single match may be a word in a row of data.
    return best if best.score > 1 or (best.score > first.score == 0 and _is_alone(grid.lines[0])) else first


def _candidates(grid: Grid, known: Mapping[str, str]) -> Iterator[Heading]:
    """Yield each of the first rows as a heading, and then with the row right below it, if neither has numbers."""
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
    """Return the heading that two rows form together; the words of the lower one alone may name a column too."""
    over = _spread(grid, above, len(below.cells))
    width = max(len(above.cells), len(below.cells))
    pairs = {index: (over.get(index, ""), below.at(index).text) for index in range(width)}
    together = {index: _together(*pair, known) for index, pair in pairs.items() if any(pair)}
    matched = {index: column for index, column in together.items() if column}
    # The lower words alone decide a column if neither both rows together nor another lower cell name the same one.
    lower = {i: _column(pairs[i][1], known) for i in together if i not in matched and pairs[i][1]}
    often = Counter(lower.values())
    taken = set(matched.values())
    matched |= {i: column for i, column in lower.items() if column and column not in taken and often[column] == 1}
    texts = {index: " ".join(filter(None, dict.fromkeys(pair))) for index, pair in pairs.items() if any(pair)}
    return Heading(place, place + 1, matched, texts)


def _together(upper: str, lower: str, known: Mapping[str, str]) -> str:
    return _column(f"{upper} {lower}" if upper and lower else upper or lower, known)


def _spread(grid: Grid, line: Line, width: int) -> dict[int, str]:
    """Return the upper heading over each column: across merged cells or, if none are merged, up to the next text."""
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
    """Return the column that a heading names, with or without its footnote marks; empty if none."""
    return known.get(plain(text)) or known.get(plain(unmarked(text)), "")


def _has_numbers(line: Line) -> bool:
    return any(
        isinstance(cell.value, Decimal) or (cell.text and read_cell(cell.text).value is not None)
        for cell in line.cells
    )


def _is_alone(line: Line) -> bool:
    return sum(not cell.is_blank for cell in line.cells) == 1


def repeats(heading: Heading, lines: Sequence[Line], line: Line) -> bool:
    """Return whether a row below has the words of one of the heading's rows in the same columns, as printed pages do.

    `lines` are all the lines of the grid. A row with a single text never repeats the heading.
    """
    same = [(i, cell.text) for i, cell in enumerate(line.cells) if cell.text]
    return len(same) > 1 and any(_are_alike(same, lines[place]) for place in range(heading.first, heading.last + 1))


def _are_alike(same: Sequence[tuple[int, str]], above: Line) -> bool:
    """Return whether the texts, by index, are all those of a heading row, in the same words."""
    others = [(i, cell.text) for i, cell in enumerate(above.cells) if cell.text]
    return len(same) == len(others) and all(
        i == j and plain(text) == plain(other) for (i, text), (j, other) in zip(same, others, strict=True)
    )
