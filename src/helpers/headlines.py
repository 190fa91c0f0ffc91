"""Which indicators a method answers for an institution with: its physical progress and its budget execution."""

from __future__ import annotations

from helpers.methods import Metodo

PHYSICAL = "avance_fisico"
FINANCIAL = "ejecucion_financiera"
"""The data contract's own names, for methods that grade neither."""


def physical_indicator(method: Metodo) -> str:
    """What the method's first bands grade, else what its tasks score, else `avance_fisico`."""
    return next((bands.indicador for bands in method.bandas), method.hoja.indicador if method.hoja else PHYSICAL)


def financial_indicator(method: Metodo) -> str:
    """What the method's thresholds grade, else `ejecucion_financiera`."""
    return method.umbrales.indicador if method.umbrales else FINANCIAL


def headline_indicators(method: Metodo) -> tuple[str, ...]:
    """The indicators of a method's headline, physical first; what it does not define is left out."""
    both = (physical_indicator(method), financial_indicator(method))
    return tuple(name for name in dict.fromkeys(both) if name in method.indicadores)
