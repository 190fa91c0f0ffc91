"""The answer to each kind of cause that units give, which is the first step of a matter's first option.

An answer is an infinitive phrase without final stop. The kinds are those of `causas` in `entidad.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from helpers.base.display import lower_first
from helpers.figures.situations import GOAL_CAUSES
from helpers.texts.decisions.matter import Answer
from helpers.texts.drafting.drafting_context import DraftContext

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
