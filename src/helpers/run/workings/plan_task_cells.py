"""Cells that repeat the counts of a plan's tasks: due in each window, by version, and what a version changes."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import MONTHS, Period
from helpers.figures.figure_names import ADDED, ADDED_MONEY, AFTER, BEFORE, DROPPED, DROPPED_MONEY, KEPT, REQUIRED
from helpers.run.workings.formulated_plan_cells import DUE, FORMS, gap_cells, level_cells, plan_places, subtraction
from helpers.run.workings.part_cells import unit_lines
from helpers.run.workings.working_request import CENTS, Request, WorkingCell, code, entity_of, quoted, windows_of, words

TASKS, BUDGET, UNTASKED, CHANGE = "tareas_plan", "ppto_tareas", "requerido_sin_tareas", "_cambio"
OF_VERSIONS = (TASKS, BUDGET, REQUIRED, UNTASKED)
VERSION = '["nivel", "parte", "version"]'
"""What tells a version's figures apart: the level and the code of its part, empty for the whole version."""
KINDS = {
    "tareas_reprogramadas": (
        "lo programado de algún mes o del año, la meta, o si se suma", [*MONTHS, "anual", "meta", "acumulable"]
    ),
    "tareas_reponderadas": ("la ponderación", ["ponderacion"]),
    "tareas_trasladadas": ("la unidad, la acción o la operación", ["unidad", "acp", "operacion"]),
    "tareas_con_otro_ppto": ("el presupuesto", ["ppto"]),
}  # fmt: skip
"""By the indicator of a kind of change: what differs, in Spanish, and its columns of `tareas`."""
MONEY = {
    ADDED_MONEY: "agregadas", DROPPED_MONEY: "retiradas", BEFORE: "viejas", AFTER: "nuevas",
}  # fmt: skip
"""By indicator of money: the frame of the tasks whose budgets it sums."""


def unit_cells() -> Iterator[WorkingCell]:
    """Yield the cells that define `nivel_de_unidad` and `area_de`: the level of each unit, and the area above it."""
    yield words("Quién tiene tareas: una unidad, un puesto o un tipo de `estructura`, y el área que tiene por encima.")
    yield code(
        'estructura = tabla("estructura")',
        *unit_lines(),
        'nivel_de_unidad = unidades.set_index("codigo")["nivel"]',
        "arriba = ascendientes(estructura)",
        'con_area = unidades.merge(arriba[arriba["nivel_superior"] == "area"])',
        'area_de = con_area.drop_duplicates("codigo").set_index("codigo")["superior"]',
    )


