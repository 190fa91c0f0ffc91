"""Rules on what tasks are rolled up into: actions someone answers for, operations of one action, measures alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.base.characters import folded
from helpers.base.display import list_es, short_list_es
from helpers.base.python_extras import first_by_key, grouped
from helpers.checks.planning.run_plans import rows_by_version
from helpers.checks.rule_registry import MOST_CASES, REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Node, Row
from helpers.figures.situations import MEASURE
from helpers.scoring.planning.plan_in_force import plan_of

ADDED_LEVELS = {"operacion": "operación", "unidad": "unidad"}
"""Levels that may be a ratio of sums over tasks, with their Spanish name."""


@REGISTRY.rule("PLA-ACP", Severity.WARNING, "Por toda acción con tareas en el plan responde quien tiene tareas.")
def actions_without_unit(evidence: Evidence) -> Iterator[Found]:
    """Report actions without progress whose tasks have some: none of those who answer for them has tasks in the plan.

    Who answers is told by `acp` of `estructura`, of a node or of one above it. Nothing in a run of the plan.
    """
    book, window = evidence.book, evidence.corrida.period
    scored = [task for task in plan_of(evidence.dataset).tasks(window) if book.get(MEASURE, window, "tarea", task.task)]
    tasks, busy = grouped(scored, lambda task: task.action), {task.unit for task in scored}
    for row in evidence.dataset.rows("acciones"):
        action = row.text("acp")
        answering = [node.code for node in book.nodes if _answers(evidence, node, action)]
        is_left = answering and action in tasks and busy.isdisjoint(answering)
        if not is_left or book.get(MEASURE, window, "acp", action):
            continue
        units = list_es(sorted({task.unit for task in tasks[action]}))
        has = "una tarea" if len(tasks[action]) == 1 else f"{len(tasks[action])} tareas"
        yield Found(
            f"La acción de corto plazo {action} tiene {has} con dato {window.when} y no tiene avance: en el plan no "
            f"tiene tareas quien responde por ella en «estructura» ({list_es(answering)}). Corresponde corregir la "
            f"columna «acp» de «estructura». Tienen sus tareas: {units}.",
            cell_fields(row.cell("acp"), f"acp/{action}", "quien responda por ella y tenga tareas", list_es(answering)),
        )


@REGISTRY.rule(
    "PLA-OPERACION", Severity.WARNING, "Donde una acción se obtiene de sus operaciones, cada operación es de una sola."
)
def operations_of_several_actions(evidence: Evidence) -> Iterator[Found]:
    """Report, once, the operations with tasks of several actions, if the method averages operations into actions."""
    rollup = evidence.method.consolidacion.get("acp")
    operations = plan_of(evidence.dataset).operations(evidence.corrida.period)
    several = [one for one in operations if len(set(filter(None, one.actions))) > 1]
    if rollup is None or "operaciones" not in rollup.partes or not several:
        return
    told = [f"{one.code} ({list_es([f'acción {action}' for action in one.actions if action])})" for one in several]
    what = "Una operación tiene" if len(several) == 1 else f"{len(several)} operaciones tienen"
    task = several[0].tasks[0]
    yield Found(
        f"{what} tareas de varias acciones: {short_list_es(told, MOST_CASES)}. El método obtiene cada acción de sus "
        "operaciones, y estas cuentan en cada una enteras, con todas sus tareas y todo su peso. Corresponde dar a cada "
        "acción su operación.",
        cell_fields(
            plan_of(evidence.dataset).rows[task.version, task.task].cell("operacion"),
            f"operacion/{several[0].code}", "operaciones de una sola acción", str(len(several)),
        ),
    )  # fmt: skip


def _answers(evidence: Evidence, node: Node, action: str) -> bool:
    """Whether a node, or one above it, answers for an action."""
    above = [evidence.book.node(*key) for key in evidence.book.ancestors(node)]
    return action in {one.acp for one in (node, *above) if one}


@REGISTRY.rule(
    "PLA-MEDIDAS", Severity.NOTE, "Las cantidades de las tareas que el método suma se miden en la misma unidad."
)
def quantities_of_several_kinds(evidence: Evidence) -> Iterator[Found]:
    """Report operations or units whose figure is a ratio of sums over tasks with different units of measure.

    A note, because the method causes it: nothing if the method does not add tasks. One finding for each level, on its
    operations or units in the first version in use that mixes their measures.
    """
    for level, words in ADDED_LEVELS.items():
        plan = evidence.method.consolidacion.get(level)
        if plan is None or plan.regla != "razon_de_sumas" or "tareas" not in plan.partes:
            continue
        mixed = _mixed(level, evidence)
        if mixed:
            first = next(iter(mixed.values()))[0]
            named = short_list_es([f"{one} ({', '.join(_measures(of_one))})" for one, of_one in mixed.items()])
            yield Found(
                "El método suma cantidades de tareas que se miden en unidades distintas, y pesan más las de números "
                f"más grandes. Por {words}: {named}. Corresponde separar lo que se mide distinto, o usar un método que "
                "pondere las tareas.",
                cell_fields(
                    first.cell("unidad_medida"), "tareas/unidad_medida", "una unidad de medida", f"{len(mixed)} casos"
                ),
            )  # fmt: skip


def _mixed(level: str, evidence: Evidence) -> Mapping[str, Sequence[Row]]:
    """Return the tasks measured in several units, by code of the level; tasks of two versions are never added."""
    by_version = rows_by_version(evidence, level).items()
    return first_by_key((code, rows) for (_, code), rows in by_version if code and len(_measures(rows)) > 1)


def _measures(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the distinct units of measure of some tasks, as first written; tasks without one are skipped."""
    written = (row.text("unidad_medida") for row in rows)
    return tuple(first_by_key((folded(measure), measure) for measure in written if measure).values())
