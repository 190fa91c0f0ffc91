"""The lines of the synthetic budget by month. Every report is a sum of these lines, so that all reports agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from helpers.demo.demo_records import Unit
from helpers.demo.ministry.central_units import CENTRAL_UNITS, EXTRA_CATEGORIES
from helpers.demo.ministry.posts import POST_TYPES
from helpers.demo.random_streams import Chance, apportion

MONTHS_A_YEAR = 12
THOUSAND = 100_000
"""A thousand bolivianos in cents."""
EXECUTING = {"ADM": "UE-1", "VRP": "UE-2", "VCI": "UE-3", "VSC": "UE-4", "EXT": "UE-5"}
FUNDERS = {"10": "111", "20": "230", "41": "111", "42": "230"}
FUND_NAMES = {
    "10": "Tesoro General de la Nación",
    "20": "Recursos específicos",
    "41": "Transferencias del TGN",
    "42": "Transferencias de recursos específicos",
}
ITEMS = {
    "10000": "Servicios personales",
    "20000": "Servicios no personales",
    "30000": "Materiales y suministros",
    "40000": "Activos reales",
    "80000": "Impuestos, regalías y tasas",
}
FUND_OF_ITEM = {"10000": "10", "20000": "20", "30000": "41", "40000": "42", "80000": "20"}
"""Source of funds by group of expenditure."""
SHARES = {
    "personal": {"10000": 70, "20000": 18, "30000": 7, "40000": 4, "80000": 1},
    "running": {"20000": 62, "30000": 26, "40000": 12},
}


@dataclass(frozen=True)
class Category:
    """A programme category: code, name, action, area, unit (may be empty) and initial budget in cents.

    `personal` says whether most of the budget pays salaries.
    """

    code: str
    name: str
    action: str
    area: str
    unit: str
    initial: int
    personal: bool = False


@dataclass
class Line:
    """One category and group of expenditure; amounts in cents, cumulative at the end of each month.

    Attributes
    ----------
    category : Category
    item, fund : str
    initial : int
    budget, certified, committed, accrued, paid : list of int
        Twelve amounts.
    """

    category: Category
    item: str
    fund: str
    initial: int
    budget: list[int] = field(default_factory=list)
    certified: list[int] = field(default_factory=list)
    committed: list[int] = field(default_factory=list)
    accrued: list[int] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Amendment:
    """A change of one line's budget: date, norm, reason, index of the line in the budget's lines from 0, and cents."""

    day: date
    norm: str
    words: str
    line: int
    cents: int


def categories_of(units: Sequence[Unit], chance: Chance) -> tuple[Category, ...]:
    """Return the budget categories that pay the units and the types of post, and those without a unit, by code."""
    here = {unit.code for unit in units}
    found = [
        _category(unit.category, unit.name, unit.action, unit.area, unit.code, unit.thousands, chance)
        for unit in CENTRAL_UNITS
        if unit.code in here
    ]
    abroad = {kind.category: kind for kind in reversed(POST_TYPES)}
    for code, kind in sorted(abroad.items()):
        found.append(_category(code, kind.category_name, "7", "EXT", "", kind.thousands, chance))
    for extra in EXTRA_CATEGORIES:
        found.append(_category(extra.code, extra.name, extra.action, extra.area, "", extra.thousands, chance))
    return tuple(sorted(found, key=lambda category: category.code))


def _category(code: str, name: str, action: str, area: str, unit: str, thousands: int, chance: Chance) -> Category:
    """Return a category whose initial budget is within 5 % of the given thousands of bolivianos."""
    initial = thousands * (THOUSAND - 5_000 + chance.of("category", code).randrange(10_000))
    return Category(code, name, action, area, unit, initial, personal=code in {"000 0 001", "550 0 001"})


def lines_of(categories: Iterable[Category]) -> list[Line]:
    """Return the lines of the budget: each category's initial budget divided among groups of expenditure.

    The amounts by month are still empty; `amend` and `spend` fill them in.
    """
    found = []
    for category in categories:
        shares = SHARES["personal" if category.personal else "running"]
        amounts = apportion(category.initial, list(shares.values()), least=1)
        found += [
            Line(category, item, FUND_OF_ITEM[item], amount) for item, amount in zip(shares, amounts, strict=True)
        ]
    return found


def amend(lines: Sequence[Line], chance: Chance) -> tuple[Amendment, ...]:
    """Change the lines' budgets during the year, in place, and return the changes: transfers, and new money in June.

    Fills in the twelve budgets in force of every line.
    """
    amendments = (*_transfers(lines, chance), *_additions(lines))
    for place, line in enumerate(lines):
        own = [item for item in amendments if item.line == place]
        line.budget = [
            line.initial + sum(item.cents for item in own if item.day.month <= month)
            for month in range(1, MONTHS_A_YEAR + 1)
        ]
    return amendments


def _transfers(lines: Sequence[Line], chance: Chance) -> Iterable[Amendment]:
    """Yield, for nine months, a pair of amendments: from the largest line of a source to another line of it."""
    dice = chance.of("transfers")
    for number, month in enumerate((2, 3, 4, 5, 7, 8, 9, 10, 11), start=1):
        fund = dice.choice(("20", "41", "42"))
        places = [place for place, line in enumerate(lines) if line.fund == fund]
        giver = max(places, key=lambda place: lines[place].initial)
        taker = dice.choice([place for place in places if place != giver])
        cents = max(100, lines[taker].initial * dice.randrange(2, 9) // 100)
        day, norm = date(2024, month, dice.randrange(3, 25)), f"RA SINT {number:03}/2024"
        words = "Traspaso presupuestario intrainstitucional (sintético)"
        yield Amendment(day, norm, words, giver, -cents)
        yield Amendment(day, norm, words, taker, cents)


def _additions(lines: Sequence[Line]) -> Iterable[Amendment]:
    """Yield new money of the June reformulation, for the largest line of two sources."""
    for fund, percent in (("20", 4), ("42", 6)):
        place = max((place for place, line in enumerate(lines) if line.fund == fund), key=lambda p: lines[p].initial)
        cents = lines[place].initial * percent // 100
        yield Amendment(date(2024, 6, 10), "RM SINT 117/2024", "Presupuesto adicional (sintético)", place, cents)
