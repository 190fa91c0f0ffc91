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
    """Report physical percentages in `avances` between 0 and 1, and, if there are any, those of exactly 1.

    Small financial percentages are usual early in a year.
    """
    known = evidence.method.indicadores
    physical = {name: one for name, one in known.items() if one.is_consolidated and one.unidad == "%"}
    rows = [row for row in evidence.dataset.rows("avances") if row.text("indicador") in physical]
    reported = [(row, value) for row in rows if (value := row.number("valor")) is not None]
    has_shares = any(share_words(value.value) for _, value in reported)
    for row, value in reported:
        if words := share_words(value.value, among_shares=has_shares):
            indicator = physical[row.text("indicador")]
            yield Found(
                f"{whose(evidence, row)}, {lower_first(indicator.nombre)}: se informó {words}",
                cell_fields(
                    value.cell,
                    f"avances/{row.text('nivel')}/{row.text('codigo')}",
                    "un porcentaje en puntos",
                    plain_text(value.value),
                ),
            )
