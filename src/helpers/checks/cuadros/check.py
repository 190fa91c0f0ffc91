"""Every declared rule of every cuadro: lines for the reconciliation, and findings for what does not tie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from helpers.checks.cuadros.cells import PrintedCell, by_cell
from helpers.checks.cuadros.columns import down_the_column, parts_of, targets_of
from helpers.checks.cuadros.expectation import Expectation
from helpers.checks.cuadros.judge import judge_all
from helpers.checks.cuadros.limits import add_up, between_parts, within_range
from helpers.checks.cuadros.rows import along_the_row, equal_to
from helpers.checks.cuadros.world import World
from helpers.checks.registry import Evidence
from helpers.cuadros.model import Regla
from helpers.cuadros.tables import Cuadro
from helpers.findings import Finding, Reconciled, Severity, Verdict
from helpers.intake.dataset import Dataset
from helpers.model_errors import nearest

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


def check_cuadros(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Reconciled, ...]]:
    """Check the declared tables of a run by themselves, whatever else prints the same cells.

    Returns
    -------
    tuple of Finding
        One for each printed cell that is not exact, for each limit that is passed, and for each rule that found
        nothing to check.
    tuple of Reconciled
        One for each printed cell that a rule speaks of, `cuadro/<nombre>/<fila>/<columna>`.
    """
    findings, cells = judge_cuadros(evidence)
    of_cells = (cell.finding() for cell in cells if cell.verdict is not Verdict.EXACT)
    return (*findings, *of_cells), tuple(cell.line for cell in cells)


def judge_cuadros(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[PrintedCell, ...]]:
    """Findings of limits passed and of rules that check nothing, and each printed cell that a rule compares."""
    world = World(evidence.cuadros, evidence.book)
    expectations: list[Expectation] = []
    findings: list[Finding] = []
    for cuadro in evidence.cuadros:
        findings.extend(_of_nobody(cuadro, evidence.dataset))
        for number, rule in enumerate(cuadro.definition.reglas, 1):
            found = tuple(COMPARISONS[rule.regla](world, cuadro, rule)) if rule.regla in COMPARISONS else ()
            expectations.extend(found)
            findings.extend(LIMITS[rule.regla](cuadro, rule) if rule.regla in LIMITS else ())
            findings.extend(_idle(cuadro, rule, number, found))
    return tuple(findings), by_cell(judge_all(expectations, evidence.corrida.tolerancia_redondeo))


def _of_nobody(cuadro: Cuadro, dataset: Dataset) -> Iterator[Finding]:
    """A table of a unit that the structure has not would be shown with those of nobody."""
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
    """A rule that chooses no rows checks nothing, and would look as if all was well."""
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
