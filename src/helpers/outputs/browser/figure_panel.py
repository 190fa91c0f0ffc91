"""The data of the page's figure panel: ready texts for every printed figure and all figures that these depend on.

The panel computes nothing. Each text is stored once and referred to by its index, and so is each figure, because an
institution has tens of thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any

from helpers.base.display import number_es, upper_first, with_unit
from helpers.base.exact import is_terminating
from helpers.base.periods import Period
from helpers.base.system.processes import uncollected
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operand
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import Finding, Reconciled
from helpers.figures.operation_text import (
    constant_words,
    exact_es,
    grade_words,
    has_parts,
    operation_sentence,
    role_words,
    rounding_words,
    source_lines,
)
from helpers.figures.printed_tables import PrintedValue, printed_number
from helpers.figures.records import SourceCell
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.panel_texts import Alike, alike_parts, how_obtained, of_subject, repeated_uses
from helpers.views.quality.finding_tables import SEVERITY_CHIPS, printed_message

FORMAT = 1
PRINTED_CELL = "Celda de un cuadro impreso"
CONSTANT = -1
"""Index of a part that is a constant of the method and no figure."""
LONGEST_FRACTION = 40
"""Longest fraction, in characters, written beside endless digits; a longer one is unreadable."""

Row = list[object]


def panel_data(backing: Backing, printed: Iterable[str]) -> dict[str, object]:
    """Return everything that the panel shows, as plain data for JSON.

    Parameters
    ----------
    printed : iterable of str
        Ids of figures that the page prints, and cells of printed tables. Those that the Book does not hold are ignored.

    Returns
    -------
    dict
        `formato`; `textos`, not repeated, the first one empty; `cifras`, one list per figure in the Book's order (see
        `_Writer.figure`), then one per printed cell; `celdas` and `hallazgos`, which figures refer to by index.
    """
    traced = set(printed)
    cells = [value for cell, value in backing.book.printed_values.items() if cell in traced]
    with uncollected():
        return _Writer(backing, reached(backing.book, traced), cells).data()


def reached(book: Book, printed: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the printed figures and of all that they depend on, weights included, in the Book's order.

    Ids that the Book does not hold are ignored.
    """
    figures = (book.figures[figure] for figure in printed if figure in book.figures)
    found = {figure.id for figure in book.behind(*figures, weights=True)}
    return tuple(figure for figure in book.figures if figure in found)


def _places() -> defaultdict[Any, int]:
    """Return a mapping from items to indexes; asking for a new item stores it with the next index."""
    return defaultdict(count().__next__)


