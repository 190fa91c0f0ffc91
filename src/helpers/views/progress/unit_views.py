"""Units and posts one by one: how many completed everything, and which come last, with the causes that they report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from helpers.base.display import list_es, lower_first, number_es, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_TITLES, MASCULINE_LEVELS
from helpers.figures.records import Node
from helpers.figures.situations import reported_causes
from helpers.figures.subjects import FigureRow, Measure, comparable_rows, figure_of, node_rows, with_figures
from helpers.settings.methods import Metodo
from helpers.views.elements.cells import NOT_APPLICABLE, NOT_STATED, Cell, Missing, chip, counted, missing_cell, number
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import node_above
from helpers.views.elements.rows import WITHOUT_AREA

WHOLE = Decimal(100)
LAST = {"unidad": 5, "puesto": 8}
"""Number of nodes listed as last, by level in printing order."""
MOST_DIFFICULTIES = 1
"""Maximum number of difficulties printed per unit; the section on deviations has all of them."""
MOST_CAUSES = 3
"""Maximum number of different causes printed per unit."""
REASONS_FROM = ("causas", "resultados", "presentaciones")
"""Listings of the Book in which a unit may report causes."""
DIFFICULTY = "dificultad"
NO_PLACE = Missing("La estructura no la pone en ninguna.", NOT_APPLICABLE)
NO_REASON = Missing("No consta ninguna causa en la información recibida.", NOT_STATED)
NO_TABLES = (
    "No constan en la información recibida las causas que dan las unidades: irían en su informe de ejecución, en el de "
    "resultados o en la nota de su formulario."
)
IN_ANNEX = "Uno por uno, en los anexos."
TWO_MEANS = Markup("{}: aquí, {} ({}); su {} en los demás cuadros es {} ({}).")
"""Fields: node, mean of its units and rule, indicator, its value and rule."""


def completed_units_table(book: Book, measure: Measure, *, id: str, title: str) -> Table:
    """Return a table by area and type of post: number of units or posts with data, and of those at 100 % or more.

    The units at 100 % are named. Groups without data are left out; the institution is the only group if none has data.
    Late forms are left out (see `comparable_rows`). Posts are not named.
    """
    groups = [(area, "unidad") for area in book.nodes_at("area")]
    groups += [(kind, "puesto") for kind in book.nodes_at("tipo")]
    top = [(node, level) for node in book.nodes_at("entidad") for level in ("unidad", "puesto")]
    rows = _whole_rows(book, groups, measure) or _whole_rows(book, top, measure)
    heads = text_columns("Área o tipo de puesto") + number_columns("Con dato", "Al 100 % o más")
    return Table(id, title, heads + text_columns("Quiénes"), rows)


def _whole_rows(book: Book, groups: Iterable[tuple[Node, str]], measure: Measure) -> tuple[TableRow, ...]:
    """Rows of the groups in which some member has a figure."""
    rows = []
    for group, level in groups:
        members = _with_figure(book, node_rows(book, level, under=group.key, short=True), measure)
        names = [row.label for row, figure in members if figure.rounded >= WHOLE]
        said = "Nadie." if not names else list_es(names) if level == "unidad" else IN_ANNEX
        if members:
            rows.append(TableRow((group.name, counted(len(members)), counted(len(names)), said)))
    return tuple(rows)


def lowest_units_table(
    book: Book, measures: Sequence[Measure], periods: Collection[Period], *, id: str, title: str
) -> Table:
    """Return a table of the units below 100 %, the lowest first, then the posts, with the reasons that they reported.

    At most `LAST` of each level are listed; late forms are left out. Without anyone below 100 % the table has no rows.

    Parameters
    ----------
    measures : sequence of tuple
        One indicator in several windows, each with a column; the last window decides the order.
    periods : collection of Period
        Quarters of the report's period; only reasons in their forms are printed.
    """
    with_reasons = any(book.listing(table) for table in REASONS_FROM)
    reasons = periods if with_reasons else None
    lasts = {level: _below(book, level, measures[-1]) for level in LAST}
    both = all(lasts.values())
    is_graded = any(figure.grade for below in lasts.values() for _, figure in below)
    rows: list[TableRow] = []
    for level, below in lasts.items():
        rows += [TableRow((upper_first(LEVEL_PLURALS[level]),), "grupo")] if both else []
        listed = [row for row, _ in below[: LAST[level]]]
        rows += [_last_row(book, row, measures, is_graded=is_graded, reasons=reasons) for row in listed]
    windows = (f"{Period.parse(str(window)).short} (%)" for _, window in measures)
    heads = text_columns("Unidad o puesto", "Área o tipo") + number_columns(*windows)
    heads += text_columns(*["Calificación"] * is_graded, *["Por qué, según la unidad"] * with_reasons)
    notes: tuple[str, ...] = () if with_reasons else (NO_TABLES,)
    notes += tuple(note for level, below in lasts.items() for note in _as_low(level, below))
    empty = "Nadie quedó por debajo del 100 %."
    return Table(id, title, heads, tuple(rows), notes if rows else (), empty=empty)


def _below(book: Book, level: str, measure: Measure) -> list[tuple[FigureRow, Figure]]:
    """The nodes of a level with less than 100 %, the lowest first."""
    found = (pair for pair in _with_figure(book, node_rows(book, level), measure) if pair[1].rounded < WHOLE)
    return sorted(found, key=lambda pair: pair[1].rounded)


def _as_low(level: str, below: Sequence[tuple[FigureRow, Figure]]) -> tuple[str, ...]:
    """A note on how many more nodes have the same value as the last one listed."""
    listed, others = below[: LAST[level]], below[LAST[level] :]
    same = sum(figure.rounded == listed[-1][1].rounded for _, figure in others)
    if not same:
        return ()
    kind = LEVEL_TITLES[level].lower() if same == 1 else LEVEL_PLURALS[level]
    more = "Otro" if level in MASCULINE_LEVELS else "Otra"
    many, have = (f"{more}s {number_es(same)}", "tienen") if same > 1 else (more, "tiene")
    return (f"{many} {kind} {have} el mismo avance que el último de la lista.",)


def _last_row(
    book: Book, row: FigureRow, measures: Sequence[Measure], *, is_graded: bool, reasons: Collection[Period] | None
) -> TableRow:
    figures = [figure_of(book, row, measure) for measure in measures]
    values = [
        number(figure) if figure else missing_cell(book, (*measure, row.level, row.code), row.label)
        for figure, measure in zip(figures, measures, strict=True)
    ]
    grade = chip(figures[-1]) if figures[-1] else missing_cell(book, (*measures[-1], row.level, row.code), row.label)
    why: list[Cell] = [] if reasons is None else [reason(book, row.code, reasons) or NO_REASON]
    return TableRow((row.label, _place(book, row), *values, *([grade] if is_graded else []), *why))


def _place(book: Book, row: FigureRow) -> Cell:
    """The area of a unit, or the subtype or type of a post."""
    wanted = ("subtipo", "tipo", "area") if row.level == "puesto" else ("area", "servicio")
    own = book.node(row.level, row.code)
    return next((node.name for level in wanted if (node := node_above(book, own, level))), NO_PLACE)


def reason(book: Book, unit: str, periods: Collection[Period]) -> str:
    """Return in the words of a unit, by its code, why it fell short.

    Parameters
    ----------
    periods : collection of Period
        Only statements on these periods, or without a period, are used.

    Returns
    -------
    str
        Causes of its tasks, difficulties, and the note on its form; empty if it stated nothing.
    """
    wanted = {period.code for period in periods}
    said = [*_causes(book, unit, wanted), *_difficulties(book, unit, wanted), *_form_notes(book, unit, wanted)]
    return " ".join(said)


def _causes(book: Book, unit: str, periods: Collection[str]) -> Iterator[str]:
    """The causes of a unit's tasks that fell short, the most frequent first."""
    called = {str(cause["codigo"]): str(cause["descripcion"]) for cause in book.identity.get("causas") or ()}
    told = [
        row["causa_desviacion"] or called.get(row["causa_codigo"], row["causa_codigo"])
        for row in reported_causes(book, periods, of_unfulfilled=True)
        if row["unidad"] == unit
    ]
    counts = Counter(words.rstrip(". ") for words in told).most_common()
    for words, tasks in counts[:MOST_CAUSES]:
        yield f"{words} ({tasks} {'tarea' if tasks == 1 else 'tareas'})."
    others = sum(tasks for _, tasks in counts[MOST_CAUSES:])
    if others:
        yield f"Otras causas en {others} {'tarea' if others == 1 else 'tareas'}."


