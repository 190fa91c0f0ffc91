"""Cells that repeat what a plan's approved budget is compared with, and the bridge between the versions' budgets."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.figures import figure_names as keys
from helpers.run.workings.formulated_plan_cells import OF_APPROVAL, gap_cells, plan_places
from helpers.run.workings.working_request import CENTS, Request, WorkingCell, code, entity_of, words


def approval_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the approved budget, the sum of its sources, and its differences from others.

    The others are what areas require, their ceilings and the year's programme. The cells read `version` (see
    `version_cells`) and the frames that `requirement_cells` defines; nothing without such a figure to repeat.
    """
    places = [place for place in plan_places(request, *OF_APPROVAL) if not place.level.startswith("version")]
    if not places:
        return
    window, asked, entity = places[0].window, {place.indicator for place in places}, entity_of(request.places)
    yield words(
        "### Lo que aprueba la resolución\n\nDe `presupuesto_aprobado`, las filas de la versión: por fuente, y la fila "
        "sin fuente, que es el total. Si no la hay, el total es el importe de la versión en `versiones`."
    )
    yield code(
        'aprobados = tabla("presupuesto_aprobado").fillna({"version": version, "fuente": ""}).dropna(subset="importe")',
        'aprobados = aprobados[aprobados["version"] == version]',
        'muestra(aprobados, "version", "fuente", "importe")',
    )
    yield code(
        'listada = tabla("versiones").query("version == @version").dropna(subset="importe").assign(fuente="")',
        "importes = pd.concat([aprobados, listada])",
        'fila_total = importes[importes["fuente"] == ""].head(1)',
        f'total = fila_total.assign(codigo={entity}).set_index("codigo")["importe"]',
    )
    yield code(
        'con_fuente = aprobados[aprobados["fuente"] != ""]',
        'de_fuente = con_fuente.groupby("fuente")["importe"].sum()',
        f'aprobado = pd.concat([de_nivel(de_fuente, "fuente", "{window}"), de_nivel(total, "entidad", "{window}")])',
        *([f'repetir("{keys.APPROVED}", aprobado)'] if keys.APPROVED in asked else []),
    )
    yield from request.rounding_cells("aprobado", "de_fuente")
    if asked & {keys.APPROVED_SUM, keys.APPROVED_GAP}:
        yield from _own_sum(window, entity)
    if not request.has_table("requerimientos"):
        asked -= {keys.REQUIRED_GAP, keys.UNASKED, keys.CEILINGS_GAP}
    yield from _beside(asked, window)


def _own_sum(window: str, entity: str) -> Iterator[WorkingCell]:
    """Write the cells of the sum of the approved sources, and of the approved total less that sum."""
    yield words("La suma de las fuentes aprobadas, y el total menos ella:")
    yield code(
        f"suma = pd.Series({{{entity}: suma_completa(de_fuente)}}, dtype=object)",
        f'sumado = de_nivel(suma, "entidad", "{window}")',
        f'repetir("{keys.APPROVED_SUM}", sumado)',
    )
    yield code(f'repetir("{keys.APPROVED_GAP}", aprobado - sumado, aprobado=aprobado, suma=sumado)')


def _beside(asked: set[str], window: str) -> Iterator[WorkingCell]:
    """Write the cells of the approved budget less requirements, and of ceilings and year's programme less it."""
    approved = (keys.APPROVED, "aprobado")
    legible = "Lo aprobado menos lo que se lee en los formularios, 0 si no se lee nada:"
    for indicator, other, said in (
        (keys.REQUIRED_GAP, keys.REQUIRED, "Lo aprobado menos lo requerido; lo que nadie requiere vale 0:"),
        (keys.UNASKED, keys.REQUIRED + keys.LEGIBLE, legible),
    ):
        if indicator in asked:
            asking = f"pedido = {other}.reindex(aprobado.index, fill_value=Fraction(0))"
            yield from gap_cells(indicator, said, approved, (other, "pedido"), asking)
    if keys.CEILINGS_GAP in asked:
        said = "La suma de los techos menos lo aprobado:"
        yield from gap_cells(keys.CEILINGS_GAP, said, (keys.CEILING, "techo"), approved)
    if keys.PROGRAMME_GAP in asked:
        said = "Lo programado en el año menos lo aprobado:"
        programme = f'programado = cifras("{keys.PROGRAMME}", ["entidad"], ["{window}"])'
        yield from gap_cells(keys.PROGRAMME_GAP, said, (keys.PROGRAMME, "programado"), approved, programme)


