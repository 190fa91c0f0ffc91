"""Rules on single reported cells: percentages and amounts inside their scale, results that name their whole."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import lower_first, number_es, upper_first
from helpers.base.exact import plain_text
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row, Sourced
from helpers.intake.values.amount_cells import share_words
from helpers.settings.indicators import Indicador

WHOLE = 100
Reported = tuple[Row, Sourced, Indicador]


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
