"""Operations on figures, which scoring uses and checks and audits repeat; and why a figure is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from helpers.base.exact import exact, exact_sum, percentage, square_root
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import TERMS, Figure, Operand, Operation
from helpers.figures.figure_names import CHANGE, PROJECTED, SHARE_FORMULAS
from helpers.figures.formulas.expressions import parse
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.series import KNOWN_SERIES, Share, cap_share, share_of
from helpers.figures.situations import NOT_DUE, Situation, has_no_goal, is_spread_of_one, measures_plan, situation

MEANS = frozenset({Operation.MEAN, Operation.WEIGHTED})
QUOTIENTS = MEANS | {Operation.RATIO, Operation.FULFILLED}
"""Operations that divide one sum by another."""
PARTS_SUFFIX = "_partes"
"""Suffix of the indicator that holds the mean of a node's parts where the node itself reported a value."""


class Term(NamedTuple):
    """An operand with its value and its weight; the weight is None where it has none."""

    operand: Operand
    value: Fraction
    weight: Fraction | None = None


def apply_operation(operation: Operation, terms: Sequence[Term], expression: str = "") -> Fraction:
    """Apply an operation to operands with their values.

    The result is exact, but a root or a deviation with more than 40 significant digits is rounded half up to 40.

    Parameters
    ----------
    operation : Operation
    terms : Sequence of Term
        In the order of the figure's operands.
    expression : str
        The formula, only for `Operation.FORMULA`; it names the operands by their roles.

    Raises
    ------
    ZeroDivisionError
        For a denominator of zero (also a mean of no values), and for a deviation of fewer than two values.
    ArithmeticError
        For a formula with the root of a negative number.
    ValueError
        For inputs, counts and tasks, which are read from cells.
    """
    values = [term.value for term in terms]
    match operation:
        case Operation.SUM:
            return exact_sum(values)
        case Operation.DIFFERENCE:
            return values[0] - values[1]
        case Operation.SAME:
            return values[0]
        case Operation.FORMULA:
            return parse(expression).value({term.operand.role: term.value for term in terms})
        case Operation.NUMBER:
            return Fraction(len(values))
        case Operation.DEVIATION:
            return deviation(values)
    if operation in QUOTIENTS:
        return quotient(operation, *fraction_terms(operation, terms))
    raise ValueError(f"{operation} has no operands")


def result_with_terms(
    operation: Operation, terms: Sequence[Term], expression: str = ""
) -> tuple[Fraction, tuple[Fraction | None, Fraction | None]]:
    """Apply an operation as `apply_operation` does, with the same parameters and errors.

    Returns
    -------
    result : Fraction
    terms : tuple
        Numerator and denominator of an operation of `QUOTIENTS` or a formula `a / b`; None and None for any other.
    """
    if operation in QUOTIENTS:
        both = fraction_terms(operation, terms)
        return quotient(operation, *both), both
    result = apply_operation(operation, terms, expression)
    ratio = parse(expression).ratio({term.operand.role: term.value for term in terms}) if expression else None
    return result, ratio or (None, None)


def quotient(operation: Operation, above: Fraction, below: Fraction) -> Fraction:
    """Divide the two terms of an operation of `QUOTIENTS`: a mean as it is, any other one times 100.

    Raises
    ------
    ZeroDivisionError
        Where `below` is zero.
    """
    return above / below if operation in MEANS else percentage(above, below)


def fraction_terms(operation: Operation, terms: Sequence[Term]) -> tuple[Fraction, Fraction]:
    """Return the two terms of a mean, a weighted mean, a ratio of sums or a share of fulfilled parts.

    Returns
    -------
    numerator : Fraction
        The sum of the values (times their weights, in a weighted mean); the sum of the parts' numerators; or the number
        of parts that reach the operand with role `umbral`.
    denominator : Fraction
        The number of parts; in a weighted mean, the operand with role `divisor` or else the sum of the weights; the sum
        of the parts' denominators.
    """
    if operation is Operation.MEAN:
        return exact_sum(term.value for term in terms), Fraction(len(terms))
    by_role = grouped(terms, lambda term: term.operand.role)
    if operation is Operation.RATIO:
        above, below = (exact_sum(term.value for term in by_role[role]) for role in TERMS)
        return above, below
    parts = by_role["parte"]
    if operation is Operation.FULFILLED:
        threshold = by_role["umbral"][0].value
        return Fraction(sum(part.value >= threshold for part in parts)), Fraction(len(parts))
    weights = [part.weight or Fraction(0) for part in parts]
    products = [part.value * weight for part, weight in zip(parts, weights, strict=True)]
    divisor = by_role["divisor"][0].value if "divisor" in by_role else exact_sum(weights)
    return exact_sum(products), divisor


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Return the standard deviation of a sample (n − 1), rounded half up to 40 significant digits.

    Raises
    ------
    ZeroDivisionError
        For fewer than two values.
    """
    mean = exact_sum(values) / len(values)
    return square_root(exact_sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def recompute(figure: Figure, values: Mapping[str, Fraction]) -> Fraction:
    """Repeat a figure's operation with given values for its operands, without rounding the result.

    A figure that was read from cells or computed from a task's series keeps its value.

    Parameters
    ----------
    figure : Figure
    values : Mapping[str, Fraction]
        By `Operand.key` and by the id of each weight, as `operand_values` returns them; constants keep their own value.

    Raises
    ------
    KeyError
        Where the value of an operand or weight is missing.
    """
    if not needs_figures(figure):
        return figure.value
    return apply_operation(figure.operation, with_values(figure, values), figure.expression)


def with_values(figure: Figure, values: Mapping[str, Fraction]) -> list[Term]:
    """Pair a figure's operands with values and weights from `values` (as in `recompute`); constants keep their own."""
    return [
        Term(
            operand,
            values[operand.key] if operand.figure else operand.constant or Fraction(0),
            values[operand.weight] if operand.weight else None,
        )
        for operand in figure.operands
    ]


