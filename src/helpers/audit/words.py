"""Two texts beside each other as words: which words differ, and between which neighbours they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"−?\d(?:[\d.,]*\d)?|[^\W\d_]+")
_NEIGHBOURS = 5
_FAR = 6 * _NEIGHBOURS
ASIDE = "⟨"
"""What begins a word that no reader sees: an attribute or a picture."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Change:
    """Runs of words that stand in each other's place: `expected[first:last]` and `found[start:end]`."""

    first: int
    last: int
    start: int
    end: int


def numbers_and_words(text: str) -> list[str]:
    """Numbers whole, words, and nothing of what stands between them: what a PDF's text keeps for certain."""
    return _WORD.findall(text)


def changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[Change]:
    """Where two sequences of words differ, in order; a word that is only cut in two elsewhere is no change."""
    head, tail = _in_common(expected, found)
    core = expected[head : len(expected) - tail], found[head : len(found) - tail]
    for tag, *ends in SequenceMatcher(None, *core, autojunk=False).get_opcodes():
        change = Change(*(end + head for end in ends))
        if tag != "equal" and _joined(expected, change.first, change.last) != _joined(found, change.start, change.end):
            yield change


def shortened(text: str) -> str:
    """A text that fits in a table of differences."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(words: Sequence[str], first: int, last: int) -> str:
    """Some words between the neighbours that a reader sees, themselves in brackets: `avance de [92,17] en la ACP`."""
    before = [word for word in words[max(0, first - _FAR) : first] if not word.startswith(ASIDE)][-_NEIGHBOURS:]
    after = [word for word in words[last : last + _FAR] if not word.startswith(ASIDE)][:_NEIGHBOURS]
    inside = " ".join(words[first:last])
    return " ".join(filter(None, (" ".join(before), f"[{inside}]", " ".join(after))))


def _in_common(expected: Sequence[str], found: Sequence[str]) -> tuple[int, int]:
    """How many words both begin with, and how many of the rest both end with: nearly all of them, as a rule."""
    pairs = zip(expected, found, strict=False)
    head = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(expected), len(found)))
    backwards = zip(reversed(expected[head:]), reversed(found[head:]), strict=False)
    shorter = min(len(expected), len(found)) - head
    return head, next((place for place, (one, other) in enumerate(backwards) if one != other), shorter)


def _joined(words: Sequence[str], first: int, last: int) -> str:
    return "".join(words[first:last])
