"""Tables and repeated values of the section on reconciliation (`13_conciliacion`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from helpers.figures.findings import DIFFERENT, Finding, Reconciled, Verdict
from helpers.figures.records import Sensitivity
from helpers.views.elements.grid import NotIncluded, Shown
from helpers.views.quality.finding_tables import is_comparison
from helpers.views.quality.reconciliation_views import reconciled_table, verdicts_table, with_verdict
from helpers.views.sections.shown_section import ShownSection

ONE_VERDICT = "Toda celda publicada tiene un veredicto y solo uno"
EXACT = "«Exacto» quiere decir exactamente igual"
SAYS_WHY = "Lo distinto que no tiene valor con que compararse dice su causa"
SUBTRACTED = "La diferencia de lo distinto es lo publicado menos lo calculado"
NONE_IS_ZERO = "Ninguna diferencia de lo distinto es cero"
OWN_FIGURES = "Las cifras propias de la comparación entre métodos son las del Libro"
ADDED_UP = "Los efectos de las reglas suman la diferencia entera"
LISTED = {
    Verdict.IRRECONCILABLE: ("cuadro-irreconciliables", "Cifras publicadas que no se pueden obtener de los datos"),
    Verdict.OTHER_RULE: ("cuadro-otra-regla", "Cifras publicadas que da una regla distinta de la del método"),
    Verdict.CARRIED: ("cuadro-arrastres", "Cifras publicadas que se siguen de otra cifra equivocada"),
    Verdict.ROUNDING: ("cuadro-redondeos", "Cifras publicadas que difieren por la forma de redondear"),
    Verdict.NOT_VERIFIABLE: ("cuadro-no-verificables", "Cifras publicadas sin datos con que calcularlas"),
}
"""Id and title of the table that lists the cells of a verdict."""


def verdicts(section: ShownSection) -> Shown:
    """Table of the number of cells of earlier documents by verdict; returns NotIncluded if none was compared."""
    if not section.reconciliation:
        return section.leave_out("el cotejo con lo publicado antes")
    return verdicts_table(section.book, section.reconciliation, id="cuadro-veredictos")


def listed(section: ShownSection, verdict: Verdict) -> Shown:
    """Table of the printed cells of a verdict of `LISTED`; returns NotIncluded if no earlier document was compared."""
    if not section.reconciliation:
        return section.leave_out()
    found, (name, title) = with_verdict(section.reconciliation, verdict), LISTED[verdict]
    return reconciled_table(section.book, found, id=name, title=title)


def own_findings(section: ShownSection) -> list[Finding]:
    """The run's findings of rules other than the comparison with earlier documents."""
    return [finding for finding in section.findings if not is_comparison(finding)]


def differing_findings(section: ShownSection) -> list[Finding]:
    """The run's findings on a cell of an earlier document that is known to differ (`DIFFERENT`)."""
    return [one for one in section.findings if is_comparison(one) and one.veredicto in DIFFERENT]


def unverified_findings(section: ShownSection) -> list[Finding]:
    """The run's findings on cells of earlier documents that are not known to differ: they cannot be verified."""
    return [one for one in section.findings if is_comparison(one) and one.veredicto not in DIFFERENT]


def without_other_methods(section: ShownSection, sensitivity: Sensitivity) -> NotIncluded | None:
    """Return NotIncluded, in place of the comparison of methods, for a plan and for a run that no method scores.

    None for others.
    """
    is_scored = bool(sensitivity.allowed or sensitivity.refused)
    return None if is_scored and not section.period.is_plan else section.leave_out()


def cells(section: ShownSection) -> set[tuple[str, str, str]]:
    """File, sheet and cell of every printed value that has a verdict."""
    return {(line.archivo, line.hoja, line.celda) for line in section.reconciliation}


def exact_numbers(section: ShownSection) -> list[Reconciled]:
    """The printed values that are numbers and have the verdict «exacto»."""
    return [line for line in with_verdict(section.reconciliation, Verdict.EXACT) if line.is_number]


def different(section: ShownSection) -> list[Reconciled]:
    """The printed numbers known to differ (`DIFFERENT`) that have a computed value to compare with."""
    return [line for line in _differing(section) if line.calculado and line.is_number]


def without_value(section: ShownSection) -> list[Reconciled]:
    """The cells known to differ (`DIFFERENT`) but without a computed value, such as a percentage of zero."""
    return [line for line in _differing(section) if not line.calculado]


def _differing(section: ShownSection) -> Sequence[Reconciled]:
    return [line for line in section.reconciliation if line.veredicto in DIFFERENT]


def effects(sensitivity: Sensitivity) -> Mapping[str, Decimal]:
    """Sum of the effects of a method's changed rules on each figure, by figure id.

    Figures without steps are absent.
    """
    steps = {one.id: [step for step in sensitivity.steps if step.id == one.id] for one in sensitivity.allowed}
    return {name: sum((Decimal(step.efecto) for step in some), Decimal(0)) for name, some in steps.items() if some}
