"""A map of two measures: one point per row, with thresholds as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from helpers.base.display import list_es, lower_first, number_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.subjects import FigureRow, Measure
from helpers.settings.methods import Metodo
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import (
    ChartFrame,
    Column,
    Pair,
    drawn_rows,
    frame_of,
    height,
    printed,
)
from helpers.views.charts.drawing.chart_message import Message, below, extremes

LEFT, BELOW, GAP = 30.0, 30.0, 8.0
PLOT_HEIGHT = 236.0
MARK = 6.5
"""Diameter of a point."""
SIZE, LABEL_HEIGHT = chart_style.SMALL_SIZE, 9.0
MARGIN = 0.12
"""Space around the points on each side, as a share of their range."""


@dataclass(frozen=True)
class Divider:
    """A threshold: its value, its label, and its figure if it is one of the Book's."""

    value: Decimal
    words: str
    figure: Figure | None = None


Dividers = tuple[Divider | None, Divider | None]


def quadrants(
    book: Book,
    *,
    id: str,
    title: str,
    rows: Sequence[FigureRow],
    across: Measure,
    up: Measure,
    dividers: Dividers = (None, None),
    tall: float = PLOT_HEIGHT,
) -> Chart:
    """Draw rows by two measures; each point has its label, and a column beside the map has its values.

    A row without one of the two figures is not drawn; notes name it, and rows with nothing programmed.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    across, up : Measure
        Horizontal and vertical measure, such as execution and efficacy.
    dividers : pair of Divider or None
        Threshold of each measure (horizontal first), drawn as a line.
    tall : float
        Minimum height of the map itself, in points.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    shown, left_out = drawn_rows(book, rows, up)
    names = [book.indicator_name(measure[0]) for measure in (across, up)]
    frame = frame_of(book, shown, {Column(names[0]): across, Column(names[1]): up})
    points = frame.both(0, 1)
    windows = list_es(list(dict.fromkeys(Period.parse(str(measure[1])).words for measure in (across, up))))
    kind = f"Mapa de puntos; a la derecha {names[0]} y hacia arriba {names[1]}, {windows}"
    figures = [divider.figure for divider in dividers if divider is not None and divider.figure is not None]
    return Chart.finding(
        book, _finding(frame, dividers, title), id=id, marks=frame.marks,
        shows=(title, kind, frame.spoken, *_sides(points, dividers)),
        sheet=_draw(points, dividers, names, title, tall), notes=(*_without_point(frame), *left_out),
        references=[(book.indicator_name(figure.indicator), figure) for figure in figures],
    )  # fmt: skip


def _without_point(frame: ChartFrame) -> Iterator[str]:
    """One note, if any, on the rows that are not drawn, each with the measures that it lacks."""
    names = [lower_first(column.name) for column in frame.columns]
    lacking = by_key(
        (list_es([name for name, figure in zip(names, own, strict=True) if figure is None]), row.label)
        for row, own in zip(frame.rows, frame.figures, strict=True)
        if None in own
    )
    if lacking:
        named = (f"{list_es(rows)} (sin {what})" for what, rows in lacking.items())
        yield f"Sin punto en el mapa: {'; '.join(named)}."


def _finding(frame: ChartFrame, dividers: Dividers, subject: str) -> Message:
    """Message on how many rows are below the vertical threshold, and on the lowest.

    Without a threshold that is a figure, on the extremes of the points in the vertical measure, which it names. For a
    threshold, rows without a point count too, if they have the vertical measure.
    """
    edge = dividers[1]
    if edge is None or edge.figure is None:
        points = [(row, up) for row, _, up in frame.both(0, 1)]
        return Message((f"{frame.columns[1].name}: ", *extremes(points, subject, drawn=frame.drawn).parts))
    name = f"del {lower_first(edge.words.partition(':')[0])}"
    return below(frame.known(1), edge.figure, name, subject, drawn=frame.drawn)


def _sides(points: Sequence[Pair], dividers: Dividers) -> Iterator[str]:
    """Sentences that name the rows whose figure, as printed, reaches each threshold."""
    for which, divider in enumerate(dividers):
        if divider is not None:
            names = [row.label for row, *figures in points if figures[which].rounded >= divider.value]
            reach = "llega" if len(names) == 1 else "llegan"
            yield f"{divider.words}: {reach} {list_es(names)}" if names else f"{divider.words}: no llega nadie"


@chart_style.house_style()
def _draw(
    points: Sequence[Pair], dividers: Dividers, names: Sequence[str], subject: str, tall: float
) -> chart_style.Sheet:
    """Draw the map, with the values in a column beside it, the greatest vertical one first."""
    import seaborn

    ordered = sorted(points, key=lambda point: -point[2].rounded)
    table = [("", "↑", "→"), *((row.label, printed(up), printed(across)) for row, across, up in ordered)]
    columns = [max(map(chart_style.text_width, cells)) + GAP for cells in zip(*table, strict=True)]
    plot = max(tall, len(table) * chart_style.LINE + 4)
    legend = {divider.words: chart_style.GUIDE for divider in dividers if divider}
    sheet = chart_style.headed_paper(BELOW + plot + chart_style.LINE + 4, subject, legend)
    axes = chart_style.place(sheet, LEFT, BELOW, chart_style.WIDTH - LEFT - sum(columns), plot)
    places = pd.DataFrame([(height(across), height(up)) for _, across, up in points], columns=["across", "up"])
    axes.set(xlim=_limits(places["across"], dividers[0]), ylim=_limits(places["up"], dividers[1]))
    chart_style.scale(axes.xaxis)
    chart_style.scale(axes.yaxis)
    for divider, line in zip(dividers, (axes.axvline, axes.axhline), strict=True):
        if divider is not None:
            line(float(divider.value), **chart_style.GUIDE)
    seaborn.scatterplot(
        places, x="across", y="up", s=MARK**2, color=chart_style.BLUE, edgecolor=chart_style.NAVY, linewidth=1.1,
        legend=False, zorder=3, clip_on=False, ax=axes,
    )  # fmt: skip
    axes.spines[["left", "bottom"]].set(visible=True, color=chart_style.GREY, linewidth=0.8)
    chart_style.note(axes, (0, 1), (-LEFT, 4), f"↑ {names[1]}", va="bottom", color=chart_style.GREY)
    chart_style.note(axes, (1, 0), (0, 1 - BELOW), f"{names[0]} →", va="bottom", ha="right", color=chart_style.GREY)
    for right, (head, *cells) in zip(accumulate(columns), zip(*table, strict=True), strict=True):
        chart_style.note(axes, (1, 1), (right, 0), head, color=chart_style.GREY, ha="right", va="top")
        chart_style.note(axes, (1, 1), (right, -chart_style.LINE), "\n".join(cells), ha="right", va="top")
    axes.set(xlabel="", ylabel="")
    _label(axes, [row.label for row, _, _ in points], places)
    return sheet


def _limits(values: pd.Series[float], divider: Divider | None) -> tuple[float, float]:
    """Limits of an axis: all points and the threshold, with a margin around them."""
    return chart_style.spread([*values, *([float(divider.value)] if divider else [])], MARGIN)


def _label(axes: Axes, names: Sequence[str], places: pd.DataFrame) -> None:
    """Print each point's name at the first free place; one without any is left to the column of values."""
    points = axes.transData.transform(places.to_numpy())
    taken = [Bbox.from_bounds(x, y, 0, 0).padded(MARK / 2) for x, y in points]
    taken += [line.get_window_extent() for line in axes.lines]
    for name, (x, y) in zip(names, points, strict=True):
        around = _around(x, y, chart_style.text_width(name, SIZE))
        inside = (box for box in around if axes.bbox.contains(*box.min) and axes.bbox.contains(*box.max))
        box = next((box for box in inside if not box.count_overlaps(taken)), None)
        if box:
            taken.append(box)
            at = (box.x0, box.y0 + LABEL_HEIGHT / 2)
            axes.annotate(name, at, xycoords="figure points", va="center_baseline", fontsize=SIZE)


