"""What had nothing due, so that no figure is missing for lack of data: a goal, and quarters of a sum."""

from __future__ import annotations

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.situations import NOT_DUE, situation


def has_no_goal(book: Book, period: str, action: str) -> bool:
    """Tell whether `metas` lists an action in a period, but without a programmed quantity: «Sin Prog. SIGEP»."""
    rows = [row for row in book.listing("metas") if (row["acp"], row["periodo"]) == (action, period)]
    return bool(rows) and not any(row.get("programado") for row in rows)


def lacks_only_what_was_not_due(book: Book, indicator: str, window: Period, level: str, code: str) -> bool:
    """Tell whether some quarters of a window have no figure of an indicator, and nothing was due in each of them."""
    without = [quarter for quarter in window.quarters() if book.get(indicator, quarter, level, code) is None]
    return bool(without) and all(situation(book, level, code, quarter) in NOT_DUE for quarter in without)
