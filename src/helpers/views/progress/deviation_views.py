"""Deviations and their causes: tasks by degree of completion, causes by area and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from markupsafe import Markup

from helpers.base.display import upper_first
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.records import REPORTING, UNIT_LEVELS, Node
from helpers.figures.series import KNOWN_SERIES, Series, share_of
from helpers.figures.situations import (
    SITUATION_WORDS,
    WHOLE,
    Situation,
    deviating_tasks,
    exceeds_programme,
    is_late,
    reported_causes,
    scored_tasks,
    situation,
)
from helpers.figures.subjects import cause_names, first_node
from helpers.views.elements.cells import Cell, counted
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import entity_of, level_heading, name_above, who_report
from helpers.views.elements.tables import cut_note
from helpers.views.progress.results_views import DIFFICULTY, Result, results_of

MOST_UNITS = 15
WITHOUT_CAUSE, IN_OWN_WORDS = "Sin causa informada", "En sus propias palabras"
OF_ANOTHER = "Causa de otra desviación"
OTHERS = "Otras"
SEVERAL_NOTE = "Una tarea con varias causas cuenta en cada una; los totales cuentan cada tarea una sola vez."
ANOTHER_NOTE = (
    f"{OF_ANOTHER}: la unidad la informó de una parte del periodo en que la tarea no se desvió, o no en el sentido en "
    "que se desvió en todo el periodo."
)
NOBODY = "Sin área"
IN_PART_NOTE = "Una tarea sin dato de algún mes programado se cuenta según los meses con dato."
NEGATIVE = "Ejecución negativa"
NEGATIVE_NOTE = (
    f"{NEGATIVE}: en el periodo se restó, al corregir lo informado antes, más de lo que se hizo; los hallazgos "
    "PLA-NEGATIVA dicen en qué celdas."
)


@dataclass(frozen=True)
class Deviations:
    """The tasks of a report's period with their progress (%) and the causes that their units reported."""

    book: Book

    @cached_property
    def tasks(self) -> tuple[Figure, ...]:
        """The figure of physical progress of each task with a score in the report's period."""
        return scored_tasks(self.book)

    @cached_property
    def causes(self) -> Mapping[str, Sequence[Result]]:
        """The rows of `reported_causes` by code of the task, which deviated; tasks without any are absent."""
        return grouped(reported_causes(self.book), lambda row: row["tarea"])

    @cached_property
    def difficulties(self) -> tuple[Result, ...]:
        """The rows of the report's period on difficulties that units and posts reported, in the table's order."""
        return results_of(self.book, DIFFICULTY)

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Descriptions of the causes that the institution's settings declare, by code; empty if they declare none."""
        return cause_names(self.book)

    @cached_property
    def off(self) -> tuple[Figure, ...]:
        """The progress of the tasks that did less or more than was programmed in the report's period."""
        return deviating_tasks(self.book)

    def is_out(self, task: Figure) -> bool:
        """Return whether a task is excluded from the means because its unit's form of the report's period was late."""
        node = self.unit_of(task)
        return node is not None and is_late(self.book, *node.key, self.book.period)

    def is_in_part(self, task: Figure) -> bool:
        """Return whether a task's progress leaves out a programmed month without data."""
        is_of_known = task.operands[0].role == KNOWN_SERIES
        return is_of_known and share_of(self.series_of(task), task.period, None).unreported

    def series_of(self, task: Figure) -> Series:
        """Return the programme and the execution that a task's progress refers to."""
        return self.book.series[task.operands[0].series]

    def is_beyond(self, task: Figure) -> bool:
        """Return whether a task did more than was programmed, even if a cap limits its progress to 100 %."""
        return exceeds_programme(self.book, task)

    def cause_words(self, task: Figure) -> tuple[str, ...]:
        """Return a task's causes in the institution's words, each once: the declared ones, or what stands for them.

        It is `En sus propias palabras` if a reported cause is none of the declared ones, `Sin causa informada` if none
        was reported, `Causa de otra desviación` if one was but `reported_causes` leaves it out.
        """
        told = [self.called.get(row["causa_codigo"], IN_OWN_WORDS) for row in self.causes.get(task.code, ())]
        return tuple(dict.fromkeys(told)) or (OF_ANOTHER if task.code in self._told else WITHOUT_CAUSE,)

    @cached_property
    def _told(self) -> frozenset[str]:
        """The tasks of which any cause was reported in the report's period, or in a part of it."""
        return frozenset(row["tarea"] for row in reported_causes(self.book, of_any=True))

    @cached_property
    def cause_notes(self) -> tuple[str, ...]:
        """The notes of the tables by cause: on `Causa de otra desviación`, and on tasks that count under several."""
        words = [self.cause_words(one) for one in self.off]
        return (*(ANOTHER_NOTE,) * ((OF_ANOTHER,) in words), *(SEVERAL_NOTE,) * any(len(some) > 1 for some in words))

    def weight(self, task: Figure) -> tuple[Fraction, ...]:
        """Return the sort key for a task's importance: budget, weight in its unit, planned quantity (0 if unknown)."""
        told = (self.book.get(name, task.period, task.level, task.code) for name in ("ppto_tarea", "ponderacion"))
        return (*(one.value if one else Fraction(0) for one in told), task.denominator or Fraction(0))

    def unit_of(self, task: Figure) -> Node | None:
        """Return the node of `UNIT_LEVELS` whose task it is; None if the structure lacks it."""
        return self.node(self.series_of(task).unit)

    def node(self, code: str) -> Node | None:
        """Return the node of `UNIT_LEVELS` with a code; None if the structure lacks it."""
        return first_node(self.book, UNIT_LEVELS, code)

    def area_of(self, node: Node | None) -> str:
        """Return the name of a node's area, or `Sin área`."""
        return name_above(self.book, node, "area") or NOBODY

    def short_area(self, name: str) -> str:
        """Return the acronym of the area with a name; the name itself if it has none or the structure lacks it."""
        return next((node.sigla or name for node in self.book.nodes_at("area") if node.name == name), name)

    def kind_of(self, node: Node | None) -> str:
        """Return the name of a post's subtype or type, else of the node's area; `Sin área` if it has none of them."""
        return name_above(self.book, node, "subtipo", "tipo", "area") or NOBODY


