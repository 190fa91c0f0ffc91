"""A text as it will be read, without markup: what is bound to a figure marked, so that nobody takes it for typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpers.book import Book
from helpers.display import list_es
from helpers.periods import Period
from helpers.sentences.names import names_of
from helpers.sentences.templates import CHUNK, STATEMENT, PlannerTemplate, Problem
from helpers.sentences.vocabulary import Said
from helpers.subjects import acp_rows
from helpers.trace import Figure

BOUND = "\ue000"
"""Stands where a number is bound; a private-use character, which no text has."""
SHORTEST_NAME = 6
"""Letters of a name from which it is known in a text wherever it stands."""
_DIGITS = "0123456789"
_OF_NAMES = "".join(chr(0xE010 + place) for place in range(len(_DIGITS)))
"""Stand for the digits of a name, which are no numbers: `Regional 7` measures nothing."""
_NUMBERED_NAME = re.compile(rf"^(?=.*\d)(?=.*[^\W\d_]).{{{SHORTEST_NAME},}}$")
_MEASURE = re.compile(
    r"\d\s*%|\d,\d|\b(?:Bs|por\s+ciento|puntos?|bolivianos|millón|millones)\b", re.IGNORECASE
)
_MARKED, _UNMARKED = str.maketrans(_DIGITS, _OF_NAMES), str.maketrans(_OF_NAMES, _DIGITS)


def as_name(text: str) -> str:
    """A name of the data, its digits marked as no numbers."""
    return text.translate(_MARKED)


def as_quoted(text: str) -> str:
    """What a text quotes: a number in it is no figure, unless it is written as a measure of something."""
    return text if _MEASURE.search(text) else as_name(text)


def as_read(text: str) -> str:
    """A text with the digits of its names as they are read."""
    return text.translate(_UNMARKED)


@dataclass
class PlainWriter:
    """Writes plain text, each number as `BOUND` and kept in its order."""

    numbers: list[Said] = field(default_factory=list)

    def number(self, said: Said) -> str:
        self.numbers.append(said)
        return BOUND

    def name(self, text: str) -> str:
        return as_name(text)

    def quoted(self, text: str) -> str:
        return as_quoted(text)

    def light(self, figure: Figure) -> str:
        return as_name(f"{figure.grade.symbol} {figure.grade.rating}".strip()) if figure.grade else ""

    def reference(self, target: str) -> str:
        return ""

    def listed(self, items: Sequence[object]) -> str:
        return list_es([as_quoted(str(item)) for item in items])

    def phrase(self, words: str, number: object) -> str:
        return f"{words} {number}"


@dataclass(frozen=True)
class PlainText:
    """A text line by line as it was written, with its figures in the order of their marks."""

    text: str
    numbers: tuple[Said, ...] = ()


def problems_of(book: Book, source: str, names: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong with a text as a template; empty where it can be composed."""
    template = PlannerTemplate(book, PlainWriter(), str)
    template.render(source, names)
    return tuple(sorted(set(template.problems)))


def problems_at_sight(source: str, period: Period) -> tuple[Problem, ...]:
    """What is wrong with a text whatever the figures of its period are."""
    nothing = Book("", period, {}, ())
    template = PlannerTemplate(nothing, PlainWriter(), str)
    template.look_at(source, names_of(nothing))
    return tuple(sorted(set(template.problems)))


def plain_of(book: Book, source: str, names: Mapping[str, str]) -> PlainText:
    """A text with every branch of its conditions, on the lines on which it was written.

    A piece that cannot be composed counts as bound: it is told as what it is.
    """
    pieces: list[str] = []
    numbers: list[Said] = []
    at = 0
    for chunk in CHUNK.finditer(source):
        pieces += [source[at : chunk.start()], _said(book, chunk[0], names, numbers), "\n" * chunk[0].count("\n")]
        at = chunk.end()
    text = STATEMENT.sub(lambda found: "\n" * found[0].count("\n"), "".join((*pieces, source[at:])))
    return PlainText(_with_names(book, text), tuple(numbers))


def typed_in(source: str) -> PlainText:
    """A text of a notebook as typed: what its expressions give is bound, and nobody knows here to what."""
    text = CHUNK.sub(lambda found: BOUND + "\n" * found[0].count("\n"), source.replace(BOUND, ""))
    plain = STATEMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return PlainText(plain, tuple(Said("", "") for _ in range(plain.count(BOUND))))


def _with_names(book: Book, text: str) -> str:
    """A text in which the names of units and actions are marked, also those that somebody typed or cites."""
    called = [name for node in book.nodes for name in (node.name, node.sigla)]
    called += [row.label for row in acp_rows(book, short=True)]
    named = {name for name in called if _NUMBERED_NAME.search(name)}
    for name in sorted((name for name in named if name in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w|[.,]\d|\s*%)", lambda found: as_name(found[0]), text)
    return text


def _said(book: Book, chunk: str, names: Mapping[str, str], numbers: list[Said]) -> str:
    writer = PlainWriter()
    template = PlannerTemplate(book, writer, str)
    text = template.render(chunk, names)
    if template.problems:
        numbers.append(Said("", ""))
        return BOUND
    numbers += writer.numbers
    return " ".join(text.split("\n"))
