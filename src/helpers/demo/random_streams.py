"""Reproducible random numbers with one stream per topic, so that a change to one topic does not affect others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chance:
    """Streams of random integers from one seed."""

    seed: int

    def of(self, *topic: object) -> random.Random:
        """Return a new generator at the beginning of a topic's stream: equal seed and topic give equal numbers."""
        return random.Random("/".join(map(str, (self.seed, *topic))))


def apportion(total: int, weights: Sequence[int], least: int = 0) -> list[int]:
    """Return a whole number divided: `least` for each part, the rest in proportion to weights, by largest remainder.

    The parts add up to the number; weights that are all 0 count as equal.

    Raises
    ------
    ValueError
        If the total is less than what all parts must get.
    """
    rest = total - least * len(weights)
    if rest < 0:
        raise ValueError(f"{total} cannot give {least} to each of {len(weights)}")
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    shares = [divmod(rest * weight, whole) for weight in weights]
    parts = [least + quotient for quotient, _ in shares]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-shares[place][1], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
