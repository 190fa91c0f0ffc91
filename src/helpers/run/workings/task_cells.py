"""Cells that repeat the score of each task (the plan in force, what was executed, the cap, no data), and its money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from helpers.base.exact import exact
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import PlainData
from helpers.run.workings.part_cells import NODES_OF_PLAN, links, unit_lines
from helpers.run.workings.rule_notation import drawn, of_task
from helpers.run.workings.working_request import CENTS, Place, Request, WorkingCell, code, quoted, windows_of, words

YEAR = "anual"
RAW = "_bruto"
WHOLE = 100
"""The cap, in per cent, at which no more than what was programmed counts."""
MOST_NAMED = 30
"""Most tasks that a cell names; if the section prints more, the cell compares all tasks."""
UNKNOWN = {
    "fuera": "La programada sin dato no entra.",
    "mes_fuera": "El mes programado sin dato no entra, tampoco en lo programado.",
}
BUDGET, SPENT, SHARE = "ppto_tarea", "devengado_tarea", "ejecucion_tarea"
TASK = "tarea"


def plan_cells(window: str) -> Iterator[WorkingCell]:
    """Yield a text cell and the code cell that defines `plan`: the tasks of the version in force at a window's end.

    It is the last version in `versiones` dated up to that day; if all are later, the first; if `versiones` lists none,
    the last one in `tareas`.
    """
    period = Period.parse(window)
    yield words(
        f"### El plan que rige, {period.words}\n\nRige la última versión de `versiones` con fecha hasta "
        f"{period.cutoff}; antes de la primera, la primera; si ninguna figura, la última de `tareas`. Una operación "
        "cuyo código usan varias unidades lleva delante el de la suya."
    )
    yield code(
        *version_lines(str(period.cutoff)),
        'plan = tareas[tareas["version"] == version].set_index("tarea", drop=False).rename_axis(None)',
        'compartida = plan["operacion"].map(tareas.groupby("operacion")["unidad"].nunique() > 1)',
        'con_unidad = plan["unidad"] + "/" + plan["operacion"]',
        'plan["operacion"] = plan["operacion"].where(~compartida, con_unidad)',
    )


def version_lines(day: str) -> tuple[str, ...]:
    """Return the lines of code that define `tareas` and `version`, the plan's version in force on a day (ISO date)."""
    return (
        'tareas, versiones = tabla("tareas"), tabla("versiones").fillna({"fecha": ""})',
        'versiones = versiones[versiones["version"].isin(tareas["version"])].sort_values(["fecha", "version"])',
        f'ya = versiones[versiones["fecha"] <= "{day}"]',
        'ultima = tareas["version"].drop_duplicates().tail(1)',
        'version = pd.concat([ultima, versiones["version"].head(1), ya["version"]]).iloc[-1]',
    )


def doer_cells() -> Iterator[WorkingCell]:
    """Yield a text cell and the code cell that defines `ejecutan`: each operation with the unit of its first task.

    The code reads `plan` and `estructura`, which `plan_cells` and `tree_cells` define.
    """
    yield words("Quién lleva cada operación: la unidad de su primera tarea.")
    yield code(
        *unit_lines(),
        'primeras = plan.drop_duplicates("operacion")[["operacion", "unidad"]]',
        'ejecutan = primeras.merge(unidades, left_on="unidad", right_on="codigo")[["operacion", "nivel", "codigo"]]',
    )


def score_cells(request: Request, indicator: str, window: str) -> Iterator[WorkingCell]:
    """Yield the notebook cells that define `avance`, each task's percentage in a window, and compare it with the Book.

    They read `plan` (see `plan_cells`) and follow the method's `hoja`: what takes part, what counts and the cap. They
    also define `contado`, `programado` and, rounded if the method rounds each level, `entregado`.
    """
    leaf, period = request.method["hoja"], Period.parse(window)
    columns = [*MONTHS[period.first - 1 : period.last], *([YEAR] if period.last - period.first == 11 else [])]
    yield words(
        f"### Lo programado y lo ejecutado de cada tarea, {period.words}\n\n"
        "Donde dos formularios dicen un mes, vale el del periodo posterior."
        f"{' Donde hay un dato del año, vale ese y no los meses.' if YEAR in columns else ''}"
    )
    yield code(
        f"meses = {columns}",
        'muestra(plan, "tarea", "operacion", "unidad", "acumulable", *meses)',
    )
    yield code(
        'formularios = tabla("ejecucion").dropna(subset=meses, how="all")',
        'muestra(formularios, "tarea", "periodo", *meses)',
    )
    yield code(
        'formularios["fin"] = formularios["periodo"].map(ultimo_mes)',
        'formularios = formularios.sort_values("fin", kind="stable").groupby("tarea")[meses].last()',
        "meta, hecho = plan[meses].copy(), formularios.reindex(plan.index)",
        'mantiene = plan["acumulable"] == "no"',
    )
    if YEAR in columns:
        yield code(
            "cada_mes = meses[:-1]",
            'meta.loc[meta["anual"].notna(), cada_mes] = None',
            'hecho.loc[hecho["anual"].notna(), cada_mes] = None',
            'parejas = meta["anual"].notna() == hecho["anual"].notna()',
        )
    yield words(f"Qué entra. {UNKNOWN[leaf['sin_dato']]} {leaf['explicacion']}\n\nFuente: {leaf['fuente']}.")
    yield code(*_taking_part(leaf, is_year=YEAR in columns))
    yield words(f"Lo que cuenta: {_cap_in_words(leaf)}\n\n{drawn(of_task(leaf))}")
    yield code(*_counted(leaf, is_year=YEAR in columns))
    yield code(
        "programado = sin_ceros(programado.mask(fuera))",
        "avance = 100 * contado / programado",
        f"entregado = {request.handed_on('avance', request.decimals_of(indicator))}",
        f'repetir("{indicator}", de_nivel(avance{_only_printed(request.of(indicator), window)}, "tarea", "{window}"))',
    )
    raw = [place for place in request.of(indicator + RAW) if place.window == window]
    if raw:
        yield code(
            "bruto = 100 * entero / programado", f'repetir("{indicator}{RAW}", de_nivel(bruto, "tarea", "{window}"))'
        )


