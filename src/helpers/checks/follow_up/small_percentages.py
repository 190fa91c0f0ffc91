"""A rule on reported percentages that look like shares of one: 0.9 for 90 %."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import lower_first
from helpers.base.exact import plain_text
from helpers.checks.follow_up.reported_values import whose
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.intake.values.amount_cells import share_words


@REGISTRY.rule("REP-FRACCION", Severity.WARNING, "Ningún porcentaje informado parece una fracción (0,9 por 90 %).")
def reported_as_a_share(evidence: Evidence) -> Iterator[Found]:
    """Report physical percentages in `avances` between 0 and 1; small financial ones are usual early in a year."""
    for row in evidence.dataset.rows("avances"):
        value, indicator = row.number("valor"), evidence.method.indicadores.get(row.text("indicador"))
        if value is None or indicator is None or not indicator.is_consolidated or indicator.unidad != "%":
            continue
        if words := share_words(value.value):
            yield Found(
                f"{whose(evidence, row)}, {lower_first(indicator.nombre)}: se informó {words}",
                cell_fields(
                    value.cell,
                    f"avances/{row.text('nivel')}/{row.text('codigo')}",
                    "un porcentaje en puntos",
                    plain_text(value.value),
                ),
            )
