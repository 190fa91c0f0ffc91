"""Rewrites codes with other spaces or missing zeros in the pattern that the run's parameters declare."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GROUPS = re.compile(r"0+|[^0]+")
_PARTS = re.compile(r"[0-9]+")
_OTHER_SIGNS = re.compile(r"[^0-9\s.\-/]")


def is_pattern(pattern: str) -> bool:
    """Return whether a text is a valid pattern: zeros for digits, and blanks, `.`, `-` or `/` between groups."""
    return bool(re.fullmatch(r"0+(?:[ .\-/]0+)*", pattern))


def in_form(code: str, patterns: Sequence[str]) -> str | None:
    """Write a code in a declared pattern.

    With `000 0 000`, the codes `570 0  004`, `570-0-4` and `5700004` become `570 0 004`. A group may lack leading
    zeros; it may not have more digits than its place.

    Parameters
    ----------
    patterns : Sequence of str
        Patterns such as `000 0 000`. A pattern with groups of the same lengths as the code's has precedence.

    Returns
    -------
    str or None
        None if the code fits no pattern, or fits several in different ways.
    """
    if _OTHER_SIGNS.search(code):
        return None
    parts = _PARTS.findall(code)
    exact = {shaped for pattern in patterns if (shaped := _shaped(parts, pattern, exact=True))}
    if len(exact) == 1:
        return exact.pop()
    fitting = {shaped for pattern in patterns if (shaped := _shaped(parts, pattern, exact=False))}
    return fitting.pop() if len(fitting) == 1 and not exact else None


def _shaped(parts: Sequence[str], pattern: str, *, exact: bool) -> str:
    places = _PARTS.findall(pattern)
    if len(parts) == 1 < len(places):
        if len(parts[0]) != sum(map(len, places)):
            return ""
        parts = _cut(parts[0], places)
    if len(parts) != len(places) or any(len(part) > len(place) for part, place in zip(parts, places, strict=True)):
        return ""
    if exact and any(len(part) != len(place) for part, place in zip(parts, places, strict=True)):
        return ""
    given = iter(parts)
    return "".join(
        next(given).zfill(len(piece)) if piece.startswith("0") else piece for piece in _GROUPS.findall(pattern)
    )


def _cut(digits: str, places: Sequence[str]) -> list[str]:
    parts, start = [], 0
    for place in places:
        parts.append(digits[start : start + len(place)])
        start += len(place)
    return parts
