"""What a page tells of every figure that it prints and of all that those rest on: ready texts, and nothing to compute.

The page's panel opens any of these figures. Every text stands once and is referred to by its place, and figures refer
to each other by theirs: an institution has tens of thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from helpers.book import Book
from helpers.cuadros.tables import is_cell
from helpers.display import number_es, upper_first, with_unit
from helpers.exact import is_terminating
from helpers.explain import CellLine, cell_lines, constant_words, grade_words, parts_of, role_words
from helpers.figure_names import LEVEL_WORDS
from helpers.finding_tables import SEVERITY_CHIPS
from helpers.findings import Finding, Reconciled, is_of_print
from helpers.printed_tables import PrintedValue, printed_number
from helpers.records import SourceCell
from helpers.trace import Figure, Operand
from helpers.uncollected import uncollected
from helpers.working import exact_es, working

FORMAT = 1
PRINTED_CELL = "Celda de un cuadro impreso"
CONSTANT = -1
"""Stands where a part's figure would, for a constant of the method."""
LONGEST_FRACTION = 40
"""Characters of a fraction written beside digits that have no end; a longer one says nothing to a reader."""

Row = list[object]


@dataclass(frozen=True)
class Backing:
    """What stands behind a page's figures.

    Attributes
    ----------
    book : Book
    findings : sequence of Finding
    reconciliation : sequence of Reconciled
        What was published before.
    """

    book: Book
    findings: Sequence[Finding] = ()
    reconciliation: Sequence[Reconciled] = ()

    def findings_of(self, figure: str) -> tuple[int, ...]:
        """Places of the findings that name a figure, or a cell that it was read from.

        And of those of the data that name what it was computed from of the same node: a semester rests on quarters.

        Parameters
        ----------
        figure : str
            A figure's id, or the cell of a printed table.
        """
        found = set(self._own_findings(figure))
        for part in self._of_same_place(figure):
            found.update(place for place in self._own_findings(part) if not is_of_print(self.findings[place]))
        return tuple(sorted(found))

    def _own_findings(self, figure: str) -> tuple[int, ...]:
        # Kept: a figure is asked for its own, and again by all of the same node that rest on it.
        if figure not in self._kept_findings:
            self._kept_findings[figure] = tuple(self._found_of(figure))
        return self._kept_findings[figure]

    def _found_of(self, figure: str) -> Iterator[int]:
        yield from self._by_element.get(figure, ())
        for cell in self._cells_of(figure) if self._by_cell else ():
            yield from self._by_cell.get(cell, ())

    @cached_property
    def _kept_findings(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _of_same_place(self, figure: str) -> set[str]:
        """What a figure rests on, as far down as it is of the same node."""
        found: set[str] = set()
        waiting = [figure] if figure in self.book.figures else []
        while waiting:
            current = self.book[waiting.pop()]
            same = (
                part for part in self.book.operands(current) if (part.level, part.code) == (current.level, current.code)
            )
            fresh = {part.id for part in same} - found
            found |= fresh
            waiting.extend(fresh)
        return found

    def _cells_of(self, traced: str) -> tuple[SourceCell, ...]:
        if traced in self.book.figures:
            return self.book.cells_of(self.book[traced])
        value = self.book.printed_values.get(traced)
        return (value.cell,) if value else ()

    def rule_of(self, cell: SourceCell) -> Reconciled | None:
        """What the rules of its own table say of a printed cell; None where none compares it."""
        return self._by_printed_cell.get(cell)

    def published_of(self, figure: str) -> tuple[Reconciled, ...]:
        """What earlier documents printed of a figure."""
        return tuple(self._published.get(figure, ()))

    @cached_property
    def _by_element(self) -> Mapping[str, list[int]]:
        return _grouped((finding.elemento, place) for place, finding in enumerate(self.findings))

    @cached_property
    def _by_cell(self) -> Mapping[SourceCell, list[int]]:
        return _grouped(
            (SourceCell(finding.archivo, finding.hoja, finding.celda), place)
            for place, finding in enumerate(self.findings)
            if finding.archivo and finding.celda
        )

    @cached_property
    def _by_printed_cell(self) -> Mapping[SourceCell, Reconciled]:
        of_tables = (item for item in self.reconciliation if is_cell(item.id))
        return {SourceCell(item.archivo, item.hoja, item.celda): item for item in of_tables}

    @cached_property
    def _published(self) -> Mapping[str, list[Reconciled]]:
        return _grouped((item.id, item) for item in self.reconciliation)


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
            operands = book[current].operands
            waiting.extend(part for operand in operands for part in (operand.figure, operand.weight) if part)
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

    @cached_property
    def indicator_name(self) -> Callable[[str], str]:
        """The name of an indicator, looked up once: there are few, and figures by the thousand."""
        return cache(self.backing.book.indicator_name)

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
        book = self.backing.book
        shown, lines = working(book, figure), tuple(cell_lines(book, figure))
        texts = (
            self.indicator_name(figure.indicator), figure.name if figure.name != figure.code else "",
            upper_first(f"{LEVEL_WORDS.get(figure.level, figure.level)} {figure.code}"),
            upper_first(figure.period.words), with_unit(figure.rounded, figure.unit), exact_words(figure.value),
            shown.sentence if figure.operands or len(lines) > 1 else "", upper_first(shown.rounding), figure.rule,
            grade_words(figure.grade),
        )  # fmt: skip
        return _trimmed(
            [
                figure.id, *map(self.texts.of, texts), [self.part(part) for part in parts_of(figure)],
                [self.cell(line) for line in lines], [*map(self.told.of, self.backing.findings_of(figure.id))],
                [self.published(item) for item in self.backing.published_of(figure.id)],
            ]
        )  # fmt: skip

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

    def cell(self, line: CellLine) -> int:
        """A cell's place; it is kept as file, sheet, address, role and value."""
        cell = line.cell
        return self.cells.of(tuple(map(self.texts.of, (cell.file, cell.sheet, cell.cell, line.role, line.value))))

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


def _grouped(pairs: Iterable[tuple]) -> dict:
    groups: dict[object, list] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return groups
