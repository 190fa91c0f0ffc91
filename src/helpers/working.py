"""A figure's operation in one line, with its numbers: `(22,66 + 24,39) ÷ 2 = 23,525`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from helpers.book import Book
from helpers.display import MINUS, number_es
from helpers.exact import exact, plain_text, truncate
from helpers.expressions import parse
from helpers.replay import Term, fraction_terms, task_share
from helpers.trace import TERMS, Figure, Operand, Operation

SHOWN_DECIMALS = 10
"""Decimals shown of a value that has no end, before the ellipsis."""
MOST_TERMS = 12
"""Terms written one by one; of more, the first ones and the last."""
FIRST_TERMS = 6


@dataclass(frozen=True)
class Working:
    """How a figure came about.

    Attributes
    ----------
    sentence : str
        The operation with its numbers and its exact result.
    exact : str
        The exact value, as far as it is shown.
    rounding : str
        How it is printed, where that is not its exact value.
    """

    sentence: str
    exact: str
    rounding: str


def working(book: Book, figure: Figure, *, whole: bool = False) -> Working:
    """Work a figure out in words.

    Parameters
    ----------
    whole : bool
        Write every term, however many there are.
    """
    value = exact_es(figure.value)
    operation = _Worded(book, figure, whole).operation()
    return Working(f"{operation} = {padded(value, figure.decimals)}", value, rounding_words(figure))


def padded(text: str, decimals: int) -> str:
    """A number with a fraction shorter than its printed decimals, with the zeros that print them: `33,2` → `33,20`."""
    whole, comma, fraction = text.partition(",")
    return f"{whole}{comma}{fraction.ljust(decimals, '0')}" if comma and not text.endswith("…") else text


def exact_es(value: Fraction | Decimal) -> str:
    """Every digit of a number where they soon end; else the first ones and an ellipsis, not rounded."""
    if isinstance(value, Decimal):
        return number_es(value)
    return _shown(*value.as_integer_ratio())


@lru_cache(maxsize=1 << 16)
def _shown(above: int, below: int) -> str:
    """Remembered by the two numbers of a reduced fraction: a part is written wherever something rests on it."""
    value = Fraction(above, below)
    if 10**SHOWN_DECIMALS % below:
        return f"{number_es(truncate(value, SHOWN_DECIMALS))}…"
    return number_es(Decimal(plain_text(value)))


def rounding_words(figure: Figure) -> str:
    """How a figure is rounded to be printed; empty where it is printed as it is."""
    rounded = figure.rounded
    if exact(rounded) == figure.value:
        return ""
    if not figure.decimals:
        return f"se imprime {number_es(rounded)}: sin decimales, mitad hacia arriba"
    places = "1 decimal" if figure.decimals == 1 else f"{figure.decimals} decimales"
    return f"se imprime {number_es(rounded)}: a {places}, mitad hacia arriba"


@dataclass(frozen=True)
class _Worded:
    """Writes the operation of one figure."""

    book: Book
    figure: Figure
    whole: bool

    def operation(self) -> str:
        figure = self.figure
        match figure.operation:
            case Operation.INPUT:
                return "leído de su celda"
            case Operation.COUNT:
                return f"recuento de {number_es(len(figure.sources))} celdas"
            case Operation.LEAF:
                return self._task()
            case Operation.SUM if not figure.operands:
                return self._plus(list(figure.amounts)) if figure.amounts else "suma de sus celdas"
            case Operation.SUM:
                return self._joined(self._terms())
            case Operation.MEAN:
                above = self._joined(self._terms())
                many = len(figure.operands)
                return f"({above}) ÷ {number_es(many)}" if many > 1 else f"{above} ÷ 1"
            case Operation.DIFFERENCE:
                first, second = self._terms()
                return f"{first} {MINUS} {second}"
            case Operation.SAME:
                return "igual que su parte" if figure.operands[0].figure else "lo fija el método"
            case Operation.FORMULA:
                roles = (operand.role for operand in figure.operands)
                return parse(figure.expression).words(dict(zip(roles, self._terms(inside=True), strict=True)))
            case Operation.NUMBER:
                return "cuántos son los de abajo"
            case Operation.DEVIATION:
                return self._deviation()
        return self._quotient()

    def _value(self, operand: Operand) -> Fraction:
        return self.book.value_of(operand) or Fraction(0)

    def _terms(self, *, inside: bool = False) -> list[str]:
        """Every operand as a term, with the decimals that it is printed with."""
        figures = [self.book.figures.get(operand.figure) for operand in self.figure.operands]
        decimals = [figure.decimals if figure else 0 for figure in figures]
        return [
            _term(value, inside=inside or place > 0, decimals=places)
            for place, (value, places) in enumerate(zip(self._values(), decimals, strict=True))
        ]

    def _values(self, role: str = "") -> list[Fraction]:
        return [self._value(operand) for operand in self.figure.operands if role in ("", operand.role)]

    def _task(self) -> str:
        figure = self.figure
        share = task_share(self.book, figure)
        if not share.is_scheduled:
            return f"sin programa, ejecutado {number_es(share.executed)}, que cuenta como cumplido"
        divided = f"{number_es(share.counted)} ÷ {number_es(share.programmed)} × 100"
        if share.counted == share.executed:
            return divided
        return f"{divided} (de {number_es(share.executed)} ejecutado cuenta {number_es(share.counted)}, por el tope)"

    def _deviation(self) -> str:
        count = len(self.figure.operands)
        mean = sum(self._values(), Fraction(0)) / count
        return f"√(suma de cuadrados de (valor {MINUS} {exact_es(mean)}) ÷ ({number_es(count)} {MINUS} 1))"

    def _quotient(self) -> str:
        """A weighted mean, a ratio of sums or a share of parts fulfilled: a fraction."""
        if self.figure.operation is Operation.RATIO:
            first, second = (self._plus(self._values(role)) for role in TERMS)
            return f"({first}) ÷ ({second}) × 100"
        parts = [operand for operand in self.figure.operands if operand.role == "parte"]
        above, below = fraction_terms(self.figure.operation, [self._as_term(item) for item in self.figure.operands])
        if self.figure.operation is Operation.FULFILLED:
            limit = next(operand.constant for operand in self.figure.operands if operand.role == "umbral")
            return f"{exact_es(above)} que llegan a {exact_es(limit or Fraction(0))} ÷ {exact_es(below)} × 100"
        products = [f"{_term(self._value(part), inside=True)} × {self._weight(part)}" for part in parts]
        divisor = exact_es(below)
        if not any(operand.role == "divisor" for operand in self.figure.operands) and len(parts) > 1:
            divisor = f"({self._plus([self.book.handed_on(part.weight) for part in parts])})"
        return f"({self._joined(products)}) ÷ {divisor}"

    def _weight(self, part: Operand) -> str:
        return _term(self.book.handed_on(part.weight), inside=True)

    def _as_term(self, operand: Operand) -> Term:
        weight = self.book.handed_on(operand.weight) if operand.weight else None
        return Term(operand, self._value(operand), weight)

    def _plus(self, values: Sequence[Fraction | Decimal]) -> str:
        return self._joined([_term(value, inside=place > 0) for place, value in enumerate(values)])

    def _joined(self, terms: Sequence[str]) -> str:
        if self.whole or len(terms) <= MOST_TERMS:
            return " + ".join(terms)
        kind = "productos" if self.figure.operation is Operation.WEIGHTED else "sumandos"
        return f"{' + '.join(terms[:FIRST_TERMS])} + … + {terms[-1]} [{number_es(len(terms))} {kind}]"


def _term(value: Fraction | Decimal, *, inside: bool = False, decimals: int = 0) -> str:
    """A number as a term; a negative one in parentheses where a sign stands before it."""
    text = padded(exact_es(value), decimals)
    return f"({text})" if inside and value < 0 else text
