"""The dispersion of units within each area: a point per unit, a stroke for their mean, and the mean's interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

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
from helpers.views.charts.drawing.chart_scale import scale_across
from helpers.views.charts.drawing.row_sheet import GAP, LEGEND_LINE, LINE, TICKS, legend_lines, write_legend
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

STEP, TALLEST = 36.0, 92.0
"""Least and greatest height of a row, in points."""
SIZE, SMALLEST = 5.0, 1.8
"""Normal and least diameter of a point, in points of paper."""
APART, SWARM = 1.6, 0.8
"""Space between two points, and the share of a row's height available for points."""
LABEL_WIDTH = 4.4 * chart_style.POINTS_PER_CM
POINT: chart_style.Stroke = {
    "marker": "o", "color": chart_style.PALE, "markeredgecolor": chart_style.NAVY, "markersize": SIZE,
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

    def stacked(self, point: float) -> int:
        """Return the number of points at the most crowded place; `point` is the scale's value of a point of paper."""
        return max(Counter(int(height(figure) / (point * SIZE)) for figure in self.members).values())

    def tall(self, point: float) -> float:
        """Return the height of the row in points: enough for its words and for its stacked points."""
        return min(TALLEST, max(STEP, self.stacked(point) * (SIZE + APART) / SWARM + 4))

    def size(self, point: float) -> float:
        """Return the diameter of the points, reduced if stacked points would make the row higher than `TALLEST`."""
        return max(SMALLEST, min(SIZE, (TALLEST - 4) * SWARM / self.stacked(point) - APART))


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
    texts = [text for found in groups for text in (found.span, found.count)]
    right = max((chart_style.text_width(text, chart_style.SMALL_SIZE) for text in texts), default=0) + GAP + 3
    left = LABEL_WIDTH + GAP
    width = chart_style.WIDTH - left - right
    low, high = _limits(groups)
    point = (high - low) / width
    rows = [found.tall(point) for found in groups]
    heads, legend = chart_style.wrap(subject, chart_style.WIDTH), legend_lines(_legend(groups, group))
    head = len(heads) * LINE + len(legend) * LEGEND_LINE + 5
    sheet = chart_style.paper(chart_style.WIDTH, TICKS + sum(rows) + head)
    chart_style.write_head(sheet, heads)
    write_legend(sheet, legend, len(heads) * LINE + 2)
    for found, tall, below in zip(groups, rows, accumulate(rows), strict=True):
        axes = chart_style.place(sheet, left, TICKS + sum(rows) - below, width, tall)
        _swarm(axes, found, found.size(point))
        axes.set(xlim=(low, high), ylim=(-0.5, 0.5), yticks=[], xlabel="", ylabel="")
        scale_across(axes, labelled=found is groups[-1])
        _write(axes, found)
    return chart_style.to_svg(sheet)


def _limits(groups: Sequence[_Group]) -> tuple[float, float]:
    figures = [figure for found in groups for figure in (*found.members, found.figure, *found.interval)]
    values = [height(figure) for figure in figures if figure is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.04 * (high - low) or 1.0
    return low - room, high + room


def _swarm(axes: Axes, found: _Group, size: float) -> None:
    """Draw points side by side where they would overlap; seaborn's placement is deterministic."""
    import seaborn

    axes.axhline(0, color=chart_style.RULE, linewidth=0.6, zorder=0)
    values = [height(figure) for figure in found.members]
    seaborn.swarmplot(
        x=values, y=[0] * len(values), orient="h", native_scale=True, size=size, warn_thresh=1, ax=axes,
        color=chart_style.PALE, edgecolor=chart_style.NAVY, linewidth=0.9,
    )  # fmt: skip
    if found.interval:
        axes.plot([height(edge) for edge in found.interval], [0, 0], zorder=0.5, **INTERVAL)
    if found.figure is not None:
        axes.plot([height(found.figure)], [0], zorder=6, **STROKE)


def _legend(groups: Sequence[_Group], group: str) -> list[Line2D]:
    posts = any(figure.level == "puesto" for found in groups for figure in found.members)
    own = "Área" if group == "area" else "Conjunto"
    mean = "Promedio de las unidades" if all(found.has_mean for found in groups) else own
    short: chart_style.Stroke = {**STROKE, "linestyle": "none", "markersize": 9}
    unit = Line2D([], [], label="Unidad o puesto" if posts else "Unidad", **POINT)
    entries = [unit, Line2D([], [], label=mean, **short)]
    if any(found.interval for found in groups):
        entries.append(Line2D([], [], label="Intervalo de la media", **INTERVAL))
    return entries


def _write(axes: Axes, found: _Group) -> None:
    axes.annotate(
        "\n".join(chart_style.wrap(found.row.label, LABEL_WIDTH)), (0, 0.5), xycoords="axes fraction", xytext=(-GAP, 0),
        textcoords="offset points", ha="right", va="center", linespacing=1.1,
    )  # fmt: skip
    for words, up, colour, size in (
        (printed(found.figure), 10, chart_style.BROWN, chart_style.TEXT_SIZE),
        (found.count, -1, chart_style.GREY, chart_style.SMALL_SIZE),
        (found.span, -11, chart_style.GREY, chart_style.SMALL_SIZE),
    ):
        axes.annotate(
            words, (1, 0.5), xycoords="axes fraction", xytext=(GAP, up), textcoords="offset points", ha="left",
            va="center", color=colour, fontsize=size,
        )  # fmt: skip
