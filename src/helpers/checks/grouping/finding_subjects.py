"""What a finding is about: its figure, the cells that hold the wrong value, its two numbers and their unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from string import ascii_uppercase

from helpers.base.characters import folded
from helpers.base.exact import exact, round_half_up, shown_decimals, stated_number, truncate
from helpers.base.python_extras import by_key
from helpers.checks.cuadros.expected_value import Target
from helpers.checks.printed.printed_figures import names_a_figure
from helpers.checks.printed.same_cell import places_of
from helpers.checks.rule_registry import Evidence
from helpers.figures.book import Book
from helpers.figures.figure import Operation, split_id
from helpers.figures.findings import Finding, concerns_print
from helpers.figures.records import SourceCell
from helpers.figures.subjects import element_words
from helpers.settings.cuadros.cuadro_table import is_cell

BOLIVIANOS = "Bs"
MONEY_RULES = ("GAS-", "POA-")
"""Code prefixes of the rules whose numbers are amounts of money."""


@dataclass(frozen=True)
class Subject:
    """What one finding is about.

    Attributes
    ----------
    figure : str
        The figure's id, also where the Book lacks the figure; empty if the finding is on no figure.
    cells : tuple of SourceCell
        The finding's own cell and, for a line of `publicado`, the cell of a declared table that it transcribes.
    found, expected : Decimal or None
        None where the finding states no plain number.
    unit : str
        Unit of both; empty if unknown.
    """

    figure: str
    cells: tuple[SourceCell, ...]
    found: Decimal | None
    expected: Decimal | None
    unit: str

    @property
    def difference(self) -> Decimal | None:
        """Found minus expected; None where one of them is no number."""
        return None if self.found is None or self.expected is None else self.found - self.expected


class Subjects:
    """Finds what each finding is about, in the data, the Book and the declared tables."""

    def __init__(self, evidence: Evidence, findings: Sequence[Finding]) -> None:
        """Keep the evidence and all findings of the run; indexes are made when first needed."""
        self.evidence, self.findings = evidence, findings

    @property
    def book(self) -> Book:
        """The run's Book."""
        return self.evidence.book

    @cached_property
    def of(self) -> Callable[[Finding], Subject]:
        """Gives the figure, cells, numbers and unit that a finding is about, empty or None where there is none."""
        return cache(self._subject)

    def _subject(self, finding: Finding) -> Subject:
        """Work out what `of` returns; a finding without cell and element is about no figure."""
        own = SourceCell(finding.archivo, finding.hoja, finding.celda)
        transcribed = self._transcribed.get(own)
        cells = (own, transcribed) if transcribed else (own,)
        figure = self._figure(finding, cells) if finding.celda or finding.elemento else ""
        found, expected = stated_number(finding.encontrado), stated_number(finding.esperado)
        return Subject(figure, cells if finding.celda else (), found, expected, self._unit(finding, figure))

    def _figure(self, finding: Finding, cells: tuple[SourceCell, ...]) -> str:
        """Return the id of the figure that a finding names or whose value its cell prints; empty if there is none."""
        if finding.elemento in self.book.figures:
            return finding.elemento
        if is_cell(finding.elemento):
            declared = self._equal_to_figure.get(finding.elemento)
            published = (self._published_at[cell] for cell in cells if cell in self._published_at)
            return declared or next(published, "") or self._read_alike(finding)
        figure = self._about_data(finding)
        return figure if names_a_figure(figure) else ""

    def _about_data(self, finding: Finding) -> str:
        """The figure of a finding on data: its element, or the sum of the weights of an area's actions."""
        return self._weight_sums.get(finding.elemento, finding.elemento)

    @cached_property
    def _weight_sums(self) -> Mapping[str, str]:
        """The figures with the sums of the weights of form 02, by the element of the rule on them."""
        sums = (one for one in self.book if one.indicator == "peso_acp" and one.operation is Operation.SUM)
        return {f"articulacion/{one.code}/ponderacion": one.id for one in sums}

    def _read_alike(self, finding: Finding) -> str:
        """Return the figure, read as data, that another finding says the same of; empty if none does.

        The same numbers are found and expected, and the table's row has the name of the figure's node, alone or before
        what tells its rows apart: the table prints what the data repeat.
        """
        row = folded(finding.elemento.split("/")[2].partition(" (")[0])
        alike = self._of_data.get((finding.encontrado, finding.esperado), ()) if finding.esperado else ()
        names = {one: folded(self.book[one].name) for one in alike}
        return next((one for one, name in names.items() if row == name or row.startswith(f"{name} ·")), "")

    @cached_property
    def _of_data(self) -> Mapping[tuple[str, str], list[str]]:
        """The figures with findings on data, by what is found and expected."""
        of_data = ((self._about_data(one), one) for one in self.findings if not concerns_print(one))
        return by_key(
            ((one.encontrado, one.esperado), figure) for figure, one in of_data if figure in self.book.figures
        )

    def _unit(self, finding: Finding, figure: str) -> str:
        """Return the unit of a finding's numbers, from its figure, table, indicator or rule; empty if unknown."""
        known = self.book.figures.get(figure)
        if known is not None:
            return known.unit
        if is_cell(finding.elemento):
            target = self._targets.get(finding.elemento)
            return target.cuadro.definition.columnas[target.column].unidad if target else ""
        if figure:
            indicator = self.book.method.get("indicadores", {}).get(split_id(figure)[0], {})
            return str(indicator.get("unidad", ""))
        is_money = finding.codigo.startswith(MONEY_RULES) and stated_number(finding.diferencia) is not None
        return BOLIVIANOS if is_money else ""

    @cached_property
    def _targets(self) -> Mapping[str, Target]:
        """The numeric cells of the declared tables, by their element."""
        return {
            cuadro.element(row, column): Target(cuadro, row, column)
            for cuadro in self.evidence.cuadros
            for row in cuadro.rows
            for column in cuadro.numeric_columns
        }

    @cached_property
    def _equal_to_figure(self) -> Mapping[str, str]:
        """The figure that a table's rule `igual` compares a cell with, by the cell's element."""
        return {
            cuadro.element(row, rule.columna): rule.a.cifra
            for cuadro in self.evidence.cuadros
            for rule in cuadro.definition.reglas
            if rule.regla == "igual" and rule.a is not None and names_a_figure(rule.a.cifra)
            for row in cuadro.select(rule.filas, rule.excepto)
        }

    @cached_property
    def _published_lines(self) -> tuple[tuple[str, SourceCell, SourceCell], ...]:
        """Figure, own cell and declared table's cell of each line of `publicado` that transcribes one."""
        places, found = places_of(self.evidence.cuadros), []
        for row in self.evidence.dataset.rows("publicado"):
            number = row.number("valor")
            if number is not None and self.evidence.cuadros:
                place = places.of(row.text("donde"), number.value)
                found += [(row.text("id"), number.cell, place)] if place is not None else []
        return tuple(found)

    @cached_property
    def _transcribed(self) -> Mapping[SourceCell, SourceCell]:
        return {own: place for _, own, place in self._published_lines}

    @cached_property
    def _published_at(self) -> Mapping[SourceCell, str]:
        return {place: figure for figure, _, place in reversed(self._published_lines)}

    @cached_property
    def read_from(self) -> Mapping[SourceCell, Sequence[str]]:
        """The ids of the figures that were read from each input cell, not of those computed from them."""
        return by_key((cell, figure.id) for figure in self.book for cell in figure.sources)

    def words(self, finding: Finding) -> str:
        """Return what a finding is about in words: a table's cell by name, anything else as `element_words`."""
        if is_cell(finding.elemento):
            target = self._targets.get(finding.elemento)
            return target.words if target else finding.elemento
        figure = self.of(finding).figure
        return element_words(self.book, figure or finding.elemento)


def is_at(value: Decimal | Fraction, shown: Decimal) -> bool:
    """Return whether a value rounds half up to a shown number at the decimals that this one shows."""
    return round_half_up(exact(value), shown_decimals(shown)) == shown


def is_same(one: Decimal | None, two: Decimal | None, *, rounding: bool = False) -> bool:
    """Return whether two numbers are the same at the decimals of the coarser one: rounded, or cut unless `rounding`."""
    if one is None or two is None:
        return one is two
    fine, coarse = sorted((one, two), key=shown_decimals, reverse=True)
    return is_at(fine, coarse) or (not rounding and truncate(exact(fine), shown_decimals(coarse)) == coarse)


def place_key(finding: Finding) -> tuple[str, str, int, int, str]:
    """Sort key of a finding's place: file, sheet, row and column, as a reader goes through a table."""
    column = finding.celda.rstrip("0123456789")
    row = finding.celda.removeprefix(column)
    is_address = not column.strip(ascii_uppercase)
    return finding.archivo, finding.hoja, int(row or 0) if is_address else 0, len(column), column