def _only_printed(places: Sequence[Place], window: str) -> str:
    """Return the Python that keeps the printed tasks of a series; empty for more than `MOST_NAMED`."""
    codes = [place.code for place in places if place.level == "tarea" and place.window == window]
    return f".reindex({codes})" if len(codes) <= MOST_NAMED else ""


def _taking_part(leaf: PlainData, *, is_year: bool) -> list[str]:
    """Return the lines of code that define `programado`, `ejecutado` and `fuera`, the tasks that do not take part.

    With `is_year`, a task stated only for the whole year on one side, or only on the other, has rules of its own.
    """
    lines = ["sin_dato = (meta.fillna(0) > 0) & hecho.isna()"]
    if is_year:
        lines.append("sin_dato.loc[~parejas] = False")
        lines.append("sin_hecho = hecho.isna().all(axis=1)")
    if leaf["sin_dato"] == "mes_fuera":
        lines.append("meta = meta.mask(sin_dato)")
    lines += [
        "meta, hecho = meta.fillna(0), hecho.fillna(0)",
        "programado, ejecutado = meta.sum(axis=1), hecho.sum(axis=1)",
        "fuera = sin_dato.any(axis=1)" + (" & (programado == 0)" if leaf["sin_dato"] == "mes_fuera" else ""),
    ]
    if is_year:
        lines.append("fuera = fuera | (~parejas & (programado > 0) & (mantiene | sin_hecho))")
    return lines


def _cap_in_words(leaf: PlainData) -> str:
    """Return in Spanish what counts of a task's execution, with the method's cap or without any."""
    if leaf["tope"] is None:
        return "lo ejecutado, sin tope; de una meta que se mantiene, lo de los meses programados."
    return f"lo ejecutado, hasta el {leaf['tope']} % de lo programado; de una meta que se mantiene, mes por mes."


def _counted(leaf: PlainData, *, is_year: bool) -> list[str]:
    """Return the lines of code that define what counts of each task: `entero` without the cap, `contado` with it."""
    keeping = "mantiene & parejas" if is_year else "mantiene"
    whole = "del_mes = hecho.where(meta > 0, 0)"
    uncapped = f"entero = ejecutado.where(~({keeping}), del_mes.sum(axis=1))"
    if leaf["tope"] is None:
        return [whole, uncapped, "contado = entero"]
    limits = ["limite, limite_del_mes = programado, meta"]
    if exact(leaf["tope"]) != WHOLE:
        cap = f"tope = Fraction({quoted(leaf['tope'])}) / 100"
        limits = [cap, "limite, limite_del_mes = programado * tope, meta * tope"]
    return [
        whole,
        uncapped,
        *limits,
        "contado = ejecutado.where(ejecutado <= limite, limite)",
        "por_mes = del_mes.where(del_mes <= limite_del_mes, limite_del_mes).sum(axis=1)",
        f"contado = contado.where(~({keeping}), por_mes)",
    ]


