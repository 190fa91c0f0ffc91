"""A finding as auditors write it: condition, criterion with its source, cause, effect and recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from helpers.base.display import number_es, upper_first
from helpers.base.errors import UsageError
from helpers.base.exact import stated_number
from helpers.base.python_extras import grouped
from helpers.checks.cuadros.cell_verdicts import is_unexplained
from helpers.checks.grouping.rule_criteria import METHOD, basis_of, promise_of
from helpers.figures.book import Book
from helpers.figures.figure import split_id
from helpers.figures.finding_families import Family, families
from helpers.figures.findings import Finding, Verdict

NO_CAUSE = "No consta. La unidad debe explicarla."
CAUSE_UNKNOWN = "No se halló: {cause}. La unidad debe explicarla."


@dataclass(frozen=True)
class AuditFinding:
    """A root finding in the parts that an audit report asks for. Every text is a sentence in Spanish.

    Attributes
    ----------
    family : Family
        The finding and those that follow from it.
    condition, criterion, cause, effect, recommendation : str
        What is; what should be, with the norm or document that says so; why; what it moves; what to do.
    """

    family: Family
    condition: str
    criterion: str
    cause: str
    effect: str
    recommendation: str


def audit_findings(book: Book, findings: Sequence[Finding]) -> tuple[AuditFinding, ...]:
    """Return each root finding in an auditor's parts, in the order of the list."""
    promises = {rule["codigo"]: rule["promesa"] for rule in book.listing("reglas")}
    return tuple(_audited(book, family, promises.get(family.root.codigo, "")) for family in families(findings))


def _audited(book: Book, family: Family, promise: str) -> AuditFinding:
    finding = family.root
    return AuditFinding(
        family,
        condition=_condition(finding),
        criterion=criterion_of(book, finding, promise),
        cause=_cause(finding),
        effect=_sentence(finding.efecto or "no consta"),
        recommendation=_recommendation(finding),
    )


def criterion_of(book: Book, finding: Finding, promise: str = "") -> str:
    """Return what should be, and the norm, method or document that says so.

    For a figure that the method defines, its own rule and the method's source for it are added.
    """
    said = promise or promise_of(finding.codigo)
    source = basis_of(finding.codigo).source
    if source.startswith(METHOD) and book.method.get("fuente"):
        source = f"{source} ({book.method['nombre']}: {book.method['fuente'].rstrip('.')})"
    own = _of_method(book, finding) or _of_table(book, finding)
    return f"{said} Fuente: {own or source}."


def _of_method(book: Book, finding: Finding) -> str:
    """The method's source for the indicator of a finding's figure, and how the figure is computed."""
    try:
        indicator = split_id(finding.elemento)[0]
    except (UsageError, ValueError):
        return ""
    declared = book.method.get("indicadores", {}).get(indicator, {})
    if not declared.get("fuente") or not finding.codigo.startswith(("PUB-", "REP-", "VEN-")):
        return ""
    figure = book.figures.get(finding.elemento)
    rule = f"; {figure.rule.rstrip('.')}" if figure is not None and figure.operands else ""
    return f"{declared['fuente']} ({declared['nombre']}{rule})"


def _of_table(book: Book, finding: Finding) -> str:
    """The document from which a declared table was transcribed, for a finding on one of its cells."""
    if not finding.codigo.startswith("CUA-") or not finding.elemento.startswith("cuadro/"):
        return ""
    name = finding.elemento.split("/")[1]
    table = next((one for one in book.printed if one.name == name), None)
    return f"{basis_of(finding.codigo).source}: {table.source.rstrip('.')}" if table and table.source else ""


def _condition(finding: Finding) -> str:
    """The finding's message, without the cause at its end: that has a part of its own."""
    before = finding.mensaje.removesuffix(f": {finding.causa}.")
    return f"{before}." if finding.causa and before != finding.mensaje else finding.mensaje


def _cause(finding: Finding) -> str:
    if not finding.causa:
        return NO_CAUSE
    cause = finding.causa.rstrip(".")
    return CAUSE_UNKNOWN.format(cause=cause) if is_unexplained(finding.causa) else _sentence(cause)


def _recommendation(finding: Finding) -> str:
    """What to do; for a printed value with a known correct one, with both numbers."""
    expected, found = stated_number(finding.esperado), stated_number(finding.encontrado)
    is_known = bool(finding.veredicto) and finding.veredicto not in {Verdict.NOT_VERIFIABLE, Verdict.ROUNDING}
    if is_known and expected is not None and found is not None:
        return (
            f"Corregir {number_es(found)} por {number_es(expected)} donde está impreso, o presentar los datos y la "
            f"operación de que sale {number_es(found)}."
        )
    if finding.veredicto == Verdict.NOT_VERIFIABLE:
        return "Pedir los datos de que sale lo impreso, y comprobarlo con ellos."
    if finding.veredicto == Verdict.ROUNDING:
        return "Ninguna corrección. Redondear siempre en el mismo paso evita estas diferencias."
    return basis_of(finding.codigo).advice


def _sentence(text: str) -> str:
    return f"{upper_first(text.rstrip('.'))}."


def consequence_lines(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return a line for each reason for which findings follow from their root, with their positions and places."""
    by_reason = grouped(findings, lambda one: one.causa_raiz.rpartition("): ")[2] or one.causa_raiz)
    return tuple(
        f"{upper_first(reason)}: {'; '.join(map(_place_and_value, some))}." for reason, some in by_reason.items()
    )


def _place_and_value(finding: Finding) -> str:
    """A finding's position, rule, file, cell and value: `1.2 PUB-CIFRA publicado.csv C462 (80,96)`."""
    number = stated_number(finding.encontrado)
    value = number_es(number) if number is not None else finding.encontrado
    file = PurePosixPath(finding.archivo).name if finding.archivo else finding.elemento
    words = " ".join(filter(None, (finding.posicion, finding.codigo, file, finding.celda)))
    return f"{words} ({value})" if value else words
