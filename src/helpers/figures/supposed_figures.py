"""Figures with other values supposed for some of them, and the mean of a node's parts where it reported a value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from helpers.base.exact import exact, rounded
from helpers.figures.book import Book
from helpers.figures.figure import AS_PRINTED, TERMS, Figure, Operand, figure_id
from helpers.figures.formulas.expressions import parse
from helpers.figures.replay import (
    PARTS_SUFFIX,
    QUOTIENTS,
    Term,
    apply_operation,
    fraction_terms,
    needs_figures,
    operand_values,
    recompute,
    with_values,
)


def value_under(book: Book, figure: str, values: Mapping[str, Fraction]) -> Fraction:
    """Return a figure's value if some of the figures that it depends on had other values.

    Values passed from level to level are rounded where the method rounds at every level; the result is not rounded.

    Parameters
    ----------
    book : Book
    figure : str
        Id.
    values : Mapping[str, Fraction]
        By figure id, also of parts that a figure notes as `lacking`. A figure that depends on none keeps its value.
    """
    return _Supposed(book, values).value(figure)


def with_mean_of_parts(book: Book, figure: str, reported: str) -> Fraction:
    """Return a figure's value if a node counted with the printed mean of its parts instead of its reported value.

    Parameters
    ----------
    book : Book
    figure : str
        Id of the figure to compute again.
    reported : str
        Id of the figure that the node reported; the Book keeps the mean of its parts under `PARTS_SUFFIX`.

    Raises
    ------
    UnknownFigure
        Where the Book lacks one of the two figures or that mean.
    """
    own = book[reported]
    return value_under(book, book[figure].id, {own.id: exact(_mean_of_parts(book, own).rounded)})


def reported_parts(book: Book, reported: Figure) -> tuple[Figure, Figure, Figure]:
    """Return the mean of a reported figure's parts, and the parts with the least and the greatest printed value.

    Raises
    ------
    UnknownFigure
        Where the Book keeps no mean of its parts.
    """
    mean = _mean_of_parts(book, reported)
    parts = sorted(book.operands(mean), key=lambda one: one.rounded)
    return mean, parts[0], parts[-1]


def _mean_of_parts(book: Book, reported: Figure) -> Figure:
    return book[figure_id(reported.indicator + PARTS_SUFFIX, reported.period, reported.level, reported.code)]


class _Supposed:
    """A Book with other values for some figures. Dependent values are computed on demand."""

    def __init__(self, book: Book, values: Mapping[str, Fraction]) -> None:
        self.book = book
        self.known = dict(values)

    def value(self, id: str) -> Fraction:
        """Return a figure's supposed value, not rounded."""
        if id not in self.known:
            figure = self.book[id]
            before = operand_values(self.book, figure) if needs_figures(figure) else {}
            now = self._operand_values(figure) if before else {}
            if added := self._added(figure):
                terms = [*with_values(figure, now), *added]
                self.known[id] = apply_operation(figure.operation, terms, figure.expression)
            else:
                self.known[id] = figure.value if now == before else recompute(figure, now)
        return self.known[id]

    def _added(self, figure: Figure) -> list[Term]:
        """Parts without data that are supposed to have a value."""
        known = self.known
        return [Term(part, known[part.figure], part.constant) for part in figure.lacking if part.figure in known]

    def _operand_values(self, figure: Figure) -> dict[str, Fraction]:
        """Supposed values of a figure's operands and weights, as `recompute` takes them."""
        values = {operand.key: self._of(operand) for operand in figure.operands if operand.figure}
        weights = {operand.weight for operand in figure.operands if operand.weight}
        return values | {weight: self._handed_on(weight) for weight in weights}

    def _of(self, operand: Operand) -> Fraction:
        """Supposed value of an operand by its role, as `Book.value_of` gives the real one."""
        part = self.book[operand.figure]
        if operand.role in AS_PRINTED:
            return rounded(self.value(part.id), part.decimals)
        if operand.role not in TERMS:
            return self._handed_on(part.id)
        moved = needs_figures(part) and self.value(part.id) != part.value
        return self._terms(part)[TERMS.index(operand.role)] if moved else self.book.value_of(operand) or Fraction(0)

    def _terms(self, part: Figure) -> tuple[Fraction, Fraction]:
        """Supposed numerator and denominator of a figure."""
        terms = with_values(part, self._operand_values(part))
        if part.operation in QUOTIENTS:
            return fraction_terms(part.operation, terms)
        return parse(part.expression).ratio({term.operand.role: term.value for term in terms}) or (Fraction(0),) * 2

    def _handed_on(self, id: str) -> Fraction:
        value = self.value(id)
        return rounded(value, self.book[id].decimals) if self.book.rounds_every_level else value
