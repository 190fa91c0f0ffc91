"""Operations that a printed number may come from, repeated on its parts: sums, means, and any other as a function.

A total of a thousand parts is tried with another number in each of them. An operation that adds what its parts give
says so (`Accumulated`), so that a try costs the changed part and not all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from helpers.base.display import number_es
from helpers.base.exact import exact_sum, round_half_up
from helpers.base.python_extras import by_key
from helpers.figures.formulas.expressions import Expression
from helpers.figures.records import SourceCell


@dataclass(frozen=True, slots=True)
class Term:
    """A number that is part of an operation, or stands near a part.

    Attributes
    ----------
    label : str
        Name of the number for readers.
    value : Fraction
    decimals : int
        Decimals with which it is printed.
    cell : SourceCell or None
    near : tuple of Term
        Numbers that could have been used by mistake: other columns of its row, the rows above and below.
    is_rounded : bool
        The number is itself a rounded result, such as a percentage.
    full : str
        Name of the number for readers who do not see the table: row and column.
    """

    label: str
    value: Fraction
    decimals: int = 0
    cell: SourceCell | None = None
    near: tuple[Term, ...] = ()
    is_rounded: bool = False
    full: str = ""

    def value_in(self, instead: Mapping[SourceCell, Fraction]) -> Fraction:
        """Return the term's value if the cells in `instead` held those numbers; its own if none of them is its cell."""
        return self.value if self.cell is None else instead.get(self.cell, self.value)

    @property
    def shown(self) -> str:
        """The value in es-BO notation, rounded half up to its decimals."""
        return number_es(round_half_up(self.value, self.decimals))

    @property
    def named(self) -> str:
        """Label and value: `«La Paz» (508.076)`; a label that contains quotes gets no further ones."""
        label = self.label if "«" in self.label else f"«{self.label}»"
        return f"{label} ({self.shown})"


Counted = Sequence[tuple[int, Fraction]]
"""How many times each part counts, and its value."""
Redo = Callable[[Counted], Fraction]
"""Repeats an operation on counted parts; raises ArithmeticError where it has no result, as when it divides by zero."""


@dataclass(frozen=True, slots=True)
class Accumulated:
    """An operation that adds its parts and finishes from their sum; calling it repeats it on counted parts.

    Attributes
    ----------
    finish : callable
        Returns the result from the sum of the parts and the sum of their weights; raises ZeroDivisionError if it
        divides by zero.
    weights : Sequence of Fraction or None
        Weight of each part, in order; None if every part weighs 1.
    """

    finish: Callable[[Fraction, Fraction | int], Fraction]
    weights: Sequence[Fraction] | None = None

    def __call__(self, counted: Counted) -> Fraction:
        """Return the result for the parts as pairs, in order: how often each counts, and its value."""
        return self.finish(*self.sums(counted))

    def sums(self, counted: Counted) -> tuple[Fraction, Fraction | int]:
        """Return the sum of the parts and the sum of their weights, each part as often as it counts."""
        shares = (self.share(place, value) for place, (_, value) in enumerate(counted))
        added = exact_sum(
            share if times == 1 else times * share for (times, _), share in zip(counted, shares, strict=True)
        )
        if self.weights is None:
            return added, sum(times for times, _ in counted)
        return added, exact_sum(times * weight for (times, _), weight in zip(counted, self.weights, strict=True))

    def share(self, place: int, value: Fraction) -> Fraction:
        """Return what the part at `place` (from 0) adds to the sum if it has a value."""
        return value if self.weights is None else self.weights[place] * value


def _total(total: Fraction, _whole: Fraction | int) -> Fraction:
    return total


def _quotient(total: Fraction, whole: Fraction | int) -> Fraction:
    return total / whole


sum_of = Accumulated(_total)
"""The exact sum of the parts, each as often as it counts; 0 without parts."""
mean_of = Accumulated(_quotient)
"""The exact mean of the parts, each as often as it counts; raises ZeroDivisionError if no part counts."""


def grouped_mean(groups: Sequence[Hashable]) -> Accumulated:
    """Return an operation, the mean of the means of groups; `groups` gives the group of each part, in order.

    A part of a group of three weighs a third. It is called with a pair for each part: that it counts once, its value.
    """
    sizes = Counter(groups)
    return Accumulated(_quotient, [Fraction(1, sizes[group]) for group in groups])


def share_of(formula: Expression, name: str) -> Fraction | None:
    """Return the constant factor by which a formula multiplies its only name: 1/4 for `avance / 4`; else None."""
    if tuple(formula.names) != (name,):
        return None
    try:
        none, one, two = (formula.value({name: Fraction(times)}) for times in (0, 1, 2))
    except ArithmeticError:
        return None
    return one if none == 0 != one and two == 2 * one else None


class Repeatable:
    """Parts and the operation on them, which can be repeated with other numbers in some cells.

    Attributes
    ----------
    parts : tuple of Term
    redo : callable
        Repeats the operation on counted parts.
    """

    parts: tuple[Term, ...]
    redo: Redo

    @property
    def counted(self) -> list[tuple[int, Fraction]]:
        """Each part's value with how often it counts, which is once."""
        return [(1, part.value) for part in self.parts]

    @cached_property
    def expected(self) -> Fraction:
        """The exact result; raises ArithmeticError where the operation has none."""
        return self.redo(self.counted)

    def value_under(self, instead: Mapping[SourceCell, Fraction]) -> Fraction | None:
        """Return the exact result with the numbers of `instead` in those cells; None where the operation has none."""
        try:
            if isinstance(self.redo, Accumulated):
                return self._moved(self.redo, instead)
            return self.redo([(1, part.value_in(instead)) for part in self.parts])
        except ArithmeticError:
            return None

    def value_with(self, index: int, value: Fraction) -> Fraction | None:
        """Return the exact result if the part at `index` (from 0) has another value; None where there is no result."""
        try:
            if isinstance(self.redo, Accumulated):
                total, whole = self._sums
                changed = self.redo.share(index, value) - self.redo.share(index, self.parts[index].value)
                return self.redo.finish(total + changed, whole)
            return self.redo([(1, value) if place == index else pair for place, pair in enumerate(self.counted)])
        except ArithmeticError:
            return None

    def _moved(self, redo: Accumulated, instead: Mapping[SourceCell, Fraction]) -> Fraction:
        """The result with other numbers in some cells, worked out from the changed parts alone."""
        total, whole = self._sums
        for cell, value in instead.items():
            for place in self._places.get(cell, ()):
                total += redo.share(place, value) - redo.share(place, self.parts[place].value)
        return redo.finish(total, whole)

    @cached_property
    def _sums(self) -> tuple[Fraction, Fraction | int]:
        """The sums of an operation that accumulates its parts."""
        assert isinstance(self.redo, Accumulated)
        return self.redo.sums(self.counted)

    @cached_property
    def _places(self) -> Mapping[SourceCell, Sequence[int]]:
        """Positions of the parts that stand in each cell."""
        return by_key((part.cell, place) for place, part in enumerate(self.parts) if part.cell is not None)
