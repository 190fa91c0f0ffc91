"""Finds where two pieces of JSON data differ; a place is a path of names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from helpers.audit.pages.word_differences import both_shortened, shortened, text_changes, words_and_tags

ABSENT = "(no está)"
_KEYS = (
    ("id",), ("nivel", "codigo"), ("version", "tarea"), ("declarado",), ("tabla", "archivo", "hoja"),
    ("tabla", "archivo"), ("tabla",),
)  # fmt: skip
"""Keys that identify a list's items better than their position."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A place where two pieces of data differ: its path and both values; for long texts, words that differ."""

    path: tuple[str, ...]
    expected: str
    found: str


def departures(expected: object, found: object, path: tuple[str, ...] = ()) -> Iterator[Departure]:
    """Yield every place where two pieces of JSON data differ, in order; nothing if they are equal.

    Items of lists are compared by the first of `_KEYS` that they have, else by position. `1` and `1.0` differ.

    Parameters
    ----------
    path : tuple of str
        Beginning of each path.
    """
    if repr(expected) == repr(found):
        return  # nearly always the case, and quicker to see than field by field
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        yield from _in_mappings(expected, found, path)
    elif _is_list(expected) and _is_list(found):
        yield from _in_mappings(_by_name(expected), _by_name(found), path)
    else:
        yield from (Departure(path, *texts) for texts in _texts(expected, found))


def _texts(expected: object, found: object) -> Iterator[tuple[str, str]]:
    """Yield two differing values in words, shortened; for long texts, each change of words."""
    if isinstance(expected, str) and isinstance(found, str) and shortened(expected + found) != expected + found:
        yield from text_changes(expected, found, words_and_tags)
        return
    one, other = _whole_words(expected), _whole_words(found)
    yield both_shortened(one, other) if one != other else (shortened(repr(expected)), shortened(repr(found)))


def _in_mappings(
    expected: Mapping[object, object], found: Mapping[object, object], path: tuple[str, ...]
) -> Iterator[Departure]:
    """Yield the differences of two mappings by name: in the expected order, then names that only `found` has."""
    for name in (*expected, *(name for name in found if name not in expected)):
        if name not in found:
            yield Departure((*path, str(name)), _words(expected[name]), ABSENT)
        elif name not in expected:
            yield Departure((*path, str(name)), ABSENT, _words(found[name]))
        else:
            yield from departures(expected[name], found[name], (*path, str(name)))


def _by_name(items: Sequence[object]) -> dict[object, object]:
    """Return a list's items by the values of their keys, else by position from 1; a repeated name gets its position."""
    named: dict[object, object] = {}
    for place, item in enumerate(items, start=1):
        keyed = (" ".join(str(item[key]) for key in keys) for keys in _KEYS if _has(item, keys))
        name = next(keyed, f"n.º {place}")
        named[name if name not in named else f"{name} (n.º {place})"] = item
    return named


def _has(item: object, keys: Sequence[str]) -> TypeGuard[Mapping[str, object]]:
    return isinstance(item, Mapping) and all(item.get(key) for key in keys)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _words(value: object) -> str:
    """Return a value for a message, shortened."""
    return shortened(_whole_words(value))


def _whole_words(value: object) -> str:
    """Return a text, or a value as JSON: `vacío` for an empty text or None; of a list of objects only how many."""
    if _is_list(value) and value and all(isinstance(item, Mapping) for item in value):
        return f"{len(value)} {'elemento' if len(value) == 1 else 'elementos'}"
    if value in ("", None):
        return "vacío"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
