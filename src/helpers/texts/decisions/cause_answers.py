"""The cause of a matter, as units told it of their tasks and results, and the answer to each kind of cause.

The answer is the first step of a matter's first option: an infinitive phrase without final stop. The kinds are those of
`causas` in `entidad.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from helpers.base.display import lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.situations import GOAL_CAUSES, periods_within
from helpers.figures.subjects import first_node
from helpers.texts.decisions.matter import Answer, Cause
from helpers.texts.decisions.matter_words import MOST_ANSWERING, answering_for_category
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined, number_of
from helpers.texts.sentences.text_templates import ask

NOT_TOLD = "No consta"
"""Beginning of the words on a cause that nobody gave."""
NO_CAUSE = f"{NOT_TOLD} en la información recibida."
DIFFICULTY = "dificultad"
"""The kind (`tipo`) of the rows of `resultados` in which a unit tells a difficulty."""
NOT_OF_MONEY = "No se informa por qué no se gastó; "
"""Before the cause in a matter on money: units tell causes of tasks and difficulties of results, none of spending."""
MOST_CAUSES = 3
OF_UNIT = "Puede no ser de esta categoría: quien responde lo hace por varias."
OWN_WORDS = "propias_palabras"
"""Key of the answer to a cause that no kind classifies, such as one told in a unit's own words."""
MOST_ANSWERS = 2
THIS_YEAR = {"para_cuando": "para el resto de la gestión", "en_plan": "en la próxima reformulación del plan"}
NEXT_YEAR = {"para_cuando": "para la gestión siguiente", "en_plan": "en el plan de la gestión siguiente"}


class KindAnswer(NamedTuple):
    """The answer to a kind of cause, as an infinitive phrase; `promise` is a sentence on what the answer does.

    In the phrase, `{para_cuando}` and `{en_plan}` stand for the words of `THIS_YEAR` or `NEXT_YEAR`.
    """

    promise: str
    phrase: str


ANSWERS: Mapping[str, KindAnswer] = {
    "contratacion": KindAnswer(
        "Responde a la demora en contratar con un cronograma.",
        "Aprobar con la unidad administrativa un cronograma de las contrataciones demoradas, {para_cuando}",
    ),
    "recursos": KindAnswer(
        "Responde a la falta de recursos con su asignación y su desembolso.",
        "Gestionar la asignación y el desembolso de los recursos que faltaron, {para_cuando}",
    ),
    "contraparte": KindAnswer(
        "Responde a lo que reprogramó la contraparte con fechas acordadas.",
        "Acordar por escrito con la contraparte las nuevas fechas",
    ),
    "personal": KindAnswer(
        "Responde a la falta de personal con cargos cubiertos o personal reasignado.",
        "Cubrir los cargos vacantes o reasignar personal a las tareas atrasadas",
    ),
    "fuerza_mayor": KindAnswer(
        "Responde al hecho externo (caso fortuito o fuerza mayor) con su respaldo.",
        "Respaldar con documentos el hecho externo que se informó como causa",
    ),
    "demanda": KindAnswer(
        "Responde a una demanda que no fue la prevista con otra meta.",
        "Ajustar la meta a la demanda comprobada, {en_plan}",
    ),
    "autorizaciones": KindAnswer(
        "Responde a la demora en normas o firmas con un plazo para cada una.",
        "Obtener las normas, autorizaciones o firmas pendientes, con un plazo para cada una",
    ),
    "sistemas": KindAnswer(
        "Responde a la falla de sistemas o equipos con su reparación o reemplazo.",
        "Reparar o reemplazar los sistemas y equipos que fallaron",
    ),
    "programacion": KindAnswer(
        "Responde a la meta o al mes mal programados con su corrección en el plan.",
        "Corregir las metas y los meses mal programados, {en_plan}",
    ),
    OWN_WORDS: KindAnswer(
        "Responde a una causa en palabras de la unidad con medidas que ella acuerda.",
        "Acordar con quien responde las medidas contra lo informado como causa",
    ),
}
"""The answer to each kind of cause."""

TOLD_BY: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in {
        "fuerza_mayor": r"pandemia|sanitari[ao]|cuarentena|fuerza mayor|caso fortuito|desastre|bloqueos?\b",
        "contratacion": r"contrataci|\bcompras?\b|adjudicad|proveedor|licitaci",
        "personal": r"(?:rotación|falta|insuficiencia) de personal|personal (?:insuficiente|reducido)|ac[eé]fal",
        "recursos": r"desembolso|falta de (?:recursos|presupuesto|financiamiento)",
        "autorizaciones": r"autorizaci|falta de (?:norma|firma)",
        "sistemas": r"fallas? (?:de|en) (?:el |los )?(?:sistema|equipo)|cortes? de energía",
        "contraparte": r"contraparte",
    }.items()
}
"""Words that tell the kind of a cause in a unit's own words; the answer is a proposal, which the planner corrects."""


def cause_of_category(context: DraftContext, category: str, *, of_money: bool = False) -> Cause:
    """Return `cause_told` of a category's units; it says so if they answer for other categories too.

    The data link categories to units, and no task to a category.
    """
    units = [node.code for node in answering_for_category(context, category)]
    cause = cause_told(context, units or [category], of_money=of_money)
    links = context.book.listing("vinculacion")
    is_shared = any(row.get("unidad") in units and row["cat_prog"] != category for row in links)
    return replace(cause, words=f"{cause.words} {OF_UNIT}") if cause.answer and is_shared else cause


