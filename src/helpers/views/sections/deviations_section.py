"""Counts of the section on deviations (`11_desviaciones`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.figures.figure import Figure
from helpers.figures.records import REPORTING, Node
from helpers.figures.situations import NOT_DUE, situation
from helpers.views.elements.grid import NotIncluded
from helpers.views.progress.deviation_views import Deviations
from helpers.views.sections.shown_section import ShownSection

ONE_CLASS = "Cada tarea con dato está en una sola clase"
ALL = "todo"
"""The class of the tasks that did what was programmed: the only one that does not deviate."""


def explained(deviations: Deviations) -> list[Figure]:
    """The progress of the deviated tasks for which a unit reported the cause, in the Book's order."""
    return [task for task in deviations.off if task.code in deviations.causes]


def every_unit(deviations: Deviations) -> list[Node]:
    """All units of the structure, then its posts, without those that had nothing programmed in the period."""
    book = deviations.book
    nodes = [node for level in REPORTING for node in book.nodes_at(level)]
    return [node for node in nodes if situation(book, *node.key, book.period) not in NOT_DUE]


def some_units(deviations: Deviations) -> list[Node]:
    """The units and posts of the tasks with data; empty if they are all units and posts, or if a task has neither."""
    found = dict.fromkeys(map(deviations.unit_of, deviations.tasks))
    known = [node for node in found if node is not None and node.level in REPORTING]
    return known if len(known) == len(found) and len(known) < len(every_unit(deviations)) else []


def missing_causes(section: ShownSection, deviations: Deviations) -> NotIncluded | None:
    """Return NotIncluded, the mark that causes are lacking, if tasks deviated and the data have none; else None."""
    is_told = not deviations.off or section.book.listing("causas")
    return None if is_told else section.lacks("la causa de cada tarea que se desvió")


def classes(deviations: Deviations) -> Mapping[str, int]:
    """Number of tasks with a score in each class; 0 for a class without tasks.

    By the printed score: `negativas` below 0, `nada` 0, `parte` between 0 and 100; from 100 on, `de más` if the task
    did more than was programmed, else `todo`. It is counted apart from `completion_table`, which it checks.
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
