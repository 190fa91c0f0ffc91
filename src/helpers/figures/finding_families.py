"""Findings grouped by cause: each root with what follows from it, and a root in the words of an audit report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from helpers.base.display import as_sentence, number_es
from helpers.base.exact import stated_number
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import split_id
from helpers.figures.findings import Finding, Severity, Verdict
from helpers.figures.rule_criteria import MEND_FORM, MEND_TABLE, METHOD, basis_of, promise_of
from helpers.figures.situations import is_substitute


@dataclass(frozen=True)
class Family:
    """A root finding and the findings that follow from it, in their order."""

    root: Finding
    consequences: tuple[Finding, ...] = ()

    @property
    def members(self) -> tuple[Finding, ...]:
        """The root and its consequences."""
        return self.root, *self.consequences


def families(findings: Iterable[Finding]) -> tuple[Family, ...]:
    """Return the families of findings, in the order in which their roots come; every finding is in exactly one.

    A finding without a position, as in runs of earlier versions, is a root without consequences, and so is one whose
    root is not among the findings: a list of one table's findings may lack it.
    """
    listed = tuple(findings)
    roots = {one.posicion for one in listed if one.posicion and one.is_root}
    following = grouped((one for one in listed if not one.is_root), _root_position)
    return tuple(
        Family(one, tuple(following.get(one.posicion, ())) if one.posicion else ())
        for one in listed
        if one.is_root or _root_position(one) not in roots
    )


def _root_position(finding: Finding) -> str:
    return finding.posicion.partition(".")[0]


def numbered(found: Sequence[Family]) -> tuple[Finding, ...]:
    """Return the findings of families in order, with positions: `1`, `1.1`, `1.2`, `2`…"""
    listed: list[Finding] = []
    for number, family in enumerate(found, start=1):
        listed.append(replace(family.root, posicion=str(number)))
        listed += (replace(one, posicion=f"{number}.{place}") for place, one in enumerate(family.consequences, start=1))
    return tuple(listed)


def with_more(grouped: Sequence[Finding], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Add findings, each as a root, to findings that are already grouped, and number all again.

    The added errors come first, then the grouped findings in their order, then the other additions.
    """
    added = tuple(Family(one) for one in more)
    errors = [family for family in added if family.root.severidad is Severity.ERROR]
    others = [family for family in added if family.root.severidad is not Severity.ERROR]
    return numbered((*errors, *families(grouped), *others))


NO_CAUSE = "No consta. La unidad debe explicarla."
UNEXPLAINED = ("ninguna de las operaciones ensayadas", "ninguna de las causas ensayadas")
"""What a rule's text on the cause says if it found none."""
ELSEWHERE = ", y según "
"""In a message: the words before the value of another printed table; either of the two values may be wrong."""
_OPEN = re.compile(r"también cuadraría así|cuadraría con .+ o con |dej(?:a|aría) de cuadrar")
"""In a cause: another cell may be the wrong one."""
_OTHER_CELL = re.compile(r"también cuadraría así: «[^»]+» \([^)]+\) dice .+ y debe decir ")
"""In a cause: either the finding's own cell is wrong, or the one that is named with its correction."""
_CAUSE_HEAD = re.compile(r"\. Causas?( posibles)?$")
"""In a message: what introduces the cause, which is printed apart."""
SUBSTITUTE = "lo calculado es su sustituto"
"""In a cause: the computed value only stands in for the method's, of which the data lack the parts."""
RESTING = "sale de lo que también se observa"
"""In a cause: the computed value rests on another cell that a finding contradicts."""
OUTSIDE = "fuera del rango de sus partes"
"""In a cause: no mean of its parts can give the value. It proves the fault, and does not say where it comes from."""
CAUSE_UNKNOWN = "No se halló: {cause}. La unidad debe explicarla."
VERDICT_MEANINGS: dict[str, str] = {
    Verdict.EXACT: "Lo publicado es lo calculado, a los decimales con que se imprimió.",
    Verdict.ROUNDING: "Difieren solo por la forma de redondear, que se nombra.",
    Verdict.OTHER_RULE: "Lo da una regla que no es la del método, que se nombra.",
    Verdict.CARRIED: "Se sigue de otra cifra equivocada, que se nombra.",
    Verdict.IRRECONCILABLE: "No se obtiene de los datos.",
    Verdict.NOT_VERIFIABLE: "Los insumos no alcanzan para calcularlo.",
}
"""What each verdict on a published figure means."""
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
"""A number whose text does not change when written as a number; `007` is a code."""
_CUTOFF = re.compile(r"(?:^A|», a)l (\d\d/\d\d/\d{4})\b")
_AMOUNT = re.compile(rf"(?:[≥≤] |entre {PLAIN_NUMBER.pattern} y )?{PLAIN_NUMBER.pattern}")
"""A plain number, a bound or a range."""


