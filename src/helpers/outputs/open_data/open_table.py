"""The model of an open table: its fields, its rows as text, and its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MISSING = ("",)
"""Texts of a cell without value."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column, as in a Table Schema.

    Attributes
    ----------
    kind : str
        `string`, `number`, `integer` or `date`.
    unit : str
        Unit of its numbers; empty for texts and plain counts.
    required : bool
        No cell is empty.
    allowed : tuple of str
        The only permitted values; empty for any.
    """

    name: str
    kind: str = "string"
    title: str = ""
    description: str = ""
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenTable:
    """A table as published.

    Attributes
    ----------
    name : str
        File name without `.csv`, in lower case.
    rows : tuple of Mapping
        Text by field; numbers with a decimal point, dates as `2020-12-31`.
    sources : tuple of str
        Documents and files that the table comes from.
    missing : tuple of str
        Texts that mean no value: the empty text, and words such as `COVID`.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, str], ...]
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=MISSING)
