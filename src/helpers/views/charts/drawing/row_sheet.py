"""The sheet of a chart with a row per subject: names on the left, printed values in a column on the right.

No value stands in the plot, so none can cover a bar, a line or another value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.artist import Artist

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


class RowSheet:
    """A sheet with the names of some rows on the left and their values on the right; a chart is drawn between them.

    Attributes
    ----------
    axes : matplotlib Axes
        Where the chart is drawn; each row has a unit of the vertical scale, the first around 0.
    step : float
        Height of every row, in points.
    """

    def __init__(
        self, rows: Sequence[FigureRow], values: Sequence[Sequence[str]], subject: str, limits: tuple[float, float],
        legend: Sequence[Artist] = (), least: float = 15.0, *, is_scaled: bool = False,
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
        legend : sequence of Artist
            Entries of the legend, each with its label.
        least : float
            Minimum height of a row in points.
        is_scaled : bool
            Whether the scale has grid lines and numbers below.
        """
        names = [
            [row.label] if row.is_heading else chart_style.wrap(row.label, LABEL_WIDTH, weight=_weight(row))
            for row in rows
        ]
        left = _widest([name for row, name in zip(rows, names, strict=True) if not row.is_heading])
        right, foot = _widest(values), TICKS if is_scaled else 2.0
        self.step = max(least, max(map(len, (*names, *values)), default=1) * LINE + BETWEEN)
        self._limits, self._count, body = limits, len(rows), self.step * len(rows)
        self._sheet = chart_style.headed_paper(foot + body + 3, subject, legend)
        self.axes = chart_style.place(self._sheet, left, foot, chart_style.WIDTH - left - right, body)
        self._set_scales()
        self.axes.tick_params(labelleft=False, labelbottom=is_scaled)
        if is_scaled:
            chart_style.scale(self.axes.xaxis)
        for at, (row, name, value) in enumerate(zip(rows, names, values, strict=True)):
            middle = 1 - (at + 0.5) / len(rows)
            plain: chart_style.TextLook = {"ha": "right", "va": "center", "weight": _weight(row)}
            look: chart_style.TextLook = {**plain, **HEAD} if row.is_heading else plain
            shift = -left if row.is_heading else -GAP
            chart_style.note(self.axes, (0, middle), (shift, 0), "\n".join(name), **look)
            chart_style.note(self.axes, (1, middle), (right, 0), "\n".join(value), **plain)

    def bars(
        self, data: pd.DataFrame, looks: Mapping[str, chart_style.Area], width: float, *, dodge: bool = True
    ) -> None:
        """Draw a bar per row and column of a frame's figures, side by side or each over the one before; mark zero.

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
        if data.empty:
            return
        seaborn.barplot(
            data, x="value", y="row", hue="column", hue_order=list(looks), order=list(range(self._count)), orient="h",
            width=width, errorbar=None, estimator="sum", legend=False, linewidth=0.8, dodge=dodge, ax=self.axes,
            clip_on=False,
        )  # fmt: skip
        drawn = set(data["column"])
        for bars, look in zip(self.axes.containers, (looks[name] for name in looks if name in drawn), strict=True):
            for bar in bars:
                bar.set(**look)

    def finish(self) -> str:
        """Return the picture, without the limits and names that seaborn gave the axes."""
        self._set_scales()
        return chart_style.to_svg(self._sheet)

    def _set_scales(self) -> None:
        self.axes.set(xlim=self._limits, ylim=(self._count - 0.5, -0.5), xlabel="", ylabel="")


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
