"""Explains why a published figure differs from the computed one, by other published figures and by rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import lower_first, number_es
from helpers.base.exact import exact, round_half_up, shown_decimals, truncate
from helpers.base.python_extras import if_computable
from helpers.checks.causes.repeated_operations import share_of
from helpers.checks.printed.printed_cases import Doubt, Explanation, is_below
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation, figure_id
from helpers.figures.figure_names import AT_CLOSING
from helpers.figures.findings import Verdict
from helpers.figures.formulas.expressions import Expression, parse
from helpers.figures.records import LEVELS
from helpers.figures.replay import MEANS, operand_values, recompute
from helpers.figures.supposed_figures import unrounded

DEEPEST = 2
"""Levels of figures that are not printed through which printed parts are followed."""


def without_rounding_between(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if the printed value results without rounding intermediate figures; else None."""
    if round_half_up(unrounded(doubt.book, doubt.figure), doubt.decimals) == doubt.printed:
        return Explanation(doubt.figure.rule, "se calculó sin redondear las cifras intermedias")
    return None


def with_parts_unrounded(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if the value results with unrounded means in place of its rounded parts; else None.

    A part is replaced if it was read from data and is the rounded mean of a level below it.
    """
    book = doubt.book
    whole = {part: mean for part in book.operands(doubt.figure) if (mean := _mean_below(book, part)) is not None}
    values = operand_values(book, doubt.figure) | {part.id: mean for part, mean in whole.items()}
    if not whole or round_half_up(recompute(doubt.figure, values), doubt.decimals) != doubt.printed:
        return None
    words = "; ".join(
        f"{book.figure_words(part.id)} no es {number_es(part.rounded)} sino "
        f"{number_es(round_half_up(mean, part.decimals + 1))}, el promedio de lo que está debajo"
        for part, mean in whole.items()
    )
    return Explanation(doubt.figure.rule, f"se calculó con sus partes sin redondear: {words}")


def _mean_below(book: Book, part: Figure) -> Fraction | None:
    """Return the unrounded mean of a level below that a figure was read as; None if no level gives it."""
    if part.operation is not Operation.INPUT:
        return None
    for level in LEVELS:
        found = [other for other in book.select(part.indicator, part.period, level) if is_below(book, other, part)]
        mean = sum((other.value for other in found), Fraction(0)) / max(len(found), 1)
        if len(found) > 1 and mean != part.value and round_half_up(mean, part.decimals) == part.rounded:
            return mean
    return None


def printed_at_closing(doubt: Doubt) -> Explanation | None:
    """Return rule and cause if the printed value is that with which the figure's period was closed; else None.

    The data that gave it are not those of now, so that it is not verifiable.
    """
    figure = doubt.figure
    closed = doubt.book.get(f"{figure.indicator}{AT_CLOSING}", figure.period, figure.level, figure.code)
    if closed is None or round_half_up(closed.value, doubt.decimals) != doubt.printed:
        return None
    said = "es la cifra con que se cerró su periodo, que cambió después del cierre"
    return Explanation(figure.rule, said, Verdict.NOT_VERIFIABLE)


def cut_instead_of_rounded(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if the printed value is the computed one truncated instead of rounded; else None.

    None also if another printed figure of the same indicator and period was rounded up.
    """
    if truncate(doubt.figure.value, doubt.decimals) != doubt.printed or any(_rounded_up(doubt)):
        return None
    return Explanation(doubt.figure.rule, "es compatible con cortar el último decimal en lugar de redondearlo")


def _rounded_up(doubt: Doubt) -> Iterator[bool]:
    """Yield, for each other printed value of the indicator and period, whether it is rounded up and not truncated."""
    for name, values in doubt.others.items():
        other = doubt.book.figures.get(name)
        # Skip the same figure printed elsewhere: another author may have rounded it.
        if other is not None and other is not doubt.figure and _column(other) == _column(doubt.figure):
            for value in values:
                decimals = shown_decimals(value)
                up = round_half_up(other.value, decimals)
                yield value == up != truncate(other.value, decimals)


def _column(figure: Figure) -> tuple[str, str]:
    return figure.indicator, figure.period.code


def follows_from_sibling(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if the value is the method's formula on the node's other printed values; else None."""
    text = doubt.book.rule_of(doubt.figure.indicator, doubt.figure.period).get("expresion")
    return _by_printed_formula(doubt, text) if text else None


def _by_printed_formula(doubt: Doubt, text: str) -> Explanation | None:
    """Return formula and cause if a formula on printed values gives the printed value; None if one is not printed."""
    formula = parse(text)
    values: dict[str, Decimal] = {}
    wrong: list[str] = []
    for name in formula.names:
        figure = doubt.book.get(name, doubt.figure.period, doubt.figure.level, doubt.figure.code)
        printed = doubt.others.get(figure.id, ()) if figure else ()
        if figure is None or not printed:
            return None
        values[name] = printed[0]
        wrong += [figure.id] if printed[0] != figure.rounded else []
    if not _gives(formula, values, doubt):
        return None
    words = formula.words(
        {
            name: f"{lower_first(doubt.book.indicator_name(name))} impreso ({number_es(value)})"
            for name, value in values.items()
        }
    )
    if wrong:
        said = f"es {words}: arrastra un valor impreso que no es el calculado"
        return Explanation(text, said, Verdict.CARRIED, wrong[0])
    return Explanation(text, f"es {words}", Verdict.OTHER_RULE)


def _gives(formula: Expression, values: Mapping[str, Decimal], doubt: Doubt) -> bool:
    """Return whether a formula on some values gives the printed value; False where it has no result."""
    result = if_computable(lambda: formula.value({name: exact(value) for name, value in values.items()}))
    return result is not None and round_half_up(result, doubt.decimals) == doubt.printed


def averaged_as_another_indicator(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if parts were converted to another indicator (progress ÷ 4), averaged and turned back.

    The parts and their mean were rounded as that indicator. None if this does not give the printed value.
    """
    book, figure = doubt.book, _of_several(doubt.book, doubt.figure)
    if figure.operation not in MEANS:
        return None
    parts = [part for part in book.operands(figure) if part.indicator == figure.indicator]
    own = lower_first(book.indicator_name(figure.indicator))
    for name, formula, share in _shares(doubt):
        turned = {part.id: round_half_up(part.value * share, part.decimals) for part in parts}
        values = operand_values(book, figure) | {key: exact(value) for key, value in turned.items()}
        mean = round_half_up(recompute(figure, values), figure.decimals)
        if round_half_up(exact(mean) / share, doubt.decimals) == doubt.printed:
            listed = "; ".join(map(number_es, turned.values()))
            said = (
                f"se promedió como {lower_first(book.indicator_name(name))}: cada parte es "
                f"{formula.words({figure.indicator: own})}, redondeado ({listed}), su promedio redondeado es "
                f"{number_es(mean)}, y llevado de vuelta a {own} da {number_es(doubt.printed)}"
            )
            return Explanation(figure.rule, said, Verdict.OTHER_RULE)
    return None


def _of_several(book: Book, figure: Figure) -> Figure:
    """Return the figure, or the one with several parts that it repeats: a service with one area equals that area."""
    parts = book.operands(figure)
    while len(parts) == 1 and parts[0].indicator == figure.indicator and parts[0].rounded == figure.rounded:
        figure = parts[0]
        parts = book.operands(figure)
    return figure


def _shares(doubt: Doubt) -> Iterator[tuple[str, Expression, Fraction]]:
    """Yield name, formula and share of each indicator that the method computes as a fixed share of the figure's own."""
    for name in doubt.book.method["indicadores"]:
        text = doubt.book.rule_of(name, doubt.figure.period).get("expresion")
        formula = parse(text) if text else None
        share = share_of(formula, doubt.figure.indicator) if formula else None
        if formula and share:
            yield name, formula, share


def printed_for_someone_else(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if exactly one other node of the level has the printed value as its own; else None."""
    figure = doubt.figure
    level = doubt.book.select(figure.indicator, figure.period, figure.level)
    same = [other for other in level if other.id != figure.id and other.rounded == doubt.printed]
    if len(same) != 1:
        return None
    return Explanation(figure.rule, f"coincide con el valor de otra fila: {doubt.book.figure_words(same[0].id)}")


def outside_its_quarters(doubt: Doubt) -> str:
    """Return in Spanish that a window's printed percentage is outside the range of its quarters.

    A quarter counts as printed, else as computed. Empty if the percentage is inside, if a quarter has neither value, or
    for a window of fewer than two quarters. It proves nothing where the parts change between quarters.
    """
    figure = doubt.figure
    names = [figure_id(figure.indicator, one, figure.level, figure.code) for one in figure.period.quarters()]
    computed = doubt.book.figures
    quarters = [
        doubt.others[name][0] if name in doubt.others else computed[name].rounded
        for name in names
        if name in doubt.others or name in computed
    ]
    if len(quarters) < max(len(names), 2) or min(quarters) <= doubt.printed <= max(quarters):
        return ""
    return f"está fuera del rango de sus trimestres ({number_es(min(quarters))} a {number_es(max(quarters))})"


def carried_from_printed_parts(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if the value follows from its parts as printed, of which some are wrong; else None.

    All parts that were printed otherwise are taken as printed, also where one of them alone would give the value. A
    part that is not printed counts as its own parts, as printed, give it. The value follows from a part that has all
    its data rather than from one that lacks some.
    """
    changed = {
        part.id: ways
        for part in doubt.book.operands(doubt.figure)
        if (ways := _as_printed(doubt, part)) and any(way.value != part.rounded for way in ways)
    }
    for part in sorted(changed, key=lambda part: any(one.lacking for one in doubt.book.behind(doubt.book[part]))):
        for way in changed[part]:
            chosen = {other: found[0] for other, found in changed.items()} | {part: way}
            if _follows(doubt, {other: found.value for other, found in chosen.items()}):
                origins = dict(origin for found in chosen.values() for origin in found.origins)
                words = "; ".join(
                    f"{doubt.book.figure_words(other)}, impreso {number_es(number)}"
                    for other, number in origins.items()
                )
                said = f"arrastra lo impreso en sus partes ({words})"
                return Explanation(doubt.figure.rule, said, Verdict.CARRIED, way.origins[0][0])
    return None


@dataclass(frozen=True)
class _Way:
    """A value of a part, and the printed figures, with their values, from which it comes; a wrong one first."""

    value: Decimal
    origins: tuple[tuple[str, Decimal], ...]


def _as_printed(doubt: Doubt, part: Figure, depth: int = DEEPEST) -> tuple[_Way, ...]:
    """Return the values printed for a part; without any, the one that its own parts give as printed, if one is wrong.

    Parts of parts are followed through `depth` further levels. Empty if nothing is printed, or only right values below.
    """
    printed = doubt.others.get(part.id, ())
    if printed or not depth or part.operation is Operation.INPUT:
        return tuple(_Way(value, ((part.id, value),)) for value in printed)
    below = {other: ways[0] for other in doubt.book.operands(part) if (ways := _as_printed(doubt, other, depth - 1))}
    wrong = {other.id: way for other, way in below.items() if way.value != other.rounded}
    if not wrong:
        return ()
    values = operand_values(doubt.book, part) | {other: exact(way.value) for other, way in wrong.items()}
    value = if_computable(lambda: round_half_up(recompute(part, values), part.decimals))
    if value is None:
        return ()
    others = (way for other, way in below.items() if other.id not in wrong)
    origins = tuple(origin for way in (*wrong.values(), *others) for origin in way.origins)
    return (_Way(value, origins),)


def _follows(doubt: Doubt, printed: Mapping[str, Decimal]) -> bool:
    """Return whether the figure's operation gives the printed value if some operands are as printed."""
    values = operand_values(doubt.book, doubt.figure) | {part: exact(value) for part, value in printed.items()}
    result = if_computable(lambda: recompute(doubt.figure, values))
    return result is not None and round_half_up(result, doubt.decimals) == doubt.printed


Hypothesis = Callable[[Doubt], Explanation | None]
ROUNDING_HYPOTHESES: tuple[Hypothesis, ...] = (
    without_rounding_between,
    with_parts_unrounded,
    carried_from_printed_parts,
    cut_instead_of_rounded,
)
CAUSES: tuple[Hypothesis, ...] = (
    printed_at_closing,
    carried_from_printed_parts,
    follows_from_sibling,
    averaged_as_another_indicator,
    printed_for_someone_else,
)
