"""The ids of figures that are most like one that does not exist, for an error message."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.figures.figure import Figure

MOST, LEAST_LIKE = 3, 60
"""How many ids a message proposes, and their least similarity (0 to 100, `rapidfuzz`)."""


def nearest_ids(figure: str, figures: Mapping[str, Figure]) -> list[str]:
    """Return up to three ids of existing figures that are like an id, the most similar first; empty if none is."""
    from rapidfuzz import fuzz, process

    likely = process.extract(
        figure, figures.keys(), scorer=fuzz.ratio, processor=str.casefold, limit=MOST, score_cutoff=LEAST_LIKE
    )
    return [name for name, _, _ in likely]
