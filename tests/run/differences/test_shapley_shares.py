"""Shares of a change: worked by hand, additive for any figures, and joined if a mixture has no value."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.run.differences.causes import divide, partitions, shapley

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=97)


def worth_of(values):
    return lambda of: values[frozenset(of)]


def subsets(players):
    return [frozenset(chosen) for size in range(len(players) + 1) for chosen in combinations(players, size)]


def test_shares_of_two_players_worked_by_hand():
    """The values are 20 with neither, 40/3 with V, 45 with D and 30 with both.

    V: ((40/3 − 20) + (30 − 45)) / 2 = −65/6. D: ((45 − 20) + (30 − 40/3)) / 2 = 125/6.
    """
    values = {frozenset(): Fraction(20), frozenset("V"): Fraction(40, 3), frozenset("D"): Fraction(45), frozenset("VD"): Fraction(30)}
    assert shapley([("V",), ("D",)], worth_of(values)) == [Fraction(-65, 6), Fraction(125, 6)]


def test_a_player_without_effect_has_no_share_and_equal_players_have_equal_shares():
    values = {of: Fraction(6 if {"a", "b"} <= of else 0) for of in subsets("abz")}
    assert shapley([("a",), ("b",), ("z",)], worth_of(values)) == [3, 3, 0]


@given(st.lists(NUMBERS, min_size=16, max_size=16))
@settings(max_examples=10)
def test_shares_add_up_exactly(numbers):
    """Shares are linear in the values, so that a few random ones show a wrong weight."""
    values = dict(zip(subsets("abcd"), numbers, strict=True))
    shares = divide("abcd", worth_of(values))
    assert [block for block, _ in shares] == [("a",), ("b",), ("c",), ("d",)]
    assert sum(share for _, share in shares) == values[frozenset("abcd")] - values[frozenset()]


@given(st.lists(st.one_of(st.none(), NUMBERS), min_size=14, max_size=14), NUMBERS, NUMBERS)
def test_players_join_where_a_mixture_has_no_value_and_shares_still_add_up(between, start, end):
    values = dict(zip(subsets("abcd"), [start, *between, end], strict=True))
    shares = divide("abcd", worth_of(values))
    assert sorted(player for block, _ in shares for player in block) == list("abcd")
    assert sum(share for _, share in shares) == end - start


@given(st.lists(st.one_of(st.none(), NUMBERS), min_size=7, max_size=7), NUMBERS, NUMBERS)
def test_shares_add_up_with_a_player_that_enters_first(before_end, start, end):
    values = dict(zip(subsets("abc"), [*before_end, end], strict=True))
    shares = divide("abc", worth_of(values), "t", start)
    assert sorted(player for block, _ in shares for player in block) == list("abct")
    assert sum(share for _, share in shares) == end - start


def test_what_enters_first_has_all_that_it_adds_before_the_others():
    """The figure is 10 before t enters. With t it is 30, then 40 with V, 45 with D and 60 with both.

    t: 30 − 10 = 20. V: ((40 − 30) + (60 − 45)) / 2 = 25/2. D: ((45 − 30) + (60 − 40)) / 2 = 35/2.
    """
    values = {frozenset(): Fraction(30), frozenset("V"): Fraction(40), frozenset("D"): Fraction(45), frozenset("VD"): Fraction(60)}
    shares = divide("VD", worth_of(values), "t", Fraction(10))
    assert shares == [(("t",), 20), (("V",), Fraction(25, 2)), (("D",), Fraction(35, 2))]


def test_what_enters_first_joins_a_player_without_which_it_has_no_value():
    """Without V there is no value after t enters, so t and V enter together: 40 − 10. D adds 60 − 40."""
    values = {frozenset(): None, frozenset("V"): Fraction(40), frozenset("D"): None, frozenset("VD"): Fraction(60)}
    assert divide("VD", worth_of(values), "t", Fraction(10)) == [(("t", "V"), 30), (("D",), 20)]


def test_only_players_without_separate_values_join():
    """A mixture with only one of a and b has no value, so a and b enter together; c enters alone."""
    values = {of: Fraction(len(of)) if ("a" in of) == ("b" in of) else None for of in subsets("abc")}
    assert divide("abc", worth_of(values)) == [(("a", "b"), 2), (("c",), 1)]


def test_a_figure_without_value_at_an_end_is_refused():
    with pytest.raises(LookupError):
        divide("a", worth_of({frozenset(): Fraction(1), frozenset("a"): None}))


def test_each_partition_appears_once():
    found = [sorted(map(sorted, blocks)) for blocks in partitions("abcd")]
    assert len(found) == 15
    assert len({str(blocks) for blocks in found}) == 15
