"""The sheet of a chart with a row per subject: names on the left, printed values in a column on the right.

No value stands in the plot, so none can cover a bar, a line or another value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.drawing.chart_frame import height
from helpers.views.charts.drawing.chart_scale import scale_across

LABEL_WIDTH = 6.0 * chart_style.POINTS_PER_CM
LINE, GAP, BETWEEN = chart_style.LINE, chart_style.GAP, 2.5
TICKS = 14.0
WHOLE = 100.0
CLEAR = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
"""Behind a group's name, which stands over the grid."""
BEYOND_HALF = 50.0


@dataclass(frozen=True)
class RowSheet:
    """What a chart of rows is drawn on.

    Attributes
    ----------
    values : sequence of sequence of str
        What is printed on the right of each row, line by line.
    legend : sequence of Artist
        Entries of the legend, each with its label.
    subject : str
        What the chart shows, printed above it.
    limits : (float, float)
        Of the horizontal scale.
    least : float
        Minimum height of a row in points.
    is_scaled : bool
        Whether the scale has grid lines and numbers below.
    """

    rows: Sequence[FigureRow]
    values: Sequence[Sequence[str]]
    subject: str
    limits: tuple[float, float]
    legend: Sequence[Artist] = ()
    least: float = 15.0
    is_scaled: bool = False
    labels: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        labels = [
            [row.label] if row.is_heading else chart_style.wrap(row.label, LABEL_WIDTH, weight=_weight(row))
            for row in self.rows
        ]
        object.__setattr__(self, "labels", labels)

    @property
    def step(self) -> float:
        """Height of every row, in points."""
        return max(self.least, max((len(text) for text in (*self.labels, *self.values)), default=1) * LINE + BETWEEN)

    def draw(self) -> tuple[Sheet, Axes]:
        """Return the sheet, and its axes on whose vertical scale each row has a unit, the first around 0."""
        body = self.step * len(self.rows)
        names = [label for row, label in zip(self.rows, self.labels, strict=True) if not row.is_heading]
        left, right = _widest(names), _widest(self.values)
        foot = TICKS if self.is_scaled else 2.0
        sheet = chart_style.headed_paper(foot + body + 3, self.subject, self.legend)
        axes = chart_style.place(sheet, left, foot, chart_style.WIDTH - left - right, body)
        axes.set(xlim=self.limits, ylim=(len(self.rows) - 0.5, -0.5), xticks=[])
        axes.set_yticks(range(len(self.rows)), [""] * len(self.rows))
        if self.is_scaled:
            scale_across(axes)
        self._write_rows(axes, left, right)
        return sheet, axes

    def finish(self, sheet: Sheet, axes: Axes) -> str:
        """Return the picture, after seaborn has drawn on the axes: without the axes' own names and ticks."""
        axes.set(xlim=self.limits, ylim=(len(self.rows) - 0.5, -0.5), xlabel="", ylabel="", yticks=[])
        if not self.is_scaled:
            axes.set_xticks([])
        return chart_style.to_svg(sheet)

    def _write_rows(self, axes: Axes, left: float, right: float) -> None:
        for at, (row, label, value) in enumerate(zip(self.rows, self.labels, self.values, strict=True)):
            heads, weight, middle = row.is_heading, _weight(row), 1 - (at + 0.5) / len(self.rows)
            colour = chart_style.NAVY if heads else chart_style.INK
            axes.annotate(
                "\n".join(label), (0, middle), xycoords="axes fraction", xytext=(-left if heads else -GAP, 0),
                textcoords="offset points", ha="left" if heads else "right", va="center", weight=weight, color=colour,
                linespacing=1.1, bbox=CLEAR if heads else None, zorder=2,
            )  # fmt: skip
            for line, text in enumerate(value):
                up = ((len(value) - 1) / 2 - line) * LINE
                axes.annotate(
                    text, (1, middle), xycoords="axes fraction", xytext=(right, up), textcoords="offset points",
                    ha="right", va="center_baseline", weight=weight,
                )  # fmt: skip


def bar_limits(figures: Sequence[Figure]) -> tuple[float, float]:
    """Return the scale of bars: from zero or the least value; percentages up to 100, unless all are small."""
    values = [height(figure) for figure in figures]
    top = max([*values, 0.0]) or 1.0
    is_share = bool(figures) and figures[0].unit.startswith("%") and BEYOND_HALF < top < WHOLE
    return min([*values, 0.0]), WHOLE if is_share else top


def _widest(texts: Sequence[Sequence[str]]) -> float:
    return max((chart_style.text_width(line, weight="bold") for lines in texts for line in lines), default=0) + GAP


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"
