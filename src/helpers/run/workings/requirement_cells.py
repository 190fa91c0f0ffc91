"""Cells that repeat the money of a plan's forms: what areas require (03), their summaries (04) and their ceilings."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.figures import figure_names as keys
from helpers.run.workings.formulated_plan_cells import OF_FORMS, gap_cells, plan_places
from helpers.run.workings.working_request import CENTS, Request, WorkingCell, code, entity_of, words

OPENING = r"""### Lo que requieren las áreas (formularios 03 y 04)

Las filas de `requerimientos` de la versión. Las del formulario 04 resumen las de los 03, y no se suman con ellas. El
importe que no se lee deja sin total lo que lo contiene; lo legible, sin él, es otra cifra. El total de una fuente, de
un formulario o de la entidad existe si lo tiene cada área que presentó un formulario 02, 03 o 04.

$$\mathrm{requerido} = \sum \mathrm{importe}$$"""
AREA = '["nivel", "codigo"]'


def requirement_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the requirements, summaries and ceilings of a plan's areas, and their gaps.

    They define the frames `requerido`, `requerido_legible`, `formulario_04` and `techo`, by node and the plan's window,
    as far as the figures to repeat need them, here and in the cells on the approved budget. Nothing without such
    figures or without rows in `requerimientos`.
    """
    places = plan_places(request, *OF_FORMS)
    if not any(not place.level.startswith("version") for place in places) or not request.has_table("requerimientos"):
        return
    window, asked = places[0].window, {place.indicator for place in places}
    yield words(OPENING)
    yield from _rows()
    if asked & {keys.REQUIRED, keys.SUMMARY_GAP, keys.ROOM, keys.REQUIRED_GAP}:
        yield from _required(request, keys.REQUIRED, "formularios_03", window)
    if asked & {keys.REQUIRED + keys.LEGIBLE, keys.UNASKED}:
        yield words("Lo legible: las mismas sumas, sin los importes que no se leen.")
        yield from _required(request, keys.REQUIRED + keys.LEGIBLE, 'formularios_03.dropna(subset="importe")', window)
    if asked & {keys.SUMMARY, keys.SUMMARY_GAP, keys.ROOM}:
        yield words("El formulario 04 de cada área, con sus fuentes:")
        yield from _summary(request, keys.SUMMARY, "formularios_04", window)
    if keys.SUMMARY + keys.LEGIBLE in asked:
        yield words("Lo legible de los formularios 04:")
        yield from _summary(request, keys.SUMMARY + keys.LEGIBLE, 'formularios_04.dropna(subset="importe")', window)
    if asked & {keys.CEILING, keys.CEILING + keys.LEGIBLE, keys.ROOM, keys.CEILINGS_GAP}:
        yield from _ceilings(request, asked, window)
    yield from _gaps(asked)


def _rows() -> Iterator[WorkingCell]:
    """Write the cells that read the forms, and say which areas have one."""
    yield code(
        'pedidos = tabla("requerimientos").fillna({"version": version, "formulario": "", "fuente": ""})',
        'pedidos = pedidos[pedidos["version"] == version].rename(columns={"area": "codigo"})',
        'pedidos["nivel"] = pedidos["codigo"].map(nivel_de)',
        'pedidos = pedidos.dropna(subset="nivel")',
        'es_04 = pedidos["formulario"].str.lstrip("0").str.startswith("4")',
        "formularios_03, formularios_04 = pedidos[~es_04], pedidos[es_04]",
        'muestra(pedidos, "codigo", "formulario", "fuente", "importe", "techo")',
    )
    yield code(
        'formulan = pd.concat([tabla("articulacion"), tabla("requerimientos")]).fillna({"version": version})',
        'formulan = formulan[formulan["version"] == version].rename(columns={"area": "codigo"})',
        'formulan["nivel"] = formulan["codigo"].map(nivel_de)',
        f'areas = pd.MultiIndex.from_frame(formulan.dropna(subset="nivel")[{AREA}].drop_duplicates())',
    )


