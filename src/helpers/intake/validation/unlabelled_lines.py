"""Reports budget lines without a code: a printed sum without its label would be added as a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell
from helpers.intake.intake_problems import Code, found

CODE_OF_REPORT = {"categoria": "cat_prog", "fuente": "fuente", "partida": "partida", "area": "area"}
"""By kind of report, the column that identifies its lines."""
AMOUNTS = ("ppto_inicial", "ppto_vigente", "devengado")


def lines_without_code(rows: Mapping[str, Sequence[Row]], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report each line of `gastos` that has amounts but not the code of its kind of report.

    Parameters
    ----------
    settled : set of SourceCell
        Cells that already have a finding.
    """
    for row in rows.get("gastos", ()):
        name = CODE_OF_REPORT.get(row.text("reporte").casefold(), "")
        has_amount = any(row.number(amount) is not None for amount in AMOUNTS)
        if name and has_amount and not row.text(name) and row.cell(name) not in settled:
            yield found(
                Code.LINE_WITHOUT_CODE,
                Severity.ERROR,
                row.cell(name),
                f"la línea tiene importes y no dice su «{name}»: no se sabe si es una línea más o la suma de otras. "
                "Complete el código o, si es un total, escriba TOTAL en la fila o quítela.",
                element=f"gastos/{row.line}/{name}",
                expected=name,
            )
