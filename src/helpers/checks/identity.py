"""Rules over what the institution hands in: what it says of itself, and tables that nothing is computed from."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.findings import Severity

NOT_YET_SCORED = ("recursos",)
"""Tables of the contract from which nothing is computed yet."""


@REGISTRY.rule("TAB-SIN-USO", Severity.WARNING, "Toda tabla que se entrega se usa en el cálculo.")
def tables_not_used(evidence: Evidence) -> Iterator[Found]:
    """Tables that were read and from which this version computes nothing."""
    for table in NOT_YET_SCORED:
        rows = evidence.dataset.rows(table)
        if rows:
            yield Found(
                f"La tabla «{table}» se leyó y se comprobó, pero esta versión todavía no calcula con ella.",
                {"elemento": table, "archivo": rows[0].origin.file, "hoja": rows[0].origin.sheet},
            )


@REGISTRY.rule(
    "IDE-FALTA", Severity.NOTE, "La misión y la visión de la institución están escritas, con su fuente."
)
def identity_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Mission or vision not written."""
    for name, words in (("mision", "la misión"), ("vision", "la visión")):
        if not evidence.book.identity.get(name):
            yield Found(
                f"No está escrita {words}: el informe la omite. Póngala en «{name}» con su fuente.",
                {"elemento": f"entidad/{name}", "archivo": f"params/{evidence.corrida.entidad}/entidad.yaml"},
            )