def cause_told(
    context: DraftContext, units: Collection[str] = (), action: str = "", *, of_money: bool = False
) -> Cause:
    """Return the causes that units gave, with the answer to them, or words that nobody gave any.

    They are the declared causes with the most tasks that did less than was programmed, and the first in own words; or
    else the first text in which a unit gives a cause, or one of `units` a difficulty. The words name the period of the
    causes, unless it is the whole window since January, because the matter's figures may be of that window.

    Parameters
    ----------
    units : collection of str
        Codes of nodes of `UNIT_LEVELS`; with an action or neither, all units.
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
        free = context.own_causes(units, action)
        among = ", entre otras" if len(free) > 1 else ""
        also = f"; en palabras propias, «{ask('cita', free[0])}»{among}" if free else ""
        of_tasks = f"de las tareas que no cumplieron lo programado{when.removeprefix(',')}: {words}{also}."
        answer = answer_to(context, named, " ".join(free), of_money=of_money)
        return Cause(f"{lead}{of_tasks}" if of_money else f"{words}{also}{when}.", answer)
    texts = list(dict.fromkeys(_texts_told(context, units, action)))
    if not texts:
        when = _when(context, context.period)
        return Cause(f"{NOT_TOLD}{when.removeprefix(',')}." if when else NO_CAUSE)
    unit, text, what, period = texts[0]
    teller = first_node(context.book, UNIT_LEVELS, unit)
    is_named = teller is not None and len(units) != 1
    who = f"según {ask('con_articulo', *teller.key)}" if teller and is_named else "se informó"
    who = f"entre otras causas, {who}" if len({told for _, told, *_ in texts}) > 1 else who
    declared = _declared_in(context, text)
    answer = answer_to(context, [declared] if declared else [], text, of_money=of_money)
    told = f"{lead}de {what}, {who}" if of_money else upper_first(who)
    when = _when(context, Period.parse(period)) if period else ""
    return Cause(f"{told}: «{ask('cita', text)}»{when}.", answer)


def _when(context: DraftContext, period: Period) -> str:
    """Return the words for the period of some causes, after a comma; empty for the whole window since January."""
    return "" if period == context.accumulated else f", {ask('cuando', period.code)}"


def _declared_words(
    context: DraftContext, counts: Mapping[str, int], named: Sequence[str], units: Collection[str], action: str
) -> str:
    """Return words, as a template, that name some of the causes of `counts`, each with its number of tasks.

    `, entre otras` follows if `counts` has more. For more than `MOST_ANSWERING` units the numbers are left out, because
    each request would list all their codes.

    Parameters
    ----------
    counts : Mapping of str to int
        Number of tasks by code of cause.
    named : sequence of str
        Codes of the causes to name.
    units, action
        Whose tasks the requests for the numbers count: the action's, else those of the units, else all.
    """
    of: dict[str, object] = {"acp": action} if action else {"unidades": list(units)} if units else {}
    words = [f"«{ask('causa', code)}»" for code in named]
    if len(units) <= MOST_ANSWERING:
        asked = (ask("tareas_con_causa", code, **of, incumplidas=True) for code in named)
        nouns = (number_of(counts[code], "tarea", "tareas") for code in named)
        words = [f"{word} ({count} {noun})" for word, count, noun in zip(words, asked, nouns, strict=True)]
    among = "" if len(named) == len(counts) else ", entre otras"
    return f"{joined(words, [context.declared()[code] for code in named])}{among}"


def _declared_in(context: DraftContext, text: str) -> str:
    """Return the code of the declared cause with which a text begins; empty if there is none."""
    return next((code for code, description in context.declared().items() if text.startswith(description)), "")


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


def answer_to(
    context: DraftContext, codes: Sequence[str], text: str = "", *, of_money: bool = False
) -> Answer | None:
    """Return the answer to some causes, of `MOST_ANSWERS` kinds at most; a cause of no known kind gets `OWN_WORDS`.

    The answer to causes that change the goal (`GOAL_CAUSES`) is an option of its own, which does not make up for what
    was missing. With `of_money` these causes do not count, as they do not explain unspent money; None without others.

    Parameters
    ----------
    codes : sequence of str
        Codes of declared causes.
    text : str
        Causes in units' own words, which tell further kinds (`TOLD_BY`).
    """
    kinds = {str(cause["codigo"]): str(cause.get("tipo", "")) for cause in context.book.identity.get("causas", ())}
    asked = [kinds.get(code) or OWN_WORDS for code in codes]
    asked += [kind for kind in TOLD_BY if TOLD_BY[kind].search(text)]
    answering = [kind for kind in asked or [OWN_WORDS] if not of_money or kind not in GOAL_CAUSES]
    if not answering:
        return None
    every = list(dict.fromkeys(answering))[:MOST_ANSWERS]
    when = NEXT_YEAR if context.closes_year else THIS_YEAR
    goals, others = ([kind for kind in every if (kind in GOAL_CAUSES) is is_goal] for is_goal in (True, False))
    option = f"{_phrase(goals, when)}, sin arrastrar lo que faltó" if goals else ""
    return Answer(_phrase(others, when), is_option=False, goal=option) if others else Answer(option, is_option=True)


def _phrase(kinds: Sequence[str], when: Mapping[str, str]) -> str:
    """Return the phrases of some kinds, joined by `; además, `; `when` gives the words for the time."""
    *before, last = (ANSWERS[kind].phrase.format(**when) for kind in kinds)
    # Two answers for the same time say it once, at the end.
    twice = f", {when['para_cuando']}" if last.endswith(when["para_cuando"]) else ""
    first, *others = (*(phrase.removesuffix(twice) for phrase in before), last)
    return "; además, ".join([first, *map(lower_first, others)])
