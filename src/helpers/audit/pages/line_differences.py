"""Finds the lines in which two texts of a file differ."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.audit.audit_result import Difference, written_otherwise
from helpers.audit.pages.word_differences import changes, text_changes


def line_differences(file: str, due: str, found: str) -> Iterator[Difference]:
    """Yield the lines in which two texts differ, by their number in the found one; nothing if the texts are equal.

    If only line breaks differ, that is one difference without a line.

    Parameters
    ----------
    file : str
        The file as messages name it.
    due, found : str
        The text made now, and the published one.
    """
    if due == found:
        return
    ones, others = due.split("\n"), found.split("\n")
    changed = list(changes(ones, others))
    for change in changed:
        texts = "\n".join(ones[change.first : change.last]), "\n".join(others[change.start : change.end])
        yield from (Difference(f"{file}, línea {change.start + 1}", *told) for told in text_changes(*texts))
    if not changed:
        yield written_otherwise(file)
