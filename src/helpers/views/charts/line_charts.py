"""Lines over months, or over years and quarters, with one panel per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.mean_coverage import differing_parts, is_of_programme
from helpers.figures.subjects import FigureRow, figure_of
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import HEADING, ChartFrame, Mark, bare, printed, short, windows_frame
from helpers.views.charts.drawing.chart_message import (
    Message,
    count_of,
    extremes,
    first_of,
    moves,
    widest_gap,
)
from helpers.views.charts.drawing.line_panels import KNOWN, MOST_COLUMNS, SECOND, Titled, draw_lines
from helpers.views.charts.earlier_years import UNKNOWN, method_notes, methods_between, same_kind

SERIES = ("known", "second")
"""Looks of the first and of the second indicator."""
GAP = "Mes sin punto: no hay dato."
FEW = 6
"""Greatest number of windows for which a third of the page is wide enough."""
Methods = Mapping[tuple[int, int], tuple[str, str]]
"""The methods that measured a row's values in a window and the next one, by the positions of row and window."""


def twin_lines(
    book: Book,
    *,
    id: str,
    title: str,
    first: str,
    second: str,
    months: Sequence[Period],
    rows: Sequence[FigureRow],
) -> Chart:
    """Draw two indicators by month, such as work done and money spent.

    The last values and every negative value are printed above each panel. A missing month breaks the line, and a note
    names it.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    first, second : str
        Indicators of the solid and of the dashed line.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    frames = [windows_frame(book, indicator, months, rows) for indicator in (first, second)]
    names = [f"{book.indicator_name(one)}{frame.head}" for one, frame in zip((first, second), frames, strict=True)]
    titles = [(row.label, "; ".join(_values(frames, at, months))) for at, row in enumerate(rows)]
    wanting = dict.fromkeys(note for frame in frames for note in frame.missing())
    found = _last_gap(frames, [lower_first(book.indicator_name(one)) for one in (first, second)], title)
    return _by_month(book, found, dict(zip(names, frames, strict=True)), titles, months, id, title, tuple(wanting))


def _last_gap(frames: Sequence[ChartFrame], names: Sequence[str], subject: str) -> Message:
    """Message on the widest gap of the last month in which rows have both figures; else on the last known figure."""
    one, other = frames
    for at in reversed(range(len(one.columns))):
        others = dict(other.known(at))
        pairs = [(row, figure, others[row]) for row, figure in one.known(at) if row in others]
        if pairs:
            found = widest_gap(pairs, names[0], names[1], drawn=one.drawn)
            return replace(found, parts=(f"En {one.columns[at].words}, ", *found.parts))
    return extremes([pair for at in range(len(one.columns)) for pair in one.known(at)][-1:], subject)


def _values(frames: Sequence[ChartFrame], row: int, windows: Sequence[Period]) -> Iterator[str]:
    """Yield the last month with its values, and each other month below zero, as printed above a panel."""
    last = max((at for frame in frames for at, one in enumerate(frame.figures[row]) if one is not None), default=None)
    if last is not None:
        yield f"{windows[last].window}: {' y '.join(printed(frame.figures[row][last]) for frame in frames)}"
    for frame in frames:
        for at, figure in enumerate(frame.figures[row]):
            if figure is not None and figure.value < 0 and at != last:
                yield f"{windows[at].window}: {bare(figure)}"


def month_panels(
    book: Book,
    *,
    id: str,
    title: str,
    rows: Sequence[FigureRow],
    months: Sequence[Period],
    done: str,
    programmed: str = "",
    notes: Sequence[str] = (),
    whose: str = "",
    which: str = "",
) -> Chart:
    """Draw an indicator by month, each row on its own scale. The last and the highest value stand above each panel.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    whose : str
        What the rows are parts of, which begins the title; empty for none.
    which : str
        Which of its parts the rows are, after their count in the title (`que más prestaron`); empty for all.
    done, programmed : str
        Indicators of the solid line, of which every row has a figure, and of the dashed one; empty for solid ones only.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    frame = windows_frame(book, done, months, rows)
    asked = [row for row in rows if programmed and any(figure_of(book, row, (programmed, month)) for month in months)]
    series = {book.indicator_name(done): frame}
    if asked:
        series[book.indicator_name(programmed)] = windows_frame(book, programmed, months, asked)
    titles = [(row.label, "; ".join(_peaks(figures, months))) for row, figures in zip(rows, frame.figures, strict=True)]
    scale = ["Cada recuadro tiene su propia escala."] if len(rows) > 1 else []
    wanting = [GAP] if any(None in figures for figures in frame.figures) else []
    found, every = _last_change(frame, whose, which), (*notes, *scale, *wanting)
    return _by_month(book, found, series, titles, months, id, title, every, has_own_scales=True)


