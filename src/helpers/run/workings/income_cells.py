"""Cells that repeat income, and the amendments between the initial budget and the one in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.figures.figure_names import INCOME_COLUMNS, LISTED, STEP, UNEXPLAINED
from helpers.run.workings.working_request import (
    CENTS,
    Place,
    Request,
    WorkingCell,
    code,
    entity_of,
    levels_of,
    windows_of,
    words,
)

SHARE = "ejecucion_recursos"
CODES = {"rubro": "codigo", "fuente": "fuente", "entidad": "entidad"}
"""Column of the lines by level."""


def income_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again income by line, source and institution, and its accrued share.

    They read `recursos` at each window's cut-off; nothing if it has no rows or the section prints no income.
    """
    places = [place for place in request.places if place.indicator in (*INCOME_COLUMNS, SHARE)]
    if not places or not request.has_table("recursos"):
        return
    yield words(
        "### Recursos\n\n`recursos` al corte, acumulado desde enero. Una línea es un rubro; si el rubro se repite a un "
        "corte, cada una lleva también su fuente y su organismo. Una suma con una línea en blanco no tiene dato."
    )
    yield code(
        'recursos = tabla("recursos")',
        'veces = recursos.groupby(["fecha_corte", "rubro"], dropna=False)["origen"].transform("size")',
        'repetido = recursos["rubro"].isin(recursos.loc[veces > 1, "rubro"])',
        'fondo = recursos["fuente"].fillna("") + "-" + recursos["organismo"].fillna("")',
        'largo = (recursos["rubro"] + "/" + fondo.str.strip("-")).str.rstrip("/")',
        'recursos["codigo"] = largo.where(repetido, recursos["rubro"])',
        'vez = recursos.groupby(["fecha_corte", "codigo"], dropna=False).cumcount() + 1',
        'recursos["codigo"] += ("#" + vez.astype(str)).where(vez > 1, "")',
        f"columnas = {list(INCOME_COLUMNS.values())}",
        'muestra(recursos, "codigo", "fuente", "fecha_corte", *columnas)',
    )
    yield code(
        _windows(request, places),
        'lineas = recursos.merge(ventanas, on="fecha_corte")',
        f'lineas["entidad"] = {entity_of(places)}',
        *([f"lineas[columnas] = redondear(lineas[columnas], {CENTS})"] if request.passes_rounded else []),
    )
    for indicator in dict.fromkeys(place.indicator for place in places):
        for level in levels_of(request.of(indicator)):
            yield _share(level) if indicator == SHARE else _sum(indicator, level)


def _sum(indicator: str, level: str) -> WorkingCell:
    """Return the cell that sums an indicator's column of `recursos` at a level."""
    return code(
        f'suma = lineas.groupby(["{CODES[level]}", "ventana"])["{INCOME_COLUMNS[indicator]}"].pipe(suma_completa)',
        f'repetir("{indicator}", de_ventanas(suma, "{level}"))',
    )


def _share(level: str) -> WorkingCell:
    """Return the cell of accrued income over income in force, in per cent, at a level."""
    sums = f'lineas.groupby(["{CODES[level]}", "ventana"])'
    return code(
        f'devengado = {sums}["devengado"].pipe(suma_completa)',
        f'vigente = {sums}["ppto_vigente"].pipe(suma_completa)',
        f'repetir("{SHARE}", de_ventanas(devengado / sin_ceros(vigente) * 100, "{level}"))',
    )


def amendment_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the listed amendments and the change of budget that they do not explain.

    They read the rows of `modificaciones` dated up to each window's cut-off; nothing without such figures or rows.
    """
    places = [place for place in request.places if place.indicator in (STEP, LISTED, UNEXPLAINED)]
    if not places or not request.has_table("modificaciones"):
        return
    yield words(
        "### Modificaciones listadas\n\nLas de `modificaciones` con fecha hasta el corte. Si a una le falta el "
        "importe, no hay suma. La fuente que ninguna nombra tiene 0: la lista es completa."
    )
    yield code(
        'modificaciones = tabla("modificaciones").dropna(subset="fecha")',
        _windows(request, places),
        'hechas = modificaciones.merge(ventanas, how="cross")',
        'hechas = hechas[hechas["fecha"] <= hechas["fecha_corte"]]',
        'muestra(hechas, "ventana", "norma", "fecha", "fuente", "importe")',
    )
    yield code(
        'pasos = hechas.groupby(["norma", "descripcion", "ventana"], dropna=False)["importe"].pipe(suma_completa)',
    )
    asked = {(place.indicator, place.level) for place in places}
    if any(indicator == STEP for indicator, _ in asked):
        yield _steps()
    if (LISTED, "fuente") in asked:
        yield from _by_source(request)
    if (LISTED, "entidad") in asked:
        yield code(
            f'total = {request.handed_on("pasos", CENTS)}.groupby(level="ventana").pipe(suma_completa)',
            f'total = pd.concat({{{entity_of(places)}: total}}, names=["codigo"])',
            f'repetir("{LISTED}", de_ventanas(total, "entidad"))',
        )
    if any(indicator == UNEXPLAINED for indicator, _ in asked):
        yield _unexplained(request)


def _steps() -> WorkingCell:
    """Return the cell of the amendments of each norm, or of each norm and reason if it has several reasons."""
    return code(
        'varias = modificaciones.groupby("norma")["descripcion"].nunique(dropna=False)',
        'por_norma = pasos.rename("importe").reset_index()',
        'norma, razon = por_norma["norma"], por_norma["descripcion"].fillna("")',
        'por_norma["codigo"] = norma.where(norma.map(varias) == 1, norma + "/" + razon)',
        'por_norma = por_norma.set_index(["codigo", "ventana"])["importe"]',
        f'repetir("{STEP}", de_ventanas(por_norma, "norma"))',
    )


def _by_source(request: Request) -> Iterator[WorkingCell]:
    """Write the cells of the listed amendments by source, and of their total."""
    yield code(
        'por_fuente = hechas.groupby(["fuente", "ventana"])["importe"].pipe(suma_completa)',
        "por_fuente = por_fuente.unstack(fill_value=Fraction(0))",
        'fuentes = cifras("ppto_vigente", ["fuente"]).index.get_level_values("codigo").drop("TOTAL", errors="ignore")',
        "por_fuente = por_fuente.reindex(por_fuente.index.union(fuentes), fill_value=Fraction(0))",
        f'repetir("{LISTED}", de_ventanas(por_fuente, "fuente"))',
    )
    yield code(
        f'total = {request.handed_on("por_fuente", CENTS)}.agg(suma_completa).to_frame("TOTAL").T',
        f'repetir("{LISTED}", de_ventanas(total, "fuente"))',
    )


def _unexplained(request: Request) -> WorkingCell:
    """Return the cell of the budget in force, less the initial one, less the listed amendments."""
    places = request.of(UNEXPLAINED)
    asked = f"{levels_of(places)}, {windows_of(places)}"
    return code(
        f'vigente = cifras("ppto_vigente", {asked})',
        f'inicial = cifras("ppto_inicial", {asked})',
        f'listadas = cifras("{LISTED}", {asked})',
        f'repetir("{UNEXPLAINED}", vigente - inicial - listadas, vigente=vigente, inicial=inicial, listadas=listadas)',
    )


def _windows(request: Request, places: Sequence[Place]) -> str:
    """Return the line of code that defines `ventanas`: the windows of some figures with their cut-off dates."""
    windows = windows_of(places)
    dates = [request.cutoff_of(window) for window in windows]
    return f'ventanas = pd.DataFrame({{"ventana": {windows}, "fecha_corte": {dates}}})'