def completion_table(deviations: Deviations) -> Table | NotIncluded:
    """Return a table of the number of tasks of each area that did nothing, a part, all, or more than was programmed.

    Returns
    -------
    Table or NotIncluded
        NotIncluded if no task has a score, with the reason if nothing was due. The first column counts all these tasks,
        the last one those off their programme for which a cause was reported. With a column for negative progress if
        some task has it, and a row in total.
    """
    if not deviations.tasks:
        book, why = deviations.book, ""
        kind = situation(book, *entity_of(book).key, book.period)
        if kind in (Situation.NOTHING_DUE, Situation.BY_YEAR):
            why = f"No hay avance que medir {book.period.when} ({SITUATION_WORDS[kind]})."
        return NotIncluded(Scope.PART, "lo que se programó y se hizo de cada tarea", why)
    classes: dict[str, Callable[[Figure], bool]] = {
        "Sin ejecutar": lambda one: one.rounded == 0,
        "En parte": lambda one: 0 < one.rounded < WHOLE,
        "Lo programado": lambda one: one.rounded >= WHOLE and not deviations.is_beyond(one),
        # If the cap applies by month, a task may exceed one month's programme and still be incomplete: then it counts
        # as "En parte".
        "Más de lo programado": lambda one: one.rounded >= WHOLE and deviations.is_beyond(one),
    }
    is_any_negative = any(map(_is_negative, deviations.tasks))
    if is_any_negative:
        classes = {NEGATIVE: _is_negative} | classes
    groups = grouped(deviations.tasks, lambda one: deviations.area_of(deviations.unit_of(one)))
    heads = text_columns("Área") + number_columns("Tareas con dato", *classes, "Desviadas cuya causa consta")
    rows = [TableRow(_reach(deviations, name, groups[name], classes)) for name in _areas(deviations, set(groups))]
    total = TableRow(_reach(deviations, "Total", deviations.tasks, classes), "total")
    notes = (*(NEGATIVE_NOTE,) * is_any_negative, *(IN_PART_NOTE,) * any(map(deviations.is_in_part, deviations.tasks)))
    title = f"Tareas según lo que hicieron de lo programado, {deviations.book.period.words}"
    return Table("cuadro-desviaciones", title, heads, (*rows, total), notes)


def _is_negative(task: Figure) -> bool:
    """Whether a task's progress is negative: corrections exceed what was done in the period."""
    return task.rounded < 0


def _reach(
    deviations: Deviations, name: str, tasks: Sequence[Figure], classes: Mapping[str, Callable[[Figure], bool]]
) -> tuple[Cell, ...]:
    """The cells of a row: name, tasks, tasks in each class, deviated tasks with a reported cause."""
    told = sum(one.code in deviations.causes for one in tasks)
    return (name, counted(len(tasks)), *(counted(sum(map(test, tasks))) for test in classes.values()), counted(told))