def _difficulties(book: Book, unit: str, periods: Collection[str]) -> Iterator[str]:
    told = [
        lower_first(row["texto"].strip())
        for row in book.listing("resultados")
        if row.get("unidad") == unit and row.get("tipo") == DIFFICULTY and row.get("periodo", "") in ("", *periods)
    ]
    yield from (f"Dificultad: {words}" for words in told[:MOST_DIFFICULTIES])
    left = len(told[MOST_DIFFICULTIES:])
    if left:
        yield f"{number_es(left)} {'dificultad más' if left == 1 else 'dificultades más'}."


def _form_notes(book: Book, unit: str, periods: Collection[str]) -> Iterator[str]:
    for row in book.listing("presentaciones"):
        if row.get("unidad") == unit and row.get("observacion") and row.get("periodo", "") in ("", *periods):
            yield f"Sobre su formulario: {lower_first(row['observacion'].rstrip('. '))}."


def differing_means(book: Book, rows: Sequence[FigureRow], measure: Measure) -> tuple[Markup, ...]:
    """Return notes on nodes whose printed value differs from the simple mean of their units; empty if none does.

    Parameters
    ----------
    rows : sequence of FigureRow
        The nodes: areas, the institution.
    measure : Measure
        Indicator and period of the value; the mean is the figure `{indicator}_media`.

    Returns
    -------
    tuple of Markup
        One note per such node: both values with their rules.
    """
    indicator, period = measure
    said = []
    for row in rows:
        own = book.get(indicator, period, row.level, row.code)
        mean = book.get(f"{indicator}_media", period, row.level, row.code)
        if own is not None and mean is not None and own.rounded != mean.rounded:
            values = [(number(figure, unit=True), lower_first(figure.rule.rstrip("."))) for figure in (mean, own)]
            said.append(TWO_MEANS.format(row.label, *values[0], book.indicator_name(indicator).lower(), *values[1]))
    return tuple(said)


