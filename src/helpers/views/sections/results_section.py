"""Paragraphs and tables of the section on results (`10_resultados`)."""

from __future__ import annotations

from helpers.views.elements.grid import Shown
from helpers.views.progress import results_views
from helpers.views.progress.narrative_views import highlights
from helpers.views.sections.shown_section import ShownSection


def by_action(section: ShownSection) -> Shown:
    """Table of what each action expected and reached.

    NotIncluded if the report's section on actions has the table; it lacks the results if none names its action.
    """
    actions = {row["acp"] for row in section.book.listing("acciones")}
    if "acp" in section.corrida.secciones and actions:
        is_counted = not actions.isdisjoint(row.get("acp") for row in results_views.achieved(section.book))
        return section.leave_out() if is_counted else section.lacks("los resultados de cada acción")
    return results_views.results_by_action(
        section.book,
        id="cuadro-resultados-matriz",
        title=f"Resultados esperados y alcanzados por acción de corto plazo, informe {section.period.of_when}",
    )


def highlighted(section: ShownSection) -> Shown:
    """A list of the first results that units highlight; NotIncluded if there are none."""
    return highlights(section.book) or section.leave_out("los resultados que las unidades destacan")
