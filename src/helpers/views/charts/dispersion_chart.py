"""The dispersion of units within each area: a point per unit, a stroke for their mean, and the mean's interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.base.display import MISSING_WORDS, number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, figure_of, node_row, node_rows
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import height, missing_note, printed
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_message import Message, nothing_known
from helpers.views.charts.drawing.row_sheet import RowSheet
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

AREA = 16.0
"""Area of the point of one unit; that of several with the same value is as many times as large."""
POINT: chart_style.Stroke = {
    "marker": "o", "color": chart_style.PALE, "markeredgecolor": chart_style.NAVY, "markersize": 5.0,
    "linestyle": "none",
}  # fmt: skip
INTERVAL: chart_style.Stroke = {"color": chart_style.SAND, "linewidth": 9.0, "solid_capstyle": "butt"}
STROKE: chart_style.Stroke = {"marker": "|", "color": chart_style.BROWN, "markersize": 20, "markeredgewidth": 2.2}


@dataclass(frozen=True)
class _Group:
    """An area and the figures of its units, in ascending order.

    Attributes
    ----------
    figure : Figure or None
        The mean of the units from the Book's dispersion, or else the area's own figure.
    wanting : tuple of str
        Labels of the units without a figure.
    interval : tuple of Figure
        Lower and upper edge of the mean's interval; empty if there is none.
    """

    row: FigureRow
    figure: Figure | None
    members: tuple[Figure, ...]
    wanting: tuple[str, ...]
    interval: tuple[Figure, ...] = ()

    @property
    def count(self) -> str:
        """The number of units in Spanish: `12 unidades`; `12 unidades y puestos` if some are posts."""
        many = "unidades y puestos" if any(figure.level == "puesto" for figure in self.members) else "unidades"
        return f"{number_es(len(self.members))} {'unidad' if len(self.members) == 1 else many}"

    @property
    def span(self) -> str:
        """The range of the units' figures, as printed: `de 45,00 % a 100,00 %`."""
        return f"de {printed(self.members[0])} a {printed(self.members[-1])}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The area's own mark, followed by one for each unit."""
        edges = zip(("intervalo de", "a"), self.interval, strict=False)
        own = Mark(self.row.label, (("promedio" if self.has_mean else "", self.figure), *edges), HEADING)
        return (own, *(Mark(figure.name, (("", figure),)) for figure in self.members))

    @property
    def spoken(self) -> str:
        """The area, its mean with the interval, and every unit, in words."""
        interval = f" (intervalo de {' a '.join(map(printed, self.interval))})" if self.interval else ""
        units = ", ".join(f"{figure.name} {printed(figure)}" for figure in self.members)
        own = MISSING_WORDS if self.figure is None else printed(self.figure)
        return f"{self.row.label}, {own}{interval}; {self.count}, {self.span}: {units}"

    @property
    def has_mean(self) -> bool:
        """Whether `figure` is the mean of the units and not the area's own figure."""
        return self.figure is not None and self.figure.indicator.endswith("_media")


