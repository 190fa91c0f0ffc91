"""A figure's working in words: its operation, `(22,66 + 24,39) ÷ 2 = 23,525`, and its parts, cells and grade."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from helpers.base.display import MINUS, number_es
from helpers.base.exact import exact, exact_sum, plain_text, truncate
from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import first_by_key
from helpers.figures.book import Book
from helpers.figures.figure import TERMS, Figure, Grade, Operand, Operation
from helpers.figures.formulas.expressions import parse
from helpers.figures.records import SourceCell
from helpers.figures.replay import Term, fraction_terms, task_share

SHOWN_DECIMALS = 10
"""Decimals shown, before an ellipsis, of a value with more of them."""
MOST_TERMS = 12
"""Most terms written one by one; of more, the first `FIRST_TERMS` and the last are written."""
FIRST_TERMS = 6
ROLE_WORDS = {
    "parte": "", "minuendo": "", "sustraendo": "menos", "umbral": "desde cuánto se da por cumplida",
    "minuendo_impreso": "como se imprime", "sustraendo_impreso": "menos, como se imprime", "total": "entre el total",
    "acumulado": "lo que va del año", "transcurridos": "periodos transcurridos", "restantes": "periodos que faltan",
    "previstos": "periodos de un año", "proyeccion": "lo proyectado", "desviacion": "desviación estándar",
    "divisor": "se divide entre", "constante": "valor que fija el método", "trimestres": "trimestres de la ventana",
}  # fmt: skip
OF_THE_DATE = frozenset({"transcurridos", "restantes", "previstos"})
"""Roles of constants that come from the cut-off date and not from the method: numbers of periods."""


@dataclass(frozen=True)
class CellLine:
    """A cell with its amount (es-BO text; empty for a counted cell) and the amount's role."""

    role: str
    value: str
    cell: SourceCell


def operation_sentence(book: Book, figure: Figure, *, whole: bool = False) -> str:
    """Return a figure's operation with its exact result: `(22,66 + 24,39) ÷ 2 = 23,525`.

    Of a figure read from a cell it says only that it was read; `source_lines` names the cell.

    Parameters
    ----------
    whole : bool
        True writes every term; otherwise, of more than `MOST_TERMS`, the first `FIRST_TERMS` and the last.
    """
    operation = _Worded(book, figure, whole).operation()
    return f"{operation} = {with_zeros(exact_es(figure.value), figure.decimals)}"


def with_zeros(text: str, decimals: int) -> str:
    """Add zeros to a number's decimals up to the printed number of decimals: `33,2` → `33,20`.

    A whole number stays as it is, and so does one that was cut (`33,3333333333…`).
    """
    whole, comma, fraction = text.partition(",")
    return f"{whole}{comma}{fraction.ljust(decimals, '0')}" if comma and not text.endswith("…") else text


def exact_es(value: Fraction | Decimal) -> str:
    """Write an exact value in es-BO notation: `23,525`, `33,3333333333…`.

    Returns
    -------
    str
        A fraction in full if it has at most 10 decimals; otherwise its first 10, cut and not rounded, and «…». A
        `Decimal` always in full, with its trailing zeros.
    """
    if isinstance(value, Decimal):
        return number_es(value)
    return _shown(*value.as_integer_ratio())


@lru_cache(maxsize=1 << 16)
def _shown(above: int, below: int) -> str:
    """Text of a reduced fraction, cached: a part is written for every figure that depends on it."""
    value = Fraction(above, below)
    if 10**SHOWN_DECIMALS % below:
        return f"{number_es(truncate(value, SHOWN_DECIMALS))}…"
    return number_es(Decimal(plain_text(value)))


def rounding_words(figure: Figure) -> str:
    """Return how a figure is rounded for printing, in Spanish (`se imprime 23,53: a 2 decimales…`); empty if exact."""
    rounded = figure.rounded
    if exact(rounded) == figure.value:
        return ""
    if not figure.decimals:
        return f"se imprime {number_es(rounded)}: sin decimales, mitad hacia arriba"
    places = number_with_noun(figure.decimals, "decimal", "decimales")
    return f"se imprime {number_es(rounded)}: a {places}, mitad hacia arriba"


