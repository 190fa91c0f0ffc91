"""Reads the cells of a column as values of its kind, all together, because the column decides its decimal separator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from helpers.base.characters import folded, printable
from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.written_values import read_date
from helpers.figures.findings import Severity
from helpers.figures.records import Value
from helpers.intake.intake_problems import Code
from helpers.intake.layout.cell_grid import NOTHING, Cell, Fault, Outcome, unusable
from helpers.intake.tables.table_columns import FORMS, Column, Kind
from helpers.intake.values.amount_cells import read_amounts
from helpers.intake.values.character_screening import broken_accents, unprinted
from helpers.intake.values.code_cells import read_code


def is_whole(value: Value) -> bool:
    """Return whether a value is a whole number, however it is written: `3`, `3.00`."""
    return isinstance(value, Decimal) and value == value.to_integral_value()


_WITH_YEAR = re.compile(r"\d{4}-")


@dataclass(frozen=True, slots=True)
class Settings:
    """The run's settings for reading a column.

    Attributes
    ----------
    year : int
        The run's year.
    decimal_mark : str
        The separator that the parameters state: `punto`, `coma` or empty.
    patterns : Mapping of str to Sequence of str
        Declared patterns of codes, by column.
    """

    year: int
    decimal_mark: str = ""
    patterns: Mapping[str, Sequence[str]] = field(default_factory=dict)


def convert(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str] = ()
) -> tuple[Outcome, ...]:
    """Read the cells of a column: texts and codes as `str`, numbers as `Decimal`, periods as `Period`, dates as `date`.

    Parameters
    ----------
    cells : Sequence of Cell
        The column's cells, without its header.
    years : Sequence of str
        For a column of periods with `year_column`, that column's text in each row; else empty.

    Returns
    -------
    tuple of Outcome
        One for each cell, in order; a cell with an error has a fault and no value, an empty one has neither.
    """
    converter = _CONVERTERS[column.kind]
    outcomes = converter(column, cells, settings, years)
    return tuple([unusable(cell) or outcome for cell, outcome in zip(cells, outcomes, strict=True)])


def _texts(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    """Yield each text, printable; one that is an allowed or known value but for case and accents becomes that value."""
    canonical = {folded(value): value for value in (*column.allowed, *column.known)}
    for cell in cells:
        text = canonical.get(folded(cell.text), cell.text) if canonical else cell.text
        yield Outcome(printable(text), broken_accents(text) or unprinted(text)) if text else NOTHING


def _codes(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    """Yield each code as `read_code` reads it, after `_texts`."""
    patterns = settings.patterns.get(column.name, ())
    for cell, outcome in zip(cells, _texts(column, cells, settings, years), strict=True):
        if isinstance(outcome.value, str):
            coded = read_code(cell, outcome.value, patterns)
            yield Outcome(coded.value, coded.fault or outcome.fault)
        else:
            yield outcome


def _numbers(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    yield from read_amounts(cells, [column.measure] * len(cells), settings.decimal_mark)


def _periods(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    for cell, year in zip(cells, years or [""] * len(cells), strict=True):
        yield _period(column, cell.text, settings, year) if cell.text else NOTHING


def _period(column: Column, text: str, settings: Settings, year: str) -> Outcome:
    """Read a period, to which `year` gives the year if the text has none; an error if it is of another year."""
    full = text if _WITH_YEAR.match(text) or not year else f"{year}-{text}"
    try:
        period = Period.parse(full)
    except UsageError as problem:
        return Outcome(fault=Fault(Code.PERIOD, Severity.ERROR, str(problem), FORMS[Kind.PERIOD]))
    if year and str(period.year) != year:
        told = f"el periodo «{text}» no es del año {year} que dice «{column.year_column}». Corrija uno."
        return Outcome(fault=Fault(Code.PERIOD, Severity.ERROR, told, f"{year}-{period.window}"))
    if column.within_year and period.year != settings.year:
        told = f"el periodo «{text}» no es del año {settings.year} de esta carpeta. Corríjalo o mueva la fila."
        expected = f"{settings.year}-{period.window}"
        return Outcome(fault=Fault(Code.PERIOD_ELSEWHERE, Severity.ERROR, told, expected))
    return Outcome(period)


def _dates(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    """Yield each date, stored or written; an error for any other text, nothing for a blank."""
    for cell in cells:
        if isinstance(cell.value, date):
            yield Outcome(cell.value)
        elif not cell.text:
            yield NOTHING
        else:
            yield _date(cell.text)


def _date(text: str) -> Outcome:
    day = read_date(text)
    if day is not None:
        return Outcome(day)
    told = f"«{text}» no es una fecha. Escríbala como AAAA-MM-DD (2024-06-30) o DD/MM/AAAA (30/06/2024)."
    return Outcome(fault=Fault(Code.DATE, Severity.ERROR, told, FORMS[Kind.DATE]))


_Converter = Callable[[Column, Sequence[Cell], Settings, Sequence[str]], Iterator[Outcome]]
_CONVERTERS: Mapping[Kind, _Converter] = {
    Kind.TEXT: _texts,
    Kind.CODE: _codes,
    Kind.NUMBER: _numbers,
    Kind.INTEGER: _numbers,
    Kind.PERIOD: _periods,
    Kind.DATE: _dates,
}
