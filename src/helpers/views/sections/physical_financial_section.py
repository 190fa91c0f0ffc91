"""Tables and charts of the section that sets progress beside expenditure (`12_fisico_financiero`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from helpers.base.name_phrases import after
from helpers.base.python_extras import by_key, not_none, split_evenly
from helpers.figures.records import Node
from helpers.figures.subjects import (
    FigureRow,
    Measure,
    comparable_rows,
    figure_of,
    node_rows,
    ranked,
    subject_name,
    with_figures,
)
from helpers.views.charts.bar_charts import horizontal_bars
from helpers.views.elements.grid import Pieces, Shown
from helpers.views.elements.outside_notes import in_part_notes, weighed_notes
from helpers.views.elements.rows import posts_with_money, rest_rows
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.sections.section_rows import GAP, GAP_WORDS, PART, total_row
from helpers.views.sections.shown_section import ShownSection

LEVEL, TASK = "unidad", "tarea"
PROGRESS, SPENT, CURRENT = "avance_fisico", "ejecucion_financiera", "ppto_vigente"
TASK_BUDGET, TASK_SPENT = "ppto_tarea", "devengado_tarea"
BY_TASK = (
    ("Peso", "ponderacion"), ("Avance", PROGRESS), ("Presupuesto", TASK_BUDGET),
    ("Devengado", TASK_SPENT), ("Ejecución", "ejecucion_tarea"),
)  # fmt: skip
TOLD_BY_UNIT = {name: f"{name}: el que la unidad informa de sus tareas." for name in ("Presupuesto", "Devengado")}
MOST_NAMED = 3
"""Most units named as first, and as last; if more share a value, their number is stated."""
MOST_BARS = 20
"""Most units of one chart, so that each has room on the page."""


Ties = Sequence[Sequence[tuple[str, str]]]
"""Level and code of units in groups: those of a group have the same value."""


def standings(section: ShownSection) -> Iterator[tuple[str, Ties, Ties]]:
    """Yield `avance_fisico` and `ejecucion_financiera`, each with its first units and its last ones.

    They are the highest, highest first, and the lowest, lowest first, by the rounded value since January. Units with
    the same value are one group, so that none is named before its equals (see `_named`). There are no last ones unless
    there are more than twice as many units as are named. Units that are left out of the means as late are not named
    (see `comparable_rows`). An indicator with one value alone is skipped, because it is not the highest, and so is one
    of as few units as are named: all would be called the highest.
    """
    book = section.book
    for measure in _measures(section):
        rows = ranked(book, comparable_rows(book, _units(section), measure), measure)
        found = ((row, figure_of(book, row, measure)) for row in rows)
        keys = ((figure.rounded, (row.level, row.code)) for row, figure in found if figure is not None)
        groups = list(by_key(keys).values())
        if len(groups) > 1 and sum(map(len, groups)) > MOST_NAMED:
            first = _named(groups)
            others = groups[len(first) :] if sum(map(len, groups)) > 2 * MOST_NAMED else []
            yield measure[0], first, _named(others[::-1])


def _named(groups: Ties) -> Ties:
    """Return the first groups that together have at most `MOST_NAMED` units; at least one group, if there is any."""
    counts = accumulate(len(group) for group in groups)
    return groups[: max(1, sum(count <= MOST_NAMED for count in counts))]


def units_table(section: ShownSection) -> Shown:
    """Table of progress, money and gap of each unit from January, the greatest progress first, and of other money.

    The other money belongs to no unit; the institution comes last.
    """
    window = section.accumulated
    return section.table(
        id="cuadro-fisico-financiero",
        title=f"Ejecución física y financiera por unidad, {window.words}",
        columns=gap_columns(section),
        rows=[*_listed(section), *rest_rows(section.book, (CURRENT, window)), total_row(section)],
        stub="Unidad",
        notes=[
            *weighed_notes(section.book, [(PROGRESS, window)]),
            *in_part_notes(section.book, (PROGRESS, window), LEVEL),
        ],
    )


def gap_columns(section: ShownSection) -> list[FigureColumn]:
    """Return the columns of progress, the terms that the method's formula adds, money, execution and the gap.

    A note gives the formula. Terms and note are absent if the method has no formula for the year so far.
    """
    window, indicators = section.accumulated, section.metodo.indicadores
    rule = indicators[GAP].rule(window) if GAP in indicators else None
    terms, note = [], ""
    if rule and rule.formula:
        terms = sorted({*rule.formula.names} - {PROGRESS, SPENT})
        note = GAP_WORDS.format(rule.formula_words(indicators))
    measures = (
        ("Avance físico", PROGRESS), *((section.book.indicator_name(term), term) for term in terms),
        ("Vigente", CURRENT), ("Devengado", "devengado"), ("Ejecución financiera", SPENT), ("Brecha", GAP),
    )  # fmt: skip
    return with_notes((FigureColumn(*measure, window) for measure in measures), {"Brecha": note})


def units_chart(section: ShownSection) -> Shown:
    """Charts with two bars for each unit, progress and execution from January, at most `MOST_BARS` units on each.

    Returns NotIncluded unless units have both percentages, without words for a single unit: the table has it.
    """
    if len(_listed(section)) == 1:
        return section.leave_out()
    if not all(section.has(name, section.accumulated, LEVEL) for name in (PROGRESS, SPENT)):
        return section.leave_out("lo físico junto a lo financiero de cada unidad")
    pages = split_evenly(_listed(section, short=True), most=MOST_BARS)
    part = PART if len(pages) > 1 else ""
    return Pieces(tuple(_bars(section, number, rows, part) for number, rows in enumerate(pages, start=1)))


def _bars(section: ShownSection, number: int, rows: Sequence[FigureRow], part: str) -> Shown:
    """One chart of the units; from the second on (`number`), its title says that it continues."""
    suffix, continued = ("", "") if number == 1 else (f"-{number}", ", continuación")
    return horizontal_bars(
        section.book,
        id=f"grafico-fisico-financiero{suffix}",
        title=f"Avance físico y ejecución financiera por unidad, {section.accumulated.words}{continued}",
        measures={section.book.indicator_name(measure[0]): measure for measure in _measures(section)},
        rows=rows,
        part=part,
        among=() if part else _units(section, short=True),
    )


def tasks_tables(section: ShownSection) -> Shown:
    """One table for each unit that reports what it spent on its tasks, from January.

    Returns NotIncluded if none does.
    """
    units = _detailed(section)
    if not units:
        return section.leave_out("lo que cada unidad gastó en cada tarea")
    return Pieces(tuple(_tasks_table(section, number, unit) for number, unit in enumerate(units, start=1)))


def _tasks_table(section: ShownSection, number: int, unit: Node) -> Shown:
    """The table of the tasks whose expenditure a unit's adds up, its total last; the id ends in `number`."""
    window, book = section.accumulated, section.book
    spent = book.operands(not_none(book.get(TASK_SPENT, window, *unit.key)))
    tasks = [FigureRow(f"{one.code} {subject_name(book, TASK, one.code)}", TASK, one.code) for one in spent]
    return section.table(
        id=f"cuadro-tareas-unidad-{number}",
        title=f"Tareas {after('de', unit.name)}, {window.words}",
        columns=with_notes((FigureColumn(*measure, window) for measure in BY_TASK), TOLD_BY_UNIT),
        rows=[*tasks, FigureRow(f"Total {unit.sigla or unit.name}", *unit.key, style="total")],
        stub="Tarea",
    )


def _measures(section: ShownSection) -> tuple[Measure, Measure]:
    """Progress and financial execution, from January to the end of the period."""
    return (PROGRESS, section.accumulated), (SPENT, section.accumulated)


def _listed(section: ShownSection, *, short: bool = False) -> tuple[FigureRow, ...]:
    """The units with one of the two measures, greatest progress first, by their names or, if `short`, acronyms."""
    physical, financial = _measures(section)
    units = with_figures(section.book, _units(section, short=short), physical, financial)
    return ranked(section.book, units, physical)


def _units(section: ShownSection, *, short: bool = False) -> tuple[FigureRow, ...]:
    """The units, and the posts and types of posts that execute money of their own."""
    posts = posts_with_money(section.book, _measures(section)[1], short=short)
    return (*node_rows(section.book, LEVEL, short=short), *posts)


def _detailed(section: ShownSection) -> list[Node]:
    """The units that report what they spent on each task."""
    window, book = section.accumulated, section.book
    return [unit for unit in book.nodes_at(LEVEL) if book.get(TASK_SPENT, window, *unit.key)]
