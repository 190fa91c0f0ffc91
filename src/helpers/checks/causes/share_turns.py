"""A column that is a fixed share of another, and the mean taken by way of it."""

from __future__ import annotations

from fractions import Fraction

from helpers.base.exact import rounded
from helpers.checks.causes.repeated_operations import Accumulated
from helpers.figures.formulas.expressions import Expression


def share_of(formula: Expression, name: str) -> Fraction | None:
    """Return the constant factor by which a formula multiplies its only name: 1/4 for `avance / 4`; else None."""
    if tuple(formula.names) != (name,):
        return None
    try:
        none, one, two = (formula.value({name: Fraction(times)}) for times in (0, 1, 2))
    except ArithmeticError:
        return None
    return one if none == 0 != one and two == 2 * one else None


def turned_back(share: Fraction, decimals: int) -> Accumulated:
    """Return an operation that goes through shares of the parts instead of the parts themselves.

    It multiplies each part by `share` and rounds, takes the mean and rounds it, and divides it by `share`.

    Parameters
    ----------
    share : Fraction
        The constant factor of the column's formula (see `share_of`).
    decimals : int
        Decimals of both roundings.
    """

    def finish(total: Fraction, whole: Fraction | int) -> Fraction:
        """Return the mean of the rounded shares, rounded and turned back."""
        return rounded(total / whole, decimals) / share

    return Accumulated(finish, turned=lambda value: rounded(value * share, decimals))
