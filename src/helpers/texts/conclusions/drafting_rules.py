"""Drafting rules: each is a small function that writes one statement, or nothing if the figures do not support it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from helpers.texts.conclusions.drafting_context import DraftContext

Say = Callable[[DraftContext], Iterator[str]]


@dataclass(frozen=True)
class DraftRule:
    """A drafting rule.

    Attributes
    ----------
    key : str
        Its name, which the draft shows.
    promise : str
        When the rule writes something, and what, in one Spanish sentence.
    say : callable
        Yields the sentences, with figures requested by id.
    """

    key: str
    promise: str
    say: Say


@dataclass(frozen=True)
class Drafted:
    """A paragraph, as a template with its figures requested by id, and the rule that wrote it."""

    rule: DraftRule
    text: str


class Rules:
    """Drafting rules, in the order of their paragraphs."""

    def __init__(self) -> None:
        """Begin without rules; `rule` adds them by key."""
        self.rules: dict[str, DraftRule] = {}

    def rule(self, key: str, promise: str) -> Callable[[Say], Say]:
        """Return a decorator that registers a function as a drafting rule.

        Parameters
        ----------
        key : str
            Name of the rule.
        promise : str
            When the rule writes something, and what, in one Spanish sentence.

        Raises
        ------
        ValueError
            If the key is already registered; raised when the function is decorated.
        """

        def register(say: Say) -> Say:
            """Register a function under the decorator's key and return it unchanged; ValueError if the key is taken."""
            if key in self.rules:
                raise ValueError(f"drafting rule registered twice: {key}")
            self.rules[key] = DraftRule(key, promise, say)
            return say

        return register

    def draft(self, context: DraftContext) -> tuple[Drafted, ...]:
        """Run the rules as registered; return one paragraph, of all its sentences, for each that wrote something."""
        said = ((rule, " ".join(rule.say(context))) for rule in self.rules.values())
        return tuple(Drafted(rule, text) for rule, text in said if text)
