"""The drafting rules: each a small function that says one thing, or nothing where the figures do not say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from helpers.conclusions.ground import Ground

Say = Callable[[Ground], Iterator[str]]


@dataclass(frozen=True)
class DraftRule:
    """A drafting rule.

    Attributes
    ----------
    key : str
        Its name, as the draft tells it.
    promise : str
        When it says something, and what, in one Spanish sentence.
    say : callable
        Its sentences, as the planner's text writes them: figures asked for by id.
    """

    key: str
    promise: str
    say: Say


@dataclass(frozen=True)
class Drafted:
    """A paragraph and the rule that made it."""

    rule: DraftRule
    text: str


class Rules:
    """Drafting rules in the order in which they speak."""

    def __init__(self) -> None:
        self.rules: dict[str, DraftRule] = {}

    def rule(self, key: str, promise: str) -> Callable[[Say], Say]:
        """Register a function as a rule.

        Raises
        ------
        ValueError
            For a key that is taken.
        """

        def register(say: Say) -> Say:
            if key in self.rules:
                raise ValueError(f"drafting rule registered twice: {key}")
            self.rules[key] = DraftRule(key, promise, say)
            return say

        return register

    def draft(self, ground: Ground) -> tuple[Drafted, ...]:
        """What the rules have to say: one paragraph each, those with nothing to say left out."""
        said = ((rule, " ".join(rule.say(ground))) for rule in self.rules.values())
        return tuple(Drafted(rule, text) for rule, text in said if text)
