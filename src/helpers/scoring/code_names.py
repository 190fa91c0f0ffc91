"""Names of codes: nodes of the structure, actions, tasks, budget categories, sources of funds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.intake.dataset import BUDGET_LEVELS, Dataset

REPORT_WORDS = {"categoria": "categoría", "area": "área", "en linea": "en línea"}
"""Spanish words for kinds and states of budget reports whose code lacks an accent."""


@dataclass(frozen=True)
class Names:
    """Names by (level, code)."""

    by_key: Mapping[tuple[str, str], str]

    def of(self, level: str, code: str) -> str:
        """Return the name of a code; the code itself where it has no name."""
        return self.by_key.get((level, code)) or code


def collect(dataset: Dataset) -> Names:
    """Gather the names of nodes, actions, tasks, budget lines and sources of funds, by (level, code).

    Where a budget line or source has several names, the first one counts; of a task in several versions, the last one.
    """
    names = {node.key: node.name for node in dataset.nodes}
    for row in dataset.rows("acciones"):
        names[("acp", row.text("acp"))] = row.text("denominacion")
    for row in dataset.rows("tareas"):
        names[("tarea", row.text("tarea"))] = row.text("descripcion")
    for row in dataset.rows("gastos"):
        level = BUDGET_LEVELS.get(row.text("reporte"))
        if level and row.text("denominacion"):
            names.setdefault((level, row.text(level)), row.text("denominacion"))
    for row in dataset.rows("presupuesto_aprobado"):
        if row.text("fuente") and row.text("denominacion"):
            names.setdefault(("fuente", row.text("fuente")), row.text("denominacion"))
    return Names(names)