def weight_cells(request: Request, window: str) -> Iterator[WorkingCell]:
    """Yield the cells that compute again what each operation weighs, for the rules of means that the method uses.

    It is the number of its scored tasks, or the sum of the `ponderacion` or budget of all its tasks, if each has one.
    """
    yield words("Lo que pesa cada operación: sus tareas que entran, y la ponderación y el presupuesto de todas.")
    rules = {rule["regla"] for rule in request.method["consolidacion"].values()}
    if "media_por_tareas" in rules:
        yield code(
            'numero = avance.notna().groupby(plan["operacion"]).sum().map(Fraction)',
            f'repetir("numero_tareas", de_nivel(sin_ceros(numero), "operacion", "{window}"))',
        )
    for rule, column, name in (
        ("media_ponderada", "ponderacion", "ponderacion"),
        ("media_por_presupuesto", "ppto", "ppto_tareas"),
    ):
        if rule in rules:
            yield code(
                f'por_operacion = plan.groupby("operacion")["{column}"]',
                'completa = por_operacion.count() == por_operacion.size()',
                "suma = por_operacion.sum().where(completa)",
                f'repetir("{name}", de_nivel(suma, "operacion", "{window}"))',
            )


def resting_cells(request: Request, indicator: str, window: str) -> Iterator[WorkingCell]:
    """Yield the notebook cells that define `con_tareas`: a set of (level, code) of all that have tasks, own or below.

    The set also has the plan's actions and their groups, and the actions, groups, institution and categories that have
    a part with tasks. A category's part is its first unit with a figure of `indicator` in `window`. The code reads
    `plan`, `ejecutan` and `lugares`, which `plan_cells`, `doer_cells` and `tree_cells` define.
    """
    yield words("Quién tiene tareas, propias o de alguien debajo (`con_tareas`).")
    yield code(
        'puestas = ejecutan.merge(lugares, on=["nivel", "codigo"])',
        'con_tareas = set(zip(puestas["nivel_superior"], puestas["superior"]))',
        'acciones_del_plan = tabla("acciones")[tabla("acciones")["acp"].isin(plan["acp"])]',
        'con_tareas |= {("acp", accion) for accion in acciones_del_plan["acp"]}',
        'con_tareas |= {("grupo", grupo) for grupo in acciones_del_plan["grupo"].dropna()}',
    )
    for level in ("acp", "grupo", "entidad", "cat_prog"):
        rule = request.method["consolidacion"].get(level)
        for kind in rule["partes"] if rule else ():
            if kind in ("responsables", "acciones", "grupos", "unidad_responsable"):
                first = (
                    f'valores = cifras("{indicator}", {NODES_OF_PLAN}, ["{window}"])',
                    'partes = partes.join(valores, on=["nivel", "codigo"], how="inner").drop_duplicates("todo")',
                )
                yield code(
                    *links(kind, level),
                    *(first if kind == "unidad_responsable" else ()),
                    'se_apoyan = [parte in con_tareas for parte in zip(partes["nivel"], partes["codigo"])]',
                    f'con_tareas |= {{("{level}", todo) for todo in partes["todo"][se_apoyan].dropna()}}',
                )


def task_money_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again the money of tasks: budget, spending and their ratio, up to the unit.

    Only units that state both for all their tasks count; nothing if the section prints no such figure.
    """
    places = [place for name in (BUDGET, SPENT, SHARE) for place in request.of(name)]
    for window in windows_of(places):
        yield from plan_cells(window)
        yield words(
            "### El presupuesto de las tareas y lo que se gastó en cada una\n\nSolo de las unidades que dicen el "
            "presupuesto (`ppto` en `tareas`) y lo devengado (`devengado` en `ejecucion`) de todas sus tareas. La "
            "ejecución es lo devengado entre el presupuesto, por 100, con ambos sumados en la unidad."
        )
        yield code(
            'gastadas = tabla("ejecucion").dropna(subset=["devengado"])',
            'muestra(gastadas, "tarea", "periodo", "devengado")',
        )
        yield code(
            'gastos_de_tareas = gastadas.groupby("tarea")["devengado"].sum()',
            'dinero = plan[["unidad", "ppto"]].assign(devengado=gastos_de_tareas.reindex(plan.index))',
            'completa = dinero[["ppto", "devengado"]].notna().all(axis=1)',
            'dinero = dinero[completa.groupby(dinero["unidad"]).transform("all")]',
            'de_unidad = dinero.groupby("unidad")[["ppto", "devengado"]].sum()',
        )
        names = {BUDGET: "ppto", SPENT: "devengado"}
        for indicator, column in names.items():
            for level in _levels(request.of(indicator), window):
                if level != TASK:
                    yield code(f'repetir("{indicator}", de_nivel(de_unidad["{column}"], "{level}", "{window}"))')
        for level in _levels(request.of(SHARE), window):
            frame = "dinero" if level == TASK else "de_unidad"
            spent, budget = (request.handed_on(f'{frame}["{name}"]', CENTS) for name in ("devengado", "ppto"))
            yield code(
                f"parte = {spent} / sin_ceros({budget}) * 100",
                f'repetir("{SHARE}", de_nivel(parte, "{level}", "{window}"))',
            )


def _levels(places: Iterable[Place], window: str) -> list[str]:
    """Return the levels of some figures in a window: `tarea`, and those of the nodes that have tasks."""
    return sorted({place.level for place in places if place.window == window})
