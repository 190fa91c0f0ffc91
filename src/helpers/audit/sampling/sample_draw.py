"""Draws a sample of reported results, by area or by money. The same population, size and seed give the same sample.

It uses no binary float and no random generator of Python: an item's number is the SHA-256 of the seed and its id.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from helpers.base.errors import UsageError
from helpers.base.exact import exact_sum
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.figures.records import SourceCell

NO_STATE = "sin estado"
"""Printed of a result that states neither a number nor that it was achieved."""


class Kind(StrEnum):
    """Which table a reported result is from."""

    TASK = "tarea"
    PROGRESS = "avance"
    RESULT = "resultado"


class LeftOut(StrEnum):
    """Why a reported row is not in the population; the value is printed."""

    NOTHING = "Valores de cero o menos: no afirman ningún avance"
    UNKNOWN = "Cantidades de tareas que no están en el plan que rige: este las retiró o no las tuvo nunca"
    BY_TASKS = "Avances y resultados de unidades que informan por tareas: cuentan los valores de sus tareas"
    SUMMARY = "Avances que resumen los de unidades de más abajo, que también informan"
    NO_ACHIEVEMENT = "Dificultades, contexto, conclusiones y otras filas de «resultados» que no son logros"
    UNFINISHED = "Resultados en curso o previstos: no afirman que se haya logrado"
    DETAIL = "Detalles de otro resultado (columna parte_de)"
    WITHOUT_MONEY = "Resultados sin un presupuesto mayor que cero: la muestra por dinero no los alcanza"


@dataclass(frozen=True)
class Item:
    """A reported result.

    Attributes
    ----------
    id : str
        `tarea/<task>/<period>`, `avance/<level>/<code>/<period>` or `resultado/<id>/<period>`; unique in a run: an id
        that several rows would share ends with the row's cell, as in `resultado/R1/2024-T2 (resultados.csv#F3)`.
    stratum : str
        Name of the area of the unit or, without areas, of the node directly under the institution.
    unit, subject, measure : str
        Name of the unit, what is reported, in words, and its unit of measure: `%` for a progress; may be empty.
    value : Decimal or None
        The reported number; None for a result without one.
    cell : SourceCell
        The input cell of the value or, without value, of the text.
    evidence : str
        Means of verification of a task, or source of a result; empty if there is none, and for a progress.
    money : Fraction or None
        Bolivianos behind it: an equal part of its task's budget or, without tasks, of its unit's budget in force from
        January on. None if that is unknown or not above zero.
    stated : str
        Of a result, the state that it states, or `NO_STATE`; printed where it has no number.
    """

    id: str
    kind: Kind
    stratum: str
    unit: str
    subject: str
    period: Period
    value: Decimal | None
    measure: str
    cell: SourceCell
    evidence: str
    money: Fraction | None = None
    stated: str = ""


@dataclass(frozen=True)
class Population:
    """The reported results of a run in the order of the inputs, and how many rows were left out by reason."""

    items: tuple[Item, ...]
    left_out: Mapping[LeftOut, int]

    @property
    def has_money(self) -> bool:
        """Whether every item has a budget; true also if there are no items."""
        return all(item.money is not None for item in self.items)

    def with_money(self) -> Population:
        """Return the population of the items that have a budget; the others are counted as left out."""
        items = tuple(item for item in self.items if item.money is not None)
        without = len(self.items) - len(items)
        return Population(items, {**self.left_out, **({LeftOut.WITHOUT_MONEY: without} if without else {})})


NUMBERS = 1 << 256
"""How many different numbers SHA-256 gives."""
START = "arranque"
"""Hashed in place of an item's id for the start of the systematic selection."""


class Design(StrEnum):
    """How a sample is drawn; the value is that of the option `--por`."""

    AREA = "area"
    MONEY = "dinero"


@dataclass(frozen=True)
class Draw:
    """A drawn sample.

    Attributes
    ----------
    seed, asked : int
        The seed, and the size asked for.
    population : Population
        What the sample was drawn from.
    items : tuple of Item
        Without repetition, in the order of the population.
    certain : frozenset of str
        By money: ids of the items taken because their budget reaches the interval.
    interval, start : Fraction or None
        By money: bolivianos between two selected ones, and the first selected one; None if every item is taken.
    strata : Mapping of str to (int, int)
        By area: for its name, the number of its items in the population, and of those drawn.
    """

    design: Design
    seed: int
    asked: int
    population: Population
    items: tuple[Item, ...]
    certain: frozenset[str] = frozenset()
    interval: Fraction | None = None
    start: Fraction | None = None
    strata: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_census(self) -> bool:
        """Whether the sample is the whole population."""
        return len(self.items) == len(self.population.items)


