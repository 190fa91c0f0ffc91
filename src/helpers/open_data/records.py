"""What an open table is: its fields, its rows as text, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MISSING = ("",)
"""What stands in a cell where there is no value."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column as a Table Schema describes it.

    Attributes
    ----------
    kind : str
        `string`, `number`, `integer` or `date`.
    unit : str
        What its numbers are in; empty for texts and counts without a name.
    required : bool
        No cell is empty.
    allowed : tuple of str
        The only values; empty for any.
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
    """A table as it is published.

    Attributes
    ----------
    name : str
        Of the file without `.csv`; lower case.
    rows : tuple of Mapping
        By field, as text; numbers with a decimal point, dates as `2020-12-31`.
    sources : tuple of str
        Documents and files that it comes from.
    missing : tuple of str
        What stands in a cell where there is no value: nothing, and words such as `COVID`.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, str], ...]
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=MISSING)