def _around(x: float, y: float, width: float) -> Iterator[Bbox]:
    """Candidate places for a label: beside the point, then above and below it."""
    aside = MARK / 2 + 3
    for up in (0.0, 6.0, -6.0, 9.5, -9.5):
        for left in (x + aside, x - aside - width) if abs(up) < 9 else (x - width / 2, x, x - width):
            yield Bbox.from_bounds(left, y + up - LABEL_HEIGHT / 2, width, LABEL_HEIGHT)


def best_threshold(method: Metodo, indicator: str, period: Period, level: str) -> Divider | None:
    """Return the value at which an indicator's best grade begins, in the quarter in which a window ends.

    Parameters
    ----------
    level : str
        Level of the points. If the method does not grade that level, the line is labelled as a reference.

    Returns
    -------
    Divider or None
        None if the method has no thresholds for the indicator, or if the window does not begin in January: thresholds
        grade accumulated values only.
    """
    thresholds = method.umbrales
    if thresholds is None or thresholds.indicador != indicator or not period.since_january:
        return None
    best = thresholds.grados[0]
    if best.desde is None:
        return None
    edge = best.desde[period.quarter_number - 1]
    name = best.calificacion
    if level not in thresholds.niveles:
        name = f"Referencia ({name.lower()} en {list_es([LEVEL_PLURALS[one] for one in thresholds.niveles[:2]])})"
    return Divider(edge, f"{name}: desde {number_es(edge)} %")


def figure_threshold(book: Book, figure: Figure | None) -> Divider | None:
    """Return a figure's printed value, such as the ideal range's, as a threshold; None if there is no figure."""
    if figure is None:
        return None
    return Divider(figure.rounded, f"{book.indicator_name(figure.indicator)}: {number_es(figure.rounded)} %", figure)
