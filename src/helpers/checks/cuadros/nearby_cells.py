"""Numbers around a cell that may have been used by mistake: neighbours, subtotals, numbers in headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.base.exact import exact
from helpers.checks.causes.printed_case import Term
from helpers.checks.cuadros.expected_value import Target, cell_term
from helpers.figures.records import Row
from helpers.settings.cuadros.cuadro_table import Cuadro

TELLING = 3
"""Fewest digits of a number in a heading or code that is tried."""
_DIGITS = re.compile(rf"\d{{{TELLING},}}")


def neighbours(target: Target) -> tuple[Term, ...]:
    """Return the cells above and below, then the other numbers of the row, nearest first."""
    cuadro, row, column = target.cuadro, target.row, target.column
    places = [(other, column) for other in _adjacent(cuadro, row)]
    places += [(row, other) for other in _nearest_first(cuadro.numeric_columns, column)]
    found = (cell_term(cuadro, other, name, _label(cuadro, row, other, name)) for other, name in places)
    return tuple(term for term in found if term is not None)


def input_alternatives(cuadro: Cuadro, row: Row, column: str, wanted: str) -> tuple[Term, ...]:
    """Return the cells around an input of a formula, except the formula's own result (`wanted`)."""
    around = neighbours(Target(cuadro, row, column))
    return tuple(term for term in around if term.cell != row.cell(wanted))


def subtotals(target: Target, parts: Sequence[Row]) -> tuple[Term, ...]:
    """Return the other total rows of the column that are not zero, as terms."""
    own = {target.row.line, *(row.line for row in parts)}
    rows = [row for row in target.cuadro.totals if row.line not in own]
    found = (cell_term(target.cuadro, row, target.column, target.cuadro.label(row)) for row in rows)
    return tuple(term for term in found if term is not None and term.value)


def headings(target: Target, parts: Sequence[Row]) -> tuple[Term, ...]:
    """Return the numbers in the column's heading and in the codes of the rows that are added."""
    cuadro = target.cuadro
    title = cuadro.title(target.column)
    texts = (title, cuadro.definition.columnas[target.column].encabezado, target.column)
    numbers = (number for text in texts for number in _DIGITS.findall(text))
    found = {number: f"el número {number} del encabezado «{title}»" for number in numbers}
    for row in (*parts, target.row):
        for code in _codes(cuadro, row):
            found.setdefault(code, f"el código {code} de la fila «{cuadro.label(row)}»")
    return tuple(Term(label, exact(number)) for number, label in found.items())


def _codes(cuadro: Cuadro, row: Row) -> Iterator[str]:
    for name, column in cuadro.definition.columnas.items():
        if column.tipo == "codigo" and _DIGITS.fullmatch(row.text(name)):
            yield row.text(name)


def _adjacent(cuadro: Cuadro, row: Row) -> list[Row]:
    place = cuadro.places[row.line]
    return [*cuadro.rows[max(place - 1, 0) : place], *cuadro.rows[place + 1 : place + 2]]


def _nearest_first(columns: Sequence[str], own: str) -> list[str]:
    place = columns.index(own)
    others = [(abs(index - place), index, name) for index, name in enumerate(columns) if name != own]
    return [name for _, _, name in sorted(others)]


def _label(cuadro: Cuadro, own: Row, row: Row, column: str) -> str:
    """Return the column's title for a cell of the same row, else the row's label."""
    return cuadro.title(column) if row.line == own.line else cuadro.label(row)
