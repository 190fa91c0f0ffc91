"""Numbers in sentences that are no figures of the run: supposed values, missing points, amounts of points."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from helpers.base.display import PERCENTAGES
from helpers.base.errors import UsageError
from helpers.base.exact import exact, percentage, round_half_up, shown_decimals
from helpers.figures.book import Book
from helpers.figures.figure import Figure, figure_id
from helpers.figures.mean_coverage import (
    averaged_parts,
    budgets_covered,
    done_of_programme,
    left_out,
    left_out_below,
    left_out_of_quarters,
    tasks_counted,
    told_in_part,
)
from helpers.figures.replay import MEANS, recompute_exactly
from helpers.figures.supposed_figures import value_under, with_mean_of_parts
from helpers.settings.scales import PLAN_LEVELS

WHOLE = Fraction(100)
CENTS = 2


class Supposed(NamedTuple):
    """A number as printed, its unit, and in Spanish how it is obtained."""

    value: Decimal
    unit: str
    rule: str


def with_parts(book: Book, cifra: str, informada: str) -> Supposed:
    """Return what figure `cifra` would be if reported figure `informada` were the mean of its parts (both ids)."""
    rule = rule_on(book, "«{}» si en lugar de «{}» contara el promedio de sus partes.", cifra, informada)
    return _printed(book[cifra], with_mean_of_parts(book, cifra, informada), rule)


def with_whole(book: Book, cifra: str, parte: str) -> Supposed:
    """Return what figure `cifra` would be if figure `parte`, a percentage, were one hundred percent (both ids)."""
    rule = rule_on(book, "«{}» si «{}» fuera de cien por ciento.", cifra, parte)
    return _printed(book[cifra], value_under(book, cifra, {parte: WHOLE}), rule)


def with_amount(book: Book, cifra: str, parte: str, monto: str) -> Supposed:
    """Return what figure `cifra` would be if amount `monto` were added to figure `parte` (all ids)."""
    value = exact(book[parte].rounded) + exact(book[monto].rounded)
    rule = rule_on(book, "«{}» si a «{}» se sumara «{}».", cifra, parte, monto)
    return _printed(book[cifra], value_under(book, cifra, {parte: value}), rule)


def with_printed(book: Book, cifra: str, otra: str) -> Supposed:
    """Return what figure `cifra` would be if figure `otra` were what an earlier document prints of it (both ids)."""
    printed = exact(printed_before(book, otra).value)
    rule = rule_on(book, "«{}» si «{}» fuera lo que imprime un informe anterior.", cifra, otra)
    return _printed(book[cifra], value_under(book, cifra, {otra: printed}), rule)


def budget_covered(book: Book, cifra: str) -> Supposed:
    """Return the share of the subject's budget in force that the parts averaged by figure `cifra` hold, in percent.

    UsageError if `budgets_covered` gives no budgets.
    """
    figure = book[cifra]
    parts = budgets_covered(book, figure)
    if not parts:
        raise UsageError(f"«{figure.id}» no promedia partes con solo parte del presupuesto, o a una no le consta.")
    whole = book[figure_id("ppto_vigente", parts[0].period, figure.level, figure.code)]
    value = percentage(sum((one.value for one in parts), Fraction(0)), whole.value)
    mean, budget = book.figure_words(figure.id), book.figure_words(whole.id)
    rule = f"Suma del presupuesto vigente de las partes que promedia «{mean}», por cada cien de «{budget}»."
    return Supposed(round_half_up(value, figure.decimals), "%", rule)


def tasks_of(book: Book, cifra: str, lacking: bool) -> Supposed:
    """Return the number of tasks that a figure should count; with `lacking`, only of those that lack data."""
    entered, without = tasks_counted(book, book[cifra])
    words = "" if lacking else f"que entran en «{book.figure_words(cifra)}», y de las "
    count = len(without) + (0 if lacking else len(entered))
    return Supposed(Decimal(count), "", f"Recuento de las tareas {words}que no entran porque les faltan datos.")


def counts_incomplete(book: Book, mean: Figure) -> bool:
    """Tell whether a part that a mean counts leaves something out itself, at any depth, or lacks data of a quarter.

    False for a figure that is no mean.
    """
    within = [one for one in book.behind(mean) if one.id != mean.id] if mean.operation in MEANS else []
    return bool(told_in_part(book, mean)) or any(one.lacking or left_out(book, one) for one in within)


def lacks_data(book: Book, cifra: str, within: bool) -> bool:
    """Tell whether a figure should count a task that lacks data; `within`, whether parts it counts are incomplete."""
    return counts_incomplete(book, book[cifra]) if within else tasks_of(book, cifra, lacking=True).value > 0


def parts_counted(book: Book, mean: Figure) -> list[Figure]:
    """Return the parts above tasks and operations that a mean averages, if it leaves something out; else empty."""
    return [one for one in averaged_parts(book, mean) if one.level not in PLAN_LEVELS]


def leaves_out(book: Book, cifra: str) -> bool:
    """Tell whether a figure leaves out units or posts, itself or in what is below it, or in a quarter."""
    ways = (parts_counted, left_out_below, left_out_of_quarters, told_in_part)
    return any(way(book, book[cifra]) for way in ways)


def of_programme(book: Book, cifra: str) -> Supposed:
    """Return what the subject of a progress did of its programme, without the weight of what was not programmed.

    UsageError if `done_of_programme` gives no value.
    """
    figure = _percentage(book, cifra)
    value = done_of_programme(book, figure)
    if value is None:
        raise UsageError(f"De lo que «{figure.id}» mide falta un dato: no se puede decir cuánto de lo programado es.")
    words = book.figure_words(cifra)
    return Supposed(value, "%", f"«{words}» sin el peso de lo que no estaba programado en su periodo.")


def missing_points(book: Book, cifra: str) -> Supposed:
    """Return the points that a percentage, as printed, lacks to one hundred; UsageError for another unit."""
    figure = _percentage(book, cifra)
    value = round_half_up(WHOLE - exact(figure.rounded), figure.decimals)
    return Supposed(value, "puntos", rule_on(book, "Cien menos «{}», como está impresa.", cifra))


def amount_of_points(book: Book, puntos: str, monto: str) -> Supposed:
    """Return what some points of an amount come to (1.5 points are 1.5 % of it), without sign.

    Both are given by id; the points are worked out by `recompute_exactly`, and the result is rounded to cents.
    """
    amount = book[monto]
    value = abs(recompute_exactly(book, book[puntos])) * amount.value / WHOLE
    rule = "«{}», en valor absoluto, de cada cien de «{}»; ni los puntos ni sus operandos se redondean."
    return Supposed(round_half_up(value, CENTS), amount.unit, rule_on(book, rule, puntos, monto))


def amount_left(book: Book, porcentaje: str, monto: str) -> Supposed:
    """Return the rest of an amount after a percentage of it, worked out by `recompute_exactly`; rounded to cents.

    Both are given by id; UsageError if `porcentaje` is no percentage.
    """
    share, amount = _percentage(book, porcentaje), book[monto]
    value = (WHOLE - recompute_exactly(book, share)) * amount.value / WHOLE
    rule = "«{}» menos «{}» de ese monto; ni el porcentaje ni sus operandos se redondean."
    return Supposed(round_half_up(value, CENTS), amount.unit, rule_on(book, rule, monto, porcentaje))


def printed_before(book: Book, cifra: str) -> Supposed:
    """Return what an earlier document printed of figure `cifra`: the first value that differs from the computed one.

    If none differs, the first. UsageError if no document printed the figure.
    """
    figure = book[cifra]
    rows = [row for row in book.listing("publicado") if row["id"] == figure.id]
    if not rows:
        raise UsageError(f"Ningún documento de «publicado» imprime «{figure.id}».")
    row = next((one for one in rows if Decimal(one["valor"]) != figure.rounded), rows[0])
    shown = Decimal(row["valor"])
    decimals = max(int(row.get("decimales") or 0), shown_decimals(shown))
    rule = f"Lo que imprime un informe anterior: {row['donde']}."
    return Supposed(round_half_up(exact(shown), decimals), figure.unit, rule)


def rule_on(book: Book, template: str, *figures: str) -> str:
    """Return a rule with the words of figures (ids) in place of its `{}`; UsageError for an unknown figure."""
    return template.format(*(book.figure_words(book[one].id) for one in figures))


def _printed(figure: Figure, value: Fraction, rule: str) -> Supposed:
    """Return a supposed value of a figure, rounded to the figure's decimals and in its unit."""
    return Supposed(round_half_up(value, figure.decimals), figure.unit, rule)


def _percentage(book: Book, id: str) -> Figure:
    """Return a figure by its id; UsageError if it is no percentage."""
    figure = book[id]
    if figure.unit not in PERCENTAGES:
        raise UsageError(f"«{figure.id}» no es un porcentaje, y aquí se pide uno.")
    return figure
