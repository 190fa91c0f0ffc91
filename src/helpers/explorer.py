"""What a page tells of every figure that it prints and of all that those rest on: ready texts, and nothing to compute.

The page's panel opens any of these figures. Every text stands once and is referred to by its place, and figures refer
to each other by theirs: an institution has tens of thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from helpers.backing import Backing
from helpers.book import Book
from helpers.display import number_es, upper_first, with_unit
from helpers.exact import is_terminating
from helpers.explain import constant_words, grade_words, is_large, parts_of, role_words, source_lines
from helpers.figure_names import LEVEL_WORDS
from helpers.finding_tables import SEVERITY_CHIPS
from helpers.findings import Finding, Reconciled
from helpers.periods import Period
from helpers.printed_tables import PrintedValue, printed_number
from helpers.records import SourceCell
from helpers.series import PLACES, ROLES, Series
from helpers.trace import Figure, Operand
from helpers.uncollected import uncollected
from helpers.working import exact_es, rounding_words, sentence

FORMAT = 1
PRINTED_CELL = "Celda de un cuadro impreso"
CONSTANT = -1
"""Stands where a part's figure would, for a constant of the method."""
LONGEST_FRACTION = 40
"""Characters of a fraction written beside digits that have no end; a longer one says nothing to a reader."""

Row = list[object]


def explorer_data(backing: Backing, printed: Iterable[str]) -> dict[str, object]:
    """Everything that the panel shows, as plain data for JSON.

    Parameters
    ----------
    printed : iterable of str
        Ids of the figures that the page prints, and cells of printed tables; those that the Book does not hold are
        left out.

    Returns
    -------
    dict
        `formato`; `textos`, each once, the first one empty; `cifras`, a list a figure in the Book's order, as
        `_Writer.figure` says, and then one a printed cell; `celdas` and `hallazgos`, which figures refer to by place.
    """
    traced = set(printed)
    cells = [value for cell, value in backing.book.printed_values.items() if cell in traced]
    with uncollected():
        return _Writer(backing, reached(backing.book, traced), cells).data()


def reached(book: Book, printed: Iterable[str]) -> tuple[str, ...]:
    """The figures that are printed and all that they rest on, what weighs them too, in the Book's order."""
    found: set[str] = set()
    waiting = [figure for figure in printed if figure in book.figures]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            for operand in book[current].operands:
                if operand.figure:
                    waiting.append(operand.figure)
                if operand.weight:
                    waiting.append(operand.weight)
    return tuple(figure for figure in book.figures if figure in found)


class _Places(dict):
    """The places of things told once, each by the thing; what is new is put behind the others."""

    def __missing__(self, item: object) -> int:
        place = self[item] = len(self)
        return place

    @property
    def of(self) -> Callable[[object], int]:
        return self.__getitem__


