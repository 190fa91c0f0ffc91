"""Notes on whom the means of a table or chart leave out, and on a progress that counts what was not programmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from helpers.base.display import counted_es, list_es, number_es, short_list_es, upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import CHANGE, LEVEL_PLURALS, LEVEL_WORDS
from helpers.figures.mean_coverage import (
    counts_unprogrammed,
    differing_parts,
    done_of_programme,
    lacks_months,
    least_done,
    left_out,
)
from helpers.figures.records import REPORTING
from helpers.figures.replay import MEANS, versions_behind
from helpers.figures.situations import NOT_DUE, SITUATION_WORDS, Situation, is_late, measures_plan, situation
from helpers.figures.subjects import FigureRow, Measure, comparable_rows, figure_of, node_rows
from helpers.views.elements.cells import exact_number
from helpers.views.elements.nodes import entity_of

LEFT_OUT = "Fuera de la cifra de su fila, por {}"
MOST_NAMES, MOST_LEFT_OUT, IN_SENTENCE = 4, 6, 3
"""Limits of the note on what means leave out: parts named for one row, cases, and cases in the first sentence."""
WEIGHED_NOTE = (
    "El avance físico divide entre el peso de todo el plan: sube y baja también con la parte que se programó para el "
    "periodo."
)
WHOLE = Decimal(100)
WEIGHED = "sobre el peso de todo su plan"
SHORT = "sobre cien puntos, aunque los pesos de su plan suman {}, lo más a que puede llegar"
IN_PART_NOTE = "Llegaron al 100 % sin contar algún mes programado del que no consta lo ejecutado: {}."
Grid = Sequence[Sequence[Figure | None]]
"""The figures of a table, row by row."""


def outside_notes(book: Book, rows: Sequence[FigureRow], grid: Grid) -> tuple[str, ...]:
    """Return the notes on nodes left out of every mean as late, on whom each mean leaves out, and on changes between
    means of other parts; empty if there are none.
    """
    left = (note for late in (False, True) for note in _left_out_note(book, grid, is_late=late))
    return (*_late_note(book, rows, grid), *left, *_change_note(book, rows, grid))


def rule_alone(figure: Figure) -> str:
    """Return a figure's rule without its full stop; a mean's without the codes of what it leaves out (`outside_notes`).
    """
    return (figure.rule.partition("; ")[0] if figure.operation in MEANS else figure.rule).removesuffix(".")


def _change_note(book: Book, rows: Sequence[FigureRow], grid: Grid) -> tuple[str, ...]:
    """A note that names the rows whose change is between means of other parts."""
    cells = ((row.label, one) for row, own in zip(rows, grid, strict=True) for one in own)
    pairs = ((label, book.operands(one)) for label, one in cells if one and one.indicator.endswith(CHANGE))
    names = dict.fromkeys(label for label, both in pairs if len(both) == 2 and differing_parts(book, *both))
    words = "La variación compara promedios que no son de las mismas partes"
    return (f"{words}: {short_list_es(names)}.",) if names else ()


def _late_note(book: Book, rows: Sequence[FigureRow], grid: Grid) -> tuple[str, ...]:
    """A note on the nodes whose figures every mean leaves out because their form came late; empty if nobody."""
    found = (
        row.label
        for row, figures in zip(rows, grid, strict=True)
        for figure in figures
        if figure is not None and measures_plan(book, figure.indicator)
        and is_late(book, figure.level, figure.code, figure.period)
    )
    names = list(dict.fromkeys(found))
    return (f"{upper_first(SITUATION_WORDS[Situation.LATE])}: {list_es(names)}.",) if names else ()


def _left_out_note(book: Book, grid: Grid, *, is_late: bool) -> tuple[str, ...]:
    """A note on whom or what the rows' progress leaves out, for lack of data or for a late form; empty if nobody."""
    shown = [one for figures in grid for figure in figures if figure is not None for one in _windows(book, figure)]
    named = (
        (_short(book, one.level, one.code), names, one.period)
        for one in shown
        if measures_plan(book, one.indicator) and (names := _left_out(book, one, is_late))
    )
    windows = grouped(named, lambda found: found[:2])
    if not windows:
        return ()
    periods = len({one.period for one in shown})
    labels = by_key(
        ((names, _when(found) if periods > 1 else ""), f"«{label}»") for (label, names, *_), found in windows.items()
    )
    told = [f"{names}, en {list_es(of_rows)}{when}" for (names, when), of_rows in labels.items()]
    rest = len({label for of_rows in list(labels.values())[MOST_LEFT_OUT:] for label in of_rows})
    more = [f"y otros casos, en {counted_es(rest, 'fila', 'filas')}"] if rest else []
    sentences = (told[:IN_SENTENCE], [*told[IN_SENTENCE:MOST_LEFT_OUT], *more])
    parts = ["; ".join(sentence) for sentence in sentences if sentence]
    lead = LEFT_OUT.format("llegar fuera de plazo" if is_late else "falta de datos")
    return (f"{lead}: {'. También: '.join(parts)}.",)


