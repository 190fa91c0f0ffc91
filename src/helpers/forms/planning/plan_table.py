"""Writes the `tareas.csv` of a version of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from helpers.base.system import atomic
from helpers.figures.findings import Finding
from helpers.figures.records import Row
from helpers.forms.blank.form_set import FormSet
from helpers.forms.planning import planning_findings as told
from helpers.forms.planning.tasks_table import TABLE_FILE, first_difference, table_text, unlike_rows


class Outcome(StrEnum):
    """Whether `tareas.csv` was written."""

    WRITTEN = "escrito"
    THERE = "ya estaba"
    NOTHING = "no se escribió"


def write_table(
    folder: Path, table: str, rows: Sequence[Row], known: FormSet
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Write the table if none exists, and check that it reads back the same; an existing table is only compared.

    The outcome is `THERE` if the existing table is equal, `WRITTEN` without findings, and else `NOTHING` with the
    errors.

    Parameters
    ----------
    table : str
        Path of the table from the root.
    known : FormSet
        The forms with the year's tables as they are now.
    """
    path, text = folder / TABLE_FILE, table_text(rows)
    if path.exists():
        content = path.read_bytes()
        if content == text.encode("utf-8"):
            return Outcome.THERE, ()
        line = first_difference(content.decode("utf-8", errors="replace"), text)
        stands = sum(row.origin.file == table for row in known.dataset.rows("tareas"))
        return Outcome.NOTHING, (told.existing_table_differs(table, line, (stands, len(rows))),)
    wrong = tuple(told.read_differently(row, column) for row, column in unlike_rows(text, known.corrida, rows))
    if not wrong:
        atomic.write_text(path, text)
    return (Outcome.NOTHING if wrong else Outcome.WRITTEN), wrong
