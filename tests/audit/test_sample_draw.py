"""Which items are drawn: the same for the same seed, as many as asked, each with the probability that is stated."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sample_items import areas, budgets, item, population, some_areas, some_budgets

from helpers.audit.sampling.sample_draw import (
    Design,
    LeftOut,
    Population,
    allocate,
    draw,
    hash_number,
    money_of,
    selected_by,
    total_money,
)
from helpers.base.errors import UsageError


def ids(drawn) -> list[str]:
    return [one.id for one in drawn.items]


def test_the_number_of_an_item_can_be_calculated_without_this_program():
    r"""It is the output of `printf '7\nresultado/R1/2024-T2' | sha256sum`."""
    expected = "dfc3a29891622c3a91771f74bb27770ee1dd334bfdf4c7c61d2f9461891ca162"
    assert f"{hash_number(7, 'resultado/R1/2024-T2'):064x}" == expected


def test_a_sample_by_area_is_reproducible():
    """For NORTE-0 to NORTE-5 SHA-256 begins with 995c, 510e, 7460, 41a2, b11f, c1fd: 3, 1 and 2 are the lowest."""
    expected = ["NORTE-1", "NORTE-2", "NORTE-3", "SUR-1", "ESTE-0"]
    assert ids(draw(areas(NORTE=6, SUR=3, ESTE=1), Design.AREA, 5, 7)) == expected


def test_a_sample_by_money_is_reproducible():
    """1,000 / 4 = 250: r1 is certain. Then 600 / 3 = 200: r4 is too. Then 390 / 2 = 195, which no other reaches."""
    drawn = draw(budgets(30, 400, 70, 90, 210, 100, 60, 40), Design.MONEY, 4, 7)
    assert drawn.certain == {"r1", "r4"}
    assert (drawn.interval, total_money(drawn.population.items)) == (195, 1000)
    assert ids(drawn) == ["r1", "r3", "r4", "r6"]


@given(st.one_of(some_areas, some_budgets), st.integers(1, 60), st.integers(-5, 10**9))
def test_drawing_again_gives_the_same(whole, size, seed):
    size = max(size, len({one.stratum for one in whole.items}))
    assert draw(whole, None, size, seed) == draw(whole, None, size, seed)


@given(some_areas, st.integers(6, 60), st.integers(0, 99))
def test_by_area_each_item_is_drawn_at_most_once_and_each_area_has_its_share(whole, size, seed):
    drawn = draw(whole, Design.AREA, size, seed)
    assert len(set(ids(drawn))) == len(drawn.items) == min(size, len(whole.items))
    assert Counter(one.stratum for one in drawn.items) == {name: count for name, (_, count) in drawn.strata.items()}
    assert all(1 <= count <= of for of, count in drawn.strata.values())


@given(some_areas, st.integers(6, 30), st.randoms(use_true_random=False))
def test_by_area_the_order_of_the_items_does_not_matter(whole, size, random):
    """The items are shuffled within their area; the areas stay in order."""
    mixed = sorted(random.sample(whole.items, len(whole.items)), key=lambda one: one.stratum)
    assume(len(whole.items) > size)
    assert sorted(ids(draw(whole, Design.AREA, size, 3))) == sorted(ids(draw(population(*mixed), Design.AREA, size, 3)))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=4), st.integers(0, 8))
def test_no_other_allocation_represents_the_worst_represented_area_better(sizes, more):
    total = min(len(sizes) + more, sum(sizes))
    every = combinations_with_replacement(range(len(sizes)), total - len(sizes))
    others = ([1 + extra.count(place) for place in range(len(sizes))] for extra in every)
    best = min(max(Fraction(of, n) for of, n in zip(sizes, other, strict=True)) for other in others)
    found = allocate(sizes, total)
    assert sum(found) == total
    assert max(Fraction(of, n) for of, n in zip(sizes, found, strict=True)) == best


@given(some_budgets, st.integers(1, 50), st.integers(0, 99))
def test_by_money_each_item_is_drawn_at_most_once_and_a_large_one_always(whole, size, seed):
    drawn = draw(whole, Design.MONEY, size, seed)
    assert len(set(ids(drawn))) == len(drawn.items) == min(size, len(whole.items))
    rest = [one for one in whole.items if one.id not in drawn.certain]
    if drawn.interval is None:
        assert not rest
    else:
        assert drawn.interval * (size - len(drawn.certain)) == total_money(rest)
        assert 0 <= drawn.start < drawn.interval
        assert all(money_of(one) < drawn.interval for one in rest)
        assert drawn.certain <= set(ids(drawn))


@given(st.lists(st.integers(1, 20), min_size=2, max_size=12), st.integers(1, 5))
def test_the_chance_of_an_item_is_its_part_of_an_interval(amounts, count):
    """Of all starts of whole bolivianos within an interval, as many hit an item as it has bolivianos."""
    total = sum(amounts)
    assume(total % count == 0 and max(amounts) < total // count)
    interval = total // count
    lined_up = budgets(*amounts).items
    hits = Counter(found for start in range(interval) for found in selected_by(lined_up, Fraction(start), Fraction(interval)))
    assert [hits[one.id] for one in lined_up] == amounts


def test_money_is_the_default_only_where_every_item_has_some():
    some, none = item("a", money=5), item("b")
    assert draw(population(some), None, 1, 1).design is Design.MONEY
    assert draw(population(some, none), None, 1, 1).design is Design.AREA


def test_by_money_an_item_without_money_is_counted_as_left_out():
    drawn = draw(population(item("a", money=5), item("b")), Design.MONEY, 9, 1)
    assert (ids(drawn), drawn.population.left_out) == (["a"], {LeftOut.WITHOUT_MONEY: 1})
    assert drawn.is_census


@pytest.mark.parametrize(
    ("whole", "design", "size", "told"),
    [
        (areas(A=3, B=3, C=3), Design.AREA, 2, "--n 2 es menos que las 3 áreas"),
        (areas(A=3), Design.MONEY, 2, "con un presupuesto mayor que cero: use --por area"),
        (Population((), {}), None, 2, "No hay resultados informados en esta corrida"),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_refused(whole, design, size, told):
    with pytest.raises(UsageError, match=told):
        draw(whole, design, size, 1)
