"""A text as it will be read, without markup: what is bound to a figure marked, so that nobody takes it for typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpers.book import Book
from helpers.display import list_es
from helpers.sentences.templates import CHUNK, STATEMENT, PlannerTemplate, Problem
from helpers.sentences.vocabulary import Said
from helpers.trace import Figure

BOUND = "\ue000"
"""Stands where a number is bound; a private-use character, which no text has."""


@dataclass
class PlainWriter:
    """Writes plain text, each number as `BOUND` and kept in its order."""

    numbers: list[Said] = field(default_factory=list)

    def number(self, said: Said) -> str:
        self.numbers.append(said)
        return BOUND

    def light(self, figure: Figure) -> str:
        return f"{figure.grade.symbol} {figure.grade.rating}".strip() if figure.grade else ""

    def reference(self, target: str) -> str:
        return ""

    def listed(self, items: Sequence[object]) -> str:
        return list_es([str(item) for item in items])

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
    text = "".join((*pieces, source[at:]))
    return PlainText(STATEMENT.sub(lambda found: "\n" * found[0].count("\n"), text), tuple(numbers))


def typed_in(source: str) -> PlainText:
    """A text of a notebook as typed: what its expressions give is bound, and nobody knows here to what."""
    text = CHUNK.sub(lambda found: BOUND + "\n" * found[0].count("\n"), source.replace(BOUND, ""))
    plain = STATEMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return PlainText(plain, tuple(Said("", "") for _ in range(plain.count(BOUND))))


def _said(book: Book, chunk: str, names: Mapping[str, str], numbers: list[Said]) -> str:
    writer = PlainWriter()
    template = PlannerTemplate(book, writer, str)
    text = template.render(chunk, names)
    if template.problems:
        numbers.append(Said("", ""))
        return BOUND
    numbers += writer.numbers
    return " ".join(text.split("\n"))
