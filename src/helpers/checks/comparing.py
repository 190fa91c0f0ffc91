"""A figure beside what it should be: the finding that rules over reported values share."""

from __future__ import annotations

from decimal import Decimal

from helpers.checks.registry import Evidence, Found
from helpers.display import lower_first, number_es
from helpers.exact import plain_text
from helpers.findings import Severity, at
from helpers.scoring.ledger import REPORTED_SUFFIX
from helpers.trace import Figure


def against(evidence: Evidence, figure: Figure, expected: Decimal, sentence: str) -> Found:
    """What a figure says and what it should; a note where rounding may explain the difference.

    Parameters
    ----------
    expected : Decimal
        As it would be printed.
    sentence : str
        Where the expected value comes from, in Spanish, without a full stop.
    """
    place = at(figure.sources[0]) if figure.sources else {}
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
    """An indicator's name within a sentence."""
    return lower_first(evidence.book.indicator_name(indicator))
