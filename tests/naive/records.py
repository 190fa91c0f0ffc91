"""An institution's data for the naive implementation; nothing is shared with the code under test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property, wraps

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
NAMED = {
    "T1": (1, 3), "T2": (4, 6), "T3": (7, 9), "T4": (10, 12), "S1": (1, 6), "S2": (7, 12), "anual": (1, 12),
}  # fmt: skip
LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Of 2024."""

Key = tuple[str, str]
"""Level and code."""
Amounts = dict[str, Fraction]
"""By month, or `anual`; a month that is not stated is absent."""


def once(question: Callable) -> Callable:
    """Decorator of a method that is computed once for each object and arguments, and then remembered."""
    name = f"_answers_to_{question.__name__}"

    @wraps(question)
    def answered(self: object, *asked: object) -> object:
        answers = self.__dict__.setdefault(name, {})
        if asked not in answers:
            answers[asked] = question(self, *asked)
        return answers[asked]

    return answered


@dataclass(frozen=True)
class Window:
    """Some months in a row; `last` is included."""

    name: str
    first: int
    last: int

    @cached_property
    def kind(self) -> str:
        if self.first == self.last:
            return "mes"
        return "trimestre" if self.name in ("T1", "T2", "T3", "T4") else "acumulado"

    @cached_property
    def months(self) -> list[str]:
        return list(MONTHS[self.first - 1 : self.last])

    @property
    def last_day(self) -> str:
        return f"2024-{self.last:02}-{LAST_DAYS[self.last - 1]:02}"

    @cached_property
    def quarters(self) -> list[str]:
        """The quarters that make up the window, or none if it is not made up of whole quarters."""
        found = [name for name in ("T1", "T2", "T3", "T4") if self.first <= NAMED[name][0] and NAMED[name][1] <= self.last]
        return found if 3 * len(found) == self.last - self.first + 1 else []


@cache
def window(name: str) -> Window:
    if name in NAMED:
        return Window(name, *NAMED[name])
    first, _, last = name.partition("-")
    return Window(name, MONTHS.index(first) + 1, MONTHS.index(last or first) + 1)


@cache
def since_january(month: int) -> Window:
    """The window from January to the end of a month."""
    return window({1: "ene", 3: "T1", 6: "S1", 12: "anual"}.get(month, f"ene-{MONTHS[month - 1]}"))


@dataclass(frozen=True)
class Place:
    """A node of the tree."""

    level: str
    code: str
    parent: Key | None
    acp: str = ""

    @property
    def key(self) -> Key:
        return (self.level, self.code)


@dataclass(frozen=True)
class Action:
    code: str
    weight: Fraction | None = None
    group: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a budget report at the end of a month; the amounts by column, where published."""

    month: int
    report: str
    code: str
    amounts: Amounts


@dataclass(frozen=True)
class Programme:
    """The money programmed in each month for a category, or for an action if the category is empty."""

    category: str
    action: str
    months: Amounts


@dataclass(frozen=True)
class Task:
    """A task in one version of the plan."""

    version: str
    code: str
    unit: str
    operation: str
    action: str
    keeps: bool
    programmed: Amounts
    weight: Fraction | None = None
    budget: Fraction | None = None


@dataclass(frozen=True)
class Form:
    """The execution that a form reports for one task; the year's table has an empty window."""

    window: str
    task: str
    executed: Amounts


@dataclass(frozen=True)
class Presented:
    """The day on which a unit handed in its form of a period."""

    unit: str
    window: str
    day: str


@dataclass(frozen=True)
class Institution:
    """An institution and what it publishes of a year, to the end of a window."""

    end: str
    places: list[Place]
    actions: list[Action]
    links: list[tuple[str, str, str, str]]
    """Category, action, area, unit."""
    reported: dict[tuple[str, str, str, str], Fraction]
    """By indicator, window, level and code."""
    weights: dict[tuple[str, str, str, str], Fraction] = field(default_factory=dict)
    """The weights with which some of them were reported."""
    lines: list[Line] = field(default_factory=list)
    programme: list[Programme] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    """The day from which each version is in force, for the dated ones."""
    tasks: list[Task] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    presented: list[Presented] = field(default_factory=list)
    deadlines: dict[str, str] = field(default_factory=dict)

    @cached_property
    def windows(self) -> list[Window]:
        """Months and quarters to the end, January to each quarter's end and to the end, and the window itself."""
        last = window(self.end).last
        months = [window(name) for name in MONTHS[:last]]
        quarters = [window(f"T{number}") for number in range(1, last // 3 + 1)]
        whole = [since_january(quarter.last) for quarter in quarters]
        return list(dict.fromkeys([*months, *quarters, *whole, since_january(last), window(self.end)]))

    @once
    def children(self, key: Key) -> list[Place]:
        return [place for place in self.places if place.parent == key]

    @once
    def above(self, place: Place) -> list[Place]:
        found = self.place(place.parent) if place.parent else None
        return [found, *self.above(found)] if found else []

    def place(self, key: Key) -> Place | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[Key, Place]:
        return {place.key: place for place in self.places}

    @once
    def ends_below(self, key: Key) -> list[Place]:
        """Units and posts at any depth below a node that have no nodes below themselves."""
        return [
            place
            for place in self.places
            if place.level in ("unidad", "puesto")
            and not self.children(place.key)
            and key in [above.key for above in self.above(place)]
        ]
