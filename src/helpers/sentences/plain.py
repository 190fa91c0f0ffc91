"""A text as it will be read, without markup: what is bound to a figure marked, so that nobody takes it for typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.book import Book
from helpers.display import list_es
from helpers.periods import Period
from helpers.sentences.names import names_of
from helpers.sentences.templates import PIECE, PlannerTemplate, Problem
from helpers.sentences.vocabulary import Said
from helpers.subjects import acp_rows
from helpers.trace import Figure

BOUND = "\ue000"
"""Stands where a number is bound; a private-use character, which no text has."""
SHORTEST_NAME = 6
"""Letters of a name from which it is known in a text wherever it stands."""
_NAMES = 0xF0000
"""Letters of names are read this far beyond their own place, where no text has any: a name measures nothing."""
_OWN_LETTER, _NAME_LETTER = re.compile(rf"[^\s{BOUND}\U00020000-\U0010FFFF]"), re.compile(r"[\U000F0000-\U0010FFFF]")
_NUMBERED_NAME = re.compile(rf"^(?=.*\d)(?=.*[^\W\d_]).{{{SHORTEST_NAME},}}$")
_MEASURE = re.compile(r"\d\s*%|\d,\d|\b(?:Bs|por\s+ciento|puntos?|bolivianos|millón|millones)\b", re.IGNORECASE)


def as_name(text: str) -> str:
    """A name of the data, marked letter by letter: no digit or word of it is a number of the text."""
    return _OWN_LETTER.sub(lambda found: chr(ord(found[0]) + _NAMES), text)


def as_quoted(text: str) -> str:
    """What a planner quotes: a number in it is no figure, unless it is written as a measure of something."""
    return text if _MEASURE.search(text) else as_name(text)


def as_read(text: str) -> str:
    """A text with its names as they are read, each letter in its place."""
    return _NAME_LETTER.sub(lambda found: chr(ord(found[0]) - _NAMES), text)


@dataclass
class PlainWriter:
    """Writes plain text, each number as `BOUND` and kept in its order.

    Attributes
    ----------
    quoted : callable
        What is made of a quotation: `as_quoted` in a planner's text, `as_name` where the program quotes the data.
    """

    numbers: list[Said] = field(default_factory=list)
    quoted: Callable[[str], str] = as_quoted

    def number(self, said: Said) -> str:
        self.numbers.append(said)
        return BOUND

    def name(self, text: str) -> str:
        return as_name(text)

    def light(self, figure: Figure) -> str:
        return as_name(f"{figure.grade.symbol} {figure.grade.rating}".strip()) if figure.grade else ""

    def reference(self, target: str) -> str:
        return ""

    def listed(self, items: Sequence[object]) -> str:
        return list_es([self.quoted(str(item)) for item in items])

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


def plain_of(book: Book, source: str, names: Mapping[str, str], *, is_drafted: bool = False) -> PlainText:
    """A text with every branch of its conditions, on the lines on which it was written.

    A piece that cannot be composed counts as bound: it is told as what it is.

    Parameters
    ----------
    is_drafted : bool
        Whether the program wrote it: then whatever it quotes is of the data, and only its own words can type a number.
    """
    numbers: list[Said] = []
    writer = PlainWriter(numbers, as_name if is_drafted else as_quoted)
    text = _filled(source, lambda chunk: _said(book, chunk, names, writer))
    return PlainText(text if is_drafted else _with_names(book, text), tuple(numbers))


def typed_in(source: str) -> PlainText:
    """A text of a notebook as typed: what its expressions give is bound, and nobody knows here to what."""
    plain = _filled(source, lambda _: BOUND)
    return PlainText(plain, tuple(Said("", "") for _ in range(plain.count(BOUND))))


def _filled(source: str, said: Callable[[str], str]) -> str:
    """A text with what its pieces say in their places, and nothing in those of its statements; every line kept."""

    def filled(found: re.Match[str]) -> str:
        return (said(found[0]) if found["chunk"] else "") + "\n" * found[0].count("\n")

    return PIECE.sub(filled, source.replace(BOUND, ""))


def _with_names(book: Book, text: str) -> str:
    """A text in which the names of units and actions are marked, also those that somebody typed or cites."""
    called = [name for node in book.nodes for name in (node.name, node.sigla)]
    called += [row.label for row in acp_rows(book, short=True)]
    named = {name for name in called if _NUMBERED_NAME.search(name)}
    for name in sorted((name for name in named if name in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w|[.,]\d|\s*%)", lambda found: as_name(found[0]), text)
    return text


def _said(book: Book, chunk: str, names: Mapping[str, str], writer: PlainWriter) -> str:
    before = len(writer.numbers)
    template = PlannerTemplate(book, writer, str)
    text = template.render(chunk, names)
    if template.problems:
        writer.numbers[before:] = [Said("", "")]
        return BOUND
    if text.count(BOUND) != len(writer.numbers) - before:  # a text can write the mark itself: `{{ "\\ue000" }}`
        del writer.numbers[before:]
        text = text.replace(BOUND, "")
    return " ".join(text.split("\n"))
