"""What the sentences of several matters share: who answers, and the cause that units told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from helpers.figures.records import Node
from helpers.figures.situations import reported_causes
from helpers.figures.subjects import subject_name
from helpers.texts.conclusions.drafting_context import DraftContext, joined
from helpers.texts.decisions.matter import Answering
from helpers.texts.sentences.text_templates import ask, figure

NO_CAUSE = "No consta en la información recibida."
NO_MONEY = "No consta un presupuesto propio."
DIFFICULTY = "dificultad"
"""The kind (`tipo`) of the rows of `resultados` in which a unit tells a difficulty."""
MOST_ANSWERING = 3


def whole_institution(context: DraftContext, proposed: str) -> Answering:
    """Return who answers for the institution: the job title of its own node, else the office that a rule proposes."""
    if title := _position(context, context.top):
        return Answering(f"{ask('nombre', *context.top)} ({ask('cita', title)})", is_told=True)
    return Answering(proposed, is_told=False)


def offices(context: DraftContext, nodes: Sequence[Node], proposed: str) -> Answering:
    """Return the offices that answer, each with its job title where the structure has it, `MOST_ANSWERING` at most.

    Parameters
    ----------
    proposed : str
        Office that answers if there are no nodes.
    """
    if not nodes:
        return Answering(proposed, is_told=False)
    named = list(dict.fromkeys(nodes))[:MOST_ANSWERING]
    return Answering(joined([_office(context, one) for one in named], [one.name for one in named]), is_told=True)


def _office(context: DraftContext, node: Node) -> str:
    name, title = ask("nombre", *node.key), _position(context, node.key)
    return f"{name} ({ask('cita', title)})" if title else name


def _position(context: DraftContext, key: tuple[str, str]) -> str:
    rows = context.book.listing("cargos")
    return next((row["cargo"] for row in rows if (row["nivel"], row["codigo"]) == key), "")


def answering_for_action(context: DraftContext, action: str) -> list[Node]:
    """Return the areas above the nodes that answer for a short-term action; the node itself if it has no area."""
    own = [node for node in context.book.nodes if node.acp == action]
    return list(dict.fromkeys(area_of(context, node) or node for node in own))


def answering_for_category(context: DraftContext, category: str) -> list[Node]:
    """Return the units, posts and areas that the budget's links name for a category, each once, in the links' order.

    Of a link, its unit or post, or its area if the structure has neither. Empty if the links name none.
    """
    found = []
    for row in context.book.listing("vinculacion"):
        if row["cat_prog"] == category:
            places = (
                ("unidad", row.get("unidad", "")),
                ("puesto", row.get("unidad", "")),
                ("area", row.get("area", "")),
            )
            found.append(next((node for place in places if (node := context.book.node(*place))), None))
    return [node for node in dict.fromkeys(found) if node]


def area_of(context: DraftContext, node: Node) -> Node | None:
    """Return the area that a node is or belongs to; None if there is none."""
    keys = (node.key, *context.book.ancestors(node))
    return next((context.book.node(*key) for key in keys if key[0] == "area"), None)


def cause_told(context: DraftContext, units: Collection[str] = (), action: str = "") -> str:
    """Return the cause that units told, as a sentence, or that none was told.

    It is the declared cause of most deviating tasks, or else the first difficulty told by one of the units.

    Parameters
    ----------
    units : collection of str
        Codes of units and posts; with an action or neither, all units.
    action : str
        Code of a short-term action; only its tasks count.
    """
    declared = {str(cause["codigo"]) for cause in context.book.identity.get("causas", ())}
    counts = Counter(
        row["causa_codigo"]
        for row in reported_causes(context.book)
        if row["causa_codigo"] in declared and (not units or row["unidad"] in units) and action in ("", row["acp"])
    )
    if counts:
        who = "informó la unidad" if len(units) == 1 else "informaron las unidades"
        return f"«{ask('causa', counts.most_common(1)[0][0])}» es la que más {who}."
    told = [row for row in context.book.listing("resultados") if row.get("tipo") == DIFFICULTY]
    own = [row["texto"] for row in told if row.get("unidad") in units and row.get("periodo") in context.quarters]
    return f"La unidad informó: «{ask('cita', own[0].rstrip('.'))}»." if own else NO_CAUSE


def money_of(context: DraftContext, *subjects: tuple[str, str]) -> str:
    """Return the money of nodes or categories (level, code) since January: what is not accrued, of how much in force.

    Without a budget of their own, a sentence that says so; of several, each with its name.
    """
    window, told = context.accumulated, []
    for level, code in dict.fromkeys(subjects):
        budget = context.book.get("ppto_vigente", window, level, code)
        left = context.book.get("saldo", window, level, code)
        if budget:
            name = f"{ask('nombre', level, code)}, " if len(set(subjects)) > 1 else ""
            unspent = f"{figure(left)} sin devengar, de " if left else ""
            told.append(f"{name}{unspent}{figure(budget)} vigentes")
    return f"{'; '.join(told)}." if told else NO_MONEY


def action_called(context: DraftContext, code: str) -> str:
    """Return a template text for an action with its whole name: `la acción de corto plazo 7 («Implementar…»)`."""
    words = ask("cita", subject_name(context.book, "acp", code).rstrip("."))
    return f"la acción de corto plazo {ask('cita', code)} («{words}»)"
