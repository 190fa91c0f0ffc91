"""Run every rule and the reconciliation. Importing the rule modules is what registers them."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.checks import (
    bridge,
    budget,
    budget_lines,
    claims,
    closed,
    execution,
    execution_rows,
    goals,
    identity,
    links,
    measures,
    presentations,
    published,
    reformulations,
    reported,
    systems,
    weights,
    windows,
)
from helpers.checks.cuadros.check import check_cuadros
from helpers.checks.reconcile import findings_of, reconcile
from helpers.checks.registry import REGISTRY, Evidence
from helpers.findings import Finding, Reconciled, ordered

RULE_MODULES = (
    bridge, budget, budget_lines, claims, closed, execution, execution_rows, goals, identity, links, measures,
    presentations, published, reformulations, reported, systems, weights, windows,
)  # fmt: skip


def check(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Reconciled, ...]]:
    """Return the findings of every rule, in order, and the reconciliation with what was printed."""
    reconciliation = reconcile(evidence)
    of_cuadros, lines = check_cuadros(evidence)
    findings = ordered((*REGISTRY.run(evidence), *findings_of(reconciliation), *of_cuadros))
    return findings, (*reconciliation, *lines)


def rule_listing() -> tuple[Mapping[str, str], ...]:
    """Code, severity and promise of every registered rule, as the report lists them."""
    return tuple(
        {"codigo": rule.code, "severidad": rule.severity.value, "promesa": rule.promise}
        for rule in REGISTRY.rules.values()
    )
