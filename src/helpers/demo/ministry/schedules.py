"""Schedules of tasks: monthly amounts and the goal."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from helpers.demo.demo_records import Months

YEAR = range(1, 13)
ONE = Decimal(1)
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Schedule:
    """Programmed amounts and the goal that they give.

    Attributes
    ----------
    months : Months
    goal : Decimal
    keeps : bool
        The goal must be kept every month.
    """

    months: Months
    goal: Decimal
    keeps: bool = False


Scheduler = Callable[[random.Random, int], Schedule]
"""Takes a random stream and the first month that may have an amount."""


def quarterly(dice: random.Random, first: int) -> Schedule:
    """Schedule one unit of work in the last month of every quarter, from the month `first` (1 to 12) on."""
    return _summed({month: ONE for month in (3, 6, 9, 12) if month >= first})


def half_yearly(dice: random.Random, first: int) -> Schedule:
    """Schedule one unit of work in June and December, from the month `first` (1 to 12) on."""
    return _summed({month: ONE for month in (6, 12) if month >= first})


def monthly(dice: random.Random, first: int) -> Schedule:
    """Schedule one unit of work in every month, from the month `first` (1 to 12) on; earlier months are blank."""
    return _summed({month: ONE for month in YEAR if month >= first})


def once(dice: random.Random, first: int) -> Schedule:
    """Schedule one unit of work in a random month, not before the month `first` (1 to 12)."""
    return _summed({dice.randrange(first, 13): ONE})


def events(dice: random.Random, first: int) -> Schedule:
    """Schedule one to three events in each of two to five random months, not before the month `first` (1 to 12).

    If fewer months are left, in each of these.
    """
    months = dice.sample(range(first, 13), min(dice.randrange(2, 6), 13 - first))
    return _summed({month: Decimal(dice.randrange(1, 4)) for month in months})


def counted(dice: random.Random, first: int) -> Schedule:
    """Schedule tens or hundreds in every month, such as visitors attended, from the month `first` (1 to 12) on."""
    usual = dice.choice((12, 20, 35, 60, 120, 240))
    amounts = {month: Decimal(usual + dice.randrange(-usual // 5, usual // 4)) for month in YEAR if month >= first}
    return _summed(amounts)


def parts_of_whole(dice: random.Random, first: int) -> Schedule:
    """Divide one piece of work over three to five random months, in per cent; some parts have half a point.

    Parameters
    ----------
    dice : random.Random
    first : int
        First month that may have a part, 1 to 12.

    Returns
    -------
    Schedule
        Each month's own part, not a running total; the goal is 100.
    """
    months = sorted(dice.sample(range(first, 13), min(dice.choice((3, 4, 5)), 13 - first)))
    each = WHOLE / len(months)
    steps = [each.to_integral_value() + dice.choice((Decimal("-2.5"), Decimal(0), Decimal("2.5"))) for _ in months[1:]]
    return _summed({month: step.normalize() for month, step in zip(months, [*steps, WHOLE - sum(steps)], strict=True)})


def kept(dice: random.Random, first: int) -> Schedule:
    """Schedule 100 in every month from `first` (1 to 12) on: a goal that must be kept every month."""
    return Schedule(tuple(WHOLE if month >= first else None for month in YEAR), WHOLE, keeps=True)


def _summed(amounts: dict[int, Decimal]) -> Schedule:
    """Return a schedule of amounts by month, whose goal is their sum."""
    return Schedule(tuple(amounts.get(month) for month in YEAR), sum(amounts.values(), Decimal(0)).normalize())