def _required(request: Request, name: str, rows: str, window: str) -> Iterator[WorkingCell]:
    """Write the cells that make the frame `name` from rows of the forms 03: by area, form and source, and in total."""
    rounded = request.handed_on('hojas["importe"]', CENTS)
    yield code(
        'hoja = ["nivel", "codigo", "formulario", "fuente"]',
        f'hojas = {rows}.groupby(hoja)["importe"].pipe(suma_completa).reset_index()',
        f"lineas = hojas.assign(importe={rounded})",
        'con_formulario = lineas["codigo"] + "/" + lineas["formulario"]',
        'con_fuente = lineas["codigo"] + "/" + lineas["fuente"]',
    )
    yield code(
        "lineas = pd.concat([",
        "    lineas,",
        '    hojas.assign(nivel="area_formulario_fuente", codigo=con_formulario + "/" + lineas["fuente"]),',
        '    lineas.assign(nivel="area_formulario", codigo=con_formulario),',
        '    lineas.assign(nivel="area_fuente", codigo=con_fuente),',
        '    lineas.assign(nivel="formulario", codigo=lineas["formulario"]),',
        '    lineas.assign(nivel="fuente", codigo=lineas["fuente"]),',
        "])",
        f'{name} = lineas.groupby({AREA})["importe"].pipe(suma_completa).to_frame("{window}")',
    )
    yield from _with_total(request, name, window)


def _summary(request: Request, name: str, rows: str, window: str) -> Iterator[WorkingCell]:
    """Write the cells that make the frame `name` from rows of the forms 04: by area, source and both, and in total."""
    yield code(
        f"filas = {rows}",
        f'de_area = filas.groupby({AREA})["importe"].pipe(suma_completa)',
        'de_fuente = filas.groupby(["codigo", "fuente"])["importe"].pipe(suma_completa)',
        f'fuente = {request.handed_on("de_fuente", CENTS)}.groupby("fuente").pipe(suma_completa)',
        'de_fuente.index = de_fuente.index.map("/".join)',
        f'fuentes = [de_nivel(de_fuente, "area_fuente", "{window}"), de_nivel(fuente, "fuente", "{window}")]',
        f'{name} = pd.concat([de_area.to_frame("{window}"), *fuentes])',
    )
    yield from _with_total(request, name, window)


def _with_total(request: Request, name: str, window: str) -> Iterator[WorkingCell]:
    """Write the cell that adds the institution to a frame, and compares it with the Book.

    In a frame of complete sums (not `…_legible`), no source or form has a total unless every area has one.
    """
    own = request.handed_on(f"{name}.reindex(areas)", CENTS)
    lines = [f"de_areas = {own}.dropna()" if name.endswith(keys.LEGIBLE) else f"de_areas = {own}"]
    if name in (keys.REQUIRED, keys.SUMMARY):
        lines += [
            f'de_todas = {name}.index.isin(["fuente", "formulario"], level="nivel")',
            "falta_un_area = de_areas.isna().any().item()",
            f"{name} = {name}[~(de_todas & falta_un_area)]",
        ]
    entity = entity_of(request.places)
    lines += [
        f'total = pd.Series({{{entity}: suma_completa(de_areas["{window}"])}}, dtype=object)',
        f'{name} = {name}.combine_first(de_nivel(total, "entidad", "{window}"))',
    ]
    yield code(*lines, f'repetir("{name}", {name})')
    yield from request.rounding_cells(name)


def _ceilings(request: Request, asked: set[str], window: str) -> Iterator[WorkingCell]:
    """Write the cells of the ceilings: the first that an area's rows state, and their total."""
    yield words("El techo de cada área, que repite cada fila suya:")
    yield code(
        f'con_techo = pedidos.dropna(subset="techo").drop_duplicates({AREA})',
        f'techo = con_techo.set_index({AREA})["techo"].to_frame("{window}")',
    )
    if keys.CEILING + keys.LEGIBLE in asked:
        yield code(f"{keys.CEILING}{keys.LEGIBLE} = techo")
        yield from _with_total(request, keys.CEILING + keys.LEGIBLE, window)
    yield from _with_total(request, keys.CEILING, window)


def _gaps(asked: set[str]) -> Iterator[WorkingCell]:
    """Write the cells of the differences: form 04 less the forms 03, and the ceiling less what the area requires."""
    if keys.SUMMARY_GAP in asked:
        said = "El formulario 04 menos los 03, donde los dos se leen enteros:"
        terms = (keys.SUMMARY, "formulario_04"), (keys.REQUIRED, "requerido")
        yield from gap_cells(keys.SUMMARY_GAP, said, *terms)
    if keys.ROOM in asked:
        said = "El techo menos lo requerido o, si de los 03 no se lee todo, menos el formulario 04:"
        terms = (keys.CEILING, "techo"), (keys.REQUIRED, "pedido")
        yield from gap_cells(keys.ROOM, said, *terms, "pedido = requerido.combine_first(formulario_04)")
