"""Rules over what units report: each value against its own parts, and who reported nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from helpers.checks.comparing import against, lower_name
from helpers.checks.presentations import absentees
from helpers.checks.published import range_passed, range_words
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import lower_first, number_es, upper_first
from helpers.exact import exact, plain_text, round_half_up
from helpers.figure_names import LEVEL_WORDS
from helpers.findings import Severity, at
from helpers.headlines import headline_indicators
from helpers.indicators import Indicador
from helpers.periods import Period
from helpers.records import Row, SourceCell
from helpers.replay import PARTS_SUFFIX, with_mean_of_parts
from helpers.scoring.ledger import REPORTED_SUFFIX
from helpers.scoring.plan import plan_of
from helpers.situations import HAS_FIGURE, Situation, reporters, situation
from helpers.trace import Figure, Operation

WHOLE = 100
OUTSIDE = "fuera del rango de sus partes"
"""How the cause begins of a reported value that no mean of its parts can give."""
_ENGLISH_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d{1,2})(?![\d.])")
"""A number as a note may write it: `95.00`, and neither a date nor thousands."""


@REGISTRY.rule(
    "REP-PARTES",
    Severity.WARNING,
    "Lo que informa un tipo o subtipo de puesto es el promedio de lo que informan sus partes.",
)
def reported_against_parts(evidence: Evidence) -> Iterator[Found]:
    """A node that reports a value and has parts with values of their own."""
    for parts in evidence.book:
        if parts.indicator.endswith(PARTS_SUFFIX):
            indicator = parts.indicator.removesuffix(PARTS_SUFFIX)
            own = evidence.book.get(indicator, parts.period, parts.level, parts.code)
            if own is not None and own.rounded != parts.rounded and not _follows_from_another(evidence, parts):
                yield _against_parts(evidence, own, parts)


def _against_parts(evidence: Evidence, own: Figure, parts: Figure) -> Found:
    """A value that is not the mean of its parts; where no mean of them can give it, with what it does to the entity."""
    found = _differs(evidence, own, parts, "el promedio de sus partes")
    passed = range_passed(own.rounded, [part.rounded for part in evidence.book.operands(parts)])
    if passed is None:
        return found
    told = f"{upper_first(range_words(*passed))}."
    effect = _on_the_headline(evidence, own)
    message = " ".join((found.message, told, *([f"Si contara ese promedio, {effect}."] if effect else [])))
    cause = f"{OUTSIDE}: {effect}" if effect else OUTSIDE
    return replace(found, message=message, fields={**found.fields, "causa": cause})


def _on_the_headline(evidence: Evidence, own: Figure) -> str:
    """Which percentages of the entity would be others if a node counted with the mean of its parts, and how much."""
    book, window = evidence.book, evidence.corrida.period
    said = []
    windows = dict.fromkeys((window, window.accumulated()))
    for indicator, period in product(headline_indicators(evidence.method), windows):
        for node in book.nodes_at("entidad"):
            figure = book.get(indicator, period, *node.key)
            other = round_half_up(with_mean_of_parts(book, figure.id, own.id), figure.decimals) if figure else None
            if figure and other != figure.rounded:
                name = f"{lower_name(evidence, indicator)} de la entidad, {period.words}"
                said.append(f"{name}, sería {number_es(other)} y no {number_es(figure.rounded)}")
    return "; ".join(said)


@REGISTRY.rule(
    "REP-CALCULADO",
    Severity.WARNING,
    "Lo que informa un nivel coincide con lo que se calcula desde sus partes.",
)
def reported_against_computed(evidence: Evidence) -> Iterator[Found]:
    """A node whose parts count and that also reports a value."""
    for reported in evidence.book:
        if reported.indicator.endswith(REPORTED_SUFFIX):
            indicator = reported.indicator.removesuffix(REPORTED_SUFFIX)
            computed = evidence.book.get(indicator, reported.period, reported.level, reported.code)
            if computed is not None and computed.rounded != reported.rounded:
                yield _differs(evidence, reported, computed, "lo calculado desde sus partes, que es lo que cuenta,")


@REGISTRY.rule("REP-EFICACIA", Severity.WARNING, "La eficacia informada es la que resulta del avance informado.")
def efficacy_against_progress(evidence: Evidence) -> Iterator[Found]:
    """A node that reports two percentages of which one follows from the other."""
    for figure in evidence.book:
        if figure.operation is not Operation.INPUT or figure.indicator not in evidence.method.indicadores:
            continue
        rule = evidence.method.indicadores[figure.indicator].rule(figure.period)
        if rule is None or rule.regla != "consolidar" or rule.formula is None:
            continue
        base = {name: evidence.book.get(name, figure.period, figure.level, figure.code) for name in rule.formula.names}
        if all(base.values()):
            expected = rule.formula.value({name: exact(other.rounded) for name, other in base.items() if other})
            printed = round_half_up(expected, figure.decimals)
            if printed != figure.rounded:
                words = rule.formula.words({name: lower_name(evidence, name) for name in base})
                yield against(evidence, figure, printed, f"de «{words}» resulta {number_es(printed)}")


@REGISTRY.rule("REP-SIN-DATO", Severity.WARNING, "De todos los que informan porcentajes hay uno de cada trimestre.")
def who_did_not_report(evidence: Evidence) -> Iterator[Found]:
    """Those who report percentages and have none of a quarter that others have; one finding where nobody has any.

    Of a missing form and of a task's missing months other rules tell.
    """
    for quarter in _reporting_windows(evidence):
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


def _reporting_windows(evidence: Evidence) -> tuple[Period, ...]:
    """The quarters so far; the run's own window where values are given for that and for no quarter; none of a plan."""
    window = evidence.corrida.period
    if window.is_plan:
        return ()
    quarters = window.accumulated().quarters()
    by_quarter = any(_has_values(evidence, quarter) for quarter in quarters)
    return (window,) if _has_values(evidence, window) and not by_quarter else quarters


