"""How far apart the units of each area are: every unit a point, their mean a stroke with its interval beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height, missing_note, spoken
from helpers.charts.left_out import drawn_rows
from helpers.charts.marks import HEADING, Mark
from helpers.charts.scale import scale_across
from helpers.display import number_es
from helpers.periods import Period
from helpers.subjects import FigureRow, Measure, figure_of, indicator_name, node_row, node_rows
from helpers.trace import Figure

STEP = 34.0
SIZE = 5.0
"""Diameter of a point."""
SMALLEST, TALLEST = 1.8, 92.0
"""Least diameter of a point, and greatest height of a row."""
APART, SWARM = 1.6, 0.8
"""Room that a point takes beyond its diameter, and the share of a row's height that is for points."""
HEAD, FOOT = 20.0, 14.0
LABEL_WIDTH = 3.8 * style.POINTS_PER_CM
GAP = 10.0
POINT = {"marker": "o", "color": style.PALE, "markeredgecolor": style.NAVY, "markersize": SIZE}
INTERVAL = {"color": style.SAND, "linewidth": 9.0, "solid_capstyle": "butt"}
STROKE = {"marker": "|", "color": style.BROWN, "markersize": 20, "markeredgewidth": 2.2}


@dataclass(frozen=True)
class _Group:
    """An area, what stands for it, and the figures of its units that have one, least first.

    Attributes
    ----------
    figure : Figure or None
        The mean of its units, as the Book's dispersion has it; without one, the area's own figure.
    interval : tuple of Figure
        The edges of the mean's interval; empty where there is none.
    """

    row: FigureRow
    figure: Figure | None
    members: tuple[Figure, ...]
    wanting: tuple[str, ...]
    interval: tuple[Figure, ...] = ()

    @property
    def count(self) -> str:
        many = "unidades y puestos" if any(figure.level == "puesto" for figure in self.members) else "unidades"
        return f"{number_es(len(self.members))} {'unidad' if len(self.members) == 1 else many}"

    @property
    def span(self) -> str:
        """From the least to the greatest, as printed."""
        return f"de {spoken(self.members[0])} a {spoken(self.members[-1])}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The area's own, and one for each of its units."""
        edges = zip(("intervalo de", "a"), self.interval, strict=False)
        own = Mark(self.row.label, (("promedio" if self.has_mean else "", self.figure), *edges), HEADING)
        return (own, *(Mark(figure.name, (("", figure),)) for figure in self.members))

    @property
    def has_mean(self) -> bool:
        """Whether what stands for it is the mean of its units."""
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
    """Draw the units of each area along one scale, with their mean and its interval where the Book has them.

    Parameters
    ----------
    group, levels : str, sequence of str
        Levels of the structure; a group without any unit is left out. Where the Book has a group's dispersion, the
        points are the units that it was computed from.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    groups = _groups(book, measure, group, levels)
    with style.house_style():
        svg = _draw(groups, group)
    name = f"{indicator_name(book, measure[0])}, {Period.parse(str(measure[1])).words}"
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
    """A figure of the dispersion that the Book keeps beside a measure."""
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
    right = max((style.text_width(text, style.SMALL_SIZE) for text in texts), default=0) + GAP + 3
    left = LABEL_WIDTH + GAP
    width = style.WIDTH - left - right
    low, high = _limits(groups)
    rows = [_height(found, (high - low) / width) for found in groups]
    sheet = style.paper(style.WIDTH, FOOT + sum(rows) + HEAD + 1)
    for found, tall, below in zip(groups, rows, accumulate(rows), strict=True):
        axes = style.place(sheet, left, FOOT + sum(rows) - below, width, tall)
        _swarm(axes, found, _size(found, (high - low) / width))
        axes.set(xlim=(low, high), ylim=(-0.5, 0.5), yticks=[], xlabel="", ylabel="")
        scale_across(axes, labelled=found is groups[-1])
        _write(axes, found)
    words = (_point_words(groups), _stroke_words(groups, group))
    _draw_legend(sheet, words, left, with_interval=any(found.interval for found in groups))
    return style.to_svg(sheet)


def _point_words(groups: Sequence[_Group]) -> str:
    posts = any(figure.level == "puesto" for found in groups for figure in found.members)
    return "Unidad o puesto" if posts else "Unidad"


def _stroke_words(groups: Sequence[_Group], group: str) -> str:
    if all(found.has_mean for found in groups):
        return "Promedio de las unidades"
    return "Área" if group == "area" else "Conjunto"


def _height(found: _Group, point: float) -> float:
    """Height of a row: its words, or the points that stand one upon another."""
    return min(TALLEST, max(STEP, _stacked(found, point) * (SIZE + APART) / SWARM + 4))


def _stacked(found: _Group, point: float) -> int:
    """How many points stand one upon another where most do."""
    slots = Counter(int(height(figure) / (point * SIZE)) for figure in found.members)
    return max(slots.values(), default=0)


def _size(found: _Group, point: float) -> float:
    """Diameter of a row's points: smaller where so many are alike that the row would fill the page."""
    room = (TALLEST - 4) * SWARM / (_stacked(found, point) or 1) - APART
    return max(SMALLEST, min(SIZE, room))


