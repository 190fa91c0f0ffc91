"""A printed number to be explained: its operation, its parts and the numbers around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from helpers.base.exact import round_half_up
from helpers.base.python_extras import if_computable
from helpers.checks.causes.repeated_operations import Redo, Repeatable, Term
from helpers.figures.findings import Verdict


class Shape(StrEnum):
    """How the parts of an operation can vary.

    `SUM` and `MEAN` take any number of parts. `SIGNED` is a formula that only adds and subtracts, so a part may be left
    out or counted twice. `FIXED` is any other formula: only the values of its parts can vary.
    """

    SUM = "suma"
    MEAN = "media"
    SIGNED = "suma y resta"
    FIXED = "formula"


ADDITIVE = frozenset({Shape.SUM, Shape.SIGNED})
OPEN = frozenset({Shape.SUM, Shape.MEAN})
"""Shapes that take any number of parts."""


@dataclass(frozen=True)
class Other(Repeatable):
    """Another operation that may have been done by mistake.

    Attributes
    ----------
    sentence : str
        The operation, in Spanish.
    parts : tuple of Term
    redo : callable
        Repeats the operation on counted parts.
    is_rule : bool
        It is a rule that somebody may follow on purpose, such as a simple mean, and not an omission.
    """

    sentence: str
    parts: tuple[Term, ...]
    redo: Redo
    is_rule: bool = True

    @property
    def verdict(self) -> Verdict:
        """Verdict on a number that the operation gives: `OTHER_RULE` if `is_rule`, else `IRRECONCILABLE`."""
        return Verdict.OTHER_RULE if self.is_rule else Verdict.IRRECONCILABLE


@dataclass(frozen=True)
class Case(Repeatable):
    """A printed number and the operation that should give it.

    Attributes
    ----------
    printed : Decimal
    decimals : int
        Decimals at which it is compared.
    shape : Shape
    parts : tuple of Term
        In printed order.
    redo : callable
        Repeats the operation on counted parts; for formulas they match `parts` one by one. Raises ArithmeticError
        where it has no result.
    neighbours : tuple of Term
        Cells beside the printed one, from which it may have been copied.
    subtotals, headings : tuple of Term
        Numbers that may have been added by mistake: subtotals of the column, numbers in headings and codes.
    others : tuple of Other
        Operations that may have been done by mistake.
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
    def computed(self) -> Decimal:
        """The result rounded half up to the printed decimals."""
        return round_half_up(self.expected, self.decimals)

    @property
    def ties(self) -> bool:
        """Whether the computed number is the printed one."""
        return self.computed == self.printed

    def closes(self, value: Fraction) -> bool:
        """Return whether a value, rounded half up to the case's decimals, is the printed number."""
        return round_half_up(value, self.decimals) == self.printed

    def closes_with(self, index: int, value: Fraction) -> bool:
        """Return whether the operation gives the printed number if the part at `index` (from 0) has another value."""
        result = self.value_with(index, value)
        return result is not None and self.closes(result)

    def closes_counting(self, times: dict[int, int], extra: Sequence[Fraction] = ()) -> bool:
        """Return whether the operation gives the printed number with other counts of parts or with further numbers.

        Parameters
        ----------
        times : dict of int to int
            How many times a part counts, by its position; parts not named count once.
        extra : Sequence of Fraction
            Further numbers; only of a sum or mean.
        """
        if self.shape in OPEN:
            changed = ((count - 1) * self.parts[place].value for place, count in times.items())
            more = sum(count - 1 for count in times.values()) + len(extra)
            return self.closes_moving(sum(changed, Fraction(0)) + sum(extra, Fraction(0)), more)
        counted = [(times.get(place, 1), value) for place, (_, value) in enumerate(self.counted)]
        result = if_computable(lambda: self.redo(counted))
        return result is not None and self.closes(result)

    def closes_moving(self, amount: Fraction, more: int) -> bool:
        """Return whether a sum or mean gives the printed number if its parts grow in total and in number.

        It avoids repeating the operation on all parts, since long totals are tried many times.

        Parameters
        ----------
        amount : Fraction
            Increase of the parts' sum.
        more : int
            Increase of their number.
        """
        if self.shape is Shape.SUM:
            return self.closes(self.expected + amount)
        count = len(self.parts)
        return count + more != 0 and self.closes((self.expected * count + amount) / (count + more))


@dataclass(frozen=True, slots=True)
class Cause:
    """A hypothesis that gives the printed number exactly.

    Attributes
    ----------
    kind : str
        Kind of the hypothesis.
    sentence : str
        In Spanish, without capital or full stop, so that it can follow a colon.
    verdict : Verdict
        Verdict on a number with this cause.
    follows : str
        The wrong figure from which the number follows, as in `Finding.sigue_de`.
    clears : bool
        The printed number is right, and another cell of its control is wrong.
    """

    kind: str
    sentence: str
    verdict: Verdict = Verdict.IRRECONCILABLE
    follows: str = ""
    clears: bool = False
