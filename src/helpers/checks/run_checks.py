"""Runs every rule and the reconciliation. Importing a module of rules registers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.checks.cuadros.cell_verdicts import PrintedCell
from helpers.checks.cuadros.cuadro_checks import judge_cuadros
from helpers.checks.follow_up import (
    closed_periods,
    institution_identity,
    objective_links,
    percentage_ratios,
    presentations,
    reported_cells,
    reported_values,
    window_sums,
    written_texts,
)
from helpers.checks.money import budget_lines, budget_reports, plan_budget_links, system_differences
from helpers.checks.planning import (
    action_units,
    claimed_tasks,
    execution_rows,
    formulation_checks,
    quantity_kinds,
    reformulations,
    task_execution,
    task_goals,
    weight_sums,
)
from helpers.checks.printed import printed_figures, printed_grades
from helpers.checks.printed.reconciliation import findings_of, reconcile
from helpers.checks.printed.same_cell import join, not_told_yet, places_of
from helpers.checks.rule_registry import REGISTRY, Evidence
from helpers.figures.findings import Finding, Reconciled, sort_findings
from helpers.settings.cuadros.cuadro_table import is_cell

RULE_MODULES = (
    action_units, budget_reports, budget_lines, claimed_tasks, closed_periods, task_execution, execution_rows,
    formulation_checks, task_goals, institution_identity, plan_budget_links,
    quantity_kinds, objective_links, presentations, printed_grades, written_texts, printed_figures, percentage_ratios,
    reformulations, reported_values, reported_cells,
    system_differences, weight_sums, window_sums,
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """The results of all rules.

    Attributes
    ----------
    findings : tuple of Finding
        Errors first, then by rule, element and place; not yet grouped by cause.
    reconciliation : tuple of Reconciled
        Each printed cell once.
    cells : tuple of PrintedCell
        The cells of declared tables that the tables' own rules compare.
    """

    findings: tuple[Finding, ...]
    reconciliation: tuple[Reconciled, ...]
    cells: tuple[PrintedCell, ...]


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
    of_rules = not_told_yet(REGISTRY.run(evidence), joined.lines)
    of_figures = findings_of([line for line in joined.lines if not is_cell(line.id)])
    findings = sort_findings((*of_rules, *of_figures, *of_limits, *joined.findings))
    return Checked(findings, joined.lines, joined.cells)


def rule_listing() -> tuple[Mapping[str, str], ...]:
    """Return code, severity and promise of every registered rule, in the order of `RULE_MODULES`.

    The order of registration would vary: a process may import one module of rules before the others. The reconciliation
    and the checks of declared tables make findings without a registered rule, so their codes are not listed.

    Returns
    -------
    tuple of Mapping
        With the keys `codigo`, `severidad` and `promesa`.
    """
    places = {module.__name__: place for place, module in enumerate(RULE_MODULES)}
    rules = sorted(REGISTRY.rules.values(), key=lambda rule: places[rule.check.__module__])
    return tuple({"codigo": rule.code, "severidad": rule.severity.value, "promesa": rule.promise} for rule in rules)
