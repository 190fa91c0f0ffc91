"""What a unit's progress would be if tasks were moved, merged or dropped, calculated again from the Book."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from helpers.base.exact import percentage
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.replay import (
    QUOTIENTS,
    apply_operation,
    fraction_terms,
    needs_figures,
    operand_values,
    with_values,
)

Amounts = tuple[Fraction, Fraction]
"""What counts as executed, and what was programmed."""


def progress_with(book: Book, unit: Figure, tasks: Mapping[str, Amounts | None]) -> Decimal | None:
    """Return a unit's printed progress if some of its tasks had other amounts or were not in the plan.

    Parameters
    ----------
    unit : Figure
        Progress of the unit, computed from its tasks.
    tasks : Mapping
        By id of the task's figure: its amounts in the window, or None for a task that the plan no longer has.

    Returns
    -------
    Decimal or None
        None if an operation would have no task left to measure.
    """
    try:
        return _Changed(book, tasks).figure(unit.id).rounded
    except ZeroDivisionError:
        return None


class _Changed:
    """A Book in which some tasks have other amounts; the figures above them are computed on demand."""

    def __init__(self, book: Book, tasks: Mapping[str, Amounts | None]) -> None:
        self.made: dict[str, Figure] = {}
        self.book = replace(book, figures=ChainMap(self.made, cast("dict[str, Figure]", book.figures)))
        self.tasks = tasks

    def figure(self, id: str) -> Figure:
        """Return a figure with the value that follows from the tasks' amounts."""
        if id not in self.made:
            own = self.book[id]
            self.made[id] = self._of_task(own) if id in self.tasks else self._of_parts(own)
        return self.made[id]

    def _of_task(self, own: Figure) -> Figure:
        amounts = self.tasks[own.id]
        if amounts is None:
            raise ValueError(f"{own.id} is gone and still a part")
        return replace(own, value=percentage(*amounts), numerator=amounts[0], denominator=amounts[1])

    def _of_parts(self, own: Figure) -> Figure:
        if not needs_figures(own):
            return own
        kept = tuple(part for part in own.operands if self.tasks.get(part.figure, ()) is not None)
        if not any(part.figure for part in kept):
            raise ZeroDivisionError(f"{own.id} has no task left")
        for part in kept:
            for name in (part.figure, part.weight):
                if name:
                    self.figure(name)
        trimmed = replace(own, operands=kept)
        terms = with_values(trimmed, operand_values(self.book, trimmed))
        above, below = (
            fraction_terms(own.operation, terms) if own.operation in QUOTIENTS else (own.numerator, own.denominator)
        )
        value = apply_operation(own.operation, terms, own.expression)
        return replace(trimmed, value=value, numerator=above, denominator=below)
