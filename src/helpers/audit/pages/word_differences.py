"""Compares two texts as sequences of words or lines, and quotes differing words with their neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

from helpers.audit.audit_result import Difference, written_otherwise

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
_UNSEEN = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_SPACING = re.compile(rf"[\s{_UNSEEN}]")
_TAG_ENDS = re.compile(r"(?=<)|(?<=>)")
_ODD = re.compile(rf"[^\S ]|(?<= ) |^ | $|[{_UNSEEN}]")
"""Blanks and other characters that a reader cannot tell from a space or from nothing."""
_LIKE = re.compile(rf"[{_MARKS}\u0370-\u052f\uff00-\uffef]")
"""Accents after their letter, Greek and Cyrillic letters, and wide forms, which look like the usual ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """Runs of words in the same place that differ: `expected[first:last]` and `found[start:end]`."""

    first: int
    last: int
    start: int
    end: int


def numbers_and_words(text: str) -> list[str]:
    """Return the numbers and words of a text in order, without punctuation; a PDF's text keeps them reliably.

    A number keeps its minus sign and separators; a ligature is written as its separate letters, and an accented letter
    as one character.
    """
    return _WORD.findall(text if text.isascii() else normalize("NFC", text.translate(_LIGATURES)))


def changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[Change]:
    """Yield where two sequences of words differ, in order; nothing if they are equal.

    A word that is only divided in two is no change. `difflib` gets only what lies between words that each text has
    once: all positions of a page's frequent words would take seconds for two changes far apart, and minutes for more.
    """
    head = _alike(expected, found)
    tail = _alike(expected[head:][::-1], found[head:][::-1])
    ours, theirs = expected[head : len(expected) - tail], found[head : len(found) - tail]
    at = place = 0
    for beyond, past in (*_marks(ours, theirs), (len(ours), len(theirs))):
        one, other = ours[at:beyond], theirs[place:past]
        for tag, first, last, start, end in SequenceMatcher(None, one, other).get_opcodes() if one != other else ():
            if tag != "equal" and _joined(one, first, last) != _joined(other, start, end):
                yield Change(head + at + first, head + at + last, head + place + start, head + place + end)
        at, place = beyond, past


def _marks(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of words that each text has once, in the order that both share."""
    ours, theirs = Counter(one), Counter(other)
    both = {word for word, count in ours.items() if count == theirs[word] == 1}
    firsts, seconds = ([place for place, word in enumerate(text) if word in both] for text in (one, other))
    rows = SequenceMatcher(None, [one[place] for place in firsts], [other[place] for place in seconds])
    return [
        (firsts[row.a + step], seconds[row.b + step]) for row in rows.get_matching_blocks() for step in range(row.size)
    ]


def _alike(expected: Sequence[str], found: Sequence[str]) -> int:
    """Return with how many equal words two texts begin."""
    pairs = zip(expected, found, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(expected), len(found)))


def quoted_changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield in order what each of two sequences of words says where they differ, as in `quoted_change`."""
    for change in changes(expected, found):
        yield quoted_change(expected, found, change)


def words_and_tags(text: str) -> list[str]:
    """Return a text's words in order; a tag of HTML or XML ends a word, and one with attributes gives several."""
    return _TAG_ENDS.sub(" ", text).split()


def text_changes(
    expected: str, found: str, divided: Callable[[str], Sequence[str]] = str.split
) -> Iterator[tuple[str, str]]:
    """Yield what two texts say where their words differ, as in `quoted_change`; if none differ, both, shortened."""
    told = list(quoted_changes(divided(expected), divided(found)))
    yield from told or [both_shortened(expected, found)]


def shortened(text: str) -> str:
    """Return a text, cut after 120 characters with `…`, for a table of differences."""
    return _cut(text, 0)


def both_shortened(one: str, other: str) -> tuple[str, str]:
    """Return two texts that differ, each cut around the first place where they differ if one is long.

    If only blanks and invisible characters differ, each of them except single spaces is written like `[U+00A0]`. So is
    a letter, digit or accent that looks like another one (a Cyrillic «е»), if only one of the texts has it.
    """
    if _SPACING.sub("", one) == _SPACING.sub("", other):
        one, other = (_ODD.sub(_code, text) for text in (one, other))
    one, other = _with_codes(one, other), _with_codes(other, one)
    start = max(0, _alike(one, other) - _LONGEST // 2) if max(len(one), len(other)) > _LONGEST else 0
    return _cut(one, start), _cut(other, start)


def _with_codes(text: str, beside: str) -> str:
    """Return a text with the code of each character of `_LIKE` that the text beside it does not have."""
    return _LIKE.sub(lambda found: found[0] if found[0] in beside else _code(found), text)


def _code(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def _cut(text: str, start: int) -> str:
    """Return 120 characters of a text from a position on, with `…` at each end where it is cut."""
    end = start + _LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def quoted_change(expected: Sequence[str], found: Sequence[str], change: Change) -> tuple[str, str]:
    """Quote what differs in brackets between up to five words before and after: `avance de [92,17] en la ACP`.

    Attributes among the neighbours are left out; without words the brackets are empty. Long texts are shortened.
    """
    ours, theirs = expected[change.first : change.last], found[change.start : change.end]
    one, other = both_shortened(" ".join(ours), " ".join(theirs))
    return _quoted(expected, change.first, change.last, one), _quoted(found, change.start, change.end, other)


def _quoted(words: Sequence[str], first: int, last: int, inside: str) -> str:
    """Return `inside` in brackets between the neighbours of `words[first:last]` (`quoted_change`); alone, as it is."""
    before = [word for word in words[max(0, first - _FAR) : first] if not word.startswith(ASIDE)][-_NEIGHBOURS:]
    after = [word for word in words[last : last + _FAR] if not word.startswith(ASIDE)][:_NEIGHBOURS]
    marked = f"[{inside}]" if before or after or not inside else inside
    return " ".join((*map(shortened, before), marked, *map(shortened, after)))


def _joined(words: Sequence[str], first: int, last: int) -> str:
    # A PDF may separate an accent from its letter, and with it the rest of the word.
    return normalize("NFC", "".join(words[first:last]))


def line_differences(file: str, due: str, found: str) -> Iterator[Difference]:
    """Yield the lines in which two texts differ, by their number in the found one; nothing if the texts are equal.

    If only line breaks differ, that is one difference without a line.

    Parameters
    ----------
    file : str
        The file as messages name it.
    due, found : str
        The text made now, and the published one.
    """
    if due == found:
        return
    ones, others = due.split("\n"), found.split("\n")
    changed = list(changes(ones, others))
    for change in changed:
        texts = "\n".join(ones[change.first : change.last]), "\n".join(others[change.start : change.end])
        yield from (Difference(f"{file}, línea {change.start + 1}", *told) for told in text_changes(*texts))
    if not changed:
        yield written_otherwise(file)
