"""Finds the lines in which two texts of a file differ."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.audit.audit_result import Difference
from helpers.audit.pages.word_differences import changes, text_changes


def line_differences(file: str, due: str, found: str) -> Iterator[Difference]:
    """Yield the lines in which two texts differ, by their number in the found one; a line that is only divided is none.

    Parameters
    ----------
    file : str
        The file as messages name it.
    due, found : str
        The text made now, and the published one.
    """
    ones, others = due.split("\n"), found.split("\n")
    for change in changes(ones, others):
        texts = "\n".join(ones[change.first : change.last]), "\n".join(others[change.start : change.end])
        yield from (Difference(f"{file}, línea {change.start + 1}", *told) for told in text_changes(*texts))
