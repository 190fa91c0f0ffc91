"""Numbers derived from another that is a fixed share of them, with rounding in between: 4 × the mean of quarters."""

from __future__ import annotations

from fractions import Fraction

from helpers.base.exact import rounded
from helpers.checks.causes.printed_case import Counted, Redo, mean_of
from helpers.figures.formulas.expressions import Expression


def share_of(formula: Expression, name: str) -> Fraction | None:
    """Return the constant factor by which a formula multiplies its only name; None for any other formula."""
    if tuple(formula.names) != (name,):
        return None
    try:
        none, one, two = (formula.value({name: Fraction(times)}) for times in (0, 1, 2))
    except ZeroDivisionError:
        return None
    return one if none == 0 != one and two == 2 * one else None


def turned_back(share: Fraction, decimals: int) -> Redo:
    """Return an operation: the mean of the parts' shares, each rounded, rounded again and divided by the share.

    Parameters
    ----------
    share : Fraction
        The fixed share.
    decimals : int
        Decimals to which each share and their mean are rounded.
    """

    def redo(counted: Counted) -> Fraction:
        turned = [(times, rounded(value * share, decimals)) for times, value in counted]
        return rounded(mean_of(turned), decimals) / share

    return redo
