"""What has no figure although no data are missing: a goal, quarters of a sum, the spread of one unit."""

from __future__ import annotations

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.situations import NOT_DUE, situation

OF_SEVERAL = ("desviacion", "inferior", "superior")
"""Suffixes of the indicators that the dispersion of a single unit lacks."""


def has_no_goal(book: Book, period: str, action: str) -> bool:
    """Tell whether `metas` lists an action in a period, but without a programmed quantity: «Sin Prog. SIGEP»."""
    rows = [row for row in book.listing("metas") if (row["acp"], row["periodo"]) == (action, period)]
    return bool(rows) and not any(row.get("programado") for row in rows)


def is_spread_of_one(book: Book, indicator: str, period: Period | str, level: str, code: str) -> bool:
    """Tell whether an indicator is a deviation, or an end of an interval, of one unit alone."""
    name, _, suffix = indicator.rpartition("_")
    units = book.get(f"{name}_n", period, level, code) if suffix in OF_SEVERAL else None
    return units is not None and units.rounded == 1


def lacks_only_what_was_not_due(book: Book, indicator: str, window: Period, level: str, code: str) -> bool:
    """Tell whether some quarters of a window have no figure of an indicator, and nothing was due in each of them."""
    without = [quarter for quarter in window.quarters() if book.get(indicator, quarter, level, code) is None]
    return bool(without) and all(situation(book, level, code, quarter) in NOT_DUE for quarter in without)
