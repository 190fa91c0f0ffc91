"""The value that a declared rule expects in one printed cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.base.exact import exact
from helpers.checks.causes.printed_case import Case, Term
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
        number = self.row.number(self.column)
        return None if number is None else number.value

    @property
    def cell(self) -> SourceCell:
        return self.row.cell(self.column)

    @property
    def decimals(self) -> int:
        """Decimals that the cell shows, or those of its column if more."""
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
        The formula divides by zero, so no printed number can be right.
    """

    target: Target
    formula: str
    case: Case | None
    why_not: str = ""
    is_elsewhere: bool = False
    undefined: bool = False


def decimals_of(cuadro: Cuadro, column: str, value: Decimal | None) -> int:
    """Return the decimals of a cell: those it shows, or those declared for its column if more."""
    shown = 0 if value is None else max(0, -int(value.as_tuple().exponent))
    return max(shown, cuadro.definition.columnas[column].decimales or 0)


def is_rounded(cuadro: Cuadro, column: str) -> bool:
    """Return whether the column's numbers are rounded results."""
    return cuadro.definition.columnas[column].unidad in ROUNDED_UNITS


def cell_term(cuadro: Cuadro, row: Row, column: str, label: str, *, blank_is_zero: bool = False) -> Term | None:
    """Return a cell as a term; None if it has no number, unless an empty cell counts as zero.

    Parameters
    ----------
    label : str
        Name of the term for readers.
    """
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
