"""Shares of a whole printed so that they add up to it, which rounding each by itself does not do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from helpers.display import number_es
from helpers.exact import exact, round_half_up


def forced_to_total(
    due: Sequence[Fraction], printed: Sequence[Decimal], total: Decimal, decimals: int
) -> str:
    """Why a column of shares is not rounded one by one: it was made to add up; empty where it was not.

    Parameters
    ----------
    due : Sequence of Fraction
        What each share is before rounding.
    printed : Sequence of Decimal
    total : Decimal
        What the column must add up to.
    """
    rounded = sum((round_half_up(value, decimals) for value in due), Decimal(0))
    unit = Fraction(1, 10**decimals)
    is_near = all(abs(exact(value) - share) < unit for value, share in zip(printed, due, strict=True))
    if sum(printed, Decimal(0)) != total or rounded == total or not is_near:
        return ""
    apart = f"redondeada celda por celda sumaría {number_es(rounded)}"
    if list(printed) == largest_remainders(due, total, decimals):
        return (
            f"la columna se ajustó para que sume {number_es(total)}: el reparto por mayores restos da sus "
            f"{len(printed)} valores tal como están impresos ({apart})"
        )
    return f"es compatible con que la columna se haya ajustado para que sume {number_es(total)} ({apart})"


def largest_remainders(due: Sequence[Fraction], total: Decimal, decimals: int) -> list[Decimal]:
    """Cut every share, then give the units that are missing to those that lost most by it, in order."""
    unit = Fraction(1, 10**decimals)
    units = [value // unit for value in due]
    missing = int(exact(total) / unit) - sum(units)
    most_first = sorted(range(len(due)), key=lambda place: (units[place] * unit - due[place], place))
    for place in most_first[: max(missing, 0)]:
        units[place] += 1
    return [round_half_up(count * unit, decimals) for count in units]
