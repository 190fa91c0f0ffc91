"""Rules on short-term actions: who answers for their tasks, and operations that serve several of them."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import list_es, short_list_es
from helpers.base.python_extras import grouped
from helpers.checks.rule_registry import MOST_CASES, REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Node
from helpers.figures.situations import MEASURE
from helpers.scoring.planning.plan_in_force import plan_of


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
