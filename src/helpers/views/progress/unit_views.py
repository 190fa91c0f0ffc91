"""Units and posts one by one: their kinds, what a mean of them covers or weighs, and how they are split into pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup

from helpers.base.display import list_es, lower_first
from helpers.base.periods import Period
from helpers.base.python_extras import split_before
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.mean_coverage import counts_unprogrammed, lacks_months, least_done
from helpers.figures.records import REPORTING
from helpers.figures.subjects import FigureRow, Measure, comparable_rows, figure_of, node_rows
from helpers.settings.methods import Metodo
from helpers.views.elements.cells import exact_number, number
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.outside_notes import most_reachable, rule_alone, weighed_note

WHOLE = Decimal(100)
WEIGHED = "sobre el peso de todo su plan"
SHORT = "sobre cien puntos, aunque los pesos de su plan suman {}, lo más a que puede llegar"
IN_PART_NOTE = "Llegaron al 100 % sin contar algún mes programado del que no consta lo ejecutado: {}."
TWO_MEANS = Markup("{}: aquí, {} ({}); su {} en los demás cuadros es {} ({}).")
"""Fields: node, mean of its units and rule, indicator, its value and rule."""


def in_part_notes(book: Book, measure: Measure, *levels: str) -> tuple[str, ...]:
    """Return a note on those of the levels that reached 100 % although data of a month are missing; may be empty."""
    rows = [row for level in levels for row in node_rows(book, level, short=True)]
    found = [(row.label, figure) for row, figure in with_figure(book, rows, measure) if is_whole(book, figure)]
    names = [name for name, figure in found if lacks_months(book, figure)]
    return (IN_PART_NOTE.format(list_es(names)),) if names else ()


def is_whole(book: Book, progress: Figure) -> bool:
    """Return whether a subject did all of its programme or, if that is unknown, prints a progress of 100 % or more."""
    return least_done(book, progress) >= WHOLE


def is_weighed(book: Book, measure: Measure) -> bool:
    """Return whether the progress of some unit or post counts the weight of what was not programmed for the window."""
    indicator, period = measure
    every = (one for level in REPORTING for one in book.select(indicator, period, level))
    return counts_unprogrammed(book, every)


def weighed(book: Book, window: Period) -> Markup | str:
    """Return words on what a progress that is not of what was programmed measures in a window, for a sentence on it."""
    own = book.get("avance_fisico", window, *entity_of(book).key)
    if own and (most := most_reachable(book, own)):
        return Markup(SHORT).format(exact_number(most))
    return WEIGHED if window.is_year else f"{WEIGHED}, no solo de lo programado para entonces"


def weighed_notes(book: Book, measures: Iterable[Measure], *levels: str) -> tuple[str, ...]:
    """Return the note that a progress also depends on how much was programmed; empty if it does not.

    It does if a figure of the levels (units and posts by default), or one behind it, counts what was not programmed.
    """
    places = ((*measure, level) for measure in measures for level in levels or REPORTING)
    return weighed_note(book, (figure for place in places for figure in book.select(*place)))


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
            values = [(number(figure, unit=True), lower_first(rule_alone(figure))) for figure in (mean, own)]
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
    for group in split_before(rows, lambda row: row.style == "grupo"):
        if pages[-1] and len(pages[-1]) + len(group) > most:
            pages.append([])
        pages[-1] += group
    return tuple(map(tuple, pages))


def with_figure(book: Book, rows: Sequence[FigureRow], measure: Measure) -> list[tuple[FigureRow, Figure]]:
    """Return the rows that have a figure of a measure, with it; those of late forms are left out."""
    found = [(row, figure_of(book, row, measure)) for row in comparable_rows(book, rows, measure)]
    return [(row, figure) for row, figure in found if figure is not None]


def grade_edges(method: Metodo, indicator: str) -> tuple[tuple[str, Decimal], ...]:
    """Return rating and lower limit of each grade of an indicator, for a chart; lower limits of at most 1 are omitted.

    The order is the method's; empty if it does not grade the indicator.
    """
    bands = next((item for item in method.bandas if item.indicador == indicator), None)
    return tuple((grade.calificacion, grade.desde) for grade in bands.grados if grade.desde > 1) if bands else ()
