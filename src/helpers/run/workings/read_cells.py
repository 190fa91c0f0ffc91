"""The cells that shown values were read from: the file and row of a line, with the letters of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from helpers.figures.book import Book
from helpers.figures.records import SourceCell

Letters = Mapping[str, Mapping[str, str]]
"""By file and sheet, as an origin begins (`gastos.csv#`, `plan.xlsx#hoja!`): the letter of each column."""


def letters_read(book: Book) -> Letters:
    """Return the letters of the columns with numbers, by the file and sheet that a run read them from.

    A column that stands under two letters of one sheet has the empty letter.
    """
    found: dict[str, dict[str, str]] = {}
    for row in book.listing("columnas"):
        columns = found.setdefault(str(SourceCell(row["archivo"], row["hoja"], "0"))[:-1], {})
        for entry in row["columnas"].split():
            name, _, letter = entry.rpartition(":")
            columns[name] = letter if columns.get(name, letter) == letter else ""
    return found


def cells_read(origin: str, columns: Sequence[str], letters: Letters) -> str:
    """Return the addresses of a line's values: `gastos.csv#E2`, `tareas.csv#H2:J2, M2`.

    Parameters
    ----------
    origin : str
        File, sheet and row, as input tables have it (`gastos.csv#2`); it stays as it is if no column has a letter.
    columns : sequence of str
        The columns whose values are shown.
    """
    start = max(origin.rfind("#"), origin.rfind("!")) + 1
    place, line = origin[:start], origin[start:]
    known = letters.get(place, {})
    found = [known[name] for name in dict.fromkeys(columns) if known.get(name)]
    if not found or not line.isdigit():
        return origin
    runs = (f"{first}{line}" if first == last else f"{first}{line}:{last}{line}" for first, last in _runs(found))
    return place + ", ".join(runs)


def _runs(letters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the first and the last letter of each run of neighbouring columns, in the given order."""
    first = last = letters[0]
    for letter in letters[1:]:
        if _number(letter) != _number(last) + 1:
            yield first, last
            first = letter
        last = letter
    yield first, last


def _number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    return reduce(lambda number, one: 26 * number + ord(one) - ord("A") + 1, letters, 0)
