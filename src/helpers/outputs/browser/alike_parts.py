"""Groups the parts of a figure that are alike: the panel shows 96 units as one line with their number and sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from helpers.base.display import number_es
from helpers.base.exact import exact_sum
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import TERMS, Figure, Operand, Operation
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.operation_text import MOST_TERMS, exact_es, shown_operands

LEVELS = {
    **LEVEL_PLURALS, "cat_prog": "categorías programáticas", "oficina": "oficinas", "departamento": "departamentos",
    "pais": "países", "tipo_tramite": "trámites", "grupo_etario": "grupos de edad",
}  # fmt: skip
"""Levels in the plural; parts of any other level are called «partes»."""
WITHOUT_SUM = (Operation.NUMBER, Operation.FULFILLED, Operation.RATIO)
"""Operations in which the sum of the parts' values has no meaning: they count them, or divide sums of their terms."""
ZERO = Fraction(0)


@dataclass(frozen=True)
class Alike:
    """Parts of a figure with the same indicator, level and period.

    Attributes
    ----------
    words : str
        Their number and what they add up to: `96 unidades, que suman 8.520,25`. Empty for parts shown one by one.
    parts : sequence of Operand
    """

    words: str
    parts: Sequence[Operand]


def alike_parts(book: Book, figure: Figure) -> list[Alike]:
    """Return the shown parts of a figure in groups, in the order of each group's first part; empty without parts.

    Up to `MOST_TERMS` parts make one group without words, alike or not. Of more, those that are alike make a group,
    with words if it has more than `MOST_TERMS`.
    """
    parts = shown_operands(figure)
    if len(parts) <= MOST_TERMS:
        return [Alike("", parts)] if parts else []
    found = grouped(parts, lambda part: _kind(book, part)).values()
    return [Alike(_words(book, figure, alike) if len(alike) > MOST_TERMS else "", alike) for alike in found]


def repeated_uses(figure: Figure) -> Mapping[str, int]:
    """Return how often each part enters an operation, for the parts that enter it more than once.

    The numerator and the denominator of a part count as one use.
    """
    uses = [operand.figure for operand in figure.operands if operand.figure and operand.role != TERMS[1]]
    return {} if len(set(uses)) == len(uses) else {part: many for part, many in Counter(uses).items() if many > 1}


def _kind(book: Book, part: Operand) -> tuple[str, ...]:
    """Return a key that is equal for parts that are alike."""
    if not part.figure:
        return (part.role,)
    below = book[part.figure]
    return below.indicator, below.level, below.period.code, "con peso" if part.weight else ""


def _words(book: Book, figure: Figure, parts: Sequence[Operand]) -> str:
    """Say in Spanish how many parts there are and, unless that has no meaning, what they add up to."""
    first = book.figures.get(parts[0].figure)
    count = f"{number_es(len(parts))} {LEVELS.get(first.level, 'partes') if first else 'partes'}"
    return count if figure.operation in WITHOUT_SUM else f"{count}, {_sums(book, parts)}"


def _sums(book: Book, parts: Sequence[Operand]) -> str:
    """Say in Spanish what parts add up to: their weighted products or their sum; a part without value counts as 0."""
    values = [book.value_of(part) or ZERO for part in parts]
    if not parts[0].weight:
        return f"que suman {exact_es(exact_sum(values))}"
    weights = [book.handed_on(part.weight) for part in parts]
    products = exact_sum(value * weight for value, weight in zip(values, weights, strict=True))
    return f"con productos que suman {exact_es(products)} y pesos que suman {exact_es(exact_sum(weights))}"
