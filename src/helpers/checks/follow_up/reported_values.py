"""Rules on what is reported: values in their scale, against their parts and what is computed; who did not report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from helpers.base.display import lower_first, number_es, upper_first
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.base.periods import Period
from helpers.base.python_extras import if_computable
from helpers.checks.causes.repeated_operations import share_of
from helpers.checks.follow_up.presentations import absentees
from helpers.checks.printed.printed_figures import averaged, range_passed, range_words
from helpers.checks.rule_registry import REGISTRY, Evidence, Found, against, lower_name
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import LEVEL_WORDS, REPORTED_SUFFIX
from helpers.figures.finding_families import OUTSIDE
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.formulas.expressions import Expression
from helpers.figures.mean_coverage import leaves_missing_out
from helpers.figures.records import Row, SourceCell, Sourced
from helpers.figures.replay import MEANS, PARTS_SUFFIX
from helpers.figures.situations import Situation, quarters_so_far, reporters, situation
from helpers.intake.values.amount_cells import share_words
from helpers.scoring.planning.plan_in_force import plan_of
from helpers.settings.indicators import Indicador

WHOLE = 100
Reported = tuple[Row, Sourced, Indicador]
_ENGLISH_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d{1,2})(?![\d.])")
"""A number with a decimal point in a note: `95.00`, but no date and no thousands."""


@REGISTRY.rule("REP-FUERA-DE-RANGO", Severity.WARNING, "Todo porcentaje informado está entre 0 y 100.")
def reported_outside_the_scale(evidence: Evidence) -> Iterator[Found]:
    """Report physical percentages in `avances` below 0 or above 100; financial ones may be negative after reversals."""
    for row, value, indicator in _reported(evidence):
        if _is_physical_percentage(indicator) and not 0 <= value.value <= WHOLE:
            told = f"{number_es(value.value)}, fuera de 0 a 100. Corresponde revisar la celda o explicar el caso."
            yield _found(evidence, (row, value, indicator), told, "entre 0 y 100")


@REGISTRY.rule("REP-REVERSION", Severity.NOTE, "Ninguna ejecución informada de un mes o trimestre es negativa.")
def reported_reversals(evidence: Evidence) -> Iterator[Found]:
    """Report negative values in `avances` of indicators that are not consolidated, both percentages and amounts.

    They are reversals, which the report should explain, or typing errors. Points may be negative, as those of a gap.
    """
    for row, value, indicator in _reported(evidence):
        if not indicator.is_consolidated and indicator.unidad != "puntos" and value.value < 0:
            period = row.period("periodo")
            told = (
                f"{number_es(value.value)} {period.when if period else ''}, menos que cero. Corresponde comprobarlo; "
                "si es así, hubo reversiones y el informe las explica."
            )
            yield _found(evidence, (row, value, indicator), told, "≥ 0")


@REGISTRY.rule("RES-PARTE", Severity.WARNING, "Todo detalle de un resultado nombra un resultado de su periodo.")
def parts_of_nothing(evidence: Evidence) -> Iterator[Found]:
    """Report results whose `parte_de` names no result of their period, or one that is itself a part.

    Such a part is counted as a result of its own.
    """
    rows = evidence.dataset.rows("resultados")
    whole = {(row.text("periodo"), row.text("id")) for row in rows if not row.text("parte_de")}
    for row in rows:
        named = row.text("parte_de")
        if named and (row.text("periodo"), named) not in whole:
            yield Found(
                f"El resultado {row.text('id')} dice ser parte de «{named}», que no es un resultado de su periodo o es "
                "a su vez parte de otro; se cuenta aparte. Corresponde escribir en «parte_de» el «id» del resultado "
                "que detalla.",
                cell_fields(row.cell("parte_de"), f"resultados/{row.text('id')}/parte_de", encontrado=named),
            )


@REGISTRY.rule("REP-FRACCION", Severity.WARNING, "Ningún porcentaje informado parece una fracción (0,9 por 90 %).")
def reported_as_a_share(evidence: Evidence) -> Iterator[Found]:
    """Report physical percentages in `avances` between 0 and 1, and, if there are any, those of exactly 1.

    Small financial percentages are usual early in a year.
    """
    physical = [one for one in _reported(evidence) if _is_physical_percentage(one[2])]
    has_shares = any(share_words(value.value) for _, value, _ in physical)
    for reported in physical:
        if words := share_words(reported[1].value, among_shares=has_shares):
            yield _found(evidence, reported, words, "un porcentaje en puntos")


def _is_physical_percentage(indicator: Indicador) -> bool:
    return indicator.is_consolidated and indicator.unidad == "%"


def _reported(evidence: Evidence) -> Iterator[Reported]:
    """Yield the rows of `avances` with a value of one of the method's indicators, and both."""
    for row in evidence.dataset.rows("avances"):
        value, indicator = row.number("valor"), evidence.method.indicadores.get(row.text("indicador"))
        if value is not None and indicator is not None:
            yield row, value, indicator


