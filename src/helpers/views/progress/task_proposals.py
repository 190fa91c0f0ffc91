"""Tasks that could be moved to a later period, merged or dropped, with what each changes in its unit's progress."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from rapidfuzz import fuzz

from helpers.base.characters import folded
from helpers.base.display import list_es, number_es
from helpers.base.exact import percentage, plain_text
from helpers.base.python_extras import grouped, not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.series import Series
from helpers.figures.situations import GOAL_CAUSES
from helpers.figures.supposed_figures import figure_under
from helpers.views.elements.cells import Cell, Number, number
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, number_columns, text_columns
from helpers.views.progress.deviation_views import Deviations

Amounts = tuple[Fraction, Fraction]
"""What counts as executed, and what was programmed."""
MOST_OF_A_KIND = 4
ALIKE = 85
"""Least likeness of two descriptions, of 100, for a merger, and of the words in which they differ."""
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
"""Words that say what a task is: without numbers, letters of a list and articles."""
MOVE, MERGE, DROP = "Reprogramar", "Fusionar", "Dejar"
RULES = {
    MOVE: "la unidad informó por qué no hizo todo, y lo que aún falta pasa a otro periodo; la que no hizo nada sale de "
    "este.",
    MERGE: "dos tareas de una misma operación con descripciones casi iguales y lo mismo programado en cada mes.",
    DROP: "tareas programadas en dos trimestres o más de las que no se hizo nada.",
}
RANKED = (
    "De cada clase van las que más cambiarían el avance de su unidad; reprogramar o dejar una tarea que no lo "
    "cambiaría no se propone. Son propuestas: las decide la unidad de planificación."
)


@dataclass(frozen=True)
class Proposal:
    """A change in the plan of one unit.

    Attributes
    ----------
    kind : str
        `MOVE`, `MERGE` or `DROP`.
    tasks : tuple of Figure
        Progress of the task, or of the two to merge.
    unit : Figure
        Progress of their unit in the same window.
    would_be : Decimal
        The unit's progress with the change, as it would be printed.
    """

    kind: str
    tasks: tuple[Figure, ...]
    unit: Figure
    would_be: Decimal

    @property
    def moves(self) -> Decimal:
        """Percentage points, never negative, by which the unit's printed progress would rise or fall."""
        return abs(self.would_be - self.unit.rounded)


def proposals(deviations: Deviations) -> tuple[Proposal, ...]:
    """Return proposals to move, merge and drop tasks; of each kind, those that would move their unit's progress most.

    They are `MOST_OF_A_KIND` at most of each kind. To move: what a task with a reported cause left undone, unless
    a cause changes its goal, it made up for it in another quarter, or the goal is to be kept every month. To merge:
    two tasks of an operation with nearly the same description and the same programme. To drop: tasks due in two
    quarters or more of which nothing was done. Left out are units whose progress is not computed from tasks or whose
    form was late, and moves and drops that leave the printed progress as it is. Once the year is over there is none:
    its plan changes no more.
    """
    if deviations.book.period.accumulated().is_year:
        return ()
    dropped = {one.tasks[0].code: one for one in _dropped(deviations)}
    moved = [one for one in _moved(deviations) if one.tasks[0].code not in dropped]
    kinds = (moved, list(_merged(deviations)), list(dropped.values()))
    return tuple(one for some in kinds for one in sorted(some, key=_rank)[:MOST_OF_A_KIND])


def _rank(one: Proposal) -> tuple[Decimal, str]:
    """Sort key: the proposal that moves its unit's progress most comes first, then by the task's code."""
    return -one.moves, one.tasks[0].code


def _moved(deviations: Deviations) -> Iterator[Proposal]:
    """Yield proposals to move to a later period what tasks left undone, if their reported causes keep their goal."""
    kinds = {str(cause["codigo"]): cause.get("tipo") for cause in deviations.book.identity.get("causas", ())}
    told = {task: {kinds.get(row["causa_codigo"]) for row in rows} for task, rows in deviations.causes.items()}
    due = {task for task, of_task in told.items() if not of_task & GOAL_CAUSES}
    for task in deviations.off:
        left = _left_undone(deviations, task) if task.code in due else 0
        if left > 0 and task.rounded < 100 and task.numerator is not None and task.numerator >= 0:
            kept = not_none(task.denominator) - left
            amounts = (task.numerator, kept) if kept else None
            yield from _proposed(deviations, MOVE, (task,), {task.id: amounts})


def _left_undone(deviations: Deviations, task: Figure) -> Fraction:
    """What a task still lacks of what the period left undone; 0 if unknown or for a goal to be kept every month."""
    book = deviations.book
    since_january = book.get(task.indicator, book.period.accumulated(), task.level, task.code)
    known = [one for one in (task, since_january) if one and one.denominator is not None]
    if deviations.series_of(task).keeps or not known:
        return Fraction(0)
    return min(not_none(one.denominator) - (one.numerator or 0) for one in known)


