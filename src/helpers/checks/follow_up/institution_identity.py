"""A rule on what the institution says of itself: its mission and vision."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity


@REGISTRY.rule("IDE-FALTA", Severity.NOTE, "La misión y la visión de la institución están escritas, con su fuente.")
def identity_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Report a missing mission or vision of the institution, one finding for each."""
    for name, words in (("mision", "la misión"), ("vision", "la visión")):
        if not evidence.book.identity.get(name):
            yield Found(
                f"No está escrita {words}: el informe la omite. Corresponde ponerla en «{name}» de entidad.yaml, y su "
                "fuente en «fuente_identidad».",
                {"elemento": f"entidad/{name}", "archivo": f"params/{evidence.corrida.entidad}/entidad.yaml"},
            )