def _found(evidence: Evidence, reported: Reported, told: str, expected: str) -> Found:
    row, value, indicator = reported
    level, code = row.text("nivel"), row.text("codigo")
    node = evidence.book.node(level, code)
    whose = f"«{node.name}»" if node else upper_first(f"{LEVEL_WORDS.get(level, level)} {code}")
    return Found(
        f"{whose}, {lower_first(indicator.nombre)}: se informó {told}",
        cell_fields(value.cell, f"avances/{level}/{code}", expected, plain_text(value.value)),
    )


@REGISTRY.rule(
    "REP-PARTES",
    Severity.WARNING,
    "Lo que informa un nivel, donde cuenta antes que sus partes, es el promedio de ellas.",
)
def reported_against_parts(evidence: Evidence) -> Iterator[Found]:
    """Report reported values that differ, as printed, from the mean of the node's own parts.

    An indicator that a part derives from another one is skipped, because the mean of the other is compared.
    """
    for own, parts in _differing_beside(evidence, PARTS_SUFFIX):
        # The mean of the other indicator is already compared.
        if not any(part.operation is Operation.FORMULA for part in evidence.book.operands(parts)):
            yield _against_parts(evidence, own, parts)


def _differing_beside(evidence: Evidence, suffix: str) -> Iterator[tuple[Figure, Figure]]:
    """Yield each figure with the one kept beside it under a suffix, where the two differ as printed."""
    for beside in evidence.book:
        if beside.indicator.endswith(suffix):
            indicator = beside.indicator.removesuffix(suffix)
            own = evidence.book.get(indicator, beside.period, beside.level, beside.code)
            if own is not None and own.rounded != beside.rounded:
                yield own, beside


def _against_parts(evidence: Evidence, own: Figure, parts: Figure) -> Found:
    """Make the finding for a reported value that differs from the mean of its parts, also if no mean can give it."""
    what = "el promedio de sus partes" if parts.operation in MEANS else "lo calculado desde sus partes"
    found = _differs(evidence, own, parts, what)
    passed = range_passed(own.rounded, [part.rounded for part in averaged(evidence.book, parts)])
    if passed is None:
        return found
    message = f"{found.message} {upper_first(range_words(*passed))}."
    return replace(found, message=message, fields={**found.fields, "causa": OUTSIDE})


@REGISTRY.rule(
    "REP-CALCULADO",
    Severity.WARNING,
    "Lo que informa un nivel coincide con lo que se calcula desde sus partes.",
)
def reported_against_computed(evidence: Evidence) -> Iterator[Found]:
    """Report reported values that differ, as printed, from the computed ones, which count.

    These are computed from the node's parts, or from other figures of the node.
    """
    for computed, reported in _differing_beside(evidence, REPORTED_SUFFIX):
        yield _differs(evidence, reported, computed, "lo calculado, que es lo que cuenta,")


@REGISTRY.rule("REP-EFICACIA", Severity.WARNING, "La eficacia informada es la que resulta del avance informado.")
def efficacy_against_progress(evidence: Evidence) -> Iterator[Found]:
    """Report reported percentages that differ, as printed, from the method's formula on the node's other ones.

    Only where the period's rule is `consolidar` with a formula, and the node has every indicator in it.
    """
    for figure in evidence.book:
        if figure.operation is not Operation.INPUT or figure.indicator not in evidence.method.indicadores:
            continue
        rule = evidence.method.indicadores[figure.indicator].rule(figure.period)
        if rule is None or rule.regla != "consolidar" or rule.formula is None:
            continue
        printed = _by_formula(evidence, figure, rule.formula)
        if printed is not None and printed != figure.rounded:
            words = rule.formula.words({name: lower_name(evidence, name) for name in rule.formula.names})
            told = f"de «{words}» resulta {number_es(printed)}{_other_way(evidence, figure, rule.formula)}"
            yield against(evidence, figure, printed, told)


