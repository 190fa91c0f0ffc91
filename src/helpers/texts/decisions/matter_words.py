"""What the sentences of several matters share: who answers, and the cause that units told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from helpers.base.display import lower_first
from helpers.base.name_phrases import with_article
from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.records import REPORTING, Node
from helpers.figures.situations import periods_within
from helpers.figures.subjects import subject_name
from helpers.settings.methods import PHYSICAL
from helpers.texts.decisions.cause_answers import answer_to
from helpers.texts.decisions.matter import Answering, Cause
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined, listed, number_of
from helpers.texts.sentences.text_templates import ask, figure

NOT_TOLD = "No consta"
"""Beginning of the words on a cause that nobody gave."""
NO_CAUSE = f"{NOT_TOLD} en la información recibida."
NO_MONEY = "No consta un presupuesto propio."
DIFFICULTY = "dificultad"
"""The kind (`tipo`) of the rows of `resultados` in which a unit tells a difficulty."""
NOT_OF_MONEY = "No se informa por qué no se gastó; "
"""Before the cause in a matter on money: units tell causes of tasks and difficulties of results, none of spending."""
CODED = ("acp", "cat_prog")
"""Levels whose subjects a sentence names by their code."""
MOST_ANSWERING, MOST_CAUSES = 3, 3
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
    """Return the units, posts and areas that the budget's links name for a category, in the links' order.

    A link gives its unit or post, or its area if the structure has neither. No repetitions; empty if links name none.
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


def cause_told(
    context: DraftContext, units: Collection[str] = (), action: str = "", *, of_money: bool = False
) -> Cause:
    """Return the causes that units gave, with the answer to them, or words that nobody gave any.

    They are the declared causes with the most tasks that did less than was programmed, or else the first text in which
    a unit gives a cause, or one of `units` a difficulty. The words name the period of the causes, unless it is the
    whole window since January, because the matter's figures may be of that window.

    Parameters
    ----------
    units : collection of str
        Codes of units and posts; with an action or neither, all units.
    action : str
        Code of a short-term action; only its tasks count.
    of_money : bool
        Whether the matter is that little was spent.
    """
    lead = NOT_OF_MONEY if of_money else ""
    counts = context.declared_causes(units, action)
    if counts:
        named = list(counts)[:MOST_CAUSES]
        words, when = _declared_words(context, counts, named, units, action), _when(context, context.period)
        of_tasks = f"de las tareas que no cumplieron lo programado{when.removeprefix(',')}: {words}."
        return Cause(
            f"{lead}{of_tasks}" if of_money else f"{words}{when}.", answer_to(context, named, of_money=of_money)
        )
    texts = list(dict.fromkeys(_texts_told(context, units, action)))
    if not texts:
        when = _when(context, context.period)
        return Cause(f"{NOT_TOLD}{when.removeprefix(',')}." if when else NO_CAUSE)
    unit, text, what, period = texts[0]
    teller = next((node for node in context.book.nodes if node.code == unit and node.level in REPORTING), None)
    is_named = teller is not None and len(units) != 1
    who = f"Según {ask('con_articulo', *teller.key)}" if teller and is_named else "Se informó"
    own = {told for one, told, *_ in texts if one == unit or not is_named}
    among = ", entre otras causas:" if len(own) > 1 else ":"
    others = _others_told([one for one in texts if one[1] not in own])
    declared = _declared_in(context, text)
    answer = answer_to(context, [declared] if declared else [], text, of_money=of_money)
    told = f"{lead}de {what}, {lower_first(who)}" if of_money else who
    when = _when(context, Period.parse(period)) if period else ""
    return Cause(f"{told}{among} «{ask('cita', text)}»{when}.{others}", answer)


def _when(context: DraftContext, period: Period) -> str:
    """Return the words for the period of some causes, after a comma; empty for the whole window since January."""
    return "" if period == context.accumulated else f", {ask('cuando', period.code)}"


def _others_told(texts: Sequence[tuple[str, str, str, str]]) -> str:
    """Return a sentence that counts other units and their causes (rows of `_texts_told`); empty without any."""
    if not texts:
        return ""
    units, told = ({one[place] for one in texts} for place in (0, 1))
    who = number_of(len(units), "Otra dependencia informó", "Otras dependencias informaron")
    return f" {who} {number_of(len(told), 'una causa distinta', 'causas distintas')}."