def _by_month(
    book: Book, found: Message, series: Mapping[str, ChartFrame], titles: Sequence[Titled], months: Sequence[Period],
    id: str, title: str, notes: Sequence[str], *, has_own_scales: bool = False,
) -> Chart:
    """Draw one or two indicators, each with its name; the rows of the first have the panels."""
    rows = next(iter(series.values())).rows
    legend = dict(zip(series, (KNOWN, SECOND), strict=False))
    points = pd.concat([_runs(frame, rows, look) for frame, look in zip(series.values(), SERIES, strict=False)])
    sheet = draw_lines(titles, title, legend, months, points, has_own_scales=has_own_scales)
    spoken = [f"{name}. {frame.spoken}" for name, frame in series.items()]
    marks = [mark for name, frame in series.items() for mark in (Mark(name, style=HEADING), *frame.marks)]
    shows = (title, "Líneas por mes, un panel por fila", *spoken)
    return Chart.finding(book, found, id=id, shows=shows, sheet=sheet, notes=notes, marks=marks)


def _runs(frame: ChartFrame, rows: Sequence[FigureRow], look: str) -> pd.DataFrame:
    """The points of a frame's lines; after a missing month a new line begins. `rows` are those of all panels."""
    data = frame.data
    # A month's position less its rank among the row's known months: the same in consecutive months, more after a gap.
    run = data["place"] - data.groupby("row").cumcount()
    return data.assign(row=[rows.index(frame.rows[at]) for at in data["row"]], line=run, look=look)


def _last_change(frame: ChartFrame, whose: str, which: str) -> Message:
    """Message on how many rows have more in the last month than in the one before, and on the greatest change.

    The rows may be counted in different things, so their changes are compared in proportion, those from zero not at
    all. A row's last value only, if no row has both months.
    """
    at = max(at for at in range(len(frame.columns)) if frame.known(at))
    pairs, of, last = frame.both(at - 1, at) if at else [], f"{whose}: " if whose else "", frame.columns[at].words
    if not pairs:
        row, most = max(frame.known(at), key=lambda pair: pair[1].rounded)
        return Message((f"{of}{last}: {row.label}, ", most))
    windows = _from_to(frame.columns[at - 1].words, last)
    if len(pairs) == 1:
        row, before, now = pairs[0]
        told = (f"{windows}: de ", before, " a ") if before.rounded != now.rounded else (f"sin cambio {windows}: ",)
        return Message((f"{of}{row.label}, ", *told, now))
    more = sum(now.rounded > before.rounded for _, before, now in pairs)
    rise = count_of(more, [(one, now) for one, _, now in pairs])
    of_these = f" {which}" if which else ""
    if len(pairs) < frame.drawn:
        of_these = f"{' del gráfico' if which else ''} con dato en los dos meses"
    start = f"{of}{rise}{of_these} {'sube' if more < 2 else 'suben'} {windows}"
    moved = [pair for pair in pairs if 0 != pair[1].rounded != pair[2].rounded]
    if not moved:
        return Message((start,))
    (row, before, now), greatest = first_of(
        moved, lambda pair: abs(pair[2].value / pair[1].value - 1),
        "el mayor cambio relativo", "uno de los mayores cambios relativos",
    )  # fmt: skip
    return Message((f"{start}; {greatest}, {row.label}: de ", before, " a ", now))


def _from_to(before: str, now: str) -> str:
    """Return the months of a change; a year that both share is said once: `de noviembre a diciembre de 2020`."""
    month, _, year = before.partition(" de ")
    return f"de {month if now.endswith(f' de {year}') else before} a {now}"


def _peaks(figures: Sequence[Figure | None], months: Sequence[Period]) -> Iterator[str]:
    """Yield the highest month and the last one, in words; only the last if it is the highest."""
    known = [(month, figure) for month, figure in zip(months, figures, strict=True) if figure is not None]
    month, highest = max(known, key=lambda pair: pair[1].rounded)
    if month != known[-1][0]:
        yield f"{month.window} {bare(highest)} (mayor)"
    yield f"{known[-1][0].window} {bare(known[-1][1])}"