def draw(population: Population, design: Design | None, size: int, seed: int) -> Draw:
    """Draw a sample.

    Parameters
    ----------
    design : Design or None
        None draws by money if every item has a budget, else by area.
    size : int
        A size of at least the population's takes all of it.

    Raises
    ------
    UsageError
        If there is nothing to draw from, or fewer items are asked for than there are areas.
    """
    if design is None:
        design = Design.MONEY if population.items and population.has_money else Design.AREA
    if design is Design.MONEY:
        population = population.with_money()
    if not population.items:
        what = " con un presupuesto mayor que cero: use --por area" if design is Design.MONEY else " en esta corrida"
        raise UsageError(f"No hay resultados informados{what}.")
    chosen = _by_money if design is Design.MONEY else _by_area
    return chosen(population, size, seed)


def hash_number(seed: int, text: str) -> int:
    """Return the SHA-256 of seed, line feed and text (UTF-8) as a whole number from 0 to 2²⁵⁶ − 1."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{text}".encode()).digest(), "big")


def allocate(sizes: Sequence[int], total: int) -> list[int]:
    """Return how many items of each stratum are drawn, by Adams's method: proportional, with at least one for each.

    Each next item goes to the stratum in which one drawn item stands for the most items, the first of equals. No
    other allocation has a smaller maximum of that number, on which the limit of the error depends.

    Parameters
    ----------
    sizes : sequence of int
        Items of each stratum, at least one.
    total : int
        At least the number of strata.
    """
    drawn = [1] * len(sizes)
    waiting = [(Fraction(-size), place) for place, size in enumerate(sizes)]
    heapq.heapify(waiting)
    for _ in range(min(total, sum(sizes)) - len(sizes)):
        place = waiting[0][1]
        drawn[place] += 1
        heapq.heapreplace(waiting, (Fraction(-sizes[place], drawn[place]), place))
    return drawn


def _by_area(population: Population, size: int, seed: int) -> Draw:
    """Take `size` items in all: of each area its share (`allocate`), those with the smallest numbers (`hash_number`).

    Raises
    ------
    UsageError
        If `size` is less than the number of areas, each of which gives one item or more.
    """
    strata = grouped(population.items, lambda item: item.stratum)
    if size < len(strata):
        raise UsageError(
            f"--n {size} es menos que las {len(strata)} áreas con resultados informados, y de cada una se toma al "
            f"menos uno. Pida --n {len(strata)} o más."
        )
    counts = allocate([len(items) for items in strata.values()], size)
    taken = {
        item.id
        for items, count in zip(strata.values(), counts, strict=True)
        for item in sorted(items, key=lambda item: hash_number(seed, item.id))[:count]
    }
    told = {name: (len(items), count) for (name, items), count in zip(strata.items(), counts, strict=True)}
    return Draw(Design.AREA, seed, size, population, _kept(population, taken), strata=told)


def _by_money(population: Population, size: int, seed: int) -> Draw:
    """Take the items whose budget reaches the interval, and of the rest those in which a selected boliviano falls.

    The rest is lined up in the order of its numbers (`hash_number`). Every interval holds one selected boliviano, and
    no item of the rest is longer than an interval, so that each is taken at most once.
    """
    rest = sorted(population.items, key=lambda item: hash_number(seed, item.id))
    certain: set[str] = set()
    interval = Fraction(0)
    while rest:
        interval = total_money(rest) / (size - len(certain))
        large = {item.id for item in rest if money_of(item) >= interval}
        if not large:
            break
        certain |= large
        rest = [item for item in rest if item.id not in large]
    if not rest:
        return Draw(Design.MONEY, seed, size, population, _kept(population, certain), frozenset(certain))
    start = interval * Fraction(hash_number(seed, START), NUMBERS)
    taken = set(selected_by(rest, start, interval))
    items = _kept(population, certain | taken)
    return Draw(Design.MONEY, seed, size, population, items, frozenset(certain), interval, start)


def selected_by(lined_up: Iterable[Item], start: Fraction, interval: Fraction) -> Iterable[str]:
    """Yield the ids of the items in which one of the bolivianos start, start + interval, … falls; each id once.

    Parameters
    ----------
    lined_up : iterable of Item
        Items with a budget, none longer than the interval; their budgets are laid end to end in this order.
    start, interval : Fraction
        In bolivianos; the start is less than the interval.
    """
    following, passed = start, Fraction(0)
    for item in lined_up:
        passed += money_of(item)
        if following < passed:
            yield item.id
            following += interval


def money_of(item: Item) -> Fraction:
    """Return the budget of an item that has one."""
    return not_none(item.money)


def total_money(items: Iterable[Item]) -> Fraction:
    """Return the sum of the budgets of items that all have one."""
    return exact_sum(money_of(item) for item in items)


def _kept(population: Population, taken: set[str]) -> tuple[Item, ...]:
    """Return the items whose ids are taken, in the population's order."""
    return tuple(item for item in population.items if item.id in taken)