def _has_values(evidence: Evidence, window: Period) -> bool:
    known = (situation(evidence.book, *key, window) for key in reporters(evidence.book, window))
    return any(kind in HAS_FIGURE for kind in known)


def _with_tasks(evidence: Evidence, quarter: Period) -> set[tuple[str, str]]:
    """Those who have tasks in a quarter within the run's own period, of each of which another rule tells."""
    window, plan = evidence.corrida.period, plan_of(evidence.dataset)
    if not (window.first <= quarter.first and quarter.last <= window.last):
        return set()
    return {plan.units[task.unit].key for task in plan.tasks(quarter) if task.unit in plan.units}


def _silent(evidence: Evidence, key: tuple[str, str], quarter: Period) -> Found:
    level, code = key
    note, node = _note(evidence, key, quarter), evidence.dataset.node(*key)
    name = f"«{node.name}»" if node else f"La {LEVEL_WORDS.get(level, level)} {code}"
    what = f"dato {quarter.of_when}"
    if note:
        what = f"un dato que se pueda asignar a este periodo: {quarter.words} (nota del dato: «{note}»)"
    return Found(
        f"{name} no tiene {what}: queda fuera de los promedios y no cuenta como 0.",
        {"elemento": f"{level}/{code}", "esperado": "un porcentaje", "encontrado": "sin dato", "causa": note}
        | at(_blank_cell(evidence, key, quarter)),
    )


def _blank_row(evidence: Evidence, key: tuple[str, str], quarter: Period) -> Row | None:
    """The row where somebody's value would stand, if it has one."""
    for row in evidence.dataset.rows("avances"):
        if (row.text("nivel"), row.text("codigo")) == key and row.period("periodo") == quarter:
            return row
    return None


def _blank_cell(evidence: Evidence, key: tuple[str, str], quarter: Period) -> SourceCell:
    """The blank cell; where there is none, the one that names whoever is silent."""
    row, node = _blank_row(evidence, key, quarter), evidence.dataset.node(*key)
    if row is None and node is not None:
        return node.cell
    named = (action for action in evidence.dataset.rows("acciones") if action.text("acp") == key[1])
    return row.cell("valor") if row else next(named).cell("acp")


def _note(evidence: Evidence, key: tuple[str, str], quarter: Period) -> str:
    """What the data say of a blank value: it may not be theirs to mend."""
    row = _blank_row(evidence, key, quarter)
    return _ENGLISH_DECIMAL.sub(r"\1,\2", row.text("nota")) if row else ""


@REGISTRY.rule("REP-FUERA-DE-RANGO", Severity.WARNING, "Todo porcentaje informado está entre 0 y 100.")
def reported_outside_the_scale(evidence: Evidence) -> Iterator[Found]:
    """A reported physical percentage below 0 or over 100; money may be reversed, so its percentages are not held."""
    for row in evidence.dataset.rows("avances"):
        value, indicator = row.number("valor"), evidence.method.indicadores.get(row.text("indicador"))
        if value is None or indicator is None or not _is_consolidated(indicator):
            continue
        if not 0 <= value.value <= WHOLE:
            yield Found(
                f"{_whose(evidence, row)}, {lower_first(indicator.nombre)}: se informó "
                f"{number_es(value.value)}, fuera de 0 a 100. Revise la celda o explique el caso.",
                {
                    "elemento": f"avances/{row.text('nivel')}/{row.text('codigo')}",
                    "esperado": "entre 0 y 100",
                    "encontrado": plain_text(value.value),
                }
                | at(value.cell),
            )


@REGISTRY.rule("REP-REVERSION", Severity.NOTE, "Ninguna ejecución informada de un mes o trimestre es negativa.")
def reported_reversals(evidence: Evidence) -> Iterator[Found]:
    """A reported percentage of money below zero: what was accrued was taken back, worth knowing and no error."""
    for row in evidence.dataset.rows("avances"):
        value, indicator = row.number("valor"), evidence.method.indicadores.get(row.text("indicador"))
        if value is None or indicator is None or _is_consolidated(indicator) or value.value >= 0:
            continue
        period = row.period("periodo")
        when = period.when if period else ""
        yield Found(
            f"{_whose(evidence, row)}, {lower_first(indicator.nombre)}: se informó "
            f"{number_es(value.value)} {when}: hubo reversiones. No es un error; explíquelo en el informe.",
            {
                "elemento": f"avances/{row.text('nivel')}/{row.text('codigo')}",
                "esperado": "≥ 0",
                "encontrado": plain_text(value.value),
            }
            | at(value.cell),
        )


def _whose(evidence: Evidence, row: Row) -> str:
    """Whom a row of reported values is of: by name where the structure has it."""
    level, code = row.text("nivel"), row.text("codigo")
    node = evidence.book.node(level, code)
    return f"«{node.name}»" if node else upper_first(f"{LEVEL_WORDS.get(level, level)} {code}")


def _is_consolidated(indicator: Indicador) -> bool:
    return any(rule.regla == "consolidar" for rule in indicator.reglas.values())


def _differs(evidence: Evidence, figure: Figure, other: Figure, what: str) -> Found:
    return against(evidence, figure, other.rounded, f"{what} es {number_es(other.rounded)}")


def _follows_from_another(evidence: Evidence, parts: Figure) -> bool:
    """Whether any part was not reported but derived from another indicator, whose own mean is compared already."""
    return any(part.operation is Operation.FORMULA for part in evidence.book.operands(parts))
