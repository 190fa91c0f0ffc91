"""Cells that repeat projections: what has accrued, carried to the year's end at its mean pace, and its interval."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.run.workings.rule_notation import PACE, PACE_INTERVAL, drawn
from helpers.run.workings.working_request import Request, WorkingCell, code, levels_of, quoted, words

PREFIX = "proyeccion_"
SUFFIXES = ("_desviacion", "_inferior", "_superior", "")
FEWEST = 3
"""Fewest elapsed months or quarters for which a projection has an interval."""


def projection_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every printed projection to the year's end, and its interval.

    The pace is the mean of the months since January; if one of them has no data, of the quarters.
    """
    for asked in request.method["proyeccion"]:
        indicator = asked["indicador"]
        printed = [place for suffix in SUFFIXES for place in request.of(f"{PREFIX}{indicator}{suffix}")]
        if printed:
            end = Period.parse(request.params["periodo"]).accumulated()
            yield from _projection(request, asked, levels_of(printed), printed[0].window, end)


def _projection(request: Request, asked: PlainData, levels: list[str], year: str, end: Period) -> Iterator[WorkingCell]:
    """Write the cells of one indicator's projection: by months for nodes with all months, by quarters for others."""
    indicator, digits = asked["indicador"], request.decimals_of(asked["indicador"])
    yield words(
        f"### {request.name_of(indicator)}: proyección a fin de año\n\n{asked['supuesto']} Se "
        "cuentan los meses transcurridos; si falta el dato de algún mes, los trimestres. Nunca es menos que lo "
        "acumulado.\n\n"
        "`proyección = mayor(acumulado, acumulado / transcurridos * previstos)`; el intervalo es `proyección ∓ "
        f"factor * desviación * raiz(restantes + restantes² / transcurridos)`.\n\n"
        f"{drawn(PACE)}\n\n{drawn(PACE_INTERVAL)}\n\nFuente: {asked['fuente']}."
    )
    months, quarters = [str(one) for one in end.months()], [str(one) for one in end.quarters()]
    yield code(
        f'acumulado = cifras("{indicator}", {levels}, ["{end}"])["{end}"]',
        f'meses = cifras("{indicator}", {levels}, {months})',
        f'trimestres = cifras("{indicator}", {levels}, {quarters})',
        "con_meses = meses.reindex(acumulado.index).notna().all(axis=1)",
    )
    for name, condition, elapsed, whole in (
        ("meses", "[con_meses]" if quarters else "", len(months), 12),
        ("trimestres", "[~con_meses]", len(quarters), 4),
    ):
        if elapsed:
            yield from _by(request, asked, (name, condition), (elapsed, whole), year, digits)


def _by(
    request: Request, asked: PlainData, which: tuple[str, str], periods: tuple[int, int], year: str, digits: int
) -> Iterator[WorkingCell]:
    """Write the cells of a projection by months or by quarters; without interval if fewer than `FEWEST` have elapsed.

    `which` has the name of their frame and the Python that selects its nodes; `periods`, how many have elapsed and how
    many a year has.
    """
    (name, condition), (elapsed, whole), indicator = which, periods, asked["indicador"]
    middle, spread = (request.handed_on(name, digits) for name in ("proyeccion", "desviacion"))
    yield code(
        f"transcurridos, previstos = {elapsed}, {whole}",
        f"suyo = acumulado{condition}.to_frame(\"{year}\")",
        "proyeccion = mayor(suyo, suyo / transcurridos * previstos)",
        f'repetir("{PREFIX}{indicator}", proyeccion, acumulado=suyo)',
    )
    if elapsed < FEWEST:
        return
    factor = asked["factores"].get(elapsed, asked["factores"].get(str(elapsed)))
    yield code(
        f"valores = {name}.reindex(suyo.index).dropna()",
        f'origenes("{indicator}", valores)',
    )
    yield code(
        "media = valores.sum(axis=1) / transcurridos",
        "cuadrados = valores.sub(media, axis=0) ** 2",
        f'desviacion = raiz(cuadrados.sum(axis=1) / (transcurridos - 1)).to_frame("{year}")',
        f'repetir("{PREFIX}{indicator}_desviacion", desviacion)',
    )
    yield code(
        "restantes = Fraction(previstos - transcurridos)",
        "ancho = raiz(pd.Series([restantes + restantes**2 / transcurridos], dtype=object)).iloc[0]",
        f"medio = Fraction({quoted(factor)}) * {spread} * ancho",
        f"inferior, superior = mayor(suyo, {middle} - medio), {middle} + medio",
    )
    yield code(f'repetir("{PREFIX}{indicator}_inferior", inferior)')
    yield code(f'repetir("{PREFIX}{indicator}_superior", superior)')
