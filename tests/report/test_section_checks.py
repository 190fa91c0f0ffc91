"""A section's check: what it compares, what it calls a difference, and what the executed notebook keeps of it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from helpers.views.elements.section_checks import MIME, check_of


def differing(repeated: object, book: object) -> list[tuple[str, ...]]:
    return [pair.texts for pair in check_of("x", repeated, book).differing]


@pytest.mark.parametrize(
    ("repeated", "book"),
    [
        (Decimal("23.53"), Fraction(2353, 100)),
        ("23.53", "23.53"),
        ([1, Fraction(1, 3)], (Decimal(1), Fraction(1, 3))),
        (pd.Series({"a": Fraction(1, 3), "b": 2}), {"b": Decimal("2.00"), "a": Fraction(1, 3)}),
        (pd.Series({"a": Fraction(1, 3)}), [Fraction(1, 3)]),
        (pd.Series([1, 2]), [1, 2]),
        ({"U1", "U2"}, {"U2", "U1"}),
        ([], []),
        (None, None),
    ],
)
def test_equal_values_agree_however_they_are_held(repeated, book):
    assert not check_of("x", repeated, book).failed


def test_a_difference_names_the_element_both_values_and_the_gap_between_them():
    assert differing({"avance/1": Fraction(47, 2), "avance/2": 5}, {"avance/1": Decimal("23.53"), "avance/2": 5}) == [
        ("avance/1", "23.5", "23.53", "-0.03")
    ]


def test_fractions_are_compared_exactly():
    almost = Fraction(1, 3) + Fraction(1, 10**40)
    assert check_of("x", Fraction(1, 3), almost).failed


@pytest.mark.parametrize(
    ("repeated", "book", "told"),
    [
        ([1, 2, 3], [1, 2], ("3", "3", "(no está)", "")),
        ([1], [1, 2], ("2", "(no está)", "2", "")),
        ({"a": 1}, {"a": 1, "b": 2}, ("b", "(no está)", "2", "")),
        ({"a"}, {"a", "b"}, ("b", "(no está)", "b", "")),
        ([1, 2], [2, 1], ("1", "1", "2", "-1")),
        (pd.Series({"a": float("nan")}), {"a": 1}, ("a", "s/d", "1", "")),
        ("Alta", "Baja", ("", "Alta", "Baja", "")),
        (None, 0, ("", "s/d", "0", "")),
    ],
)
def test_missing_reordered_and_different_values_differ(repeated, book, told):
    assert told in differing(repeated, book)


def test_a_binary_float_never_agrees():
    assert check_of("x", 0.5, Fraction(1, 2)).failed
    assert check_of("x", float("nan"), float("nan")).failed


def test_values_of_the_same_name_are_compared_in_order_and_none_is_lost():
    twice = pd.Series([1, 2], index=["a", "a"])
    assert not check_of("x", twice, [1, 2]).failed
    assert differing(twice, {"a": 2}) == [("a", "1", "2", "-1"), ("a", "2", "(no está)", "")]


def test_the_notebook_keeps_the_promise_the_count_and_every_difference():
    bundle = check_of("Lo devengado es la suma", {"a": 1, "b": 2}, {"a": 1, "b": 3})._repr_mimebundle_()
    assert json.loads(json.dumps(bundle[MIME])) == {
        "promesa": "Lo devengado es la suma",
        "comparados": 2,
        "distintos": [{"elemento": "b", "repetido": "2", "libro": "3", "diferencia": "-1"}],
    }


def test_a_check_shows_its_values_and_says_how_many_there_are(wording):
    agreeing = check_of("Suman <lo mismo>", range(12), range(12))._repr_mimebundle_()["text/html"]
    wording(re.sub("<[^>]+>", "", agreeing.partition("<table")[0]), "12", "5")
    assert agreeing.count("<tr>") == 1 + 5
    failing = check_of("Suman", range(12), [*range(11), 40])._repr_mimebundle_()["text/html"]
    wording(re.sub("<[^>]+>", "", failing.partition("<table")[0]), "12", "uno")
    assert "<td>11</td><td>40</td><td>-29</td>" in failing
