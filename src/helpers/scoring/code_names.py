"""Names of codes: nodes of the structure, actions, tasks, budget categories, sources of funds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpers.base.display import list_es
from helpers.base.python_extras import by_key
from helpers.intake.dataset import BUDGET_LEVELS, Dataset

SOURCE = "fuente"
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

    Of several names of a budget line the first one counts, of a task in several versions the last one. A source whose
    lines in the first report have several names, as with several funders, is called by all of them.
    """
    names = {node.key: node.name for node in dataset.nodes}
    for row in dataset.rows("acciones"):
        names[("acp", row.text("acp"))] = row.text("denominacion")
    for row in dataset.rows("tareas"):
        names[("tarea", row.text("tarea"))] = row.text("descripcion")
    for row in dataset.rows("gastos"):
        level = BUDGET_LEVELS.get(row.text("reporte"))
        if level and level != SOURCE and row.text("denominacion"):
            names.setdefault((level, row.text(level)), row.text("denominacion"))
    for source, name in _source_names(dataset):
        names.setdefault((SOURCE, source), name)
    return Names(names)


def _source_names(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the sources of funds with their names, joined where a report has several, as those of its funders.

    Reports come in the order of their lines, approved budgets last; a source comes once for each that names it.
    """
    lines = (row for row in dataset.rows("gastos") if row.text("reporte") == SOURCE)
    reports = by_key(
        ((row.text(SOURCE), row.date("fecha_corte"), row.text("version")), row.text("denominacion"))
        for row in (*lines, *dataset.rows("presupuesto_aprobado"))
        if row.text(SOURCE) and row.text("denominacion")
    )
    for (source, *_), found in reports.items():
        yield source, list_es(list(dict.fromkeys(found)))