def causes_table(deviations: Deviations) -> Table:
    """Return a table of the number of deviated tasks by cause (rows) and area (columns), the most frequent cause first.

    Tasks without a cause of their deviation come last. The total row counts each task once, also if it has several
    causes. Without deviated tasks the table has no rows.
    """
    of_areas = [(one, deviations.area_of(deviations.unit_of(one))) for one in deviations.off]
    counts = Counter((words, area) for one, area in of_areas for words in deviations.cause_words(one))
    areas = _areas(deviations, {area for _, area in counts})
    totals = totals_of(counts, 0)
    ordered = sorted(totals, key=lambda words: (words in {OF_ANOTHER, WITHOUT_CAUSE}, -totals[words]))
    shorts = [deviations.short_area(name) for name in areas]
    spelt = [f"{short}: {name}" for short, name in zip(shorts, areas, strict=True) if short != name]
    notes = (*(f"{'; '.join(spelt)}.",) * bool(spelt), *deviations.cause_notes)
    heads = ("Causa", *shorts, "Total")
    title = f"Tareas desviadas por causa y área, {deviations.book.period.words}"
    tasks = Counter(area for _, area in of_areas)
    return count_table(counts, ordered, areas, heads, id="cuadro-causas", title=title, notes=notes, sums=tasks)


def units_table(deviations: Deviations) -> Table:
    """Return a table of the `MOST_UNITS` units and posts with most deviated tasks: area or type, tasks and causes.

    Each cause is followed by its number of tasks. A note counts the units left out; without deviated tasks there are no
    rows.
    """
    groups = grouped(deviations.off, lambda one: deviations.series_of(one).unit)
    ranked = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    rows = []
    for code, tasks in ranked[:MOST_UNITS]:
        node = deviations.node(code)
        causes = Counter(words for one in tasks for words in deviations.cause_words(one)).most_common()
        said = Markup("; ").join(Markup("{} ({})").format(words, counted(times)) for words, times in causes)
        rows.append(TableRow((node.name if node else code, deviations.kind_of(node), counted(len(tasks)), said)))
    one, kinds = level_heading(deviations.book, *REPORTING), level_heading(deviations.book, "area", "tipo")
    heads = text_columns(one, kinds) + number_columns("Tareas desviadas") + text_columns("Causas")
    who = who_report(deviations.book)
    notes = (*cut_note(len(rows), len(ranked), f"{who} con tareas desviadas."), *deviations.cause_notes)
    title = f"{upper_first(who)} con más tareas desviadas, y sus causas, {deviations.book.period.words}"
    empty = "Ninguna tarea se desvió de lo programado."
    table = Table("cuadro-causas-unidades", title, heads, tuple(rows), notes, empty=empty)
    return table.without_column(kinds, NOBODY)


def count_table(
    counts: Mapping[tuple[str, str], int],
    rows: Sequence[str],
    columns: Sequence[str],
    heads: Sequence[str],
    *,
    id: str,
    title: str,
    notes: tuple[str, ...],
    sums: Mapping[str, int] | None = None,
) -> Table:
    """Return a table of counts with a total column and a total row; an empty table if there are no rows.

    Parameters
    ----------
    counts : Mapping[tuple[str, str], int]
        Count by row name and column name; a missing pair counts zero. Totals add up all counts.
    rows, columns : sequence of str
        Names to print, in order.
    heads : sequence of str
        Headings of all columns, including the first and the total.
    id, title, notes
        As in `Table`.
    sums : Mapping[str, int], optional
        Total of each column where what is counted may stand in several rows; without it, the sum of the counts.
    """
    by_row, by_column = totals_of(counts, 0), sums or totals_of(counts, 1)
    lines = [
        TableRow((row, *(counted(counts.get((row, column), 0)) for column in columns), counted(by_row[row])))
        for row in rows
    ]
    in_all = [counted(by_column[column]) for column in columns]
    total = TableRow(("Total", *in_all, counted(sum(by_column.values()))), "total")
    told = text_columns(heads[0]) + number_columns(*heads[1:])
    return Table(id, title, told, (*lines, total) if lines else (), notes, empty="No hay ninguna.")


def totals_of(counts: Mapping[tuple[str, str], int], place: int) -> Counter[str]:
    """Return the sums of counts, keyed by row name and column name, by row name (`place` 0) or by column name (1)."""
    found: Counter[str] = Counter()
    for pair, times in counts.items():
        found[pair[place]] += times
    return found


def _areas(deviations: Deviations, present: set[str]) -> list[str]:
    """Names of areas in the structure's order, followed by names that the structure lacks."""
    names = list(dict.fromkeys(node.name for node in deviations.book.nodes_at("area")))
    return [name for name in names if name in present] + sorted(present - set(names))
