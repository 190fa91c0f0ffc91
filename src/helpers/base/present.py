"""Narrowing of an optional value that an earlier step guarantees."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """Return a value that cannot be None here, narrowed for the type checker.

    Raises
    ------
    LookupError
        Where it is None: the earlier step that should have refused it did not.
    """
    if value is None:
        raise LookupError("a value is absent that an earlier step should have ensured")
    return value
