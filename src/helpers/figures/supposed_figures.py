"""Figures as they would be: with other values, with a node's mean in place of its report, or without any rounding."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import cast

from helpers.base.exact import exact, round_half_up
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation, figure_id
from helpers.figures.formulas.expressions import parse
from helpers.figures.replay import (
    PARTS_SUFFIX,
    Term,
    needs_figures,
    operand_values,
    recompute,
    result_with_terms,
    with_values,
)

NOTHING: Mapping[str, Fraction] = MappingProxyType({})


def figure_under(
    book: Book, figure: str, instead: Mapping[str, Figure | None], lacking: Mapping[str, Fraction] = NOTHING
) -> Figure:
    """Return a figure as it would be if some of the figures that it depends on were others, or did not exist.

    Values passed from level to level are rounded where the method rounds at every level; the result is not rounded.

    Parameters
    ----------
    book : Book
    figure : str
        Id.
    instead : Mapping
        By id: the figure to take in place of the Book's, or None where it is no longer a part of anything.
    lacking : Mapping[str, Fraction]
        Values of parts that figures note as `lacking`, by the id that the part would have.

    Raises
    ------
    ZeroDivisionError
        Where a figure in between would be left without parts, or its denominator would be zero.
    """
    return _Supposed(book, instead, lacking).figure(figure)


def value_under(book: Book, figure: str, values: Mapping[str, Fraction]) -> Fraction:
    """Return a figure's value if some of the figures that it depends on had other values.

    Values passed from level to level are rounded where the method rounds at every level; the result is not rounded.

    Parameters
    ----------
    book : Book
    figure : str
        Id.
    values : Mapping[str, Fraction]
        By figure id, also of parts that a figure notes as `lacking`. A figure that depends on none of them keeps its
        own value.

    Raises
    ------
    ZeroDivisionError
        As `figure_under` does.
    """
    own = ((book.figures.get(id), value) for id, value in values.items())
    instead = {one.id: one if one.value == value else replace(one, value=value) for one, value in own if one}
    return figure_under(book, figure, instead, values).value


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
    """A Book with other figures in place of some; the figures above them are computed on demand."""

    def __init__(self, book: Book, instead: Mapping[str, Figure | None], lacking: Mapping[str, Fraction]) -> None:
        self.before = book
        self.made = {id: figure for id, figure in instead.items() if figure}
        self.gone = instead.keys() - self.made.keys()
        self.lacking = lacking
        self.book = replace(book, figures=ChainMap(self.made, cast("dict[str, Figure]", book.figures)))

    def figure(self, id: str) -> Figure:
        """Return a figure as it is supposed to be: the Book's own where none of its parts changes."""
        if id not in self.made:
            self.made[id] = self._again(self.before[id])
        return self.made[id]

    def _again(self, own: Figure) -> Figure:
        """Compute a figure from its supposed parts; return it unchanged where none of them changes."""
        kept = tuple(operand for operand in own.operands if operand.figure not in self.gone)
        parts = [name for operand in kept for name in (operand.figure, operand.weight) if name]
        changed = [part for part in parts if self.figure(part) is not self.before[part]]
        added = [
            Term(part, self.lacking[part.figure], part.constant) for part in own.lacking if part.figure in self.lacking
        ]
        if not changed and not added and len(kept) == len(own.operands):
            return own
        if not parts and not added:
            raise ZeroDivisionError(f"{own.id} has no part left")
        trimmed = replace(own, operands=kept)
        terms = [*with_values(trimmed, operand_values(self.book, trimmed)), *added]
        value, (above, below) = result_with_terms(own.operation, terms, own.expression)
        return replace(trimmed, value=value, numerator=above, denominator=below)


def unrounded(book: Book, figure: Figure) -> Fraction:
    """Return a figure's value without any rounding between the input cells and the figure.

    A reported value may be the rounded result of a formula over other reported values (efficacy, a quarter's progress).
    Then the formula's exact result replaces it: an office that keeps more digits computes with those.

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
    rule = book.rule_of(figure.indicator, figure.period)
    if figure.operation is not Operation.INPUT or rule.get("regla") != "consolidar" or not rule.get("expresion"):
        return figure.value
    formula = parse(rule["expresion"])
    place = (figure.period, figure.level, figure.code)
    beside = {name: found.value for name in formula.names if (found := book.get(name, *place)) is not None}
    if len(beside) < len(formula.names):
        return figure.value
    exact_value = formula.value(beside)
    return exact_value if round_half_up(exact_value, figure.decimals) == figure.rounded else figure.value


class Dependents:
    """Which figures depend on which, and their values under a supposition."""

    def __init__(self, book: Book) -> None:
        """Keep the Book; the links between its figures are indexed when first needed."""
        self.book = book

    def below(self, figures: Iterable[Figure]) -> frozenset[str]:
        """Return the ids of some figures and of all that they depend on, weights included."""
        return frozenset(figure.id for figure in self.book.behind(*figures, weights=True))

    def above(self, figure: str) -> frozenset[str]:
        """Return the ids of the figures that depend on a figure, itself included."""
        found, waiting = set[str](), [figure]
        while waiting:
            if (one := waiting.pop()) not in found:
                found.add(one)
                waiting += self._users.get(one, ())
        return frozenset(found)

    def value(self, figure: str, supposed: str, instead: Fraction) -> Fraction | None:
        """Return a figure's value, not rounded, if another figure had another value; None if it cannot be computed.

        Only the figures between the two are computed again; the others keep the Book's value.
        """
        touched = self.above(supposed)
        if figure not in touched:
            return self.book[figure].value
        kept = self._beside(touched)
        try:
            return value_under(self.book, figure, {**kept, supposed: instead})
        except ArithmeticError:
            return None

    def _beside(self, touched: Collection[str]) -> Mapping[str, Fraction]:
        """Values of the operands that a supposition does not change."""
        parts = (part for one in touched for part in _parts(self.book[one]))
        return {part: self.book[part].value for part in parts if part not in touched}

    @cached_property
    def _users(self) -> Mapping[str, Sequence[str]]:
        """The figures that use each figure as operand or weight."""
        return by_key((part, figure.id) for figure in self.book for part in _parts(figure))


def _parts(figure: Figure) -> Iterator[str]:
    """Ids of a figure's operands and of their weights."""
    for operand in figure.operands:
        if operand.figure:
            yield operand.figure
        if operand.weight:
            yield operand.weight