def bridge_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the bridge from each version's approved budget to the next one's.

    They read `versiones`, `presupuesto_aprobado` and `modificaciones`; nothing without such a figure to
    repeat or without rows in `modificaciones`.
    """
    places = plan_places(request, keys.AMENDED, keys.BRIDGE, keys.BRIDGE_GAP)
    places += [place for place in plan_places(request, keys.APPROVED) if place.level == keys.VERSION_FUND]
    if not places or not request.has_table("modificaciones"):
        return
    window = places[0].window
    yield words(
        "### De lo aprobado en una versión a lo aprobado en la siguiente\n\n"
        r"$$\mathrm{sin\ explicar} = \mathrm{aprobado} - (\mathrm{aprobado\ antes} + \sum \mathrm{modificaciones})$$"
        "\n\nLas versiones van por su fecha. Entre dos cuentan las `modificaciones` con fecha posterior a la primera y "
        "hasta la segunda, incluida."
    )
    yield from _approved_by_version(request, window)
    yield from _amendments(request, window)
    yield from _whole_bridge(window)
    yield from _by_source(request, window)


def joined(series: str) -> str:
    """Return Python that joins the two texts of a series' index by a slash (`v2/10`)."""
    return f'{series}.set_axis({series}.index.map("/".join))'


def _approved_by_version(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells with what each version approves, in total and by source."""
    compared = f'repetir("{keys.APPROVED}", de_nivel({joined("de_fuente")}, "{keys.VERSION_FUND}", "{window}"))'
    yield code(
        'listadas = tabla("versiones").fillna({"fecha": ""}).sort_values("fecha", kind="stable")',
        'filas = tabla("presupuesto_aprobado").fillna({"version": "", "fuente": ""}).dropna(subset="importe")',
        'filas = listadas[["version"]].merge(filas, how="cross", suffixes=("", "_dicha"))',
        'filas = filas[(filas["version_dicha"] == "") | (filas["version_dicha"] == filas["version"])]',
        'muestra(filas, "version", "fuente", "importe")',
    )
    yield code(
        'es_total = filas["fuente"] == ""',
        'de_resolucion = filas[es_total].groupby("version")["importe"].first()',
        'aprobado = de_resolucion.combine_first(listadas.dropna(subset="importe").set_index("version")["importe"])',
        'de_fuente = filas[~es_total].groupby(["version", "fuente"])["importe"].sum()',
        'pasos = listadas[listadas["version"].isin(aprobado.index)].rename(columns={"fecha": "hasta"})',
        'pasos["anterior"], pasos["desde"] = pasos["version"].shift(), pasos["hasta"].shift()',
        *([compared] if request.of(keys.APPROVED) else []),
    )
    yield from request.rounding_cells("aprobado", "de_fuente")


def _amendments(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells with the amendments between two versions, norm by norm and in total."""
    yield code(
        'hechas = tabla("modificaciones").dropna(subset=["fecha", "importe"]).fillna({"norma": ""})',
        'pasos = pasos.dropna(subset="anterior")[["version", "anterior", "desde", "hasta"]]',
        'entre = pasos.merge(hechas, how="cross")',
        'entre = entre[(entre["desde"] < entre["fecha"]) & (entre["fecha"] <= entre["hasta"])]',
        'muestra(entre, "version", "norma", "fecha", "fuente", "importe")',
    )
    yield code(
        'de_norma = entre.groupby(["version", "norma"])["importe"].sum()',
        f'modificado = {request.handed_on("de_norma", CENTS)}.groupby("version").sum()',
        f'normas = de_nivel({joined("de_norma")}, "version_norma", "{window}")',
        f'repetir("{keys.AMENDED}", pd.concat([normas, de_nivel(modificado, "version", "{window}")]))',
    )


def _whole_bridge(window: str) -> Iterator[WorkingCell]:
    """Write the cells of the earlier budget plus the amendments, and of the new budget less that sum."""
    yield code(
        'antes = pasos.set_index("version")["anterior"].map(aprobado)',
        f'por_el_puente = de_nivel(antes + modificado, "version", "{window}")',
        f'repetir("{keys.BRIDGE}", por_el_puente)',
    )
    yield code(
        f'nuevo = de_nivel(aprobado, "version", "{window}")',
        f'repetir("{keys.BRIDGE_GAP}", nuevo - por_el_puente, {keys.APPROVED}=nuevo, {keys.BRIDGE}=por_el_puente)',
    )


def _by_source(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells of the same bridge by source of funds."""
    columns = '["version", "fuente"]'
    amended = request.handed_on('fuentes["modificado"]', CENTS)
    yield words("Por fuente, de las que aprueban las dos versiones. La que ninguna modificación nombra tiene 0.")
    yield code(
        'fuentes = de_fuente.rename("ahora").reset_index().merge(pasos, on="version")',
        'antes = de_fuente.rename("antes").rename_axis(["anterior", "fuente"]).reset_index()',
        f'fuentes = fuentes.merge(antes, on=["anterior", "fuente"]).set_index({columns})',
        f'de_fuente = entre.groupby({columns})["importe"].sum().reindex(fuentes.index, fill_value=Fraction(0))',
        'fuentes = fuentes.assign(modificado=de_fuente).set_axis(fuentes.index.map("/".join))',
    )
    yield code(f'repetir("{keys.AMENDED}", de_nivel(fuentes["modificado"], "{keys.VERSION_FUND}", "{window}"))')
    yield code(
        f'sin_explicar = fuentes["ahora"] - fuentes["antes"] - {amended}',
        f'repetir("{keys.BRIDGE_GAP}", de_nivel(sin_explicar, "{keys.VERSION_FUND}", "{window}"))',
    )
