"""The cells of one column → values of its kind, all together, because a column decides its own separator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from helpers import numerals
from helpers.errors import UsageError
from helpers.exact import plain_text
from helpers.findings import Severity
from helpers.intake.columns import FORMS, Column, Kind, folded
from helpers.intake.grid import Cell
from helpers.intake.problems import Code
from helpers.numerals import Problem, Reading
from helpers.periods import Period
from helpers.records import Value

DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
LONGEST_NUMBER = 10**numerals.DOUBLE_DIGITS
_WITH_YEAR = re.compile(r"\d{4}-")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be said of a cell: the rule, its severity, a Spanish sentence and what was expected."""

    code: Code
    severity: Severity
    sentence: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value of a cell, None where there is none, and what is to be said of it."""

    value: Value | None = None
    fault: Fault | None = None


NOTHING = Outcome()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a column's reading depends on beside its cells.

    Attributes
    ----------
    year : int
        The run's.
    decimal_mark : str
        `punto`, `coma` or empty, as the parameters state.
    """

    year: int
    decimal_mark: str = ""


def convert(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str] = ()
) -> tuple[Outcome, ...]:
    """Read the cells of a column as its kind.

    Parameters
    ----------
    cells : Sequence of Cell
        The column's, without its header.
    years : Sequence of str
        For a period written without its year, the text of the row's column that gives it; else empty.

    Returns
    -------
    tuple of Outcome
        One a cell, in order.
    """
    outcomes = _CONVERTERS[column.kind](column, cells, settings, years)
    return tuple(
        _unusable(cell) if cell.fault else outcome for cell, outcome in zip(cells, outcomes, strict=True)
    )


def _unusable(cell: Cell) -> Outcome:
    return Outcome(fault=Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}."))


def _texts(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]
) -> Iterator[Outcome]:
    canonical = {folded(value): value for value in column.allowed}
    for cell in cells:
        text = canonical.get(folded(cell.text), cell.text) if canonical else cell.text
        yield Outcome(text) if text else NOTHING


def _codes(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]
) -> Iterator[Outcome]:
    for cell, outcome in zip(cells, _texts(column, cells, settings, years), strict=True):
        fault = _altered(cell)
        yield Outcome(None if fault and fault.severity is Severity.ERROR else outcome.value, fault)


def _altered(cell: Cell) -> Fault | None:
    """A code that a spreadsheet keeps as a number or a date may not be the one that was typed."""
    advice = "Dé formato de texto a la columna y escríbalo de nuevo."
    if isinstance(cell.value, date):
        told = f"la hoja de cálculo convirtió el código en la fecha {cell.text}. {advice}"
        return Fault(Code.CODE_ALTERED, Severity.ERROR, told)
    if not isinstance(cell.value, Decimal):
        return None
    if abs(cell.value) >= LONGEST_NUMBER:
        told = f"el código está guardado como número ({cell.text}) y perdió sus últimas cifras. {advice}"
        return Fault(Code.CODE_ALTERED, Severity.ERROR, told)
    if cell.value != cell.value.to_integral_value():
        told = f"el código está guardado como número ({cell.text}); si terminaba en cero, lo perdió. {advice}"
        return Fault(Code.CODE_ALTERED, Severity.WARNING, told)
    return None


def _numbers(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]
) -> Iterator[Outcome]:
    typed = [cell.value is not None for cell in cells]
    texts = ["" if is_typed else cell.text for cell, is_typed in zip(cells, typed, strict=True)]
    readings = numerals.read_column(texts, settings.decimal_mark)
    usual = numerals.usual_mark(readings)
    for cell, reading in zip(cells, readings, strict=True):
        if isinstance(cell.value, Decimal):
            yield Outcome(cell.value)
        elif isinstance(cell.value, date):
            told = f"la hoja de cálculo convirtió la cifra en la fecha {cell.text}. Escríbala como número."
            yield Outcome(fault=Fault(Code.NUMBER, Severity.ERROR, told, FORMS[column.kind]))
        elif reading.mark and reading.mark is not usual:
            yield Outcome(reading.value, _mixed(reading))
        else:
            yield Outcome(reading.value, _number_fault(reading))


def _number_fault(reading: Reading) -> Fault | None:
    likely = " o ".join(plain_text(value) for value in reading.readings)
    if reading.word:
        told = f"«{reading.word}» se toma como «sin valor»; no cuenta como cero."
        return Fault(Code.WORD, Severity.NOTE, told)
    if reading.problem is Problem.AMBIGUOUS:
        told = (
            f"«{reading.text}» puede ser {likely} y el resto de la columna no lo decide. Escríbala sin "
            "separador de miles, o indique «separador_decimal: punto» o «coma» en los parámetros."
        )
        return Fault(Code.NUMBER_AMBIGUOUS, Severity.ERROR, told, likely)
    if reading.problem is Problem.MALFORMED:
        guess = f" ¿Quiso escribir {likely}?" if likely else ""
        told = f"«{reading.text}» está mal escrita: sus separadores no agrupan miles.{guess} Corríjala."
        return Fault(Code.NUMBER_MALFORMED, Severity.ERROR, told, likely)
    if reading.problem:
        told = f"«{reading.text}» no es un número. Escriba la cifra, o s/d si no la hay."
        return Fault(Code.NUMBER, Severity.ERROR, told, FORMS[Kind.NUMBER])
    return None


def _mixed(reading: Reading) -> Fault:
    told = (
        f"«{reading.text}» usa {reading.mark} decimal y otras celdas de la columna no; se lee "
        f"{plain_text(reading.value)}. Revise que todas estén escritas igual."
    )
    return Fault(Code.MARKS_MIXED, Severity.WARNING, told)


def _periods(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]
) -> Iterator[Outcome]:
    for cell, year in zip(cells, years or [""] * len(cells), strict=True):
        yield _period(column, cell.text, settings, year) if cell.text else NOTHING


def _period(column: Column, text: str, settings: Settings, year: str) -> Outcome:
    full = text if _WITH_YEAR.match(text) or not year else f"{year}-{text}"
    try:
        period = Period.parse(full)
    except UsageError as problem:
        return Outcome(fault=Fault(Code.PERIOD, Severity.ERROR, str(problem), FORMS[Kind.PERIOD]))
    if year and str(period.year) != year:
        told = f"el periodo «{text}» no es del año {year} que dice «{column.year_column}». Corrija uno."
        return Outcome(fault=Fault(Code.PERIOD, Severity.ERROR, told, f"{year}-{period.window}"))
    if column.within_year and period.year != settings.year:
        told = (
            f"el periodo «{text}» no es del año {settings.year} de esta carpeta. Corríjalo o mueva la fila."
        )
        expected = f"{settings.year}-{period.window}"
        return Outcome(fault=Fault(Code.PERIOD_ELSEWHERE, Severity.ERROR, told, expected))
    return Outcome(period)


def _dates(
    column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]
) -> Iterator[Outcome]:
    for cell in cells:
        if isinstance(cell.value, date):
            yield Outcome(cell.value)
        elif not cell.text:
            yield NOTHING
        else:
            yield _date(cell.text)


@lru_cache(maxsize=1024)
def _date(text: str) -> Outcome:
    for form in DATE_FORMS:
        try:
            return Outcome(datetime.strptime(text, form).date())
        except ValueError:
            continue
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
