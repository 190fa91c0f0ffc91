"""Rules on each row of `ejecucion`: its task exists, and the unit's judgement agrees with its amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches

from helpers.base.characters import folded
from helpers.base.display import number_es, short_list_es
from helpers.base.exact import plain_text
from helpers.base.periods import MONTH_NAMES, MONTHS, Period
from helpers.base.python_extras import by_key, grouped
from helpers.checks.planning.run_plans import office, plans_in_use
from helpers.checks.planning.task_execution import Done
from helpers.checks.rule_registry import FEW, MOST_CASES, REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row, Sourced
from helpers.figures.series import YEAR, Series, share_of
from helpers.scoring.planning.plan_in_force import plan_of, reports_by_task, since, version_in_force

ALL = Decimal(1)
"""Cap of a comparison with what was programmed, no more."""
FULFILLED, NOT_FULFILLED, NOT_APPLICABLE = "cumple", "no cumple", "no aplica"


@REGISTRY.rule("EJE-TAREA", Severity.WARNING, "Toda ejecución informada es de una tarea del plan en vigor.")
def execution_of_unknown_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report rows of `ejecucion` whose task is in no version of the plan in use; they give no figure.

    A file with more than `FEW` such rows gives a single finding.
    """
    by_code = by_key((row.text("tarea"), row.text("version")) for row in evidence.dataset.rows("tareas"))
    used = set(plans_in_use(evidence))
    strangers = grouped(
        (row for row in evidence.dataset.rows("ejecucion") if not used & set(by_code.get(row.text("tarea"), ()))),
        lambda row: row.origin.file,
    )
    for file, rows in strangers.items():
        if len(rows) <= FEW:
            yield from (_stranger(row, by_code) for row in rows)
            continue
        codes = short_list_es([f"{row.text('tarea')} (fila {row.line})" for row in rows], MOST_CASES)
        yield Found(
            f"{len(rows)} filas de {file} informan tareas que no están en el plan en vigor y no dan ninguna cifra: "
            f"{codes}. Corresponde corregir sus códigos, o agregar a «versiones» la versión del plan que las aprueba.",
            cell_fields(rows[0].cell("tarea"), "ejecucion", "tareas del plan", f"{len(rows)} filas"),
        )


@REGISTRY.rule(
    "EJE-EVALUACION", Severity.NOTE, "El juicio de la unidad (cumple, no cumple, no aplica) coincide con lo ejecutado."
)
def judgement_against_ratio(evidence: Evidence) -> Iterator[Found]:
    """Report rows of `ejecucion` in which the unit's judgement contradicts the task's programmed and executed amounts.

    The amounts are those of the row's period, else of January to the end of the run's period. `cumple` requires all
    that was programmed (of a goal to be kept, in every month), `no cumple` less than it, and `no aplica` nothing
    programmed. Other words, unknown tasks and tasks with unreported months are skipped.
    """
    plan = plan_of(evidence.dataset)
    tasks: dict[Period, Mapping[str, Series]] = {}
    for row in evidence.dataset.rows("ejecucion"):
        window = row.period("periodo") or evidence.corrida.period.accumulated()
        if window not in tasks:
            tasks[window] = {task.task: task for task in plan.tasks(window)}
        task = tasks[window].get(row.text("tarea"))
        judged = folded(row.text("evaluacion"))
        if task is not None and judged:
            share = share_of(task, window, ALL)
            yield from _judgement(row, judged, Done(task, share, window, office(evidence, task.unit)))


@REGISTRY.rule("EJE-OTRA-VEZ", Severity.WARNING, "Ninguna cantidad de un mes se informa dos veces con otro valor.")
def months_reported_otherwise(evidence: Evidence) -> Iterator[Found]:
    """Report amounts of a task's month that a later report replaces by another amount.

    The report of the later period counts (`reports_by_task`). One finding for each file with amounts that count; it
    names the first case.
    """
    again = ((task, *pair) for task, rows in reports_by_task(evidence.dataset).items() for pair in _otherwise(rows))
    for cases in grouped(again, lambda case: case[3].cell.file).values():
        (task, month, replaced, counts), others = cases[0], len(cases) - 1
        yield Found(
            f"Tarea {task}: de {month} se informó {number_es(replaced.value)} ({replaced.cell}) y también "
            f"{number_es(counts.value)}, que es lo que cuenta{_also(others)}. Corresponde dejar una sola "
            "cantidad de cada mes.",
            cell_fields(counts.cell, f"tarea/{task}", plain_text(replaced.value), plain_text(counts.value)),
        )


