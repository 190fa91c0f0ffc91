"""A sheet of working of one operation: each result on a line of its own, with its operands right below it, by link.

Ranges are those lines and nothing more: a condition over a whole column (`AVERAGEIFS`) would be the same formula on
every line, but makes each figure depend on all the others, and a spreadsheet then refuses it as circular. Operands that
are tasks, or cells of a column, stand together on their own sheet already: there the result takes their range.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from helpers.trace import Figure, Operand
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.sheet import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, letter, reference, text
from helpers.workpapers.spans import Span, task_span

Cells = dict[str, Cell]
Terms = Mapping[str, tuple[str, str]]
"""By figure, the cells of its numerator and denominator."""


@dataclass(frozen=True)
class Step:
    """A sheet of working, and the cell of each figure's exact value on it."""

    sheet: Sheet
    results: Mapping[str, str] = field(default_factory=dict)


SHARED = (
    Column("cifra", "Cifra", 44),
    Column("linea", "Línea", 10),
    Column("nombre", "Nombre", 44),
    Column("periodo", "Periodo", 10),
    Column("operando", "Operando", 42),
)
VALUE = Column("valor", "Valor del operando", 18)
RESULT = Column("resultado", "Resultado", 19)
SPANNED = {"values": "valor", "weights": "peso", "above": "numerador", "below": "denominador"}
"""Columns of the operands' lines that a span may refer to."""


@dataclass(frozen=True)
class Kind(ABC):
    """What a sheet of working is; a subclass for each operation.

    Attributes
    ----------
    name, title, about : str
    columns : tuple of Column
    terms : tuple of str
        Columns of a result's numerator and denominator, where a ratio of sums may add them up.
    """

    addresses: Addresses
    name: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]] = (*SHARED, VALUE, RESULT)
    terms: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        """The cells that work a figure out, from its operands' span and its row."""

    def span(self, figure: Figure) -> Span | None:
        """Where a figure's operands stand together elsewhere; None where they are to be listed."""
        return task_span(self.addresses, figure)

    def number(self, figure: Figure) -> int:
        """How many lines its operands take where they are listed."""
        return len(figure.operands)

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        """The lines of its operands, the first one in a row; `terms` are those of other sheets of working."""
        return listed(self.addresses, figure.operands)

    def at(self, key: str) -> str:
        """The letter of a column."""
        return self._letters[key]

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        return {column.key: letter(self.columns, column.key) for column in self.columns}


@dataclass(frozen=True)
class Stack:
    """The results of a kind, each with its row; lines come later, when every sheet's rows are known."""

    kind: Kind
    figures: Sequence[Figure]

    @cached_property
    def spans(self) -> Mapping[str, Span | None]:
        return {figure.id: self.kind.span(figure) for figure in self.figures}

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each result."""
        found: dict[str, int] = {}
        row = FIRST_LINE
        for figure in self.figures:
            found[figure.id] = row
            row += 1 + (self.kind.number(figure) if self.spans[figure.id] is None else 0)
        return found

    @property
    def terms(self) -> dict[str, tuple[str, str]]:
        """The cells of each result's two terms."""
        if not self.kind.terms:
            return {}
        above, below = (letter(self.kind.columns, key) for key in self.kind.terms)
        name = self.kind.name
        return {
            figure: (reference(name, above, row), reference(name, below, row)) for figure, row in self.rows.items()
        }

    def step(self, addresses: Addresses, terms: Terms) -> Step:
        """Draw up the sheet."""
        lines = [line for figure in self.figures for line in self._lines(addresses, figure, terms)]
        kind = self.kind
        column = letter(kind.columns, RESULT.key)
        results = {figure: reference(kind.name, column, row) for figure, row in self.rows.items()}
        return Step(Sheet(kind.name, kind.title, kind.about, (Block(kind.columns, tuple(lines)),)), results)

    def _lines(self, addresses: Addresses, figure: Figure, terms: Terms) -> list[Line]:
        row, span = self.rows[figure.id], self.spans[figure.id]
        parts = [] if span else self.kind.parts(figure, terms, row + 1)
        head = subject(addresses, figure) | {"linea": text("resultado", Style.STRONG)}
        if span:
            head["operando"] = text(span.words, target=span.target)
        own = head | self.kind.results(figure, span or self._below(row, len(parts)), row)
        repeated = {"cifra": text(figure.id, Style.FAINT), "linea": text("operando", Style.FAINT)}
        return [Line(own, is_result=True), *(Line(repeated | cells, is_part=True) for cells in parts)]

    def _below(self, row: int, number: int) -> Span:
        """The lines below a result."""
        columns = {name: self.kind.at(key) for name, key in self._spanned.items()}
        return Span(**{name: (f"{at}{row + 1}:{at}{row + number}",) for name, at in columns.items()})

    @cached_property
    def _spanned(self) -> Mapping[str, str]:
        known = {column.key for column in self.kind.columns}
        return {name: key for name, key in SPANNED.items() if key in known}


def subject(addresses: Addresses, figure: Figure) -> Cells:
    """Who a result is of."""
    return {
        "cifra": addresses.id_cell(figure.id, Style.STRONG),
        "nombre": text(figure.name, Style.STRONG),
        "periodo": text(figure.period.code, Style.STRONG),
    }


def listed(addresses: Addresses, operands: Iterable[Operand]) -> list[Cells]:
    """A line for each operand: who it is of, and its value by link."""
    return [
        part_words(addresses, operand.figure, operand.role) | {"valor": addresses.handed_on(operand)}
        for operand in operands
    ]


def part_words(addresses: Addresses, part: str, role: str) -> Cells:
    """Who an operand is of."""
    if not part:
        return {"nombre": text("constante del método"), "operando": text(role)}
    figure = addresses.book[part]
    return {
        "nombre": text(figure.name),
        "periodo": text(figure.period.code),
        "operando": addresses.id_cell(figure.id),
    }
