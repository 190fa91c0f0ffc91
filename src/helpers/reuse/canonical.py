"""A digest of a value by what it is: equal values give equal ones, in any process and on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache

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
    _write(value, parts)
    return hashlib.blake2b("".join(parts).encode("utf-8", "surrogatepass"), digest_size=LENGTH).hexdigest()


def _write(value: object, parts: list[str]) -> None:
    if isinstance(value, str):
        text = str.__str__(value)
        parts.append(f"s{len(text)}:{text}")
    elif value is None or isinstance(value, bool | int | float | Fraction | Decimal):
        parts.append(f"{type(value).__name__}{value};")
    elif isinstance(value, tuple | list):
        parts.append(f"l{len(value)}:")
        for item in value:
            _write(item, parts)
    elif isinstance(value, Mapping):
        parts.append(f"m{len(value)}:")
        for key, item in value.items():
            _write(key, parts)
            _write(item, parts)
    else:
        _write_other(value, parts)


def _write_other(value: object, parts: list[str]) -> None:
    if is_dataclass(value) and not isinstance(value, type):
        names = _fields(type(value))
        parts.append(f"r{type(value).__name__}{len(names)}:")
        for name in names:
            _write(getattr(value, name), parts)
    elif isinstance(value, Set):
        _write(sorted(map(digest_of, value)), parts)
    elif isinstance(value, date):
        parts.append(f"d{value.isoformat()};")
    elif isinstance(value, Enum):
        _write(value.value, parts)
    else:
        raise TypeError(f"{type(value).__name__} has no digest by value")


@cache
def _fields(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))
