"""A rule on short-term actions with tasks in the plan for which no unit that carries out tasks answers."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import list_es
from helpers.base.python_extras import grouped
from helpers.checks.planning.run_plans import tasks_in_force
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Node
from helpers.figures.situations import MEASURE


@REGISTRY.rule("PLA-ACP", Severity.WARNING, "Por toda acción con tareas en el plan responde quien tiene tareas.")
def actions_without_unit(evidence: Evidence) -> Iterator[Found]:
    """Report actions without progress whose tasks have some: none of those who answer for them has tasks in the plan.

    Who answers is told by `acp` of `estructura`, of a node or of one above it. Nothing in a run of the plan.
    """
    book, window = evidence.book, evidence.corrida.period
    scored = [task for task in tasks_in_force(evidence) if book.get(MEASURE, window, "tarea", task.task)]
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


def _answers(evidence: Evidence, node: Node, action: str) -> bool:
    """Whether a node, or one above it, answers for an action."""
    above = [evidence.book.node(*key) for key in evidence.book.ancestors(node)]
    return action in {one.acp for one in (node, *above) if one}
