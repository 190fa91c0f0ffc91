"""The answer to a question as a trace keeps it: by digest, and of a figure what it printed."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.reuse.canonical import digest_of
from helpers.reuse.questions import FIGURE, Plain, packed
from helpers.trace import Figure

NOT_TOLD = ""
"""The digest of what cannot be told by value: it is never equal to any."""


def told(asked: tuple[str, Sequence[object]], answer: object) -> dict[str, Plain]:
    """A question and its answer, for a trace."""
    name, about = asked
    plain: dict[str, Plain] = {"pregunta": name, "sobre": packed(about), "sha": answer_digest(answer)}
    return plain | ({"impreso": answer.published} if name == FIGURE and isinstance(answer, Figure) else {})


def answer_digest(answer: object) -> str:
    """The digest of an answer; empty for one that cannot be told by value."""
    try:
        return digest_of(answer)
    except TypeError:
        return NOT_TOLD
