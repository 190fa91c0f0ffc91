"""«Cifras»: every figure of the Book on one line, computed by formulas from the cells of its operands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from helpers.base.python_extras import PlainData
from helpers.figures.figure import GRADE_FIELDS, TERMS, Figure, Operand, Operation, figure_id
from helpers.figures.formulas.expressions import parse
from helpers.outputs.workbook.grade_lookup import derived, order_name, scale_of
from helpers.outputs.workbook.method_constants import GUARD, HUNDRED, TOLERANCE, is_stated
from helpers.outputs.workbook.operand_references import Listing, Part, Span, span_of
from helpers.outputs.workbook.sheet_addresses import FIGURE_COLUMNS, FIGURE_LETTERS, FIGURES, MEASURED, Addresses, Spot
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Line, Sheet, Style, Value, text
from helpers.outputs.workbook.task_places import TASKS

ABOVE, BELOW = TERMS
EXACT = "exacto"
ASIDE = frozenset({"divisor", "umbral"})
"""Roles of operands that are no parts: a stated divisor, and the threshold of the parts."""
Cells = dict[str, Cell]
ANY_NUMBER = ">-9E+99"
"""Condition that all numbers meet and empty cells and texts do not; executed amounts may be negative."""
ABOUT = (
    "Una fila por cifra, en el orden de cifras.csv: <indicador>/<periodo>/<nivel>/<código>. «Valor exacto» se calcula "
    "ahí mismo, con las celdas de sus operandos; «Valor publicado» lo redondea una sola vez; «En el informe» es lo "
    "impreso, escrito como número, y «Control» compara ambos. La calificación se busca en la escala de «Método», o se "
    "toma de otra si el método lo dice. Filtre cuanto quiera, pero no ordene: las fórmulas van por fila."
)
WITHOUT_TASKS = " Las de las tareas no se repiten aquí: cada una está en su fila de las hojas de tareas."
SAME = "igual"
DIFFERS = "difiere"


def figures_sheets(addresses: Addresses, decimals: Mapping[tuple[str, int], str]) -> tuple[Sheet, ...]:
    """Describe the sheet «Cifras»; and, if any figure needs it, the sheet «Operandos».

    A figure needs it if its operands are in more than `MOST_RUNS` separate ranges of cells, too many for one formula.

    Parameters
    ----------
    addresses : Addresses
        Where each figure, input and constant is in the workbook.
    decimals : Mapping[tuple[str, int], str]
        By indicator and number of decimals, the reference to the cell of «Método» that states that number.
    """
    workings = Workings(addresses, Listing(addresses))
    lines = tuple(
        Line(
            {
                "cifra": text(figure.id, Style.STRONG),
                "nombre": text(figure.name),
                MEASURED.key: text(addresses.what_and_when(figure)),
                "regla": text(figure.rule),
            }
            | workings.cells(figure, row)
            | _printed(figure, row, decimals[figure.indicator, figure.decimals])
            | _grade(addresses, figure, row)
        )
        for row, figure in enumerate(addresses.order, start=FIRST_LINE)
    )
    about = ABOUT + (WITHOUT_TASKS if addresses.tasks.windows else "")
    listed = workings.listing.sheet()
    return (Sheet(FIGURES, "Cifras", about, (Block(FIGURE_COLUMNS, lines),)), *((listed,) if listed else ()))


def _printed(figure: Figure, row: int, decimals: str) -> dict[str, Cell]:
    """Return the cells of the published value, of what the report prints, and of their comparison."""
    exact, published, printed = (f"{FIGURE_LETTERS[key]}{row}" for key in ("exacto", "publicado", "informe"))
    rounding = f"=ROUND(ROUND({exact},{GUARD}),{decimals})"
    return {
        "publicado": Cell(figure.rounded, rounding, Style.STRONG, figure.decimals),
        "informe": Cell(figure.rounded, style=Style.RECORDED, decimals=figure.decimals),
        "control": Cell(SAME, f'=IF({published}={printed},"{SAME}","{DIFFERS}")', Style.FORMULA),
    }


def _grade(addresses: Addresses, figure: Figure, row: int) -> dict[str, Cell]:
    """Return a cell for each word that a figure's grade has, looked up in its scale or taken from other grades.

    None without grade.
    """
    if figure.grade is None:
        return {}
    taken = next((item for item in derived(addresses.book) if item["indicador"] == figure.indicator), None)
    published = f"{FIGURE_LETTERS['publicado']}{row}"
    return {
        key: Cell(
            word,
            _taken(addresses, taken, figure, key)
            if taken
            else f"={scale_of(addresses.book, figure).word(key, published, figure)}",
            Style.FORMULA,
        )
        for key in GRADE_FIELDS
        if (word := figure.grade.word(key))
    }


def _taken(addresses: Addresses, item: PlainData, figure: Figure, key: str) -> str:
    """Return the formula of a word that a figure's grade takes from the worst or best of other grades."""
    others = [figure_id(name, figure.period, figure.level, figure.code) for name in item["de"]]
    places = [f"MATCH({addresses.of_figure(other, 'semaforo')},{order_name(item)},0)" for other in others]
    ruling = f"{'MIN' if item['regla'] == 'peor' else 'MAX'}({','.join(places)})"
    *firsts, found = (addresses.of_figure(other, key) for other in others)
    for place, first in reversed(list(zip(places, firsts, strict=False))):
        found = f"IF({place}={ruling},{first},{found})"
    return f"={found}"


