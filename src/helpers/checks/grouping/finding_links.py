"""Which finding another one follows from: the same value elsewhere, the same cell, or a figure among its operands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.base.display import number_es
from helpers.base.exact import exact, round_half_up, shown_decimals
from helpers.base.python_extras import by_key, first_by_key, grouped, if_computable
from helpers.checks.cuadros.cell_verdicts import PrintedCell
from helpers.checks.grouping.finding_subjects import Subject, Subjects, is_at, is_same, place_key
from helpers.figures.figure import Figure
from helpers.figures.findings import CLOSED_CHANGED, Finding, Verdict, concerns_print
from helpers.figures.formulas.expressions import Expression, parse
from helpers.figures.records import SourceCell
from helpers.figures.replay import needs_figures, operand_values, recompute
from helpers.figures.supposed_figures import Dependents

COMPARED = ("PUB-CIFRA", "CUA-CIFRA")
"""Rules that compare a printed cell with the value that it should have."""
OF_SAME_CELL = ("PUB-RANGO", "PUB-DOS", "VEN-IMPRESO", "CUA-RANGO")
"""Code prefixes of further checks of a printed cell, which repeat what `COMPARED` says of it."""
NAMED = "según la regla de control, se sigue de esta cifra"
CHANGED = "cambió por la misma causa, o por una parte de ella"
EITHER = "se explica con la otra celda que puede estar mal en ese control"
SAME_CELL = "es otra comprobación de la misma celda impresa"
SAME_VALUE = "es la misma cifra, con el mismo valor, en otro lugar"
SAME_GRADE = "es la calificación del valor que está mal"
CARRIED = "se calculó con el valor que está mal"
CORRECTED = "lo impreso es lo que da el dato una vez corregido"
REPEATED = "con el valor correcto de esa celda se explica la diferencia"
TOLERANCE = Decimal("0.01")


@dataclass(frozen=True)
class Link:
    """The finding, by its position, from which another one follows, and why, in Spanish."""

    source: int
    reason: str


class FindingLinks:
    """Searches for each finding the one that it follows from, the surest reason first."""

    def __init__(
        self, findings: Sequence[Finding], cells: Sequence[PrintedCell], subjects: Subjects, dependents: Dependents
    ) -> None:
        """Keep the findings with what each is about, and the cells that rules of their tables compare, all of them."""
        self.findings, self.book, self.dependents = findings, subjects.book, dependents
        self.about = [subjects.of(finding) for finding in findings]
        self.cells = {one.cell: one for one in cells}

    def of(self, place: int) -> Iterator[Link]:
        """Yield the links of a finding to others; the caller takes the first that makes no circle."""
        yield from self._same_cell(place)
        yield from self._same_value(place)
        computed = [*self._computed(place)] if self._is_known(place) else []
        reasons = {link.source: link for link in reversed(computed)}
        yield from (reasons.get(link.source, link) for link in self._named(place))
        yield from computed

    def _computed(self, place: int) -> Iterator[Link]:
        """Yield the findings whose wrong value, put right, explains this one's difference."""
        yield from self._carried(place)
        yield from self._in_tables(place)
        yield from self._corrected_input(place)

    def _named(self, place: int) -> Iterator[Link]:
        """Yield the findings on the figure that the rule names; without one, those that put the named cell in doubt."""
        named, code = self.findings[place].sigue_de, self.findings[place].codigo
        if named:
            reason = CHANGED if code in CLOSED_CHANGED else NAMED
            found = [at for at in self._by_name.get(named, ()) if reason is NAMED or self.findings[at].codigo == code]
            yield from (Link(other, reason) for other in sorted(found, key=self._nearness) if other != place)
            for doubted in self._doubted.get(named, ()) if not found else ():
                if self._compared_at.get(doubted, place) != place:
                    yield Link(self._compared_at[doubted], EITHER)

    def _same_cell(self, place: int) -> Iterator[Link]:
        finding, subject = self.findings[place], self.about[place]
        if not finding.codigo.startswith(OF_SAME_CELL):
            return
        at = [self._compared_at[cell] for cell in subject.cells if cell in self._compared_at]
        figure = self._by_figure.get(subject.figure, ()) if subject.figure else ()
        same = [
            other
            for other in figure
            if self.findings[other].codigo in COMPARED and is_same(self.about[other].found, subject.found)
        ]
        yield from (Link(other, SAME_CELL) for other in (*at, *same) if other != place)

    def _same_value(self, place: int) -> Iterator[Link]:
        """Yield the first place at which the figure has the same wrong value, or the value whose grade this is."""
        subject = self.about[place]
        for other in self._by_figure.get(subject.figure, ()) if subject.figure else ():
            if self._nearness(other) < self._nearness(place) and self._is_same(place, other):
                yield Link(other, SAME_VALUE)
        if subject.figure and subject.found is None and concerns_print(self.findings[place]):
            yield from self._graded(place)

    def _is_same(self, place: int, other: int) -> bool:
        one, two = self.about[place], self.about[other]
        if one.found is None or two.found is None:
            own, theirs = self.findings[place], self.findings[other]
            said = own.encontrado and (own.encontrado, own.esperado) == (theirs.encontrado, theirs.esperado)
            return bool(said) and own.codigo == theirs.codigo and concerns_print(own)
        return is_same(one.found, two.found) and is_same(one.expected, two.expected, rounding=True)

    def _graded(self, place: int) -> Iterator[Link]:
        for other in self._by_figure[self.about[place].figure]:
            found = self.about[other].found
            if found is not None and self.findings[place].causa.startswith(f"es la de {number_es(found)}, lo impreso"):
                yield Link(other, SAME_GRADE)

    def _carried(self, place: int) -> Iterator[Link]:
        """Yield the wrong values among the figure's operands, or beside it in its formula, that give its own."""
        subject = self.about[place]
        figure = self.book.figures.get(subject.figure)
        if figure is None:
            return
        if needs_figures(figure):
            yield from self._from_operands(figure, subject)
        yield from self._from_formula(figure, subject)

    def _from_operands(self, figure: Figure, subject: Subject) -> Iterator[Link]:
        values = operand_values(self.book, figure)
        wrong = {
            operand.figure: self._printed_wrong(operand.figure)
            for operand in figure.operands
            if operand.figure and operand.key == operand.figure
        }
        several = {name: places for name, places in wrong.items() if places}
        for name, places in several.items():
            for other in places:
                firsts = {part: self._found(found[0]) for part, found in several.items()}
                for instead in ({name: self._found(other)}, firsts | {name: self._found(other)}):
                    if _result_is(figure, values | instead, subject.found):
                        yield Link(other, CARRIED)

    def _from_formula(self, figure: Figure, subject: Subject) -> Iterator[Link]:
        """Yield the wrong values of the same node that give the figure's by the method's formula (progress ÷ 4)."""
        text = self.book.rule_of(figure.indicator, figure.period).get("expresion")
        if not text:
            return
        formula = parse(text)
        parts = {name: self.book.get(name, figure.period, figure.level, figure.code) for name in formula.names}
        if any(part is None for part in parts.values()):
            return
        kept = {name: exact(part.rounded) for name, part in parts.items() if part is not None}
        wrong = {name: self._wrong_values(part.id) for name, part in parts.items() if part is not None}
        for name, places in wrong.items():
            for other in places:
                if self._explains(formula, kept, name, self.about[other], subject):
                    yield Link(other, CARRIED)

    @staticmethod
    def _explains(formula: Expression, kept: Mapping[str, Fraction], name: str, other: Subject, own: Subject) -> bool:
        """Return whether a wrong part gives the wrong value exactly, or nearly and its correction the right one."""
        if other.found is None or other.expected is None or own.found is None or own.expected is None:
            return False
        with_fault = _formula_value(formula, {**kept, name: exact(other.found)}, own.found)
        without = _formula_value(formula, {**kept, name: exact(other.expected)}, own.expected)
        if with_fault is None or without is None:
            return False
        is_near = abs(with_fault - own.found) <= TOLERANCE
        return with_fault == own.found or (without == own.expected and is_near)

    def _in_tables(self, place: int) -> Iterator[Link]:
        for cell in self.about[place].cells:
            for source in self._sources(cell):
                other = self._compared_at[source]
                if not (self.about[place].figure == self.about[other].figure and self._is_same(place, other)):
                    yield Link(other, REPEATED)

    def _sources(self, cell: SourceCell) -> Iterator[SourceCell]:
        """Yield the other wrong cells of declared tables whose correction alone explains a wrong one; the surest first.

        A correction explains it if a check of the cell that fails then holds, or if a check that holds then gives the
        value that the cell should have: the cell repeats the fault of its part.
        """
        own, judged = self._due.get(cell), self.cells.get(cell)
        if own is None or judged is None:
            return
        for case in (one.expectation.case for one in judged.judged if one.expectation.case is not None):
            goal = own if case.ties else case.printed
            for other in dict.fromkeys(part.cell for part in case.parts if part.cell is not None and part.cell != cell):
                due = self._due.get(other)
                value = case.value_under({other: exact(due)}) if due is not None else None
                if value is not None and round_half_up(value, case.decimals) == goal:
                    yield other

    @cached_property
    def _due(self) -> Mapping[SourceCell, Decimal]:
        """What the wrong cells should hold: those with a finding that states both numbers."""
        wrong = {cell: self.about[at].expected for cell, at in self._compared_at.items() if self._is_known(at)}
        return {cell: due for cell, due in wrong.items() if due is not None}

    @cached_property
    def _doubted(self) -> Mapping[str, Sequence[SourceCell]]:
        """The failed controls' own cells, by another cell that may be wrong instead, as findings write it."""
        return by_key(
            (name, one.cell)
            for one in self.cells.values()
            for name in dict.fromkeys(name for item in one.judged for name in item.either)
        )

    def _corrected_input(self, place: int) -> Iterator[Link]:
        """Yield findings on reported values behind the figure, each of which, put right, recomputes it as printed."""
        subject = self.about[place]
        figure = self.book.figures.get(subject.figure)
        if figure is None or subject.found is None or not concerns_print(self.findings[place]):
            return
        for other in self._reported:
            read = self.about[other]
            if read.figure == figure.id or figure.id not in self.dependents.above(read.figure):
                continue
            value = self.dependents.value(figure.id, read.figure, exact(read.expected or Decimal(0)))
            if value is not None and is_at(value, subject.found):
                yield Link(other, CORRECTED)

    @cached_property
    def _reported(self) -> tuple[int, ...]:
        """The findings on values that were read as data and have a known correct value."""
        return tuple(
            place
            for place, finding in enumerate(self.findings)
            if self._is_known(place)
            and not concerns_print(finding)
            and (figure := self.book.figures.get(self.about[place].figure)) is not None
            and figure.is_read
        )

    def _printed_wrong(self, figure: str) -> list[int]:
        """The findings on a figure that an earlier document prints with another value than the computed one.

        They are places in `findings`, the nearest to the first publication first; none if the Book lacks the figure.
        """
        known = self.book.figures.get(figure)
        return [
            place
            for place in self._wrong_values(figure)
            if known is not None and self.findings[place].codigo in COMPARED
            and not is_same(known.rounded, self.about[place].found)
        ]  # fmt: skip

    def _wrong_values(self, figure: str) -> list[int]:
        return [place for place in self._by_figure.get(figure, ()) if self._is_known(place)]

    def _is_known(self, place: int) -> bool:
        """Whether a finding states a wrong number and the correct one."""
        finding = self.findings[place]
        is_fault = finding.veredicto != Verdict.NOT_VERIFIABLE and finding.codigo not in CLOSED_CHANGED
        return is_fault and bool(self.about[place].difference)

    def _found(self, place: int) -> Fraction:
        found = self.about[place].found
        return exact(found if found is not None else Decimal(0))

    def _nearness(self, place: int) -> tuple[object, ...]:
        """Sort key of the places of one figure: what was published first, then data, then tables; by file and row."""
        finding = self.findings[place]
        kind = {"PUB-CIFRA": 0, "CUA-CIFRA": 2}.get(finding.codigo, 1)
        return kind, *place_key(finding), place

    @cached_property
    def _by_figure(self) -> Mapping[str, list[int]]:
        """The findings on each figure, the nearest to the first publication first."""
        found = grouped(range(len(self.findings)), lambda place: self.about[place].figure)
        return {figure: sorted(places, key=self._nearness) for figure, places in found.items() if figure}

    @cached_property
    def _compared_at(self) -> Mapping[SourceCell, int]:
        """The finding that compares each printed cell, where it states two different numbers."""
        about = ((place, self.about[place]) for place, one in enumerate(self.findings) if one.codigo in COMPARED)
        return first_by_key((cell, place) for place, subject in about if subject.difference for cell in subject.cells)

    @cached_property
    def _by_name(self) -> Mapping[str, list[int]]:
        """The findings by each name that `sigue_de` may use: element and places."""
        names = (
            (name, place)
            for place, finding in enumerate(self.findings)
            for name in {finding.elemento, self.about[place].figure, *map(str, self.about[place].cells)} - {""}
        )
        return by_key(names)


def _result_is(figure: Figure, values: Mapping[str, Fraction], found: Decimal | None) -> bool:
    value = if_computable(lambda: recompute(figure, values))
    return value is not None and found is not None and is_at(value, found)


def _formula_value(formula: Expression, values: Mapping[str, Fraction], shown: Decimal) -> Decimal | None:
    """The formula's result at the decimals of a shown number; None where it cannot be computed."""
    return if_computable(lambda: round_half_up(formula.value(values), shown_decimals(shown)))