def dispersion(
    book: Book,
    *,
    id: str,
    title: str,
    measure: Measure,
    group: str = "area",
    levels: Sequence[str] = ("unidad",),
    notes: Sequence[str] = (),
) -> Chart:
    """Draw the units of each area on a common scale, with their mean and its interval if the Book has them.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    measure : tuple
        Indicator and period.
    group : str
        Level of the rows. A row without units is left out.
    levels : sequence of str
        Levels of the points. If the Book has a group's dispersion, the units that it was computed from are drawn.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    groups = _groups(book, measure, group, levels)
    with chart_style.house_style():
        svg = _draw(groups, group, title)
    kind = f"Dispersión de las unidades, {book.indicator_name(measure[0])}, {Period.parse(str(measure[1])).words}"
    wanting = missing_note([label for found in groups for label in found.wanting])
    marks = [mark for found in groups for mark in found.marks]
    shows = (title, kind, "; ".join(found.spoken for found in groups))
    return Chart.finding(_widest(groups, title), id=id, shows=shows, svg=svg, notes=(*notes, *wanting), marks=marks)


def _widest(groups: Sequence[_Group], subject: str) -> Message:
    """The area whose units differ most."""
    if not groups:
        return nothing_known(subject)
    widest = max(groups, key=lambda found: found.members[-1].rounded - found.members[0].rounded)
    words = f"La mayor diferencia entre unidades, en {widest.row.label}: de "
    return Message((words, widest.members[0], " a ", widest.members[-1]))


def _groups(book: Book, measure: Measure, group: str, levels: Sequence[str]) -> list[_Group]:
    found: list[_Group] = []
    for node in book.nodes_at(group):
        head = node_row(node)
        number = _beside(book, head, measure, "_n")
        counted = book.operands(number) if number else ()
        here = dict.fromkeys((*levels, *(figure.level for figure in counted)))
        every = [row for level in here for row in node_rows(book, level, under=node.key)]
        rows, _ = drawn_rows(book, every, measure, is_ranking=True)
        pairs = [(row, figure_of(book, row, measure)) for row in rows]
        members = sorted(counted or (figure for _, figure in pairs if figure), key=lambda figure: figure.rounded)
        if members:
            wanting = tuple(row.label for row, figure in pairs if figure is None)
            figure = _beside(book, head, measure, "_media") or figure_of(book, head, measure)
            edges = [_beside(book, head, measure, edge) for edge in ("_inferior", "_superior")]
            interval = tuple(edge for edge in edges if edge is not None)
            found.append(_Group(head, figure, tuple(members), wanting, interval))
    return found


def _beside(book: Book, row: FigureRow, measure: Measure, suffix: str) -> Figure | None:
    """The dispersion figure of a measure with the given suffix (`_n`, `_media`, `_inferior`, `_superior`)."""
    return book.get(f"{measure[0]}{suffix}", measure[1], row.level, row.code)


def _draw(groups: Sequence[_Group], group: str, subject: str) -> str:
    rows = [found.row for found in groups]
    values = [[printed(found.figure), found.count, found.span] for found in groups]
    page = RowSheet(rows, values, subject, _limits(groups), _legend(groups, group), is_scaled=True)
    sheet, axes = page.draw()
    for at, found in enumerate(groups):
        axes.axhline(at, color=chart_style.RULE, linewidth=0.6, zorder=0)
        if found.interval:
            axes.plot([height(edge) for edge in found.interval], [at, at], zorder=0.5, **INTERVAL)
        if found.figure is not None:
            axes.plot([height(found.figure)], [at], zorder=6, **STROKE)
    _points(axes, groups)
    return page.finish(sheet, axes)


def _limits(groups: Sequence[_Group]) -> tuple[float, float]:
    """The scale of all points; an interval, which a formula may take beyond 0 or 100 %, is cut off at its ends."""
    figures = [figure for found in groups for figure in (*found.members, found.figure)]
    values = [height(figure) for figure in figures if figure is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.07 * (high - low) or 1.0
    return low - room, high + room


def _points(axes: Axes, groups: Sequence[_Group]) -> None:
    """Draw a point for each value of an area, the larger the more units have it."""
    import seaborn

    values = [(at, height(figure)) for at, found in enumerate(groups) for figure in found.members]
    if values:
        data = pd.DataFrame(values, columns=["row", "value"]).value_counts().rename("units").reset_index()
        seaborn.scatterplot(
            data.sort_values(["units", "row", "value"], ascending=[False, True, True]),  # the largest behind
            x="value", y="row", size="units", legend=False, alpha=0.75, zorder=3,
            sizes={units: AREA * units for units in data["units"]}, color=chart_style.PALE, ax=axes,
            edgecolor=chart_style.NAVY, linewidth=0.9,
        )  # fmt: skip


def _legend(groups: Sequence[_Group], group: str) -> list[Line2D]:
    posts = any(figure.level == "puesto" for found in groups for figure in found.members)
    repeated = any(len({figure.rounded for figure in found.members}) < len(found.members) for found in groups)
    several = " (más grande: varios con el mismo valor)" if repeated else ""
    own = "Área" if group == "area" else "Conjunto"
    mean = "Promedio de las unidades" if all(found.has_mean for found in groups) else own
    short: chart_style.Stroke = {**STROKE, "linestyle": "none", "markersize": 9}
    unit = Line2D([], [], label=f"{'Unidad o puesto' if posts else 'Unidad'}{several}", **POINT)
    entries = [unit, Line2D([], [], label=mean, **short)]
    if any(found.interval for found in groups):
        entries.append(Line2D([], [], label="Intervalo de la media", **INTERVAL))
    return entries
