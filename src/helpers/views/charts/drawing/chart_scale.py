"""Scales: round numbers along an axis and faint grid lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.base.display import number_es
from helpers.views.charts import chart_style

LINE: chart_style.Stroke = {"color": chart_style.RULE, "linewidth": 0.5}


def round_values(low: float, high: float, most: int) -> list[int]:
    """Return round whole numbers between two values, both included, for the ticks of a scale; maybe none.

    Parameters
    ----------
    most : int
        Maximum number of intervals, so there are at most `most` + 1 numbers.
    """
    ticks = (round(tick) for tick in MaxNLocator(most, integer=True).tick_values(low, high))
    return [tick for tick in dict.fromkeys(ticks) if low <= tick <= high]


def scale_across(axes: Axes, *, most: int = 6, labelled: bool = True) -> None:
    """Draw vertical grid lines at round values of the horizontal axis, with numbers below if `labelled`.

    `most` is the maximum number of intervals. Set the limits of the axis before.
    """
    values = round_values(*axes.get_xlim(), most)
    for value in values:
        axes.axvline(value, zorder=0, **LINE)
    words = [number_es(Decimal(value)) for value in values] if labelled else []
    axes.set_xticks(values if labelled else [], words, fontsize=chart_style.SMALL_SIZE, color=chart_style.GREY)


def scale_up(axes: Axes, *, most: int = 3) -> None:
    """Draw horizontal grid lines at round values of the vertical axis, with numbers on the left.

    `most` is the maximum number of intervals. Set the limits of the axis before.
    """
    values = round_values(*axes.get_ylim(), most)
    for value in values:
        axes.axhline(value, zorder=0, **LINE)
    words = [number_es(Decimal(value)) for value in values]
    axes.set_yticks(values, words, fontsize=chart_style.SMALL_SIZE, color=chart_style.GREY)


def spread(values: Sequence[float], room: float = 0.07) -> tuple[float, float]:
    """Return the limits of a scale that need not begin at zero: all values, with a share of their range around them."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    margin = room * (high - low) or 1.0
    return low - margin, high + margin
