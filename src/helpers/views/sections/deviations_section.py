"""Tables and counts of the section on deviations (`11_desviaciones`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.base.display import upper_first
from helpers.figures.figure import Figure
from helpers.figures.records import REPORTING, Node
from helpers.views.elements.grid import NotIncluded, Shown
from helpers.views.elements.nodes import who_report
from helpers.views.progress.deviation_views import (
    Deviations,
    causes_table,
    completion_table,
    units_table,
)
from helpers.views.progress.difficulty_views import difficulties_crossed, difficulties_table
from helpers.views.progress.task_proposals import proposals, proposals_table
from helpers.views.progress.worst_tasks import worst_tasks_table
from helpers.views.sections.shown_section import ShownSection

ONE_CLASS = "Cada tarea con dato está en una sola clase"
ALL = "todo"
"""The class of the tasks that did what was programmed: the only one that does not deviate."""


def deviations_of(section: ShownSection) -> Deviations:
    """The tasks of the report's period with their progress, causes and difficulties, for the other functions."""
    return Deviations(section.book)


def explained(deviations: Deviations) -> list[Figure]:
    """The progress of the deviated tasks for which a unit reported the cause, in the Book's order."""
    return [task for task in deviations.off if task.code in deviations.causes]


def every_unit(deviations: Deviations) -> list[Node]:
    """All units of the structure, then its posts."""
    return [node for level in REPORTING for node in deviations.book.nodes_at(level)]


def some_units(deviations: Deviations) -> list[Node]:
    """The units and posts of the tasks with data, each once; empty if they are all, or if some task's is unknown."""
    found = dict.fromkeys(map(deviations.unit_of, deviations.tasks))
    known = [node for node in found if node is not None]
    return known if len(known) == len(found) and len(known) < len(every_unit(deviations)) else []


def completion(section: ShownSection, deviations: Deviations) -> Shown:
    """Table of how many tasks of each area did nothing, a part, all, or more than was programmed in the period.

    The columns are those of `completion_table`. Returns NotIncluded if no task has a score.
    """
    if not deviations.tasks:
        return section.leave_out("lo que se programó y se hizo de cada tarea")
    title = f"Tareas según lo que hicieron de lo programado, {section.period.words}"
    return completion_table(deviations, id="cuadro-desviaciones", title=title)


def causes(section: ShownSection, deviations: Deviations) -> Shown:
    """Table of the number of deviated tasks by cause and area in the report's period."""
    title = f"Tareas desviadas por causa y área, {section.period.words}"
    return causes_table(deviations, id="cuadro-causas", title=title)


def units(section: ShownSection, deviations: Deviations) -> Shown:
    """Table of the units and posts with most deviated tasks in the report's period, with their causes."""
    who = upper_first(who_report(section.book))
    title = f"{who} con más tareas desviadas, y sus causas, {section.period.words}"
    return units_table(deviations, id="cuadro-causas-unidades", title=title)


def missing_causes(section: ShownSection) -> NotIncluded | None:
    """Return NotIncluded, the mark that the causes by task are lacking, if the data have none of any; else None."""
    return None if section.book.listing("causas") else section.lacks("la causa de cada tarea que se desvió")


def worst_tasks(section: ShownSection, deviations: Deviations) -> Shown:
    """Table of the tasks furthest below their programme, the lowest first.

    Returns NotIncluded if no task has a score; it is not listed as missing, because that of `completion` is.
    """
    if not deviations.tasks:
        return section.leave_out()
    title = f"Tareas que menos cumplieron lo programado, {section.period.words}"
    return worst_tasks_table(deviations, id="cuadro-tareas-desviadas", title=title)


def difficulties_by_cause(section: ShownSection, deviations: Deviations) -> Shown:
    """Table of the number of difficulties by area or type of post and by cause.

    Returns NotIncluded if nobody reported any.
    """
    if not deviations.difficulties:
        return section.leave_out("las dificultades que informaron las unidades")
    title = f"Dificultades por área y tipo de puesto, {section.period.words}"
    return difficulties_crossed(deviations, id="cuadro-dificultades", title=title)


def difficulties(section: ShownSection, deviations: Deviations) -> Shown | None:
    """Table of the first `MOST_DIFFICULTIES` difficulties in their units' words; None if nobody reported any.

    Units of one area or type that say the same share a row; a note counts the difficulties left out.
    """
    if not deviations.difficulties:
        return None
    title = f"Dificultades informadas, {section.period.words}"
    return difficulties_table(deviations, id="cuadro-dificultades-texto", title=title)


def classes(deviations: Deviations) -> Mapping[str, int]:
    """Number of tasks with a score in each class; 0 for a class without tasks.

    By the printed score: `negativas` below 0, `nada` 0, `parte` between 0 and 100; from 100 on, `de más` if the task
    did more than was programmed, else `todo`. It is counted apart from the table of `completion`, which it checks.
    """
    tasks = deviations.tasks
    whole = [task for task in tasks if task.rounded >= 100]
    return {
        "negativas": sum(task.rounded < 0 for task in tasks),
        "nada": sum(task.rounded == 0 for task in tasks),
        "parte": sum(0 < task.rounded < 100 for task in tasks),
        "de más": sum(map(deviations.is_beyond, whole)),
        ALL: sum(not deviations.is_beyond(task) for task in whole),
    }


def proposed_changes(section: ShownSection, deviations: Deviations) -> Shown:
    """Table of the tasks that could be moved, merged or dropped, with what each would change.

    Returns NotIncluded if no task gives rise to a proposal; it is not listed as missing.
    """
    found = proposals(deviations)
    if not found:
        return section.leave_out()
    title = f"Tareas que se pueden reprogramar, fusionar o dejar, {section.period.words}"
    return proposals_table(deviations, found, id="cuadro-tareas-propuestas", title=title)