@dataclass(frozen=True)
class Workings:
    """Writes the formulas of a figure's calculation. Operands too scattered for one formula go to «Operandos»."""

    addresses: Addresses
    listing: Listing

    def cells(self, figure: Figure, row: int) -> Cells:
        """Return the cells of a figure's exact value and, for a quotient, of its terms, by key of `FIGURE_COLUMNS`.

        `row` is the figure's row on «Cifras», from 1. Operands too scattered for one formula are added to `listing`.
        """
        if figure.operation in _PLAIN:
            return {EXACT: _PLAIN[figure.operation](self, figure)}
        if not figure.operands:
            return {EXACT: self._read(figure)}
        span = self._span(figure)
        if figure.operation in _OF_ALL:
            return {EXACT: Cell(figure.value, f"={_OF_ALL[figure.operation]}({span.all()})", Style.FORMULA)}
        at = {key: f"{FIGURE_LETTERS[key]}{row}" for key in TERMS}
        return _QUOTIENTS[figure.operation](self, figure, span, at)

    def _read(self, figure: Figure) -> Cell:
        """Return the cell of a figure without operands: a link to an input cell, a sum of several, or a count."""
        if figure.operation is not Operation.COUNT:
            spots = [self.addresses.input_spot(item) for item in self.addresses.inputs.by_figure[figure.id]]
            if len(spots) == 1:
                return Cell(figure.value, f"={self._text(spots[0])}", Style.LINK)
            return Cell(figure.value, f"=SUM({self._span(figure, [(spot,) for spot in spots]).all()})", Style.FORMULA)
        counted = self._counted(figure)
        # A count may have no cell, for instance of tasks whose weight was not read.
        formula = f"=COUNTA({self._span(figure, counted).all()})" if counted else "=0"
        return Cell(figure.value, formula, Style.FORMULA)

    def _counted(self, figure: Figure) -> list[Part]:
        """Return the cells that a figure counts, on «Insumos» or, for tasks, on «Tareas»."""
        items = self.addresses.inputs.by_figure.get(figure.id)
        if items is not None:
            return [(self.addresses.input_spot(item),) for item in items]
        tasks = self.addresses.tasks
        return [(Spot(TASKS, tasks.letter("tarea"), tasks.row_of(cell) or 0),) for cell in figure.sources]

    def _span(self, figure: Figure, parts: Sequence[Part] | None = None) -> Span:
        """Return the references to a figure's parts; those that one formula cannot take are listed on «Operandos»."""
        listed = self._parts(figure) if parts is None else parts
        span = span_of(self.addresses, figure, listed)
        # A task that takes no part has a word as its value, and formulas cannot subtract from a word.
        if span is None or (span.is_wide and figure.operation is Operation.DEVIATION):
            return self.listing.add(figure, listed, self._values(figure))
        return span

    def _parts(self, figure: Figure) -> list[Part]:
        """Return each part's cells: its terms in a ratio, its value and weight in a weighted mean, else its value."""
        of, parts = self.addresses, list(filter(is_part, figure.operands))
        if figure.operation is Operation.RATIO:
            return [of.terms(part) for part in dict.fromkeys(operand.figure for operand in parts)]
        if figure.operation is Operation.WEIGHTED:
            return [(of.operand_spot(part), of.handed_spot(part.weight)) for part in parts]
        return [(of.operand_spot(part),) for part in parts]

    def _values(self, figure: Figure) -> list[tuple[Value, ...]]:
        """Return the values in the cells of a figure's parts or, without parts, of its inputs or counted tasks."""
        of, parts = self.addresses, list(filter(is_part, figure.operands))
        if not parts:
            items = of.inputs.by_figure.get(figure.id)
            return (
                [(item.number if item.number is not None else item.words,) for item in items]
                if items
                else [(of.tasks.year(of.tasks.row_of(cell) or 0).task,) for cell in figure.sources]
            )
        if figure.operation is Operation.RATIO:
            found = map(of.book.__getitem__, dict.fromkeys(operand.figure for operand in parts))
            return [(part.numerator, part.denominator) for part in found]
        if figure.operation is Operation.WEIGHTED:
            return [(of.handed_on(part), of.book.handed_on(part.weight)) for part in parts]
        return [(of.handed_on(part),) for part in parts]

    def _same(self, figure: Figure) -> Cell:
        """Return a link to the figure that is copied, or to the constant that the method states."""
        only = figure.operands[0]
        at = self.addresses.constants.of_stated(figure) if is_stated(figure) else self._at(only)
        return Cell(figure.value, f"={at}", Style.LINK)

    def _difference(self, figure: Figure) -> Cell:
        """Return the cell of the first operand less the others."""
        return Cell(figure.value, f"={'-'.join(map(self._at, figure.operands))}", Style.FORMULA)

    def _formula(self, figure: Figure) -> Cell:
        """Return the cell of the method's formula over the cells of its operands and constants."""
        formula = parse(figure.expression)
        constants = self.addresses.constants.of_formula(figure.indicator, formula.text)
        cells = {operand.role: self._at(operand) for operand in figure.operands}
        return Cell(figure.value, f"={formula.excel(cells, constants)}", Style.FORMULA)

    def _at(self, operand: Operand) -> str:
        """Return the reference to an operand's cell."""
        return self._text(self.addresses.operand_spot(operand))

    def _text(self, spot: Spot) -> str:
        """Return the reference to a cell, without the sheet if it is on «Cifras»."""
        return f"{spot.column}{spot.row}" if spot.sheet == FIGURES else spot.reference

    def _mean(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        """Return the cells of the sum of the parts, their number, and the mean."""
        number = len(figure.operands)
        above = Cell(figure.value * number, f"=SUM({span.all()})", Style.FORMULA)
        return _quotient(figure, above, _counted_parts(number, span), f"={at[ABOVE]}/{at[BELOW]}")

    def _weighted(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        """Return the cells of the sum of products, the divisor, and the weighted mean."""
        above = Cell(figure.numerator, f"={span.each(_product)}", Style.FORMULA)
        return _quotient(figure, above, self._divisor(figure, span), f"={at[ABOVE]}/{at[BELOW]}")

    def _divisor(self, figure: Figure, span: Span) -> Cell:
        """Return the cell of the divisor: the sum of the parts' weights, or a link to the figure or constant stated."""
        stated = next((operand for operand in figure.operands if not is_part(operand)), None)
        if stated is not None:
            return Cell(figure.denominator, f"={self._at(stated)}", Style.LINK)
        return Cell(figure.denominator, f"={_taking_part(span)}", Style.FORMULA)

    def _ratio(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        """Return the cells of the sums of the parts' two terms, and of their ratio in per cent."""
        above = Cell(figure.numerator, f"=SUM({span.all()})", Style.FORMULA)
        below = Cell(figure.denominator, f"={_taking_part(span)}", Style.FORMULA)
        return _quotient(figure, above, below, f"={at[ABOVE]}/{at[BELOW]}*{HUNDRED}")

    def _fulfilled(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        """Return the cells of the percentage of parts that reach the threshold, or miss it by at most `TOLERANCE`."""
        limit = next(operand for operand in figure.operands if not is_part(operand))
        least = f'">="&({self._at(limit)}-{TOLERANCE})'
        above = Cell(figure.numerator, f"={span.each(lambda run: f'COUNTIF({run},{least})')}", Style.FORMULA, 0)
        below = _counted_parts(figure.denominator, span)
        return _quotient(figure, above, below, f"={at[ABOVE]}/{at[BELOW]}*{HUNDRED}")

    def _deviation(self, figure: Figure, span: Span, at: Mapping[str, str]) -> Cells:
        """Return the cells of a deviation, from each value's difference from the mean, which loses no digits."""
        values = [self.addresses.handed_on(operand) for operand in figure.operands]
        mean = Cell(sum(values, Fraction(0)) / len(values), f"=AVERAGE({span.all()})", Style.FORMULA)
        squares = span.each(lambda run: f"SUMPRODUCT({run}-{at[ABOVE]},{run}-{at[ABOVE]})")
        return _quotient(figure, mean, _counted_parts(len(values), span), f"=SQRT(({squares})/({at[BELOW]}-1))")


def is_part(operand: Operand) -> bool:
    """Return whether an operand is one of the parts, and not a stated divisor or the threshold of the parts."""
    return operand.role not in ASIDE


def _quotient(figure: Figure, above: Cell, below: Cell, formula: str) -> Cells:
    """Return a figure's cells: numerator, denominator and exact value."""
    return {ABOVE: above, BELOW: below, EXACT: Cell(figure.value, formula, Style.FORMULA)}


def _counted_parts(number: Fraction | int | None, span: Span) -> Cell:
    """Return the cell that counts the parts that are numbers."""
    return Cell(number, f"=COUNT({span.all()})", Style.FORMULA, 0)


def _product(values: str, weights: str) -> str:
    """Return the formula of the sum of products of two ranges; for ranges of one row, of their plain product."""
    first, _, last = values.rpartition("!")[2].partition(":")
    if first == last and ":" in weights:
        return f"{values.partition(':')[0]}*{weights.partition(':')[0]}"
    return f"SUMPRODUCT({values},{weights})"


def _taking_part(span: Span) -> str:
    """Return the formula that sums the parts' second cells; in a wide span, only where the first cell is a number."""
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
"""Method that writes the cells of a quotient, by operation; a new quotient needs one line here."""
