"""A rule on the results that units report."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields


@REGISTRY.rule("RES-PARTE", Severity.WARNING, "Todo detalle de un resultado nombra un resultado de su periodo.")
def parts_of_nothing(evidence: Evidence) -> Iterator[Found]:
    """Report a part of a result that does not exist or is itself a part; it is counted as a result of its own."""
    rows = evidence.dataset.rows("resultados")
    whole = {(row.text("periodo"), row.text("id")) for row in rows if not row.text("parte_de")}
    for row in rows:
        named = row.text("parte_de")
        if named and (row.text("periodo"), named) not in whole:
            yield Found(
                f"El resultado {row.text('id')} dice ser parte de «{named}», que no es un resultado de su periodo o es "
                "a su vez parte de otro; se cuenta aparte. Escriba en «parte_de» el «id» del resultado que detalla.",
                cell_fields(row.cell("parte_de"), elemento=f"resultados/{row.text('id')}/parte_de", encontrado=named),
            )
