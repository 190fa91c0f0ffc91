"""Compares two texts as sequences of words, and quotes differences with their neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
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
_ANCHOR = 8
"""Sequences of this many words that occur once in each text are matched; the rest is compared in between."""
ASIDE = "⟨"
"""First character of a word that readers do not see: an attribute or a picture."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Run:
    """Words that two texts share: `expected[first:first + size]` and `found[start:start + size]`."""

    first: int
    start: int
    size: int


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

    A word that is only divided in two is no change.
    """
    first = start = 0
    for run in (*common_runs(expected, found), Run(len(expected), len(found), 0)):
        change = Change(first, run.first, start, run.start)
        if _joined(expected, change.first, change.last) != _joined(found, change.start, change.end):
            yield change
        first, start = run.first + run.size, run.start + run.size


def quoted_changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what each of two sequences of words says where they differ (`changes`), as `quoted` writes it, in order."""
    for change in changes(expected, found):
        yield quoted(expected, change.first, change.last), quoted(found, change.start, change.end)


def common_runs(expected: Sequence[str], found: Sequence[str]) -> list[Run]:
    """Return the runs of words that two texts share, in the order of both; runs may be empty.

    `difflib` alone takes seconds for a report, because it looks up all positions of frequent words. It is used only
    between runs of words that are unique in both texts, and these are looked for only where the texts begin to differ.
    """
    head = _alike(expected, found)
    tail = _alike(expected[head:][::-1], found[head:][::-1])
    ours, theirs = expected[head : len(expected) - tail], found[head : len(found) - tail]
    kept = [Run(0, 0, head)]
    first = start = 0
    for anchor in (*_anchors(ours, theirs), Run(len(ours), len(theirs), 0)):
        between = [*_between(ours, theirs, (first, anchor.first), (start, anchor.start)), anchor]
        kept += [Run(head + run.first, head + run.start, run.size) for run in between]
        first, start = anchor.first + anchor.size, anchor.start + anchor.size
    return [*kept, Run(len(expected) - tail, len(found) - tail, tail)]


def _alike(expected: Sequence[str], found: Sequence[str]) -> int:
    """Return with how many equal words two texts begin."""
    pairs = zip(expected, found, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(expected), len(found)))


def _between(
    expected: Sequence[str], found: Sequence[str], ours: tuple[int, int], theirs: tuple[int, int]
) -> list[Run]:
    one, other = expected[slice(*ours)], found[slice(*theirs)]
    if not one or not other:
        return []
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [Run(ours[0] + block.a, theirs[0] + block.b, block.size) for block in blocks]


def _anchors(expected: Sequence[str], found: Sequence[str]) -> list[Run]:
    """Return the longest series of word sequences that occur once in each text, in the same order, overlaps joined."""
    rows = _once(found)
    pairs = [(place, rows[row]) for row, place in _once(expected).items() if row in rows]
    runs: list[Run] = []
    for first, start in _rising(pairs):
        last = runs[-1] if runs else Run(0, 0, 0)
        over = max(last.first + last.size - first, last.start + last.size - start, 0)
        if over and first - last.first == start - last.start:
            runs[-1] = Run(last.first, last.start, first - last.first + _ANCHOR)
        elif over < _ANCHOR:
            runs.append(Run(first + over, start + over, _ANCHOR - over))
    return runs


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest series of pairs, sorted by their first items, in which the second items rise too."""
    lowest: list[int] = []
    """Lowest second item at the end of a series of each length; `ends` has the index of that pair."""
    ends: list[int] = []
    before: list[int | None] = []
    for place, (_, second) in enumerate(pairs):
        length = bisect_left(lowest, second)
        lowest[length : length + 1] = [second]
        ends[length : length + 1] = [place]
        before.append(ends[length - 1] if length else None)
    series: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        series.append(pairs[last])
        last = before[last]
    return series[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the sequences of words that occur once in a text, with their positions."""
    rows = list(zip(*(words[step:] for step in range(_ANCHOR)), strict=False))
    amounts = Counter(rows)
    return {row: place for place, row in enumerate(rows) if amounts[row] == 1}


def shortened(text: str) -> str:
    """Return a text, cut after 120 characters with `…`, for a table of differences."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(words: Sequence[str], first: int, last: int) -> str:
    """Quote `words[first:last]` in brackets between up to five words before and after: `avance de [92,17] en la ACP`.

    Attributes and pictures among the neighbours are left out; without words the brackets are empty.
    """
    before = [word for word in words[max(0, first - _FAR) : first] if not word.startswith(ASIDE)][-_NEIGHBOURS:]
    after = [word for word in words[last : last + _FAR] if not word.startswith(ASIDE)][:_NEIGHBOURS]
    inside = " ".join(words[first:last])
    return " ".join(filter(None, (" ".join(before), f"[{inside}]", " ".join(after))))


def _joined(words: Sequence[str], first: int, last: int) -> str:
    # A PDF may separate an accent from its letter, and with it the rest of the word.
    return normalize("NFC", "".join(words[first:last]))
