"""The tables of the data contract by name, and their description for readers. Imports no heavy library."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.intake.tables.money_tables import MONEY_TABLES
from helpers.intake.tables.plan_tables import PLAN_TABLES
from helpers.intake.tables.report_tables import REPORT_TABLES
from helpers.intake.tables.table_columns import Column, Table

TABLES: Mapping[str, Table] = {table.name: table for table in (*PLAN_TABLES, *MONEY_TABLES, *REPORT_TABLES)}

REFERENCE_HEADINGS = ("Columna", "Obligatoria", "Tipo", "Descripción", "Valores o forma")
"""Headings of the lines that `reference` returns."""


def reference(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return one line of texts for each column of a table's file, for the reference page and the forms.

    Returns
    -------
    tuple of tuple of str
        Texts in Spanish, in the order of `REFERENCE_HEADINGS`.
    """
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