def is_of_amounts(finding: Finding) -> bool:
    """Whether expected and found are amounts. Otherwise they may be codes and are written unchanged.

    A difference or a verdict implies amounts. Without either, both must be numbers and one must have decimals, because
    `10` and `12` may be codes. A code such as `4.10`, written as a number, keeps its zero.
    """
    if finding.veredicto or PLAIN_NUMBER.fullmatch(finding.diferencia):
        return True
    said = (finding.esperado, finding.encontrado)
    return all(map(_AMOUNT.fullmatch, said)) and any("." in value for value in said)


def cutoff_of(finding: Finding) -> date | None:
    """Return the cut-off of the budget report that a finding is about; None for any other finding.

    Only the message tells it, at its beginning or after the name of a line: `Al 30/06/2024…`, `«…», al 30/06/2024`.
    """
    told = _CUTOFF.search(finding.mensaje)
    return datetime.strptime(told[1], "%d/%m/%Y").date() if told else None


def stated_es(finding: Finding) -> tuple[str, str]:
    """Return what a finding expects and what it found as people read it: amounts in Spanish, other texts unchanged."""
    expected, found = (
        PLAIN_NUMBER.sub(lambda number: number_es(Decimal(number[0])), said)
        if is_of_amounts(finding) and _AMOUNT.fullmatch(said)
        else said
        for said in (finding.esperado, finding.encontrado)
    )
    return expected, found


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
    return tuple(
        AuditFinding(
            family,
            condition=_condition(family.root),
            criterion=criterion_of(book, family.root),
            cause=_cause(family.root),
            effect=as_sentence(family.root.efecto or "no consta"),
            recommendation=_recommendation(book, family.root),
        )
        for family in families(findings)
    )


def promise_of_rule(book: Book, code: str) -> str:
    """Return in Spanish what must hold by a rule: its promise in the Book's list, else `promise_of`; empty if none."""
    listed = (rule["promesa"] for rule in book.listing("reglas") if rule["codigo"] == code)
    return next(listed, "") or promise_of(code)


def criterion_of(book: Book, finding: Finding) -> str:
    """Return what should be and, after `Fuente:`, the norm, method or document that says so, in Spanish sentences.

    On a figure whose indicator has a source in the method, a finding of `PUB-`, `REP-` or `VEN-` names that source
    instead of the rule's; a finding of `CUA-` adds the document of its declared table.
    """
    source = basis_of(finding.codigo).source
    if source.startswith(METHOD) and book.method.get("fuente"):
        source = f"{source} ({book.method['nombre']}: {book.method['fuente'].rstrip('.')})"
    own = _of_method(book, finding) or _of_table(book, finding)
    return f"{promise_of_rule(book, finding.codigo)} Fuente: {own or source}.".lstrip()


def _of_method(book: Book, finding: Finding) -> str:
    """The method's source for a finding's indicator, with its name and how it is computed; empty without source.

    How it is computed is left out for `VEN-` and for figures without operands. Empty also for findings that are not on
    a figure, and for rules other than `PUB-`, `REP-` and `VEN-`.
    """
    try:
        indicator = split_id(finding.elemento)[0]
    except ValueError:
        return ""
    declared = book.method.get("indicadores", {}).get(indicator, {})
    if not declared.get("fuente") or not finding.codigo.startswith(("PUB-", "REP-", "VEN-")):
        return ""
    figure = book.figures.get(finding.elemento)
    # How a level is made of its parts says nothing about the sum of a quarter's months.
    is_of_level = figure is not None and figure.operands and not finding.codigo.startswith("VEN-")
    rule = f"; {figure.rule.rstrip('.')}" if figure is not None and is_of_level else ""
    return f"{declared['fuente']} ({declared['nombre']}{rule})"


