"""Ranked dots: a measure now, filled, and before, hollow, with a line for the way from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height, missing_note, printed, spoken
from helpers.charts.left_out import drawn_rows
from helpers.charts.marks import Mark
from helpers.charts.panels import short
from helpers.charts.scale import scale_across
from helpers.display import number_es
from helpers.periods import Period
from helpers.subjects import FigureRow, Measure, figure_of, indicator_name
from helpers.trace import Figure

STEP, HEADING_STEP, LINE = 12.0, 16.0, 8.5
"""Height of a row, of the name of a group, and of each further line of a name."""
MOST_LINES = 2
HEAD, FOOT = 26.0, 14.0
LABEL_WIDTH = 4.6 * style.POINTS_PER_CM
GAP = 8.0
NOW = {"marker": "o", "color": style.NAVY, "markersize": 5.5, "linestyle": "none"}
BEFORE = {"marker": "o", "markerfacecolor": "none", "color": style.BROWN, "markersize": 8.0, "linestyle": "none"}
"""Wider than what is now: where both are the same it shows as a ring around it."""
WAY = {"color": style.RULE, "linewidth": 2.2, "solid_capstyle": "butt", "zorder": 1}
ROUND, ROOM = 10, 0.3
"""What a scale begins at a multiple of, and how far below the least value, as a part of it."""
Edge = tuple[str, Decimal]
"""What begins at a value: the name of a grade and its lower edge."""


@dataclass(frozen=True)
class _Row:
    """One row: its figures, or neither where it heads a group."""

    row: FigureRow
    before: Figure | None
    now: Figure | None

    @property
    def tall(self) -> float:
        return HEADING_STEP if self.row.is_heading else STEP + LINE * (len(_label(self)) - 1)

    @property
    def text(self) -> str:
        return printed(self.now)


def ranked_dots(
    book: Book,
    *,
    id: str,
    title: str,
    now: Measure,
    before: Measure | None,
    rows: Sequence[FigureRow],
    edges: Sequence[Edge] = (),
    notes: Sequence[str] = (),
) -> Chart:
    """Draw a row for each unit, in the order given; rows that head groups name those below them.

    Parameters
    ----------
    before : tuple or None
        The same indicator in the window before, where there is one.
    edges : sequence of (str, Decimal)
        Lower edges of grades, drawn across.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    shown, left_out = drawn_rows(book, rows, now, is_ranking=True)
    lines = [_row(book, row, now, before) for row in shown]
    with_before = any(line.before for line in lines)
    names = [Period.parse(str(measure[1])).words for measure in (before if with_before else None, now) if measure]
    with style.house_style():
        svg = _draw(lines, names, edges)
    alt = f"Puntos por unidad, {indicator_name(book, now[0])}, {' y '.join(names)}. {_alt(lines)}."
    if edges:
        alt += f" Líneas: {', '.join(f'{name}, desde {number_es(edge)}' for name, edge in edges)}."
    wanting = missing_note(line.row.label for line in lines if line.now is None and not line.row.is_heading)
    windows = [short(Period.parse(str(measure[1]))) for measure in (before, now) if measure]
    marks = tuple(_mark(line, windows) for line in lines)
    return Chart(id, title, alt, svg, (*notes, *wanting, *left_out), marks=marks)


def _row(book: Book, row: FigureRow, now: Measure, before: Measure | None) -> _Row:
    if row.is_heading:
        return _Row(row, None, None)
    return _Row(row, figure_of(book, row, before) if before else None, figure_of(book, row, now))


def _mark(line: _Row, windows: Sequence[str]) -> Mark:
    """The row as it is told: what was before only where there is such a figure."""
    if line.row.is_heading:
        return Mark(line.row.label, style=line.row.style)
    came_from = ((windows[0], line.before),) if line.before else ()
    return Mark(line.row.label, (*came_from, (windows[-1], line.now)), line.row.style)


def _alt(lines: Sequence[_Row]) -> str:
    return "; ".join(f"[{line.row.label}]" if line.row.is_heading else _said(line) for line in lines)


