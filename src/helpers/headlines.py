"""Which indicators a method answers for an institution with: its physical progress and its budget execution."""

from __future__ import annotations

from helpers.methods import Metodo

PHYSICAL = "avance_fisico"
FINANCIAL = "ejecucion_financiera"
"""The data contract's own names, for methods that grade neither."""


def headline_indicators(method: Metodo) -> tuple[str, ...]:
    """The indicators of a method's headline, physical first; what it does not define is left out.

    The physical one is what the method's first bands grade, else what its tasks score, else `avance_fisico`; the
    financial one is what its thresholds grade, else `ejecucion_financiera`.
    """
    physical = next((bands.indicador for bands in method.bandas), method.hoja.indicador if method.hoja else PHYSICAL)
    financial = method.umbrales.indicador if method.umbrales else FINANCIAL
    return tuple(name for name in dict.fromkeys((physical, financial)) if name in method.indicadores)
