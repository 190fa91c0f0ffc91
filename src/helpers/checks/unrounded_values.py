"""A figure's value without any rounding between the input cells and the figure."""

from __future__ import annotations

from fractions import Fraction

from helpers.base.exact import round_half_up
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.formulas.expressions import parse
from helpers.figures.replay import needs_figures, operand_values, recompute


def unrounded(book: Book, figure: Figure) -> Fraction:
    """Return a figure's value without any rounding between the input cells and the figure.

    A reported value may be the rounded result of a formula over other reported values (efficacy, a quarter's progress).
    Then the formula's exact result replaces it, because an office that kept more digits kept those.

    Returns
    -------
    Fraction
        Exact, except for roots.
    """
    if not needs_figures(figure):
        return _before_reporting(book, figure)
    values = operand_values(book, figure)
    below = {key: unrounded(book, part) for key in values if (part := book.figures.get(key))}
    return recompute(figure, values | below)


def _before_reporting(book: Book, figure: Figure) -> Fraction:
    """The exact result of a reported value's formula, where it rounds to that value; else the value itself."""
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
