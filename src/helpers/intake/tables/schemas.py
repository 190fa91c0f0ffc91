"""The pandera schemas of the contract's tables.

Importing this module imports pandera and pandas; code that needs only the definitions imports `intake.dataset`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pandera.pandas as pa

from helpers.figures.records import Row
from helpers.intake.intake_problems import Code
from helpers.intake.tables.table_columns import Choice, Column, Kind, Table
from helpers.intake.values.column_kinds import TYPES, is_whole

TYPE_CHECK = "tipo"


def frame_schema(table: Table) -> pa.DataFrameSchema:
    """Return the schema of a table whose cells already have the type of their column.

    The name of a failed check is the code of its finding, except for `TYPE_CHECK`, which no file can fail, and
    pandera's own `not_nullable` and `multiple_fields_uniqueness`.
    """
    return pa.DataFrameSchema(
        {column.name: _column_schema(column) for column in table.columns},
        checks=[_choice_check(choice) for choice in table.choices if choice.each_row],
        unique=list(table.key) or None,
        strict=True,
        name=table.name,
        title=table.name,
        description=table.description,
    )


def frame(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Return a table's rows as a data frame, indexed by position; a missing value or column is None."""
    names = [column.name for column in table.columns]
    data = [[row.values.get(name) for name in names] for row in rows]
    return pd.DataFrame(data, columns=names, dtype=object)


def _column_schema(column: Column) -> pa.Column:
    kept_as = TYPES[column.kind]
    checks = [pa.Check(lambda value: isinstance(value, kept_as), element_wise=True, error=TYPE_CHECK)]
    if column.allowed:
        checks.append(pa.Check.isin(column.allowed, error=Code.VALUE.value))
    if column.kind is Kind.INTEGER:
        checks.append(pa.Check(is_whole, element_wise=True, error=Code.WHOLE.value))
    return pa.Column(
        object,
        checks=checks,
        nullable=column.blank or not column.required,
        required=True,
        title=column.name,
        description=column.description,
    )


def _choice_check(choice: Choice) -> pa.Check:
    names = [name for option in choice.options for name in option]
    return pa.Check(lambda frame: frame[names].notna().any(axis="columns"), ignore_na=False, error=Code.CHOICE.value)
