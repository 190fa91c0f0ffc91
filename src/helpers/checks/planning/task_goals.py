"""Rules on each task's programme for the year: it exists, agrees with the goal and has no negative amount."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from helpers.base.display import quantity_es
from helpers.base.exact import plain_text
from helpers.base.periods import MONTHS
from helpers.checks.planning.run_plans import office, plans_in_use, rows_in_use, the_office
from helpers.checks.rule_registry import REGISTRY, Case, Evidence, Found, told
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.records import Row, Sourced

ALTERNATIVES = "corresponde escribir los meses o el total del año"


@REGISTRY.rule(
    "PLA-META",
    Severity.WARNING,
    "El programa de cada tarea da su meta: sus meses la suman o, si se mantiene, cada mes es la meta.",
)
def programme_against_goal(evidence: Evidence) -> Iterator[Found]:
    """Report tasks whose programme does not give the goal, or whose months and year total differ.

    The programme is the months or, without any, the year total. The months of a task that is not accumulated
    (`acumulable: no`) must each be zero or the goal, and its year total is not compared; those of any other task must
    add up to the year total and to the goal. What is not stated is not compared. Amounts are compared exactly; more
    than `FEW` tasks of one unit give a single finding. Only the version in force in the run's period counts.
    """
    yield from _told(
        evidence,
        _case,
        lambda version, unit, count: (
            f"En {count} tareas {the_office(evidence, unit, 'de')}{version} el programa no da la meta",
            "Corresponde corregir los meses o la meta de cada una.",
        ),
    )


@REGISTRY.rule("PLA-SIN-PROGRAMA", Severity.WARNING, "Toda tarea del plan está programada en algún mes.")
def tasks_without_programme(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with nothing programmed in the year; many (over `FEW`) of a unit give a single finding.

    No figure includes them. Only the version in force in the run's period counts. A task whose months or year total are
    stated, and zero, but that has a goal to be added up is left to `programme_against_goal`.
    """
    yield from _told(
        evidence,
        lambda row: _unprogrammed(row) if _is_unprogrammed(row) else None,
        lambda version, unit, count: (
            f"{count} tareas {the_office(evidence, unit, 'de')}{version} no tienen nada programado en el año",
            f"No entran en ninguna cifra: {ALTERNATIVES}, o quitarlas del plan.",
        ),
    )


@REGISTRY.rule("PLA-NEGATIVA", Severity.WARNING, "Ninguna cantidad programada o ejecutada es negativa.")
def negative_amounts(evidence: Evidence) -> Iterator[Found]:
    """Report negative months, year totals and goals in `tareas` (versions in use) and `ejecucion`, one by one.

    A physical quantity is corrected in the month where it was wrong, not by a negative amount.
    """
    rows = (*rows_in_use(evidence), *evidence.dataset.rows("ejecucion"))
    for row in rows:
        for column in (*MONTHS, "anual", "meta"):
            amount = row.amount(column)
            if amount is not None and amount < 0:
                yield Found(
                    f"La tarea {row.text('tarea')} dice {quantity_es(amount)} en «{column}»: una cantidad física "
                    "no es negativa. Corresponde corregir el mes en que se informó de más.",
                    cell_fields(
                        row.cell(column), f"{row.origin.table}/{row.text('tarea')}/{column}", "≥ 0", plain_text(amount)
                    ),
                )


def _told(
    evidence: Evidence, case_of: Callable[[Row], Case | None], together: Callable[[str, str, int], tuple[str, str]]
) -> Iterator[Found]:
    """Yield the findings on tasks of the version in force; a replaced version cannot be corrected any more.

    `case_of` returns a row's case, whose sentence lacks the task at its head, or None. `together` takes the version in
    brackets (empty without code), a unit's code and the number of its cases.
    """
    for version in plans_in_use(evidence)[-1:]:
        rows = (row for row in evidence.dataset.rows("tareas") if row.text("version") == version)
        cases = [_named(evidence, row, case) for row in rows if (case := case_of(row)) is not None]
        yield from told(evidence, cases, partial(together, f" (versión {version})" if version else ""))


