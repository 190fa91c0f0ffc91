"""Small additions to Python: grouping and splitting, results that may not exist, the type of a JSON object."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)

PlainData = Mapping[str, Any]
"""A JSON object as `json.load` returns it. The file's format, not the type checker, says what type each value has."""


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Group items by key. Keys stand in order of first appearance, and items keep their order within each key."""
    return by_key((key(item), item) for item in items)


def by_key(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    """Gather the second items of pairs by the first ones. Keys and items keep their order of appearance."""
    found: dict[Key, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found


def first_by_key(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, Item]:
    """Return pairs as a dictionary in which the first of several items with one key counts, not the last."""
    found: dict[Key, Item] = {}
    for key, item in pairs:
        found.setdefault(key, item)
    return found


def split_before(items: Sequence[Item], begins: Callable[[Item], bool]) -> tuple[tuple[Item, ...], ...]:
    """Split items into runs, in their order; a new one begins at each item for which `begins` is true.

    The items before the first of these are a run too. Without items the result is empty.
    """
    numbers = accumulate(map(begins, items))
    return tuple(map(tuple, by_key(zip(numbers, items, strict=True)).values()))


def split_evenly(items: Sequence[Item], most: int) -> tuple[tuple[Item, ...], ...]:
    """Split items, in their order, into as few parts of at most `most` items as possible, of similar size."""
    parts = -(-len(items) // most)
    size = -(-len(items) // parts) if parts else 1
    return tuple(tuple(items[at : at + size]) for at in range(0, len(items), size))


def if_computable(work: Callable[[], Item]) -> Item | None:
    """Return the result of a computation; None where it has none, as when it divides by zero."""
    try:
        return work()
    except ArithmeticError:
        return None


def not_none(value: Item | None) -> Item:
    """Return a value that cannot be None here, narrowed for the type checker.

    Raises
    ------
    LookupError
        Where it is None: the earlier step that should have refused it did not.
    """
    if value is None:
        raise LookupError("a value is absent that an earlier step should have ensured")
    return value
