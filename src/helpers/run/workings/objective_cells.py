"""Cells that repeat the counts of results by objective of outside frameworks."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.figures.figure_names import (
    ALL,
    BY_INSTITUTION,
    FRAMEWORK,
    GAPS,
    IN_STATE,
    OBJECTIVE,
    OBJECTIVES,
    SERVED,
    STATES,
)
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, quoted, windows_of, words

OF_STATE = {f"{IN_STATE}{ending}": state for state, ending in STATES.items()}
"""State of the results that an indicator counts."""


def objective_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again how many results serve each objective, and how many objectives have one.

    They read `marcos` and `resultados`; nothing if the section prints no such count.
    """
    places = [place for name in (OBJECTIVES, SERVED, GAPS, ALL, *OF_STATE) for place in request.of(name)]
    for window in windows_of(places) if request.has_table("marcos") else ():
        yield from _window(request, window, [place for place in places if place.window == window])


def _window(request: Request, window: str, places: list[Place]) -> Iterator[WorkingCell]:
    """Write the cells of the counts of one window, from its results, those of its parts and those without period."""
    period, asked = Period.parse(window), {(place.indicator, place.level) for place in places}
    told = {code for code in request.table("resultados").get("periodo", ()) if code}
    of_period = ["", *sorted(code for code in told if period.covers(Period.parse(code)))]
    yield words(
        f"### Resultados por objetivo de cada marco, {period.words}\n\nLos `resultados` del periodo, de sus partes "
        "o sin periodo. El que sirve a varios objetivos (`PMM:14; ODS:10.7`) cuenta en cada uno; un objetivo que "
        "`marcos` no tiene no cuenta. Un resultado sin institución es de la que informa."
    )
    yield code(
        'objetivos = tabla("marcos")',
        'objetivos["objetivo"] = objetivos["marco"] + ":" + objetivos["codigo"]',
        'resultados = tabla("resultados").fillna({"objetivos": "", "periodo": ""})',
        f'resultados["institucion"] = resultados["institucion"].fillna({quoted(request.institution)})',
        f'resultados = resultados[resultados["periodo"].isin({of_period})]',
        'muestra(resultados, "institucion", "periodo", "estado", "objetivos")',
    )
    yield code(
        r'dichos = resultados["objetivos"].str.strip().str.split(r"\s*;\s*", regex=True)',
        'sirven = resultados.assign(objetivo=dichos).explode("objetivo").reset_index(names="fila")',
        'sirven = sirven.drop_duplicates(["fila", "objetivo"])',
        'sirven = sirven[sirven["objetivo"].isin(objetivos["objetivo"])]',
        'sirven["de_institucion"] = sirven["institucion"] + "/" + sirven["objetivo"]',
    )
    for indicator in (ALL, *OF_STATE):
        for level, column in ((OBJECTIVE, "objetivo"), (BY_INSTITUTION, "de_institucion")):
            if (indicator, level) in asked:
                rows = f'sirven[sirven["estado"] == "{OF_STATE[indicator]}"]' if indicator in OF_STATE else "sirven"
                yield code(
                    f'cuenta = {rows}.groupby("{column}").size()',
                    f'repetir("{indicator}", de_nivel(cuenta, "{level}", "{window}"))',
                )
    has_result = 'objetivos["objetivo"].isin(sirven["objetivo"])'
    for indicator, rows in {
        OBJECTIVES: "objetivos",
        SERVED: f"objetivos[{has_result}]",
        GAPS: f"objetivos[~{has_result}]",
    }.items():
        if (indicator, FRAMEWORK) in asked:
            yield code(
                f'cuenta = {rows}.groupby("marco").size()',
                f'repetir("{indicator}", de_nivel(cuenta, "{FRAMEWORK}", "{window}"))',
            )
