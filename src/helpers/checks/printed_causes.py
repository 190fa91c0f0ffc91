"""Why a published figure differs from the computed one, from what else was published and how it was rounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from helpers.book import Book
from helpers.display import lower_first, number_es
from helpers.exact import exact, round_half_up, truncate
from helpers.expressions import Expression, parse
from helpers.replay import again, operand_values, unrounded
from helpers.trace import Figure

Explanation = tuple[str, str]
"""The formula that gives the printed value, and the cause in words."""


@dataclass(frozen=True)
class Printed:
    """Printed values by figure id, each distinct value once, with the decimals they were printed with."""

    values: Mapping[str, tuple[Decimal, ...]]

    def of(self, figure: str) -> tuple[Decimal, ...]:
        return self.values.get(figure, ())


@dataclass(frozen=True)
class Doubt:
    """A printed value that is not the computed one."""

    book: Book
    figure: Figure
    printed: Decimal
    decimals: int
    others: Printed


def without_rounding_between(doubt: Doubt) -> Explanation | None:
    """The printed value is the one had with no rounding below it."""
    if round_half_up(unrounded(doubt.book, doubt.figure), doubt.decimals) == doubt.printed:
        return doubt.figure.rule, "se calculó sin redondear las cifras intermedias"
    return None


def cut_instead_of_rounded(doubt: Doubt) -> Explanation | None:
    """The printed value is the computed one cut at the last decimal."""
    if truncate(doubt.figure.value, doubt.decimals) == doubt.printed:
        return doubt.figure.rule, "es compatible con cortar el último decimal en lugar de redondearlo"
    return None


def carried_from_printed_parts(doubt: Doubt) -> Explanation | None:
    """The printed value follows from the printed values of its parts, which differ from the computed ones."""
    changed = {
        part.id: doubt.others.of(part.id)
        for part in doubt.book.operands(doubt.figure)
        if any(value != part.rounded for value in doubt.others.of(part.id))
    }
    for part, values in changed.items():
        for value in values:
            printed = {other: found[0] for other, found in changed.items()} | {part: value}
            if _follows(doubt, printed):
                words = "; ".join(
                    f"{doubt.book.figure_words(other)}, impreso {number_es(number)}"
                    for other, number in printed.items()
                )
                return doubt.figure.rule, f"arrastra lo impreso en sus partes ({words})"
    return None


def _follows(doubt: Doubt, printed: Mapping[str, Decimal]) -> bool:
    """Whether the figure's operation gives the printed value with some operands as printed."""
    values = operand_values(doubt.book, doubt.figure) | {part: exact(value) for part, value in printed.items()}
    try:
        return round_half_up(again(doubt.figure, values), doubt.decimals) == doubt.printed
    except ZeroDivisionError:
        return False


def follows_from_sibling(doubt: Doubt) -> Explanation | None:
    """The printed value is the method's formula on the printed values of the node's other indicators."""
    indicator = doubt.book.method["indicadores"].get(doubt.figure.indicator, {"reglas": {}})
    rule = indicator["reglas"].get(doubt.figure.period.kind) or {}
    return _by_printed_formula(doubt, rule["expresion"]) if rule.get("expresion") else None


def _by_printed_formula(doubt: Doubt, text: str) -> Explanation | None:
    formula = parse(text)
    values: dict[str, Decimal] = {}
    is_carried = False
    for name in formula.names:
        figure = doubt.book.get(name, doubt.figure.period, doubt.figure.level, doubt.figure.code)
        printed = doubt.others.of(figure.id) if figure else ()
        if figure is None or not printed:
            return None
        values[name] = printed[0]
        is_carried = is_carried or printed[0] != figure.rounded
    if not _gives(formula, values, doubt):
        return None
    words = formula.words(
        {
            name: f"{lower_first(doubt.book.indicator_name(name))} impreso ({number_es(value)})"
            for name, value in values.items()
        }
    )
    return (
        text,
        f"es {words}: arrastra un valor impreso que no es el calculado" if is_carried else f"es {words}",
    )


def _gives(formula: Expression, values: Mapping[str, Decimal], doubt: Doubt) -> bool:
    try:
        result = formula.value({name: exact(value) for name, value in values.items()})
    except ZeroDivisionError:
        return False
    return round_half_up(result, doubt.decimals) == doubt.printed


def printed_for_someone_else(doubt: Doubt) -> Explanation | None:
    """The printed value is the computed one of one other node of its level, and of no more: a row printed twice."""
    figure = doubt.figure
    level = doubt.book.select(figure.indicator, figure.period, figure.level)
    same = [other for other in level if other.id != figure.id and other.rounded == doubt.printed]
    if len(same) != 1:
        return None
    return figure.rule, f"coincide con el valor de otra fila: {doubt.book.figure_words(same[0].id)}"


Hypothesis = Callable[[Doubt], Explanation | None]
ROUNDING_HYPOTHESES: tuple[Hypothesis, ...] = (
    without_rounding_between,
    carried_from_printed_parts,
    cut_instead_of_rounded,
)
CAUSES: tuple[Hypothesis, ...] = (carried_from_printed_parts, follows_from_sibling, printed_for_someone_else)
