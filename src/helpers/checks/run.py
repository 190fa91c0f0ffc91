"""Run every rule and the reconciliation. Importing the rule modules is what registers them."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.checks import budget, identity, published, reported
from helpers.checks.reconcile import findings_of, reconcile
from helpers.checks.registry import REGISTRY, Evidence
from helpers.findings import Finding, Reconciled, ordered

RULE_MODULES = (budget, identity, published, reported)


def check(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Reconciled, ...]]:
    """Return the findings of every rule, in order, and the reconciliation with what was published."""
    reconciliation = reconcile(evidence)
    return ordered((*REGISTRY.run(evidence), *findings_of(reconciliation))), reconciliation


def rule_listing() -> tuple[Mapping[str, str], ...]:
    """Code, severity and promise of every registered rule, as the report lists them."""
    return tuple(
        {"codigo": rule.code, "severidad": rule.severity.value, "promesa": rule.promise}
        for rule in REGISTRY.rules.values()
    )
