"""A quick check that the rows of a table are valid; the full schema takes seconds to import."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from helpers.figures.records import Row, SourceCell, Value
from helpers.intake.tables.table_columns import Choice, Column, Kind, Table
from helpers.intake.values.column_kinds import TYPES


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
    kept_as, allowed, is_whole = TYPES[column.kind], frozenset(column.allowed), column.kind is Kind.INTEGER
    for row in rows:
        value = row.values.get(name)
        if value is None:
            if not may_lack and row.cell(name) not in settled:
                return False
        elif type(value) is not kept_as or (allowed and value not in allowed) or (is_whole and not _is_whole(value)):
            return False
    return True


def _is_whole(value: Value) -> bool:
    return isinstance(value, Decimal) and value == value.to_integral_value()


def _are_keys_different(table: Table, rows: Sequence[Row]) -> bool:
    if not table.key:
        return True
    return len({tuple([row.values.get(name) for name in table.key]) for row in rows}) == len(rows)


def _is_chosen(choice: Choice, rows: Sequence[Row]) -> bool:
    names = [name for option in choice.options for name in option]
    return all(any(name in row.values for name in names) for row in rows)
