"""Paragraphs, tables and counts of the section on results (`10_resultados`)."""

from __future__ import annotations

from collections import Counter

from helpers.views.elements.grid import Shown
from helpers.views.progress import results_views
from helpers.views.progress.narrative_views import highlights
from helpers.views.sections.shown_section import ShownSection

COUNTED_ONCE = "Todo resultado del periodo está contado una sola vez, con sus partes"
KNOWN_STATES = "Todo estado es uno de los conocidos, o no se dice"
ALLOWED = frozenset({*results_views.STATES, ""})
"""States that a result may have; empty where its unit did not say."""
NOT_RESULTS = (results_views.DIFFICULTY, results_views.CHALLENGE, results_views.CONTEXT, results_views.CONCLUSION)


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


def by_state(section: ShownSection) -> Counter[str]:
    """Number of results of the report's period by state ("" if not said), without the parts of other results."""
    return Counter(row.get("estado", "") for row in results_views.achieved(section.book))


def parts(section: ShownSection) -> int:
    """Number of the period's achievements and highlights that are a part of another one (`parte_de`).

    As in `achieved`, a part counts as a result, and not here, if the data lack the result that it names or if that is a
    part itself.
    """
    counted = results_views.achieved(section.book)
    return sum(bool(row.get("parte_de")) and row not in counted for row in results_views.reached(section.book))


def received(section: ShownSection) -> int:
    """Number of the institution's rows of the period in `resultados` that are about a result, parts included."""
    book = section.book
    return len(results_views.results_of(book)) - len(results_views.results_of(book, *NOT_RESULTS))
