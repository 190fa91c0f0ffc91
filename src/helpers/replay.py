"""Do a figure's operation again on given operands: scoring computes with it, checks and audit repeat it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from helpers.book import Book
from helpers.exact import exact, exact_sum, percentage, round_half_up, rounded, square_root
from helpers.expressions import parse
from helpers.series import KNOWN_SERIES, Share, share_of
from helpers.trace import AS_PRINTED, ASIDE, TERMS, Figure, Operand, Operation, figure_id, term_key

MEANS = frozenset({Operation.MEAN, Operation.WEIGHTED})
QUOTIENTS = MEANS | {Operation.RATIO, Operation.FULFILLED}
"""Operations that divide one sum by another."""


PARTS_SUFFIX = "_partes"
"""Indicator of the mean of a node's parts, kept beside what the node itself reported."""


class Term(NamedTuple):
    """An operand with its value and, where it is weighed, its weight."""

    operand: Operand
    value: Fraction
    weight: Fraction | None = None


def result(operation: Operation, terms: Sequence[Term], expression: str = "") -> Fraction:
    """Apply an operation to operands with their values.

    Raises
    ------
    ZeroDivisionError
        For a formula, a ratio or a weighted mean whose denominator is zero.
    ValueError
        For an operation that has no figures to apply to (inputs, counts, tasks).
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


def quotient(operation: Operation, above: Fraction, below: Fraction) -> Fraction:
    """What an operation of `QUOTIENTS` gives from its two terms: a mean as it is, a ratio or a share in percent."""
    return above / below if operation in MEANS else percentage(above, below)


def fraction_terms(operation: Operation, terms: Sequence[Term]) -> tuple[Fraction, Fraction]:
    """Numerator and denominator of a mean, a weighted mean, a ratio of sums or a share of parts fulfilled."""
    if operation is Operation.MEAN:
        return exact_sum(term.value for term in terms), Fraction(len(terms))
    by_role: dict[str, list[Term]] = {}
    for term in terms:
        by_role.setdefault(term.operand.role, []).append(term)
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
    """Standard deviation of a sample (n - 1), to 40 significant digits: a root has no exact value.

    Raises
    ------
    ZeroDivisionError
        For fewer than two values.
    """
    mean = exact_sum(values) / len(values)
    return square_root(exact_sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def again(figure: Figure, values: Mapping[str, Fraction]) -> Fraction:
    """Repeat a figure's operation with other values for its operands.

    Parameters
    ----------
    values : Mapping[str, Fraction]
        By `Operand.key` and by the id of each weight, as `operand_values` gives them; constants keep their own value.
    """
    if not needs_figures(figure):
        return figure.value
    return result(figure.operation, with_values(figure, values), figure.expression)


def with_values(figure: Figure, values: Mapping[str, Fraction]) -> list[Term]:
    """A figure's operands with values for them, as `again` takes them."""
    return [
        Term(
            operand,
            values[operand.key] if operand.figure else operand.constant or Fraction(0),
            values[operand.weight] if operand.weight else None,
        )
        for operand in figure.operands
    ]


def needs_figures(figure: Figure) -> bool:
    """Whether a figure is had from other figures, and not from cells or from a task's year."""
    return any(operand.figure for operand in figure.operands) or figure.operation in {
        Operation.FORMULA, Operation.DIFFERENCE,
    }  # fmt: skip


def operand_values(book: Book, figure: Figure) -> dict[str, Fraction]:
    """What a figure's operands, with their weights and terms, handed on to it."""
    values: dict[str, Fraction] = {}
    for operand in figure.operands:
        if operand.figure:
            values[operand.key] = book.value_of(operand) or Fraction(0)
        if operand.weight:
            values[operand.weight] = book.handed_on(operand.weight)
    return values


def from_operands(book: Book, figure: Figure) -> Fraction:
    """Repeat a figure's operation on its operands as they were handed on, or on its task's year."""
    if figure.operation is Operation.LEAF:
        return percentage(*leaf_terms(task_share(book, figure)))
    return again(figure, operand_values(book, figure))


def task_share(book: Book, figure: Figure) -> Share:
    """What a task contributes, again, from its year's cells."""
    year, *cap = figure.operands
    limit = cap[0].constant if cap else None
    share = None if limit is None else cap_share(limit)
    return share_of(book.series[year.series], figure.period, share, only_known=year.role == KNOWN_SERIES)