@dataclass
class _Writer:
    """Writes the figures' lists; what is empty at a list's end is left out."""

    backing: Backing
    figures: Sequence[str]
    printed: Sequence[PrintedValue] = ()
    texts: _Places = field(default_factory=_Places)
    cells: _Places = field(default_factory=_Places)
    told: _Places = field(default_factory=_Places)
    values: dict[tuple, tuple[str, str, str]] = field(default_factory=dict)
    year_cells: dict[tuple[str, str], list[int | None]] = field(default_factory=dict)

    @cached_property
    def indicator_name(self) -> Callable[[str], str]:
        """The name of an indicator, looked up once: there are few, and figures by the thousand."""
        return cache(self.backing.book.indicator_name)

    @cached_property
    def window(self) -> Callable[[str], str]:
        """A window in words, by its code; there are few of these too."""
        return cache(lambda code: upper_first(Period.parse(code).words))

    def data(self) -> dict[str, object]:
        self.texts.of("")
        self.place_of = {figure: place for place, figure in enumerate(self.figures)}
        rows = [self.figure(self.backing.book[figure]) for figure in self.figures]
        rows += map(self.printed_cell, self.printed)
        findings = [self.finding(self.backing.findings[place]) for place in self.told]
        return {
            "formato": FORMAT, "cifras": rows, "celdas": list(self.cells), "hallazgos": findings,
            "textos": list(self.texts),
        }  # fmt: skip

    def figure(self, figure: Figure) -> Row:
        """Id; indicator, name, whose, window, as printed, exact, operation, rounding, rule and grade as texts; parts,
        cells, findings, and what was published.
        """
        printed, exact, rounding = self.value(figure)
        texts = (
            self.indicator_name(figure.indicator), figure.name if figure.name != figure.code else "",
            upper_first(f"{LEVEL_WORDS.get(figure.level, figure.level)} {figure.code}"),
            self.window(figure.period.code), printed, exact,
            sentence(self.backing.book, figure) if is_large(figure) else "", rounding, figure.rule,
            grade_words(figure.grade),
        )  # fmt: skip
        return _trimmed(
            [
                figure.id, *map(self.texts.of, texts), [self.part(part) for part in parts_of(figure)],
                self.cells_of(figure), [*map(self.told.of, self.backing.findings_of(figure.id))],
                [self.published(item) for item in self.backing.published_of(figure.id)],
            ]
        )  # fmt: skip

    def value(self, figure: Figure) -> tuple[str, str, str]:
        """A figure as printed, in full, and how it was rounded: the same values come back in every window."""
        key = (*figure.value.as_integer_ratio(), figure.decimals, figure.unit)
        if key not in self.values:
            printed, exact = with_unit(figure.rounded, figure.unit), exact_words(figure.value)
            self.values[key] = printed, exact, upper_first(rounding_words(figure))
        return self.values[key]

    def cells_of(self, figure: Figure) -> list[int]:
        """Places of the cells that a figure was read from, or of those of its task's year in its window."""
        places = [self.cell(line.role, line.value, line.cell) for line in source_lines(figure)]
        for operand in figure.operands:
            if operand.series:
                places += self.cells_of_year(self.backing.book.series[operand.series], figure.period)
        return places

    def cells_of_year(self, year: Series, window: Period) -> list[int]:
        """Places of the cells of a window, each worked out once for all the windows that it is in."""
        found = []
        for role, places in zip(ROLES, year.standing(window), strict=True):
            known = self.year_cells.setdefault((role, year.id), [None] * PLACES)
            for place in places:
                if known[place] is None:
                    amount, cell = year.at(role, place)
                    known[place] = self.cell(role, exact_es(amount), cell)
                found.append(known[place])
        return found

    def printed_cell(self, value: PrintedValue) -> Row:
        """A number of a printed table, as a figure's list: its table, its row and column, and what its rules say."""
        table, column, line = value.table, value.column, self.backing.rule_of(value.cell)
        texts = (
            table.title, "", upper_first(f"{value.row.label} · {column.title}"), PRINTED_CELL,
            with_unit(printed_number(value), column.unit), "", _rule_words(line), "",
            f"Como se imprimió. Fuente: {table.source}." if table.source else "Como se imprimió.",
            upper_first(value.verdict),
        )  # fmt: skip
        cell = (value.cell.file, value.cell.sheet, value.cell.cell, "", value.text.replace(".", ","))
        identity = str(value.cell)
        found = [*map(self.told.of, self.backing.findings_of(identity))]
        places = [self.cells.of(tuple(map(self.texts.of, cell)))]
        return _trimmed([identity, *map(self.texts.of, texts), [], places, found, []])

    def part(self, part: Operand) -> Row | int:
        """Place, role, weight as text and place of what weighs; of a constant its role, what it is and its value."""
        role = self.texts.of(role_words(self.backing.book, part))
        if not part.figure:
            value = exact_words(part.constant or Fraction(0))
            return [CONSTANT, role, self.texts.of(constant_words(part)), self.texts.of(value)]
        place = self.place_of[part.figure]
        if part.weight:
            weight = exact_es(self.backing.book.handed_on(part.weight))
            return [place, role, self.texts.of(weight), self.place_of[part.weight]]
        return [place, role] if role else place

    def cell(self, role: str, value: str, cell: SourceCell) -> int:
        """A cell's place; it is kept as file, sheet, address, role and value."""
        return self.cells.of(tuple(map(self.texts.of, (cell.file, cell.sheet, cell.cell, role, value))))

    def finding(self, finding: Finding) -> Row:
        """Severity, rule, message and place."""
        severity = SEVERITY_CHIPS[finding.severidad].text
        return [self.texts.of(text) for text in (severity, finding.codigo, finding.mensaje, finding.place)]

    def published(self, item: Reconciled) -> Row:
        """What was printed, where, the verdict and the cause."""
        printed = number_es(Decimal(item.publicado))
        return [self.texts.of(text) for text in (printed, item.donde, upper_first(item.veredicto), item.causa)]


def _rule_words(line: Reconciled | None) -> str:
    """What a printed cell has to be and why, where a rule of its table says."""
    if line is None or not line.calculado:
        return ""
    return f"{upper_first(line.formula)} = {number_es(Decimal(line.calculado))}"


def exact_words(value: Fraction) -> str:
    """A value in full: its digits, or where they have no end the first ones and the fraction that it is."""
    text = exact_es(value)
    if is_terminating(value):
        return text
    fraction = f"{number_es(Decimal(value.numerator))} ÷ {number_es(Decimal(value.denominator))}"
    return text if len(fraction) > LONGEST_FRACTION else f"{text} ({fraction})"


def _trimmed(row: Row) -> Row:
    while not row[-1]:
        row.pop()
    return row
