"""How far apart the units of each area are: every unit a point, the area a stroke across."""

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
from helpers.display import number_es
from helpers.periods import Period
from helpers.subjects import FigureRow, Measure, figure_of, indicator_name, node_row, node_rows
from helpers.trace import Figure

STEP = 38.0
SIZE = 5.0
"""Diameter of a point."""
HEAD = 20.0
LABEL_WIDTH = 5.2 * style.POINTS_PER_CM
GAP = 10.0
POINT = {"marker": "o", "color": style.PALE, "markeredgecolor": style.NAVY, "markersize": SIZE}
STROKE = {"marker": "|", "color": style.BROWN, "markersize": 20, "markeredgewidth": 2.2}


@dataclass(frozen=True)
class _Group:
    """An area, its own figure, and those of its units that have one, least first."""

    row: FigureRow
    figure: Figure | None
    members: tuple[Figure, ...]
    wanting: tuple[str, ...]

    @property
    def count(self) -> str:
        return f"{number_es(len(self.members))} {'unidad' if len(self.members) == 1 else 'unidades'}"

    @property
    def span(self) -> str:
        """From the least to the greatest, as printed."""
        return f"de {spoken(self.members[0])} a {spoken(self.members[-1])}"


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
    """Draw the units of each area along one scale.

    Parameters
    ----------
    group, levels : str, sequence of str
        Levels of the structure; a group without any unit is left out.

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
    return Chart(id, title, f"Dispersión de las unidades, {name}. {_alt(groups)}.", svg, (*notes, *wanting))


def _groups(book: Book, measure: Measure, group: str, levels: Sequence[str]) -> list[_Group]:
    found: list[_Group] = []
    for node in book.nodes_at(group):
        rows = [row for level in levels for row in node_rows(book, level, under=node.key)]
        pairs = [(row, figure_of(book, row, measure)) for row in rows]
        members = sorted((figure for _, figure in pairs if figure), key=lambda figure: figure.rounded)
        if members:
            wanting = tuple(row.label for row, figure in pairs if figure is None)
            head = node_row(node)
            found.append(_Group(head, figure_of(book, head, measure), tuple(members), wanting))
    return found


def _alt(groups: Sequence[_Group]) -> str:
    return "; ".join(
        f"{found.row.label}, {spoken(found.figure)}; {found.count}, {found.span}: "
        + ", ".join(f"{figure.name} {spoken(figure)}" for figure in found.members)
        for found in groups
    )


def _draw(groups: Sequence[_Group], group: str) -> str:
    texts = [text for found in groups for text in (found.span, found.count)]
    right = max((style.text_width(text, style.SMALL_SIZE) for text in texts), default=0) + GAP + 3
    left = LABEL_WIDTH + GAP
    width = style.WIDTH - left - right
    low, high = _limits(groups)
    rows = [_height(found, (high - low) / width) for found in groups]
    sheet = style.paper(style.WIDTH, sum(rows) + HEAD + 2)
    for found, tall, below in zip(groups, rows, accumulate(rows), strict=True):
        axes = style.place(sheet, left, 1 + sum(rows) - below, width, tall)
        _swarm(axes, found)
        axes.set(xlim=(low, high), ylim=(-0.5, 0.5), xticks=[], yticks=[], xlabel="", ylabel="")
        _write(axes, found)
    _draw_legend(sheet, "Área" if group == "area" else "Conjunto", left)
    return style.to_svg(sheet)


def _height(found: _Group, point: float) -> float:
    """Height of a row: its words, or the points that stand one upon another."""
    slots = Counter(int(height(figure) / (point * SIZE)) for figure in found.members)
    return max(STEP, max(slots.values(), default=0) * (SIZE + 1.6) / 0.8 + 4)


def _limits(groups: Sequence[_Group]) -> tuple[float, float]:
    figures = [figure for found in groups for figure in (*found.members, found.figure)]
    values = [height(figure) for figure in figures if figure is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.04 * (high - low) or 1.0
    return low - room, high + room


def _swarm(axes: Axes, found: _Group) -> None:
    """Points side by side where they would overlap: seaborn packs them, and always alike."""
    import seaborn

    axes.axhline(0, color=style.RULE, linewidth=0.6, zorder=0)
    values = [height(figure) for figure in found.members]
    seaborn.swarmplot(
        x=values, y=[0] * len(values), orient="h", native_scale=True, size=SIZE, warn_thresh=1, ax=axes,
        color=style.PALE, edgecolor=style.NAVY, linewidth=0.9,
    )  # fmt: skip


def _draw_legend(sheet: Sheet, group: str, left: float) -> None:
    unit = Line2D([], [], linestyle="none", label="Unidad", **POINT)
    stroke = Line2D([], [], linestyle="none", label=group, **STROKE | {"markersize": 9})
    sheet.legend(
        handles=[unit, stroke], ncols=2, loc="upper left", bbox_to_anchor=(left / style.WIDTH, 1),
        fontsize=style.TEXT_SIZE, borderpad=0.2, borderaxespad=0,
    )  # fmt: skip


def _write(axes: Axes, found: _Group) -> None:
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
