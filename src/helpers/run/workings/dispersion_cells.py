"""Cells that repeat the dispersion of units: how many, their mean, deviation and the interval of the mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from helpers.base.display import number_es
from helpers.run.workings.rule_notation import drawn, of_dispersion
from helpers.run.workings.working_request import Request, WorkingCell, code, level_name, quoted, words

SUFFIXES = ("_n", "_media", "_desviacion", "_inferior", "_superior")
KIND = "clase"


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
    """Write the cells of one indicator's dispersion in a window, by node of a level or by class of units."""
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

