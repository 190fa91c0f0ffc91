"""Refuses pairs of runs that cannot be compared."""

from __future__ import annotations

from helpers.base.errors import UsageError
from helpers.run.differences.compared_side import Side


def check_comparable(a: Side, b: Side) -> None:
    """Refuse two runs that cannot be compared.

    They are refused if they are of two institutions, if one is a plan or has a method without headline indicators, if
    both are the same run, if the first ends later than the second, if neither kept its input tables, or if one did not
    and they are of different periods.

    Raises
    ------
    UsageError
        With the first such reason in Spanish.
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