def _of_table(book: Book, finding: Finding) -> str:
    """The document from which the declared table of a finding was transcribed; empty for a finding on anything else."""
    if not finding.codigo.startswith("CUA-") or not finding.elemento.startswith("cuadro/"):
        return ""
    name = finding.elemento.split("/")[1]
    table = next((one for one in book.printed if one.name == name), None)
    return f"{basis_of(finding.codigo).source}: {table.source.rstrip('.')}" if table and table.source else ""


def _condition(finding: Finding) -> str:
    """The finding's message without the cause at its end, which is printed apart; whole if the cause is a proof."""
    if _is_proof(finding):
        return finding.mensaje
    before = finding.mensaje.removesuffix(f": {finding.causa}.")
    if not finding.causa or before == finding.mensaje:
        return finding.mensaje
    return f"{_CAUSE_HEAD.sub('', before)}."


def _cause(finding: Finding) -> str:
    """The cause as a sentence; without any, or if none was found, a sentence that says so."""
    if not finding.causa or _is_proof(finding):
        return NO_CAUSE
    if any(said in finding.causa for said in UNEXPLAINED):
        return CAUSE_UNKNOWN.format(cause=finding.causa.rstrip("."))
    return as_sentence(finding.causa)


def _is_proof(finding: Finding) -> bool:
    """Whether the cause only proves the fault (`OUTSIDE`) and does not say where it comes from."""
    return finding.causa.removeprefix("está ").startswith(OUTSIDE)


def _recommendation(book: Book, finding: Finding) -> str:
    """What to do, in a sentence: for a wrong printed value, with both numbers; nothing for a difference of rounding."""
    expected, found = stated_number(finding.esperado), stated_number(finding.encontrado)
    is_known = bool(finding.veredicto) and finding.veredicto not in {Verdict.NOT_VERIFIABLE, Verdict.ROUNDING}
    if is_known and expected is not None and found is not None:
        if SUBSTITUTE in finding.causa or is_substitute(book, finding.elemento):
            return (
                f"Aclarar de qué datos sale {number_es(found)}: {number_es(expected)} es solo el sustituto de lo que "
                "daría el método."
            )
        if RESTING in finding.causa:
            return (
                f"Corregir primero lo que la causa dice que también se observa, y después {number_es(found)}: "
                f"{number_es(expected)} es lo que da lo impreso."
            )
        if _OTHER_CELL.search(finding.causa):
            return (
                f"Aclarar cuál de las dos celdas está mal, esta ({number_es(found)} por {number_es(expected)}) o la "
                "otra que nombra la causa, y corregir solo esa."
            )
        if ELSEWHERE in finding.mensaje or _OPEN.search(finding.causa):
            either = f"{number_es(found)}, {number_es(expected)} u otro"
            return f"Aclarar cuál es el correcto, {either}, y corregir los demás."
        return (
            f"Corregir {number_es(found)} por {number_es(expected)} donde está impreso, o presentar los datos y la "
            f"operación de que sale {number_es(found)}."
        )
    if finding.veredicto == Verdict.NOT_VERIFIABLE:
        return "Pedir los datos de que sale lo impreso, y comprobarlo con ellos."
    if finding.veredicto == Verdict.ROUNDING:
        return "Ninguna corrección. Redondear siempre en el mismo paso evita estas diferencias."
    advice = basis_of(finding.codigo).advice
    return MEND_FORM if advice == MEND_TABLE and finding.is_of_form else advice


def source_of(code: str) -> str:
    """Return the norm or document that a rule judges against, in Spanish, by the rule's code (`basis_of`)."""
    return basis_of(code).source
