"""Rules over what the report says of the institution itself."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.findings import Severity


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