@dataclass(frozen=True)
class _Worded:
    """Writes the operation of one figure."""

    book: Book
    figure: Figure
    whole: bool

    def operation(self) -> str:
        """Return the operation with its numbers but no result: `(22,66 + 24,39) ÷ 2`; words for an input or a count."""
        figure = self.figure
        match figure.operation:
            case Operation.INPUT:
                return "leído de su celda"
            case Operation.COUNT:
                return f"recuento de {number_es(len(figure.sources))} celdas"
            case Operation.LEAF:
                return self._task()
            case Operation.SUM if not figure.operands:
                return self._plus(figure.amounts) if figure.amounts else "suma de sus celdas"
            case Operation.SUM:
                return self._joined(len(figure.operands), self._term)
            case Operation.MEAN:
                many = len(figure.operands)
                above = self._joined(many, self._term)
                return f"({above}) ÷ {number_es(many)}" if many > 1 else f"{above} ÷ 1"
            case Operation.DIFFERENCE:
                return f"{self._term(0)} {MINUS} {self._term(1)}"
            case Operation.SAME:
                return "igual que su parte" if figure.operands[0].figure else "lo fija el método"
            case Operation.FORMULA:
                terms = {item.role: self._term(place, inside=True) for place, item in enumerate(figure.operands)}
                return parse(figure.expression).words(terms)
            case Operation.NUMBER:
                return "cuántos son los de abajo"
            case Operation.DEVIATION:
                return self._deviation()
            case Operation.RATIO:
                first, second = map(self._plus_of, TERMS)
                return f"({first}) ÷ ({second}) × 100"
            case Operation.FULFILLED:
                return self._fulfilled()
        return self._weighted()

    def _value(self, operand: Operand) -> Fraction:
        """The value with which an operand enters; zero where the Book has none (`value_of`)."""
        value = self.book.value_of(operand)
        return Fraction(0) if value is None else value

    def _term(self, place: int, *, inside: bool = False) -> str:
        """The operand at a position as a term, with its printed decimals."""
        operand = self.figure.operands[place]
        part = self.book.figures.get(operand.figure)
        return _term(self._value(operand), inside=inside or place > 0, decimals=part.decimals if part else 0)

    def _task(self) -> str:
        """A task's score: what counts over the programmed amount, with a note on the cap."""
        figure = self.figure
        share = task_share(self.book, figure)
        divided = f"{number_es(share.counted)} ÷ {number_es(share.programmed)} × 100"
        if share.counted == share.executed:
            return divided
        return f"{divided} (de {number_es(share.executed)} ejecutado cuenta {number_es(share.counted)}, por el tope)"

    def _deviation(self) -> str:
        values = [self._value(operand) for operand in self.figure.operands]
        mean = sum(values, Fraction(0)) / len(values)
        return f"√(suma de cuadrados de (valor {MINUS} {exact_es(mean)}) ÷ ({number_es(len(values))} {MINUS} 1))"

    def _fulfilled(self) -> str:
        """The number of parts that reach the threshold, over the number of parts."""
        above, below = fraction_terms(
            Operation.FULFILLED, [Term(operand, self._value(operand)) for operand in self.figure.operands]
        )
        limit = next(operand.constant for operand in self.figure.operands if operand.role == "umbral")
        return f"{exact_es(above)} que llegan a {exact_es(limit or Fraction(0))} ÷ {exact_es(below)} × 100"

    def _weighted(self) -> str:
        """The parts times their weights, over the stated divisor or the sum of the weights."""
        parts = [operand for operand in self.figure.operands if operand.role == "parte"]
        stated = next((operand for operand in self.figure.operands if operand.role == "divisor"), None)

        def product(place: int) -> str:
            """Return one part of a weighted mean with its weight: `22,66 × 8`."""
            value, weight = self._value(parts[place]), self.book.handed_on(parts[place].weight)
            return f"{_term(value, inside=True)} × {_term(weight, inside=True)}"

        if stated is not None:
            divisor = exact_es(self._value(stated))
        else:
            weights = [self.book.handed_on(part.weight) for part in parts]
            divisor = f"({self._plus(weights)})" if len(weights) > 1 else exact_es(exact_sum(weights))
        return f"({self._joined(len(parts), product)}) ÷ {divisor}"

    def _plus_of(self, role: str) -> str:
        """The operands with a role, as a sum."""
        return self._plus([self._value(operand) for operand in self.figure.operands if operand.role == role])

    def _plus(self, values: Sequence[Fraction | Decimal]) -> str:
        return self._joined(len(values), lambda place: _term(values[place], inside=place > 0))

    def _joined(self, count: int, term: Callable[[int], str]) -> str:
        """Terms joined by plus signs. Of many, only the shown ones are computed."""
        if self.whole or count <= MOST_TERMS:
            return " + ".join(map(term, range(count)))
        kind = "productos" if self.figure.operation is Operation.WEIGHTED else "sumandos"
        return f"{' + '.join(map(term, range(FIRST_TERMS)))} + … + {term(count - 1)} [{number_es(count)} {kind}]"


