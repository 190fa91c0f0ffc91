"""Paragraphs, tables and counts of the section on results (`10_resultados`)."""

from __future__ import annotations

from collections import Counter

from helpers.views.elements.grid import Shown
from helpers.views.elements.prose import Paragraph
from helpers.views.progress.results_views import (
    CHALLENGE,
    CONCLUSION,
    CONTEXT,
    DIFFICULTY,
    STATES,
    achieved,
    highlights,
    reached,
    results_by_action,
    results_of,
)
from helpers.views.sections.shown_section import ShownSection

COUNTED_ONCE = "Todo resultado del periodo está contado una sola vez, con sus partes"
KNOWN_STATES = "Todo estado es uno de los conocidos, o no se dice"
ALLOWED = frozenset({*STATES, ""})
"""States that a result may have; empty where its unit did not say."""
NOT_RESULTS = (DIFFICULTY, CHALLENGE, CONTEXT, CONCLUSION)


def by_action(section: ShownSection) -> Shown:
    """What each action expected and what was reached; a reference where the section on actions has that table."""
    if "acp" in section.corrida.secciones and section.book.listing("acciones"):
        return section.say(
            "Cuántos resultados informaron las unidades de cada acción está en el {{ ref('cuadro-acp-matriz') }}, al "
            "lado de lo que se espera de ella, de sus metas y de su dinero, donde constan."
        )
    return results_by_action(
        section.book,
        id="cuadro-resultados-matriz",
        title=f"Resultados esperados y alcanzados por acción de corto plazo, informe {section.period.of_when}",
    )


def highlighted(section: ShownSection) -> Shown:
    """The results that units highlight; left out if there are none."""
    told = highlights(section.book)
    return Paragraph(told) if told else section.leave_out("los resultados que las unidades destacan")


def by_state(section: ShownSection) -> Counter[str]:
    """Number of results by state, as the report counts them: without the parts of other results."""
    return Counter(row.get("estado", "") for row in achieved(section.book))


def parts(section: ShownSection) -> int:
    """Number of rows that are a part of another result."""
    counted = achieved(section.book)
    return sum(bool(row.get("parte_de")) and row not in counted for row in reached(section.book))


def received(section: ShownSection) -> int:
    """Number of the period's rows in the received table, without those that are not about a result."""
    book = section.book
    return len(results_of(book)) - len(results_of(book, *NOT_RESULTS))
