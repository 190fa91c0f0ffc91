"""What a declared rule says of one printed cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.checks.causes.case import Case, Term
from helpers.cuadros.tables import Cuadro
from helpers.exact import exact
from helpers.records import Row, SourceCell

ROUNDED_UNITS = frozenset({"%", "puntos"})
"""Units of numbers that are themselves rounded results; an amount or a count is exact."""


@dataclass(frozen=True)
class Target:
    """A cell that a rule speaks of."""

    cuadro: Cuadro
    row: Row
    column: str

    @property
    def value(self) -> Decimal | None:
        number = self.row.number(self.column)
        return None if number is None else number.value

    @property
    def cell(self) -> SourceCell:
        return self.row.cell(self.column)

    @property
    def decimals(self) -> int:
        """Those that the cell shows, or more where its column is declared with more."""
        return decimals_of(self.cuadro, self.column, self.value)

    @property
    def is_rounded(self) -> bool:
        return is_rounded(self.cuadro, self.column)

    @property
    def element(self) -> str:
        return self.cuadro.element(self.row, self.column)

    @property
    def words(self) -> str:
        title = self.cuadro.definition.titulo
        return f"«{title}», fila «{self.cuadro.label(self.row)}», columna «{self.cuadro.title(self.column)}»"


@dataclass(frozen=True)
class Expectation:
    """A printed cell and what should give it.

    Attributes
    ----------
    target : Target
    formula : str
        In Spanish, in the columns' own words.
    case : Case or None
        None where it cannot be computed.
    why_not : str
        Why it cannot be computed, or what is missing from it.
    is_elsewhere : bool
        It is printed in another place too, and nobody knows which of the two is right.
    undefined : bool
        It cannot be computed because no number can be right (a division by zero).
    """

    target: Target
    formula: str
    case: Case | None
    why_not: str = ""
    is_elsewhere: bool = False
    undefined: bool = False


def decimals_of(cuadro: Cuadro, column: str, value: Decimal | None) -> int:
    shown = 0 if value is None else max(0, -int(value.as_tuple().exponent))
    return max(shown, cuadro.definition.columnas[column].decimales or 0)


def is_rounded(cuadro: Cuadro, column: str) -> bool:
    return cuadro.definition.columnas[column].unidad in ROUNDED_UNITS


def cell_term(cuadro: Cuadro, row: Row, column: str, label: str, *, blank_is_zero: bool = False) -> Term | None:
    """A cell as a term; None where it holds no number, unless an empty cell is a zero."""
    number = row.number(column)
    if number is None and not (blank_is_zero and row.cell(column) not in cuadro.no_data):
        return None
    value = None if number is None else number.value
    return Term(
        label,
        Fraction(0) if value is None else exact(value),
        decimals_of(cuadro, column, value),
        row.cell(column),
        is_rounded=is_rounded(cuadro, column),
        full=f"{cuadro.label(row)}, {cuadro.title(column)}",
    )
