"""An institution's headline indicators by a method: physical progress and budget execution."""

from __future__ import annotations

from helpers.settings.methods import Metodo

PHYSICAL = "avance_fisico"
FINANCIAL = "ejecucion_financiera"
"""The data contract's names, for methods that grade neither."""


def physical_indicator(method: Metodo) -> str:
    """Return the indicator of physical progress.

    It is `avance_fisico` where the method defines it, else the indicator that scores tasks, else the first that bands
    grade.
    """
    if PHYSICAL in method.indicadores:
        return PHYSICAL
    graded = next((bands.indicador for bands in method.bandas), PHYSICAL)
    return method.hoja.indicador if method.hoja else graded


def financial_indicator(method: Metodo) -> str:
    """Return the indicator of budget execution: the one that thresholds grade, else `ejecucion_financiera`."""
    return method.umbrales.indicador if method.umbrales else FINANCIAL


def headline_indicators(method: Metodo) -> tuple[str, ...]:
    """Return the headline indicators that the method defines, physical progress first."""
    both = (physical_indicator(method), financial_indicator(method))
    return tuple(name for name in dict.fromkeys(both) if name in method.indicadores)
