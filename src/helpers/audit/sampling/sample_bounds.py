"""Upper limits of the error in a population, from a sample: exact binomial for a rate, Stringer's for money.

Quantiles come from SciPy as binary floats; everything after them is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

WHOLE = Fraction(1)


def rate_limit(errors: int, size: int, confidence: Fraction) -> Fraction:
    """Return the exact (Clopper–Pearson) one-sided upper limit of an error rate.

    It is the rate at which a sample of `size` has `errors` or fewer errors with probability 1 − `confidence`. A sample
    drawn without replacement from a finite population makes it conservative.

    Parameters
    ----------
    confidence : Fraction
        Between 0 and 1, such as 19/20.

    Returns
    -------
    Fraction
        Between 0 and 1; 1 if every item is an error.
    """
    from scipy.special import betaincinv

    if errors >= size:
        return WHOLE
    return Fraction(float(betaincinv(errors + 1, size - errors, float(confidence))))


def confidence_factor(errors: int, confidence: Fraction) -> Fraction:
    """Return the Poisson upper limit of the expected number of errors, the confidence factor of the AICPA's tables.

    At 95 % the tables print 3.00, 4.75, 6.30 and 7.76 for zero to three errors, rounded up.
    """
    from scipy.special import gammaincinv

    return Fraction(float(gammaincinv(errors + 1, float(confidence))))


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
    factors = [confidence_factor(errors, confidence) for errors in range(len(taintings) + 1)]
    worst_first = sorted(taintings, reverse=True)
    increases = (after - before for before, after in pairwise(factors))
    return interval * (
        factors[0] + sum((step * share for step, share in zip(increases, worst_first, strict=True)), Fraction(0))
    )


def rounded_up(value: Fraction, decimals: int) -> Decimal:
    """Return a limit rounded up, so that what is printed never claims more than was computed."""
    return Decimal(ceil(value * 10**decimals)).scaleb(-decimals)
