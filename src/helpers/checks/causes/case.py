"""A printed number that does not tie, as the hypotheses see it: its parts, its operation, what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from helpers.display import number_es
from helpers.exact import exact, round_half_up
from helpers.records import SourceCell


class Shape(StrEnum):
    """What may be done with the parts of an operation.

    `SUM` and `MEAN` take any number of parts; `SIGNED` is a formula that only adds and subtracts, where a part may
    be left out or counted twice; `FIXED` is any other formula, whose parts can only have another value.
    """

    SUM = "suma"
    MEAN = "media"
    SIGNED = "suma y resta"
    FIXED = "formula"


ADDITIVE = frozenset({Shape.SUM, Shape.SIGNED})
OPEN = frozenset({Shape.SUM, Shape.MEAN})
"""Shapes that take any number of parts."""


@dataclass(frozen=True, slots=True)
class Term:
    """One number that takes part, or stands near one that does.

    Attributes
    ----------
    label : str
        How a reader finds it.
    value : Fraction
    decimals : int
        With how many it is printed.
    cell : SourceCell or None
    near : tuple of Term
        What might have been taken instead: other columns of its row, the rows above and below it.
    is_rounded : bool
        Whether it is itself the rounded result of something (a percentage).
    full : str
        Its label where a reader has no table in sight: row and column.
    """

    label: str
    value: Fraction
    decimals: int = 0
    cell: SourceCell | None = None
    near: tuple[Term, ...] = ()
    is_rounded: bool = False
    full: str = ""

    @property
    def shown(self) -> str:
        return number_es(round_half_up(self.value, self.decimals))

    @property
    def named(self) -> str:
        """Label and value: `«La Paz» (508.076)`; a label that quotes something itself is not quoted again."""
        label = self.label if "«" in self.label else f"«{self.label}»"
        return f"{label} ({self.shown})"


Counted = Sequence[tuple[int, Fraction]]
"""How many times each part counts, and its value."""
Redo = Callable[[Counted], Fraction]
"""An operation done again on counted parts; raises ZeroDivisionError where it divides by zero."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another operation that may have been done instead of the right one.

    Attributes
    ----------
    sentence : str
        In Spanish, what was done.
    parts : tuple of Term
    redo : callable
    """

    sentence: str
    parts: tuple[Term, ...]
    redo: Redo

    def value(self, instead: Mapping[SourceCell, Fraction] | None = None) -> Fraction | None:
        """What it gives, with other values in some cells; None where it divides by zero."""
        given = instead or {}
        try:
            return self.redo([(1, given.get(part.cell, part.value)) for part in self.parts])
        except ZeroDivisionError:
            return None


@dataclass(frozen=True)
class Case:
    """A printed number and the operation that should give it.

    Attributes
    ----------
    printed : Decimal
    decimals : int
        Decimals that it is compared at.
    shape : Shape
    parts : tuple of Term
        In printed order.
    redo : callable
        Does the operation on counted parts, of the number and order of `parts` for formulas; raises
        ZeroDivisionError where it divides by zero.
    neighbours : tuple of Term
        Cells beside the printed one, from which it may have been copied.
    subtotals, headings : tuple of Term
        What may have been added although it is no part: subtotals of the column, numbers in headings and codes.
    others : tuple of Other
        Operations that may have been done instead.
    """

    printed: Decimal
    decimals: int
    shape: Shape
    parts: tuple[Term, ...]
    redo: Redo
    neighbours: tuple[Term, ...] = ()
    subtotals: tuple[Term, ...] = ()
    headings: tuple[Term, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def counted(self) -> list[tuple[int, Fraction]]:
        return [(1, part.value) for part in self.parts]

    @cached_property
    def expected(self) -> Fraction:
        """The exact result; raises ZeroDivisionError where there is none."""
        return self.redo(self.counted)

    @property
    def computed(self) -> Decimal:
        """The result at the printed decimals, half up."""
        return round_half_up(self.expected, self.decimals)

    @property
    def ties(self) -> bool:
        return self.computed == self.printed

    def closes(self, value: Fraction) -> bool:
        """Whether a value is the printed one, at the decimals that were printed."""
        return round_half_up(value, self.decimals) == self.printed

    def closes_with(self, index: int, value: Fraction) -> bool:
        """Whether the printed number comes out when one part has another value."""
        if self.shape in OPEN:
            return self.closes_moving(value - self.parts[index].value, 0)
        return self._tried([(1, value) if place == index else pair for place, pair in enumerate(self.counted)])

    def closes_counting(self, times: dict[int, int], extra: Sequence[Fraction] = ()) -> bool:
        """Whether it comes out when some parts count otherwise, or when something more takes part."""
        if self.shape in OPEN:
            changed = ((count - 1) * self.parts[place].value for place, count in times.items())
            more = sum(count - 1 for count in times.values()) + len(extra)
            return self.closes_moving(sum(changed, Fraction(0)) + sum(extra, Fraction(0)), more)
        counted = [(times.get(place, 1), value) for place, (_, value) in enumerate(self.counted)]
        return self._tried([*counted, *((1, value) for value in extra)])

    def closes_moving(self, amount: Fraction, more: int) -> bool:
        """Whether a sum or mean comes out when its parts add up to so much more and are so many more.

        A total of many rows is tried many times, and what changes is enough to know.
        """
        if self.shape is Shape.SUM:
            return self.closes(self.expected + amount)
        count = len(self.parts)
        return count + more != 0 and self.closes((self.expected * count + amount) / (count + more))

    def needed(self, index: int) -> Fraction | None:
        """What one part of a sum or mean must be for the printed number to come out; None for other shapes."""
        if self.shape not in OPEN:
            return None
        weight = 1 if self.shape is Shape.SUM else len(self.parts)
        return self.parts[index].value + weight * (exact(self.printed) - self.expected)

    def _tried(self, counted: Counted) -> bool:
        try:
            return self.closes(self.redo(counted))
        except ZeroDivisionError:
            return False


@dataclass(frozen=True, slots=True)
class Cause:
    """A hypothesis that gives the printed number exactly.

    Attributes
    ----------
    kind : str
        The hypothesis.
    sentence : str
        In Spanish, without capital or full stop, so that it can follow a colon.
    """

    kind: str
    sentence: str


def sum_of(counted: Counted) -> Fraction:
    """Add parts as often as each counts."""
    return sum((times * value for times, value in counted), Fraction(0))


def mean_of(counted: Counted) -> Fraction:
    """The mean of parts as often as each counts; ZeroDivisionError for none."""
    return sum_of(counted) / sum(times for times, _ in counted)


def term(label: str, value: Decimal, cell: SourceCell | None = None, decimals: int | None = None) -> Term:
    """A term from a printed number, with the decimals that it shows unless others are stated."""
    shown = max(0, -int(value.as_tuple().exponent))
    return Term(label, exact(value), max(shown, decimals or 0), cell)
