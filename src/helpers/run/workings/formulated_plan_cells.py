"""Cells that repeat a plan's forms: the version in formulation, the weights of 02, the money of 03 and 04, ceilings."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.figures import figure_names as keys
from helpers.run.workings.formula_cells import symbol
from helpers.run.workings.task_cells import version_lines
from helpers.run.workings.working_request import CENTS, Place, Request, WorkingCell, code, entity_of, words

WEIGHT, UNREAD = "peso_acp", "peso_acp_sin_dato"
DUE = "tareas_programadas"
OF_FORMS = (
    keys.REQUIRED, keys.SUMMARY, keys.CEILING,
    *(name + keys.LEGIBLE for name in (keys.REQUIRED, keys.SUMMARY, keys.CEILING)),
    keys.SUMMARY_GAP, keys.ROOM, keys.REQUIRED_GAP, keys.UNASKED, keys.CEILINGS_GAP,
)  # fmt: skip
"""Indicators that are computed from the forms 03 and 04."""
OF_APPROVAL = (
    keys.APPROVED, keys.APPROVED_SUM, keys.APPROVED_GAP, keys.REQUIRED_GAP, keys.UNASKED, keys.CEILINGS_GAP,
    keys.PROGRAMME_GAP,
)  # fmt: skip
"""Indicators that are computed from the budget that a resolution approves."""
AREA_LEVELS = ["area", "unidad", "tipo", "subtipo", "puesto", "servicio", "entidad"]
"""Levels of the nodes that may fill in a form of the plan, the likeliest first: several levels may use one code."""
FORMS = ["articulacion", "requerimientos", "presupuesto_aprobado", "foda"]
"""Tables that name the version of a plan without tasks."""
OPENING = r"""### Lo que requieren las áreas (formularios 03 y 04)

Las filas de `requerimientos` de la versión. Las del formulario 04 resumen las de los 03, y no se suman con ellas. El
importe que no se lee deja sin total lo que lo contiene; lo legible, sin él, es otra cifra. El total de una fuente, de
un formulario o de la entidad existe si lo tiene cada área que presentó un formulario 02, 03 o 04.

$$\mathrm{requerido} = \sum \mathrm{importe}$$"""
AREA = '["nivel", "codigo"]'


def plan_places(request: Request, *indicators: str) -> list[Place]:
    """Return the figures to repeat of some indicators in a plan's own window (`2024-poa`), in the indicators' order."""
    found = [place for name in indicators for place in request.of(name)]
    return [place for place in found if Period.parse(place.window).is_plan]


def subtraction(result: str, minuend: str, subtrahend: str) -> str:
    """Return the formula of a difference of two indicators, in LaTeX between double dollar signs."""
    return f"$${symbol(result)} = {symbol(minuend)} - {symbol(subtrahend)}$$"


def gap_cells(
    indicator: str, said: str, minuend: tuple[str, str], subtrahend: tuple[str, str], *lines: str
) -> Iterator[WorkingCell]:
    """Yield the cells of a difference of two indicators, each given with the Python of its values.

    `said` introduces it in Spanish; `lines` are the code before it.
    """
    (one, first), (other, second) = minuend, subtrahend
    yield words(f"{said}\n\n{subtraction(indicator, one, other)}")
    yield code(*lines, f'repetir("{indicator}", {first} - {second}, {one}={first}, {other}={second})')


def version_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that define `version`, the plan's version in formulation, and `nivel_de`, each node's level.

    Only where the section prints a figure of the plan's forms, of its approved budget or of its tasks by month.
    """
    asked = [place for name in (WEIGHT, UNREAD, DUE, *OF_FORMS, *OF_APPROVAL) for place in request.of(name)]
    windows = [place.window for place in asked if not place.level.startswith("version")]
    if not windows:
        return
    year = Period.parse(windows[0]).year
    if request.has_table("tareas"):
        yield words(
            f"### La versión del plan\n\nLa última de `versiones` que tiene tareas y fecha hasta el fin de {year}; si "
            "todas son posteriores, la primera; si ninguna figura, la última de `tareas`."
        )
        yield code(*version_lines(f"{year}-12-31"))
    else:
        yield words(
            "### La versión del plan\n\nLa última de `versiones` por su fecha. La que solo nombran los formularios es "
            "posterior. Una fila que no dice versión es de todas."
        )
        yield code(
            'por_fecha = tabla("versiones").fillna({"fecha": ""}).sort_values("fecha", kind="stable")["version"]',
            f'nombradas = pd.concat([tabla(nombre)["version"] for nombre in {FORMS}]).dropna().drop_duplicates()',
            "sin_fecha = nombradas[~nombradas.isin(por_fecha)]",
            'version = pd.concat([pd.Series([""]), por_fecha, sin_fecha]).iloc[-1]',
        )
    yield from level_cells()


def level_cells() -> Iterator[WorkingCell]:
    """Yield the cells that define `nivel_de`, the level of the node that a form of the plan means by a code."""
    yield words("El nivel de cada código: si dos niveles lo usan, el primero de esta lista.")
    yield code(
        f"orden = {AREA_LEVELS}",
        'estructura = tabla("estructura")',
        'nodos = estructura.sort_values("nivel", key=lambda nivel: nivel.map(orden.index))',
        'nivel_de = nodos.drop_duplicates("codigo").set_index("codigo")["nivel"]',
    )


def weight_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the sum of each area's weights of form 02, and how many cannot be read.

    They read `version` and `nivel_de`, which `version_cells` defines; nothing without rows in `articulacion`.
    """
    places = plan_places(request, WEIGHT, UNREAD)
    if not places or not request.has_table("articulacion"):
        return
    window = places[0].window
    yield words(
        "### Las ponderaciones de cada área (formulario 02)\n\n"
        r"$$\mathrm{suma} = \sum \mathrm{ponderacion}$$"
        "\n\nLas filas de `articulacion` de la versión. La acción que sirve a dos marcos figura dos veces y pesa una; "
        "la fila cuyo código no se lee es otra acción. Una ponderación que no se lee se cuenta aparte, y la suma es de "
        "las que se leen."
    )
    yield code(
        'articulacion = tabla("articulacion").fillna({"version": version})',
        'articulacion = articulacion[articulacion["version"] == version].rename(columns={"area": "codigo"})',
        'articulacion["nivel"] = articulacion["codigo"].map(nivel_de)',
        'fila = "fila " + articulacion.index.astype(str)',
        'articulacion["accion"] = articulacion["acp"].where(articulacion["acp"].notna(), fila)',
        'muestra(articulacion, "codigo", "acp", "ponderacion")',
    )
    yield code(
        'area, accion = ["nivel", "codigo"], ["nivel", "codigo", "accion"]',
        'leidas = articulacion.dropna(subset="ponderacion").drop_duplicates([*accion, "ponderacion"])',
        f'pesos = leidas.groupby(area)["ponderacion"].sum().to_frame("{window}")',
        f'repetir("{WEIGHT}", pesos)',
    )
    if any(place.indicator == UNREAD for place in places):
        yield words("Las que no se leen en ninguna fila de su acción, en las áreas de las que se lee alguna:")
        yield code(
            'con_peso = articulacion.groupby(accion)["ponderacion"].transform("count") > 0',
            "sin_dato = articulacion[~con_peso].drop_duplicates(accion)",
            "cuantas = sin_dato.groupby(area).size().reindex(pesos.index, fill_value=0)",
            f'repetir("{UNREAD}", cuantas.to_frame("{window}"))',
        )


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