def kind_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Return one heading, then a row for each kind of unit (`clase`) with figures; without kinds, not even the heading.

    A kind is included if the Book has the number of its units with data in the measure (`<indicador>_n`).
    """
    indicator, period = measure
    found = [FigureRow(figure.name, "clase", figure.code) for figure in book.select(f"{indicator}_n", period, "clase")]
    return (FigureRow("Por clase de unidad", style="grupo"), *found) if found else ()


def split_by_group(rows: Sequence[FigureRow], most: int) -> tuple[tuple[FigureRow, ...], ...]:
    """Split rows under group headings into pages, in their order; one empty page if there are no rows.

    Parameters
    ----------
    most : int
        Maximum number of rows on a page. A group is never split, so a larger group exceeds it.
    """
    pages: list[list[FigureRow]] = [[]]
    for group in _groups(rows):
        if pages[-1] and len(pages[-1]) + len(group) > most:
            pages.append([])
        pages[-1] += group
    return tuple(map(tuple, pages))


def split_evenly(rows: Sequence[FigureRow], most: int) -> tuple[tuple[FigureRow, ...], ...]:
    """Split ungrouped rows, in their order, into as few parts as possible, of similar size.

    No part if there are no rows.

    Parameters
    ----------
    most : int
        Maximum number of rows in a part.
    """
    parts = -(-len(rows) // most)
    size = -(-len(rows) // parts) if parts else 1
    return tuple(tuple(rows[at : at + size]) for at in range(0, len(rows), size))


def _groups(rows: Sequence[FigureRow]) -> Iterator[list[FigureRow]]:
    group: list[FigureRow] = []
    for row in rows:
        if row.style == "grupo" and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def area_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Return the rows of each area, a heading, with its units ranked by a measure; units without an area come last.

    Units and areas without a figure of the measure are omitted.
    """
    units = with_figures(book, node_rows(book, "unidad", ranked_by=measure, short=True), measure)
    area_of = {row.code: node_above(book, book.node(row.level, row.code), "area") for row in units}
    rows: list[FigureRow] = []
    for area in book.nodes_at("area"):
        members = [row for row in units if area_of[row.code] == area]
        rows += [FigureRow(area.name, style="grupo"), *members] if members else []
    loose = [row for row in units if area_of[row.code] is None]
    heading = [FigureRow(WITHOUT_AREA, style="grupo")] if rows and loose else []
    return (*rows, *heading, *loose)


def _with_figure(book: Book, rows: Sequence[FigureRow], measure: Measure) -> list[tuple[FigureRow, Figure]]:
    found = [(row, figure_of(book, row, measure)) for row in comparable_rows(book, rows, measure)]
    return [(row, figure) for row, figure in found if figure is not None]


def grade_edges(method: Metodo, indicator: str) -> tuple[tuple[str, Decimal], ...]:
    """Return rating and lower limit of each grade of an indicator, for a chart; lower limits of at most 1 are omitted.

    The order is the method's; empty if it does not grade the indicator.
    """
    bands = next((item for item in method.bandas if item.indicador == indicator), None)
    return tuple((grade.calificacion, grade.desde) for grade in bands.grados if grade.desde > 1) if bands else ()
