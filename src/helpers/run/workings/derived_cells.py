"""Cells that repeat what is derived from other figures: changes between quarters, shares and sums of quarters."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.run.workings.rule_notation import CHANGE as CHANGE_RULE
from helpers.run.workings.rule_notation import QUARTERS_SUM, YEARS_MEAN, drawn
from helpers.run.workings.rule_notation import SHARE as SHARE_RULE
from helpers.run.workings.working_request import Request, WorkingCell, code, levels_of, windows_of, words

CHANGE, SHARE, HISTORY = "_variacion", "_participacion", "_promedio"
REPORT_OF = {"fuente": "fuente", "partida": "partida", "grupo_gasto": "partida"}
"""By level outside the structure: the report of the budget whose total its shares are computed from."""


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


def change_cells(request: Request) -> Iterator[WorkingCell]:
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


def share_cells(request: Request) -> Iterator[WorkingCell]:
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


def history_cells(request: Request) -> Iterator[WorkingCell]:
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
