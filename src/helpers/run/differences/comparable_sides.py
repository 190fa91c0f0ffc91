"""Refuses pairs of runs that cannot be compared."""

from __future__ import annotations

from helpers.base.errors import UsageError
from helpers.run.differences.compared_side import Side


def check_comparable(a: Side, b: Side) -> None:
    """Refuse runs of two institutions, plans, a run with itself, a later run before an earlier one, missing tables.

    Raises
    ------
    UsageError
        With the reason in Spanish.
    """
    if a.corrida.entidad != b.corrida.entidad:
        raise UsageError(
            f"{a.name} es de «{a.corrida.entidad}» y {b.name} de «{b.corrida.entidad}»: se comparan dos corridas de "
            "una misma institución."
        )
    for side in (a, b):
        if side.period.is_plan:
            raise UsageError(f"{side.name} es la formulación de un plan: no tiene cifras de seguimiento que comparar.")
        if not side.method.headline_indicators:
            raise UsageError(f"El método de {side.name} no define avance ni ejecución: no hay cifras que comparar.")
    if a.label == b.label:
        raise UsageError(f"{a.name} y {b.name} son lo mismo: no hay nada que comparar.")
    if (a.period.year, a.period.last) > (b.period.year, b.period.last):
        raise UsageError(f"{a.name} es posterior a {b.name}: póngalos al revés, primero el anterior.")
    lacking = [side for side in (a, b) if side.dataset is None]
    if len(lacking) == 2 or (lacking and a.period != b.period):
        raise UsageError(
            f"{lacking[0].label} no guardó sus tablas de entrada: solo se puede comparar con otra corrida del mismo "
            "periodo que las tenga, como los datos de ahora."
        )
