"""Lines of the budget that do not say of what they are: a printed sum without its word would be counted as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from helpers.findings import Finding, Severity
from helpers.intake.problems import Code, found
from helpers.records import Row, SourceCell

CODE_OF_REPORT = {"categoria": "cat_prog", "fuente": "fuente", "partida": "partida", "area": "area"}
"""By kind of report, the column that its lines are told apart by."""
AMOUNTS = ("ppto_inicial", "ppto_vigente", "devengado")


def lines_without_code(rows: Mapping[str, Sequence[Row]], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report each line of `gastos` with amounts and without the code by which its report is.

    Parameters
    ----------
    settled : set of SourceCell
        Cells of which everything is said already.
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
