"""Exact numbers: half up on fractions, full-precision text, and no binary float anywhere."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.base.exact import (
    FULL_PRECISION,
    ROOT_DIGITS,
    exact,
    is_terminating,
    plain_text,
    round_half_up,
    square_root,
    truncate,
)

WIDE = Context(prec=400)
DECIMALS = st.integers(min_value=0, max_value=8)
TERMINATING = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9
)
FRACTIONS = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("23.525", "23.53"),  # 94.10 / 4, action 1 of MRE in the second quarter of 2024
        ("23.5249999", "23.52"),
        ("-1.715", "-1.72"),
        ("-1.714", "-1.71"),
        ("-0.004", "0.00"),
        ("0.005", "0.01"),
        ("99.995", "100.00"),
        ("7", "7.00"),
        ("0", "0.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, printed):
    assert str(round_half_up(exact(value), 2)) == printed


def test_thirds_are_rounded_from_the_fraction_itself():
    assert str(round_half_up(Fraction(200, 3), 2)) == "66.67"
    assert str(round_half_up(Fraction(100, 3), 0)) == "33"


def test_rounding_to_thousands():
    """Negative decimals are powers of ten."""
    assert round_half_up(Fraction(1500), -3) == 2000
    assert truncate(Fraction(1999), -3) == 1000
    assert plain_text(round_half_up(Fraction(1500), -3)) == "2000"


@given(TERMINATING, DECIMALS)
@example(Decimal("-0.5"), 0)
@example(Decimal("2.5"), 0)
def test_half_up_agrees_with_the_decimal_module(value, decimals):
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=WIDE)
    rounded = round_half_up(exact(value), decimals)
    assert rounded == expected
    assert rounded.as_tuple().exponent == -decimals


@given(FRACTIONS, DECIMALS)
@example(Fraction(-1, 6), 0)
def test_half_up_is_the_nearest_step_or_the_one_farther_from_zero(value, decimals):
    """The expected value is found among the five steps around the value, without rounding."""
    step = Fraction(1, 10**decimals)
    start = int(value / step) - 2
    steps = [(start + place) * step for place in range(5)]
    expected = min(steps, key=lambda candidate: (abs(candidate - value), -abs(candidate)))
    assert exact(round_half_up(value, decimals)) == expected


@given(FRACTIONS, DECIMALS)
def test_rounding_a_rounded_value_changes_nothing(value, decimals):
    once = round_half_up(value, decimals)
    assert round_half_up(exact(once), decimals) == once
    assert str(round_half_up(exact(once), decimals)) == str(once)


@given(FRACTIONS, DECIMALS)
def test_rounding_is_the_same_on_both_sides_of_zero(value, decimals):
    assert round_half_up(-value, decimals) == -round_half_up(value, decimals)


@given(FRACTIONS, DECIMALS)
def test_zero_has_no_sign(value, decimals):
    for short in (round_half_up(value, decimals), truncate(value, decimals)):
        assert short != 0 or not short.is_signed()


@given(TERMINATING, DECIMALS)
def test_truncation_agrees_with_the_decimal_module(value, decimals):
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN, context=WIDE)
    assert truncate(exact(value), decimals) == expected


@given(TERMINATING)
def test_a_decimal_survives_being_written(value):
    fraction = exact(value)
    assert is_terminating(fraction)
    assert exact(plain_text(fraction)) == fraction


@given(st.fractions())
@example(Fraction(1, 2**80))
@example(Fraction(10**40))
def test_text_has_digits_a_sign_and_one_point_only(value):
    assert re.fullmatch(r"-?\d+(\.\d+)?", plain_text(value))


@given(FRACTIONS.filter(lambda value: not is_terminating(value)))
def test_an_endless_expansion_is_written_to_34_digits(value):
    text = plain_text(value)
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    assert len(digits) == FULL_PRECISION
    last_place = Fraction(1, 10 ** len(text.partition(".")[2]))
    assert abs(exact(text) - value) <= last_place / 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(8, 3), "2." + "6" * 32 + "7"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-5), "-5"),
        (Fraction(0), "0"),
        (Decimal("92.10"), "92.10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-9"), "0.000000001"),
        (12, "12"),
    ],
)
def test_plain_text_of_numbers(value, text):
    assert plain_text(value) == text


@pytest.mark.parametrize(
    ("value", "ends"), [("1/3", False), ("1/7", False), ("1/8", True), ("3/40", True), ("6", True)]
)
def test_which_decimal_expansions_end(value, ends):
    assert is_terminating(Fraction(value)) is ends


@pytest.mark.parametrize("value", [23.525, 0.1, float("nan")])
def test_a_float_is_refused(value):
    with pytest.raises(TypeError, match="float"):
        exact(value)


@pytest.mark.parametrize(
    ("value", "same"), [("92.16", Fraction(9216, 100)), ("1/3", Fraction(1, 3)), (7, Fraction(7))]
)
def test_texts_fractions_and_integers_are_exact(value, same):
    assert exact(value) == same


@given(st.integers(1, 10**6), st.integers(0, 6))
def test_the_root_of_a_square_is_the_number_squared(number, decimals):
    side = Fraction(number, 10**decimals)
    assert square_root(side * side) == side


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=10**6))
def test_a_root_is_right_to_one_unit_of_the_fortieth_digit(value):
    """One unit of the fortieth digit less gives a square of at most the value, one unit more one of at least it."""
    root = square_root(value)
    unit = root / 10 ** (ROOT_DIGITS - 1)
    assert (root - unit) ** 2 <= value <= (root + unit) ** 2


def test_a_root_that_does_not_end():
    """The root of 2 to forty digits, from a published table."""
    assert plain_text(square_root(Fraction(2)) * 10**39) == "1414213562373095048801688724209698078570"


@given(st.integers(1, 10**4), st.integers(1, 10**3), st.integers(0, 4))
def test_roots_whose_product_is_a_tie_are_rounded_up(side, inner, decimals):
    """√(2a) · √(2a·b²) is 2ab: no rounded root lets it fall below the tie that a half unit added to it makes."""
    product = square_root(Fraction(2 * inner)) * square_root(Fraction(2 * inner * side**2, 10**20)) * 10**10
    half = Fraction(1, 2 * 10**decimals)
    assert round_half_up(product + half, decimals) == 2 * inner * side + Decimal(1).scaleb(-decimals)


def test_the_upper_edge_of_a_projection_that_is_a_tie():
    """280,000, 280,000 and 290,000 of 1,200,000 in three quarters, with the factor 4.303: the edge is 96.835."""
    shares = [Fraction(amount, 12_000) for amount in (280_000, 280_000, 290_000)]
    mean = sum(shares) / 3
    spread = square_root(sum((share - mean) ** 2 for share in shares) / 2)
    edge = 4 * mean + exact("4.303") * spread * square_root(1 + Fraction(1, 3))
    assert abs(edge - exact("96.835")) < Fraction(1, 10**30)
    assert round_half_up(edge, 2) == Decimal("96.84")


def test_the_root_of_a_negative_number_is_refused():
    with pytest.raises(ArithmeticError, match="-1"):
        square_root(Fraction(-1))
    assert square_root(Fraction(0)) == 0
