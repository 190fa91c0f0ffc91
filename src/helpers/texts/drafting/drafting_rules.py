"""Drafting rules: each is a small function that finds one thing to say or to decide, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from helpers.base.system.digest import bytes_sha256
from helpers.texts.drafting.drafting_context import DraftContext

T = TypeVar("T")
DIGITS = 8
"""Characters of the digest in a comment (`rule_comment`)."""
RULE_COMMENT = re.compile(r"\{# regla: (?P<rule>\w+) [0-9a-f]+ #\}")
"""A comment as `rule_comment` writes it."""
_CONDITIONAL = re.compile(r"\{% if (?!deja_fuera)(?:(?!\{% if).)*?\{% endif %\}", re.DOTALL)
_OMISSION = re.compile(r"\{% (?:if deja_fuera\([^%]*\)|endif) %\}")


def rule_comment(key: str, said: str) -> str:
    """Return the comment that a draft leaves beside a passage: the rule that wrote it, and a digest of what it said.

    It is not printed. The digest is of the template: it stays when figures change, and becomes another with another
    subject, count or superlative. Text under a condition does not count, because the condition keeps it true; text
    that only what is left out keeps (`deja_fuera`) does, because it says how many are.
    """
    claimed = _OMISSION.sub("", _CONDITIONAL.sub("", said))
    return f"{comment_head(key)}{bytes_sha256(claimed.encode())[:DIGITS]} #}}"


def comment_head(key: str) -> str:
    """Return how every comment of a rule begins, `{# regla: KEY `, also in earlier drafts, which have no digest."""
    return f"{{# regla: {key} "


@dataclass(frozen=True)
class Rule(Generic[T]):
    """A drafting rule.

    Attributes
    ----------
    key : str
        Its name, which the draft shows.
    promise : str
        What it looks for or writes, in one Spanish sentence.
    find : callable
        Yields sentences (of a paragraph) or matters for decision, with figures requested by id; none if the figures
        do not support any.
    distance : str
        What a matter's score counts as the distance from the goal, in points, as a Spanish noun phrase. Empty for a
        rule that writes sentences, which have no score.
    """

    key: str
    promise: str
    find: Callable[[DraftContext], Iterator[T]]
    distance: str = ""


class Rules(Generic[T]):
    """The rules of one kind of draft, in the order in which they were registered."""

    def __init__(self) -> None:
        """Begin without rules; `rule` adds them by key."""
        self.by_key: dict[str, Rule[T]] = {}

    def __iter__(self) -> Iterator[Rule[T]]:
        return iter(self.by_key.values())

    def rule(
        self, key: str, promise: str, distance: str = ""
    ) -> Callable[[Callable[[DraftContext], Iterator[T]]], Callable[[DraftContext], Iterator[T]]]:
        """Return a decorator that registers a function as a rule; parameters as in `Rule`."""

        def register(find: Callable[[DraftContext], Iterator[T]]) -> Callable[[DraftContext], Iterator[T]]:
            """Register the function and return it unchanged."""
            self.by_key[key] = Rule(key, promise, find, distance)
            return find

        return register
