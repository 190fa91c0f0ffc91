"""Checks the rows of a table against its definition: required, allowed and whole values, choices and unique keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell
from helpers.intake.intake_problems import Code, found, nearest, where
from helpers.intake.tables.table_columns import Choice, Column, Kind, Table
from helpers.intake.values.column_kinds import TYPES, is_whole


def is_plainly_valid(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> bool:
    """Return whether the rows are certainly valid, apart from cells that already have a finding.

    Parameters
    ----------
    settled : set of SourceCell
        Cells that already have a finding.

    Returns
    -------
    bool
        False also in doubt: then the schema (`schemas.frame_schema`) decides and gives the faults.
    """
    return (
        _are_known(table, rows)
        and all(_is_column_valid(column, rows, settled) for column in table.columns)
        and _are_keys_different(table, rows)
        and all(_is_chosen(choice, rows) for choice in table.choices if choice.each_row)
    )


def _are_known(table: Table, rows: Sequence[Row]) -> bool:
    known = {column.name for column in table.columns}
    return all(row.values.keys() <= known for row in rows)


def _is_column_valid(column: Column, rows: Sequence[Row], settled: Set[SourceCell]) -> bool:
    name, may_lack = column.name, column.blank or not column.required
    kept_as, allowed, needs_whole = TYPES[column.kind], frozenset(column.allowed), column.kind is Kind.INTEGER
    for row in rows:
        value = row.values.get(name)
        if value is None:
            if not may_lack and row.cell(name) not in settled:
                return False
        elif type(value) is not kept_as or (allowed and value not in allowed) or (needs_whole and not is_whole(value)):
            return False
    return True


def _are_keys_different(table: Table, rows: Sequence[Row]) -> bool:
    if not table.key:
        return True
    return len({tuple([row.values.get(name) for name in table.key]) for row in rows}) == len(rows)


def _is_chosen(choice: Choice, rows: Sequence[Row]) -> bool:
    names = [name for option in choice.options for name in option]
    return all(any(name in row.values for name in names) for row in rows)


NOT_NULL = "not_nullable"
UNIQUE = "multiple_fields_uniqueness"
OF_ROWS = frozenset({UNIQUE, Code.CHOICE.value})
"""Checks of whole rows; the other checks concern one cell."""


def check_rows(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> tuple[Finding, ...]:
    """Check all the rows of a table, from all its files, together.

    Parameters
    ----------
    settled : set of SourceCell
        Cells that already have a finding; they get no other.

    Returns
    -------
    tuple of Finding
        An error for each fault, and a note for each empty cell that a unit should have reported.
    """
    failures = [] if is_plainly_valid(table, rows, settled) else _failures(table, rows)
    repeated = sorted({index for check, _, index in failures if check == UNIQUE})
    findings = [*_not_reported(table, rows, settled)]
    findings.extend(_duplicates(table, [rows[index] for index in repeated], settled))
    for check, name, index in failures:
        if check not in OF_ROWS and rows[index].cell(name) not in settled:
            findings.extend(_WORDS[check](table, rows[index], table.column(name)))
    broken = sorted({index for check, _, index in failures if check == Code.CHOICE.value})
    findings.extend(_no_choice(table, [rows[index] for index in broken], settled))
    return tuple(findings)


def _failures(table: Table, rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Return the checks that failed, as (check, column, position of the row)."""
    # Imported only after a quick check has failed: importing pandera takes longer than reading the tables.
    import pandera.pandas as pa

    from helpers.intake.tables.schemas import frame, frame_schema

    try:
        frame_schema(table).validate(frame(table, rows), lazy=True)
    except pa.errors.SchemaErrors as problem:
        cases = problem.failure_cases
        return list(zip(cases["check"], cases["column"], cases["index"].astype(int), strict=True))
    return []


def _blank(table: Table, row: Row, column: Column) -> Iterator[Finding]:
    if column.name not in row.origin.columns:
        return  # the missing column has a finding of its own
    word = ", o s/d si no lo hay" if column.kind in {Kind.NUMBER, Kind.INTEGER} else ""
    yield found(
        Code.BLANK,
        Severity.ERROR,
        row.cell(column.name),
        f"la columna «{column.name}» no puede estar vacía. Escriba el valor{word}.",
        element=_element(table, row, column.name),
        expected=column.kind.value,
    )


def _not_allowed(table: Table, row: Row, column: Column) -> Iterator[Finding]:
    value = row.text(column.name)
    likely = nearest(value, column.allowed)
    guess = f" El más parecido es «{likely}»." if likely else ""
    yield found(
        Code.VALUE,
        Severity.ERROR,
        row.cell(column.name),
        f"la columna «{column.name}» no admite «{value}».{guess} Admite: {', '.join(column.allowed)}.",
        element=_element(table, row, column.name),
        expected=likely or ", ".join(column.allowed),
        value=value,
    )


def _not_whole(table: Table, row: Row, column: Column) -> Iterator[Finding]:
    value = row.text(column.name)
    yield found(
        Code.WHOLE,
        Severity.ERROR,
        row.cell(column.name),
        f"la columna «{column.name}» lleva números enteros y dice {value}. Corrija la cifra o su separador.",
        element=_element(table, row, column.name),
        expected=Kind.INTEGER.value,
        value=value,
    )


_WORDS: Mapping[str, Callable[[Table, Row, Column], Iterator[Finding]]] = {
    NOT_NULL: _blank,
    Code.VALUE.value: _not_allowed,
    Code.WHOLE.value: _not_whole,
}


def _no_choice(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    for row in rows:
        for choice in table.choices:
            present = [name for option in choice.options for name in option if name in row.origin.columns]
            is_told = not present or any(row.cell(name) in settled for name in present)
            if is_told or any(name in row.values for name in present):
                continue
            yield found(
                Code.CHOICE,
                Severity.ERROR,
                row.cell(""),
                f"a la fila de «{table.name}» le falta {choice.words}. Escriba al menos uno.",
                element=f"{table.name}/{row.line}",
                expected=choice.words,
            )


def _not_reported(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    columns = [column for column in table.file_columns if column.reported]
    for column in columns:
        for row in rows:
            cell = row.cell(column.name)
            if column.name in row.origin.columns and column.name not in row.values and cell not in settled:
                key = ", ".join(row.text(name) for name in table.key if name in row.values)
                yield found(
                    Code.NOT_REPORTED,
                    Severity.NOTE,
                    cell,
                    f"«{column.name}» está vacío: no consta el dato ({key}). No cuenta como cero.",
                    element=_element(table, row, column.name),
                )


def _duplicates(table: Table, rows: Sequence[Row], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report the second and later rows with the same key."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if _lacks_key(table, row, settled):
            continue
        earlier = first.setdefault(tuple(row.values.get(name) for name in table.key), row)
        if earlier is not row:
            yield _duplicate(table, row, earlier)


def _lacks_key(table: Table, row: Row, settled: Set[SourceCell]) -> bool:
    """Return whether a part of the key is wrong or missing; such a row already has a finding."""
    return any(
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


def _element(table: Table, row: Row, name: str) -> str:
    return f"{table.name}/{row.line}/{name}"
