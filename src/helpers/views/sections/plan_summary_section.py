"""Cards and paragraphs of the plan in brief (`00_resumen_plan`)."""

from __future__ import annotations

from helpers.views.elements.grid import KeyFigures, Shown
from helpers.views.elements.tables import card
from helpers.views.plan.formulation_drafts import brief_drafts
from helpers.views.sections.shown_section import ShownSection

CARDS = {
    "ppto_aprobado": "Aprobado",
    "requerido": "Requerido por las áreas",
    "requerido_legible": "Requerido legible",
    "requerido_sin_formulario": "Aprobado que no consta en renglones legibles",
    "techo": "Techos de las áreas",
    "ppto_programado": "Programado en el año",
}
"""Label of each key figure of a plan, in the order of the cards."""
OF_PLANS = "Este resumen se compone en la corrida del plan («poa»)."
ALL_ASKED = "Todo número del resumen se pide al Libro"


def cards(section: ShownSection) -> KeyFigures | None:
    """Cards of the plan's key figures of the institution that the Book has, in the order of `CARDS`.

    None if it has none.
    """
    found = ((label, section.book.get(name, section.period, *section.entity)) for name, label in CARDS.items())
    shown = tuple(card(figure, label) for label, figure in found if figure)
    return KeyFigures(shown) if shown else None


def drafts(section: ShownSection) -> tuple[str, str, str]:
    """What the plan costs, what it changes and what is still open, as three templates (`brief_drafts`).

    In a run that is not a plan's, the first only says where to find them and the others are empty.
    """
    if not section.period.is_plan:
        return (OF_PLANS, "", "")
    return brief_drafts(section.book, section.findings)


def paragraph_of(section: ShownSection, draft: str) -> Shown:
    """A draft, as `drafts` returns, with its figures filled in; returns NotIncluded if it is empty."""
    return section.compose(draft, "texto/resumen_plan.md") if draft else section.leave_out()
