"""The ids of figures that are most like one that does not exist, for an error message."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.figures.figure import Figure

MOST, LEAST_LIKE = 3, 60
"""How many ids a message proposes, and their least similarity (0 to 100, `rapidfuzz`)."""


def nearest_ids(figure: str, figures: Mapping[str, Figure]) -> list[str]:
    """Return up to three ids of existing figures that are like an id, the most similar first; empty if none is.

    Ids that differ only in the level come first: whoever writes `unidad/EMB-02` means the post of that code.
    """
    from rapidfuzz import fuzz, process

    wanted = _without_level(figure)
    same = [name for name in figures if _without_level(name) == wanted]
    likely = process.extract(
        figure, figures.keys(), scorer=fuzz.ratio, processor=str.casefold, limit=MOST, score_cutoff=LEAST_LIKE
    )
    return list(dict.fromkeys([*same, *(name for name, _, _ in likely)]))[:MOST]


def _without_level(figure: str) -> tuple[str, ...]:
    """The parts of an id without its level; for a text that is no id, only that text."""
    match figure.split("/", 3):
        case [indicator, period, _, code]:
            return indicator, period, code
    return (figure,)
