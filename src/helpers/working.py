"""A figure's operation in one line, with its numbers: `(22,66 + 24,39) ÷ 2 = 23,525`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from helpers.book import Book
from helpers.display import MINUS, number_es
from helpers.exact import exact, exact_sum, plain_text, truncate
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
    return Working(sentence(book, figure, whole=whole), exact_es(figure.value), rounding_words(figure))


def sentence(book: Book, figure: Figure, *, whole: bool = False) -> str:
    """The operation alone, with its numbers and its exact result."""
    operation = _Worded(book, figure, whole).operation()
    return f"{operation} = {padded(exact_es(figure.value), figure.decimals)}"


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
                first, second = (self._plus_of(role) for role in TERMS)
                return f"({first}) ÷ ({second}) × 100"
            case Operation.FULFILLED:
                return self._fulfilled()
        return self._weighted()

    def _value(self, operand: Operand) -> Fraction:
        value = self.book.value_of(operand)
        return Fraction(0) if value is None else value

    def _term(self, place: int, *, inside: bool = False) -> str:
        """An operand as a term, with the decimals that it is printed with."""
        operand = self.figure.operands[place]
        part = self.book.figures.get(operand.figure)
        return _term(self._value(operand), inside=inside or place > 0, decimals=part.decimals if part else 0)

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
        values = [self._value(operand) for operand in self.figure.operands]
        mean = sum(values, Fraction(0)) / len(values)
        return f"√(suma de cuadrados de (valor {MINUS} {exact_es(mean)}) ÷ ({number_es(len(values))} {MINUS} 1))"

    def _fulfilled(self) -> str:
        """Parts that reach what is asked, of all of them."""
        above, below = fraction_terms(
            Operation.FULFILLED, [Term(operand, self._value(operand)) for operand in self.figure.operands]
        )
        limit = next(operand.constant for operand in self.figure.operands if operand.role == "umbral")
        return f"{exact_es(above)} que llegan a {exact_es(limit or Fraction(0))} ÷ {exact_es(below)} × 100"

    def _weighted(self) -> str:
        """Each part by its weight, divided by what the method says or by the weights together."""
        parts = [operand for operand in self.figure.operands if operand.role == "parte"]
        stated = next((operand for operand in self.figure.operands if operand.role == "divisor"), None)

        def product(place: int) -> str:
            value, weight = self._value(parts[place]), self.book.handed_on(parts[place].weight)
            return f"{_term(value, inside=True)} × {_term(weight, inside=True)}"

        if stated is not None:
            divisor = exact_es(self._value(stated))
        else:
            weights = [self.book.handed_on(part.weight) for part in parts]
            divisor = f"({self._plus(weights)})" if len(weights) > 1 else exact_es(exact_sum(weights))
        return f"({self._joined(len(parts), product)}) ÷ {divisor}"

    def _plus_of(self, role: str) -> str:
        """The operands of a role as a sum."""
        operands = [operand for operand in self.figure.operands if operand.role == role]
        return self._joined(len(operands), lambda place: _term(self._value(operands[place]), inside=place > 0))

    def _plus(self, values: Sequence[Fraction | Decimal]) -> str:
        return self._joined(len(values), lambda place: _term(values[place], inside=place > 0))

    def _joined(self, count: int, term: Callable[[int], str]) -> str:
        """Terms by their places with a plus between them; of many, only those that are shown are asked for."""
        if self.whole or count <= MOST_TERMS:
            return " + ".join(map(term, range(count)))
        kind = "productos" if self.figure.operation is Operation.WEIGHTED else "sumandos"
        return f"{' + '.join(map(term, range(FIRST_TERMS)))} + … + {term(count - 1)} [{number_es(count)} {kind}]"


def _term(value: Fraction | Decimal, *, inside: bool = False, decimals: int = 0) -> str:
    """A number as a term; a negative one in parentheses where a sign stands before it."""
    text = padded(exact_es(value), decimals)
    return f"({text})" if inside and value.as_integer_ratio()[0] < 0 else text
