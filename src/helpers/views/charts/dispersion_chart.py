"""The dispersion of units within each area: a point per unit, a stroke for their mean, and the mean's interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D

from helpers.base.display import number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, figure_of, node_row, node_rows
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height, missing_note, spoken
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_scale import scale_across
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

STEP = 34.0
SIZE = 5.0
"""Normal diameter of a point, in points of paper."""
SMALLEST, TALLEST = 1.8, 92.0
"""Minimum diameter of a point, and maximum height of a row."""
APART, SWARM = 1.6, 0.8
"""Space between two points, and the share of a row's height available for points."""
HEAD, FOOT = 20.0, 14.0
LABEL_WIDTH = 3.8 * chart_style.POINTS_PER_CM
GAP = 10.0
POINT: chart_style.Stroke = {
    "marker": "o",
    "color": chart_style.PALE,
    "markeredgecolor": chart_style.NAVY,
    "markersize": SIZE,
}
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
        return f"de {spoken(self.members[0])} a {spoken(self.members[-1])}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The area's own mark, followed by one for each unit."""
        edges = zip(("intervalo de", "a"), self.interval, strict=False)
        own = Mark(self.row.label, (("promedio" if self.has_mean else "", self.figure), *edges), HEADING)
        return (own, *(Mark(figure.name, (("", figure),)) for figure in self.members))

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
        svg = _draw(groups, group)
    name = f"{book.indicator_name(measure[0])}, {Period.parse(str(measure[1])).words}"
    wanting = missing_note(label for found in groups for label in found.wanting)
    alt = f"Dispersión de las unidades, {name}. {_alt(groups)}."
    return Chart(id, title, alt, svg, (*notes, *wanting), marks=tuple(mark for found in groups for mark in found.marks))


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


def _alt(groups: Sequence[_Group]) -> str:
    return "; ".join(
        f"{found.row.label}, {spoken(found.figure)}{_interval_words(found)}; {found.count}, {found.span}: "
        + ", ".join(f"{figure.name} {spoken(figure)}" for figure in found.members)
        for found in groups
    )


def _interval_words(found: _Group) -> str:
    return f" (intervalo de {' a '.join(map(spoken, found.interval))})" if found.interval else ""


def _draw(groups: Sequence[_Group], group: str) -> str:
    texts = [text for found in groups for text in (found.span, found.count)]
    right = max((chart_style.text_width(text, chart_style.SMALL_SIZE) for text in texts), default=0) + GAP + 3
    left = LABEL_WIDTH + GAP
    width = chart_style.WIDTH - left - right
    low, high = _limits(groups)
    rows = [_height(found, (high - low) / width) for found in groups]
    sheet = chart_style.paper(chart_style.WIDTH, FOOT + sum(rows) + HEAD + 1)
    for found, tall, below in zip(groups, rows, accumulate(rows), strict=True):
        axes = chart_style.place(sheet, left, FOOT + sum(rows) - below, width, tall)
        _swarm(axes, found, _size(found, (high - low) / width))
        axes.set(xlim=(low, high), ylim=(-0.5, 0.5), yticks=[], xlabel="", ylabel="")
        scale_across(axes, labelled=found is groups[-1])
        _write(axes, found)
    words = (_point_words(groups), _stroke_words(groups, group))
    _draw_legend(sheet, words, left, with_interval=any(found.interval for found in groups))
    return chart_style.to_svg(sheet)


def _point_words(groups: Sequence[_Group]) -> str:
    posts = any(figure.level == "puesto" for found in groups for figure in found.members)
    return "Unidad o puesto" if posts else "Unidad"


def _stroke_words(groups: Sequence[_Group], group: str) -> str:
    if all(found.has_mean for found in groups):
        return "Promedio de las unidades"
    return "Área" if group == "area" else "Conjunto"


def _height(found: _Group, point: float) -> float:
    """Height of a row in points: enough for its words and for its stacked points."""
    return min(TALLEST, max(STEP, _stacked(found, point) * (SIZE + APART) / SWARM + 4))


def _stacked(found: _Group, point: float) -> int:
    """The number of points at the most crowded place."""
    slots = Counter(int(height(figure) / (point * SIZE)) for figure in found.members)
    return max(slots.values(), default=0)


def _size(found: _Group, point: float) -> float:
    """Diameter of a row's points; reduced if stacked points would make the row higher than `TALLEST`."""
    room = (TALLEST - 4) * SWARM / (_stacked(found, point) or 1) - APART
    return max(SMALLEST, min(SIZE, room))


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


def _draw_legend(sheet: Sheet, words: tuple[str, str], left: float, *, with_interval: bool) -> None:
    point_words, stroke_words = words
    point: chart_style.Stroke = {**POINT, "linestyle": "none"}
    short: chart_style.Stroke = {**STROKE, "linestyle": "none", "markersize": 9}
    unit, stroke = Line2D([], [], label=point_words, **point), Line2D([], [], label=stroke_words, **short)
    band = [Line2D([], [], label="Intervalo de la media", **INTERVAL)] if with_interval else []
    # Aligned with the scale on the left, a legend with three entries would cross the right edge.
    at = 1.0 if band else left / chart_style.WIDTH
    sheet.legend(
        handles=[unit, stroke, *band], ncols=3, loc="upper right" if band else "upper left", bbox_to_anchor=(at, 1),
        fontsize=chart_style.TEXT_SIZE, borderpad=0.2, borderaxespad=0,
    )  # fmt: skip


def _write(axes: Axes, found: _Group) -> None:
    if found.interval:
        axes.plot([height(edge) for edge in found.interval], [0, 0], zorder=0.5, **INTERVAL)
    if found.figure is not None:
        axes.plot([height(found.figure)], [0], zorder=6, **STROKE)
    write = partial(axes.annotate, xycoords="axes fraction", textcoords="offset points", va="center")
    name = "\n".join(chart_style.wrap(found.row.label, LABEL_WIDTH))
    write(name, (0, 0.5), xytext=(-GAP, 0), ha="right", linespacing=1.1)
    write(spoken(found.figure), (1, 0.5), xytext=(GAP, 9), ha="left", weight="bold", color=chart_style.BROWN)
    for words, up in ((found.count, -1), (found.span, -11)):
        write(words, (1, 0.5), xytext=(GAP, up), ha="left", fontsize=chart_style.SMALL_SIZE, color=chart_style.GREY)