def _said(line: _Row) -> str:
    came_from = f" (antes {spoken(line.before)})" if line.before else ""
    return f"{line.row.label}, {spoken(line.now)}{came_from}"


def _draw(lines: Sequence[_Row], names: Sequence[str], edges: Sequence[Edge]) -> str:
    body = sum(line.tall for line in lines) + 2
    right = max((style.text_width(line.text) for line in lines if not line.row.is_heading), default=0) + GAP
    left = max((style.text_width(part) for line in lines for part in _label(line)), default=0) + GAP
    sheet = style.paper(style.WIDTH, FOOT + body + HEAD)
    axes = style.place(sheet, left, FOOT, style.WIDTH - left - right, body)
    axes.set(xlim=_limits(lines), ylim=(body, 0), yticks=[])
    scale_across(axes)
    _draw_edges(axes, edges)
    top = 0.0
    for line in lines:
        _draw_row(axes, line, top + line.tall / 2, left, right)
        top += line.tall
    _draw_legend(sheet, names)
    return style.to_svg(sheet)


def _label(line: _Row) -> list[str]:
    """A row's name in as many lines as are drawn; many names begin alike, so one line would not tell them apart."""
    if line.row.is_heading:
        return []
    name = style.wrap(line.row.label, LABEL_WIDTH)
    return name if len(name) <= MOST_LINES else [*name[: MOST_LINES - 1], f"{name[MOST_LINES - 1]}…"]


def _limits(lines: Sequence[_Row]) -> tuple[float, float]:
    """From a round value below the least, and not always from zero: a point has no length that would mislead."""
    values = [height(figure) for line in lines for figure in (line.before, line.now) if figure is not None]
    low, top = min(values, default=0.0), max([*values, 1.0])
    step = ROUND if top > ROUND else 1
    return (low - ROOM * step) // step * step, (100.0 if 50 < top < 100 else top) * 1.015


def _draw_edges(axes: Axes, edges: Sequence[Edge]) -> None:
    low, high = axes.get_xlim()
    for name, edge in edges:
        at = float(edge)  # a coordinate, never a number to print
        if low < at <= high:
            axes.axvline(at, color=style.GREY, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
            axes.annotate(
                f"{name} {number_es(edge)}", (at, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 2),
                textcoords="offset points", ha="right" if at > (low + high) * 0.9 else "center", va="bottom",
                fontsize=style.SMALL_SIZE,
                color=style.GREY,
            )  # fmt: skip


def _draw_row(axes: Axes, line: _Row, middle: float, left: float, right: float) -> None:
    beside = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
    if line.row.is_heading:
        axes.annotate(
            line.row.label, (0, middle + 2), xytext=(-left, 0), ha="left", weight="bold", color=style.NAVY, **beside
        )
        return
    axes.axhline(middle, color=style.RULE, linewidth=0.4, zorder=0)
    axes.annotate("\n".join(_label(line)), (0, middle), xytext=(-GAP, 0), ha="right", linespacing=1.05, **beside)
    colour = style.GREY if line.now is None else style.INK
    axes.annotate(line.text, (1, middle), xytext=(right, 0), ha="right", color=colour, **beside)
    ends = [height(figure) for figure in (line.before, line.now) if figure is not None]
    axes.plot(ends, [middle] * len(ends), **WAY)
    for figure, look in ((line.before, BEFORE), (line.now, NOW)):
        if figure is not None:
            axes.plot([height(figure)], [middle], clip_on=False, zorder=3, **look)


def _draw_legend(sheet: Sheet, names: Sequence[str]) -> None:
    looks = (BEFORE, NOW)[-len(names) :]
    handles = [Line2D([], [], label=name, **look) for name, look in zip(names, looks, strict=True)]
    sheet.legend(
        handles=handles, ncols=2, loc="upper left", bbox_to_anchor=(0, 1), fontsize=style.TEXT_SIZE, borderpad=0.2,
        borderaxespad=0, handletextpad=0.2,
    )  # fmt: skip