def _months(row: Row) -> list[tuple[str, Decimal]]:
    return [(month, amount) for month in MONTHS if (amount := row.amount(month)) is not None]


def _is_unprogrammed(row: Row) -> bool:
    """Return whether nothing is programmed in the year; False for a task with zeros and a goal, which contradict.

    Zero months do not contradict a goal that is kept, which may be due in some months only.
    """
    year, goal = row.amount("anual"), row.amount("meta")
    stated = [amount for _, amount in _months(row)] + ([] if year is None else [year])
    return not any(stated) and (not stated or not goal or row.text("acumulable") == "no")


def _case(row: Row) -> Case | None:
    """Return the case of a task whose months differ from its year total, or its programme from its goal; else None.

    What is not stated is not compared. A goal that is kept is compared month by month; a task without programme has no
    case here.
    """
    if _is_unprogrammed(row):
        return None
    months, year, goal = _months(row), row.number("anual"), row.number("meta")
    keeps = row.text("acumulable") == "no"
    total = sum((amount for _, amount in months), Decimal(0))
    if keeps and goal is not None:
        return _constant_goal_case(row, months, goal)
    if months and not keeps and year is not None and total != year.value:
        return _sum_case(row, total, year, "el total del año")
    if goal is None:
        return None
    programmed = total if months else year.value if year else None
    if programmed is None or programmed == goal.value:
        return None
    return _sum_case(row, programmed, goal, "la meta")


def _constant_goal_case(row: Row, months: list[tuple[str, Decimal]], goal: Sourced) -> Case | None:
    """Return the case of a task that is not accumulated and has a month other than zero or the goal; else None."""
    wrong = [(month, amount) for month, amount in months if amount not in (0, goal.value)]
    if not wrong:
        return None
    words = ", ".join(f"{month} {quantity_es(amount)}" for month, amount in wrong)
    found = Found(
        f"su meta de {quantity_es(goal.value)} se mantiene cada mes (acumulable: no), pero el "
        f"programa dice {words}. Corresponde corregir esos meses o la meta; si la meta se suma, escribir «si» en "
        "«acumulable».",
        cell_fields(row.cell(wrong[0][0]), f"tareas/{row.text('tarea')}/meta", plain_text(goal.value), words),
    )
    return Case(row.text("unidad"), f"{row.text('tarea')} ({words}; meta {quantity_es(goal.value)})", goal.cell, found)


def _sum_case(row: Row, programmed: Decimal, stated: Sourced, what: str) -> Case:
    """Return the case of a task whose programme differs from a stated total or goal, which `what` names."""
    total, other = quantity_es(programmed), quantity_es(stated.value)
    found = Found(
        f"el programa suma {total} y {what} es {other}. Corresponde corregir uno de los dos o, si la meta se mantiene "
        "cada mes, escribir «no» en «acumulable».",
        difference_fields(stated.cell, f"tareas/{row.text('tarea')}/meta", stated.value, programmed),
    )
    return Case(row.text("unidad"), f"{row.text('tarea')} ({total} y {other})", stated.cell, found)


def _unprogrammed(row: Row) -> Case:
    cell = row.cell(next((name for name in (*MONTHS, "anual") if name in row.origin.columns), "tarea"))
    found = Found(
        f"no tiene nada programado en el año y no entra en ninguna cifra. "
        f"{ALTERNATIVES.capitalize()}, o quitarla del plan.",
        cell_fields(cell, f"tareas/{row.text('tarea')}", "un programa", "sin programa"),
    )
    return Case(row.text("unidad"), row.text("tarea"), cell, found)


def _named(evidence: Evidence, row: Row, case: Case) -> Case:
    """Return a case with its task, who carries it out and its version at the head of the sentence."""
    version = f", versión {row.text('version')}" if row.text("version") else ""
    who = f"{office(evidence, row.text('unidad'))}{version}"
    message = f"Tarea {row.text('tarea')} ({who}): {case.alone.message}"
    return replace(case, alone=replace(case.alone, message=message))
