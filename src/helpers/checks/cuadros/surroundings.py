"""What stands around a cell and might have been taken for it or with it: neighbours, subtotals, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.checks.causes.case import Term
from helpers.checks.cuadros.expectation import Target, cell_term
from helpers.cuadros.tables import Cuadro
from helpers.exact import exact
from helpers.records import Row

TELLING = 3
"""Digits that a number in a heading or code needs, so that its being the very difference says something."""
_DIGITS = re.compile(rf"\d{{{TELLING},}}")


def neighbours(target: Target) -> tuple[Term, ...]:
    """The cells above, below and on both sides, then the other numbers of the row."""
    cuadro, row, column = target.cuadro, target.row, target.column
    places = [(other, column) for other in _adjacent(cuadro, row)]
    places += [(row, other) for other in _nearest_first(cuadro.numeric_columns, column)]
    found = (cell_term(cuadro, other, name, _label(cuadro, row, other, name)) for other, name in places)
    return tuple(term for term in found if term is not None)


def input_alternatives(cuadro: Cuadro, row: Row, column: str, wanted: str) -> tuple[Term, ...]:
    """What a formula may have taken in place of a cell, but for the cell that it gives (`wanted`)."""
    around = neighbours(Target(cuadro, row, column))
    return tuple(term for term in around if term.cell != row.cell(wanted))


def subtotals(target: Target, parts: Sequence[Row]) -> tuple[Term, ...]:
    """Subtotals of the column: declared total rows that are neither the target nor one of its parts."""
    own = {target.row.line, *(row.line for row in parts)}
    rows = [row for row in target.cuadro.totals if row.line not in own]
    found = (cell_term(target.cuadro, row, target.column, target.cuadro.label(row)) for row in rows)
    return tuple(term for term in found if term is not None and term.value)


def headings(target: Target, parts: Sequence[Row]) -> tuple[Term, ...]:
    """Numbers in the column's heading and in the codes of the rows that are added."""
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
    """In its own row a cell is called by its column, elsewhere in the column by its row."""
    return cuadro.title(column) if row.line == own.line else cuadro.label(row)
