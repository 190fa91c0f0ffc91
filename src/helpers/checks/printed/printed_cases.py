"""A published figure beside the computed one, and the same as a case for the search of causes: operands, operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from helpers.base.exact import exact, round_half_up
from helpers.base.periods import run_windows
from helpers.checks.causes.printed_case import OPEN, Case, Other, Shape
from helpers.checks.causes.repeated_operations import Counted, Redo, Term, mean_of, sum_of
from helpers.figures.book import Book
from helpers.figures.figure import TERMS, Figure, Operand, Operation
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.findings import Verdict
from helpers.figures.records import LEVELS, SourceCell
from helpers.figures.replay import Term as Replayed
from helpers.figures.replay import apply_operation, operand_values

SHAPES = {Operation.SUM: Shape.SUM, Operation.MEAN: Shape.MEAN, Operation.DIFFERENCE: Shape.SIGNED}
REPEATED = frozenset({*SHAPES, Operation.FORMULA, Operation.WEIGHTED, Operation.SAME})
"""Operations that can be repeated with other operands."""


class Explanation(NamedTuple):
    """Why a printed value differs.

    Attributes
    ----------
    formula : str
        The formula that gives the printed value.
    cause : str
        In Spanish.
    verdict : Verdict
        Verdict on the printed value, unless the difference is one of rounding.
    follows : str
        The wrong figure from which the printed value follows, as in `Finding.sigue_de`.
    """

    formula: str
    cause: str
    verdict: Verdict = Verdict.IRRECONCILABLE
    follows: str = ""


Printed = Mapping[str, tuple[Decimal, ...]]
"""Printed values by figure id, each distinct value once, with the decimals printed, in the order of the rows."""


@dataclass(frozen=True)
class Doubt:
    """A printed value beside the computed one.

    Attributes
    ----------
    decimals : int
        Decimals at which they are compared.
    others : Printed
        All printed values.
    """

    book: Book
    figure: Figure
    printed: Decimal
    decimals: int
    others: Printed

    @property
    def computed(self) -> Decimal:
        """The computed value at the decimals of the comparison."""
        own = self.figure
        return own.rounded if self.decimals == own.decimals else round_half_up(own.value, self.decimals)


def case_of(doubt: Doubt) -> Case | None:
    """Make the case of a figure and its printed value; None for figures that are not computed from other figures.

    Also None for operations that cannot be repeated (`REPEATED` lists those that can). If it is wrong, its neighbours
    are the values printed for the figure in other periods of the same kind, and it has the means of lower levels too.
    """
    book, figure = doubt.book, doubt.figure
    operands = [operand for operand in figure.operands if operand.figure and operand.role not in TERMS]
    if figure.operation not in REPEATED or not operands:
        return None
    values = operand_values(book, figure)
    parts = tuple(_term(book, operand, values[operand.key]) for operand in operands)
    shape = SHAPES.get(figure.operation, Shape.FIXED)
    case = Case(doubt.printed, doubt.decimals, shape, parts, _again(figure, operands, values))
    if case.ties:
        return case
    return replace(case, neighbours=tuple(_other_windows(doubt)), others=tuple(_other_means(book, figure)))


def identity(figure: str) -> SourceCell:
    """Return a cell that stands for a figure, with its id as the file: the search for causes knows numbers by cell."""
    return SourceCell(figure, "", "")


def _term(book: Book, operand: Operand, value: Fraction) -> Term:
    part = book[operand.figure]
    words = book.figure_words(part.id)
    return Term(words, value, part.decimals, identity(part.id), is_rounded=part.unit != "Bs", full=words)


def _again(figure: Figure, operands: Sequence[Operand], values: Mapping[str, Fraction]) -> Redo:
    """Return the figure's operation on counted operands; in formulas, an operand counted 0 times is a zero."""
    if SHAPES.get(figure.operation) in OPEN:
        return sum_of if figure.operation is Operation.SUM else mean_of
    constants = [
        Replayed(operand, operand.constant or Fraction(0)) for operand in figure.operands if not operand.figure
    ]

    def redo(counted: Counted) -> Fraction:
        """Repeat the figure's operation with each part as often as it counts."""
        terms = [
            Replayed(operand, value * times, values[operand.weight] if operand.weight else None)
            for operand, (times, value) in zip(operands, counted, strict=True)
        ]
        return apply_operation(figure.operation, [*constants, *terms], figure.expression)

    return redo


def _other_windows(doubt: Doubt) -> Iterator[Term]:
    """Yield values printed for the same figure in other periods: an outdated table may still print them."""
    book, figure = doubt.book, doubt.figure
    for window in run_windows(book.period):
        other = book.get(figure.indicator, window, figure.level, figure.code)
        if other is not None and window != figure.period and window.kind == figure.period.kind:
            for value in doubt.others.get(other.id, ()):
                yield Term(book.figure_words(other.id), exact(value), other.decimals, identity(other.id))


def _other_means(book: Book, figure: Figure) -> Iterator[Other]:
    """Yield the mean of the same indicator over the nodes of each level below the figure's own.

    Of the parts of a weighted mean it is the one without weights; that of the parts of any other figure is left out.
    """
    own = {operand.figure for operand in figure.operands}
    for level in (*LEVELS, "acp", "cat_prog"):
        of_level = book.select(figure.indicator, figure.period, level)
        found = [other for other in of_level if is_below(book, other, figure)]
        is_own = {other.id for other in found} <= own
        if len(found) < 2 or (is_own and figure.operation is not Operation.WEIGHTED):
            continue
        terms = tuple(
            Term(other.name, exact(other.rounded), other.decimals, identity(other.id), full=book.figure_words(other.id))
            for other in found
        )
        is_ratio = figure.operation is Operation.FORMULA and figure.denominator is not None
        contrast = ", no la razón de las sumas" if is_ratio else ", sin ponderar" if is_own else ""
        parts = LEVEL_PLURALS.get(level, "categorías")
        yield Other(f"es el promedio de sus {len(found)} {parts}{contrast}", terms, mean_of)


def is_below(book: Book, other: Figure, figure: Figure) -> bool:
    """Return whether `other` belongs to a node below that of `figure`; every other level is below the institution.

    Never for figures of one level, nor below an action or a category.
    """
    if other.level == figure.level or figure.level not in LEVELS:
        return False
    if figure.level == LEVELS[0]:
        return True
    node = book.node(other.level, other.code)
    return node is not None and (figure.level, figure.code) in book.ancestors(node)
