"""Cells that repeat the dispersion of units: how many, their mean, deviation and the interval of the mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.run.workings.working_request import (
    Request,
    WorkingCell,
    code,
    decimals_of,
    handed_on,
    level_name,
    name_of,
    quoted,
    words,
)

SUFFIXES = ("_n", "_media", "_desviacion", "_inferior", "_superior")
KIND = "clase"


def dispersion_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again how many units there are, their mean, deviation and its interval.

    Only of the indicators that the method lists under `dispersion`; none if it leaves late units out of the means.
    """
    if request.method["tardios"] == "fuera":
        return
    for asked in request.method["dispersion"]:
        indicator = asked["indicador"]
        printed = [place for suffix in SUFFIXES for place in request.of(f"{indicator}{suffix}")]
        for window, level in dict.fromkeys((place.window, place.level) for place in printed):
            yield from _scatter(request, asked, window, level)


def _scatter(request: Request, asked: Mapping[str, object], window: str, level: str) -> Iterator[WorkingCell]:
    indicator = str(asked["indicador"])
    yield words(
        f"### {name_of(request, indicator)}: dispersión por {level_name(level)}, {window}\n\nEntran las unidades y los "
        "puestos que no tienen a nadie por debajo. Desviación estándar de la muestra: la suma de los cuadrados de lo "
        "que cada una se aparta "
        f"del promedio, entre `n − 1`. El intervalo es el promedio ∓ {asked['factor']} × desviación ÷ √n. "
        f"Fuente: {asked['fuente']}."
    )
    yield code(
        'estructura = tabla("estructura")',
        "arriba = ascendientes(estructura)",
        'con_alguien = arriba[["nivel_superior", "superior"]].drop_duplicates()',
        'unidades = estructura[estructura["nivel"].isin(["unidad", "puesto"])]',
        'con_alguien.columns = ["nivel", "codigo"]',
        'debajo = unidades.merge(con_alguien.assign(superior="sí"), on=["nivel", "codigo"], how="left")',
        'unidades = debajo[debajo["superior"].isna()][["nivel", "codigo", "clase"]]',
    )
    if level == KIND:
        yield code('grupos = unidades.dropna(subset="clase").rename(columns={"clase": "superior"})')
    else:
        yield code(f'grupos = unidades.merge(arriba[arriba["nivel_superior"] == "{level}"], on=["nivel", "codigo"])')
    digits = decimals_of(request, indicator)
    middle, spread = (handed_on(request, name, digits) for name in ("media", "desviacion"))
    yield code(
        f'valores = cifras("{indicator}", ["unidad", "puesto"], ["{window}"])["{window}"].rename("valor")',
        'datos = grupos.join(valores, on=["nivel", "codigo"]).dropna(subset="valor")',
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

