"""What each code is called: nodes of the structure, actions, categories, sources of funds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.intake.dataset import Dataset

REPORT_WORDS = {"categoria": "categoría", "area": "área"}
"""By what a report of the budget is, as a sentence writes it."""
BUDGET_LEVELS = {"categoria": "cat_prog", "fuente": "fuente", "partida": "partida", "area": "area"}
"""Which level the lines of each kind of budget report are."""


@dataclass(frozen=True)
class Names:
    """Names by (level, code); a code without a name is called by itself."""

    by_key: Mapping[tuple[str, str], str]

    def of(self, level: str, code: str) -> str:
        return self.by_key.get((level, code)) or code


def collect(dataset: Dataset) -> Names:
    """Gather the names that a dataset gives; where a budget line is named twice, the first name stays."""
    found = {node.key: node.name for node in dataset.nodes}
    for row in dataset.rows("acciones"):
        found[("acp", row.text("acp"))] = row.text("denominacion")
    for row in dataset.rows("tareas"):
        found[("tarea", row.text("tarea"))] = row.text("descripcion")
    for row in dataset.rows("gastos"):
        level = BUDGET_LEVELS.get(row.text("reporte"))
        if level and row.text("denominacion"):
            found.setdefault((level, row.text(level)), row.text("denominacion"))
    for row in dataset.rows("presupuesto_aprobado"):
        if row.text("fuente") and row.text("denominacion"):
            found.setdefault(("fuente", row.text("fuente")), row.text("denominacion"))
    return Names(found)
