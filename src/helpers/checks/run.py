"""Run every rule and the reconciliation. Importing the rule modules is what registers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.checks import (
    bridge,
    budget,
    budget_lines,
    claims,
    closed,
    execution,
    execution_rows,
    formulation,
    goals,
    identity,
    links,
    measures,
    objectives,
    presentations,
    printed_grades,
    prose,
    published,
    ratios,
    reformulations,
    reported,
    results,
    systems,
    unweighted,
    weights,
    windows,
)
from helpers.checks.cuadros.cells import PrintedCell
from helpers.checks.cuadros.check import judge_cuadros
from helpers.checks.reconcile import findings_of, reconcile
from helpers.checks.registry import REGISTRY, Evidence
from helpers.checks.same_cell import join, not_told_yet, places_of
from helpers.cuadros.tables import is_cell
from helpers.findings import Finding, Reconciled, ordered

RULE_MODULES = (
    bridge, budget, budget_lines, claims, closed, execution, execution_rows, formulation, goals, identity, links,
    measures, objectives, presentations, printed_grades, prose, published, ratios, reformulations, reported,
    results, systems, unweighted, weights, windows,
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What the rules came to.

    Attributes
    ----------
    findings : tuple of Finding
        In order.
    reconciliation : tuple of Reconciled
        Each printed cell once.
    cells : tuple of PrintedCell
        Each cell of a declared table that its own rules compare.
    """

    findings: tuple[Finding, ...]
    reconciliation: tuple[Reconciled, ...]
    cells: tuple[PrintedCell, ...]


def check(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Reconciled, ...]]:
    """Return the findings of every rule, in order, and the reconciliation: each printed cell once."""
    checked = check_all(evidence)
    return checked.findings, checked.reconciliation


def check_all(evidence: Evidence) -> Checked:
    """Run every rule, that of the printed tables too."""
    of_limits, cells = judge_cuadros(evidence)
    joined = join(evidence.book, reconcile(evidence), cells, places_of(evidence.cuadros))
    of_rules = not_told_yet(REGISTRY.run(evidence), joined.lines)
    of_figures = findings_of([line for line in joined.lines if not is_cell(line.id)])
    findings = ordered((*of_rules, *of_figures, *of_limits, *joined.findings))
    return Checked(findings, joined.lines, cells)


def rule_listing() -> tuple[Mapping[str, str], ...]:
    """Code, severity and promise of every registered rule, as the report lists them: in the order of their modules.

    Not in that of registering, which is another where a process has imported one module of rules before the others.
    """
    places = {module.__name__: place for place, module in enumerate(RULE_MODULES)}
    rules = sorted(REGISTRY.rules.values(), key=lambda rule: places[rule.check.__module__])
    return tuple({"codigo": rule.code, "severidad": rule.severity.value, "promesa": rule.promise} for rule in rules)
