"""How findings are told in a check's page and in its sheets."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.display import list_es, upper_first
from helpers.findings import Finding, Severity, count_by_severity

PLURALS = {Severity.ERROR: "errores", Severity.WARNING: "advertencias", Severity.NOTE: "notas"}


def counts_es(findings: Iterable[Finding]) -> str:
    """Count findings in words, leaving out what there is none of: `1 error y 12 notas`; `ninguno`."""
    counts = count_by_severity(findings)
    return list_es(
        [f"{count} {severity if count == 1 else PLURALS[severity]}" for severity, count in counts.items() if count]
    ) or "ninguno"


def without_file(finding: Finding) -> str:
    """A message without the file, sheet and cell that it may begin with, which stand beside it."""
    place, colon, rest = finding.mensaje.partition(": ")
    said = rest if colon and finding.archivo and place.startswith(finding.archivo) else finding.mensaje
    return upper_first(said)
