"""Cells that repeat what is derived from other figures: changes between quarters, shares and sums of quarters."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.run.workings.working_request import (
    Request,
    WorkingCell,
    by_rule,
    code,
    decimals_of,
    levels_of,
    windows_of,
    words,
)

CHANGE = "_variacion"


def sum_of_quarters_cells(request: Request) -> Iterator[WorkingCell]:
    """Write the cells of indicators whose value since January is the sum of the quarters."""
    for indicator in dict.fromkeys(place.indicator for place in request.places):
        for _, levels, windows in by_rule(request, indicator, "sumar_trimestres"):
            for window in windows:
                quarters = [str(quarter) for quarter in Period.parse(window).quarters()]
                yield words(f"### {indicator}, {Period.parse(window).words}: suma de sus trimestres")
                sums = " + ".join(f'trimestres["{quarter}"]' for quarter in quarters)
                yield code(
                    f'trimestres = cifras("{indicator}", {levels}, {quarters})',
                    f"suma = {sums}",
                    f'repetir("{indicator}", suma.to_frame("{window}"))',
                )


def change_cells(request: Request) -> Iterator[WorkingCell]:
    """Write the cells of changes from one quarter to the next, between the values as printed."""
    for indicator in dict.fromkeys(place.indicator for place in request.places if place.indicator.endswith(CHANGE)):
        base, places = indicator.removesuffix(CHANGE), request.of(indicator)
        for window in windows_of(places):
            before = str(Period.parse(window).previous_quarter())
            yield words(f"### Variación de {base}: el trimestre menos el anterior, ambos como se imprimen")
            yield code(
                f'valores = cifras("{base}", {levels_of(places)}, ["{before}", "{window}"])',
                f"impreso = redondear(valores, {decimals_of(request, base)})",
                f'variacion = impreso["{window}"] - impreso["{before}"]',
                f'repetir("{indicator}", variacion.to_frame("{window}"))',
            )
