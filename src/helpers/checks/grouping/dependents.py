"""Recomputes figures of the Book with another value for one of the figures that they depend on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.supposed_figures import value_under


class Dependents:
    """Which figures depend on which, and their values under a supposition."""

    def __init__(self, book: Book) -> None:
        """Keep the Book; the links between its figures are indexed when first needed."""
        self.book = book
        self._above: dict[str, frozenset[str]] = {}

    def below(self, figures: Iterable[Figure]) -> frozenset[str]:
        """Return the ids of some figures and of all that they depend on, weights included."""
        found: set[str] = set()
        left = [figure.id for figure in figures]
        while left:
            figure = left.pop()
            if figure not in found:
                found.add(figure)
                left += _parts(self.book[figure])
        return frozenset(found)

    def above(self, figure: str) -> frozenset[str]:
        """Return the ids of the figures that depend on a figure, itself included."""
        known = self._above.get(figure)
        if known is None:
            found: set[str] = set()
            left = [figure]
            while left:
                one = left.pop()
                if one not in found:
                    found.add(one)
                    left += self._users.get(one, ())
            known = self._above[figure] = frozenset(found)
        return known

    def value(self, figure: str, supposed: str, instead: Fraction) -> Fraction | None:
        """Return a figure's value, not rounded, if another figure had another value; None if it cannot be computed.

        Only the figures between the two are computed again; the others keep the Book's value.
        """
        touched = self.above(supposed)
        if figure not in touched:
            return self.book[figure].value
        kept = self._beside(touched)
        try:
            return value_under(self.book, figure, {**kept, supposed: instead})
        except ArithmeticError:
            return None

    def _beside(self, touched: Collection[str]) -> Mapping[str, Fraction]:
        """Values of the operands that a supposition does not change."""
        parts = (part for one in touched for part in _parts(self.book[one]))
        return {part: self.book[part].value for part in parts if part not in touched}

    @cached_property
    def _users(self) -> Mapping[str, tuple[str, ...]]:
        """The figures that use each figure as operand or weight."""
        found: dict[str, list[str]] = {}
        for figure in self.book:
            for part in _parts(figure):
                found.setdefault(part, []).append(figure.id)
        return {part: tuple(users) for part, users in found.items()}


def _parts(figure: Figure) -> Iterator[str]:
    """Ids of a figure's operands and of their weights."""
    for operand in figure.operands:
        if operand.figure:
            yield operand.figure
        if operand.weight:
            yield operand.weight
