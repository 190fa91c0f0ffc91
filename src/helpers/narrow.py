"""Narrow questions to a Book: looked for in all of it, and told apart by their answer alone.

A section that runs has noted down what it asks of its Book, to be run again where an answer is another. Whoever goes
through every figure for one thing (whether anybody has an indicator) has asked for all of them, and would run again
with any. As a narrow question only its answer counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from helpers.book import Book

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Question = Callable[Concatenate["Book", Asked], Answer]


def narrow(changed: str) -> Callable[[Question[Asked, Answer]], Question[Asked, Answer]]:
    """Make a function of a Book a narrow question.

    It must stand at the top of its module, ask nothing but the Book, and take texts, periods, numbers, and tuples of
    these, by position.

    Parameters
    ----------
    changed : str
        What a planner is told where the answer is another, in Spanish; `{0}`, `{1}`… are what was asked about.
    """

    def decorate(question: Question[Asked, Answer]) -> Question[Asked, Answer]:
        @wraps(question)
        def asked(book: Book, *about: Asked.args) -> Answer:
            return book.answer(question, *about)

        asked.changed = changed
        return asked

    return decorate
