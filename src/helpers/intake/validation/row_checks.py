"""Checks the rows of a table against its definition: required, allowed and whole values, choices and unique keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from difflib import get_close_matches

from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell
from helpers.intake.dataset import ends_after
from helpers.intake.intake_problems import Code, also, found, nearest, of_cell, where
from helpers.intake.tables.table_columns import Choice, Column, Kind, Table
from helpers.intake.values.column_kinds import is_whole
from helpers.intake.values.word_matching import plain

ALIKE = 0.85
"""Similarity (`difflib`) from which a word counts as a misspelling of a known value: `categorías` of `categoria`."""


def check_rows(
    table: Table, rows: Sequence[Row], settled: Set[SourceCell], run: Period | None = None
) -> tuple[Finding, ...]:
    """Check all the rows of a table, from all its files, together; their values have the type of their column.

    Parameters
    ----------
    settled : set of SourceCell
        Cells that already have a finding; they get no other.
    run : Period or None
        Rows on a period that ends after it give no notes: nobody had to report them yet. None for no limit.

    Returns
    -------
    tuple of Finding
        An error for each fault, and a note for each empty cell that a unit should have reported.
    """
    due = [row for row in rows if run is None or not ends_after(row, run)]
    findings = [*_not_reported(table, due, settled), *_duplicates(table, rows, settled)]
    for column in table.columns:
        findings.extend(_cell_faults(column, rows, settled))
    findings.extend(_half_told(table, rows, settled))
    for choice in table.choices:
        if choice.each_row:
            findings.extend(_no_choice(table, choice, rows, settled))
    return tuple(findings)


def _cell_faults(column: Column, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report the cells of a column that are empty and must not be, hold a word not allowed, or a number not whole.

    Of a required column with known values, those are reported that resemble one: they would be another value.
    A column that a file lacks has a finding of its own.
    """
    name, must_have = column.name, column.required and not column.blank
    for row in rows:
        value = row.values.get(name)
        if value is None:
            if must_have and name in row.origin.columns and row.cell(name) not in settled:
                yield _blank(row, column)
        elif column.allowed and value not in column.allowed:
            yield _not_allowed(row, column)
        elif column.required and value not in column.known and (likely := _resembled(row.text(name), column)):
            yield _misspelt(row, column, likely)
        elif column.kind is Kind.INTEGER and not is_whole(value):
            yield _not_whole(row, column)


def _blank(row: Row, column: Column) -> Finding:
    word = ", o s/d si no lo hay" if column.is_number else ""
    told = f"la columna «{column.name}» no puede estar vacía. Escriba el valor{word}."
    return of_cell(Code.BLANK, Severity.ERROR, row, column.name, told, expected=column.kind.value)


def _not_allowed(row: Row, column: Column) -> Finding:
    value = row.text(column.name)
    likely = nearest(value, column.allowed)
    guess = f" El más parecido es «{likely}»." if likely else ""
    known = ", ".join(column.allowed)
    told = f"la columna «{column.name}» no admite «{value}».{guess} Admite: {known}."
    return of_cell(Code.VALUE, Severity.ERROR, row, column.name, told, expected=likely or known, value=value)


