"""Lines over windows, one panel per row: what is drawn of them, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from helpers.base.periods import Period
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.drawing.chart_frame import ChartFrame, height, tick
from helpers.views.charts.drawing.chart_scale import scale_up
from helpers.views.charts.drawing.panels import MOST_COLUMNS, SCALE_ROOM, Titled, panel_axes
from helpers.views.charts.earlier_years import same_kind

PLOT, FOOT = 52.0, 26.0
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


@dataclass(frozen=True)
class Line:
    """Values joined in one panel: the panel's position, the look, and each value's place and height."""

    panel: int
    look: str
    points: tuple[tuple[float, float], ...]


def windows_of(periods: Sequence[Period | str]) -> list[Period]:
    """Return the windows that some codes name."""
    return [Period.parse(str(period)) for period in periods]


def runs(frame: ChartFrame, rows: Sequence[FigureRow], look: str) -> Iterator[Line]:
    """Yield the lines of a frame's figures; a missing one begins another line. `rows` are those of all panels."""
    for row, figures in zip(frame.rows, frame.figures, strict=True):
        run: list[tuple[float, float]] = []
        for place, figure in enumerate([*figures, None]):
            if figure is not None:
                run.append((place, height(figure)))
            elif run:
                yield Line(rows.index(row), look, tuple(run))
                run = []


def places_of(windows: Sequence[Period]) -> list[float]:
    """Return the horizontal positions of the windows, with space between years and quarters, which no line joins."""
    apart = [0.0 if one.is_month or same_kind(one, other) else BETWEEN_KINDS for one, other in pairwise(windows)]
    return [at + shift for at, shift in enumerate(accumulate([0.0, *apart]))] if windows else []


def draw_lines(
    titles: Sequence[Titled], subject: str, legend: Sequence[Artist], windows: Sequence[Period], lines: Sequence[Line],
    *, breaks: Sequence[tuple[int, float]] = (), columns: int = MOST_COLUMNS, has_own_scales: bool = False,
) -> str:
    """Draw every line in its panel.

    Parameters
    ----------
    titles : sequence of Titled
        Name and printed values of each panel.
    breaks : sequence of (int, float)
        Panels with places at which a vertical stroke says that the method changed.
    has_own_scales : bool
        Whether each panel has a scale of its own, without numbers; otherwise all have the same.
    """
    import seaborn

    drawn = pd.DataFrame(
        [(line.panel, line.look, at, *point) for at, line in enumerate(lines) for point in line.points],
        columns=["panel", "look", "line", "place", "value"],
    )
    places, scale = places_of(windows), 0.0 if has_own_scales else SCALE_ROOM
    with chart_style.house_style():
        sheet, panels = panel_axes(titles, subject, legend, plot=PLOT, foot=FOOT, scale=scale, columns=columns)
        for at, axes in enumerate(panels):
            own = drawn[drawn["panel"] == at]
            axes.set(xlim=(-0.5, max(places, default=0.0) + 0.5), ylim=_limits(own if has_own_scales else drawn))
            scale_up(axes)
            if has_own_scales:
                axes.set_yticks([])
            axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
            for look, group in own.groupby("look"):
                seaborn.lineplot(
                    group, x="place", y="value", units="line", estimator=None, legend=False, ax=axes, clip_on=False,
                    **LOOKS[str(look)],
                )  # fmt: skip
            for panel, place in breaks:
                if panel == at:
                    _break(axes, place)
            axes.set(xlabel="", ylabel="")
            _label(axes, windows, places)
        return chart_style.to_svg(sheet)


def _limits(drawn: pd.DataFrame) -> tuple[float, float]:
    """A scale from zero, or the least negative value, to the greatest value, with a margin."""
    values = [0.0, *drawn["value"]]
    margin = ROOM * (max(values) - min(values) or 1.0)
    return (min(values) - margin if min(values) < 0 else 0.0), max(values) + margin


def _label(axes: Axes, windows: Sequence[Period], places: Sequence[float]) -> None:
    """Write the windows below the axis, every one or every second, third …, so that the last is among them."""
    wide = axes.get_position().width * chart_style.WIDTH
    every = int(LABEL * len(windows) / wide) + 1
    labels = ["" if (len(windows) - 1 - at) % every else tick(window) for at, window in enumerate(windows)]
    axes.set_xticks(places, labels, fontsize=chart_style.SMALL_SIZE)


def _break(axes: Axes, place: float) -> None:
    """Draw a stroke with the sign `≠` at its foot between two windows."""
    axes.axvline(place, zorder=1, **BREAK)
    axes.annotate(
        CHANGED, (place, 0), xycoords=axes.get_xaxis_transform(), xytext=(2, 2), textcoords="offset points",
        ha="left", va="bottom", color=chart_style.BROWN, weight="bold",
    )  # fmt: skip
