"""Rules over each task's year as programmed: its months against its goal, and whether there is any programme at all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from helpers.checks.grouping import Case, told
from helpers.checks.plans import rows_in_use
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.exact import plain_text
from helpers.findings import Severity, at
from helpers.periods import MONTHS
from helpers.records import Row, Sourced
from helpers.scoring.versions import amount_es

ALTERNATIVES = "escriba los meses o el total del año"


@REGISTRY.rule(
    "PLA-META",
    Severity.WARNING,
    "El programa de cada tarea da su meta: sus meses la suman o, si se mantiene, cada mes es la meta.",
)
def programme_against_goal(evidence: Evidence) -> Iterator[Found]:
    """A task whose months do not give its goal, or whose months and year do not agree."""
    cases = [case for row in rows_in_use(evidence) if (case := _case(row)) is not None]
    yield from told(
        cases,
        lambda unit, count: (
            f"En {count} tareas de la unidad {unit} el programa no da la meta",
            "Corrija los meses o la meta de cada una.",
        ),
    )


@REGISTRY.rule("PLA-SIN-PROGRAMA", Severity.WARNING, "Toda tarea del plan está programada en algún mes.")
def tasks_without_programme(evidence: Evidence) -> Iterator[Found]:
    """A task with nothing programmed: it never takes part in any figure."""
    cases = [_unprogrammed(row) for row in rows_in_use(evidence) if _is_unprogrammed(row)]
    yield from told(
        cases,
        lambda unit, count: (
            f"{count} tareas de la unidad {unit} no tienen nada programado en el año",
            f"No entran en ninguna cifra: {ALTERNATIVES}, o quítelas del plan.",
        ),
    )


@REGISTRY.rule("PLA-NEGATIVA", Severity.WARNING, "Ninguna cantidad programada o ejecutada es negativa.")
def negative_amounts(evidence: Evidence) -> Iterator[Found]:
    """A month or year of a task below zero: physical work is corrected in its own month, not taken back."""
    rows = (*rows_in_use(evidence), *evidence.dataset.rows("ejecucion"))
    for row in rows:
        for column in (*MONTHS, "anual", "meta"):
            amount = row.amount(column)
            if amount is not None and amount < 0:
                yield Found(
                    f"La tarea {row.text('tarea')} dice {amount_es(amount)} en «{column}»: una cantidad física "
                    "no es negativa. Corrija el mes en que se informó de más.",
                    {
                        "elemento": f"{row.origin.table}/{row.text('tarea')}/{column}",
                        "esperado": "≥ 0",
                        "encontrado": plain_text(amount),
                    }
                    | at(row.cell(column)),
                )


def _months(row: Row) -> list[tuple[str, Decimal]]:
    return [(month, amount) for month in MONTHS if (amount := row.amount(month)) is not None]


def _is_unprogrammed(row: Row) -> bool:
    year, goal = row.amount("anual"), row.amount("meta")
    stated = [amount for _, amount in _months(row)] + ([] if year is None else [year])
    return not any(stated) and (not stated or not goal)


def _case(row: Row) -> Case | None:
    """What a task's programme and goal say differently; None where they agree or one is not stated."""
    if _is_unprogrammed(row):
        return None
    months, year, goal = _months(row), row.number("anual"), row.number("meta")
    keeps = row.text("acumulable") == "no"
    total = sum((amount for _, amount in months), Decimal(0))
    if keeps and goal is not None:
        return _kept(row, months, goal)
    if months and not keeps and year is not None and total != year.value:
        return _sum_case(row, total, year, "el total del año")
    if goal is None:
        return None
    programmed = total if months else year.value if year else None
    if programmed is None or programmed == goal.value:
        return None
    return _sum_case(row, programmed, goal, "la meta", _kept_hint(months, goal))


def _kept(row: Row, months: list[tuple[str, Decimal]], goal: Sourced) -> Case | None:
    wrong = [(month, amount) for month, amount in months if amount not in (0, goal.value)]
    if not wrong:
        return None
    words = ", ".join(f"{month} {amount_es(amount)}" for month, amount in wrong)
    found = Found(
        f"Tarea {_named(row)}: su meta de {amount_es(goal.value)} se mantiene cada mes (acumulable: no), pero el "
        f"programa dice {words}. Corrija esos meses o la meta; si la meta se suma, escriba «si» en «acumulable».",
        {
            "elemento": f"tareas/{row.text('tarea')}/meta",
            "esperado": plain_text(goal.value),
            "encontrado": words,
        }
        | at(row.cell(wrong[0][0])),
    )
    return Case(row.text("unidad"), f"{row.text('tarea')} ({words}; meta {amount_es(goal.value)})", goal.cell, found)


def _sum_case(row: Row, programmed: Decimal, stated: Sourced, what: str, hint: str = "") -> Case:
    total, other = amount_es(programmed), amount_es(stated.value)
    found = Found(
        f"Tarea {_named(row)}: el programa suma {total} y {what} es {other}. Corrija uno de los dos.{hint}",
        {
            "elemento": f"tareas/{row.text('tarea')}/meta",
            "esperado": plain_text(stated.value),
            "encontrado": plain_text(programmed),
            "diferencia": plain_text(programmed - stated.value),
        }
        | at(stated.cell),
    )
    return Case(row.text("unidad"), f"{row.text('tarea')} ({total} y {other})", stated.cell, found)


def _kept_hint(months: list[tuple[str, Decimal]], goal: Sourced) -> str:
    programmed = [amount for _, amount in months if amount != 0]
    if len(programmed) > 1 and all(value == goal.value for value in programmed):
        return " Como cada mes repite la meta, quizá se mantiene: entonces escriba «no» en «acumulable»."
    return ""


def _unprogrammed(row: Row) -> Case:
    cell = row.cell(next((name for name in (*MONTHS, "anual") if name in row.origin.columns), "tarea"))
    found = Found(
        f"Tarea {_named(row)}: no tiene nada programado en el año y no entra en ninguna cifra. "
        f"{ALTERNATIVES.capitalize()}, o quítela del plan.",
        {"elemento": f"tareas/{row.text('tarea')}", "esperado": "un programa", "encontrado": "sin programa"} | at(cell),
    )
    return Case(row.text("unidad"), row.text("tarea"), cell, found)


def _named(row: Row) -> str:
    version = f", versión {row.text('version')}" if row.text("version") else ""
    return f"{row.text('tarea')} (unidad {row.text('unidad')}{version})"
