"""Cells that repeat the totals of one budget in two systems, and what explains their difference."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.figures.figure_names import SYSTEM_COLUMNS
from helpers.run.workings.working_request import CENTS, Request, WorkingCell, code, quoted, windows_of, words

PREFIX, GAP = "sistema_", "_diferencia"
PENDING, EXPLAINED = f"{PREFIX}certificado_por_devengar", f"{PREFIX}diferencia_explicada"
UNEXPLAINED = f"{PREFIX}diferencia_sin_explicar"


def systems_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again the comparison of one budget in two systems, window by window.

    They give each system's totals, the differences, and how much of the difference in accrued money is explained by
    what the other system certified and did not accrue.
    """
    places = [place for place in request.places if place.level == "sistema" and place.indicator.startswith(PREFIX)]
    for window in windows_of(places) if request.has_table("gastos") else ():
        yield from _totals(request, window)
        asked = dict.fromkeys(place.indicator for place in places if place.window == window)
        for indicator in asked:
            column = indicator.removeprefix(PREFIX)
            if column in SYSTEM_COLUMNS:
                yield _repeat(indicator, f'por_sistema["{column}"]', window)
            elif column.removesuffix(GAP) in SYSTEM_COLUMNS:
                yield _repeat(indicator, f'diferencia["{column.removesuffix(GAP)}"]', window)
        if asked.keys() & {PENDING, EXPLAINED, UNEXPLAINED}:
            yield from _explained(window)


def _totals(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells of the totals by system, and of the system of record less each other one."""
    record, state = request.params["sistema_presupuesto"], request.params["estado_presupuesto"]
    yield words(
        f"### El mismo presupuesto en dos sistemas, {window}\n\nDe `gastos`, el primer reporte que traen varios "
        "sistemas al corte. La diferencia es lo que dice el sistema de registro menos lo que dice el otro."
    )
    total = 'lineas.groupby("sistema", sort=False)[columnas].pipe(suma_completa)'
    yield code(
        'gastos = tabla("gastos").fillna({"sistema": "", "estado": ""})',
        f'al_corte = gastos[gastos["fecha_corte"] == "{request.cutoff_of(window)}"]',
        f'al_corte = al_corte[al_corte["estado"].isin(["", {quoted(state)}])]',
        'sistemas = al_corte.groupby("reporte", sort=False)["sistema"].nunique()',
        'lineas = al_corte[al_corte["reporte"].isin(sistemas[sistemas > 1].index[:1])]',
        f"columnas = {list(SYSTEM_COLUMNS)}",
        'muestra(lineas, "sistema", "cat_prog", *columnas)',
    )
    yield code(
        f"por_sistema = {total}",
        f'registro = por_sistema.index[por_sistema.index == {quoted(record)}].append(por_sistema.index)[0]',
        f"importes = {request.handed_on('por_sistema', CENTS)}",
        "diferencia = importes.loc[registro] - importes",
    )


def _explained(window: str) -> Iterator[WorkingCell]:
    """Write the cells of the part of the difference that the other system has certified, and of the rest."""
    yield words(
        "Lo certificado y aún no devengado en un sistema explica de la diferencia en lo devengado lo que cabe en él; "
        "ni una ni otro cuentan si son negativos."
    )
    yield code(
        f'por_devengar = de_nivel(importes["certificado"] - importes["devengado"], "sistema", "{window}")',
        f'repetir("{PENDING}", por_devengar)',
    )
    yield code(
        f'devengado = de_nivel(diferencia["devengado"], "sistema", "{window}")',
        "explicada = menor(mayor(devengado, 0), mayor(por_devengar, 0))",
        f'repetir("{EXPLAINED}", explicada, diferencia=devengado, por_devengar=por_devengar)',
    )
    yield code(f'repetir("{UNEXPLAINED}", devengado - explicada)')


def _repeat(indicator: str, values: str, window: str) -> WorkingCell:
    """Return the cell that compares values by system with the Book."""
    return code(f'repetir("{indicator}", de_nivel({values}, "sistema", "{window}"))')
