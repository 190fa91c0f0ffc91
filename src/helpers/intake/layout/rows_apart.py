"""Rows of a sheet that are no rows of its table: the heading again, section titles, totals, notes at the foot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from helpers.intake.columns import Column, Kind, Table
from helpers.intake.grid import Grid, Line
from helpers.intake.wording import plain

_TOTAL = re.compile(r"(sub ?total(es)?|total(es)?|suma total|gran total|sumas iguales)( .{1,80})?")
_FOOT = re.compile(
    r"\s*(fuentes?\s*:|notas?\s*[:0-9]|elaborad[oa] (por|en base)|elaboraci[oó]n\b|observaci[oó]n(es)?\s*:|"
    r"aclaraci[oó]n|son\s*:|\(?\*+\)?\s*\w|\(\d{1,2}\)\s*\w|\d{1,2}/\s*\w|[¹²³]\s*\w|\[\d{1,2}\]\s*\w)",
    re.IGNORECASE,
)
_NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER})


@lru_cache(maxsize=1 << 14)
def is_total_word(text: str) -> bool:
    """Whether a text names a sum: TOTAL, SUBTOTAL ACP 1, Totales."""
    return bool(_TOTAL.fullmatch(plain(text)))


def total_cells(table: Table, columns: Mapping[str, int], line: Line) -> tuple[int, ...]:
    """The cells of a row that name a sum, where the row is one and not a line that bears such a name.

    Its name may stand in a column that is not read. A sum has no code of its own: either a column that every row
    must fill is blank, or one that tells rows apart holds the word, or all the optional parts of the table's key do
    or are blank. A task with its code that is described as «Total de trámites atendidos» is a task.
    """
    there = [column for column in table.file_columns if column.name in columns]
    amounts = {columns[column.name] for column in there if column.kind in _NUMBERS}
    words = {i for i, cell in enumerate(line.cells) if i not in amounts and cell.text and is_total_word(cell.text)}
    if not words or all(line.at(index).is_blank for index in amounts):
        return ()

    def says_nothing(column: Column) -> bool:
        index = columns[column.name]
        return line.at(index).is_blank or index in words

    words_there = [column for column in there if column.kind not in _NUMBERS]
    must = [column for column in words_there if column.required and not column.blank]
    optional = [column for column in words_there if column.name in table.key and not column.required]
    telling = [column for column in must if not table.key or column.name in table.key]
    is_blank = any(line.at(columns[column.name]).is_blank for column in must)
    is_sum = is_blank or any(map(says_nothing, telling)) or (bool(optional) and all(map(says_nothing, optional)))
    return tuple(sorted(words)) if is_sum else ()


def is_section(grid: Grid, line: Line, named: Sequence[int]) -> bool:
    """Whether a row is one text over several merged columns, as titles between rows are."""
    filled = [index for index, cell in enumerate(line.cells) if not cell.is_blank]
    if len(filled) != 1 or isinstance(line.at(filled[0]).value, Decimal):
        return False
    return any(
        area.first_line <= line.number <= area.last_line
        and area.first == filled[0]
        and area.last - area.first + 1 >= max(3, len(named) // 2)
        for area in grid.merged
    )


def foot(lines: Sequence[Line]) -> int:
    """Position from which only notes follow (`Fuente: SIGEP`, `(1) Incluye…`); the end where there are none.

    Only for tables of several columns: a row of theirs has more than one cell.
    """
    start = len(lines)
    while start > 0 and _is_note(lines[start - 1]):
        start -= 1
    return start


def _is_note(line: Line) -> bool:
    filled = [cell for cell in line.cells if not cell.is_blank]
    of_two = len(filled) == 2 and filled[0].text.rstrip().endswith(":")
    is_short = len(filled) == 1 or of_two
    return is_short and not filled[0].fault and bool(_FOOT.match(" ".join(cell.text for cell in filled)))
