"""Small additions to Python: grouping by a key, narrowing of an optional value, the type of a JSON object."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
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
