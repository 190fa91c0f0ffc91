"""Institutions of any shape, for hypothesis, and the tables in which each would publish what it has."""

from __future__ import annotations

from fractions import Fraction

from builders import make_dataset, rows_of
from hypothesis import strategies as st
from naive import ACCUMULATED, Institution, Line, Place

from helpers.exact import plain_text
from helpers.intake.dataset import Dataset
from helpers.periods import Period

ACTIONS = ["1", "2", "3"]
HUNDREDTHS = st.integers(min_value=0, max_value=12_000).map(lambda number: Fraction(number, 100))
AMOUNTS = st.integers(min_value=-30_000, max_value=900_000).map(lambda number: Fraction(number, 100))
BUDGETS = st.integers(min_value=0, max_value=900_000).map(lambda number: Fraction(number, 100))
BELOW = {
    "area": ("unidad", "tipo"),
    "tipo": ("subtipo", "puesto"),
    "subtipo": ("puesto",),
    "unidad": ("puesto",),
}


@st.composite
def institutions(draw: st.DrawFn) -> Institution:
    """A tree, who answers for what, what was reported with gaps, and budget reports with gaps."""
    quarters = draw(st.integers(1, 3))
    places = draw(trees())
    categories = [f"{number} 0 001" for number in range(1, draw(st.integers(1, 4)) + 1)]
    areas = [place.code for place in places if place.level == "area"]
    units = [place.code for place in places if place.level == "unidad"]
    links = [
        (
            code,
            draw(st.sampled_from(ACTIONS)),
            draw(st.sampled_from(["", *areas])),
            draw(st.sampled_from(["", *units])),
        )
        for code in categories
    ]
    return Institution(
        quarters=quarters,
        places=places,
        actions=ACTIONS,
        links=links,
        reported=draw(reports(places, quarters)),
        lines=draw(budgets(categories, areas, quarters)),
    )


@st.composite
def trees(draw: st.DrawFn) -> list[Place]:
    """Entity, services, areas, under each units and posts to any depth; codes repeat across levels."""
    places = [Place("entidad", "E", None)]
    for service in range(draw(st.integers(1, 2))):
        places.append(Place("servicio", f"S{service}", ("entidad", "E")))
        for area in range(draw(st.integers(1, 2))):
            code = f"S{service}" if area == 0 else f"A{service}{area}"
            places.append(Place("area", code, ("servicio", f"S{service}"), draw(acps())))
    for area in [place for place in places if place.level == "area"]:
        places.extend(draw(branches(area)))
    return places


@st.composite
def branches(draw: st.DrawFn, above: Place) -> list[Place]:
    places: list[Place] = []
    for number in range(draw(st.integers(0, 3))):
        level = draw(st.sampled_from(BELOW[above.level]))
        place = Place(level, f"{above.code}-{level[:2]}{number}", above.key, draw(acps()))
        places.append(place)
        if level in BELOW:
            places.extend(draw(branches(place)))
    return places


def acps() -> st.SearchStrategy[str]:
    return st.sampled_from(["", *ACTIONS])


@st.composite
def reports(draw: st.DrawFn, places: list[Place], quarters: int) -> dict[tuple[str, str, str, str], Fraction]:
    """Who reports what in which window: anybody, of any level, with gaps."""
    windows = ["ene", *(f"T{number}" for number in range(1, quarters + 1))]
    found = {}
    for place in places:
        often = place.level in {"unidad", "puesto", "tipo"}
        for indicator in ("avance_fisico", "eficacia_ponderada"):
            for window in windows:
                if window == "ene" and indicator == "avance_fisico":
                    continue
                if draw(st.integers(0, 3)) < (3 if often else 1):
                    found[indicator, window, place.level, place.code] = draw(HUNDREDTHS)
    return found


@st.composite
def budgets(draw: st.DrawFn, categories: list[str], areas: list[str], quarters: int) -> list[Line]:
    """Reports at each quarter's end: a report or a line may be missing, an amount may be blank."""
    lines = []
    for quarter in range(1, quarters + 1):
        for report, codes in (("categoria", categories), ("area", areas), ("fuente", ["10", "11"])):
            if draw(st.integers(0, 3)) == 0:
                continue
            for code in codes:
                if draw(st.integers(0, 5)):
                    lines.append(Line(quarter, report, code, draw(amounts())))
    return lines


@st.composite
def amounts(draw: st.DrawFn) -> dict[str, Fraction]:
    drawn = {"ppto_inicial": draw(BUDGETS), "ppto_vigente": draw(BUDGETS), "devengado": draw(AMOUNTS)}
    return {column: value for column, value in drawn.items() if draw(st.integers(0, 6))}


def dataset_of(institution: Institution) -> Dataset:
    """The tables that the institution publishes."""
    return make_dataset(
        estructura=rows_of(
            "estructura",
            ["nivel", "codigo", "padre", "acp"],
            [
                [place.level, place.code, place.parent[1] if place.parent else "", place.acp]
                for place in institution.places
            ],
        ),
        acciones=rows_of(
            "acciones", ["acp", "denominacion"], [[code, f"Acción {code}"] for code in institution.actions]
        ),
        vinculacion=rows_of(
            "vinculacion", ["cat_prog", "acp", "area", "unidad"], [list(link) for link in institution.links]
        ),
        avances=rows_of(
            "avances",
            ["indicador", "periodo", "nivel", "codigo", "valor"],
            [
                [indicator, f"2024-{window}", level, code, plain_text(value)]
                for (indicator, window, level, code), value in institution.reported.items()
            ],
        ),
        gastos=rows_of(
            "gastos",
            [
                "fecha_corte",
                "reporte",
                "cat_prog",
                "area",
                "fuente",
                "ppto_inicial",
                "ppto_vigente",
                "devengado",
            ],
            [_budget_line(line) for line in institution.lines],
        ),
    )


def _budget_line(line: Line) -> list[str]:
    cutoff = Period.parse(f"2024-{ACCUMULATED[line.quarter - 1]}").cutoff
    codes = [line.code if report == line.report else "" for report in ("categoria", "area", "fuente")]
    figures = [line.amounts.get(column) for column in ("ppto_inicial", "ppto_vigente", "devengado")]
    return [
        cutoff.isoformat(),
        line.report,
        *codes,
        *("" if value is None else plain_text(value) for value in figures),
    ]
