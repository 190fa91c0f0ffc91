"""The cells of one column → values of its kind, all together, because a column decides its own separator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from helpers import numerals
from helpers.errors import UsageError
from helpers.exact import plain_text
from helpers.findings import Severity
from helpers.intake.code_cells import broken_accents, read_code
from helpers.intake.columns import FORMS, Column, Kind, folded
from helpers.intake.dates import read_date
from helpers.intake.grid import Cell
from helpers.intake.outcomes import NOTHING, Fault, Outcome
from helpers.intake.problems import Code
from helpers.numerals import Problem, Reading
from helpers.periods import Period

_WITH_YEAR = re.compile(r"\d{4}-")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a column's reading depends on beside its cells.

    Attributes
    ----------
    year : int
        The run's.
    decimal_mark : str
        `punto`, `coma` or empty, as the parameters state.
    patterns : Mapping of str to Sequence of str
        Forms of the codes of a column, as the parameters declare them.
    """

    year: int
    decimal_mark: str = ""
    patterns: Mapping[str, Sequence[str]] = field(default_factory=dict)


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
    return tuple(_unusable(cell) if cell.fault else outcome for cell, outcome in zip(cells, outcomes, strict=True))


def _unusable(cell: Cell) -> Outcome:
    return Outcome(fault=Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}."))


def _texts(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    canonical = {folded(value): value for value in column.allowed}
    for cell in cells:
        text = canonical.get(folded(cell.text), cell.text) if canonical else cell.text
        yield Outcome(text, broken_accents(text)) if text else NOTHING


def _codes(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    patterns = settings.patterns.get(column.name, ())
    for cell, outcome in zip(cells, _texts(column, cells, settings, years), strict=True):
        yield read_code(cell, outcome.value, patterns) if isinstance(outcome.value, str) else outcome


def _numbers(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
    typed = [cell.value is not None for cell in cells]
    texts = ["" if is_typed else cell.text for cell, is_typed in zip(cells, typed, strict=True)]
    readings = numerals.read_column(texts, settings.decimal_mark)
    usual = numerals.usual_mark(readings)
    percentages = any(map(_is_percentage, cells))
    for cell, reading in zip(cells, readings, strict=True):
        value = cell.value if isinstance(cell.value, Decimal) else reading.value
        if percentages and value is not None and 0 < abs(value) <= 1 and not _is_percentage(cell):
            yield Outcome(value, _fraction(cell.text, value))
        elif isinstance(cell.value, Decimal):
            yield Outcome(cell.value)
        elif isinstance(cell.value, date):
            told = f"la hoja de cálculo convirtió la cifra en la fecha {cell.text}. Escríbala como número."
            yield Outcome(fault=Fault(Code.NUMBER, Severity.ERROR, told, FORMS[column.kind]))
        elif reading.mark and reading.mark is not usual:
            yield Outcome(reading.value, _mixed(reading))
        else:
            yield Outcome(reading.value, _number_fault(reading))


def _is_percentage(cell: Cell) -> bool:
    return cell.is_percentage or (cell.value is None and "%" in cell.text)


def _fraction(text: str, value: Decimal) -> Fault:
    """Beside 47,60 % a bare 0.476 may be the same as a share of one."""
    told = (
        f"«{text}» se lee como {plain_text(value)} puntos, y otras celdas de la columna llevan «%»: ¿son "
        f"{plain_text(value.scaleb(2))} %? Escriba todas igual."
    )
    return Fault(Code.PERCENTAGE, Severity.WARNING, told, plain_text(value.scaleb(2)))


def _number_fault(reading: Reading) -> Fault | None:
    likely = " o ".join(plain_text(value) for value in reading.readings)
    if reading.word:
        told = f"«{reading.word}» se toma como «sin valor»; no cuenta como cero."
        return Fault(Code.WORD, Severity.NOTE, told)
    if reading.problem is Problem.AMBIGUOUS:
        told = (
            f"«{reading.text}» puede ser {likely} y el resto de la columna no lo decide. Escríbala sin separador de "
            "miles, o indique «separador_decimal: punto» o «coma» en los parámetros."
        )
        return Fault(Code.NUMBER_AMBIGUOUS, Severity.ERROR, told, likely, grouped=True)
    if reading.problem is Problem.MALFORMED:
        guess = f" ¿Quiso escribir {likely}?" if likely else ""
        told = f"«{reading.text}» está mal escrita: sus separadores no agrupan miles.{guess} Corríjala."
        return Fault(Code.NUMBER_MALFORMED, Severity.ERROR, told, likely)
    if reading.footnote:
        told = f"«{reading.text}» lleva una llamada de nota («{reading.footnote}»), que no es parte de la cifra."
        return Fault(Code.FOOTNOTE_MARK, Severity.NOTE, told)
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


def _periods(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
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
        told = f"el periodo «{text}» no es del año {settings.year} de esta carpeta. Corríjalo o mueva la fila."
        expected = f"{settings.year}-{period.window}"
        return Outcome(fault=Fault(Code.PERIOD_ELSEWHERE, Severity.ERROR, told, expected))
    return Outcome(period)


def _dates(column: Column, cells: Sequence[Cell], settings: Settings, years: Sequence[str]) -> Iterator[Outcome]:
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
