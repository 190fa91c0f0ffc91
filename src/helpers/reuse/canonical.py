"""A digest of a value by what it is: equal values give equal ones, in any process and on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from operator import attrgetter
from types import NoneType

Writer = Callable[[object, list[str]], None]
"""Adds a value of one type to the text that is digested."""

LENGTH = 12
"""Bytes kept of a digest: one of ten thousand in a trace is the same as another's by chance once in 10^20."""


def digest_of(value: object) -> str:
    """The digest of a value made of texts, numbers, dates, lists, mappings and records.

    A list and a tuple are the same, and so are a text and a member of an enumeration of texts: a Book that was saved
    and read is the Book. The order of a mapping counts, because whoever goes through it meets it.

    Raises
    ------
    TypeError
        For anything else: what cannot be told by value is not kept.
    """
    parts: list[str] = []
    _WRITERS[type(value)](value, parts)
    return hashlib.blake2b("".join(parts).encode("utf-8", "surrogatepass"), digest_size=LENGTH).hexdigest()


class _Writers(dict[type, Writer]):
    """How each type is written, found out once: a section digests millions of values of a dozen types."""

    def __missing__(self, kind: type) -> Writer:
        found = self[kind] = _writer_of(kind)
        return found


_WRITERS = _Writers()


def _writer_of(kind: type) -> Writer:
    if issubclass(kind, str):
        return _write_text
    if issubclass(kind, NoneType | bool | int | float | Fraction | Decimal):
        return _plain_writer(kind.__name__)
    if issubclass(kind, tuple | list):
        return _write_items
    if issubclass(kind, Mapping):
        return _write_mapping
    if is_dataclass(kind):
        return _record_writer(kind)
    return next((writer for base, writer in _OTHERS.items() if issubclass(kind, base)), _refuse)


def _write_text(value: str, parts: list[str]) -> None:
    text = str.__str__(value)
    parts.append(f"s{len(text)}:{text}")


def _plain_writer(name: str) -> Writer:
    def write(value: object, parts: list[str]) -> None:
        parts.append(f"{name}{value};")

    return write


def _write_items(value: Sequence, parts: list[str]) -> None:
    parts.append(f"l{len(value)}:")
    for item in value:
        if type(item) is str:  # what most of a record is made of, without a call
            parts.append(f"s{len(item)}:{item}")
        else:
            _WRITERS[type(item)](item, parts)


def _write_mapping(value: Mapping, parts: list[str]) -> None:
    parts.append(f"m{len(value)}:")
    for pair in value.items():
        for item in pair:
            _WRITERS[type(item)](item, parts)


def _record_writer(kind: type) -> Writer:
    names = [field.name for field in fields(kind)]
    head, all_of = f"r{kind.__name__}{len(names)}:", _getter(names)

    def write(value: object, parts: list[str]) -> None:
        parts.append(head)
        for item in all_of(value):
            if type(item) is str:
                parts.append(f"s{len(item)}:{item}")
            else:
                _WRITERS[type(item)](item, parts)

    return write


def _getter(names: Sequence[str]) -> Callable[[object], tuple]:
    """The values of some fields at once."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _write_set(value: Set, parts: list[str]) -> None:
    _write_items(sorted(map(digest_of, value)), parts)


def _write_date(value: date, parts: list[str]) -> None:
    parts.append(f"d{value.isoformat()};")


def _write_member(value: Enum, parts: list[str]) -> None:
    _WRITERS[type(value.value)](value.value, parts)


def _refuse(value: object, _: list[str]) -> None:
    raise TypeError(f"{type(value).__name__} has no digest by value")


_OTHERS: Mapping[type, Writer] = {Set: _write_set, date: _write_date, Enum: _write_member}