def _half_told(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report lines of a report that lack its system or state (`Table.shared`) where its other lines tell it.

    They would count as lines of another report. The lines of a report have the same cut-off and kind, and one sheet.
    """
    of_report = [column.name for column in table.columns if column.required and column.name in table.key]
    reports = grouped(rows, lambda row: (row.origin.file, row.origin.sheet, *map(row.text, of_report)))
    for name, lines in ((name, lines) for name in table.shared for lines in reports.values()):
        blank = [row for row in lines if not row.text(name) and row.cell(name) not in settled]
        told_by = [row.text(name) for row in lines if row.text(name)]
        if blank and told_by:
            told = (
                f"la fila no dice su «{name}» y otras del mismo reporte sí: contaría como de otro reporte, sin sumarse "
                f"con ellas. Escríbalo.{also(row.line for row in blank[1:])}"
            )
            yield of_cell(Code.BLANK, Severity.ERROR, blank[0], name, told, expected=told_by[0])


def _resembled(value: str, column: Column) -> str:
    """Return the known value of which a text has a word, perhaps misspelt; empty if there is none."""
    words = plain(value).split()
    return next((one for one in column.known if get_close_matches(one, words, n=1, cutoff=ALIKE)), "")


def _misspelt(row: Row, column: Column, likely: str) -> Finding:
    value = row.text(column.name)
    told = (
        f"la columna «{column.name}» dice «{value}», que no es «{likely}»: su fila no se sumaría con las de ese "
        f"nombre. Escriba «{likely}», si eso es; si no, dele un nombre que no se le parezca."
    )
    return of_cell(Code.VALUE, Severity.ERROR, row, column.name, told, expected=likely, value=value)


def _not_whole(row: Row, column: Column) -> Finding:
    value = row.text(column.name)
    told = f"la columna «{column.name}» lleva números enteros y dice {value}. Corrija la cifra o su separador."
    return of_cell(Code.WHOLE, Severity.ERROR, row, column.name, told, expected=Kind.INTEGER.value, value=value)


def _no_choice(table: Table, choice: Choice, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Yield an error for each row without a value in any of the alternative columns that its file has."""
    names = [name for option in choice.options for name in option]
    for row in rows:
        if any(name in row.values for name in names):
            continue
        present = [name for name in names if name in row.origin.columns]
        if present and not any(row.cell(name) in settled for name in present):
            yield found(
                Code.CHOICE,
                Severity.ERROR,
                row.cell(""),
                f"a la fila de «{table.name}» le falta {choice.words}. Escriba al menos uno.",
                element=f"{table.name}/{row.line}",
                expected=choice.words,
            )


def _not_reported(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Yield a note for each empty cell of a column that units must report (`Column.reported`)."""
    columns = [column for column in table.file_columns if column.reported]
    for column in columns:
        for row in rows:
            cell = row.cell(column.name)
            if column.name in row.origin.columns and column.name not in row.values and cell not in settled:
                key = ", ".join(row.text(name) for name in table.key if name in row.values)
                told = f"«{column.name}» está vacío: no consta el dato ({key}). No cuenta como cero."
                yield of_cell(Code.NOT_REPORTED, Severity.NOTE, row, column.name, told)


def _duplicates(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report the second and later rows with the same key; not those that lack a key (`_lacks_key`)."""
    keys = [tuple([row.values.get(name) for name in table.key]) for row in rows]
    if not table.key or len(set(keys)) == len(keys):
        return
    first: dict[tuple[object, ...], Row] = {}
    for key, row in zip(keys, rows, strict=True):
        if _lacks_key(table, row, settled):
            continue
        earlier = first.setdefault(key, row)
        if earlier is not row:
            yield _duplicate(table, row, earlier)


def _lacks_key(table: Table, row: Row, settled: Set[SourceCell]) -> bool:
    """Return whether a row is no duplicate: its key is empty, or a part of it has a finding or is wrongly blank."""
    return all(name not in row.values for name in table.key) or any(
        row.cell(name) in settled or (name not in row.values and not table.column(name).blank) for name in table.key
    )


def _duplicate(table: Table, row: Row, earlier: Row) -> Finding:
    shown = "; ".join(f"{name} {row.text(name)}" for name in table.key if name in row.values)
    return found(
        Code.DUPLICATE,
        Severity.ERROR,
        row.cell(next((name for name in table.key if name in row.origin.columns), "")),
        f"la fila de «{table.name}» repite otra ({shown}): la primera está en {where(earlier.cell(''))}. Deje una "
        "sola, o corrija el código de la que es distinta.",
        element=f"{table.name}/{row.line}",
        value=shown,
    )