@dataclass
class _Writer:
    """Writes each figure as a list. Empty items at the end of a list are left out."""

    backing: Backing
    figures: Sequence[str]
    printed: Sequence[PrintedValue] = ()
    texts: defaultdict[str, int] = field(default_factory=_places)
    cells: defaultdict[tuple[int, ...], int] = field(default_factory=_places)
    told: defaultdict[int, int] = field(default_factory=_places)

    def __post_init__(self) -> None:
        self.book = self.backing.book
        self.text = self.texts.__getitem__
        self.text("")
        self.place_of = {figure: place for place, figure in enumerate(self.figures)}

    def data(self) -> dict[str, object]:
        """Write all figures and printed cells, and return the panel's plain data as `panel_data` describes them."""
        rows = [self.figure(self.book[figure]) for figure in self.figures]
        rows += map(self.printed_cell, self.printed)
        findings = [self.finding(self.backing.findings[place]) for place in self.told]
        return {
            "formato": FORMAT, "cifras": rows, "celdas": list(self.cells), "hallazgos": findings,
            "textos": list(self.texts),
        }  # fmt: skip

    def figure(self, figure: Figure) -> Row:
        """Return a figure's list: id, texts, groups of parts, cells, findings and published values.

        Texts, cells and findings are indexes in `textos`, `celdas` and `hallazgos`; groups are as in `group`, published
        values as in `published`. Empty items at the end are left out. The texts are indicator, name, node, node in a
        sentence, window, window in a sentence, printed value, exact value, operation, rounding, rule, how it was
        obtained (in a sentence) and grade.
        """
        printed, exact, rounding = self.value(figure)
        return _trimmed(
            [
                figure.id, *self.subject(figure.indicator, figure.level, figure.code, figure.name),
                *self.window(figure.period.code), printed, exact,
                self.text(operation_sentence(self.book, figure)) if has_parts(figure) else 0,
                rounding, self.text(figure.rule), self.text(how_obtained(figure.rule, figure.operation)),
                self.text(grade_words(figure.grade)),
                [self.group(figure, alike) for alike in alike_parts(self.book, figure)], self.cells_of(figure),
                [self.told[place] for place in self.backing.findings_of(figure.id)],
                [self.published(item) for item in self.backing.published.get(figure.id, ())],
            ]
        )  # fmt: skip

    def subject(self, indicator: str, level: str, code: str, name: str) -> tuple[int, ...]:
        """Return the indexes of indicator, name, node, and node in a sentence."""
        whose = upper_first(f"{LEVEL_WORDS.get(level, level)} {code}")
        called = name if name != code else ""
        texts = (self.book.indicator_name(indicator), called, whose, of_subject(level, code, name))
        return tuple(map(self.text, texts))

    def window(self, code: str) -> tuple[int, int]:
        """Return the indexes of a window as a heading and in a sentence."""
        window = Period.parse(code)
        return self.text(upper_first(window.words)), self.text(window.when)

    def value(self, figure: Figure) -> tuple[int, int, int]:
        """Return the indexes in `textos` of a figure's printed value, exact value and rounding."""
        return (
            self.text(with_unit(figure.rounded, figure.unit)), self.text(exact_words(figure.value)),
            self.text(upper_first(rounding_words(figure))),
        )  # fmt: skip

    def cells_of(self, figure: Figure) -> list[int]:
        """Return the indexes in `celdas` of a figure's source cells; for a task, also of its series in the window."""
        places = [self.cell(line.role, line.value, line.cell) for line in source_lines(figure)]
        for operand in figure.operands:
            if operand.series:
                cells = self.book.series[operand.series].cells(figure.period)
                places += [self.cell(role, exact_es(amount), cell) for role, amount, cell in cells]
        return places

    def printed_cell(self, value: PrintedValue) -> Row:
        """Return a number of a printed table as a list like `figure`'s; it has no groups and no published values.

        The texts are about its table, its row and column, and what the table's rules demand.
        """
        table, column, line = value.table, value.column, self.backing.rules.get(value.cell)
        place = f"{value.row.label} · {column.title}"
        texts = (
            table.title, "", upper_first(place), f"({place})", PRINTED_CELL, "",
            with_unit(printed_number(value), column.unit), "", _rule_words(line), "",
            f"Como se imprimió. Fuente: {table.source}." if table.source else "Como se imprimió.",
            "como se imprimió", upper_first(value.verdict),
        )  # fmt: skip
        cell = (value.cell.file, value.cell.sheet, value.cell.cell, "", value.text.replace(".", ","))
        identity = str(value.cell)
        found = [*map(self.told.__getitem__, self.backing.findings_of(identity))]
        places = [self.cells[tuple(map(self.text, cell))]]
        return _trimmed([identity, *map(self.text, texts), [], places, found, []])

    def group(self, figure: Figure, alike: Alike) -> Row:
        """Return parts that are alike as plain data: the index of their words, then each part as in `part`."""
        repeated = repeated_uses(figure)
        return [self.text(alike.words), *(self.part(part, repeated.get(part.figure, 1)) for part in alike.parts)]

    def part(self, part: Operand, uses: int = 1) -> Row | int:
        """Return an operand as plain data: index of its figure, role, weight, and index of the weighing figure.

        Without weight, only index and role; without either, the index alone. A constant gives `CONSTANT`, its role, its
        meaning and its value. Role, weight, meaning and value are indexes in `textos`.
        """
        role = self.text(f"se usa {uses} veces" if uses > 1 else role_words(self.book, part))
        if not part.figure:
            value = exact_words(part.constant or Fraction(0))
            return [CONSTANT, role, self.text(constant_words(part)), self.text(value)]
        place = self.place_of[part.figure]
        if part.weight:
            weight = exact_es(self.book.handed_on(part.weight))
            return [place, role, self.text(weight), self.place_of[part.weight]]
        return [place, role] if role else place

    def cell(self, role: str, value: str, cell: SourceCell) -> int:
        """Return the index in `celdas` of an input cell; a new one is stored: file, sheet, address, role and value."""
        return self.cells[tuple(map(self.text, (cell.file, cell.sheet, cell.cell, role, value)))]

    def finding(self, finding: Finding) -> Row:
        """Return the indexes in `textos` of a finding's severity, rule, message, place, and root or effect."""
        severity = SEVERITY_CHIPS[finding.severidad].text
        texts = (severity, finding.codigo, printed_message(self.book, finding), finding.place, _root_or_effect(finding))
        return [self.text(text) for text in texts]

    def published(self, item: Reconciled) -> Row:
        """Return the indexes in `textos` of a published value, its document, the verdict and the cause."""
        printed = number_es(Decimal(item.publicado))
        return [self.text(text) for text in (printed, item.donde, upper_first(item.veredicto), item.causa)]


def _rule_words(line: Reconciled | None) -> str:
    """Say in Spanish what a printed cell must equal and why; empty if no rule of its table compares it."""
    if line is None or not line.calculado:
        return ""
    return f"{upper_first(line.formula)} = {number_es(Decimal(line.calculado))}"


def exact_words(value: Fraction) -> str:
    """Write an exact value for readers: all its digits, or the first digits and `…` if they do not end.

    Endless digits are followed by the fraction in parentheses, unless that is longer than `LONGEST_FRACTION`.
    """
    text = exact_es(value)
    if is_terminating(value):
        return text
    fraction = f"{number_es(Decimal(value.numerator))} ÷ {number_es(Decimal(value.denominator))}"
    return text if len(fraction) > LONGEST_FRACTION else f"{text} ({fraction})"


def _trimmed(row: Row) -> Row:
    """Remove the empty items at the end of a list, in place, and return it."""
    while not row[-1]:
        row.pop()
    return row


def _root_or_effect(finding: Finding) -> str:
    """Say in Spanish what a finding follows from or, for a root, its effect; empty if the run states neither."""
    if finding.causa_raiz:
        return f"Se sigue de {finding.causa_raiz}."
    return f"Efecto: {finding.efecto}." if finding.efecto else ""
