"""Where two pieces of plain data (what JSON holds) differ, each place as a path of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.audit.words import shortened

ABSENT = "(no está)"
_KEYS = (("id",), ("nivel", "codigo"))
"""What names an item of a list better than its place in it."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A place where two pieces of plain data differ: its path, and what each has there."""

    path: tuple[str, ...]
    expected: str
    found: str


def departures(expected: object, found: object, path: tuple[str, ...] = ()) -> Iterator[Departure]:
    """Walk both pieces together and yield every place where they differ, in order."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        yield from _in_mappings(expected, found, path)
    elif _is_list(expected) and _is_list(found):
        yield from _in_mappings(_by_name(expected), _by_name(found), path)
    elif type(expected) is not type(found) or expected != found:
        yield Departure(path, _words(expected), _words(found))


def _in_mappings(expected: Mapping, found: Mapping, path: tuple[str, ...]) -> Iterator[Departure]:
    for name in (*expected, *(name for name in found if name not in expected)):
        if name not in found:
            yield Departure((*path, str(name)), _words(expected[name]), ABSENT)
        elif name not in expected:
            yield Departure((*path, str(name)), ABSENT, _words(found[name]))
        else:
            yield from departures(expected[name], found[name], (*path, str(name)))


def _by_name(items: Sequence) -> dict[str, object]:
    """The items of a list by what names them, else by place from 1; a name used twice gets its place too."""
    named: dict[str, object] = {}
    for place, item in enumerate(items, start=1):
        name = next((" ".join(str(item[key]) for key in keys) for keys in _KEYS if _has(item, keys)), f"n.º {place}")
        named[name if name not in named else f"{name} (n.º {place})"] = item
    return named


def _has(item: object, keys: Sequence[str]) -> bool:
    return isinstance(item, Mapping) and all(item.get(key) for key in keys)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _words(value: object) -> str:
    return "vacío" if value in ("", None) else shortened(str(value))
