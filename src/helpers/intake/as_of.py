"""A dataset as it stood on a day: what later reports and later versions of the plan say is left out.

A year's tables grow: in December they hold twelve cut-offs and every reformulation. A report of March made then
must say what it said in March.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from helpers.intake.dataset import Dataset
from helpers.records import Row

DATED = {"gastos": "fecha_corte", "recursos": "fecha_corte", "modificaciones": "fecha", "versiones": "fecha"}
"""Tables whose rows are of a day, and the column that says which."""


def as_of(dataset: Dataset, day: date) -> Dataset:
    """The dataset without what is dated after a day.

    A version of the plan dated later is left out with its tasks, unless there is no earlier one: a plan approved
    after it began to rule is the plan all the same. What has no date stays.
    """
    ruling = {row.text("version") for row in dataset.rows("versiones") if _by(row, "fecha", day)}
    later = {row.text("version") for row in dataset.rows("versiones")} - ruling if ruling else set()
    tables = dict(dataset.tables)
    for name, column in DATED.items():
        if name in tables and (name != "versiones" or ruling):
            tables[name] = tuple(row for row in tables[name] if _by(row, column, day))
    if later and "tareas" in tables:
        tables["tareas"] = tuple(row for row in tables["tareas"] if row.text("version") not in later)
    return replace(dataset, tables=tables)


def _by(row: Row, column: str, day: date) -> bool:
    dated = row.date(column)
    return dated is None or dated <= day
