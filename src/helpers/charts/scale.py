"""Scales: round numbers along an axis, with faint lines across the drawing."""

from __future__ import annotations

from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.charts import style
from helpers.display import number_es

LINE = {"color": style.RULE, "linewidth": 0.5, "zorder": 0}


def round_values(low: float, high: float, most: int) -> list[int]:
    """Round whole numbers between two values, at most so many and one more."""
    ticks = (round(tick) for tick in MaxNLocator(most, integer=True).tick_values(low, high))
    return [tick for tick in dict.fromkeys(ticks) if low <= tick <= high]


def scale_across(axes: Axes, *, most: int = 6, labelled: bool = True) -> None:
    """Lines upwards at round values of the horizontal axis; their numbers below where `labelled`."""
    values = round_values(*axes.get_xlim(), most)
    for value in values:
        axes.axvline(value, **LINE)
    words = [number_es(Decimal(value)) for value in values] if labelled else []
    axes.set_xticks(values if labelled else [], words, fontsize=style.SMALL_SIZE, color=style.GREY)


def scale_up(axes: Axes, *, most: int = 3) -> None:
    """Lines across at round values of the vertical axis, with their numbers at the left."""
    values = round_values(*axes.get_ylim(), most)
    for value in values:
        axes.axhline(value, **LINE)
    words = [number_es(Decimal(value)) for value in values]
    axes.set_yticks(values, words, fontsize=style.SMALL_SIZE, color=style.GREY)