def due_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again how many tasks have something programmed in each month, quarter and year.

    They read `version` (see `version_cells`); nothing if the section prints no such count.
    """
    places = request.of(DUE)
    if not places or not request.has_table("tareas"):
        return
    windows = [Period.parse(window) for window in windows_of(places)]
    months = {str(one): list(MONTHS[one.first - 1 : one.last]) for one in windows if not one.is_plan}
    years = [str(one) for one in windows if one.is_plan]
    yield words(
        "### Tareas con algo programado\n\nDe las tareas de la versión, las que en algún mes de la ventana tienen una "
        "cantidad que no es cero. En el año vale `anual`, si la tarea lo trae, y si no, sus meses. Una tarea es de una "
        "sola unidad: el área es la suma de sus unidades, y la entidad, la de todas."
    )
    yield from unit_cells()
    yield code(
        f"ventanas = {months}",
        'plan = tabla("tareas").query("version == @version")',
        f"programado = plan[{list(MONTHS)}].fillna(0) != 0",
        "en = {ventana: programado[meses].any(axis=1) for ventana, meses in ventanas.items()}",
        "en = pd.DataFrame(en, index=plan.index)",
        *(
            f'en["{year}"] = programado.any(axis=1).where(plan["anual"].isna(), plan["anual"].fillna(0) != 0)'
            for year in years
        ),
        f'muestra(plan, "tarea", "unidad", *{list(MONTHS)}, "anual")',
    )
    yield code(
        'plan["nivel"] = plan["unidad"].map(nivel_de_unidad)',
        'de_unidad = en.astype(int).groupby([plan["nivel"], plan["unidad"]]).sum()',
        f'repetir("{DUE}", de_unidad)',
    )
    yield code(
        'sus_areas = de_unidad.index.get_level_values("unidad").map(area_de)',
        f'repetir("{DUE}", de_ventanas(de_unidad.groupby(sus_areas).sum(), "area"))',
    )
    yield code(
        f"total = de_unidad.sum().to_frame({entity_of(request.places)}).T",
        f'repetir("{DUE}", de_ventanas(total, "entidad"))',
    )


def version_task_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again each version's tasks, their budgets, and the required money that they lack.

    Their changes from one version to the next follow; nothing if the section prints no such figure of a version.
    """
    named = (*OF_VERSIONS, *(name + CHANGE for name in OF_VERSIONS))
    places = [place for place in plan_places(request, *named) if place.level.startswith("version")]
    if not places:
        return
    window = places[0].window
    asked = {place.indicator for place in places}
    needed = {name.removesuffix(CHANGE) for name in asked}
    yield words(
        "### Las tareas de cada versión y su presupuesto\n\nCada fila de `tareas` cuenta en su unidad, en el área de "
        "su unidad y en su versión; la columna `ppto` es su presupuesto."
    )
    yield from unit_cells()
    yield code(
        'tareas = tabla("tareas")',
        'tareas["nivel"], tareas["area"] = tareas["unidad"].map(nivel_de_unidad), tareas["unidad"].map(area_de)',
        'tareas = tareas.dropna(subset="nivel")',
        'muestra(tareas, "version", "tarea", "unidad", "area", "ppto")',
    )
    if TASKS in needed:
        yield from sum_cells("tareas.assign(cuenta=1)", "cuenta", TASKS, window)
    if needed & {BUDGET, UNTASKED}:
        yield from _budgets(request, window)
    if needed & {REQUIRED, UNTASKED}:
        yield from _required(request, window)
    if UNTASKED in needed:
        yield words(
            "Lo requerido menos el presupuesto de las tareas, la parte que ninguna tarea lleva:\n\n"
            f"{subtraction(UNTASKED, REQUIRED, BUDGET)}"
        )
        yield code(
            f"{name_of_series(UNTASKED)} = {name_of_series(REQUIRED)} - {name_of_series(BUDGET)}",
            _compared(UNTASKED, window),
        )
    yield from _changes([name for name in OF_VERSIONS if name + CHANGE in asked], window)


def sum_cells(
    rows: str, column: str, indicator: str, window: str, *, of_units: str = "filas"
) -> Iterator[WorkingCell]:
    """Yield the cells that sum a column of tasks by unit, area and version, and compare it.

    The sum is a series by level, part and version (see `VERSION`), called `name_of_series`. Rows whose unit has no
    level count in their version only. `of_units` are the rows that count in units, if they are others.
    """
    yield code(
        f"filas = {rows}",
        f'en_unidad = {of_units}.assign(parte={of_units}["unidad"])',
        'en_area, en_version = filas.assign(nivel="area", parte=filas["area"]), filas.assign(nivel="", parte="")',
        "partes = pd.concat([en_unidad, en_area, en_version])",
        f'{name_of_series(indicator)} = partes.groupby({VERSION})["{column}"].sum()',
        _compared(indicator, window),
    )


def name_of_series(indicator: str) -> str:
    """Return what the cells call an indicator's values by version."""
    return f"{indicator}_por_version"


def _compared(indicator: str, window: str) -> str:
    """Return the line of code that compares an indicator's values by version."""
    return f'repetir("{indicator}", de_versiones({name_of_series(indicator)}, "{window}"))'