def cap_share(percentage: Fraction) -> Decimal:
    """A cap in percent as a share: 100 gives 1."""
    return _as_share(*percentage.as_integer_ratio())


@lru_cache(maxsize=1 << 8)
def _as_share(above: int, below: int) -> Decimal:
    """Remembered: a method has one cap, and thousands of tasks ask for it in every window."""
    return Decimal(above) / Decimal(below) / 100


def leaf_terms(share: Share) -> tuple[Fraction, Fraction]:
    """What counts and what it is measured against; work that was not scheduled counts as its own measure."""
    if share.is_scheduled:
        return exact(share.counted), exact(share.programmed)
    executed = exact(share.executed)
    return executed, executed


def supposing(book: Book, figure: str, values: Mapping[str, Fraction]) -> Fraction:
    """A figure's value if some of those that it rests on had other values; rounded where the method rounds.

    Parameters
    ----------
    values : Mapping[str, Fraction]
        By figure's id. What does not rest on any of them keeps its value.
    """
    return _Supposed(book, values).value(figure)


def with_mean_of_parts(book: Book, figure: str, reported: str) -> Fraction:
    """A figure's value if a node counted with the mean of its parts, as printed, and not with what it reported.

    Parameters
    ----------
    reported : str
        Id of the figure that the node reported; the Book has the mean of its parts beside it.

    Raises
    ------
    UnknownFigure
        Where the Book has not both figures, and that mean.
    """
    own = book[reported]
    mean = book[figure_id(own.indicator + PARTS_SUFFIX, own.period, own.level, own.code)]
    return supposing(book, book[figure].id, {own.id: exact(mean.rounded)})


class _Supposed:
    """A Book with other values for some figures, worked out only as far up as it is asked."""

    def __init__(self, book: Book, values: Mapping[str, Fraction]) -> None:
        self.book = book
        self.known = dict(values)

    def value(self, id: str) -> Fraction:
        if id not in self.known:
            figure = self.book[id]
            before = operand_values(self.book, figure) if needs_figures(figure) else {}
            now = self._operand_values(figure) if before else {}
            added = self._added(figure)
            if added:
                terms = [*with_values(figure, now), *added]
                self.known[id] = result(figure.operation, terms, figure.expression)
            else:
                self.known[id] = figure.value if now == before else again(figure, now)
        return self.known[id]

    def _added(self, figure: Figure) -> list[Term]:
        """The parts that had no data and are supposed to have a value."""
        supposed = (part for part in figure.lacking if part.figure in self.known)
        return [Term(part, self.known[part.figure], part.constant) for part in supposed]

    def _operand_values(self, figure: Figure) -> dict[str, Fraction]:
        values = {operand.key: self._of(operand) for operand in figure.operands if operand.figure}
        weights = {operand.weight for operand in figure.operands if operand.weight}
        return values | {weight: self._handed_on(weight) for weight in weights}

    def _of(self, operand: Operand) -> Fraction:
        part = self.book[operand.figure]
        if operand.role in AS_PRINTED:
            return rounded(self.value(part.id), part.decimals)
        if operand.role not in TERMS:
            return self._handed_on(part.id)
        moved = needs_figures(part) and self.value(part.id) != part.value
        return self._terms(part)[TERMS.index(operand.role)] if moved else self.book.value_of(operand) or Fraction(0)

    def _terms(self, part: Figure) -> tuple[Fraction, Fraction]:
        terms = with_values(part, self._operand_values(part))
        if part.operation in QUOTIENTS:
            return fraction_terms(part.operation, terms)
        return parse(part.expression).ratio({term.operand.role: term.value for term in terms}) or (Fraction(0),) * 2

    def _handed_on(self, id: str) -> Fraction:
        value = self.value(id)
        return rounded(value, self.book[id].decimals) if self.book.rounds_every_level else value


def unrounded(book: Book, figure: Figure) -> Fraction:
    """The value with no rounding anywhere between the input cells and this figure.

    A reported value that is another reported value's formula, rounded (efficacy, a quarter of progress), counts as
    the formula before rounding: whoever carried digits below the printed ones carried those.
    """
    if not needs_figures(figure):
        return _before_reporting(book, figure)
    values = operand_values(book, figure)
    below = {key: unrounded(book, book[key]) for key in values if not key.endswith(_TERM_ENDS)}
    return again(figure, values | below)


_TERM_ENDS = tuple(sorted(term_key("", role) for role in ASIDE))


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
