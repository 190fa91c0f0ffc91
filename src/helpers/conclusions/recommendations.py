"""Recommendations carried from report to report: which are open, and which are overdue at the cut-off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from helpers.book import Book
from helpers.periods import MONTH_NAMES

DONE = re.compile(r"^\s*(?:cumplid|conclui|atendid|cerrad|implementad|finalizad|descartad|sin efecto)", re.IGNORECASE)
"""How a state begins that asks for nothing more."""
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_SHORT = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_LONG = re.compile(rf"(?P<day>\d{{1,2}})\s+de\s+(?P<name>{'|'.join(MONTH_NAMES)})\s+del?\s+(?P<year>\d{{4}})")

Recommendation = Mapping[str, str]


def carried(book: Book, cutoff: date) -> tuple[Recommendation, ...]:
    """The recommendations of earlier reports, made by the cut-off; a later one is news of a later report."""
    rows = book.listing("recomendaciones")
    return tuple(row for row in rows if row["fecha"] <= str(cutoff) and not _is_own(book, row))


def own_recommendations(book: Book) -> tuple[Recommendation, ...]:
    """The recommendations that the printed report of the run's own period makes."""
    return tuple(row for row in book.listing("recomendaciones") if _is_own(book, row))


def _is_own(book: Book, row: Recommendation) -> bool:
    return row.get("periodo") == str(book.period)


def is_open(row: Recommendation) -> bool:
    """Whether something is still to be done."""
    return not DONE.match(row.get("estado", ""))


def deadline(row: Recommendation) -> date | None:
    """The day until when it had to be done; None where it names none, as in «permanente»."""
    text = row.get("plazo", "").lower()
    for pattern in (_ISO, _SHORT, _LONG):
        if found := pattern.search(text):
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else MONTH_NAMES.index(parts["name"]) + 1
            return _day(int(parts["year"]), month, int(parts["day"]))
    return None


def is_overdue(row: Recommendation, cutoff: date) -> bool:
    """Whether it is open although its day has passed."""
    due = deadline(row)
    return is_open(row) and due is not None and due < cutoff


def _day(year: int, month: int, day: int) -> date | None:
    """A day of the calendar; None for one that is not (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
