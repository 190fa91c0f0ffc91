"""Checks of a whole year's plan, beyond those on single forms: repeated tasks, control rules, other tables of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from helpers.checks.planning import task_goals
from helpers.checks.rule_registry import REGISTRY, Evidence
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.records import Row
from helpers.forms.planning import planning_findings as told
from helpers.forms.planning.tasks_table import TAREAS
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import Code
from helpers.intake.validation.row_checks import check_rows
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida

RULES = (task_goals.tasks_without_programme,)
"""Control rules on a plan that the form itself does not check while the unit types."""


def plan_findings(rows: Sequence[Row], dataset: Dataset, method: Metodo, corrida: Corrida) -> Iterator[Finding]:
    """Yield the findings on the rows of all forms together: faults against the contract, and tasks without programme.

    The faults are those of `check_rows`, above all a task that two units have. A task is without programme if
    `tasks_without_programme` reports it.

    Parameters
    ----------
    rows : sequence of Row
        Rows of `tareas`, of every unit.
    dataset : Dataset
        The year's other tables: structure and versions.
    """
    yield from _repeated(rows)
    tables = {"tareas": tuple(rows), "versiones": dataset.rows("versiones")}
    book = Book(corrida.entidad, corrida.period, {}, dataset.nodes)
    evidence = Evidence(Dataset(tables, {}, dataset.nodes), book, method, corrida)
    for rule in REGISTRY.rules.values():
        if rule.check in RULES:
            yield from rule.findings(evidence)


def _repeated(rows: Sequence[Row]) -> Iterator[Finding]:
    """Violations of the contract across all rows; a task that several units have is told to each of them."""
    holders: dict[str, dict[str, Row]] = {}
    for row in rows:
        holders.setdefault(row.text("tarea"), {}).setdefault(row.text("unidad"), row)
    shared = [told.of_several_units(of_units) for of_units in holders.values() if len(of_units) > 1]
    findings = {finding.place: finding for some in shared for finding in some}
    yield from findings.values()
    for finding in check_rows(TAREAS, rows, frozenset()):
        if finding.codigo != Code.DUPLICATE or finding.place not in findings:
            yield finding


def other_tables(dataset: Dataset, version: str, folder: str, table: str) -> list[str]:
    """Return the files that contain the version's tasks or are named as if they did, except its own table; sorted.

    Parameters
    ----------
    folder, table : str
        Paths from the root: the version's folder, and its `tareas.csv`.
    """
    holding = {row.origin.file for row in dataset.rows("tareas") if row.text("version") == version}
    named = {
        str(name)
        for name in map(PurePosixPath, dataset.files)
        if str(name.parent) == folder and name.stem.strip().lower() == TAREAS.name
    }
    return sorted({*holding, *named} - {table})