def _limits(groups: Sequence[_Group]) -> tuple[float, float]:
    figures = [figure for found in groups for figure in (*found.members, found.figure, *found.interval)]
    values = [height(figure) for figure in figures if figure is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.04 * (high - low) or 1.0
    return low - room, high + room


def _swarm(axes: Axes, found: _Group, size: float) -> None:
    """Points side by side where they would overlap: seaborn packs them, and always alike."""
    import seaborn

    axes.axhline(0, color=style.RULE, linewidth=0.6, zorder=0)
    values = [height(figure) for figure in found.members]
    seaborn.swarmplot(
        x=values, y=[0] * len(values), orient="h", native_scale=True, size=size, warn_thresh=1, ax=axes,
        color=style.PALE, edgecolor=style.NAVY, linewidth=0.9,
    )  # fmt: skip


def _draw_legend(sheet: Sheet, words: tuple[str, str], left: float, *, with_interval: bool) -> None:
    point_words, stroke_words = words
    unit = Line2D([], [], linestyle="none", label=point_words, **POINT)
    stroke = Line2D([], [], linestyle="none", label=stroke_words, **STROKE | {"markersize": 9})
    band = [Line2D([], [], label="Intervalo de la media", **INTERVAL)] if with_interval else []
    # With three entries it would run past the right edge if it began where the scale does.
    loc, at = ("upper right", 1) if band else ("upper left", left / style.WIDTH)
    sheet.legend(
        handles=[unit, stroke, *band], ncols=3, loc=loc, bbox_to_anchor=(at, 1),
        fontsize=style.TEXT_SIZE, borderpad=0.2, borderaxespad=0,
    )  # fmt: skip


def _write(axes: Axes, found: _Group) -> None:
    if found.interval:
        axes.plot([height(edge) for edge in found.interval], [0, 0], zorder=0.5, **INTERVAL)
    if found.figure is not None:
        axes.plot([height(found.figure)], [0], zorder=6, **STROKE)
    beside = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center"}
    strong = {"ha": "left", "weight": "bold", "color": style.BROWN, **beside}
    small = {"ha": "left", "fontsize": style.SMALL_SIZE, "color": style.GREY, **beside}
    name = "\n".join(style.wrap(found.row.label, LABEL_WIDTH))
    axes.annotate(name, (0, 0.5), xytext=(-GAP, 0), ha="right", linespacing=1.1, **beside)
    axes.annotate(spoken(found.figure), (1, 0.5), xytext=(GAP, 9), **strong)
    axes.annotate(found.count, (1, 0.5), xytext=(GAP, -1), **small)
    axes.annotate(found.span, (1, 0.5), xytext=(GAP, -11), **small)
