"""Cells that repeat means with an interval: the dispersion of units, and projections to the end of the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.run.workings.rule_notation import PACE, PACE_INTERVAL, drawn, of_dispersion
from helpers.run.workings.working_request import Request, WorkingCell, code, level_name, levels_of, quoted, words

SUFFIXES = ("_n", "_media", "_desviacion", "_inferior", "_superior")
KIND = "clase"
PREFIX = "proyeccion_"
PROJECTED_SUFFIXES = ("_desviacion", "_inferior", "_superior", "")
FEWEST = 3
"""Fewest elapsed months or quarters for which a projection has an interval."""


def dispersion_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the number of units, their mean and deviation, and the mean's interval.

    Only for the indicators that the method lists under `dispersion`; nothing if it leaves late units out of the means.
    """
    if request.method["tardios"] == "fuera":
        return
    found = [
        (asked, place.window, place.level)
        for asked in request.method["dispersion"]
        for suffix in SUFFIXES
        for place in request.of(f"{asked['indicador']}{suffix}")
    ]
    wanted = {(asked["indicador"], window, level): asked for asked, window, level in found}
    if wanted:
        yield from _lowest()
    for (_, window, level), asked in wanted.items():
        yield from _scatter(request, asked, window, level)


def _lowest() -> Iterator[WorkingCell]:
    """Write the cells that define `unidades`: the units and posts that have no node below them."""
    yield words("### Dispersión\n\nEntran las unidades y los puestos que no tienen a nadie por debajo.")
    yield code(
        'estructura = tabla("estructura")',
        "arriba = ascendientes(estructura)",
        'con_alguien = arriba[["nivel_superior", "superior"]].set_axis(["nivel", "codigo"], axis=1).drop_duplicates()',
        'unidades = estructura[estructura["nivel"].isin(["unidad", "puesto"])]',
        'marcas = unidades.merge(con_alguien, how="left", indicator=True)',
        'unidades = marcas[marcas["_merge"] == "left_only"][["nivel", "codigo", "clase"]]',
        'muestra(unidades, "nivel", "codigo", "clase")',
    )


def _scatter(request: Request, asked: Mapping[str, object], window: str, level: str) -> Iterator[WorkingCell]:
    """Yield the cells of one indicator's dispersion among units in a window, for all nodes of a level at once.

    They compute number, mean, deviation and the mean's interval of the units and posts with a figure: those below each
    node or, if the level is `KIND`, those of each class. `asked` is an entry of the method's `dispersion`.
    """
    indicator = str(asked["indicador"])
    digits = request.decimals_of(indicator)
    middle, spread = (request.handed_on(name, digits) for name in ("media", "desviacion"))
    rounded = "" if middle == "media" else "; promedio y desviación entran redondeados, como se imprimen"
    yield words(
        f"### {request.name_of(indicator)}: dispersión por {level_name(level)}, {window}\n\nDesviación estándar de la "
        "muestra: la suma de los cuadrados de lo que cada una se aparta del promedio, entre `n − 1`. El intervalo es "
        f"el promedio ∓ {number_es(Decimal(str(asked['factor'])))} × desviación ÷ √n{rounded}.\n\n"
        f"{drawn(of_dispersion(asked['factor']))}\n\nFuente: {asked['fuente']}."
    )
    if level == KIND:
        yield code('grupos = unidades.dropna(subset="clase").rename(columns={"clase": "superior"})')
    else:
        yield code(f'grupos = unidades.merge(arriba[arriba["nivel_superior"] == "{level}"], on=["nivel", "codigo"])')
    yield code(
        f'valores = cifras("{indicator}", ["unidad", "puesto"], ["{window}"])["{window}"].rename("valor")',
        'datos = grupos.join(valores, on=["nivel", "codigo"]).dropna(subset="valor")',
        'muestra(datos.sort_values(["superior", "nivel", "codigo"]), "superior", "nivel", "codigo", "valor")',
    )
    yield code(
        'n = datos.groupby("superior")["valor"].count()',
        'media = datos.groupby("superior")["valor"].sum() / n.astype(object)',
        'datos["cuadrado"] = (datos["valor"] - datos["superior"].map(media)) ** 2',
        'varianza = datos.groupby("superior")["cuadrado"].sum() / sin_ceros((n - 1).astype(object))',
        "desviacion = raiz(varianza)",
        f"medio_intervalo = Fraction({quoted(asked['factor'])}) * {spread} / raiz(n.astype(object))",
    )
    results = ("n", "media", "desviacion", f"{middle} - medio_intervalo", f"{middle} + medio_intervalo")
    for suffix, result in zip(SUFFIXES, results, strict=True):
        yield code(f'repetir("{indicator}{suffix}", de_nivel({result}, "{level}", "{window}"))')


def projection_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every printed projection to the year's end, and its interval.

    The pace is the mean of the months since January; if one of them has no data, of the quarters.
    """
    for asked in request.method["proyeccion"]:
        indicator = asked["indicador"]
        printed = [place for suffix in PROJECTED_SUFFIXES for place in request.of(f"{PREFIX}{indicator}{suffix}")]
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
