"""What a table of the contract is: its columns, what each accepts, and what must be unique.

Everything that is said about a table comes from these records: how it is read and checked, how the reference
prints it and how a form lays it out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from helpers.periods import MONTHS


class Kind(StrEnum):
    """What a column holds; the value is how the reference names it."""

    TEXT = "texto"
    CODE = "código"
    NUMBER = "número"
    INTEGER = "número entero"
    PERIOD = "periodo"
    DATE = "fecha"


class Measure(StrEnum):
    """What a column of numbers measures; the value is how its cells are written, for messages and the reference."""

    ANY = "cifra como se escribe: 1.655.356,33 o 1655356.33; un porcentaje, en puntos (47,60)"
    QUANTITY = "cantidad en su unidad de medida: 12 o 1234,5"
    MONEY = "importe: 1.655.356,33 o 1655356.33"
    POINTS = "puntos: 47,60"
    COUNT = "cifra sin decimales"


FORMS = {
    Kind.TEXT: "texto libre",
    Kind.CODE: "texto; los ceros a la izquierda y los espacios internos se conservan",
    Kind.NUMBER: Measure.ANY.value,
    Kind.INTEGER: Measure.COUNT.value,
    Kind.PERIOD: "con su año: 2024-T2, 2024-S1, 2024-ene, 2024-anual",
    Kind.DATE: "AAAA-MM-DD o DD/MM/AAAA",
}
"""How each kind is written, for messages and for the reference."""


class Scope(StrEnum):
    """Where a table may lie: with the year's, with one period's, or in the folder of a plan's version."""

    YEAR = "año"
    PERIOD = "periodo"
    VERSION = "versión"


@dataclass(frozen=True, slots=True)
class Reference:
    """Codes that a column must find in another table.

    Attributes
    ----------
    table : str
    levels : tuple of str
        For `estructura`: levels of which the code may be; empty for other tables, whose key it is.
    """

    table: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        As it stands in the header.
    kind : Kind
    description : str
        In Spanish, for the reference and for the forms.
    required : bool
        The column must be there.
    blank : bool
        A cell may be empty; always so where the column itself is optional.
    reported : bool
        An empty cell means that whoever had to report did not: it is noted.
    allowed : tuple of str
        The only values that are accepted, as they are kept; case and accents do not count.
    refers : Reference or None
    within_year : bool
        For periods: must be of the run's year.
    year_column : str
        For periods: the column that gives the year where the text does not (`anual` of `gestion` 2022).
    folder : bool
        Not in the file: its value is the folder's (a period, or a plan's version).
    adds : bool
        Of numbers: a printed total of it is the sum of its rows; a percentage or a goal has no such sum.
    measure : Measure
        Of numbers: what they measure.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    blank: bool = True
    reported: bool = False
    allowed: tuple[str, ...] = ()
    refers: Reference | None = None
    within_year: bool = False
    year_column: str = ""
    folder: bool = False
    adds: bool = True
    measure: Measure = Measure.ANY

    @property
    def written(self) -> str:
        """How its cells are written, in Spanish."""
        return self.measure.value if self.kind in (Kind.NUMBER, Kind.INTEGER) else FORMS[self.kind]


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of which one must be there, as a header and, where `each_row`, as a value in each row."""

    options: tuple[tuple[str, ...], ...]
    each_row: bool = True

    @property
    def words(self) -> str:
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
        Where it may lie.
    columns : tuple of Column
    key : tuple of str
        Columns that together are different in every row; empty where rows may repeat.
    choices : tuple of Choice
    """

    name: str
    description: str
    scopes: tuple[Scope, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by its name.

        Raises
        ------
        KeyError
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def file_columns(self) -> tuple[Column, ...]:
        """The columns that are written in the file."""
        return tuple(column for column in self.columns if not column.folder)


def text(name: str, description: str, *, allowed: Iterable[str] = ()) -> Column:
    return Column(name, Kind.TEXT, description, allowed=tuple(allowed))


def code(name: str, description: str, *, refers: Reference | None = None, allowed: Iterable[str] = ()) -> Column:
    return Column(name, Kind.CODE, description, refers=refers, allowed=tuple(allowed))


def number(name: str, description: str) -> Column:
    return Column(name, Kind.NUMBER, description)


def quantity(name: str, description: str) -> Column:
    return Column(name, Kind.NUMBER, description, measure=Measure.QUANTITY)


def money(name: str, description: str) -> Column:
    return Column(name, Kind.NUMBER, description, measure=Measure.MONEY)


def points(name: str, description: str) -> Column:
    return Column(name, Kind.NUMBER, description, measure=Measure.POINTS)


def integer(name: str, description: str) -> Column:
    return Column(name, Kind.INTEGER, description, measure=Measure.COUNT)


def date(name: str, description: str) -> Column:
    return Column(name, Kind.DATE, description)


def period(name: str, description: str, *, within_year: bool = False, year_column: str = "") -> Column:
    return Column(name, Kind.PERIOD, description, within_year=within_year, year_column=year_column)


def needed(column: Column, *, blank: bool = False) -> Column:
    """The same column, which must be there and, unless `blank`, hold a value in every row."""
    return replace(column, required=True, blank=blank)


def reported(column: Column) -> Column:
    """The same column, which must be there; an empty cell says that somebody did not report."""
    return replace(column, required=True, blank=True, reported=True)


def apart(column: Column) -> Column:
    """The same column of numbers, whose rows have no sum that means anything."""
    return replace(column, adds=False)


def from_folder(column: Column) -> Column:
    """The same column, whose value is taken from the folder that the file lies in."""
    return replace(column, folder=True)


def months(what: str, made: Callable[[str, str], Column] = quantity) -> tuple[Column, ...]:
    """Twelve columns of numbers, `ene` to `dic`."""
    return tuple(made(month, f"{what} en {month}.") for month in MONTHS)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A text for comparison: without case, accents or outer blanks."""
    plain = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _option_words(option: tuple[str, ...]) -> str:
    return f"{option[0]}…{option[-1]}" if len(option) > 2 else " y ".join(option)
