"""Which indicators a method answers for an institution with: its physical progress and its budget execution."""

from __future__ import annotations

from helpers.methods import Metodo

PHYSICAL = "avance_fisico"
FINANCIAL = "ejecucion_financiera"
"""The data contract's own names, for methods that grade neither."""


def physical_indicator(method: Metodo) -> str:
    """`avance_fisico`, whatever the method's bands grade; in a method without it, what tasks score, else the graded."""
    if PHYSICAL in method.indicadores:
        return PHYSICAL
    graded = next((bands.indicador for bands in method.bandas), PHYSICAL)
    return method.hoja.indicador if method.hoja else graded


def financial_indicator(method: Metodo) -> str:
    """What the method's thresholds grade, else `ejecucion_financiera`."""
    return method.umbrales.indicador if method.umbrales else FINANCIAL


def headline_indicators(method: Metodo) -> tuple[str, ...]:
    """The indicators of a method's headline, physical first; what it does not define is left out."""
    both = (physical_indicator(method), financial_indicator(method))
    return tuple(name for name in dict.fromkeys(both) if name in method.indicadores)
