"""Notes on projections to the year's end: their intervals, and why a percentage can exceed 100."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.settings.indicators import Proyeccion
from helpers.views.sections.areas_section import projection_notes

YEAR = Period.parse("2024-anual")
SPENT, DONE = "ejecucion_financiera", "eficacia_ponderada"


def notes(*projected: tuple[str, str, str, str]) -> list[str]:
    """The notes on projections given as indicator, level, name and value."""
    figures = [
        Figure(
            f"proyeccion_{indicator}", YEAR, level, name, name, "% proyectado", Operation.INPUT, exact(Decimal(value)), 2,
            "x",
        )
        for indicator, level, name, value in projected
    ]  # fmt: skip
    book = Book("e", Period.parse("2024-T2"), {one.id: one for one in figures}, ())
    asked = [Proyeccion.model_construct(indicador=name, confianza="95 %") for name in (DONE, SPENT)]
    return list(projection_notes(book, asked, YEAR))


@pytest.mark.parametrize("place", [("", "area", "Viceministerio"), ("_superior", "entidad", "Ministerio")])
@pytest.mark.parametrize(("value", "is_told"), [("100.00", False), ("100.01", True)])
def test_more_than_one_hundred_is_explained(place, value, is_told, wording):
    suffix, level, name = place
    found = [note for note in notes((f"{SPENT}{suffix}", level, name, value)) if note.startswith("Más de 100 %")]
    assert len(found) == is_told
    wording(found)


def test_an_interval_is_explained():
    assert [note.partition(":")[0] for note in notes((f"{DONE}_inferior", "area", "Viceministerio", "60.00"))][:1] == ["Desde y hasta"]


def test_a_total_without_interval_says_what_an_interval_requires(wording):
    (interval_note,) = [note for note in notes((f"{DONE}_superior", "entidad", "Ministerio", "90.00")) if note.startswith("Total, sin")]
    wording(interval_note, "ejecución financiera", "tres")
