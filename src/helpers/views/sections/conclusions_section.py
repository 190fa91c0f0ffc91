"""Paragraphs and tables of the section on conclusions and recommendations (`12_conclusiones`)."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.texts.conclusions.conclusions_draft import Drafted, as_list, drafted, matters_apart
from helpers.texts.conclusions.recommendations import carried, own_recommendations
from helpers.texts.decisions.decisions_draft import own_matters
from helpers.views.elements.grid import Shown
from helpers.views.elements.prose import Paragraph
from helpers.views.progress.narrative_views import challenges_table, concluded_table, general_facts
from helpers.views.progress.results_views import CHALLENGE, CONCLUSION, results_of
from helpers.views.quality.recommendation_views import (
    drafting_rules_table,
    earlier_recommendations_table,
    printed_recommendations_table,
)
from helpers.views.sections.shown_section import ShownSection

IS_DRAFT = "*Borrador pendiente de revisión por la unidad de planificación.*"
NO_ADVICE = "Ninguna regla propone una a partir de estas cifras."
COMPOSED = "Toda frase del borrador se compone"
NO_TYPED_NUMBER = "Ninguna frase del borrador trae un número escrito"


def drafts(section: ShownSection) -> tuple[Sequence[Drafted], Sequence[Drafted]]:
    """The conclusions and the recommendations that rules draft from the run's figures and findings."""
    cutoff = section.corrida.cutoff(section.period)
    return drafted(section.book, section.findings, cutoff, own_matters(section.texts))


def concluded(section: ShownSection, draft: Sequence[Drafted]) -> Shown:
    """The planner's own text.

    Without it, the drafted conclusions as a list, under a line that says that they are a draft.
    """
    return section.own_text() or section.compose(f"{IS_DRAFT}\n\n{as_list(draft)}")


def concluded_in_documents(section: ShownSection) -> Shown | None:
    """Table of what the institution's own documents conclude on the report's period; None if the data have none."""
    if not results_of(section.book, CONCLUSION):
        return None
    title = "Conclusiones del documento de la institución"
    return concluded_table(section.book, id="cuadro-conclusiones-documento", title=title)


def facts(section: ShownSection) -> Paragraph | None:
    """A list of the circumstances of the report's period that belong to no unit; None if there are none."""
    return general_facts(section.book, "Otros hechos de la gestión")


def challenges(section: ShownSection) -> Shown | None:
    """Table of what units report as pending in the report's period; None if they report nothing."""
    if not results_of(section.book, CHALLENGE):
        return None
    title = "Tareas pendientes según las unidades"
    return challenges_table(section.book, id="cuadro-desafios", title=title)


def printed_recommendations(section: ShownSection) -> Shown:
    """Table of what the printed report of this period recommends; returns NotIncluded if none is known."""
    if not own_recommendations(section.book):
        return section.leave_out()
    title = f"Recomendaciones del informe impreso, {section.period.words}"
    return printed_recommendations_table(section.book, id="cuadro-recomendaciones-propias", title=title)


def earlier_recommendations(section: ShownSection) -> Shown:
    """Table of what earlier reports recommended, with its state at the cut-off.

    Returns NotIncluded if the data have none.
    """
    cutoff = section.corrida.cutoff(section.period)
    if not carried(section.book, cutoff):
        return section.leave_out("las recomendaciones de informes anteriores")
    title = "Recomendaciones de informes anteriores y su estado al corte"
    return earlier_recommendations_table(section.book, cutoff, id="cuadro-recomendaciones", title=title)


def proposed(section: ShownSection, draft: Sequence[Drafted]) -> Shown:
    """The drafted recommendations as a list, or a sentence that there are none; above it, where the matters are.

    Returns NotIncluded if the planner wrote a text: those that planning proposes are there, under their own title.
    """
    if section.own_text():
        return section.leave_out()
    cutoff = section.corrida.cutoff(section.period)
    apart = matters_apart(section.book, section.findings, cutoff, own_matters(section.texts))
    return section.compose(f"{apart}\n\n{as_list(draft) or NO_ADVICE}".lstrip())


def rules(sentences: Sequence[Drafted]) -> Shown:
    """Table of the drafted sentences as templates, each with the rule that drafted it."""
    title = "Frases del borrador, con la regla de cada una"
    return drafting_rules_table(sentences, id="cuadro-reglas-redaccion", title=title)


def composed(section: ShownSection, sentences: Sequence[str]) -> list[str]:
    """The sentences, as given, that yield a non-empty text once their figures are filled in."""
    return [sentence for sentence in sentences if section.compose(sentence).html]