def _budgets(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells of the tasks' budgets, from the sums of units, which are rounded where each level is."""
    yield code(
        'suyas = ["version", "nivel", "unidad", "area"]',
        'unidades = tareas.dropna(subset="ppto").groupby(suyas, dropna=False)["ppto"].sum().reset_index()',
    )
    rounded = request.handed_on('unidades["ppto"]', CENTS)
    yield from sum_cells(f"unidades.assign(ppto={rounded})", "ppto", BUDGET, window, of_units="unidades")
    yield from request.rounding_cells(name_of_series(BUDGET))


def _required(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells of what areas require in each version; an area with an unreadable amount has no sum."""
    yield from level_cells()
    yield words("Lo que requiere cada área en los formularios 03 de cada versión, si se lee entero:")
    yield code(
        'pedidos = tabla("requerimientos").fillna({"formulario": ""})',
        'pedidos = pedidos[~pedidos["formulario"].str.lstrip("0").str.startswith("4")]',
        'pedidos = pedidos.assign(nivel=pedidos["area"].map(nivel_de), parte=pedidos["area"])',
        'muestra(pedidos, "version", "area", "formulario", "fuente", "importe")',
    )
    yield code(
        f'de_areas = pedidos.groupby({VERSION})["importe"].pipe(suma_completa)',
        f'total = {request.handed_on("de_areas", CENTS)}.groupby("version").pipe(suma_completa).reset_index()',
        f'total = total.assign(nivel="", parte="").set_index({VERSION})["importe"]',
        f'{name_of_series(REQUIRED)} = pd.concat([de_areas, total])',
        _compared(REQUIRED, window),
    )
    yield from request.rounding_cells(name_of_series(REQUIRED))


def _changes(indicators: list[str], window: str) -> Iterator[WorkingCell]:
    """Write the cells of what each version changes from the one before.

    What one of them lacks counts as 0; of requirements, the Book then has no change, so that this one is not compared.
    """
    if not indicators:
        return
    yield words(
        "Cada versión menos la anterior. Las de `versiones` van por su fecha, y después las que solo nombran los "
        "formularios. Las tareas que una de las dos no tiene valen 0; lo requerido que no tiene no da ningún cambio."
    )
    yield code(
        'por_fecha = tabla("versiones").fillna({"fecha": ""}).sort_values("fecha", kind="stable")["version"]',
        f'nombradas = pd.concat([tabla(nombre)["version"] for nombre in {["tareas", *FORMS]}]).dropna()',
        "columnas_en_orden = pd.concat([por_fecha, nombradas]).drop_duplicates()",
    )
    for indicator in indicators:
        yield code(
            f'ancho = {name_of_series(indicator)}.dropna().astype(object).unstack("version", fill_value=0)',
            "ancho = ancho.reindex(columns=columnas_en_orden, fill_value=0).astype(object)",
            "cambiado = (ancho - ancho.shift(axis=1)).iloc[:, 1:]",
            'cambiado = cambiado.reset_index().melt(["nivel", "parte"], var_name="version", value_name="valor")',
            f'repetir("{indicator}{CHANGE}", de_versiones(cambiado.set_index({VERSION})["valor"], "{window}"))',
        )


def reformulation_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again what each version changes from the one before: tasks by kind, and their money.

    Nothing if the section prints no such figure, or if `versiones` lists fewer than two versions with tasks.
    """
    places = plan_places(request, ADDED, DROPPED, *KINDS, *MONEY, KEPT)
    if not places:
        return
    window = places[0].window
    yield words(
        "### Qué tareas cambió cada versión\n\nLas versiones de `versiones` que tienen tareas van por su fecha, y cada "
        "una se compara con la anterior por el código de la tarea. La que solo está en la nueva es agregada; la que "
        "solo está en la anterior, retirada. Una tarea cuenta en la unidad que la tiene en la versión nueva; la "
        "retirada, en la que la tenía."
    )
    yield from unit_cells()
    for before, now in _pairs(request):
        if any(place.code == now or place.code.startswith(f"{now}/") for place in places):
            yield from _pair(before, now)
            yield from _counts(window)
            yield from _money(request, window)


def _pairs(request: Request) -> list[tuple[str, str]]:
    """Return the pairs of consecutive versions with tasks, earlier and later, by date; those without date first."""
    listed, tasks = request.table("versiones").fillna({"fecha": ""}), request.table("tareas")
    listed = listed[listed["version"].isin(tasks["version"])].sort_values(["fecha", "version"])
    return list(zip(listed["version"], listed["version"].iloc[1:], strict=False))


def _pair(before: str, now: str) -> Iterator[WorkingCell]:
    """Write the cells with the tasks added from `before` to `now`, those dropped, and those that both have."""
    yield words(f"#### De {before} a {now}")
    yield code(
        'tareas = tabla("tareas").drop_duplicates(["version", "tarea"], keep="last")',
        'tareas["nivel"], tareas["area"] = tareas["unidad"].map(nivel_de_unidad), tareas["unidad"].map(area_de)',
        f'ahora = tareas[tareas["version"] == {quoted(now)}]',
        f'antes = tareas[tareas["version"] == {quoted(before)}].assign(version={quoted(now)})',
        'agregadas = ahora[~ahora["tarea"].isin(antes["tarea"])]',
        'retiradas = antes[~antes["tarea"].isin(ahora["tarea"])]',
        'nuevas = ahora[ahora["tarea"].isin(antes["tarea"])].set_index("tarea")',
        'viejas = antes.set_index("tarea").loc[nuevas.index]',
        'muestra(pd.concat([agregadas, retiradas]), "tarea", "unidad", "area", "ppto")',
    )


def _counts(window: str) -> Iterator[WorkingCell]:
    """Write the cells of how many tasks were added, dropped or changed, by kind; a unit without any gets a zero."""
    kinds = {ADDED: "agregadas", DROPPED: "retiradas"}
    for indicator, frame in kinds.items():
        yield words(f"Las {frame}:")
        yield from _count(f"unas = {frame}.assign(cuenta=1)", indicator, window)
    for indicator, (said, columns) in KINDS.items():
        yield words(f"Las que siguen y tienen otra cosa en {said}:")
        yield code(
            f"columnas = {columns}",
            'otra = (nuevas[columnas].fillna("") != viejas[columnas].fillna("")).any(axis=1)',
        )
        yield from _count("unas = nuevas[otra].assign(cuenta=1)", indicator, window)


def _count(line: str, indicator: str, window: str) -> Iterator[WorkingCell]:
    """Write the cells that count the tasks `unas`, which a line of code defines, by unit, area and version.

    Those of both versions count with zero, so that a unit without any has one too.
    """
    yield code(line, "por_contar = pd.concat([ahora, antes]).assign(cuenta=0)")
    yield from sum_cells("pd.concat([por_contar, unas])", "cuenta", indicator, window)


def _money(request: Request, window: str) -> Iterator[WorkingCell]:
    """Write the cells of the budgets of tasks added, dropped and kept (before and after), and of the kept's change."""
    for indicator, frame in MONEY.items():
        yield code(
            # Of no tasks the money is zero; of tasks without any budget it is unknown.
            f'con_ppto = {frame}.dropna(subset="ppto") if len({frame}) else ahora.head(1).assign(ppto=0)',
            f'{indicator} = de_nivel(con_ppto.groupby("version")["ppto"].sum(), "version", "{window}")',
            f'repetir("{indicator}", {indicator})',
        )
    said = "El presupuesto de las que siguen, en la versión nueva menos en la anterior:"
    after, before = ((one, request.handed_on(one, CENTS)) for one in (AFTER, BEFORE))
    yield from gap_cells(KEPT, said, after, before)
