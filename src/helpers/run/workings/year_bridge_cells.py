"""Cells that repeat the steps between the year and its quarters: sums of flows, and differences of two figures."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.run.workings.derived_cells import quarters_added
from helpers.run.workings.formula_cells import names_of
from helpers.run.workings.rule_notation import SUBTRACTION, drawn
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, levels_of, windows_of, words

FLOWS = "_suma_trimestres"
MEAN, FINAL_MEAN = "_promedio_trimestres", "_promedio_version_final"
STEPS = {
    "_por_cambio_de_version": ("", "_version_anterior", "con la versión nueva del plan, menos con la anterior"),
    "_por_version": (FINAL_MEAN, MEAN, "los trimestres con la versión del cierre, menos como se midió cada uno"),
    "_por_peso": ("_trimestre_a_trimestre", FINAL_MEAN, "trimestre a trimestre y según sus tareas, menos el promedio"),
    "_por_recuperacion": ("", "_trimestre_a_trimestre", "el año, menos el año contado trimestre a trimestre"),
}
"""By the suffix of a step: the suffix of its minuend, that of its subtrahend, and the rule in Spanish."""


def quarters_sum_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again every `…_suma_trimestres`: a flow added up over the window's quarters.

    A flow is the amount of a window, such as accrued money; nothing if the section prints no such sum.
    """
    for indicator, base, places in request.with_suffix(FLOWS):
        for window in windows_of(places):
            yield from quarters_added(request, indicator, base, levels_of(places), window)


def year_step_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the steps between the weighted quarters and the year, each a difference.

    Only steps that the section prints: those of `STEPS`, `…_por_informado` and `…_menos_trimestres`.
    """
    for suffix, (now, before, rule) in STEPS.items():
        for _, base, places in request.with_suffix(suffix):
            yield from _difference(request, places, base, (f"{base}{now}", f"{base}{before}"), rule)
    for _, base, places in request.with_suffix("_por_informado"):
        for weighted in _weighted_quarters(request, base):
            rule = "el promedio de los trimestres, menos la suma de los ponderados"
            yield from _difference(request, places, base, (f"{base}{MEAN}", weighted), rule)
    for _, base, places in request.with_suffix("_menos_trimestres"):
        start = next(_weighted_quarters(request, base), f"{base}{MEAN}")
        yield from _difference(request, places, base, (base, start), "el año, menos sus trimestres")


def _difference(
    request: Request, places: tuple[Place, ...], base: str, names: tuple[str, str], rule: str
) -> Iterator[WorkingCell]:
    """Write the cells of a step: the first of two indicators less the second, both rounded as they are printed."""
    indicator, digits = places[0].indicator, request.decimals_of(base)
    levels, windows = levels_of(places), windows_of(places)
    said = f"Una resta de dos valores como se imprimen: {rule}."
    yield words(f"### {request.name_of(indicator)}\n\n{said}\n\n{drawn(SUBTRACTION)}")
    yield code(
        f'minuendo = redondear(cifras("{names[0]}", {levels}, {windows}), {digits})',
        f'sustraendo = redondear(cifras("{names[1]}", {levels}, {windows}), {digits})',
        f'repetir("{indicator}", minuendo - sustraendo, minuendo=minuendo, sustraendo=sustraendo)',
    )


def _weighted_quarters(request: Request, indicator: str) -> Iterator[str]:
    """Yield the indicators whose year is the sum of their quarters, each a formula of the given indicator alone."""
    for other in request.method["indicadores"]:
        rules = request.rules_of(other)
        is_sum = rules.get("acumulado", {}).get("regla") == "sumar_trimestres"
        if is_sum and names_of(rules.get("trimestre", {}).get("expresion", "")) == [indicator]:
            yield other
