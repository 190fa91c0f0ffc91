"""What units told in words about their tasks, as rows that travel with the Book."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.intake.dataset import Dataset

CAUSES = "causas"
CAUSE_COLUMNS = ("causa_codigo", "causa_desviacion")
TASK_COLUMNS = ("unidad", "acp", "descripcion")


def causes_told(dataset: Dataset) -> tuple[Mapping[str, str], ...]:
    """Every task of which its unit gave a cause of deviation, with the unit, the action and what the task is.

    Of a task that several versions of the plan have, the last one says whose it is.
    """
    tasks = {row.text("tarea"): row for row in dataset.rows("tareas")}
    found = []
    for row in dataset.rows("ejecucion"):
        task = tasks.get(row.text("tarea"))
        if task is not None and any(row.text(column) for column in CAUSE_COLUMNS):
            of_task = {column: task.text(column) for column in TASK_COLUMNS}
            told = {column: row.text(column) for column in ("periodo", "tarea", *CAUSE_COLUMNS)}
            found.append(told | of_task)
    return tuple(found)
