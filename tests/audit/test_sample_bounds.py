"""Upper limits of the error, compared with printed tables and with sums calculated here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb, exp, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.audit.sampling.sample_bounds import confidence_factor, rate_limit, rounded_up, stringer_limit

C95, C90 = Fraction(95, 100), Fraction(90, 100)

# AICPA, Audit Guide: Audit Sampling, tables of upper limits (in per cent), at 5 % and 10 % risk of overreliance.
AICPA_RATES = [
    (C95, 60, ("4.9", "7.7", "10.2")),
    (C95, 100, ("3.0", "4.7", "6.2")),
    (C90, 60, ("3.8", "6.4", "8.7")),
    (C90, 100, ("2.3", "3.9", "5.3")),
]
# The same guide, confidence factors for monetary-unit sampling, by number of overstatements.
AICPA_FACTORS = [
    (C95, ("3.00", "4.75", "6.30", "7.76", "9.16")),
    (C90, ("2.31", "3.89", "5.33", "6.69")),
]


@pytest.mark.parametrize(("confidence", "size", "printed"), AICPA_RATES)
def test_the_limit_of_a_rate_is_the_printed_one(confidence, size, printed):
    found = [rounded_up(100 * rate_limit(errors, size, confidence), 1) for errors in range(len(printed))]
    assert found == [Decimal(text) for text in printed]


@pytest.mark.parametrize(("confidence", "printed"), AICPA_FACTORS)
def test_the_factors_are_the_printed_ones(confidence, printed):
    found = [rounded_up(confidence_factor(errors, confidence), 2) for errors in range(len(printed))]
    assert found == [Decimal(text) for text in printed]


@given(st.integers(1, 200), st.data(), st.sampled_from([C90, C95, Fraction(99, 100)]))
def test_at_the_limit_so_few_errors_have_the_stated_probability(size, data, confidence):
    """The binomial probability of `errors` or fewer, summed here with exact fractions."""
    errors = data.draw(st.integers(0, size - 1))
    limit = rate_limit(errors, size, confidence).limit_denominator(10**15)
    tail = sum(comb(size, k) * limit**k * (1 - limit) ** (size - k) for k in range(errors + 1))
    assert float(tail) == pytest.approx(float(1 - confidence), rel=1e-6)


@pytest.mark.parametrize(("errors", "size"), [(0, 1), (0, 60), (3, 60), (39, 40), (20, 90)])
@pytest.mark.parametrize("confidence", [Fraction(4, 5), C95, Fraction(999, 1000)])
def test_a_limit_is_never_below_the_true_one_and_at_most_1e_18_above(errors, size, confidence):
    def so_few(rate: Fraction) -> Fraction:
        return sum(comb(size, k) * rate**k * (1 - rate) ** (size - k) for k in range(errors + 1))

    limit = rate_limit(errors, size, confidence)
    assert so_few(limit) <= 1 - confidence < so_few(limit - Fraction(1, 10**18))


@pytest.mark.parametrize("errors", range(12))
def test_at_the_factor_so_few_errors_have_the_stated_probability(errors):
    factor = float(confidence_factor(errors, C95))
    assert sum(exp(-factor) * factor**k / factorial(k) for k in range(errors + 1)) == pytest.approx(0.05, rel=1e-9)


def test_the_limit_is_1_if_every_item_is_an_error():
    assert rate_limit(5, 5, C95) == 1


def test_without_overstatement_the_limit_is_three_intervals():
    """At 95 % it is 2.9957 × 10,000."""
    assert rounded_up(stringer_limit(Fraction(10_000), [], C95), 2) == Decimal("29957.33")


def test_the_stringer_limit_equals_the_arithmetic_by_hand():
    """10,000 × (2.99573 + 1.74813 × 0.5 + 1.55193 × 0.2); the printed factors give 10,000 × 4.185 = 41,850."""
    found = stringer_limit(Fraction(10_000), [Fraction(1, 5), Fraction(1, 2)], C95)
    assert float(found) == pytest.approx(10_000 * (2.99573 + 1.74813 * 0.5 + 1.55193 * 0.2), abs=0.1)
    assert 41_800 < found < 41_850


@settings(max_examples=30)
@given(st.lists(st.fractions(0, 1), max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_errors_does_not_matter_and_one_more_raises_the_limit(taintings, random):
    shuffled = random.sample(taintings, len(taintings))
    limit = stringer_limit(Fraction(100), taintings, C95)
    assert stringer_limit(Fraction(100), shuffled, C95) == limit
    assert stringer_limit(Fraction(100), [*taintings, Fraction(1, 2)], C95) > limit


@given(st.fractions(0, 10**6), st.integers(0, 4))
def test_a_printed_limit_is_rounded_up(value, decimals):
    printed = Fraction(rounded_up(value, decimals))
    assert value <= printed < value + Fraction(1, 10**decimals)
