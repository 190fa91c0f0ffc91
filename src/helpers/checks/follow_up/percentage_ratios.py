"""A rule on ratios of percentages: a tiny denominator makes the result meaningless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from helpers.base.display import number_es
from helpers.base.exact import plain_text, round_half_up
from helpers.checks.cuadros.expected_value import ROUNDED_UNITS
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure import Figure, Operation
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.formulas.expressions import parse
from helpers.figures.replay import recompute_exactly

POINTS = Fraction(1)
SHARE = Fraction(1, 100)
"""A ratio that rounding of its operands moves by more than this share of it, and by more than `POINTS`, is reported."""

Range = tuple[Fraction, Fraction]


@REGISTRY.rule(
    "CAL-RAZON",
    Severity.NOTE,
    "El redondeo de sus operandos no mueve una razón entre porcentajes en más de un punto y de un 1 % de ella.",
)
def ratios_over_next_to_nothing(evidence: Evidence) -> Iterator[Found]:
    """Report ratios of percentages whose denominator is so small that its rounding decides the result.

    That is, rounding of the operands moves the ratio by more than one point and by more than 1 % of it. It is a note,
    because the method defines the operation; only comparing the result is wrong.
    """
    moved = ((figure, _moved(evidence, figure)) for figure in evidence.book)
    yield from (_found(evidence, figure, span) for figure, span in moved if span is not None)


def _moved(evidence: Evidence, figure: Figure) -> Range | None:
    """Return the range of a ratio within the rounding of its operands; None if it is small, or for other figures."""
    is_ratio = figure.operation is Operation.FORMULA and figure.denominator is not None
    if not is_ratio or figure.unit not in ROUNDED_UNITS:
        return None
    formula, book, sides = parse(figure.expression), evidence.book, _sides(evidence, figure)
    constants = {operand.role: book.value_of(operand) or Fraction(0) for operand in figure.operands}
    values: list[Fraction] = []
    for chosen in product(*sides.values()):
        try:
            values.append(formula.value(constants | dict(zip(sides, chosen, strict=True))))
        except ArithmeticError:
            continue
    least, most = min(values, default=figure.value), max(values, default=figure.value)
    moved = max(most - figure.value, figure.value - least)
    return (least, most) if moved > max(POINTS, SHARE * abs(figure.value)) else None


def _sides(evidence: Evidence, figure: Figure) -> Mapping[str, Range]:
    """Return, by role, the range of each operand that is itself rounded: by who reports it, or by the method."""
    found: dict[str, Range] = {}
    for operand in figure.operands:
        part = evidence.book.figures.get(operand.figure)
        is_rounded = part is not None and (part.is_read or evidence.method.rounds_every_level)
        if part is not None and is_rounded and part.unit in ROUNDED_UNITS:
            half = Fraction(1, 2 * 10**part.decimals)
            value = evidence.book.handed_on(part.id)
            found[operand.role] = (value - half, value + half)
    return found


def _found(evidence: Evidence, figure: Figure, span: Range) -> Found:
    """Make the finding on one ratio; `span` is the range that the rounding of its operands allows."""
    book = evidence.book
    # Only the operands' own rounding is left out: a reader finds their exact values in the list of figures.
    whole = round_half_up(recompute_exactly(book, figure), figure.decimals)
    numbers = {
        operand.role: number_es(round_half_up(book.value_of(operand) or Fraction(0), book[operand.figure].decimals))
        for operand in figure.operands
        if operand.figure
    }
    low, high = (number_es(round_half_up(value, figure.decimals)) for value in span)
    return Found(
        f"{book.figure_words(figure.id)} da {number_es(figure.rounded)}: {parse(figure.expression).words(numbers)}. El "
        f"denominador es tan pequeño que solo por el redondeo de sus operandos puede ir de {low} a {high}; sin "
        f"redondearlos es {number_es(whole)}. Corresponde no compararlo ni ordenarlo con los demás.",
        {
            **_cell(evidence, figure),
            "elemento": figure.id,
            "esperado": plain_text(whole),
            "encontrado": figure.published,
            "diferencia": plain_text(figure.rounded - whole),
            "causa": "el denominador es tan pequeño que su propio redondeo decide el resultado",
        },
    )


def _cell(evidence: Evidence, figure: Figure) -> dict[str, str]:
    """Return the fields of the input cell that makes the denominator small: from the ratio down, the smallest operand.

    Of 43.60 ÷ 0.12, that is the 0.12, and of 391 accrued in 326,000, the cell that holds the 391.
    """
    book, current = evidence.book, figure
    while not (cells := book.cells_of(current)):
        operands = [book[operand.figure] for operand in current.operands if operand.figure]
        if not operands:
            return {}
        current = min(operands, key=lambda operand: abs(operand.value))
    return cell_fields(cells[0])