def needs_figures(figure: Figure) -> bool:
    """Tell whether a figure has figures as operands, or is a formula or a difference (even of constants only)."""
    return figure.operation in (Operation.FORMULA, Operation.DIFFERENCE) or any(part.figure for part in figure.operands)


def operand_values(book: Book, figure: Figure) -> dict[str, Fraction]:
    """Return the values with which a figure's operands and weights entered it.

    Returns
    -------
    dict of str to Fraction
        By `Operand.key` and by the id of each weight, as `recompute` takes them; constants and series are left out.

    Raises
    ------
    UnknownFigure
        Where the Book lacks the figure of an operand or weight.
    """
    values: dict[str, Fraction] = {}
    for operand in figure.operands:
        if operand.figure:
            values[operand.key] = book.value_of(operand) or Fraction(0)
        if operand.weight:
            values[operand.weight] = book.handed_on(operand.weight)
    return values


def recompute_from_book(book: Book, figure: Figure) -> Fraction:
    """Repeat a figure's operation on the Book's values of its operands, or on its task's series; not rounded.

    Raises
    ------
    UnknownFigure
        Where the Book lacks an operand's figure.
    """
    if figure.operation is Operation.LEAF:
        share = task_share(book, figure)
        return percentage(exact(share.counted), exact(share.programmed))
    return recompute(figure, operand_values(book, figure))


def recompute_exactly(book: Book, figure: Figure) -> Fraction:
    """Repeat a figure's operation on the exact values of its operands, also where the method hands on rounded ones."""
    values = operand_values(book, figure)
    return recompute(figure, values | {key: part.value for key in values if (part := book.figures.get(key))})


def task_share(book: Book, figure: Figure) -> Share:
    """Add up again the amounts that a task programmed, executed and counts within the cap, from its series' cells.

    Parameters
    ----------
    book : Book
    figure : Figure
        A task's score: its first operand is the series, its second the cap in percent, if any.
    """
    year, *cap = figure.operands
    share = cap_share(cap[0].constant) if cap else None
    return share_of(book.series[year.series], figure.period, share, only_known=year.role == KNOWN_SERIES)


def versions_behind(book: Book, figures: Iterable[Figure]) -> frozenset[str]:
    """Return the versions of the plan whose task series are operands of some figures; further operands do not count."""
    return frozenset(book.series[part.series].version for one in figures for part in one.operands if part.series)


def why_missing(book: Book, indicator: str, period: Period | str, level: str, code: str) -> Situation:
    """Return why a subject has no figure of an indicator.

    Returns
    -------
    Situation
        For an indicator of the plan, the subject's settled situation (of a category, its unit's) if it is `PARTIAL`,
        `LATE` or in `NOT_DUE`. For a formula, that of its first missing part if those of all are in `NOT_DUE`.
        `NOTHING_DUE` for a goal that is not programmed. `UNDEFINED` without unit (as for the number of units), without
        result, for one unit's spread, or for a sum or change of quarters that lacks only what was not due. For a
        projection, why what it projects is missing. Else `NO_DATA`.

    Raises
    ------
    UsageError
        For a period that does not exist.
    """
    if indicator.startswith(PROJECTED):
        return why_missing(book, indicator.removeprefix(PROJECTED), book.period.accumulated(), level, code)
    if indicator == "cantidad_unidades" or is_spread_of_one(book, indicator, period, level, code):
        return Situation.UNDEFINED
    window = Period.parse(str(period))
    rule = book.rule_of(indicator, window)
    if is_of_plan := measures_plan(book, indicator):
        if level == "cat_prog":
            linked = [row.get("unidad", "") for row in book.listing("vinculacion") if row["cat_prog"] == code]
            if linked and not any(linked):
                return Situation.UNDEFINED
            code = next(filter(None, linked), "")
            level = next((level for level in UNIT_LEVELS if book.node(level, code)), level)
        settled = situation(book, level, code, window)
        if settled in (*NOT_DUE, Situation.PARTIAL, Situation.LATE):
            return settled
    quarters: Sequence[Period | None] = window.quarters() if rule.get("regla") == "sumar_trimestres" else ()
    if indicator.endswith(CHANGE):
        indicator, quarters = indicator.removesuffix(CHANGE), (window.previous_quarter(), window)
    if quarters:
        without = [one for one in quarters if one and book.get(indicator, one, level, code) is None]
        whys = [why_missing(book, indicator, quarter, level, code) for quarter in without]
        if not whys or any(why not in NOT_DUE for why in whys):
            return Situation.NO_DATA
        return Situation.NOTHING_DUE if whys == [Situation.NOTHING_DUE] * len(quarters) else Situation.UNDEFINED
    formula = "" if is_of_plan else SHARE_FORMULAS.get(indicator) or rule.get("expresion")
    if not formula:
        is_unprogrammed = rule.get("regla") == "meta" and level == "acp" and has_no_goal(book, str(period), code)
        return Situation.NOTHING_DUE if is_unprogrammed else Situation.NO_DATA
    parts = {name: book.get(name, period, level, code) for name in parse(formula).names}
    absent = [why_missing(book, name, period, level, code) for name, part in parts.items() if part is None]
    if absent:
        return absent[0] if all(why in NOT_DUE for why in absent) else Situation.NO_DATA
    try:
        parse(formula).value({name: part.value for name, part in parts.items() if part})
    except ArithmeticError:
        return Situation.UNDEFINED
    return Situation.NO_DATA