def _term(value: Fraction | Decimal, *, inside: bool = False, decimals: int = 0) -> str:
    """A number as a term of an operation; a negative one in parentheses where a sign precedes it."""
    text = with_zeros(exact_es(value), decimals)
    return f"({text})" if inside and value.as_integer_ratio()[0] < 0 else text


def shown_operands(figure: Figure) -> tuple[Operand, ...]:
    """Return the operands that readers see of a figure, each figure once; none for a task, whose rule names its cap."""
    if figure.operation is Operation.LEAF:
        return ()
    named = ((operand.figure or str(place), operand) for place, operand in enumerate(figure.operands))
    return tuple(first_by_key(named).values())


def role_words(book: Book, part: Operand) -> str:
    """Return an operand's role in the figure above, in Spanish: `menos`, `se divide entre`; empty for a plain part.

    A formula's variable with its indicator's name is a plain part; an operand that takes a numerator or denominator
    gets both terms with their values. Unknown roles are returned as they are.
    """
    below = book[part.figure] if part.figure else None
    if below and part.role == below.indicator:
        return ""  # a formula's variable has the name of its indicator, which is shown anyway
    if below and part.role in TERMS:
        terms = (below.numerator or Fraction(0), below.denominator or Fraction(0))
        return "numerador {}, denominador {}".format(*map(exact_es, terms))
    return ROLE_WORDS.get(part.role, part.role)


def constant_words(part: Operand) -> str:
    """Return in Spanish where a constant comes from: the method, the cut-off date, or zero in place of a missing value.

    Parameters
    ----------
    part : Operand
        An operand that is no figure.
    """
    if part.role in OF_THE_DATE:
        return "según la fecha de corte"
    return "sin dato: cuenta como cero" if part.role in {"minuendo", "sustraendo"} else "constante del método"


def source_lines(figure: Figure) -> Iterator[CellLine]:
    """Yield a figure's own source cells, with their amounts where each cell has one (a count's cells have none)."""
    values = figure.amounts or ((figure.value,) if figure.operation is Operation.INPUT else ())
    for place, cell in enumerate(figure.sources):
        yield CellLine("", exact_es(values[place]) if len(values) == len(figure.sources) else "", cell)


def has_parts(figure: Figure) -> bool:
    """Tell whether a figure has operands (figures, constants or a task's series) or more than one source cell."""
    return bool(figure.operands) or len(figure.sources) > 1


def grade_words(grade: Grade | None) -> str:
    """Return a grade with its symbol: `● Alto · En proceso de ejecución · Satisfactorio`; empty where there is none."""
    if grade is None:
        return ""
    return " · ".join(filter(None, (f"{grade.symbol} {grade.rating}".strip(), grade.degree, grade.performance)))
