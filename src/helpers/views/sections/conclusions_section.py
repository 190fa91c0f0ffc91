"""Paragraphs of the section on conclusions and recommendations (`12_conclusiones`)."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.texts.conclusions.conclusions_draft import Drafted, as_list, drafted, matters_apart
from helpers.texts.decisions.decisions_draft import own_matters, pending
from helpers.views.elements.grid import Pieces, Shown
from helpers.views.sections.shown_section import ShownSection

IS_DRAFT = "*Borrador pendiente de revisión por la unidad de planificación.*"
NO_ADVICE = "Ninguna regla propone una a partir de estas cifras."
COMPOSED = "Toda frase del borrador se compone"
NO_TYPED_NUMBER = "Ninguna frase del borrador trae un número escrito"


def drafts(section: ShownSection) -> tuple[Sequence[Drafted], Sequence[Drafted]]:
    """The conclusions and the recommendations that rules draft from the run's figures and findings."""
    return drafted(section.book, section.findings, section.cutoff, own_matters(section.texts))


def concluded(section: ShownSection, draft: Sequence[Drafted]) -> Shown:
    """Return the planner's own text, or the drafted conclusions as a list under a line that says that they are a draft.

    The line stands above the planner's text too while it has a proposal that nobody accepted.
    """
    own = section.own_text()
    if own and any(pending(section.book, text.text) for text in section.texts):
        return Pieces((section.compose(IS_DRAFT), own))
    return own or section.compose(f"{IS_DRAFT}\n\n{as_list(draft)}")


def proposed(section: ShownSection, draft: Sequence[Drafted]) -> Shown:
    """The drafted recommendations as a list, or a sentence that there are none, below the sentence of `matters_apart`.

    Returns NotIncluded if the planner wrote a text for this section, as the proposed recommendations are in that text.
    """
    if section.own_text():
        return section.leave_out()
    apart = matters_apart(section.book, section.findings, section.cutoff, own_matters(section.texts))
    return section.compose(f"{apart}\n\n{as_list(draft) or NO_ADVICE}".lstrip())


def composed(section: ShownSection, sentences: Sequence[str]) -> list[str]:
    """The sentences, as given, that yield a non-empty text once their figures are filled in."""
    return [sentence for sentence in sentences if section.compose(sentence).html]
