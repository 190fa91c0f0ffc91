"""Ranked dots: a filled dot for the current window, a hollow one for the window before, and a line between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D

from helpers.base.display import number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, figure_of
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height, missing_note, printed, spoken
from helpers.views.charts.drawing.chart_marks import Mark
from helpers.views.charts.drawing.chart_scale import scale_across
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows
from helpers.views.charts.panels import short

STEP, HEADING_STEP, LINE = 12.0, 16.0, 8.5
"""Height in points of a row, of a group heading, and of each further line of a name."""
MOST_LINES = 2
HEAD, FOOT = 26.0, 14.0
LABEL_WIDTH = 4.6 * chart_style.POINTS_PER_CM
GAP = 8.0
NOW: chart_style.Stroke = {"marker": "o", "color": chart_style.NAVY, "markersize": 5.5, "linestyle": "none"}
BEFORE: chart_style.Stroke = {
    "marker": "o", "markerfacecolor": "none", "color": chart_style.BROWN, "markersize": 8.0, "linestyle": "none"
}  # fmt: skip
"""Wider than the current dot, so that it shows as a ring if both have the same value."""
WAY: chart_style.Stroke = {"color": chart_style.RULE, "linewidth": 2.2, "solid_capstyle": "butt"}
ROUND, ROOM = 10, 0.3
"""The scale begins at a multiple of the first number, at least this share of a step below the smallest value."""
Edge = tuple[str, Decimal]
"""Name of a grade and its lower limit."""


@dataclass(frozen=True)
class _Row:
    """One row of the chart; a group heading has no figures."""

    row: FigureRow
    before: Figure | None
    now: Figure | None

    @property
    def tall(self) -> float:
        """Height in points."""
        return HEADING_STEP if self.row.is_heading else STEP + LINE * (len(_label(self)) - 1)

    @property
    def text(self) -> str:
        """The current value as printed, or `s/d`."""
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
    """Draw one row per unit in the given order; rows that are group headings name the rows below them.

    A unit without data shows `s/d`; notes name the units left out as late or with nothing programmed.

    Parameters
    ----------
    now : tuple
        Indicator and period.
    before : tuple or None
        The same indicator in the previous window, if there is one.
    edges : sequence of (str, Decimal)
        Names and lower limits of grades, drawn as vertical lines.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    shown, left_out = drawn_rows(book, rows, now, is_ranking=True)
    lines = [_row(book, row, now, before) for row in shown]
    with_before = any(line.before for line in lines)
    names = [Period.parse(str(measure[1])).words for measure in (before if with_before else None, now) if measure]
    with chart_style.house_style():
        svg = _draw(lines, names, edges)
    alt = f"Puntos por unidad, {book.indicator_name(now[0])}, {' y '.join(names)}. {_alt(lines)}."
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
    """The row's figures; the previous one only if it exists."""
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
    right = max((chart_style.text_width(line.text) for line in lines if not line.row.is_heading), default=0) + GAP
    left = max((chart_style.text_width(part) for line in lines for part in _label(line)), default=0) + GAP
    sheet = chart_style.paper(chart_style.WIDTH, FOOT + body + HEAD)
    axes = chart_style.place(sheet, left, FOOT, chart_style.WIDTH - left - right, body)
    axes.set(xlim=_limits(lines), ylim=(body, 0), yticks=[])
    scale_across(axes)
    _draw_edges(axes, edges)
    top = 0.0
    for line in lines:
        _draw_row(axes, line, top + line.tall / 2, left, right)
        top += line.tall
    _draw_legend(sheet, names)
    return chart_style.to_svg(sheet)


def _label(line: _Row) -> list[str]:
    """A row's name in at most `MOST_LINES` lines; one line would not distinguish names that begin alike."""
    if line.row.is_heading:
        return []
    name = chart_style.wrap(line.row.label, LABEL_WIDTH)
    return name if len(name) <= MOST_LINES else [*name[: MOST_LINES - 1], f"{name[MOST_LINES - 1]}…"]


def _limits(lines: Sequence[_Row]) -> tuple[float, float]:
    """The scale's limits. It need not begin at zero: a point, unlike a bar, has no length that would mislead."""
    values = [height(figure) for line in lines for figure in (line.before, line.now) if figure is not None]
    low, top = min(values, default=0.0), max([*values, 1.0])
    step = ROUND if top > ROUND else 1
    return (low - ROOM * step) // step * step, (100.0 if 50 < top < 100 else top) * 1.015


def _draw_edges(axes: Axes, edges: Sequence[Edge]) -> None:
    low, high = axes.get_xlim()
    for name, edge in edges:
        at = float(edge)  # a coordinate, never a number to print
        if low < at <= high:
            axes.axvline(at, color=chart_style.GREY, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
            axes.annotate(
                f"{name} {number_es(edge)}", (at, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 2),
                textcoords="offset points", ha="right" if at > (low + high) * 0.9 else "center", va="bottom",
                fontsize=chart_style.SMALL_SIZE,
                color=chart_style.GREY,
            )  # fmt: skip


def _draw_row(axes: Axes, line: _Row, middle: float, left: float, right: float) -> None:
    across = axes.get_yaxis_transform()
    write = partial(axes.annotate, xycoords=across, textcoords="offset points", va="center")
    if line.row.is_heading:
        write(line.row.label, (0, middle + 2), xytext=(-left, 0), ha="left", weight="bold", color=chart_style.NAVY)
        return
    axes.axhline(middle, color=chart_style.RULE, linewidth=0.4, zorder=0)
    write("\n".join(_label(line)), (0, middle), xytext=(-GAP, 0), ha="right", linespacing=1.05)
    colour = chart_style.GREY if line.now is None else chart_style.INK
    write(line.text, (1, middle), xytext=(right, 0), ha="right", color=colour)
    ends = [height(figure) for figure in (line.before, line.now) if figure is not None]
    axes.plot(ends, [middle] * len(ends), zorder=1, **WAY)
    for figure, look in ((line.before, BEFORE), (line.now, NOW)):
        if figure is not None:
            axes.plot([height(figure)], [middle], clip_on=False, zorder=3, **look)


def _draw_legend(sheet: Sheet, names: Sequence[str]) -> None:
    looks = (BEFORE, NOW)[-len(names) :]
    handles = [Line2D([], [], label=name, **look) for name, look in zip(names, looks, strict=True)]
    sheet.legend(
        handles=handles, ncols=2, loc="upper left", bbox_to_anchor=(0, 1), fontsize=chart_style.TEXT_SIZE,
        borderpad=0.2,
        borderaxespad=0, handletextpad=0.2,
    )  # fmt: skip
