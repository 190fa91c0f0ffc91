"""Operations that a printed number may come from, repeated on its parts: sums, means, and any other as a function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from helpers.base.display import number_es
from helpers.base.exact import exact_sum, round_half_up, rounded
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


def sum_of(counted: Counted) -> Fraction:
    """Return the exact sum of the parts, each as often as it counts; 0 without parts."""
    return exact_sum(times * value for times, value in counted)


def mean_of(counted: Counted) -> Fraction:
    """Return the exact mean of the parts, each as often as it counts; ZeroDivisionError if no part counts."""
    return sum_of(counted) / sum(times for times, _ in counted)


def weighted_mean(weights: Sequence[Fraction]) -> Redo:
    """Return an operation, the weighted mean of the parts; `weights` gives the weight of each part, in order.

    It is called with a pair for each weight: how often the part counts (this multiplies its weight), and its value. It
    raises ZeroDivisionError if the weights add up to zero.
    """

    def mean(counted: Counted) -> Fraction:
        """Return the mean of the parts, each with its weight as often as it counts."""
        pairs = [(times * weight, value) for (times, value), weight in zip(counted, weights, strict=True)]
        return exact_sum(weight * value for weight, value in pairs) / exact_sum(weight for weight, _ in pairs)

    return mean


def grouped_mean(groups: Sequence[Hashable]) -> Redo:
    """Return an operation, the mean of the means of groups; `groups` gives the group of each part, in order.

    A part of a group of three weighs a third. It is called as that of `weighted_mean`; each part counts once.
    """
    sizes = Counter(groups)
    return weighted_mean([Fraction(1, sizes[group]) for group in groups])


def share_of(formula: Expression, name: str) -> Fraction | None:
    """Return the constant factor by which a formula multiplies its only name: 1/4 for `avance / 4`; else None."""
    if tuple(formula.names) != (name,):
        return None
    try:
        none, one, two = (formula.value({name: Fraction(times)}) for times in (0, 1, 2))
    except ArithmeticError:
        return None
    return one if none == 0 != one and two == 2 * one else None


def turned_back(share: Fraction, decimals: int) -> Redo:
    """Return an operation that goes through shares of the parts instead of the parts themselves.

    It multiplies each part by `share` and rounds, takes the mean and rounds it, and divides it by `share`.

    Parameters
    ----------
    share : Fraction
        The constant factor of the column's formula (see `share_of`).
    decimals : int
        Decimals of both roundings.
    """

    def mean(counted: Counted) -> Fraction:
        """Return the mean of the rounded shares, rounded and turned back."""
        shares = [(times, rounded(value * share, decimals)) for times, value in counted]
        return rounded(mean_of(shares), decimals) / share

    return mean


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
            return self.redo([(1, part.value_in(instead)) for part in self.parts])
        except ArithmeticError:
            return None

    def value_with(self, index: int, value: Fraction) -> Fraction | None:
        """Return the exact result if the part at `index` (from 0) has another value; None where there is no result."""
        try:
            return self.redo([(1, value) if place == index else pair for place, pair in enumerate(self.counted)])
        except ArithmeticError:
            return None
