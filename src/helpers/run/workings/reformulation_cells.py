"""Cells that repeat what a version of the plan changes from the one before, task by task."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import MONTHS
from helpers.figures.figure_names import ADDED, ADDED_MONEY, AFTER, BEFORE, DROPPED, DROPPED_MONEY, KEPT
from helpers.run.workings.formulated_plan_cells import gap_cells, plan_places
from helpers.run.workings.plan_task_cells import sum_cells, unit_cells
from helpers.run.workings.working_request import CENTS, Request, WorkingCell, code, quoted, words

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
