"""Cells that repeat the money of tasks: budget, what the units say they spent, and its share, up to the unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.run.workings.task_cells import plan_cells
from helpers.run.workings.working_request import CENTS, Place, Request, WorkingCell, code, windows_of, words

BUDGET, SPENT, SHARE = "ppto_tarea", "devengado_tarea", "ejecucion_tarea"
TASK = "tarea"


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
