"""Upper limits of the error in a population, from a sample: exact binomial for a rate, Stringer's for money.

Quantiles are found by halving, in decimals of 40 digits, at most 10⁻¹⁸ too high; everything after them is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import ceil

WHOLE = Fraction(1)
DIGITS, HALVINGS = 40, 70


def rate_limit(errors: int, size: int, confidence: Fraction) -> Fraction:
    """Return the exact (Clopper–Pearson) one-sided upper limit of an error rate.

    It is the rate at which a sample of `size` has `errors` or fewer errors with probability 1 − `confidence`. For a
    sample drawn without replacement from a finite population it is conservative.

    Parameters
    ----------
    confidence : Fraction
        Such as 19/20; the command takes 80 % to 99.9 %.

    Returns
    -------
    Fraction
        Between 0 and 1; 1 if every item is an error.
    """
    if errors >= size:
        return WHOLE

    def so_few(odds: Decimal) -> Decimal:
        """Binomial probability of `errors` or fewer, with odds = rate / (1 − rate)."""
        term = total = (1 + odds) ** -size
        for count in range(errors):
            term *= (size - count) * odds / (count + 1)
            total += term
        return total

    odds = _least(so_few, 1 - confidence)
    return odds / (1 + odds)


def confidence_factor(errors: int, confidence: Fraction) -> Fraction:
    """Return the Poisson upper limit of the expected number of errors, the confidence factor of the AICPA's tables.

    At 95 % the tables print 3.00, 4.75, 6.30 and 7.76 for zero to three errors, rounded up.
    """

    def so_few(expected: Decimal) -> Decimal:
        """Poisson probability of `errors` or fewer."""
        term = total = (-expected).exp()
        for count in range(errors):
            term *= expected / (count + 1)
            total += term
        return total

    return _least(so_few, 1 - confidence)


def _least(so_few: Callable[[Decimal], Decimal], risk: Fraction) -> Fraction:
    """Return, rounded up, the number at which `so_few` is `risk`; `so_few` falls as its number rises."""
    with localcontext(Context(prec=DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX)):
        allowed = Decimal(risk.numerator) / risk.denominator
        low, high = Decimal(0), Decimal(1)
        while so_few(high) > allowed:
            low, high = high, 2 * high
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if so_few(middle) > allowed else (low, middle)
        return Fraction(high)


def stringer_limit(interval: Fraction, taintings: Sequence[Fraction], confidence: Fraction) -> Fraction:
    """Return Stringer's upper limit of the overstatement in a monetary-unit sample, in the unit of `interval`.

    The interval times the factor for no error, plus, for each tainting from the largest to the smallest, the interval
    times the tainting times the increase of the factor.

    Parameters
    ----------
    interval : Fraction
        Sampling interval: the population's money divided by the sample's size.
    taintings : sequence of Fraction
        Share of each item's value that is overstated, between 0 and 1; zeros add nothing.
    """
    worst_first = sorted(filter(None, taintings), reverse=True)
    factors = [confidence_factor(errors, confidence) for errors in range(len(worst_first) + 1)]
    increases = (after - before for before, after in pairwise(factors))
    return interval * (
        factors[0] + sum((step * share for step, share in zip(increases, worst_first, strict=True)), Fraction(0))
    )


def rounded_up(value: Fraction, decimals: int) -> Decimal:
    """Return a limit rounded up, so that what is printed never claims more than was computed."""
    return Decimal(ceil(value * 10**decimals)).scaleb(-decimals)
