"""What has no figure although no data are missing: a goal that is not programmed, the spread of one unit."""

from __future__ import annotations

from helpers.base.periods import Period
from helpers.figures.book import Book

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
