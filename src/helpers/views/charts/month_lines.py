"""Lines by month, one panel per row: two indicators on one scale, or services, each on its own scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from matplotlib.lines import Line2D

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, figure_of
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, printed, windows_frame
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_message import Message, count_of, extremes, widest_gap
from helpers.views.charts.drawing.line_panels import LOOKS, draw_lines, runs, windows_of
from helpers.views.charts.drawing.panels import Titled

SERIES = ("known", "second")
"""Looks of the first and of the second indicator."""
GAP = "Línea interrumpida: sin dato de ese mes."


def twin_lines(
    book: Book,
    *,
    id: str,
    title: str,
    first: str,
    second: str,
    months: Sequence[Period | str],
    rows: Sequence[FigureRow],
    notes: Sequence[str] = (),
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
    windows = windows_of(months)
    frames = [windows_frame(book, indicator, windows, rows) for indicator in (first, second)]
    names = [f"{book.indicator_name(one)}{frame.head}" for one, frame in zip((first, second), frames, strict=True)]
    titles = [(row.label, "; ".join(_values(frames, at, windows))) for at, row in enumerate(rows)]
    wanting = dict.fromkeys(note for frame in frames for note in frame.missing())
    found = _last_gap(frames, [lower_first(book.indicator_name(one)) for one in (first, second)], title)
    return _chart(found, dict(zip(names, frames, strict=True)), titles, windows, id, title, (*notes, *wanting))


def _last_gap(frames: Sequence[ChartFrame], names: Sequence[str], subject: str) -> Message:
    """The widest gap of the last month in which rows have both figures."""
    one, other = frames
    for at in reversed(range(len(one.columns))):
        others = dict(other.known(at))
        pairs = [(row, figure, others[row]) for row, figure in one.known(at) if row in others]
        if pairs:
            found = widest_gap(pairs, names[0], names[1])
            return replace(found, parts=(f"En {one.columns[at].words}, ", *found.parts))
    return extremes([pair for at in range(len(one.columns)) for pair in one.known(at)][-1:], subject)


def _values(frames: Sequence[ChartFrame], row: int, windows: Sequence[Period]) -> Iterator[str]:
    """The last month with its values, and each month below zero."""
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
) -> Chart:
    """Draw an indicator by month, each row on its own scale. The last and the highest value stand above each panel.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    done, programmed : str
        Indicators of the solid and of the dashed line; without the second, there are only solid lines.

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
    every = (*notes, *scale, *wanting)
    return _chart(_last_change(frame, title), series, titles, months, id, title, every, has_own_scales=True)


def _chart(
    found: Message, series: Mapping[str, ChartFrame], titles: Sequence[Titled], months: Sequence[Period],
    id: str, title: str, notes: Sequence[str], *, has_own_scales: bool = False,
) -> Chart:
    """Draw one or two indicators, each with its name; the rows of the first have the panels."""
    rows = next(iter(series.values())).rows
    pairs = list(zip(series.values(), SERIES, strict=False))
    lines = [line for frame, look in pairs for line in runs(frame, rows, look)]
    legend = [Line2D([], [], label=name, **LOOKS[look]) for name, look in zip(series, SERIES, strict=False)]
    svg = draw_lines(titles, title, legend, months, lines, has_own_scales=has_own_scales)
    spoken = [f"{name}. {frame.spoken}" for name, frame in series.items()]
    marks = [mark for name, frame in series.items() for mark in (Mark(name, style=HEADING), *frame.marks)]
    shows = (title, "Líneas por mes, un panel por fila", *spoken)
    return Chart.finding(found, id=id, shows=shows, svg=svg, notes=notes, marks=marks)


def _last_change(frame: ChartFrame, subject: str) -> Message:
    """How many rows have more in the last month than in the one before, and the greatest of the last month."""
    for at in reversed(range(len(frame.columns))):
        known = frame.known(at)
        if not known:
            continue
        row, most = max(known, key=lambda pair: pair[1].rounded)
        greatest = (f"{row.label}, ", most)
        pairs = frame.both(at - 1, at) if at else []
        if not pairs:
            return Message((f"{frame.columns[at].words}: ", *greatest))
        more = sum(now.rounded > before.rounded for _, before, now in pairs)
        rise = count_of(more, [(one, now) for one, _, now in pairs])
        windows = f"de {frame.columns[at - 1].words} a {frame.columns[at].words}"
        if len(pairs) == 1:
            _, before, now = pairs[0]
            return Message((f"{pairs[0][0].label}, {windows}: de ", before, " a ", now))
        return Message((f"{rise} {'sube' if more < 2 else 'suben'} {windows}; ", *greatest, ", el mayor valor del mes"))
    return extremes([], subject)


def _peaks(figures: Sequence[Figure | None], months: Sequence[Period]) -> Iterator[str]:
    """The highest month and the last one, in words."""
    known = [(month, figure) for month, figure in zip(months, figures, strict=True) if figure is not None]
    if not known:
        return
    month, highest = max(known, key=lambda pair: pair[1].rounded)
    if month != known[-1][0]:
        yield f"{month.window} {bare(highest)} (mayor)"
    yield f"{known[-1][0].window} {bare(known[-1][1])}"
