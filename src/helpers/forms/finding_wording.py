"""The wording of findings on the page of a check and in its sheets."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.base.display import list_es, number_es, upper_first
from helpers.figures.findings import Finding, Severity, count_by_severity
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import where

NO_FORM = "PRE-FALTA"
"""Code of the findings on units that did not hand in their form."""
PLURALS = {Severity.ERROR: "errores", Severity.WARNING: "advertencias", Severity.NOTE: "notas"}


def counts_es(findings: Iterable[Finding], none: str = "ninguno") -> str:
    """The number of findings by severity in words, without zero counts: `1 error y 12 notas`.

    Parameters
    ----------
    none : str
        Text if there are no findings.
    """
    counts = {severity: count for severity, count in count_by_severity(findings).items() if count}
    words = [f"{number_es(many)} {severity if many == 1 else PLURALS[severity]}" for severity, many in counts.items()]
    return list_es(words) or none


def place_of(finding: Finding) -> str:
    """The place of a finding for a reader.

    Returns
    -------
    str
        File name, sheet, and cell or row, in Spanish; empty if the finding has no file.
    """
    return where(SourceCell(finding.archivo.rpartition("/")[2], finding.hoja, finding.celda)) if finding.archivo else ""


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by severity, the gravest first, then by file, sheet, row and column."""
    return tuple(sorted(findings, key=_reading_order))


def _reading_order(finding: Finding) -> tuple[object, ...]:
    column = finding.celda.rstrip("0123456789")
    row = finding.celda.removeprefix(column)
    severity = tuple(Severity).index(finding.severidad)
    place = (finding.archivo, finding.hoja, int(row or 0), len(column), column)
    return (severity, *place, finding.codigo, finding.mensaje)


def without_file(finding: Finding) -> str:
    """A finding's message without the place at its beginning, for pages that print the place separately."""
    place, colon, rest = finding.mensaje.partition(": ")
    said = rest if colon and finding.archivo and place.startswith(finding.archivo) else finding.mensaje
    return upper_first(said)
