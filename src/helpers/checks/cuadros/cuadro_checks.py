"""Runs every rule of every declared table: cells for the reconciliation, and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from helpers.base.model_errors import nearest
from helpers.checks.cuadros.cell_verdicts import PrintedCell, by_cell, judge_all
from helpers.checks.cuadros.column_rules import down_the_column, parts_of, targets_of
from helpers.checks.cuadros.expected_value import Expectation
from helpers.checks.cuadros.limit_rules import add_up, between_parts, within_range
from helpers.checks.cuadros.row_rules import along_the_row, equal_to
from helpers.checks.cuadros.rule_references import World
from helpers.checks.rule_registry import Evidence
from helpers.figures.findings import Finding, Severity
from helpers.intake.dataset import Dataset
from helpers.settings.cuadros.cuadro_model import Regla
from helpers.settings.cuadros.cuadro_table import Cuadro

IDLE, STRANGER = "CUA-REGLA", "CUA-UNIDAD"

Compare = Callable[[World, Cuadro, Regla], Iterator[Expectation]]
Limit = Callable[[Cuadro, Regla], Iterator[Finding]]

COMPARISONS: Mapping[str, Compare] = {
    "suma": lambda world, cuadro, rule: down_the_column(cuadro, rule),
    "media": lambda world, cuadro, rule: down_the_column(cuadro, rule),
    "formula": along_the_row,
    "saldo": along_the_row,
    "igual": equal_to,
}
LIMITS: Mapping[str, Limit] = {"cien": add_up, "rango": within_range, "entre_partes": between_parts}


def judge_cuadros(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[PrintedCell, ...]]:
    """Run the rules of all the declared tables.

    Returns
    -------
    tuple of Finding
        Passed limits, rules that check nothing, and tables of unknown units.
    tuple of PrintedCell
        Each printed cell that a rule compares.
    """
    world = World(evidence.cuadros, evidence.book)
    expectations: list[Expectation] = []
    findings: list[Finding] = []
    for cuadro in evidence.cuadros:
        findings.extend(_unknown_unit(cuadro, evidence.dataset))
        for number, rule in enumerate(cuadro.definition.reglas, 1):
            found = tuple(COMPARISONS[rule.regla](world, cuadro, rule)) if rule.regla in COMPARISONS else ()
            expectations.extend(found)
            findings.extend(LIMITS[rule.regla](cuadro, rule) if rule.regla in LIMITS else ())
            findings.extend(_idle(cuadro, rule, number, found))
    return tuple(findings), by_cell(judge_all(expectations, evidence.corrida.tolerancia_redondeo))


def _unknown_unit(cuadro: Cuadro, dataset: Dataset) -> Iterator[Finding]:
    """Warn of a table whose unit is not in the structure: the report would show it under no unit."""
    unit = cuadro.definition.unidad
    codes = {node.code for node in dataset.nodes}
    if unit and codes and unit not in codes:
        yield Finding(
            codigo=STRANGER,
            severidad=Severity.WARNING,
            mensaje=(
                f"{cuadro.declared}: «unidad: {unit}» no está en la estructura, y el cuadro se muestra entre los que "
                f"no son de ninguna unidad. {nearest(unit, codes)}"
            ),
            elemento=cuadro.name,
            encontrado=unit,
            archivo=cuadro.declared,
        )


def _idle(cuadro: Cuadro, rule: Regla, number: int, found: Sequence[Expectation]) -> Iterator[Finding]:
    """Warn of a rule that selects no rows: it checks nothing and would seem fulfilled."""
    if rule.regla in COMPARISONS:
        is_idle = not found
    elif rule.regla == "rango":
        is_idle = not cuadro.select(rule.filas, rule.excepto)
    else:
        rows = targets_of(cuadro, rule) if rule.regla == "entre_partes" else (None,)
        is_idle = not any(parts_of(cuadro, rule, row) for row in rows)
    if is_idle:
        yield Finding(
            codigo=IDLE,
            severidad=Severity.WARNING,
            mensaje=(
                f"{cuadro.declared}: «reglas.{number} ({rule.regla})» no comprueba nada: ninguna fila con dato cumple "
                "lo que pide. Revise sus filtros y lo que el cuadro escribe en esas columnas."
            ),
            elemento=cuadro.name,
            archivo=cuadro.declared,
        )
