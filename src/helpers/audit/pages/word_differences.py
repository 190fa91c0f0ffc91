"""Compares two texts as sequences of words, and quotes differences with their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

_MARKS = "\u0300-\u036f"
"""Accents after their letter: some keyboards type «o» and an accent for «ó»."""
_WORD = re.compile(rf"−?\d(?:[\d.,]*\d)?|(?:[^\W\d_]|[{_MARKS}])+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
"""Ligatures in copied texts, which a PDF returns as two letters."""
_NEIGHBOURS = 5
_FAR = 6 * _NEIGHBOURS
ASIDE = "⟨"
"""First character of a word that readers do not see: an attribute."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Change:
    """Runs of words in the same place that differ: `expected[first:last]` and `found[start:end]`."""

    first: int
    last: int
    start: int
    end: int


def numbers_and_words(text: str) -> list[str]:
    """Return the numbers and words of a text in order, without punctuation, which a PDF's text keeps reliably.

    A number keeps its minus sign and separators; a ligature is written as its separate letters, and an accented letter
    as one character.
    """
    return _WORD.findall(text if text.isascii() else normalize("NFC", text.translate(_LIGATURES)))


def changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[Change]:
    """Yield where two sequences of words differ, in order; nothing if they are equal.

    A word that is only divided in two is no change. `difflib` gets only what lies between the texts' common beginning
    and end, and it matches frequent words of a long text only beside rarer ones; all positions of all words would take
    minutes for a page.
    """
    head = _alike(expected, found)
    tail = _alike(expected[head:][::-1], found[head:][::-1])
    ours, theirs = expected[head : len(expected) - tail], found[head : len(found) - tail]
    for tag, first, last, start, end in SequenceMatcher(None, ours, theirs).get_opcodes():
        if tag != "equal" and _joined(ours, first, last) != _joined(theirs, start, end):
            yield Change(head + first, head + last, head + start, head + end)


def _alike(expected: Sequence[str], found: Sequence[str]) -> int:
    """Return with how many equal words two texts begin."""
    pairs = zip(expected, found, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(expected), len(found)))


def quoted_changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what each of two sequences of words says where they differ (`changes`), as `quoted` writes it, in order."""
    for change in changes(expected, found):
        yield quoted(expected, change.first, change.last), quoted(found, change.start, change.end)


def text_changes(expected: str, found: str) -> Iterator[tuple[str, str]]:
    """Yield what two texts say where their words differ, as `quoted` writes it; if only spaces do, both shortened."""
    told = list(quoted_changes(expected.split(), found.split()))
    yield from told or [(shortened(expected), shortened(found))]


def shortened(text: str) -> str:
    """Return a text, cut after 120 characters with `…`, for a table of differences."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(words: Sequence[str], first: int, last: int) -> str:
    """Quote `words[first:last]` in brackets between up to five words before and after: `avance de [92,17] en la ACP`.

    Attributes among the neighbours are left out; without words the brackets are empty. What is long is shortened.
    """
    before = [word for word in words[max(0, first - _FAR) : first] if not word.startswith(ASIDE)][-_NEIGHBOURS:]
    after = [word for word in words[last : last + _FAR] if not word.startswith(ASIDE)][:_NEIGHBOURS]
    inside = shortened(" ".join(words[first:last]))
    return " ".join((*map(shortened, before), f"[{inside}]", *map(shortened, after)))


def _joined(words: Sequence[str], first: int, last: int) -> str:
    # A PDF may separate an accent from its letter, and with it the rest of the word.
    return normalize("NFC", "".join(words[first:last]))
