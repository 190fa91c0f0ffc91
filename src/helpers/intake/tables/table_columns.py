"""The records that define a table of the contract: its columns, their accepted values and its key.

Reading, checking, the reference page and the layout of forms all use these records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from helpers.base.characters import folded
from helpers.base.periods import MONTHS


class Kind(StrEnum):
    """Type of a column's values; the enum value is its name in the reference."""

    TEXT = "texto"
    CODE = "código"
    NUMBER = "número"
    INTEGER = "número entero"
    PERIOD = "periodo"
    DATE = "fecha"


class Measure(StrEnum):
    """What a numeric column measures; the enum value tells in Spanish how to write its cells."""

    ANY = "cifra como se escribe: 1.655.356,33 o 1655356.33; un porcentaje, en puntos (47,60)"
    QUANTITY = "cantidad en su unidad de medida: 12 o 1234,5"
    MONEY = "importe: 1.655.356,33 o 1655356.33"
    POINTS = "puntos: 47,60"
    COUNT = "cifra sin decimales"


_PERCENT = re.compile(r"%|\bporcent|\bpor ciento\b|\bpct\b")


def measure_of(words: str) -> Measure:
    """Return what a quantity measures, judged by its unit of measure.

    It is `POINTS` if the words name a percentage (`%`, `porcentaje`, `por ciento`), else `QUANTITY`.
    """
    return Measure.POINTS if _PERCENT.search(folded(words)) else Measure.QUANTITY


FORMS = {
    Kind.TEXT: "texto libre",
    Kind.CODE: "texto; los ceros a la izquierda y los espacios internos se conservan",
    Kind.NUMBER: Measure.ANY.value,
    Kind.INTEGER: Measure.COUNT.value,
    Kind.PERIOD: "con su año: 2024-T2, 2024-S1, 2024-ene, 2024-anual",
    Kind.DATE: "AAAA-MM-DD o DD/MM/AAAA",
}
"""How to write each kind of value, for messages and for the reference."""


class Scope(StrEnum):
    """Folders in which a table may lie: the year's, a period's, or that of a plan's version."""

    YEAR = "año"
    PERIOD = "periodo"
    VERSION = "versión"


