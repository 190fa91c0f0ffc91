"""What answers each kind of cause that units tell: the first step of a matter's first option.

An answer is an infinitive phrase without final stop. The kinds are those of `causas` in `entidad.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from helpers.base.display import lower_first
from helpers.texts.decisions.matter import Answer
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rules

ANSWERS: Rules[str] = Rules()
"""One rule for each kind of cause, by the kind."""
OWN_WORDS = "propias_palabras"
"""Key of the answer to a cause that no kind classifies, such as one told in a unit's own words."""
MOST_ANSWERS = 2
OF_GOAL = frozenset({"demanda", "programacion"})
"""Kinds of causes that change the goal, so that what was missing is not made up for."""


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
"""Words by which a cause in a unit's own words is of a kind; the answer is a proposal, which the planner corrects."""


def answer_to(context: DraftContext, codes: Sequence[str], text: str = "") -> Answer:
    """Return what answers a cause: at most `MOST_ANSWERS` rules, each once.

    Parameters
    ----------
    codes : sequence of str
        Codes of declared causes.
    text : str
        A cause in a unit's own words; its words tell the kind where no code does.
    """
    kinds = {str(cause["codigo"]): str(cause.get("tipo", "")) for cause in context.book.identity.get("causas", ())}
    asked = [kinds.get(code) or OWN_WORDS for code in codes] or [kind for kind in TOLD_BY if TOLD_BY[kind].search(text)]
    every = list(dict.fromkeys(asked or [OWN_WORDS]))[:MOST_ANSWERS]
    first, *others = (phrase for kind in every for phrase in ANSWERS.by_key[kind].find(context))
    return Answer("; además, ".join([first, *map(lower_first, others)]), is_option=set(every) <= OF_GOAL)


def _for_when(context: DraftContext) -> str:
    return "para la gestión siguiente" if context.closes_year else "para el resto de la gestión"


def _in_plan(context: DraftContext) -> str:
    return "en el plan de la gestión siguiente" if context.closes_year else "en la próxima reformulación del plan"


@ANSWERS.rule("contratacion", "Responde a la demora en contratar con un cronograma.")
def schedule_purchases(context: DraftContext) -> Iterator[str]:
    """Yield a schedule of the delayed purchases."""
    yield f"Aprobar con la unidad administrativa un cronograma de las contrataciones demoradas, {_for_when(context)}"


@ANSWERS.rule("recursos", "Responde a la falta de recursos con su asignación y su desembolso.")
def secure_funds(context: DraftContext) -> Iterator[str]:
    """Yield the allocation and the disbursement of what was missing."""
    yield f"Gestionar la asignación y el desembolso de los recursos que faltaron, {_for_when(context)}"


@ANSWERS.rule("contraparte", "Responde a lo que reprogramó la contraparte con fechas acordadas.")
def agree_dates(_: DraftContext) -> Iterator[str]:
    """Yield new dates in writing."""
    yield "Acordar por escrito con la contraparte las nuevas fechas"


@ANSWERS.rule("personal", "Responde a la falta de personal con cargos cubiertos o personal reasignado.")
def staff_tasks(_: DraftContext) -> Iterator[str]:
    """Yield staff for the tasks that are behind."""
    yield "Cubrir los cargos vacantes o reasignar personal a las tareas atrasadas"


@ANSWERS.rule("fuerza_mayor", "Responde al hecho externo (caso fortuito o fuerza mayor) con su respaldo.")
def document_force_majeure(_: DraftContext) -> Iterator[str]:
    """Yield the written evidence of what nobody could prevent."""
    yield "Respaldar con documentos el hecho externo que se informó como causa"


@ANSWERS.rule("demanda", "Responde a una demanda que no fue la prevista con otra meta.")
def adjust_goal(context: DraftContext) -> Iterator[str]:
    """Yield a goal that fits the demand."""
    yield f"Ajustar la meta a la demanda comprobada, {_in_plan(context)}, sin arrastrar lo que faltó"


@ANSWERS.rule("autorizaciones", "Responde a la demora en normas o firmas con un plazo para cada una.")
def obtain_authorisations(_: DraftContext) -> Iterator[str]:
    """Yield a time limit for each norm, authorisation or signature."""
    yield "Obtener las normas, autorizaciones o firmas pendientes, con un plazo para cada una"


@ANSWERS.rule("sistemas", "Responde a la falla de sistemas o equipos con su reparación o reemplazo.")
def repair_systems(_: DraftContext) -> Iterator[str]:
    """Yield the repair or the replacement of what failed."""
    yield "Reparar o reemplazar los sistemas y equipos que fallaron"


@ANSWERS.rule("programacion", "Responde a la meta o al mes mal programados con su corrección en el plan.")
def correct_programme(context: DraftContext) -> Iterator[str]:
    """Yield a corrected programme."""
    yield f"Corregir las metas y los meses mal programados, {_in_plan(context)}, sin arrastrar lo que faltó"


@ANSWERS.rule(OWN_WORDS, "Responde a una causa en palabras de la unidad con medidas que ella acuerda.")
def agree_measures(_: DraftContext) -> Iterator[str]:
    """Yield measures against a cause that no kind classifies."""
    yield "Acordar con quien responde las medidas contra la causa informada"
