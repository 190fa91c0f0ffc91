"""Cells that every repeated figure of a plan's forms starts from: the version in formulation, and form 02's weights."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.figures import figure_names as keys
from helpers.run.workings.formula_cells import symbol
from helpers.run.workings.task_cells import version_lines
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, words

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
