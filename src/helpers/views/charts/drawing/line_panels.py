"""Lines over windows: small multiples with a panel per row, its name and its values above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import pandas as pd
from matplotlib.axes import Axes

from helpers.base.periods import Period
from helpers.views.charts import chart_style
from helpers.views.charts.drawing.chart_frame import tick
from helpers.views.charts.earlier_years import same_kind

PLOT, FOOT, BETWEEN = 52.0, 26.0, 14.0
"""Height of a panel's plot, and space below and beside it, in points."""
MOST_COLUMNS = 3
SCALE_ROOM = 18.0
"""Space on the left of each panel for the numbers of its scale."""
KNOWN: chart_style.Stroke = {
    "color": chart_style.NAVY, "marker": "o", "linestyle": "-", "linewidth": 1.3, "markersize": 3.5,
    "markeredgewidth": 0,
}  # fmt: skip
DOTTED: chart_style.Stroke = {**KNOWN, "linestyle": ":"}
SECOND: chart_style.Stroke = {**KNOWN, "color": chart_style.BROWN, "marker": "s", "linestyle": "--"}
LOOKS: Mapping[str, chart_style.Stroke] = {"known": KNOWN, "unknown": DOTTED, "second": SECOND}
BREAK: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.0, "linestyle": (0, (3, 2))}
CHANGED = "≠"
ROOM = 0.1
"""Margin of a scale, as a share of its range."""
LABEL = 19.0
"""Width of a window's label on the axis, in points; windows closer together are labelled with gaps."""
BETWEEN_KINDS = 0.4
"""Space between years and quarters, as a share of a window's width."""
Titled = tuple[str, str]
"""A panel's name, and the values to print below it."""


def places_of(windows: Sequence[Period]) -> list[float]:
    """Return the windows' horizontal positions, with space between kinds that no line joins; empty without windows."""
    apart = [0.0 if one.is_month or same_kind(one, other) else BETWEEN_KINDS for one, other in pairwise(windows)]
    return [at + shift for at, shift in enumerate(accumulate([0.0, *apart]))] if windows else []


@chart_style.house_style()
def draw_lines(
    titles: Sequence[Titled], subject: str, legend: chart_style.Legend, windows: Sequence[Period], drawn: pd.DataFrame,
    *, breaks: Sequence[tuple[int, int]] = (), columns: int = MOST_COLUMNS, has_own_scales: bool = False,
) -> chart_style.Sheet:
    """Draw a chart of lines, one panel per row.

    Parameters
    ----------
    titles : sequence of Titled
        Name and printed values of each panel.
    subject : str
        What the chart shows, written above it.
    legend : Legend
        How each entry of the legend looks, by its words; empty for no legend.
    windows : sequence of Period
        The windows of the horizontal axis, in order.
    drawn : DataFrame
        One row per point of a line: position of its panel (`row`) and of its window (`place`), `value`, one of `LOOKS`
        (`look`), and a number that the points of one line share (`line`).
    breaks : sequence of (int, int)
        Positions of a panel and of the window after which a vertical stroke says that the method changed.
    columns : int
        Most panels side by side.
    has_own_scales : bool
        Whether each panel has a scale of its own, without numbers; otherwise all have the same.
    """
    places = places_of(windows)
    drawn = drawn.assign(x=[places[at] for at in drawn["place"]])
    sheet, panels = _panels(titles, subject, legend, columns, 0.0 if has_own_scales else SCALE_ROOM)
    for at, axes in enumerate(panels):
        own = drawn[drawn["row"] == at]
        axes.set(xlim=(-0.5, max(places, default=0.0) + 0.5), ylim=_limits(own if has_own_scales else drawn))
        chart_style.scale(axes.yaxis, 3)
        axes.tick_params(labelleft=not has_own_scales)
        axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
        # seaborn.lineplot draws the same and takes most of a report's time for charts.
        for (look, _), line in own.groupby(["look", "line"]):
            axes.plot(line["x"], line["value"], clip_on=False, **LOOKS[str(look)])
        for place in [(places[one] + places[one + 1]) / 2 for panel, one in breaks if panel == at]:
            axes.axvline(place, zorder=1, **BREAK)
            share = (place + 0.5) / (places[-1] + 1)
            chart_style.note(axes, (share, 0), (2, 2), CHANGED, va="bottom", color=chart_style.BROWN, weight="bold")
        _label(axes, windows, places)
    return sheet


def _panels(
    titles: Sequence[Titled], subject: str, legend: chart_style.Legend, columns: int, scale_room: float
) -> tuple[chart_style.Sheet, list[Axes]]:
    """A sheet with an empty, titled panel for each row, at most `columns` side by side."""
    columns = min(columns, len(titles)) or 1
    width = (chart_style.WIDTH - BETWEEN * (columns - 1)) / columns
    named = [chart_style.wrap(name, width, weight="bold") for name, _ in titles]
    told = [chart_style.wrap(values, width, chart_style.SMALL_SIZE) if values else [] for _, values in titles]
    deepest = max((len(one) + len(other) for one, other in zip(named, told, strict=True)), default=1)
    rows, tall = -(-len(titles) // columns), deepest * chart_style.LINE + 5 + PLOT + FOOT + 3
    sheet = chart_style.headed_paper(rows * tall + 2, subject, legend)
    found = []
    for at, (name, values) in enumerate(zip(named, told, strict=True)):
        left, bottom = (at % columns) * (width + BETWEEN), (rows - 1 - at // columns) * tall + FOOT
        axes = chart_style.place(sheet, left + scale_room, bottom, width - scale_room, PLOT)
        above = (-scale_room, 5 + len(values) * chart_style.LINE)
        chart_style.note(axes, (0, 1), above, "\n".join(name), va="bottom", weight="bold", color=chart_style.NAVY)
        small: chart_style.TextLook = {"va": "bottom", "fontsize": chart_style.SMALL_SIZE}
        chart_style.note(axes, (0, 1), (-scale_room, 5), "\n".join(values), **small)
        found.append(axes)
    return sheet, found


def _limits(drawn: pd.DataFrame) -> tuple[float, float]:
    """A scale from zero, or the least negative value, to the greatest value, with a margin."""
    values = [0.0, *drawn["value"]]
    margin = ROOM * (max(values) - min(values) or 1.0)
    return (min(values) - margin if min(values) < 0 else 0.0), max(values) + margin


def _label(axes: Axes, windows: Sequence[Period], places: Sequence[float]) -> None:
    """Write the windows below the axis, every one or every second, third …, so that the last is among them."""
    every = int(LABEL * len(windows) / axes.bbox.width) + 1
    labels = ["" if (len(windows) - 1 - at) % every else tick(window) for at, window in enumerate(windows)]
    axes.set_xticks(places, labels, fontsize=chart_style.SMALL_SIZE)