def _dropped(deviations: Deviations) -> Iterator[Proposal]:
    """Yield proposals to drop tasks that were due in two quarters or more and did nothing since January."""
    book = deviations.book
    quarters = book.period.accumulated().quarters()
    for task in deviations.off:
        if task.rounded:
            continue
        scores = [score for one in quarters if (score := book.get(task.indicator, one, task.level, task.code))]
        if len(scores) > 1 and not any(score.rounded for score in scores):
            yield from _proposed(deviations, DROP, (task,), {task.id: None})


def _merged(deviations: Deviations) -> Iterator[Proposal]:
    """Yield proposals to merge two tasks of one operation with nearly the same description and the same programme."""
    series_of = deviations.series_of
    for tasks in grouped(deviations.tasks, lambda one: (series_of(one).unit, series_of(one).operation)).values():
        for one, other in combinations(tasks, 2):
            if _are_alike(series_of(one), series_of(other)):
                yield from _proposed(deviations, MERGE, (one, other), {one.id: _sum_of(one, other), other.id: None})


def _are_alike(one: Series, other: Series) -> bool:
    """Whether two tasks have the same programme and descriptions that differ in numbers or in spelling only."""
    if one.programmed != other.programmed or fuzz.ratio(one.description, other.description) < ALIKE:
        return False
    own, others = (LONG_WORD.findall(folded(each.description)) for each in (one, other))
    differing = (" ".join(word for word in some if word not in rest) for some, rest in ((own, others), (others, own)))
    return fuzz.ratio(*differing) >= ALIKE


def _sum_of(one: Figure, other: Figure) -> Amounts:
    """The executed and the programmed amounts of two tasks, added up; an unknown one adds nothing."""
    zero = Fraction(0)
    return (one.numerator or zero) + (other.numerator or zero), (one.denominator or zero) + (other.denominator or zero)


def _proposed(
    deviations: Deviations, kind: str, tasks: tuple[Figure, ...], amounts: dict[str, Amounts | None]
) -> Iterator[Proposal]:
    """Yield the proposal if the unit's progress is computed from its tasks and its form was not late.

    Nothing if it would leave the printed progress as it is, except for a merger.
    """
    node = deviations.unit_of(tasks[0])
    unit = deviations.book.get(tasks[0].indicator, tasks[0].period, *node.key) if node else None
    if unit is None or deviations.is_out(tasks[0]):
        return
    would_be = _progress_with(deviations.book, unit, amounts)
    if would_be is not None and (would_be != unit.rounded or kind == MERGE):
        yield Proposal(kind, tasks, unit, would_be)


def _progress_with(book: Book, unit: Figure, tasks: Mapping[str, Amounts | None]) -> Decimal | None:
    """The unit's printed progress if tasks had other amounts, by id of their figure; a task with None is gone.

    None if an operation would have no task left to measure.
    """
    try:
        instead = {id: amounts and _with_amounts(book[id], amounts) for id, amounts in tasks.items()}
        return figure_under(book, unit.id, instead).rounded
    except ZeroDivisionError:
        return None


def _with_amounts(task: Figure, amounts: Amounts) -> Figure:
    """A task's progress if it had other amounts; ZeroDivisionError if nothing was programmed."""
    return replace(task, value=percentage(*amounts), numerator=amounts[0], denominator=amounts[1])


def proposals_table(deviations: Deviations, found: Sequence[Proposal]) -> Table | NotIncluded:
    """Return a table of proposals: kind, task, unit, the task's progress, and the unit's now and with the change.

    NotIncluded without proposals; they are not listed as missing.
    """
    if not found:
        return NotIncluded(Scope.PART)
    heads = text_columns("Propuesta", "Tarea", "Unidad") + number_columns("Avance (%)", "De su unidad (%)", "Sería (%)")
    kinds = {one.kind for one in found}
    notes = (*(f"{kind}: {rule}" for kind, rule in RULES.items() if kind in kinds), RANKED)
    title = f"Tareas que se pueden reprogramar, fusionar o dejar, {deviations.book.period.words}"
    rows = tuple(TableRow(_cells(deviations, one)) for one in found)
    return Table("cuadro-tareas-propuestas", title, heads, rows, notes)


def _cells(deviations: Deviations, one: Proposal) -> tuple[Cell, ...]:
    """The cells of a proposal: kind, task or tasks, unit, first task's progress, unit's progress now and then."""
    node = not_none(deviations.unit_of(one.tasks[0]))
    names = " + ".join(f"{task.code} {task.name}" for task in one.tasks)
    rule = f"«{one.unit.id}» con la propuesta «{one.kind.lower()}» de {list_es([task.code for task in one.tasks])}."
    would_be = Number(number_es(one.would_be), plain_text(one.would_be), rule=rule)
    return (one.kind, names, node.sigla or node.name, number(one.tasks[0]), number(one.unit), would_be)
