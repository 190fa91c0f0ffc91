"""Recomputes figures of the Book with another value for one of the figures that they depend on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from helpers.base.python_extras import by_key
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
        return _reached([figure.id for figure in figures], lambda one: _parts(self.book[one]))

    def above(self, figure: str) -> frozenset[str]:
        """Return the ids of the figures that depend on a figure, itself included."""
        if figure not in self._above:
            self._above[figure] = _reached([figure], lambda one: self._users.get(one, ()))
        return self._above[figure]

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
    def _users(self) -> Mapping[str, Sequence[str]]:
        """The figures that use each figure as operand or weight."""
        return by_key((part, figure.id) for figure in self.book for part in _parts(figure))


def _reached(left: list[str], following: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return some ids and all that are reached from them, step by step."""
    found: set[str] = set()
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += following(one)
    return frozenset(found)


def _parts(figure: Figure) -> Iterator[str]:
    """Ids of a figure's operands and of their weights."""
    for operand in figure.operands:
        if operand.figure:
            yield operand.figure
        if operand.weight:
            yield operand.weight
