"""A cell that a rule compares, its expected value, and the cells near it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.exact import exact, shown_decimals
from helpers.base.python_extras import first_by_key
from helpers.checks.causes.printed_case import Case
from helpers.checks.causes.repeated_operations import Term
from helpers.figures.records import Row, SourceCell
from helpers.settings.cuadros.cuadro_table import Cuadro

ROUNDED_UNITS = frozenset({"%", "puntos"})
"""Units whose numbers are rounded results; amounts and counts are exact."""


@dataclass(frozen=True)
class Target:
    """A cell that a rule checks."""

    cuadro: Cuadro
    row: Row
    column: str

    @property
    def value(self) -> Decimal | None:
        """The printed number; None if the cell has none."""
        return self.row.amount(self.column)

    @property
    def cell(self) -> SourceCell:
        """The cell's address: file, sheet and cell."""
        return self.row.cell(self.column)

    @property
    def decimals(self) -> int:
        """Decimals that the cell shows, or those declared for its column if more."""
        shown = 0 if self.value is None else shown_decimals(self.value)
        return max(shown, self.cuadro.definition.columnas[self.column].decimales or 0)

    @property
    def is_rounded(self) -> bool:
        """Whether the numbers of its column are rounded results: percentages or points."""
        return self.cuadro.definition.columnas[self.column].unidad in ROUNDED_UNITS

    @property
    def element(self) -> str:
        """The cell's identifier in findings and in the reconciliation."""
        return self.cuadro.element(self.row, self.column)

    @property
    def words(self) -> str:
        """The cell in Spanish: table, row and column."""
        title = self.cuadro.definition.titulo
        return f"«{title}», fila «{self.cuadro.label(self.row)}», columna «{self.cuadro.title(self.column)}»"


@dataclass(frozen=True)
class Expectation:
    """A printed cell and the operation that should give it.

    Attributes
    ----------
    target : Target
    formula : str
        In Spanish, with the columns' own titles.
    case : Case or None
        None if the value cannot be computed.
    why_not : str
        Why it cannot be computed, or which data are missing.
    is_elsewhere : bool
        The number is printed in another table too, and either of the two may be wrong.
    undefined : bool
        The operation has no result, as when it divides by zero, so no printed number can be right.
    figure : str
        Id of the Book's figure that the cell must equal; empty for other rules.
    """

    target: Target
    formula: str
    case: Case | None
    why_not: str = ""
    is_elsewhere: bool = False
    undefined: bool = False
    figure: str = ""


def without_result(target: Target, formula: str, why: str) -> Expectation:
    """Return the expectation of a cell whose operation has no result; a printed zero is not accused."""
    told = f"{why}, así que no hay un valor que imprimir"
    return Expectation(target, formula, None, told, undefined=target.value != 0)


def cell_term(cuadro: Cuadro, row: Row, column: str, label: str, *, blank_is_zero: bool = False) -> Term | None:
    """Return a cell as a term; None if it has no number, unless an empty cell counts as zero.

    A cell with a word that stands for no data is always None, even with `blank_is_zero`.

    Parameters
    ----------
    label : str
        Name of the term for readers.
    """
    target = Target(cuadro, row, column)
    if target.value is None and not (blank_is_zero and target.cell not in cuadro.no_data):
        return None
    return Term(
        label,
        exact(target.value or 0),
        target.decimals,
        target.cell,
        is_rounded=target.is_rounded,
        full=f"{cuadro.label(row)}, {cuadro.title(column)}",
    )


TELLING = 3
"""Fewest digits of a number in a heading or code that is tried."""
_DIGITS = re.compile(rf"\d{{{TELLING},}}")


def neighbours(target: Target) -> tuple[Term, ...]:
    """Return the cells above and below in the column, then the row's other numeric columns, nearest first.

    Cells without a number are left out, the target itself too.
    """
    cuadro, row, column = target.cuadro, target.row, target.column
    places = [(other, column) for other in _adjacent(cuadro, row)]
    places += [(row, other) for other in _nearest_first(cuadro.numeric_columns, column)]
    found = (cell_term(cuadro, other, name, _label(cuadro, row, other, name)) for other, name in places)
    return tuple(term for term in found if term is not None)


def input_alternatives(cuadro: Cuadro, row: Row, column: str, wanted: str) -> tuple[Term, ...]:
    """Return the neighbours of a formula's input, except the cell of column `wanted`, which the formula should give.

    `row` and `column` name the input's cell; an empty `wanted` leaves out nothing.
    """
    around = neighbours(Target(cuadro, row, column))
    return tuple(term for term in around if term.cell != row.cell(wanted))


def subtotals(target: Target, parts: Sequence[Row]) -> tuple[Term, ...]:
    """Return the column's cells in the table's other total rows, as terms.

    The target's own row, rows that are themselves `parts`, zeros and cells without a number are left out.
    """
    own = {target.row.line, *(row.line for row in parts)}
    rows = [row for row in target.cuadro.totals if row.line not in own]
    found = (cell_term(target.cuadro, row, target.column, target.cuadro.label(row)) for row in rows)
    return tuple(term for term in found if term is not None and term.value)


def headings(target: Target, parts: Sequence[Row]) -> tuple[Term, ...]:
    """Return the numbers in the column's heading and in the codes of the rows (parts and target), each once, as terms.

    Only numbers of at least three digits (`TELLING`) count; codes are the columns of type `codigo` that hold digits
    only.
    """
    cuadro = target.cuadro
    title = cuadro.title(target.column)
    texts = (title, cuadro.definition.columnas[target.column].encabezado, target.column)
    numbers = (number for text in texts for number in _DIGITS.findall(text))
    in_heading = ((number, f"el número {number} del encabezado «{title}»") for number in numbers)
    codes = ((code, cuadro.label(row)) for row in (*parts, target.row) for code in _codes(cuadro, row))
    of_rows = ((code, f"el código {code} de la fila «{label}»") for code, label in codes)
    found = first_by_key((*in_heading, *of_rows))
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
