"""Chance that can be repeated: one stream of random numbers a topic, so that changing one topic moves no other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chance:
    """Streams of random integers under one seed."""

    seed: int

    def of(self, *topic: object) -> random.Random:
        """The stream of a topic; asked for again, it begins again."""
        return random.Random("/".join(map(str, (self.seed, *topic))))


def apportion(total: int, weights: Sequence[int], least: int = 0) -> list[int]:
    """Share a whole number out in proportion to weights, by largest remainder; each part gets at least `least`.

    Raises
    ------
    ValueError
        Where the total does not reach for what each must get.
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
