"""Makes the finding for a reported figure that differs from its expected value."""

from __future__ import annotations

from decimal import Decimal

from helpers.base.display import lower_first, number_es
from helpers.base.exact import plain_text
from helpers.checks.rule_registry import Evidence, Found
from helpers.figures.figure import Figure
from helpers.figures.findings import Severity, cell_fields
from helpers.scoring.ledger import REPORTED_SUFFIX


def against(evidence: Evidence, figure: Figure, expected: Decimal, sentence: str) -> Found:
    """Make the finding for a figure that differs from its expected value.

    Parameters
    ----------
    expected : Decimal
        Rounded as it would be printed.
    sentence : str
        Origin of the expected value, in Spanish, without a full stop.

    Returns
    -------
    Found
        A note if the difference is within `tolerancia_redondeo`; else the rule's own severity.
    """
    place = cell_fields(figure.sources[0]) if figure.sources else {}
    indicator = lower_name(evidence, figure.indicator.removesuffix(REPORTED_SUFFIX))
    kind = f" ({figure.level})" if figure.level in {"tipo", "subtipo"} else ""
    near = abs(figure.rounded - expected) <= evidence.corrida.tolerancia_redondeo
    return Found(
        f"«{figure.name}»{kind}, {indicator}, {figure.period.words}: dice {number_es(figure.rounded)}, "
        f"pero {sentence}.",
        {
            "elemento": figure.id,
            "esperado": plain_text(expected),
            "encontrado": figure.published,
            "diferencia": plain_text(figure.rounded - expected),
        }
        | place,
        severity=Severity.NOTE if near else None,
    )


def lower_name(evidence: Evidence, indicator: str) -> str:
    """Return an indicator's name for use within a sentence, in lower case first."""
    return lower_first(evidence.book.indicator_name(indicator))
