"""Which texts say the same in nearly the same words: groups of near-identical wordings, found without comparing all.

Two wordings are near-identical where, once case, accents, punctuation, word order and little words are set aside, they
differ in spelling or ending only: every word that one has and the other has not finds a like one there. Words of up to
four letters, numbers and acronyms must be the same (`DDC` and `DDSC` are two offices, `2024` and `2025` two years).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from helpers.intake.columns import folded

ALIKE = 88
"""Least likeness of two wordings as wholes, 0 to 100."""
WORD_ALIKE = 85
"""Least likeness of two words that may be the same one: `informe` and `informes`, not `semestral` and `trimestral`."""
SHORT_WORD = 4
"""Words up to this length must be the same."""
FEWEST_WORDS = 3
"""A wording of fewer words says too little to be claimed twice: `Informe anual`."""
LITTLE_WORDS = frozenset(
    {
        "a", "al", "ante", "con", "de", "del", "e", "el", "en", "entre", "la", "las", "lo", "los", "o", "para",
        "por", "que", "se", "segun", "sin", "sobre", "su", "sus", "u", "un", "una", "y",
    }
)  # fmt: skip
BLOCK = 512
"""Wordings compared at a time: what bounds the memory."""

_WORD = re.compile(r"[a-z0-9]+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that matter, folded and in alphabetical order."""
    return tuple(sorted(word for word in _WORD.findall(folded(text)) if word not in LITTLE_WORDS))


def near_identical(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Group the positions of near-identical texts; only groups of two or more, in order of their first.

    A text joins a group where it is near-identical to any of its members.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for place, text in enumerate(texts):
        words = words_of(text)
        if len(words) >= FEWEST_WORDS:
            places.setdefault(words, []).append(place)
    wordings = sorted(places, key=lambda words: len(" ".join(words)))
    leader = list(range(len(wordings)))
    for one, other in _alike(wordings):
        leader[_head(leader, one)] = _head(leader, other)
    groups: dict[int, list[int]] = {}
    for number, words in enumerate(wordings):
        groups.setdefault(_head(leader, number), []).extend(places[words])
    return tuple(sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1))


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words in which two wordings differ are the same words, spelt or ended otherwise."""
    mine, theirs = _without(one, other), _without(other, one)
    return len(mine) == len(theirs) and all(
        _is_same_word(word, match) for word, match in zip(mine, theirs, strict=True)
    )


def _alike(wordings: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs of near-identical wordings, which come by length: only those of like length are compared."""
    joined = [" ".join(words) for words in wordings]
    lengths = np.array([len(text) for text in joined])
    # With `ratio`, two texts of lengths a < b are alike at most 200·a/(a + b): longer ones need no comparing.
    longest = lengths * (200 - ALIKE) / ALIKE
    for start in range(0, len(joined), BLOCK):
        stop = min(start + BLOCK, len(joined))
        end = int(np.searchsorted(lengths, longest[stop - 1], side="right"))
        scores = process.cdist(
            joined[start:stop], joined[start:end], scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8
        )
        for row, column in zip(*np.nonzero(np.triu(scores, k=1)), strict=True):
            one, other = start + int(row), start + int(column)
            if are_alike(wordings[one], wordings[other]):
                yield one, other


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words that the others have not, each as often as it is left over."""
    left: dict[str, int] = {}
    for word in others:
        left[word] = left.get(word, 0) + 1
    found = []
    for word in words:
        if left.get(word, 0):
            left[word] -= 1
        else:
            found.append(word)
    return found


def _is_same_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) <= SHORT_WORD or not (one.isalpha() and other.isalpha()):
        return False
    return fuzz.ratio(one, other) >= WORD_ALIKE


def _head(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number

