"""A number had by way of another that is a fixed share of it, rounded on the way: 4 × the mean of quarters."""

from __future__ import annotations

from fractions import Fraction

from helpers.checks.causes.case import Counted, Redo, mean_of
from helpers.exact import rounded
from helpers.expressions import Expression


def share_of(formula: Expression, name: str) -> Fraction | None:
    """By what a formula multiplies the one name that it has; None for any other formula."""
    if tuple(formula.names) != (name,):
        return None
    try:
        none, one, two = (formula.value({name: Fraction(times)}) for times in (0, 1, 2))
    except ZeroDivisionError:
        return None
    return one if none == 0 != one and two == 2 * one else None


def turned_back(share: Fraction, decimals: int) -> Redo:
    """The mean of each part's share, rounded before and after, divided by the share."""

    def redo(counted: Counted) -> Fraction:
        turned = [(times, rounded(value * share, decimals)) for times, value in counted]
        return rounded(mean_of(turned), decimals) / share

    return redo
