"""Do a figure's operation again on given operands: scoring computes with it, checks and audit repeat it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from helpers.book import Book
from helpers.exact import round_half_up
from helpers.expressions import parse
from helpers.trace import Figure, Operand, Operation


def result(
    operation: Operation, operands: Sequence[tuple[Operand, Fraction]], expression: str = ""
) -> Fraction:
    """Apply an operation to operands with their values.

    Raises
    ------
    ZeroDivisionError
        For a formula whose denominator is zero.
    ValueError
        For an operation that has no operands to apply (inputs, counts).
    """
    values = [value for _, value in operands]
    match operation:
        case Operation.SUM:
            return sum(values, Fraction(0))
        case Operation.MEAN:
            return sum(values, Fraction(0)) / len(values)
        case Operation.DIFFERENCE:
            return values[0] - values[1]
        case Operation.SAME:
            return values[0]
        case Operation.FORMULA:
            return parse(expression).value({operand.role: value for operand, value in operands})
    raise ValueError(f"{operation} has no operands")


def again(figure: Figure, values: Mapping[str, Fraction]) -> Fraction:
    """Repeat a figure's operation with other values for its operands.

    Parameters
    ----------
    values : Mapping[str, Fraction]
        By figure id; constants keep their own value.
    """
    if not figure.operands:
        return figure.value
    pairs = [
        (operand, values[operand.figure] if operand.figure else operand.constant or Fraction(0))
        for operand in figure.operands
    ]
    return result(figure.operation, pairs, figure.expression)


def from_operands(book: Book, figure: Figure) -> Fraction:
    """Repeat a figure's operation on its operands as they were handed on."""
    return again(
        figure,
        {operand.figure: book.handed_on(operand.figure) for operand in figure.operands if operand.figure},
    )


def unrounded(book: Book, figure: Figure) -> Fraction:
    """The value with no rounding anywhere between the input cells and this figure.

    A reported value that is another reported value's formula, rounded (efficacy, a quarter of progress), counts as
    the formula before rounding: whoever carried digits below the printed ones carried those.
    """
    if not figure.operands:
        return _before_reporting(book, figure)
    below = {child.id: unrounded(book, child) for child in book.operands(figure)}
    return again(figure, below)


def _before_reporting(book: Book, figure: Figure) -> Fraction:
    definition = book.method.get("indicadores", {}).get(figure.indicator, {})
    rule = definition.get("reglas", {}).get(figure.period.kind) or {}
    if figure.operation is not Operation.INPUT or rule.get("regla") != "consolidar" or not rule.get("expresion"):
        return figure.value
    formula = parse(rule["expresion"])
    place = (figure.period, figure.level, figure.code)
    beside = {name: found.value for name in formula.names if (found := book.get(name, *place)) is not None}
    if len(beside) < len(formula.names):
        return figure.value
    exact_value = formula.value(beside)
    return exact_value if round_half_up(exact_value, figure.decimals) == figure.rounded else figure.value