def _declared_words(
    context: DraftContext, counts: Mapping[str, int], named: Sequence[str], units: Collection[str], action: str
) -> str:
    """Return words that name some of the causes (codes) of `counts`, each with its number of tasks.

    For more than `MOST_ANSWERING` units the numbers are left out, because each request would list all their codes.
    """
    of: dict[str, object] = {"acp": action} if action else {"unidades": list(units)} if units else {}
    words = [f"«{ask('causa', code)}»" for code in named]
    if len(units) <= MOST_ANSWERING:
        asked = (ask("tareas_con_causa", code, **of, incumplidas=True) for code in named)
        nouns = (number_of(counts[code], "tarea", "tareas") for code in named)
        words = [f"{word} ({count} {noun})" for word, count, noun in zip(words, asked, nouns, strict=True)]
    among = "" if len(named) == len(counts) else ", entre otras"
    return f"{joined(words, named)}{among}"


def _declared_in(context: DraftContext, text: str) -> str:
    """Return the code of the declared cause with which a text begins; empty if there is none."""
    declared = context.book.identity.get("causas", ())
    return next((str(one["codigo"]) for one in declared if text.startswith(str(one["descripcion"]))), "")


def _texts_told(context: DraftContext, units: Collection[str], action: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield causes, then difficulties of `units`, as unit, text without final stop, subject, code of period.

    Both are in the words of the units; the subject is `las tareas` or `los resultados`.
    """
    of_tasks = context.told_causes(units, action)
    causes = [(row.get("unidad", ""), row["causa_desviacion"], "las tareas", row["periodo"]) for row in of_tasks]
    rows, asked = context.book.listing("resultados"), periods_within(context.book, "resultados")
    told = [row for row in rows if row.get("tipo") == DIFFICULTY and row.get("periodo") in asked]
    of_results = [(row["unidad"], row["texto"], "los resultados", row["periodo"]) for row in told]
    every = (*causes, *(one for one in of_results if one[0] in units))
    yield from ((unit, text.strip().rstrip("."), what, period) for unit, text, what, period in every if text.strip())


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
    if left:
        return f"{figure(left)} sin devengar, de {figure(budget)} vigentes"
    if kept and kept.rounded:
        return f"{ask('magnitud', kept.id)} devengados por encima de los {figure(budget)} vigentes"
    return f"{figure(budget)} vigentes{', devengados del todo' if kept else ''}"


def left_of(context: DraftContext, found: Figure) -> Figure | None:
    """Return what the subject of a figure has not accrued of its budget; None if unknown or if nothing is left."""
    left = context.book.get("saldo", context.accumulated, found.level, found.code)
    return left if left is not None and left.rounded > 0 else None


def action_called(code: str) -> str:
    """Return a template text for an action with its whole name: `la acción de corto plazo 7 («Implementar…»)`."""
    return f"la acción de corto plazo {ask('cita', code)} («{ask('nombre', 'acp', code)}»)"


def part_called(found: Figure, preposition: str = "") -> str:
    """Return a template text for the subject of a figure, after a preposition: `de la acción de corto plazo 7`."""
    if found.level in CODED:
        noun = "acción de corto plazo" if found.level == "acp" else "categoría"
        return f"{preposition} la {noun} {ask('cita', found.code)}".lstrip()
    key = (found.level, found.code)
    return ask("con_articulo", *key, tras=preposition) if preposition else ask("con_articulo", *key)


def parts_called(context: DraftContext, found: Sequence[Figure], preposition: str = "") -> str:
    """Return the subjects of some figures as a list, `MOST_ANSWERING` at most; it says so if there are more.

    The preposition stands before each.
    """
    named = found[:MOST_ANSWERING]
    names = (None if one.level in CODED else subject_name(context.book, one.level, one.code) for one in named)
    words = [preposition or (with_article(name) if name else "la") for name in names]
    more = ", entre otros" if len(found) > len(named) else ""
    return f"{joined([part_called(one, preposition) for one in named], words)}{more}"


def also_tied(context: DraftContext, tied: Sequence[Figure], what: str) -> str:
    """Return a sentence on subjects tied with another; `what` begins it (`Con la misma caída`). Empty without any."""
    return f" {what} {number_of(len(tied), 'está', 'están')} {parts_called(context, tied)}." if tied else ""


def measures_same_span(context: DraftContext, progress: Figure) -> bool:
    """Return whether a progress can be compared with the execution of the year's budget.

    Physical progress is a percentage of what was programmed until the cut-off, so it can be only when the year is over;
    other progress, such as weighted efficacy, is a percentage of the year.
    """
    return context.closes_year or progress.indicator != PHYSICAL
