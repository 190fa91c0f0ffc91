"""Checks of a whole year's plan, beyond those on single forms: repeated tasks, control rules, other tables of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from helpers.base.display import list_es
from helpers.checks.planning import task_goals
from helpers.checks.rule_registry import REGISTRY, Evidence
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import PlanCode
from helpers.forms.planning.tasks_table import TAREAS
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import Code, found, of_file, where
from helpers.intake.validation.row_checks import check_rows

RULES = (task_goals.tasks_without_programme,)
"""Control rules on a plan that the form itself does not check while the unit types."""


def plan_findings(rows: Sequence[Row], known: FormSet) -> Iterator[Finding]:
    """Yield the findings on the rows of all forms together: faults against the contract, and what lacks tasks.

    The faults are those of `check_rows`, above all a task that two units have. A task lacks a programme if
    `tasks_without_programme` reports it; if there are rows, a short-term action may lack tasks.

    Parameters
    ----------
    rows : sequence of Row
        Rows of `tareas`, of every unit.
    known : FormSet
        The forms with the year's tables as they are now.
    """
    yield from _repeated(rows)
    dataset, corrida = known.dataset, known.corrida
    tables = {TAREAS.name: tuple(rows), "versiones": dataset.rows("versiones")}
    book = Book(corrida.entidad, corrida.period, {}, dataset.nodes)
    evidence = Evidence(Dataset(tables, {}, dataset.nodes), book, known.method, corrida)
    for rule in REGISTRY.rules.values():
        if rule.check in RULES:
            yield from rule.findings(evidence)
    served = {row.text("acp") for row in rows}
    yield from (_without_tasks(row) for row in dataset.rows("acciones") if rows and row.text("acp") not in served)


def _repeated(rows: Sequence[Row]) -> Iterator[Finding]:
    """Violations of the contract across all rows; a task that several units have is told to each of them."""
    holders: dict[str, dict[str, Row]] = {}
    for row in rows:
        holders.setdefault(row.text("tarea"), {}).setdefault(row.text("unidad"), row)
    shared = [_of_several_units(of_units) for of_units in holders.values() if len(of_units) > 1]
    findings = {finding.place: finding for some in shared for finding in some}
    yield from findings.values()
    for finding in check_rows(TAREAS, rows, frozenset()):
        if finding.codigo != Code.DUPLICATE or finding.place not in findings:
            yield finding


def _of_several_units(rows: Mapping[str, Row]) -> list[Finding]:
    """Return an error (`ENT-DUPLICADO`) on a task for each unit that has it: nobody knows which of them is wrong.

    Parameters
    ----------
    rows : Mapping of str to Row
        The task's row in the form of each unit, by unit.
    """
    findings = []
    for unit, row in rows.items():
        others = [f"«{other}» ({where(its.cell('tarea'))})" for other, its in rows.items() if other != unit]
        task = row.text("tarea")
        sentence = (
            f"la tarea «{task}» de «{unit}» está también en el formulario de {list_es(others)}: acuerden quién "
            "conserva el código y quién corrige el suyo."
        )
        place, element = row.cell("tarea"), f"{TAREAS.name}/{row.line}"
        findings.append(found(Code.DUPLICATE, Severity.ERROR, place, sentence, element=element, value=task))
    return findings


def _without_tasks(row: Row) -> Finding:
    """Return the warning (`PRO-ACCION`) on a short-term action, a row of `acciones`, that no task serves."""
    code, name = row.text("acp"), row.text("denominacion")
    sentence = (
        f"ninguna tarea programada sirve a la acción {code} («{name}»). Si no le sirve la de un formulario que falta o "
        "que tiene errores, compruebe a qué unidad le toca, o quítela de «acciones»."
    )
    return found(PlanCode.ACTION, Severity.WARNING, row.cell("acp"), sentence, element=f"acciones/{code}")


def other_tables(dataset: Dataset, version: str, folder: str, table: str) -> Iterator[Finding]:
    """Yield an error on each file that has the version's tasks or is named as if it did, except its own table; sorted.

    Parameters
    ----------
    folder, table : str
        Paths from the root: the version's folder, and its `tareas.csv`.
    """
    holding = {row.origin.file for row in dataset.rows(TAREAS.name) if row.text("version") == version}
    named = {
        str(name)
        for name in map(PurePosixPath, dataset.files)
        if str(name.parent) == folder and name.stem.strip().lower() == TAREAS.name
    }
    yield from (_other_file(file, table) for file in sorted({*holding, *named} - {table}))


def _other_file(file: str, wanted: str) -> Finding:
    """Return the error (`PRO-OTRO-ARCHIVO`) on another file that already contains the version's tasks.

    Parameters
    ----------
    file, wanted : str
        Paths from the root: that file, and the version's table.
    """
    told = (
        f"la versión ya tiene aquí su tabla «{TAREAS.name}», y dos no pueden estar. Si es la plantilla vacía o un "
        "borrador, sáquela de la carpeta y repita; si es el plan aprobado, programe en otra versión."
    )
    return of_file(PlanCode.OTHER_FILE, Severity.ERROR, file, told, element=TAREAS.name, expected=wanted, value=file)
