"""Cells that repeat what is derived from other figures: changes, shares, sums of quarters, steps to the year."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.run.workings.formula_cells import names_of
from helpers.run.workings.rule_notation import CHANGE as CHANGE_RULE
from helpers.run.workings.rule_notation import QUARTERS_SUM, SUBTRACTION, YEARS_MEAN, drawn
from helpers.run.workings.rule_notation import SHARE as SHARE_RULE
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, levels_of, windows_of, words

CHANGE, SHARE, HISTORY = "_variacion", "_participacion", "_promedio"
REPORT_OF = {"fuente": "fuente", "partida": "partida", "grupo_gasto": "partida"}
"""By level outside the structure: the report of the budget whose total its shares are computed from."""
FLOWS = "_suma_trimestres"
MEAN, FINAL_MEAN = "_promedio_trimestres", "_promedio_version_final"
STEPS = {
    "_por_cambio_de_version": ("", "_version_anterior", "con la versión nueva del plan, menos con la anterior"),
    "_por_version": (FINAL_MEAN, MEAN, "los trimestres con la versión del cierre, menos como se midió cada uno"),
    "_por_peso": ("_trimestre_a_trimestre", FINAL_MEAN, "trimestre a trimestre y según sus tareas, menos el promedio"),
    "_por_recuperacion": ("", "_trimestre_a_trimestre", "el año, menos el año contado trimestre a trimestre"),
}
"""By the suffix of a step: the suffix of its minuend, that of its subtrahend, and the rule in Spanish."""


def sum_of_quarters_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again indicators of the rule `sumar_trimestres`: the quarters added up.

    It adds the quarters of each window, at every printed level; nothing if no printed figure has this rule.
    """
    for indicator in request.indicators:
        for _, levels, windows in request.by_rule(indicator, "sumar_trimestres"):
            for window in windows:
                if Period.parse(window).quarters():
                    yield from quarters_added(request, indicator, indicator, levels, window)


def quarters_added(
    request: Request, indicator: str, base: str, levels: list[str], window: str
) -> Iterator[WorkingCell]:
    """Yield the cells that compute again an indicator as the sum of `base` over the quarters of a window."""
    period = Period.parse(window)
    quarters = [str(quarter) for quarter in period.quarters()]
    sums = " + ".join(f'trimestres["{quarter}"]' for quarter in quarters)
    yield words(f"### {request.name_of(base)}: suma de los trimestres {period.of_when}\n\n{drawn(QUARTERS_SUM)}")
    yield code(
        f'trimestres = cifras("{base}", {levels}, {quarters})',
        f'origenes("{base}", trimestres)',
    )
    yield code(
        f"suma = {sums}",
        f'repetir("{indicator}", suma.to_frame("{window}"))',
    )


def derived_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again changes, shares, means of years, and the steps to a year."""
    for writer in (_change, _share, _history, _quarters_sum, _year_step):
        yield from writer(request)


def _change(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every `…_variacion`: a quarter's value less the previous quarter's.

    Both values are rounded first, as they are printed; nothing if the section prints no change.
    """
    for indicator, base, places in request.with_suffix(CHANGE):
        for window in windows_of(places):
            before = str(Period.parse(window).previous_quarter())
            heading = f"### {request.name_of(base)}: el trimestre menos el anterior, ambos como se imprimen"
            yield words(f"{heading}\n\n{drawn(CHANGE_RULE)}")
            yield code(
                f'valores = cifras("{base}", {levels_of(places)}, ["{before}", "{window}"])',
                f'origenes("{base}", valores)',
            )
            yield code(
                f"impreso = redondear(valores, {request.decimals_of(base)})",
                f'variacion = impreso["{window}"] - impreso["{before}"]',
                f'repetir("{indicator}", variacion.to_frame("{window}"))',
            )


def _share(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every `…_participacion`: part over whole, in per cent.

    The whole is the institution's amount; for a source or an object of expenditure, the total of its report.
    """
    for indicator, base, places in request.with_suffix(SHARE):
        for report in dict.fromkeys(REPORT_OF.get(place.level, "") for place in places):
            levels = [level for level in levels_of(places) if REPORT_OF.get(level, "") == report]
            windows = windows_of(places)
            whole = f'cifras("{base}", ["entidad"], {windows}).iloc[0]'
            if report:
                whole = f'cifras("{base}", ["{report}"], {windows}).loc[("{report}", "TOTAL")]'
            of = "del total de su reporte" if report else "de la entidad"
            heading = f"### {request.name_of(base)}: qué parte {of} es cada uno"
            yield words(f"{heading}\n\n`parte / total * 100`.\n\n{drawn(SHARE_RULE)}")
            yield code(
                f'parte = cifras("{base}", {levels}, {windows})',
                f"total = {whole}",
                f'repetir("{indicator}", parte / sin_ceros(total) * 100, parte=parte)',
            )


def _history(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again every `…_promedio`: the mean of the years that have a value in `historico`."""
    for indicator, base, places in request.with_suffix(HISTORY):
        for window in windows_of(places):
            heading = f"### {request.name_of(base)}: promedio de las gestiones anteriores"
            yield words(f"{heading}\n\nLa suma de los años, entre cuántos son.\n\n{drawn(YEARS_MEAN)}")
            yield code(
                'historico = tabla("historico")',
                f'es_suyo = (historico["indicador"] == "{base}") & historico["periodo"].str.endswith("-anual")',
                'muestra(historico[es_suyo], "nivel", "codigo", "periodo", "valor")',
            )
            yield code(
                'anuales = historico[es_suyo].dropna(subset="valor").groupby(["nivel", "codigo"])["valor"]',
                "promedio = anuales.sum() / anuales.count()",
                f'repetir("{indicator}", promedio.to_frame("{window}"))',
            )


def _quarters_sum(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again every `…_suma_trimestres`: a flow added up over the window's quarters.

    A flow is the amount of a window, such as accrued money; nothing if the section prints no such sum.
    """
    for indicator, base, places in request.with_suffix(FLOWS):
        for window in windows_of(places):
            yield from quarters_added(request, indicator, base, levels_of(places), window)


def _year_step(request: Request) -> Iterator[WorkingCell]:
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