@dataclass(frozen=True, slots=True)
class Reference:
    """Another table in which a column's codes must exist.

    Attributes
    ----------
    table : str
    levels : tuple of str
        For `estructura`, the levels allowed for the code. Empty for other tables: the code is their key.
    """

    table: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        The header text.
    kind : Kind
    description : str
        In Spanish, for the reference and the forms.
    required : bool
        The file must have the column.
    blank : bool
        Cells may be empty; always true for an optional column.
    reported : bool
        An empty cell means that the responsible unit did not report; it gives a note.
    allowed : tuple of str
        The only accepted values, as they are stored; case and accents are ignored when reading. Empty accepts any.
    known : tuple of str
        Values that are read in the same way, in a column that accepts others too.
    refers : Reference or None
        The table in which the codes must exist.
    within_year : bool
        For periods: only periods of the run's year are accepted.
    year_column : str
        For periods: the column with the year, for texts without one (`anual` of `gestion` 2022).
    folder : bool
        The file has no such column: its value comes from the folder (a period or a version of the plan).
    adds : bool
        For numbers: a printed total is the sum of the rows; false for percentages and goals.
    measure : Measure
        For numbers: what they measure.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    blank: bool = True
    reported: bool = False
    allowed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    refers: Reference | None = None
    within_year: bool = False
    year_column: str = ""
    folder: bool = False
    adds: bool = True
    measure: Measure = Measure.ANY

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers, whole or with decimals."""
        return self.kind in {Kind.NUMBER, Kind.INTEGER}

    @property
    def written(self) -> str:
        """How to write the column's cells, in Spanish: `AAAA-MM-DD o DD/MM/AAAA`, for messages and the reference."""
        return self.measure.value if self.is_number else FORMS[self.kind]

    def shown(self, value: Decimal) -> str:
        """Write a number of the column for a message: money with cents, other numbers with the decimals they have."""
        # `poa informe` recognises an unchanged report before it loads slow libraries, such as babel here.
        from helpers.base.display import money_es, number_es

        return money_es(value) if self.measure is Measure.MONEY else number_es(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternative columns, at least one of which the header must have.

    Attributes
    ----------
    options : tuple of tuple of str
        The alternatives; each is a group of columns.
    each_row : bool
        Each row must also have a value in one of them.
    """

    options: tuple[tuple[str, ...], ...]
    each_row: bool = True

    @property
    def words(self) -> str:
        """The alternatives in Spanish, for messages: `cat_prog o acp`, `ene…dic o anual`."""
        return " o ".join(_option_words(option) for option in self.options)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract.

    Attributes
    ----------
    name : str
    description : str
        In Spanish: what one row is.
    scopes : tuple of Scope
        Folders in which the table may lie.
    columns : tuple of Column
    key : tuple of str
        Columns whose combined values are unique; empty if rows may repeat.
    choices : tuple of Choice
    shared : tuple of str
        Columns of the key that say of which report a row is: a row of its total may have them like any other row.
    """

    name: str
    description: str
    scopes: tuple[Scope, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    shared: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by its name, also one that comes from the folder.

        Raises
        ------
        KeyError
            If the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def file_columns(self) -> tuple[Column, ...]:
        """The columns of the table's file, without those whose value comes from the folder."""
        return tuple(column for column in self.columns if not column.folder)


def text(name: str, description: str, *, allowed: Iterable[str] = ()) -> Column:
    """Make an optional column of text; `allowed` are its only values, any if empty."""
    return Column(name, Kind.TEXT, description, allowed=tuple(allowed))


def code(name: str, description: str, *, refers: Reference | None = None, allowed: Iterable[str] = ()) -> Column:
    """Make an optional column of codes, kept as text; `refers` and `allowed` are as in `Column`."""
    return Column(name, Kind.CODE, description, refers=refers, allowed=tuple(allowed))


def number(name: str, description: str) -> Column:
    """Make an optional column of numbers of any measure."""
    return Column(name, Kind.NUMBER, description)


def quantity(name: str, description: str) -> Column:
    """Make an optional column of physical quantities."""
    return Column(name, Kind.NUMBER, description, measure=Measure.QUANTITY)


def money(name: str, description: str) -> Column:
    """Make an optional column of amounts of money: bolivianos, unless the description names another currency."""
    return Column(name, Kind.NUMBER, description, measure=Measure.MONEY)


def points(name: str, description: str) -> Column:
    """Make an optional column of percentages, in points."""
    return Column(name, Kind.NUMBER, description, measure=Measure.POINTS)


def integer(name: str, description: str) -> Column:
    """Make an optional column of whole numbers."""
    return Column(name, Kind.INTEGER, description, measure=Measure.COUNT)


def date(name: str, description: str) -> Column:
    """Make an optional column of dates."""
    return Column(name, Kind.DATE, description)


def period(name: str, description: str, *, within_year: bool = False, year_column: str = "") -> Column:
    """Make an optional column of periods; see `Column` for the two options."""
    return Column(name, Kind.PERIOD, description, within_year=within_year, year_column=year_column)


def needed(column: Column, *, blank: bool = False) -> Column:
    """Return the column as one that the file must have, with a value in every row unless `blank`."""
    return replace(column, required=True, blank=blank)


def reported(column: Column) -> Column:
    """Return the column as one that the file must have; an empty cell means that the unit did not report it."""
    return replace(column, required=True, blank=True, reported=True)


def apart(column: Column) -> Column:
    """Return the numeric column marked as one whose printed total is not compared with the sum of its rows."""
    return replace(column, adds=False)


def from_folder(column: Column) -> Column:
    """Return the column marked as absent from the file: its value comes from the folder (`Column.folder`)."""
    return replace(column, folder=True)


def months(what: str, made: Callable[[str, str], Column] = quantity) -> tuple[Column, ...]:
    """Make twelve numeric columns, `ene` to `dic`.

    Parameters
    ----------
    what : str
        Start of each description, in Spanish (`Programado` gives «Programado en ene.»).
    made : callable
        Makes a column from its name and description.
    """
    return tuple(made(month, f"{what} en {month}.") for month in MONTHS)


def _option_words(option: tuple[str, ...]) -> str:
    return f"{option[0]}…{option[-1]}" if len(option) > 2 else " y ".join(option)
