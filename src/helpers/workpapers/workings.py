"""How a figure is worked out on its own line of «Cifras»: its operation over the cells of its operands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from helpers.expressions import parse
from helpers.trace import TERMS, Figure, Operand, Operation
from helpers.workpapers.addresses import FIGURES, Addresses, Spot, own_letter
from helpers.workpapers.constants import HUNDRED, TOLERANCE, is_stated
from helpers.workpapers.operands_sheet import Listing
from helpers.workpapers.sheet import Cell, Style, Value
from helpers.workpapers.spans import Part, Span, span_of
from helpers.workpapers.task_places import TASKS

ABOVE, BELOW = TERMS
EXACT = "exacto"
ASIDE = frozenset({"divisor", "umbral"})
"""Roles of what parts are divided by or compared with."""
Cells = dict[str, Cell]


ANY_NUMBER = ">-9E+99"
"""What every number satisfies, and no empty cell or text: what a task executed may be less than nothing."""


@dataclass(frozen=True)
class Workings:
    """Writes the cells of a figure's calculation; operands too scattered for one formula go to a listing."""

    addresses: Addresses
    listing: Listing

    def cells(self, figure: Figure, row: int) -> Cells:
        """Its exact value by formula and, where it is a quotient, its two terms."""
        if figure.operation in _PLAIN:
            return {EXACT: _PLAIN[figure.operation](self, figure)}
        if not figure.operands:
            return {EXACT: self._read(figure)}
        span = self._span(figure)
        if figure.operation in _OF_ALL:
            return {EXACT: Cell(figure.value, f"={_OF_ALL[figure.operation]}({span.all()})", Style.FORMULA)}
        at = {key: f"{own_letter(key)}{row}" for key in TERMS}
        return _QUOTIENTS[figure.operation](self, figure, span, at)

    def _read(self, figure: Figure) -> Cell:
        """From one cell of the inputs, from the sum of several, or a count of cells."""
        if figure.operation is not Operation.COUNT:
            spots = [self.addresses.input_spot(item) for item in self.addresses.inputs[figure.id]]
            if len(spots) == 1:
                return Cell(figure.value, f"={self._text(spots[0])}", Style.LINK)
            return Cell(figure.value, f"=SUM({self._span(figure, [(spot,) for spot in spots]).all()})", Style.FORMULA)
        counted = self._counted(figure)
        # Of nothing there is no cell: nobody's weight is unread, say.
        formula = f"=COUNTA({self._span(figure, counted).all()})" if counted else "=0"
        return Cell(figure.value, formula, Style.FORMULA)

    def _counted(self, figure: Figure) -> list[Part]:
        items = self.addresses.counted.get(figure.id)
        if items is not None:
            return [(self.addresses.input_spot(item),) for item in items]
        tasks = self.addresses.tasks
        return [(Spot(TASKS, tasks.letter("tarea"), tasks.row_of(cell) or 0),) for cell in figure.sources]

    def _span(self, figure: Figure, parts: Sequence[Part] | None = None) -> Span:
        listed = self._parts(figure) if parts is None else parts
        span = span_of(self.addresses, figure, listed)
        # A task that takes no part has a word for its value, and nothing can be taken from a word.
        if span is None or (span.is_wide and figure.operation is Operation.DEVIATION):
            return self.listing.add(figure, listed, self._values(figure))
        return span

    def _parts(self, figure: Figure) -> list[Part]:
        of, parts = self.addresses, list(filter(is_part, figure.operands))
        if figure.operation is Operation.RATIO:
            return [of.terms(part) for part in dict.fromkeys(operand.figure for operand in parts)]
        if figure.operation is Operation.WEIGHTED:
            return [(of.operand_spot(part), of.handed_spot(part.weight)) for part in parts]
        return [(of.operand_spot(part),) for part in parts]

    def _values(self, figure: Figure) -> list[tuple[Value, ...]]:
        """What stands in the cells of its parts."""
        of, parts = self.addresses, list(filter(is_part, figure.operands))
        if not parts:
            items = of.inputs.get(figure.id) or of.counted.get(figure.id)
            return [(item.number if item.number is not None else item.words,) for item in items] if items else [
                (of.tasks.year(of.tasks.row_of(cell) or 0).task,) for cell in figure.sources
            ]
        if figure.operation is Operation.RATIO:
            found = map(of.book.__getitem__, dict.fromkeys(operand.figure for operand in parts))
            return [(part.numerator, part.denominator) for part in found]
        if figure.operation is Operation.WEIGHTED:
            return [(of.handed_on(part), of.book.handed_on(part.weight)) for part in parts]
        return [(of.handed_on(part),) for part in parts]

    def _same(self, figure: Figure) -> Cell:
        only = figure.operands[0]
        at = self.addresses.constants.of_stated(figure) if is_stated(figure) else self._at(only)
        return Cell(figure.value, f"={at}", Style.LINK)

    def _difference(self, figure: Figure) -> Cell:
        return Cell(figure.value, f"={'-'.join(map(self._at, figure.operands))}", Style.FORMULA)

    def _formula(self, figure: Figure) -> Cell:
        formula = parse(figure.expression)
        constants = self.addresses.constants.of_formula(figure.indicator, formula.text)
        cells = {operand.role: self._at(operand) for operand in figure.operands}
        return Cell(figure.value, f"={formula.excel(cells, constants)}", Style.FORMULA)

    def _at(self, operand: Operand) -> str:
        return self._text(self.addresses.operand_spot(operand))

    def _text(self, spot: Spot) -> str:
        return f"{spot.column}{spot.row}" if spot.sheet == FIGURES else spot.reference

    def _mean(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        number = len(figure.operands)
        above = Cell(figure.value * number, f"=SUM({span.all()})", Style.FORMULA)
        return _quotient(figure, above, _counted_parts(number, span), f"={at[ABOVE]}/{at[BELOW]}")

    def _weighted(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        above = Cell(figure.numerator, f"={span.each(_product)}", Style.FORMULA)
        return _quotient(figure, above, self._divisor(figure, span), f"={at[ABOVE]}/{at[BELOW]}")

    def _divisor(self, figure: Figure, span: Span) -> Cell:
        """The weights of those that take part; or a figure or a constant of the method, by link."""
        stated = next((operand for operand in figure.operands if not is_part(operand)), None)
        if stated is not None:
            return Cell(figure.denominator, f"={self._at(stated)}", Style.LINK)
        return Cell(figure.denominator, f"={_taking_part(span)}", Style.FORMULA)

    def _ratio(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        above = Cell(figure.numerator, f"=SUM({span.all()})", Style.FORMULA)
        below = Cell(figure.denominator, f"={_taking_part(span)}", Style.FORMULA)
        return _quotient(figure, above, below, f"={at[ABOVE]}/{at[BELOW]}*{HUNDRED}")

    def _fulfilled(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        limit = next(operand for operand in figure.operands if not is_part(operand))
        least = f'">="&({self._at(limit)}-{TOLERANCE})'
        above = Cell(figure.numerator, f"={span.each(lambda run: f'COUNTIF({run},{least})')}", Style.FORMULA, 0)
        below = _counted_parts(figure.denominator, span)
        return _quotient(figure, above, below, f"={at[ABOVE]}/{at[BELOW]}*{HUNDRED}")

    def _deviation(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        """Over each value's difference from the mean: programs that add up squares in one go lose digits."""
        values = [self.addresses.handed_on(operand) for operand in figure.operands]
        mean = Cell(sum(values, Fraction(0)) / len(values), f"=AVERAGE({span.all()})", Style.FORMULA)
        squares = span.each(lambda run: f"SUMPRODUCT({run}-{at[ABOVE]},{run}-{at[ABOVE]})")
        return _quotient(figure, mean, _counted_parts(len(values), span), f"=SQRT(({squares})/({at[BELOW]}-1))")


def is_part(operand: Operand) -> bool:
    """Whether an operand is a part and not what parts are divided by or compared with."""
    return operand.role not in ASIDE


def _quotient(figure: Figure, above: Cell, below: Cell, formula: str) -> Cells:
    return {ABOVE: above, BELOW: below, EXACT: Cell(figure.value, formula, Style.FORMULA)}


def _counted_parts(number: Fraction | int | None, span: Span) -> Cell:
    return Cell(number, f"=COUNT({span.all()})", Style.FORMULA, 0)


def _product(values: str, weights: str) -> str:
    first, _, last = values.rpartition("!")[2].partition(":")
    if first == last and ":" in weights:
        return f"{values.partition(':')[0]}*{weights.partition(':')[0]}"
    return f"SUMPRODUCT({values},{weights})"


def _taking_part(span: Span) -> str:
    """The sum of the second cells; where others stand among them, of those rows whose first cell is a number."""
    if not span.is_wide:
        return f"SUM({span.all(1)})"
    return span.each(lambda first, second: f'SUMIF({first},"{ANY_NUMBER}",{second})')


_PLAIN: Mapping[Operation, Callable[[Workings, Figure], Cell]] = {
    Operation.SAME: Workings._same,
    Operation.DIFFERENCE: Workings._difference,
    Operation.FORMULA: Workings._formula,
}
_OF_ALL = {Operation.SUM: "SUM", Operation.NUMBER: "COUNT"}
_QUOTIENTS: Mapping[Operation, Callable[[Workings, Figure, Span, Mapping[str, str]], Cells]] = {
    Operation.MEAN: Workings._mean,
    Operation.WEIGHTED: Workings._weighted,
    Operation.RATIO: Workings._ratio,
    Operation.FULFILLED: Workings._fulfilled,
    Operation.DEVIATION: Workings._deviation,
}
"""A new operation is one line here."""
