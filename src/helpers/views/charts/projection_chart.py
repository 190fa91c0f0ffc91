"""The projected result at the end of the year: accumulated value, projection and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from helpers.base.display import number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import PROJECTED
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height, missing_note, printed, spoken
from helpers.views.charts.drawing.chart_marks import Mark

LABEL_WIDTH = 5.0 * chart_style.POINTS_PER_CM
ROW = 30.0
BAR = 12.0
HEAD = 22.0
TICKS = 14.0
WHOLE = 100.0
DONE: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
# Slanted against the hatching for negative amounts. Dots would add hundreds of round outlines to every bar.
AHEAD: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.BLUE, "hatch": "\\\\\\\\"}
NO_INTERVAL = "sin intervalo"


@dataclass(frozen=True)
class _Line:
    """One row: accumulated figure, projected figure, and the interval's edges if there is one."""

    row: FigureRow
    accrued: Figure
    ahead: Figure
    edges: tuple[Figure, Figure] | None

    @property
    def mark(self) -> Mark:
        """The accumulated and the projected figure, then the edges of the interval if there is one."""
        named = [("acumulado", self.accrued), ("fin de año", self.ahead)]
        return Mark(self.row.label, (*named, *zip(("desde", "hasta"), self.edges or (), strict=False)), self.row.style)

    @property
    def text(self) -> str:
        """The projection with its interval, `80,00 % (entre 75,00 y 85,00)`, or with the words that there is none."""
        if self.edges is None:
            return f"{printed(self.ahead)} ({NO_INTERVAL})"
        low, high = (number_es(edge.rounded) for edge in self.edges)
        return f"{printed(self.ahead)} (entre {low} y {high})"


def projection_bars(
    book: Book, *, id: str, title: str, indicator: str, rows: Sequence[FigureRow], notes: Sequence[str] = ()
) -> Chart:
    """Draw one bar per row: solid up to the value since January, hatched up to the projection for the whole year.

    The greatest projection comes first. A row without one of the two figures is not drawn; a note names it.

    Parameters
    ----------
    indicator : str
        Indicator, in per cent, whose projection (`PROJECTED` + indicator, whole year) the Book has.
    """
    name = book.indicator_name(indicator)
    found = [(row, _line(book, row, indicator)) for row in rows]
    lines = [line for _, line in found if line is not None]
    lines.sort(key=lambda line: line.ahead.rounded, reverse=True)
    wanting = missing_note(row.label for row, line in found if line is None)
    with chart_style.house_style():
        svg = _draw(lines, book.period.accumulated())
    words = "; ".join(f"{line.row.label}: {spoken(line.accrued)} acumulado, {line.text}" for line in lines)
    alt = f"Barras horizontales, {name}: lo acumulado y lo proyectado a fin de año. {words}."
    return Chart(id, title, alt, svg, (*notes, *wanting), marks=tuple(line.mark for line in lines))


def _line(book: Book, row: FigureRow, indicator: str) -> _Line | None:
    so_far, year = book.period.accumulated(), f"{book.period.year}-anual"
    accrued = book.get(indicator, so_far, row.level, row.code)
    ahead, low, high = (
        book.get(f"{PROJECTED}{indicator}{suffix}", year, row.level, row.code)
        for suffix in ("", "_inferior", "_superior")
    )
    if accrued is None or ahead is None:
        return None
    return _Line(row, accrued, ahead, (low, high) if low is not None and high is not None else None)


def _draw(lines: Sequence[_Line], so_far: Period) -> str:
    labels = [chart_style.wrap(line.row.label, LABEL_WIDTH, weight=_weight(line.row)) for line in lines]
    left = max((chart_style.text_width(part, weight="bold") for label in labels for part in label), default=0) + 8
    sheet = chart_style.paper(chart_style.WIDTH, len(lines) * ROW + HEAD + TICKS)
    axes = chart_style.place(sheet, left, TICKS, chart_style.WIDTH - left - 10, len(lines) * ROW)
    figures = [figure for line in lines for figure in (line.accrued, line.ahead, *(line.edges or ()))]
    axes.set(xlim=_limits(figures), ylim=(len(lines) * ROW, 0), yticks=[])
    axes.set_xticks([0, WHOLE / 2, WHOLE], ["0", "50", "100 %"])
    axes.axvline(0, color=chart_style.GREY, linewidth=0.8)
    axes.axvline(WHOLE, color=chart_style.BROWN, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0.5)
    for at, (line, label) in enumerate(zip(lines, labels, strict=True)):
        _draw_line(axes, line, label, at * ROW + BAR / 2 + 3)
    names = ((f"Acumulado, {so_far.words}", DONE), ("Proyectado a fin de año, con su intervalo", AHEAD))
    sheet.legend(
        handles=[Patch(label=name, linewidth=0.8, **look) for name, look in names], ncols=2, loc="upper left",
        bbox_to_anchor=(0, 1.0), fontsize=chart_style.TEXT_SIZE, borderaxespad=0.2, handlelength=2.4, columnspacing=2.0,
        borderpad=0.2,
    )  # fmt: skip
    return chart_style.to_svg(sheet)


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"


def _limits(figures: Sequence[Figure]) -> tuple[float, float]:
    values = [height(figure) for figure in figures]
    return min([*values, 0.0]), max([*values, WHOLE]) * 1.02


def _draw_line(axes: Axes, line: _Line, label: Sequence[str], middle: float) -> None:
    accrued, ahead = height(line.accrued), height(line.ahead)
    axes.annotate(
        "\n".join(label), (0, middle + BAR / 2), xycoords=axes.get_yaxis_transform(), xytext=(-6, 0),
        textcoords="offset points", ha="right", va="center", weight=_weight(line.row), linespacing=1.1,
        annotation_clip=False,
    )  # fmt: skip
    axes.barh(middle, accrued, height=BAR, linewidth=0.8, **DONE)
    axes.barh(middle, ahead - accrued, left=accrued, height=BAR, linewidth=0.8, linestyle="--", **AHEAD)
    if line.edges is not None:
        low, high = map(height, line.edges)
        axes.plot([low, high], [middle, middle], color=chart_style.INK, linewidth=1.4, solid_capstyle="butt")
        axes.plot([low, high], [middle, middle], color=chart_style.INK, marker="|", markersize=9, linestyle="none")
    # Printed below the bar: beside it, the line of the interval would cross the text.
    axes.annotate(
        f"{printed(line.accrued)} hasta ahora → {line.text}", (0, middle + BAR / 2), xytext=(2, -2),
        textcoords="offset points", ha="left", va="top", fontsize=chart_style.SMALL_SIZE, color=chart_style.INK,
        bbox={"boxstyle": "square,pad=0", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
    )  # fmt: skip
