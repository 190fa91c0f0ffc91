"""The tasks that did least of their programme, with the cause that their unit told."""

from __future__ import annotations

from helpers.base.display import list_es
from helpers.base.exact import exact
from helpers.figures.figure import Figure
from helpers.figures.series import Series
from helpers.figures.situations import WHOLE
from helpers.views.elements.cells import NOT_STATED, Cell, Missing, exact_number, number
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, number_columns, text_columns
from helpers.views.elements.tables import cut_note
from helpers.views.progress.deviation_views import Deviations

MOST_TASKS = 15
NOT_TOLD = Missing("No consta la causa en la información recibida.", NOT_STATED)
NO_UNIT = Missing("No consta de qué unidad es.", NOT_STATED)
NO_MEASURE = Missing("El plan no dice en qué se mide.", NOT_STATED)
NO_AMOUNT = Missing("La tarea no tiene una cantidad de la ventana.")
TIED = (
    "Con igual avance, van primero las de más presupuesto o peso; si el plan no los da, las de mayor cantidad "
    "programada."
)
KEPT_NOTE = "De una meta que se mantiene cada mes, «Programado» es la de un mes."


def worst_tasks_table(deviations: Deviations) -> Table | NotIncluded:
    """Return a table of the tasks furthest below their programme.

    Returns
    -------
    Table or NotIncluded
        NotIncluded if no task has a score, which `completion_table` lists as missing. At most `MOST_TASKS` tasks with
        programmed quantity and progress (%), the lowest first; ties are ordered by `Deviations.weight`. Units of
        measure have a column if the plan states any. Tasks left out of the means because of a late form have no row.
    """
    if not deviations.tasks:
        return NotIncluded(Scope.PART)
    below = [one for one in deviations.off if one.rounded < WHOLE and not deviations.is_out(one)]
    ranked = sorted(below, key=lambda one: (one.rounded, *(-weight for weight in deviations.weight(one))))
    is_measured = any(deviations.series_of(one).measure for one in ranked[:MOST_TASKS])
    rows = [TableRow(_task(deviations, one, is_measured=is_measured)) for one in ranked[:MOST_TASKS]]
    heads = text_columns("Tarea", "Unidad", "Qué es", *["Se mide en"] * is_measured)
    heads += number_columns("Programado", "Avance (%)") + text_columns("Por qué, según la unidad")
    cut = f"tareas por debajo de lo programado; el resto está en la lista de cifras. {TIED}"
    kept = [one for one in ranked[:MOST_TASKS] if deviations.series_of(one).keeps]
    in_part = [one.code for one in ranked[:MOST_TASKS] if one not in kept and deviations.is_in_part(one)]
    unknown = f"«Programado» no incluye los meses de los que no consta lo ejecutado, en {list_es(in_part)}."
    notes = (*(KEPT_NOTE,) * bool(kept), *(unknown,) * bool(in_part), *cut_note(len(rows), len(ranked), cut))
    empty = "Ninguna tarea quedó por debajo de lo programado."
    title = f"Tareas que menos cumplieron lo programado, {deviations.book.period.words}"
    return Table("cuadro-tareas-desviadas", title, heads, tuple(rows), notes, empty=empty)


def _task(deviations: Deviations, one: Figure, *, is_measured: bool) -> tuple[Cell, ...]:
    """The cells of a task; its causes are in the unit's words, else as the institution declares them."""
    node, rows = deviations.unit_of(one), deviations.causes.get(one.code, ())
    told = (row["causa_desviacion"] or deviations.called.get(row["causa_codigo"], row["causa_codigo"]) for row in rows)
    why: Cell = "; ".join(dict.fromkeys(words.rstrip(". ") for words in told)) or NOT_TOLD
    name = (node.sigla or node.name) if node else NO_UNIT
    year = deviations.series_of(one)
    measure = [year.measure or NO_MEASURE] * is_measured
    return (one.code, name, one.name, *measure, _programmed(year, one), number(one), why)


def _programmed(year: Series, task: Figure) -> Cell:
    """A task's programmed quantity in its unit of measure; the goal if the same one is kept every month."""
    value = task.denominator
    if year.keeps:
        goals = {goal for place in year.standing(task.period)[0] if (goal := year.programmed[place])}
        value = exact(goals.pop()) if len(goals) == 1 else None
    return NO_AMOUNT if value is None else exact_number(value)
