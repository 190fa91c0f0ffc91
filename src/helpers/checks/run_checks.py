"""Runs every rule and the reconciliation. Importing a module of rules registers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from helpers.checks.cuadros.cuadro_checks import judge_cuadros
from helpers.checks.follow_up import (
    closed_periods,
    percentage_ratios,
    presentations,
    reported_values,
    strategic_framework,
    window_sums,
    written_texts,
)
from helpers.checks.money import budget_lines, budget_reports, plan_budget_links, system_differences
from helpers.checks.planning import (
    claimed_tasks,
    execution_rows,
    formulation_checks,
    reformulations,
    task_execution,
    task_goals,
    task_rollups,
    weight_sums,
)
from helpers.checks.printed import printed_figures, printed_grades
from helpers.checks.printed.reconciliation import findings_of, reconcile
from helpers.checks.printed.same_cell import Checked, join, not_told_yet, places_of
from helpers.checks.rule_registry import REGISTRY, Evidence
from helpers.figures.findings import sort_findings
from helpers.settings.cuadros.cuadro_table import is_cell

RULE_MODULES = (
    budget_lines, budget_reports, plan_budget_links, system_differences,
    claimed_tasks, execution_rows, formulation_checks, reformulations, task_execution, task_goals, task_rollups,
    weight_sums, closed_periods, percentage_ratios, presentations, reported_values, strategic_framework, window_sums,
    written_texts, printed_figures, printed_grades,
)  # fmt: skip
"""The modules of rules: importing one registers its rules."""


def check_all(evidence: Evidence) -> Checked:
    """Run every rule, those of the declared tables included, and the reconciliation.

    The findings are sorted: errors first, then by rule, element and place.

    Returns
    -------
    Checked
        A difference that the reconciliation reports is not reported again by a rule.
    """
    of_limits, cells = judge_cuadros(evidence)
    joined = join(evidence.book, reconcile(evidence), cells, places_of(evidence.cuadros))
    of_rules = not_told_yet(REGISTRY.run(evidence), joined.reconciliation)
    of_figures = findings_of([line for line in joined.reconciliation if not is_cell(line.id)])
    return replace(joined, findings=sort_findings((*of_rules, *of_figures, *of_limits, *joined.findings)))


def rule_listing() -> tuple[Mapping[str, str], ...]:
    """Return code, severity and promise of every registered rule, by code.

    The reconciliation and the checks of declared tables make findings without a registered rule, so their codes are not
    listed.

    Returns
    -------
    tuple of Mapping
        With the keys `codigo`, `severidad` and `promesa`.
    """
    rules = (REGISTRY.rules[code] for code in sorted(REGISTRY.rules))
    return tuple({"codigo": rule.code, "severidad": rule.severity.value, "promesa": rule.promise} for rule in rules)
