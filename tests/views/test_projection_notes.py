"""Notes on projections to the year's end: for whom and in which indicator a percentage exceeds 100, and why it can."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.settings.indicators import Proyeccion
from helpers.views.progress.projection_notes import MOST_NAMED, projection_notes

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


@pytest.mark.parametrize(
    ("projected", "values"),
    [
        ([(SPENT, "area", "Viceministerio", "100.00")], []),
        (
            [(SPENT, "area", "Viceministerio", "100.01"), (SPENT, "entidad", "Ministerio", "90.00")],
            ["Ejecución financiera del Viceministerio", "100 %", "límite del gasto"],
        ),
        (
            [(DONE, "area", "Viceministerio", "120.00"), (DONE, "entidad", "Ministerio", "110.00")],
            ["Eficacia ponderada del Viceministerio y del Ministerio", "100 %", "programado"],
        ),
    ],
)
def test_a_projection_over_one_hundred_is_explained_by_its_indicator(projected, values, wording):
    found = [note for note in notes(*projected) if "más de 100" in note]
    assert len(found) == bool(values)
    wording(found, *values)


def test_areas_over_one_hundred_are_named_up_to_a_maximum(wording):
    said = notes(*((SPENT, "area", f"Dirección {letter}", "130.00") for letter in "ABCDEFGH"))[-1]
    assert said.count("Dirección") == MOST_NAMED
    wording(said, "Dirección A", "Dirección F", "100")


@pytest.mark.parametrize(
    ("indicator", "values"), [(SPENT, ["100 %", "gasto", "presupuesto vigente"]), (DONE, ["100 %"])],
)
def test_an_interval_over_one_hundred_mentions_money_only_for_expenditure(indicator, values, wording):
    said = notes((f"{indicator}_superior", "entidad", "Ministerio", "100.01"))
    (interval_note,) = [note for note in said if note.startswith("Un límite")]
    wording(interval_note, *values)
    assert ("gasto" in interval_note) is (indicator == SPENT)


def test_an_interval_is_explained():
    assert [note.partition(":")[0] for note in notes((f"{DONE}_inferior", "area", "Viceministerio", "60.00"))][:1] == ["Desde y hasta"]


def test_a_total_without_interval_says_what_an_interval_requires(wording):
    (interval_note,) = [note for note in notes((f"{DONE}_superior", "entidad", "Ministerio", "90.00")) if note.startswith("Total, sin")]
    wording(interval_note, "ejecución financiera", "tres")
