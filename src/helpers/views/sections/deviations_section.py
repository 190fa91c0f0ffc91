"""Tables and counts of the section on deviations: worst tasks, difficulties (`11_desviaciones`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from helpers.base.display import list_es, lower_first
from helpers.base.exact import exact
from helpers.base.python_extras import grouped
from helpers.figures.figure import Figure
from helpers.figures.records import REPORTING, Node
from helpers.figures.series import Series
from helpers.figures.situations import NOT_DUE, WHOLE, situation
from helpers.views.elements.cells import NOT_SAID, NOT_STATED, Cell, Missing, exact_number, number
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import level_heading, short_name
from helpers.views.elements.tables import cut_note
from helpers.views.progress.deviation_views import (
    IN_OWN_WORDS,
    NOBODY,
    OTHERS,
    Deviations,
    count_table,
    totals_of,
)
from helpers.views.progress.results_views import (
    Result,
    ResultColumn,
    backing,
    backing_notes,
    filled,
    headings,
    result_words,
    row_of,
    shared_backing,
)
from helpers.views.sections.shown_section import ShownSection

ONE_CLASS = "Cada tarea con dato está en una sola clase"
ALL = "todo"
"""The class of the tasks that did what was programmed: the only one that does not deviate."""
MOST_TASKS, MOST_DIFFICULTIES = 15, 40
NOT_TOLD = Missing("No consta la causa en la información recibida.", NOT_STATED)
NO_UNIT = Missing("No consta de qué unidad es.", NOT_STATED)
NO_MEASURE = Missing("El plan no dice en qué se mide.", NOT_STATED)
NO_AMOUNT = Missing("La tarea no tiene una cantidad de la ventana.")
TIED = (
    "Con igual avance, van primero las de más presupuesto o peso; si el plan no los da, las de mayor cantidad "
    "programada."
)
KEPT_NOTE = "De una meta que se mantiene cada mes, «Programado» es la de un mes."


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


def difficulties_crossed(deviations: Deviations) -> Table | NotIncluded:
    """Return a table of the number of difficulties by type of post or area (rows) and cause (columns), with totals.

    The columns are headed by the causes' codes, which a note spells out, the most frequent first. NotIncluded if
    nobody reported any.
    """
    if not deviations.difficulties:
        return NotIncluded(Scope.PART, "las dificultades que informaron las unidades")
    counts = Counter((_kind(deviations, row), difficulty_words(deviations, row)) for row in deviations.difficulties)
    kinds = dict.fromkeys(node.name for node in deviations.book.nodes if node.level in ("area", "tipo", "subtipo"))
    present, told = {kind for kind, _ in counts}, totals_of(counts, 1)
    rows = [kind for kind in kinds if kind in present] + sorted(present - set(kinds))
    codes = {words: code for code, words in deviations.called.items()} | {IN_OWN_WORDS: OTHERS}
    causes = sorted(told, key=lambda words: (words == IN_OWN_WORDS, -told[words]))
    heads = (level_heading(deviations.book, "area", "tipo"), *(codes[words] for words in causes), "Total")
    legend = " ".join(f"{codes[words]}: {words[:1].lower()}{words[1:]}." for words in causes)
    by_whom = lower_first(level_heading(deviations.book, "area", "tipo", any_of=False))
    title = f"Dificultades por {by_whom}, {deviations.book.period.words}"
    return count_table(counts, rows, causes, heads, id="cuadro-dificultades", title=title, notes=(legend,))


def difficulty_words(deviations: Deviations, row: Result) -> str:
    """Return the declared cause of a difficulty: its task's last one, or the cause with which its text begins.

    Otherwise `En sus propias palabras`.
    """
    told = deviations.causes.get(row.get("tarea", ""))
    cause = max(told, key=lambda one: one["periodo"]) if told else None
    if cause and cause["causa_codigo"] in deviations.called:
        return deviations.called[cause["causa_codigo"]]
    text = row["texto"].strip().casefold()
    begun = (words for words in deviations.called.values() if text.startswith(words.casefold()))
    return next(begun, IN_OWN_WORDS)


def difficulties_table(deviations: Deviations) -> Table | None:
    """Return a table of the first `MOST_DIFFICULTIES` difficulties: units, area or type, text, programme and source.

    Units of one area or type whose difficulty has the same text, programme and source share a row. The last two columns
    are left out if no difficulty has them. A note counts the difficulties not shown. None if nobody reported any.
    """
    told = deviations.difficulties
    if not told:
        return None
    by_words = grouped(
        told[:MOST_DIFFICULTIES],
        lambda row: (_kind(deviations, row), row["texto"], row.get("resultado_programado"), row.get("fuente")),
    )
    shared = shared_backing(told) if len(told) > 1 else ""
    planned = ResultColumn("Qué había programado", lambda one: one.get("resultado_programado") or NOT_SAID)
    more = filled((planned, backing(shared)), told)
    rows = []
    for (kind, *_), ones in by_words.items():
        tellers = dict.fromkeys(short_name(deviations.book, one.get("unidad", "")) or NOT_STATED for one in ones)
        rows.append(TableRow(("; ".join(tellers), kind, result_words(ones[0]), *row_of(ones[0], more).cells)))
    notes = cut_note(MOST_DIFFICULTIES, len(told), "dificultades; el resto está en los datos abiertos del informe.")
    notes += backing_notes(shared)
    kinds = level_heading(deviations.book, "area", "tipo")
    heads = text_columns(level_heading(deviations.book, *REPORTING), kinds, "Dificultad") + headings(more)
    title = f"Dificultades informadas, {deviations.book.period.words}"
    table = Table("cuadro-dificultades-texto", title, heads, tuple(rows), notes)
    return table.without_column(kinds, NOBODY)


def _kind(deviations: Deviations, one: Result) -> str:
    """The subtype, type or area of the unit or post that reports a difficulty (`Deviations.kind_of`)."""
    return deviations.kind_of(deviations.node(one.get("unidad", "")))
