"""Splits a text into passages: sentences, list items and table rows, with their line, heading and context."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]\s|\d+[.)]\s|#|\||>))")
_HEADING = re.compile(r"\s*#[^\n]*\n")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"“(¿¡*_\ue000]*[A-ZÁÉÍÓÚÑ\ue000\U000F0000-\U0010FFFF])")
"""A sentence may also begin with a mark of a number or with a name (see `plain_reading`)."""
_ABBREVIATED = re.compile(
    r"\b(?:arts?|núms?|nums?|nro|no|n|bs|págs?|pág|sra?|dra?|lic|ing|abog|inc|incs|cap|form|etc|vs|aprox|p|pp|ej|av)\.$",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*(?:[-*+>#|]\s*)*\d+[.)]$")
# Addresses are not prose. They are replaced by as many blanks, so that positions and lines stay the same.
_ADDRESS = re.compile(r"\]\([^)\n]*\)|<?(?:https?://|www\.)[^\s>)]+|\S+@\S+\.\w+|<[^>\n]*>")


@dataclass(frozen=True)
class Passage:
    """A sentence, list item or table row.

    Attributes
    ----------
    text : str
        On one line.
    line : int
        Line where it begins, from 1.
    breaks : tuple of int
        Positions in `text` at which a new line of the source begins.
    bound : int
        Number of marks before it in the whole text.
    heading : str
        The heading above it.
    before : str
        The earlier sentences of its paragraph.
    """

    text: str
    line: int
    breaks: tuple[int, ...]
    bound: int
    heading: str = ""
    before: str = ""

    def line_of(self, place: int) -> int:
        """Return the line of the source, from 1, of a position in `text`."""
        return self.line + sum(start <= place for start in self.breaks)


def passages(text: str, mark: str) -> Iterator[Passage]:
    """Yield the passages of a text in order: sentences, list items, table rows, and the headings themselves.

    Links and addresses are replaced by blanks, so that their digits are not read as numbers.

    Parameters
    ----------
    mark : str
        The character that stands in the text for the number of a figure; each passage counts those before it.
    """
    text = _ADDRESS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    heading = ""
    for start, end in _blocks(text):
        block = text[start:end]
        if block.lstrip().startswith("#"):
            heading = block.lstrip("# \n\t")
        before = ""
        for first, last in _sentences(text, start, end):
            passage = _passage(text, first, last, mark)
            yield replace(passage, heading=heading, before=before)
            before += " " + passage.text


def folded(text: str) -> str:
    """Return a text in lower case without accents, of the same length: `Ejecución` → `ejecucion`."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter for letter in text)


def _passage(text: str, start: int, end: int, mark: str) -> Passage:
    """Return the passage of a span, on one line and stripped; `passages` adds heading and context."""
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    start, piece = start + lead, piece.strip()
    breaks = tuple(found.end() for found in re.finditer("\n", piece))
    line = text.count("\n", 0, start) + 1
    return Passage(piece.replace("\n", " "), line, breaks, text.count(mark, 0, start))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs, list items, table rows and headings; a heading ends with its line."""
    for start, end in _spans(text, 0, len(text), _BLOCK):
        if heading := _HEADING.match(text, start, end):
            yield start, heading.end()
            start = heading.end()
        if text[start:end].strip():
            yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a block; an abbreviation or a list number does not end a sentence."""
    first = start
    for place, after in _spans(text, start, end, _SENTENCE):
        said = text[place:after]
        if after < end and (_ABBREVIATED.search(said) or _LIST_MARK.match(said)):
            continue
        yield first, after
        first = after
    if text[first:end].strip():
        yield first, end


def _spans(text: str, start: int, end: int, cut: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans between the matches of a pattern, without blank ones."""
    first = start
    for found in cut.finditer(text, start, end):
        if text[first : found.start()].strip():
            yield first, found.start()
        first = found.end()
    if text[first:end].strip():
        yield first, end