def _by_formula(evidence: Evidence, figure: Figure, formula: Expression) -> Decimal | None:
    """Return a formula's result on the node's printed values; None if it lacks one, names none or has no result."""
    found = ((name, evidence.book.get(name, figure.period, figure.level, figure.code)) for name in formula.names)
    values = {name: exact(one.rounded) for name, one in found if one is not None}
    if not values or len(values) < len(formula.names):
        return None
    return if_computable(lambda: round_half_up(formula.value(values), figure.decimals))


def _other_way(evidence: Evidence, figure: Figure, formula: Expression) -> str:
    """Return in Spanish which value of the formula's only indicator gives the reported percentage.

    Empty for a formula of several indicators, or one that is no fixed share of its indicator.
    """
    (name, *others) = formula.names
    share = share_of(formula, name)
    base = evidence.book.get(name, figure.period, figure.level, figure.code)
    if others or not share or base is None:
        return ""
    needed = round_half_up(exact(figure.rounded) / share, base.decimals)
    return f", o {lower_name(evidence, name)} debía ser {number_es(needed)} y no {number_es(base.rounded)}"


@REGISTRY.rule("REP-SIN-DATO", Severity.WARNING, "De todos los que informan porcentajes hay uno de cada trimestre.")
def who_did_not_report(evidence: Evidence) -> Iterator[Found]:
    """Report each of the `reporters` without data (`NO_DATA`), for each quarter from January to the run's end.

    They are the lowest nodes that report, or else the actions or the institution. Other rules report missing forms and,
    in quarters of the run's own period, units with tasks. In a run without `tareas`, a quarter of which nobody has data
    gives a single finding. If only the run's whole period has values, it counts instead of the quarters. Nothing in a
    plan.
    """
    for quarter in quarters_so_far(evidence.book):
        everybody = reporters(evidence.book, quarter)
        silent = [key for key in everybody if situation(evidence.book, *key, quarter) is Situation.NO_DATA]
        told = {node.key for node in absentees(evidence, quarter)} | _with_tasks(evidence, quarter)
        if everybody and len(silent) == len(everybody) and not evidence.dataset.rows("tareas"):
            yield Found(
                f"No consta ningún dato de avance {quarter.of_when}.",
                {"elemento": quarter.code, "encontrado": "sin dato"},
            )
            continue
        yield from (_silent(evidence, key, quarter) for key in silent if key not in told)


def _with_tasks(evidence: Evidence, quarter: Period) -> set[tuple[str, str]]:
    """Return the units with tasks in a quarter of the run's own period; other rules report their missing data."""
    plan = plan_of(evidence.dataset)
    if not evidence.corrida.period.covers(quarter):
        return set()
    return {plan.units[task.unit].key for task in plan.tasks(quarter) if task.unit in plan.units}


def _silent(evidence: Evidence, key: tuple[str, str], quarter: Period) -> Found:
    """Make the finding on a node or action without data of a quarter; a note beside its blank value is quoted."""
    level, code = key
    row, node = _blank_row(evidence, key, quarter), evidence.dataset.node(*key)
    # The note beside a missing value may explain why the unit cannot supply it.
    note = _ENGLISH_DECIMAL.sub(r"\1,\2", row.text("nota")) if row else ""
    name = f"«{node.name}»" if node else f"La {LEVEL_WORDS.get(level, level)} {code}"
    what, due = f"dato {quarter.of_when}", f"un porcentaje de {quarter.code}"
    if note:
        what = f"un dato que se pueda asignar a este periodo: {quarter.words} (nota del dato: «{note}»)"
    effect = ": queda fuera de los promedios y no cuenta como 0" if leaves_missing_out(evidence.book) else ""
    cell = row.cell("valor") if row else node.cell if node else _action_cell(evidence, code)
    return Found(f"{name} no tiene {what}{effect}.", cell_fields(cell, f"{level}/{code}", due, "sin dato", causa=note))


def _blank_row(evidence: Evidence, key: tuple[str, str], quarter: Period) -> Row | None:
    """Return the row in which a node's value should stand; None if there is no such row."""
    for row in evidence.dataset.rows("avances"):
        if (row.text("nivel"), row.text("codigo")) == key and row.period("periodo") == quarter:
            return row
    return None


def _action_cell(evidence: Evidence, action: str) -> SourceCell:
    """Return the cell that names an action."""
    return next(row.cell("acp") for row in evidence.dataset.rows("acciones") if row.text("acp") == action)


def _differs(evidence: Evidence, figure: Figure, other: Figure, what: str) -> Found:
    return against(evidence, figure, other.rounded, f"{what} es {number_es(other.rounded)}")
