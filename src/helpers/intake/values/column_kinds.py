"""Reads a grid as rows of typed values: a column's cells together, because the column decides its decimal separator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from helpers.base.characters import folded, printable, strange_characters
from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.base.written_values import read_date
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.intake.intake_problems import Code, also, of_cell
from helpers.intake.layout.cell_grid import NOTHING, Cell, Fault, Grid, Line, Outcome, letter, unusable
from helpers.intake.layout.header_line import Header, read_header, short_rows, surplus
from helpers.intake.tables.table_columns import FORMS, Column, Kind, Table
from helpers.intake.values.amount_cells import read_amounts
from helpers.intake.values.code_cells import read_code
from helpers.intake.values.word_matching import has_broken_accents, repaired


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
        yield Outcome(printable(text), _broken_accents(text) or unprinted(text)) if text else NOTHING


def _broken_accents(text: str) -> Fault | None:
    """Return a warning for a text whose accents an encoding error doubled or lost; None for any other text.

    The warning proposes the mended text, where doubled accents can be mended.
    """
    if not has_broken_accents(text):
        return None
    whole = repaired(text)
    guess = f" ¿Es «{whole}»?" if whole != text else ""
    told = f"«{text}» tiene los acentos mal convertidos.{guess} Corríjalo en el archivo: así se imprimiría."
    return Fault(Code.ACCENTS, Severity.WARNING, told, whole if guess else "", grouped=True)


def unprinted(text: str) -> Fault | None:
    """Return a warning for a text with characters that the report's fonts lack (`1115⁴`, a lost letter); else None."""
    strange = strange_characters(text)
    if not strange:
        return None
    told = (
        f"contiene {strange[0].called}, que las letras del informe no tienen: se lee e imprime «{printable(text)}». Si "
        "no le sirve, cámbielo."
    )
    return Fault(Code.NO_GLYPH, Severity.WARNING, told)


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


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one table in one file.

    Attributes
    ----------
    rows : tuple of Row
    settled : frozenset of SourceCell
        Cells with a finding that have no value in the rows; later checks skip them.
    findings : tuple of Finding
    """

    rows: tuple[Row, ...]
    settled: frozenset[SourceCell]
    findings: tuple[Finding, ...]


def read_rows(table: Table, grid: Grid, settings: Settings, of_folder: Mapping[str, Value]) -> Reading:
    """Read the rows of a table: one for each line below the header, with the values that can be used.

    A finding tells every fault of the header, of rows and of cells.

    Parameters
    ----------
    grid : Grid
        Its first line is the header.
    of_folder : Mapping of str to Value
        Values that the folder gives to every row: its period or its version of the plan.
    """
    header, findings = read_header(table, grid)
    body = grid.lines[1:]
    letters = {name: letter(index) for name, index in header.columns.items()}
    origin = Origin(table.name, grid.file, grid.sheet, letters)
    columns = _outcomes(table, header, body, settings)
    rows = tuple(_row(origin, line, number, columns, of_folder) for number, line in enumerate(body))
    faults = [
        (row, name, line.at(header.columns[name]), outcome.fault)
        for name, outcomes in columns.items()
        for row, line, outcome in zip(rows, body, outcomes, strict=True)
        if outcome.fault
    ]
    settled = frozenset(row.cell(name) for row, name, _, fault in faults if name not in row.values)
    of_rows = (*surplus(table, grid, header), *short_rows(table, grid, header))
    return Reading(rows, settled, (*findings, *of_rows, *_findings(faults)))


def _findings(faults: Sequence[tuple[Row, str, Cell, Fault]]) -> Iterator[Finding]:
    """Yield one finding for each fault; grouped faults give one, at the first cell of the column."""
    grouped = by_key(((name, fault.code), row.line) for row, name, _, fault in faults if fault.grouped)
    for row, name, cell, fault in faults:
        lines = grouped[name, fault.code] if fault.grouped else [row.line]
        if row.line == lines[0]:
            yield _finding(row, name, cell.text, fault, lines[1:])


def _cells(header: Header, body: Sequence[Line], name: str) -> list[Cell]:
    return [line.at(header.columns[name]) for line in body]


def _outcomes(table: Table, header: Header, body: Sequence[Line], settings: Settings) -> dict[str, tuple[Outcome, ...]]:
    """Return what was read of each column that the header has, by the column's name."""
    def years(column: Column) -> list[str]:
        """Return the text of a column's `year_column` in each row; empty if the file lacks that column."""
        is_there = column.year_column in header.columns
        return [cell.text for cell in _cells(header, body, column.year_column)] if is_there else []

    return {
        column.name: convert(column, _cells(header, body, column.name), settings, years(column))
        for column in table.file_columns
        if column.name in header.columns
    }


def _row(
    origin: Origin,
    line: Line,
    number: int,
    columns: Mapping[str, Sequence[Outcome]],
    of_folder: Mapping[str, Value],
) -> Row:
    """Return the row at a position (from 0), with the values of its folder; unusable values are absent."""
    values = {name: outcomes[number].value for name, outcomes in columns.items()}
    return Row(origin, line.number, {**of_folder, **{k: v for k, v in values.items() if v is not None}})


def _finding(row: Row, name: str, text: str, fault: Fault, further: Sequence[int]) -> Finding:
    told = f"columna «{name}»: {fault.sentence}{also(further)}"
    return of_cell(fault.code, fault.severity, row, name, told, expected=fault.expected, value=text)