def history_lines(
    book: Book,
    *,
    id: str,
    title: str,
    indicator: str,
    periods: Sequence[Period],
    rows: Sequence[FigureRow],
    asked: int = 0,
) -> Chart:
    """Draw an indicator over several windows; the last value of the years and of the quarters stands above each panel.

    Lines join adjacent windows of one kind that both have a figure. A line is dotted if a source does not state the
    method of measurement. Where the method changed there is no line but a vertical stroke. A note names the missing
    figures that were due.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    periods : sequence of Period
        In the order printed.
    asked : int
        Number of rows without totals, if only some of them are drawn.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    frame = windows_frame(book, indicator, periods, rows)
    methods = {
        (at, one): both
        for at, row in enumerate(rows) for one, (before, after) in enumerate(pairwise(periods))
        if (both := methods_between(book, indicator, row, before, after))
    }  # fmt: skip
    subject, columns = f"{title}{frame.head}", MOST_COLUMNS if len(periods) <= FEW else MOST_COLUMNS - 1
    titles = [(row.label, _last_values(own, periods)) for row, own in zip(rows, frame.figures, strict=True)]
    breaks = [place for place, both in methods.items() if both[0] != both[1] and UNKNOWN not in both]
    sheet = draw_lines(titles, subject, {}, periods, _joined(frame, methods), breaks=breaks, columns=columns)
    changes = method_notes(book, indicator, periods, rows)
    shows = (subject, "Líneas por periodo", frame.spoken, *changes)
    last = _last_move(book, frame, methods, periods, asked or frame.drawn)
    found = Message((f"{book.indicator_name(indicator)}, ", *last.parts))
    every = (*changes, *frame.missing())
    return Chart.finding(book, found, id=id, shows=shows, sheet=sheet, notes=every, marks=frame.marks)


def _last_move(book: Book, frame: ChartFrame, methods: Methods, windows: Sequence[Period], asked: int) -> Message:
    """Message on how many rows fell to the last known window of a kind; else on the extremes of the last known window.

    Two windows are compared if one known method measured both, no value counts what was not programmed, and the values
    of each row are means of the same parts. Of each kind only the last known window counts.
    """
    known = [at for at in range(len(windows)) if frame.known(at)]
    for last in reversed(known[1:]):
        is_last = not any(same_kind(windows[last], windows[at]) for at in known if at > last)
        by_one = {at for (at, one), (was, now) in methods.items() if one == last - 1 and was == now != UNKNOWN}
        pairs = [pair for pair in frame.both(last - 1, last) if frame.rows.index(pair[0]) in by_one]
        is_alike = all(not differing_parts(book, now, then) for _, then, now in pairs)
        if is_last and is_alike and pairs and all(is_of_programme(book, one) for _, *both in pairs for one in both):
            found = moves(pairs, frame.columns[last - 1].words, drawn=asked)
            return Message((f"{frame.columns[last].words}: ", *found.parts))
    ends = extremes(frame.known(known[-1]), "", drawn=asked).parts
    return Message((f"{frame.columns[known[-1]].words}: ", *ends))


def _joined(frame: ChartFrame, methods: Methods) -> pd.DataFrame:
    """The points of the lines: each value alone, and each pair of neighbours that a line may join."""
    data, types = frame.data, {"row": int, "place": int, "look": str, "line": int}
    joints = [
        (at, place, "unknown" if UNKNOWN in both else "known", one)
        for (at, one), both in methods.items() if UNKNOWN in both or both[0] == both[1] for place in (one, one + 1)
    ]  # fmt: skip
    joined = pd.DataFrame(joints, columns=list(types)).astype(types).merge(data, on=["row", "place"])
    return pd.concat([data.assign(look="known", line=-1 - data["place"]), joined])


def _last_values(figures: Sequence[Figure | None], windows: Sequence[Period]) -> str:
    """The last value of each kind of window, such as the last year and the last quarter, with its window."""
    last: list[tuple[Period, Figure]] = []
    for window, figure in zip(windows, figures, strict=True):
        if figure is not None:
            last = [*(last[:-1] if last and same_kind(last[-1][0], window) else last), (window, figure)]
    return "; ".join(f"{short(window)}: {bare(figure)}" for window, figure in last)
