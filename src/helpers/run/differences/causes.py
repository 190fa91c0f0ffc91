"""The causes that a change is divided among, the columns of the input tables that belong to each, and the division."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeVar

from helpers.base.periods import MONTHS
from helpers.base.python_extras import not_none
from helpers.figures.records import Row
from helpers.intake.dataset import Dataset
from helpers.run.sensitivity.differing_rules import used_indicators
from helpers.settings.methods import Metodo

Player = TypeVar("Player")
Worth = Callable[[frozenset[Player]], Fraction | None]
Block = tuple[Player, ...]


class Cause(StrEnum):
    """A group of causes among which a change is divided; its value is the Spanish name that pages print."""

    PHYSICAL = "Informes físicos"
    IN_FORCE = "Presupuesto vigente"
    ACCRUED = "Presupuesto devengado"
    LATE = "Formularios tardíos"
    PLAN = "Reformulación del plan"
    METHOD = "Método"
    PARAMETERS = "Parámetros"
    TIME = "Paso del tiempo"
    PROGRAM = "Programa o datos no guardados"
    ROUNDING = "Redondeo"


MOST_PARTS = 8
JOINED_FIRST = ((Cause.IN_FORCE, Cause.ACCRUED), (Cause.METHOD, Cause.PARAMETERS))
"""Pairs of causes whose parts are added up if there are more than `MOST_PARTS`."""
MONEY = frozenset({Cause.IN_FORCE, Cause.ACCRUED})
IN_FORCE_COLUMNS = ("ppto_inicial", "modificaciones", "ppto_vigente")
ACCRUED_COLUMNS = ("certificado", "compromiso", "devengado", "pagado", "por_pagar")
OF_MONEY = frozenset({"saldo", "flujo", "programa"})
"""Rules of indicators that read the budget."""


@dataclass(frozen=True)
class Source:
    """A table that the headline figures depend on.

    Attributes
    ----------
    cause : Cause
        The cause of its changes; `gastos` and `avances` have more than one (`cause_of`).
    key : tuple of str
        The columns that identify a row, whatever its file and line.
    columns : tuple of str
        The columns that scoring reads; a change in another one, such as a description, changes no figure.
    """

    cause: Cause
    key: tuple[str, ...]
    columns: tuple[str, ...]


SOURCES: Mapping[str, Source] = {
    "estructura": Source(Cause.PLAN, ("nivel", "codigo"), ("padre", "acp")),
    "acciones": Source(Cause.PLAN, ("acp",), ("ponderacion", "grupo")),
    "versiones": Source(Cause.PLAN, ("version",), ("fecha",)),
    "vinculacion": Source(Cause.PLAN, ("cat_prog",), ("acp", "area", "unidad")),
    "tareas": Source(
        Cause.PLAN,
        ("version", "tarea"),
        ("unidad", "operacion", "acp", "ponderacion", "acumulable", "ppto", *MONTHS, "anual"),
    ),
    "ejecucion": Source(Cause.PHYSICAL, ("tarea", "periodo"), (*MONTHS, "anual")),
    "avances": Source(Cause.PHYSICAL, ("nivel", "codigo", "indicador", "periodo"), ("valor", "peso")),
    "metas": Source(Cause.PHYSICAL, ("acp", "periodo"), ("programado", "ejecutado")),
    "presentaciones": Source(Cause.LATE, ("unidad", "periodo"), ("fecha_presentacion", "en_plazo")),
    "programacion_financiera": Source(Cause.IN_FORCE, ("cat_prog", "acp"), MONTHS),
    "gastos": Source(
        Cause.IN_FORCE,
        ("fecha_corte", "reporte", "sistema", "estado", "cat_prog", "area", "fuente", "organismo", "partida"),
        (*IN_FORCE_COLUMNS, *ACCRUED_COLUMNS),
    ),
}

Key = tuple[str, ...]


def keyed(table: str, rows: Collection[Row]) -> dict[Key, Row]:
    """Return rows of a table by the texts of their key columns (`SOURCES`) and a last item, the number of the row.

    The number is `1` for the first row with those texts, `2` for the second, and so on.
    """
    found: dict[Key, Row] = {}
    seen: dict[Key, int] = {}
    for row in rows:
        key = tuple(row.text(column) for column in SOURCES[table].key)
        seen[key] = seen.get(key, 0) + 1
        found[(*key, str(seen[key]))] = row
    return found


def cause_of(table: str, column: str, row: Row, budget: Mapping[str, Cause]) -> Cause:
    """Return the cause of a cell: that of its table, but of its column in `gastos` and its indicator in `avances`.

    Parameters
    ----------
    budget : Mapping of str to Cause
        The indicators of money, by name, as `budget_indicators` returns them.
    """
    if table == "gastos":
        return Cause.IN_FORCE if column in IN_FORCE_COLUMNS else Cause.ACCRUED
    if table == "avances":
        return budget.get(row.text("indicador"), Cause.PHYSICAL)
    return SOURCES[table].cause


def budget_indicators(methods: Collection[Metodo]) -> Mapping[str, Cause]:
    """Return the indicators of some methods that are computed from the budget alone, each with a cause.

    A change of a value that is reported for the indicator (`avances`) belongs to this cause: `IN_FORCE` if all its
    rules read columns of `IN_FORCE_COLUMNS`; else `ACCRUED`, as for percentages of execution.
    """
    found: dict[str, Cause] = {}
    for method in methods:
        for name, indicator in method.indicadores.items():
            if rests_on(method, name) == {"dinero"}:
                columns = {rule.columna for rule in indicator.reglas.values()}
                found[name] = Cause.IN_FORCE if columns <= set(IN_FORCE_COLUMNS) else Cause.ACCRUED
    return found


def rests_on(method: Metodo, indicator: str) -> set[str]:
    """Return what an indicator is computed from: `dinero`, `físico`, both, or neither for a formula of constants.

    A roll-up weighted by budget makes everything that is rolled up depend on money too.
    """
    weighs = any(plan.regla == "media_por_presupuesto" for plan in method.consolidacion.values())
    found: set[str] = set()
    for name in (indicator, *used_indicators(method, indicator)):
        for rule in method.indicadores[name].reglas.values():
            found |= {"dinero"} if rule.regla in OF_MONEY else set()
            if rule.is_rolled_up or rule.regla == "meta":
                found |= {"físico", "dinero"} if weighs else {"físico"}
    return found


def task_codes(dataset: Dataset) -> set[str]:
    """Return the codes of the tasks of every version of a plan."""
    return {row.text("tarea") for row in dataset.rows("tareas")}


def joined(shares: Sequence[tuple[tuple[Cause, ...], Fraction]]) -> list[tuple[tuple[Cause, ...], Fraction]]:
    """Add up the parts of each pair in `JOINED_FIRST` while there are more than `MOST_PARTS`.

    The part of rounding counts too, but is not in `shares`. A pair's sum stands last, with the causes of all its parts.
    """
    found = list(shares)
    for pair in JOINED_FIRST:
        mine = [share for share in found if set(share[0]) & set(pair)]
        if len(found) >= MOST_PARTS and len(mine) > 1:
            causes = tuple(cause for share in mine for cause in share[0])
            found = [share for share in found if share not in mine]
            found.append((causes, sum((value for _, value in mine), Fraction(0))))
    return found


def shapley(blocks: Sequence[Block[Player]], worth: Callable[[frozenset[Player]], Fraction]) -> list[Fraction]:
    """Return the Shapley value of each block: the mean of what it adds, over all orders in which blocks can enter.

    The values add up exactly to the worth of all blocks minus the worth of none.

    Parameters
    ----------
    blocks : sequence of tuples
        Disjoint groups of players that enter together.
    worth : callable
        The figure's value when these players, and no others, come from the second run.
    """
    count = len(blocks)
    shares = [Fraction(0)] * count
    for size in range(count):
        weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
        for inside in combinations(range(count), size):
            before = frozenset(player for place in inside for player in blocks[place])
            base = worth(before)
            for place in set(range(count)) - set(inside):
                shares[place] += weight * (worth(before | frozenset(blocks[place])) - base)
    return shares


def divide(
    players: Sequence[Player], worth: Worth[Player], first: Player | None = None, start: Fraction | None = None
) -> list[tuple[Block[Player], Fraction]]:
    """Divide a change among players; players are joined in blocks if a coalition of only some of them has no value.

    Parameters
    ----------
    players : sequence
        Without `first`.
    worth : callable
        The value of a coalition of `players`, after `first` if there is one; None if it cannot be computed.
    first : player, optional
        Enters before all others: the passing of time, without which the new window's data belong to another figure.
    start : Fraction, optional
        The value before `first` enters; needed with it.

    Returns
    -------
    list of (block, share)
        Blocks with their shares, the block of `first` at the start. Of all ways to join players so that every
        coalition of blocks has a value, one with the most blocks is taken. The shares add up to the change exactly.

    Raises
    ------
    LookupError
        If all players together, or none, have no value.
    """
    everyone = ([first] if first is not None else []) + list(players)
    for blocks in sorted(partitions(everyone), key=len, reverse=True):
        opening = next((block for block in blocks if first is not None and first in block), ())
        others = [block for block in blocks if block != opening]
        base = frozenset(player for player in opening if player != first)
        values = {union: value for union in _unions(others) if (value := worth(base | union)) is not None}
        if len(values) == 2 ** len(others):
            shares = list(zip(others, shapley(others, values.__getitem__), strict=True))
            return [(opening, values[frozenset()] - not_none(start)), *shares] if opening else shares
    raise LookupError("the figure has no value in one of the two runs")


def _unions(blocks: Sequence[Block[Player]]) -> Iterator[frozenset[Player]]:
    """Yield the players of every choice of blocks, from none to all."""
    for size in range(len(blocks) + 1):
        for chosen in combinations(blocks, size):
            yield frozenset(player for block in chosen for player in block)


def partitions(players: Sequence[Player]) -> Iterator[list[Block[Player]]]:
    """Yield every way to group players into blocks, each way once; players keep their order within a block.

    Without players there is one way: no blocks.
    """
    if not players:
        yield []
        return
    *before, last = players
    for blocks in partitions(before):
        yield [*blocks, (last,)]
        for place, block in enumerate(blocks):
            yield [*blocks[:place], (*block, last), *blocks[place + 1 :]]