def _windows(book: Book, figure: Figure) -> Sequence[Figure]:
    """Return the figures of which a figure is the sum, if they are its own subject's (its quarters); else itself."""
    parts = book.operands(figure) if figure.operation is Operation.SUM else ()
    is_of_quarters = parts and {(one.level, one.code) for one in parts} == {(figure.level, figure.code)}
    return parts if is_of_quarters else (figure,)


def _when(found: Iterable[tuple[str, str, Period]]) -> str:
    """The windows of some means, in brackets after a space."""
    return f" ({list_es(list(dict.fromkeys(period.short for _, _, period in found)))})"


def _left_out(book: Book, mean: Figure, late: bool) -> str:
    """Names, or numbers, of what a mean and the means below it leave out: if `late`, as late; else for lack of data."""
    found = {key: situation(book, *key, one.period) for one in _means(book, mean) for key in left_out(book, one)}
    told = []
    wanted = (key for key, one in found.items() if one not in NOT_DUE and (one is Situation.LATE) is late)
    for level, codes in by_key(wanted).items():
        few = [_short(book, level, code) for code in codes]
        told += few if len(few) <= MOST_NAMES else [f"{number_es(len(few))} {LEVEL_PLURALS[level]}"]
    return list_es(told)


def _means(book: Book, mean: Figure) -> Iterator[Figure]:
    """A mean and the means among its parts, at any depth; nothing of a figure that is no mean."""
    if mean.operation in MEANS:
        yield mean
        for part in book.operands(mean):
            yield from _means(book, part)


def _short(book: Book, level: str, code: str) -> str:
    """The acronym or name of a node; of another subject, its code after the word for its level."""
    if node := book.node(level, code):
        return node.sigla or node.name
    return f"ACP {code}" if level == "acp" else f"{LEVEL_WORDS.get(level, level)} {code}"


def weighed_note(book: Book, figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the note that a progress also depends on how much was programmed; empty if it does not.

    It does if one of the figures, or one behind it, counts what was not programmed.
    """
    behind = (one for figure in figures for one in book.behind(figure) if most_reachable(book, one) is None)
    return (WEIGHED_NOTE,) if counts_unprogrammed(book, behind) else ()


def most_reachable(book: Book, progress: Figure) -> Fraction | None:
    """Return the most points of a progress whose parts all enter, if their weights do not add up to the divisor.

    The parts are all actions, or all tasks of a unit. None if a part does not enter, and for any other progress.
    """
    weights = [one.weight for one in progress.operands if one.weight]
    if done_of_programme(book, progress) in (None, progress.rounded) or not weights or not progress.denominator:
        return None
    parts = [one for one in book.operands(progress) if one.level in ("acp", "tarea")]
    versions = versions_behind(book, parts)
    tasks = {one.task for one in book.series.values() if one.unit == progress.code and one.version in versions}
    every = {"acp": {row["acp"] for row in book.listing("acciones")}, "tarea": tasks}
    if not parts or {one.code for one in parts} != every[parts[0].level]:
        return None
    return 100 * sum(map(book.handed_on, weights), Fraction(0)) / progress.denominator


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


def with_figure(book: Book, rows: Sequence[FigureRow], measure: Measure) -> list[tuple[FigureRow, Figure]]:
    """Return the rows that have a figure of a measure, with it; those of late forms are left out."""
    found = [(row, figure_of(book, row, measure)) for row in comparable_rows(book, rows, measure)]
    return [(row, figure) for row, figure in found if figure is not None]
