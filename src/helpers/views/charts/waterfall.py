"""A waterfall from one amount to another: each bar begins where the previous one ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from matplotlib.axes import Axes

from helpers.figures.figure import Figure
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, printed, spoken
from helpers.views.charts.drawing.chart_marks import Mark

LABEL_WIDTH = 6.6 * chart_style.POINTS_PER_CM
BAR = 14.0
BETWEEN = 7.0
GAP = 4.0
WHOLE: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
MORE: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.NAVY}
LESS: chart_style.Area = {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"}
SMALL = 0.12
"""If all bars differ by less than this share of the total, steps would be too thin to see, so the axis is cut."""
ROOM = 0.45
"""Share of a cut axis that shows only the totals' bars, so that they still look longer than the steps."""
CUT = "El eje está cortado (//): las barras del inicial y del vigente no empiezan en cero, y su largo no se compara."
Step = tuple[str, Figure]
"""Label and figure of a bar."""


@dataclass(frozen=True)
class _Bar:
    """A bar with exact start and end; the first and last bar (the totals) start at zero."""

    label: str
    figure: Figure
    begins: Fraction
    ends: Fraction
    is_whole: bool

    @property
    def look(self) -> chart_style.Area:
        """Colour and hatching: those of a total, of an increase or of a decrease."""
        if self.is_whole:
            return WHOLE
        return MORE if self.ends >= self.begins else LESS

    @property
    def lines(self) -> list[str]:
        """The label, wrapped into the lines that are printed."""
        return chart_style.wrap(self.label, LABEL_WIDTH, weight="bold" if self.is_whole else "normal")

    @property
    def tall(self) -> float:
        """Height in points, with the gap below."""
        return max(BAR, len(self.lines) * chart_style.TEXT_SIZE * chart_style.LINE_HEIGHT) + BETWEEN


def waterfall(
    *, id: str, title: str, start: Step, steps: Sequence[Step], end: Step, notes: Sequence[str] = ()
) -> Chart:
    """Draw the steps from one amount to another; all amounts have the same unit.

    If the steps are too small beside the totals, the axis does not begin at zero, and a note says so.

    Parameters
    ----------
    start, end : tuple
        Labels and figures of the initial and final amount.
    steps : sequence of tuple
        Labels and figures of the changes, in order.

    Raises
    ------
    ValueError
        If the initial amount plus the steps is not exactly the final amount.
    """
    bars = _bars(start, steps, end)
    base = _base(bars)
    with chart_style.house_style():
        svg = _draw(bars, base)
    told = "; ".join(f"{bar.label}, {spoken(bar.figure)}" for bar in bars)
    marks = tuple(Mark(bar.label, (("", bar.figure),), "total" if bar.is_whole else "") for bar in bars)
    every = (*notes, *([CUT] if base else []))
    return Chart(id, title, f"Cascada, de {start[0]} a {end[0]}: {told}.", svg, every, marks=marks)


def _base(bars: Sequence[_Bar]) -> float:
    """The start of the axis: zero, or close to the totals if the steps would otherwise be too small to see."""
    edges = [float(edge) for bar in bars for edge in (bar.begins, bar.ends) if not (bar.is_whole and edge == 0)]
    low, high = min(edges), max(edges)
    is_small = low > 0 and high - low < SMALL * high
    return low - (high - low) * ROOM / (1 - ROOM) if is_small and high > low else 0.0


def _bars(start: Step, steps: Sequence[Step], end: Step) -> list[_Bar]:
    at = start[1].value
    bars = [_Bar(*start, Fraction(0), at, True)]
    for label, figure in steps:
        bars.append(_Bar(label, figure, at, at + figure.value, False))
        at += figure.value
    if at != end[1].value:
        raise ValueError(f"bridge from {start[1].id} to {end[1].id} leaves {end[1].value - at} open")
    return [*bars, _Bar(*end, Fraction(0), at, True)]


def _draw(bars: Sequence[_Bar], base: float) -> str:
    body = sum(bar.tall for bar in bars)
    left = max(chart_style.text_width(line, weight="bold") for bar in bars for line in bar.lines) + 2 * GAP
    right = max(chart_style.text_width(printed(bar.figure)) for bar in bars) + 2 * GAP
    sheet = chart_style.paper(chart_style.WIDTH, body + 4)
    axes = chart_style.place(sheet, left, 2, chart_style.WIDTH - left - right, body)
    reach = [float(edge) for bar in bars for edge in (bar.begins, bar.ends)]  # coordinates, never printed
    first = base or min(*reach, 0.0)
    axes.set(xlim=(first, max(*reach, 1.0)), ylim=(body, 0), xticks=[], yticks=[])
    top, lower_edge = 0.0, None
    for bar in bars:
        middle = top + bar.tall / 2
        _draw_bar(axes, bar, middle, base)
        if base and bar.is_whole:
            _mark_cut(axes, middle)
        if lower_edge is not None:
            _join(axes, float(bar.ends if bar.is_whole else bar.begins), lower_edge, middle - BAR / 2)
        top, lower_edge = top + bar.tall, middle + BAR / 2
    axes.axvline(first if base else 0, color=chart_style.GREY, linewidth=0.8, linestyle=(0, (2, 2)) if base else "-")
    return chart_style.to_svg(sheet)


def _join(axes: Axes, at: float, above: float, below: float) -> None:
    """Connect the end of one bar with the start of the next."""
    axes.plot([at, at], [above, below], color=chart_style.GREY, linewidth=0.6, clip_on=False)


def _mark_cut(axes: Axes, middle: float) -> None:
    """Two slanted strokes across a bar that does not begin at zero."""
    for across in (GAP + 4, GAP + 8):
        axes.annotate(
            "/", (0, middle), xycoords=axes.get_yaxis_transform(), xytext=(across, 0), textcoords="offset points",
            ha="center", va="center", color="white", weight="bold", fontsize=BAR + 2,
        )  # fmt: skip


def _draw_bar(axes: Axes, bar: _Bar, middle: float, base: float) -> None:
    begins, ends = max(float(bar.begins), base), float(bar.ends)
    axes.barh(middle, ends - begins, left=begins, height=BAR, linewidth=0.8, clip_on=False, **bar.look)
    axes.annotate(
        "\n".join(bar.lines), (0, middle), xycoords=axes.get_yaxis_transform(), xytext=(-GAP, 0),
        textcoords="offset points", ha="right", va="center", linespacing=1.1,
        weight="bold" if bar.is_whole else "normal",
    )  # fmt: skip
    axes.annotate(
        printed(bar.figure), (max(begins, ends), middle), xytext=(GAP, 0), textcoords="offset points", ha="left",
        va="center", weight="bold" if bar.is_whole else "normal",
    )  # fmt: skip
