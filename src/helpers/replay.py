"""Do a figure's operation again on given operands: scoring computes with it, checks and audit repeat it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from helpers.book import Book
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
    """The value with no rounding anywhere between the input cells and this figure."""
    below = {child.id: unrounded(book, child) for child in book.operands(figure)}
    return again(figure, below)
