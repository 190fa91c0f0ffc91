"""What the sentences of several matters share: who answers, the money, how subjects are called, impossible data."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.display import lower_first
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.records import UNIT_LEVELS, Node
from helpers.figures.subjects import first_node
from helpers.figures.supposed_figures import reported_parts
from helpers.settings.methods import PHYSICAL
from helpers.texts.decisions.matter import Answering
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined, listed, number_of, place, places
from helpers.texts.sentences.text_templates import ask, figure

NO_MONEY = "No consta un presupuesto propio."
MOST_ANSWERING = 3
NO_MONEY_OF_ITS_OWN = "Sin efecto presupuestario directo."


def whole_institution(context: DraftContext, proposed: str) -> Answering:
    """Return who answers for the institution: the job title of its own node, else the office that a rule proposes."""
    if title := _position(context, context.top):
        return Answering(ask("cita", title), is_told=True)
    return Answering(proposed, is_told=False)


def offices(context: DraftContext, nodes: Sequence[Node], proposed: str) -> Answering:
    """Return the offices that answer, each with its job title where the structure has it.

    The sentence names `MOST_ANSWERING` at most, and says so if there are more.

    Parameters
    ----------
    proposed : str
        Office that answers if there are no nodes.
    """
    if not nodes:
        return Answering(proposed, is_told=False)
    every = list(dict.fromkeys(nodes))
    named = every[:MOST_ANSWERING]
    offices = joined([_office(context, one) for one in named], [one.name for one in named])
    return Answering(f"{offices}{', entre otros responsables' if len(every) > len(named) else ''}", is_told=True)


def _office(context: DraftContext, node: Node) -> str:
    """The name of a node, and its job title in brackets if the structure has it."""
    name, title = ask("nombre", *node.key), _position(context, node.key)
    return f"{name} ({ask('cita', title)})" if title else name


def _position(context: DraftContext, key: tuple[str, str]) -> str:
    """Return the job title that `cargos` gives for a node (level, code); empty if it gives none."""
    rows = context.book.listing("cargos")
    return next((row["cargo"] for row in rows if (row["nivel"], row["codigo"]) == key), "")


def answering_for_action(context: DraftContext, action: str) -> list[Node]:
    """Return the nodes that answer for a short-term action; of more than `MOST_ANSWERING`, the areas above them.

    A node without an area stands for itself.
    """
    own = [node for node in context.book.nodes if node.acp == action]
    if len(own) <= MOST_ANSWERING:
        return own
    return list(dict.fromkeys(area_of(context, node) or node for node in own))


def answering_for_category(context: DraftContext, category: str) -> list[Node]:
    """Return the nodes that the budget's links name for a category, in the links' order.

    A link gives the node of `UNIT_LEVELS` in its column `unidad`, or its area if the structure lacks that node. No
    repetitions; empty if links name none.
    """
    book = context.book
    rows = [row for row in book.listing("vinculacion") if row["cat_prog"] == category]
    units = (first_node(book, UNIT_LEVELS, row.get("unidad", "")) for row in rows)
    found = (unit or book.node("area", row.get("area", "")) for unit, row in zip(units, rows, strict=True))
    return [node for node in dict.fromkeys(found) if node]


def unit_measured(context: DraftContext, progress: Figure) -> str:
    """Return a sentence on the units from which a category's progress is taken.

    It tells for how many other categories a single unit is responsible too. Empty if the progress was reported for the
    category itself.
    """
    units = units_measured(context, progress)
    if not units:
        return ""
    linked = [row["cat_prog"] for row in context.book.listing("vinculacion") if row.get("unidad") == units[0].code]
    others = [code for code in dict.fromkeys(linked) if code != progress.code]
    also = f", que responde también por {_categories(others)}" if others and len(units) == 1 else ""
    whose = f"{parts_called(context, units, 'de')}{also}"
    return f" El avance físico de la categoría {ask('cita', progress.code)} es el {whose}."


def units_measured(context: DraftContext, progress: Figure) -> list[Figure]:
    """Return the units' progress from which a category's is taken; none if reported. Of another level, itself."""
    if progress.level != "cat_prog":
        return [progress]
    found = (one for part in context.book.operands(progress) for one in units_measured(context, part))
    return list({one.code: one for one in found}.values())


def _categories(codes: Sequence[str]) -> str:
    """A category by its code; of several, how many `otras … categorías` they are."""
    one = f"la categoría {ask('cita', codes[0])}"
    return number_of(len(codes), one, f"otras {listed(codes).call(letras=True)} categorías")


def area_of(context: DraftContext, node: Node) -> Node | None:
    """Return the area that a node is or belongs to; None if there is none."""
    keys = (node.key, *context.book.ancestors(node))
    return next((context.book.node(*key) for key in keys if key[0] == "area"), None)


def money_of(context: DraftContext, *subjects: tuple[str, str]) -> str:
    """Return words on the money of nodes or categories (level, code) since January: what is unspent, and the budget.

    Several are named each. Those without a budget of their own are left out; if none has one, a sentence says so.
    """
    told = []
    for level, code in dict.fromkeys(subjects):
        budget = context.book.get("ppto_vigente", context.accumulated, level, code)
        if budget:
            name = f"{ask('nombre', level, code)}, " if len(set(subjects)) > 1 else ""
            told.append(f"{name}{_unspent_of(context, budget)}")
    return f"{'; '.join(told)}." if told else NO_MONEY


def _unspent_of(context: DraftContext, budget: Figure) -> str:
    """Return words on a budget: the amount not accrued, or accrued above it, or that all is accrued."""
    left = left_of(context, budget)
    kept = context.book.get("saldo", context.accumulated, budget.level, budget.code)
    accrued = context.book.get("devengado", context.accumulated, budget.level, budget.code)
    if accrued and accrued.rounded < 0:
        return f"{figure(accrued)} devengados (se revirtió más de lo que se devengó), de {figure(budget)} vigentes"
    if left:
        return f"{figure(left)} sin devengar, de {figure(budget)} vigentes"
    if kept and kept.rounded:
        return f"{ask('magnitud', kept.id)} devengados por encima de los {figure(budget)} vigentes"
    return f"{figure(budget)} vigentes{', devengados del todo' if kept and budget.rounded else ''}"


def left_of(context: DraftContext, found: Figure) -> Figure | None:
    """Return what the subject of a figure has not accrued of its budget; None if unknown or if nothing is left."""
    left = context.book.get("saldo", context.accumulated, found.level, found.code)
    return left if left is not None and left.rounded > 0 else None


def action_called(code: str) -> str:
    """Return a template text for an action with its whole name: `la acción de corto plazo 7 («Implementar…»)`."""
    return f"la acción de corto plazo {ask('cita', code)} («{ask('nombre', 'acp', code)}»)"


def part_called(found: Figure, preposition: str = "") -> str:
    """Return a template text for the subject of a figure, after a preposition: `de la acción de corto plazo 7`."""
    return place(found.level, found.code, preposition)


def parts_called(context: DraftContext, found: Sequence[Figure], preposition: str = "") -> str:
    """Return the subjects of some figures as a list, `MOST_ANSWERING` at most; it says so if there are more.

    The preposition stands before each.
    """
    named = found[:MOST_ANSWERING]
    more = ", entre otros" if len(found) > len(named) else ""
    return f"{places(context, [(one.level, one.code) for one in named], preposition=preposition)}{more}"


def also_tied(context: DraftContext, tied: Sequence[Figure], what: str) -> str:
    """Return, after a space, a sentence on subjects tied with another; `what` begins it (`Con la misma caída`).

    It names them as `parts_called` does. Empty without any.
    """
    return f" {what} {number_of(len(tied), 'está', 'están')} {parts_called(context, tied)}." if tied else ""


def measures_same_span(context: DraftContext, progress: Figure) -> bool:
    """Return whether a progress can be compared with the execution of the year's budget.

    Physical progress is a percentage of what was programmed until the cut-off, so it can be only when the year is over;
    other progress, such as weighted efficacy, is a percentage of the year.
    """
    return context.closes_year or progress.indicator != PHYSICAL


def outside_words(context: DraftContext, own: Figure) -> str:
    """Return the template of a sentence on a reported figure outside the range of its parts.

    It says who reported what, whether that is more or less than any part, and the range; names and figures are calls.

    Raises
    ------
    UnknownFigure
        Where the Book keeps no mean of its parts.
    """
    _, least, most = reported_parts(context.book, own)
    what = ask("cita", lower_first(context.book.indicator_name(own.indicator)))
    side = "menos" if own.rounded < least.rounded else "más"
    between = "" if least.rounded == most.rounded else f"{ask('cifra', least.id, unidad=False)} a "
    parts = f"{LEVEL_PLURALS.get(least.level, 'partes')} ({between}{figure(most)})"
    return (
        f"{ask('nombre', own.level, own.code)} informó {figure(own)} de {what} {ask('cuando', own.period.code)}, "
        f"{side} que cualquiera de sus {parts}."
    )


def outside_effect(context: DraftContext, own: Figure) -> str:
    """Return what the institution's figure would be if `own` were its parts' mean; empty if it would print the same."""
    whole = context.of_entity(own.indicator, own.period)
    if whole is None or not context.moved_by(own):
        return ""
    mean, _, _ = reported_parts(context.book, own)
    would_be = ask("con_partes", whole.id, own.id)
    when = when_other(context, own)
    return f"Con el promedio de sus partes, {figure(mean)}, la entidad tendría {would_be} y no {figure(whole)}{when}."


def when_other(context: DraftContext, own: Figure) -> str:
    """Return words for a figure's period, ` en el primer trimestre de 2024`; empty for the run's own period."""
    return "" if own.period == context.period else f" {ask('cuando', own.period.code)}"
