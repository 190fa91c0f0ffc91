"""Reported results written by hand, to draw samples from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from helpers.audit.sampling.sample_draw import Item, Kind, Population
from helpers.base.periods import Period
from helpers.figures.records import SourceCell

QUARTER = Period.parse("2024-T2")


def item(name: str, area: str = "NORTE", money: int | Fraction | None = None, value: str | None = "10") -> Item:
    number = None if value is None else Decimal(value)
    cell = SourceCell("data/x/2024/avances.csv", "", "E2")
    share = None if money is None else Fraction(money)
    return Item(name, Kind.RESULT, area, "Unidad", "Se hizo", QUARTER, number, "informes", cell, "Informe 1", share)


def population(*items: Item) -> Population:
    return Population(items, {})


def areas(**sizes: int) -> Population:
    """A population with the given number of items in each area, named by the area and a number from 0."""
    return population(*(item(f"{area}-{place}", area) for area, size in sizes.items() for place in range(size)))


def budgets(*amounts: int) -> Population:
    return population(*(item(f"r{place}", money=amount) for place, amount in enumerate(amounts)))


some_areas = st.lists(st.integers(1, 30), min_size=1, max_size=6).map(
    lambda sizes: areas(**{f"A{place}": size for place, size in enumerate(sizes)})
)
some_budgets = st.lists(st.integers(1, 10**6), min_size=1, max_size=40).map(lambda amounts: budgets(*amounts))
