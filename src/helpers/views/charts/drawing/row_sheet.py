"""The sheet of a chart with a row per subject: names on the left, printed values in a column on the right.

No value stands in the plot, so none can cover a bar, a line or another value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import pandas as pd
from numpy import interp

from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.drawing.chart_frame import height

LABEL_WIDTH = 6.0 * chart_style.POINTS_PER_CM
LINE, GAP, BETWEEN = chart_style.LINE, chart_style.GAP, 2.5
TICKS = 14.0
WHOLE = 100.0
HEAD: chart_style.TextLook = {
    "ha": "left", "color": chart_style.NAVY, "zorder": 2,
    "bbox": {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
}  # fmt: skip
"""A group's name, which stands over the grid."""
BEYOND_HALF = 50.0
DRAWN = 0.9
"""Share of a row's height that a chart may draw in."""


class RowSheet:
    """A sheet with the names of some rows on the left and their values on the right; a chart is drawn between them.

    Attributes
    ----------
    axes : matplotlib Axes
        Where the chart is drawn; each row has a unit of the vertical scale, the first around 0.
    step : float
        Height in points of the lowest row; what is drawn in any row is as high as in that one.
    """

    def __init__(
        self, rows: Sequence[FigureRow], values: Sequence[Sequence[str]], subject: str, limits: tuple[float, float],
        legend: chart_style.Legend, least: float = 15.0, *, is_scaled: bool = False,
    ) -> None:
        """Write everything but the chart.

        Parameters
        ----------
        values : sequence of sequence of str
            What is printed on the right of each row, line by line.
        subject : str
            What the chart shows, printed above it.
        limits : (float, float)
            Of the horizontal scale.
        least : float
            Minimum height of a row in points.
        is_scaled : bool
            Whether the scale has grid lines and numbers below.
        """
        wide = [chart_style.WIDTH if row.is_heading else LABEL_WIDTH for row in rows]
        names = [chart_style.wrap(row.label, most, weight=_weight(row)) for row, most in zip(rows, wide, strict=True)]
        left = _widest([name for row, name in zip(rows, names, strict=True) if not row.is_heading])
        right, foot = _widest(values), TICKS if is_scaled else 2.0
        lines = [max(len(name), len(value)) for name, value in zip(names, values, strict=True)]
        self._heights = [max(least, count * LINE + BETWEEN) for count in lines]
        self.step, body = min(self._heights, default=least), sum(self._heights)
        self._limits, self._count, self._is_scaled = limits, len(rows), is_scaled
        self._sheet = chart_style.headed_paper(foot + body + 3, subject, legend)
        self.axes = chart_style.place(self._sheet, left, foot, chart_style.WIDTH - left - right, body)
        for place, row, name, value in zip(self._middles, rows, names, values, strict=True):
            middle = 1 - place / body
            plain: chart_style.TextLook = {"ha": "right", "va": "center", "weight": _weight(row)}
            look: chart_style.TextLook = {**plain, **HEAD} if row.is_heading else plain
            shift = -left if row.is_heading else -GAP
            chart_style.note(self.axes, (0, middle), (shift, 0), "\n".join(name), **look)
            chart_style.note(self.axes, (1, middle), (right, 0), "\n".join(value), **plain)

    @property
    def _middles(self) -> list[float]:
        """How far below the top the middle of each row is, in points."""
        return [end - own / 2 for end, own in zip(accumulate(self._heights), self._heights, strict=True)]

    def bars(self, data: pd.DataFrame, looks: Mapping[str, chart_style.Area], width: float) -> None:
        """Draw a bar per row and column of a frame's figures, side by side; mark zero.

        Parameters
        ----------
        data : DataFrame
            As `ChartFrame.data`.
        looks : mapping of str to Area
            The look of each column.
        width : float
            Height of a row's bars, as a share of the row.
        """
        import seaborn

        self.axes.axvline(0, color=chart_style.GREY, linewidth=0.8)
        seaborn.barplot(
            data, x="value", y="row", hue="column", hue_order=list(looks), order=list(range(self._count)), orient="h",
            width=width, errorbar=None, estimator="sum", legend=False, ax=self.axes, clip_on=False,
        )  # fmt: skip
        drawn = set(data["column"])
        for bars, look in zip(self.axes.containers, (looks[name] for name in looks if name in drawn), strict=True):
            for bar in bars:
                bar.set(**look)

    def points(self, data: pd.DataFrame, look: chart_style.Stroke, *, zorder: float = 3) -> None:
        """Draw a point for each line of a frame: at its `value` on the scale, in its `row`.

        Parameters
        ----------
        data : DataFrame
            As `ChartFrame.data`, of which only these two columns are used.
        look : Stroke
            The marker; unless its `linestyle` is none, a line joins the points.
        zorder : float
            The points cover what has a lower one.
        """
        import seaborn

        seaborn.lineplot(
            data, x="value", y="row", estimator=None, legend=False, zorder=zorder, clip_on=False, ax=self.axes, **look
        )  # fmt: skip

    def spans(self, data: pd.DataFrame, look: chart_style.Stroke, *, zorder: float = 1) -> None:
        """Draw a line in each row of `data` (see `bars`), from its least to its greatest value."""
        edges = data.groupby("row")["value"].agg(["min", "max"])
        self.axes.hlines(edges.index, edges["min"], edges["max"], zorder=zorder, **look)

    def guide(self, figure: Figure) -> None:
        """Draw the line of a figure that the rows are compared with."""
        self.axes.axvline(height(figure), **chart_style.GUIDE)

    def finish(self) -> chart_style.Sheet:
        """Return the drawing, without the limits and names that seaborn gave the axes."""
        if set(self._heights) != {self.step}:
            self._give_own_heights()
        self.axes.set(xlim=self._limits, ylim=(self._count - 0.5, -0.5), xlabel="", ylabel="")
        self.axes.tick_params(labelleft=False, labelbottom=self._is_scaled)
        if self._is_scaled:
            chart_style.scale(self.axes.xaxis)
        return self._sheet

    def _give_own_heights(self) -> None:
        """Stretch the vertical scale at the edges of the rows that are higher than `step`: a long name has many lines.

        A row as high as the longest name for every row would make the chart so tall that a page could only print it
        small.
        """
        inner = DRAWN / 2
        places = [at + shift for at in range(self._count) for shift in (-0.5, -inner, inner, 0.5)]
        points = [
            middle + shift
            for middle, own in zip(self._middles, self._heights, strict=True)
            for shift in (-own / 2, -inner * self.step, inner * self.step, own / 2)
        ]
        self.axes.set_yscale(
            "function", functions=(lambda at: interp(at, places, points), lambda at: interp(at, points, places))
        )


def bar_limits(figures: Sequence[Figure]) -> tuple[float, float]:
    """Return the scale of bars: from zero or the least value; percentages up to 100, unless all are small."""
    values = [height(figure) for figure in figures]
    top = max([*values, 0.0]) or 1.0
    is_share = bool(figures) and figures[0].unit.startswith("%") and BEYOND_HALF < top < WHOLE
    return min([*values, 0.0]), WHOLE if is_share else top


def _widest(texts: Sequence[Sequence[str]]) -> float:
    """The width in points of the widest line in bold, and a gap; the gap alone without lines."""
    return max((chart_style.text_width(line, weight="bold") for lines in texts for line in lines), default=0) + GAP


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"
