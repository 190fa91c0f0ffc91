"""Divides a change exactly among causes by Shapley values; causes are joined where a mixture has no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeVar

from helpers.base.python_extras import not_none

Player = TypeVar("Player")
Worth = Callable[[frozenset[Player]], Fraction | None]
Block = tuple[Player, ...]


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
