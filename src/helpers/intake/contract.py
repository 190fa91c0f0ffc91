"""The tables of the data contract by name, and how they are told to a reader. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.intake.columns import Column, Table
from helpers.intake.money_tables import MONEY_TABLES
from helpers.intake.plan_tables import PLAN_TABLES
from helpers.intake.report_tables import REPORT_TABLES

TABLES: Mapping[str, Table] = {table.name: table for table in (*PLAN_TABLES, *MONEY_TABLES, *REPORT_TABLES)}

REFERENCE_HEADINGS = ("Columna", "Obligatoria", "Tipo", "Descripción", "Valores o forma")


def reference(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return one line of texts a column, under `REFERENCE_HEADINGS`, for the reference page and the forms."""
    return tuple(
        (column.name, _duty(table, column), column.kind.value, column.description, _form(column))
        for column in table.file_columns
    )


def _duty(table: Table, column: Column) -> str:
    if column.required:
        return "sí, puede estar vacía" if column.blank else "sí"
    for choice in table.choices:
        if any(column.name in option for option in choice.options):
            return f"una de: {choice.words}"
    return "no"


def _form(column: Column) -> str:
    return ", ".join(column.allowed) or column.written
