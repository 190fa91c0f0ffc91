"""How findings are told in a check's page and in its sheets."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.display import count_es, list_es, upper_first
from helpers.findings import Finding, Severity, count_by_severity
from helpers.intake.problems import where
from helpers.records import SourceCell

NO_FORM = "PRE-FALTA"
"""Code of the rule that a unit handed in its form."""
PLURALS = {Severity.ERROR: "errores", Severity.WARNING: "advertencias", Severity.NOTE: "notas"}


def counts_es(findings: Iterable[Finding], none: str = "ninguno") -> str:
    """Count findings in words, leaving out what there is none of: `1 error y 12 notas`; `ninguno`."""
    counts = {severity: count for severity, count in count_by_severity(findings).items() if count}
    words = [f"{count_es(many)} {severity if many == 1 else PLURALS[severity]}" for severity, many in counts.items()]
    return list_es(words) or none


def place_of(finding: Finding) -> str:
    """Where a finding is, as a reader looks for it: file, sheet, and cell or row; empty where it has no file."""
    return where(SourceCell(finding.archivo.rpartition("/")[2], finding.hoja, finding.celda)) if finding.archivo else ""


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, and then as they stand in each file: row by row, from left to right."""
    return tuple(sorted(findings, key=_reading_order))


def _reading_order(finding: Finding) -> tuple[object, ...]:
    column = finding.celda.rstrip("0123456789")
    row = finding.celda.removeprefix(column)
    severity = tuple(Severity).index(finding.severidad)
    place = (finding.archivo, finding.hoja, int(row or 0), len(column), column)
    return (severity, *place, finding.codigo, finding.mensaje)


def without_file(finding: Finding) -> str:
    """A message without the file, sheet and cell that it may begin with, which stand beside it."""
    place, colon, rest = finding.mensaje.partition(": ")
    said = rest if colon and finding.archivo and place.startswith(finding.archivo) else finding.mensaje
    return upper_first(said)
