"""Small multiples: a panel per row with its name and its values above the plot, side by side on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from helpers.views.charts import chart_style
from helpers.views.charts.drawing.row_sheet import LINE

BETWEEN = 14.0
MOST_COLUMNS = 3
SCALE_ROOM = 18.0
"""Space on the left of each panel for the numbers of its scale."""
Titled = tuple[str, str]
"""A panel's name, and the values to print below it."""


def panel_axes(
    titles: Sequence[Titled], subject: str, legend: Sequence[Artist], *, plot: float, foot: float,
    scale: float = SCALE_ROOM, columns: int = MOST_COLUMNS,
) -> tuple[Sheet, list[Axes]]:
    """Return a sheet with an empty, titled panel for each row.

    Parameters
    ----------
    subject : str
        What the chart shows, printed above all panels.
    plot, foot, scale : float
        Height of a panel's plot, and space below it and on its left, in points.
    columns : int
        Maximum number of panels side by side.
    """
    columns = min(columns, len(titles)) or 1
    width = (chart_style.WIDTH - BETWEEN * (columns - 1)) / columns
    named = [chart_style.wrap(name, width, weight="bold") for name, _ in titles]
    told = [chart_style.wrap(values, width, chart_style.SMALL_SIZE) if values else [] for _, values in titles]
    deepest = max((len(one) + len(other) for one, other in zip(named, told, strict=True)), default=1) * LINE + 5
    rows = -(-len(titles) // columns)
    tall = deepest + plot + foot + 3
    sheet = chart_style.headed_paper(rows * tall + 2, subject, legend)
    found = []
    for at, (name, values) in enumerate(zip(named, told, strict=True)):
        left, bottom = (at % columns) * (width + BETWEEN), (rows - 1 - at // columns) * tall + foot
        axes = chart_style.place(sheet, left + scale, bottom, width - scale, plot)
        _write(axes, name, values, scale)
        found.append(axes)
    return sheet, found


def _write(axes: Axes, name: Sequence[str], values: Sequence[str], scale: float) -> None:
    for at, text in enumerate([*reversed(values), *reversed(name)]):
        is_name = at >= len(values)
        axes.annotate(
            text, (0, 1), xycoords="axes fraction", xytext=(-scale, 5 + at * LINE), textcoords="offset points",
            ha="left", va="bottom", weight="bold" if is_name else "normal",
            color=chart_style.NAVY if is_name else chart_style.INK,
            fontsize=chart_style.TEXT_SIZE if is_name else chart_style.SMALL_SIZE,
        )  # fmt: skip