@REGISTRY.rule("EJE-ANUAL", Severity.WARNING, "Lo ejecutado en el año no es menos que lo ejecutado en sus meses.")
def year_below_its_months(evidence: Evidence) -> Iterator[Found]:
    """Report tasks of which the amount reported for the year is less than their months add up to.

    The year's figure is of the former, and those of quarters and months of the latter. Goals to be kept every month are
    no sums. One finding for each file with amounts of the year; it names the first task.
    """
    below: list[tuple[Series, Decimal, Sourced]] = []
    for task in plan_of(evidence.dataset).tasks(evidence.corrida.period):
        year, report = task.executed[YEAR], task.reports[YEAR]
        months = sum((amount for amount in task.executed[:YEAR] if amount is not None), Decimal(0))
        if year is not None and report is not None and months > year and not task.keeps:
            below.append((task, months, Sourced(year, report.cell(YEAR))))
    for cases in grouped(below, lambda case: case[2].cell.file).values():
        (task, months, whole), others = cases[0], len(cases) - 1
        yield Found(
            f"Tarea {task.task} ({office(evidence, task.unit)}): del año se informó {number_es(whole.value)}, que es "
            f"lo que cuenta en él, y sus meses suman {number_es(months)}{_also(others)}. Corresponde corregir lo que "
            "esté mal.",
            cell_fields(whole.cell, f"tarea/{task.task}", f"≥ {plain_text(months)}", plain_text(whole.value)),
        )


@REGISTRY.rule("VER-POSTERIOR", Severity.WARNING, "La versión del plan que mide un periodo rige antes de que acabe.")
def versions_after_the_period(evidence: Evidence) -> Iterator[Found]:
    """Report the version that measures the run's period if its date is later: there is no earlier version then."""
    used = version_in_force(evidence.dataset, evidence.corrida.period)
    for row in evidence.dataset.rows("versiones") if used else ():
        if row.text("version") == used and since(row) > evidence.corrida.period.cutoff:
            yield Found(
                f"La versión {used} del plan rige desde el {since(row):%d/%m/%Y}, después del periodo, que se mide con "
                "ella porque no hay otra anterior. Corresponde revisar su fecha, o agregar la versión que regía.",
                cell_fields(row.cell("fecha"), f"versiones/{used}", "una fecha anterior", f"{since(row):%d/%m/%Y}"),
            )


def _also(others: int) -> str:
    """Return `; y otras 2 del mismo archivo`, for so many further cases; empty for none."""
    return f"; y {'otra' if others == 1 else f'otras {others}'} del mismo archivo" if others else ""


def _otherwise(rows: Sequence[Row]) -> Iterator[tuple[str, Sourced, Sourced]]:
    """Yield the name of each month with several values, the last value that is replaced and the value that counts.

    The rows are in the order of `reports_by_task`: the last value of a month counts. Equal values replace nothing.
    """
    for column, month in zip(MONTHS, MONTH_NAMES, strict=True):
        stated = [value for row in rows if (value := row.number(column)) is not None]
        replaced = [value for value in stated if value.value != stated[-1].value]
        if replaced:
            yield month, replaced[-1], stated[-1]


def _judgement(row: Row, judged: str, done: Done) -> Iterator[Found]:
    """Yield the finding if a judgement contradicts the amounts of a task's period.

    Nothing if months are unreported, for a word that is none of the three judgements, and for a part of the year of a
    task that is programmed for the year as a whole.
    """
    share = done.share
    if share.unreported or (done.task.is_by_year and not share.is_scheduled):
        return
    fact = "no tenía nada programado"
    if share.is_scheduled:
        fact = f"{'ejecutó' if share.executed else 'no ejecutó'} {done.measured}"
    is_whole = share.is_scheduled and share.counted >= share.programmed
    contradicts = {
        FULFILLED: not is_whole,
        NOT_FULFILLED: is_whole or not share.is_scheduled,
        NOT_APPLICABLE: share.is_scheduled,
    }
    if contradicts.get(judged, False):
        yield Found(
            f"Tarea {done.task.task} ({done.office}): la unidad dice «{row.text('evaluacion')}», pero "
            f"{done.window.when} {fact}. Cuenta lo ejecutado; corresponde pedir a la unidad que lo aclare.",
            cell_fields(
                row.cell("evaluacion"),
                f"tarea/{done.task.task}",
                FULFILLED if is_whole else NOT_FULFILLED if share.is_scheduled else NOT_APPLICABLE,
                row.text("evaluacion"),
            ),
        )


def _stranger(row: Row, by_code: Mapping[str, list[str]]) -> Found:
    """Make the finding on a task that no version in use has; it names its versions or the most similar code."""
    code = row.text("tarea")
    near = get_close_matches(code, by_code, n=1)
    if code in by_code:
        version = short_list_es(by_code[code], MOST_CASES)
        hint = (
            f"Está en la versión {version}, que no rige en este periodo: corresponde revisar las fechas de «versiones»."
        )
    elif near:
        hint = f"La más parecida es «{near[0]}»: corresponde corregir el código."
    else:
        hint = "Corresponde corregir el código, o agregar la tarea al plan."
    return Found(
        f"Se informó ejecución de la tarea «{code}», que no está en el plan en vigor y no da ninguna cifra. {hint}",
        cell_fields(row.cell("tarea"), f"ejecucion/{code}", near[0] if near else "una tarea del plan", code),
    )
