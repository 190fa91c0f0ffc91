"""How a column was rounded, as its other cells show: cell by cell, cut, or adjusted to add up to a hundred."""

from decimal import Decimal
from fractions import Fraction

import pytest
from cuadros_by_hand import lines_of, make_cuadro
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.causes.repeated_operations import share_of
from helpers.checks.cuadros.roundings import forced_to_total, largest_remainders
from helpers.figures.findings import Verdict
from helpers.figures.formulas.expressions import parse

RATIO = "- {regla: formula, columna: pct, formula: hecho / total * 100}"


def ratios(second: str):
    """Lines of 4/6, printed 66.66, and of 5/6 (83.333…) or 1/6 (16.666…) as `second` prints it."""
    done, printed = second.split(" ")
    return lines_of(make_cuadro(f"TAREA | hecho | total | pct%\na | 4 | 6 | 66.66\nb | {done} | 6 | {printed}", RATIO))


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        ("5 83.33", Verdict.ROUNDING),  # proves nothing: cut and rounded are the same
        ("1 16.66", Verdict.ROUNDING),  # cut too
        ("1 16.67", Verdict.IRRECONCILABLE),  # rounded up: the column is not cut
    ],
)
def test_a_cut_explains_a_value_only_if_the_column_agrees(second, verdict):
    assert ratios(second)["a/pct"].veredicto is verdict


SHARES = """
    DEPTO   | monto | pct%
    a       | {0}   | {1}
    b       | {2}   | {3}
    c       | {4}   | {5}
    TOTAL   | 1000  | 100
"""
SHARE_RULES = """
- {regla: cien, columnas: [pct]}
- regla: formula
  columna: pct
  formula: monto / todo * 100
  con: {todo: {cuadro: cuadro, columna: monto, filas: {depto: TOTAL}}}
"""
WHOLE = {"depto": {"tipo": "texto"}, "monto": {}, "pct": {"unidad": "%", "decimales": 0}}


def test_shares_adjusted_by_largest_remainders_are_rounding(wording):
    """33.6, 33.7 and 32.7 round to 34, 34 and 33, which is 101. 33.6 has the smallest remainder and so stays 33."""
    lines = lines_of(make_cuadro(SHARES.format(336, 33, 337, 34, 327, 33), SHARE_RULES, columnas=WHOLE))
    assert lines["a/pct"].veredicto is Verdict.ROUNDING
    wording(lines["a/pct"].causa, "100", "3", "101")


def test_shares_adjusted_in_some_other_way_are_recognised(wording):
    lines = lines_of(make_cuadro(SHARES.format(336, 34, 337, 33, 327, 33), SHARE_RULES, columnas=WHOLE))
    wording(lines["b/pct"].causa, "100", "101")


def test_a_column_that_adds_up_as_rounded_was_not_adjusted():
    assert forced_to_total([Fraction(100, 3)] * 3, [Decimal(33)] * 3, Decimal(99), 0) == ""


def test_a_column_with_a_number_that_no_rounding_gives_was_not_adjusted():
    due = [Fraction(336, 10), Fraction(337, 10), Fraction(327, 10)]
    assert forced_to_total(due, [Decimal(33), Decimal(37), Decimal(30)], Decimal(100), 0) == ""


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.integers(0, 2))
def test_largest_remainders_add_up_and_differ_by_less_than_a_unit(amounts, decimals):
    due = [Fraction(amount * 100, sum(amounts)) for amount in amounts]
    given_out = largest_remainders(due, Decimal(100), decimals)
    assert sum(given_out) == 100
    assert all(abs(Fraction(value) - share) < Fraction(1, 10**decimals) for value, share in zip(given_out, due, strict=True))


@pytest.mark.parametrize(
    ("formula", "share"),
    [("avance / 4", Fraction(1, 4)), ("avance * 3 / 12", Fraction(1, 4)), ("avance + 1", None), ("4 / avance", None),
     ("avance * avance", None), ("avance / 4 * otro", None), ("avance * 0", None)],
)  # fmt: skip
def test_a_formula_may_be_a_fixed_share_of_one_name(formula, share):
    assert share_of(parse(formula), "avance") == share
