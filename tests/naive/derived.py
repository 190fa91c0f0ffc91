"""Naive computation of changes, shares and projections, from the figures computed before."""

from __future__ import annotations

import math
from fractions import Fraction

from naive.records import MONTHS, Window, since_january
from naive.schemes import Scheme, half_up

QUARTERS = ("T1", "T2", "T3", "T4")
STUDENT = {3: "4.303", 4: "3.182", 5: "2.776", 6: "2.571", 7: "2.447", 8: "2.365", 9: "2.306", 10: "2.262", 11: "2.228"}
Figures = dict[str, Fraction]


def root(value: Fraction) -> Fraction:
    """A square root to about sixty decimals, computed on integers; exact if it has no more decimals than that."""
    scale = 10**60
    return Fraction(math.isqrt(value.numerator * value.denominator * scale * scale), value.denominator * scale)


def derived(found: Figures, scheme: Scheme, windows: list[Window], end: int) -> Figures:
    """All figures derived from those found; `end` is the last month of the run."""
    return changes(found, scheme) | shares(found, scheme, windows) | projections(found, scheme, end)


def changes(found: Figures, scheme: Scheme) -> Figures:
    made = {}
    for name, value in found.items():
        indicator, window, level, code = name.split("/", 3)
        quarter = window.removeprefix("2024-")
        if indicator in scheme.changes and level in scheme.change_levels and quarter in QUARTERS[1:]:
            before = f"{indicator}/2024-{QUARTERS[QUARTERS.index(quarter) - 1]}/{level}/{code}"
            if before in found:
                printed = half_up(value, scheme.decimals) - half_up(found[before], scheme.decimals)
                made[f"{indicator}_variacion/{window}/{level}/{code}"] = printed
    return made


def shares(found: Figures, scheme: Scheme, windows: list[Window]) -> Figures:
    made = {}
    wanted = {f"2024-{window.name}" for window in windows if window.first == 1 and window.last > 1}
    for name, value in found.items():
        indicator, window, level, code = name.split("/", 3)
        if indicator != "ppto_vigente" or window not in wanted or level not in scheme.share_levels:
            continue
        whole = found.get(f"{indicator}/{window}/{'fuente/TOTAL' if level == 'fuente' else 'entidad/E'}")
        if whole:
            part = scheme.handed(indicator, value) / scheme.handed(indicator, whole) * 100
            made[f"{indicator}_participacion/{window}/{level}/{code}"] = part
    return made


def projections(found: Figures, scheme: Scheme, end: int) -> Figures:
    made: Figures = {}
    for name, value in found.items() if end < 12 else ():
        indicator, window, level, code = name.split("/", 3)
        is_latest = window == f"2024-{since_january(end).name}"
        if is_latest and indicator in scheme.projected and level in scheme.project_levels:
            place = f"{level}/{code}"
            ahead = projected(found, scheme, indicator, place, scheme.handed(indicator, value), end)
            made |= {f"proyeccion_{indicator}{suffix}/2024-anual/{place}": number for suffix, number in ahead.items()}
    return made


def projected(found: Figures, scheme: Scheme, indicator: str, place: str, accrued: Fraction, end: int) -> Figures:
    """The projection of one subject and what is computed from its spread, by suffix of the indicator."""
    months = [found.get(f"{indicator}/2024-{month}/{place}") for month in MONTHS[:end]]
    quarters = [found.get(f"{indicator}/2024-{quarter}/{place}") for quarter in QUARTERS[: end // 3]]
    by_quarter = None in months and end % 3 == 0
    elapsed, whole, values = (end // 3, 4, quarters) if by_quarter else (end, 12, months)
    ahead = max(accrued, accrued / elapsed * whole)
    if None in values or elapsed < 3:
        return {"": ahead}
    handed = [scheme.handed(indicator, value) for value in values]
    mean = sum(handed, Fraction(0)) / elapsed
    deviation = root(sum((value - mean) ** 2 for value in handed) / (elapsed - 1))
    left = whole - elapsed
    half = Fraction(STUDENT[elapsed]) * scheme.handed(indicator, deviation) * root(left + Fraction(left * left, elapsed))
    middle = scheme.handed(indicator, ahead)
    return {"": ahead, "_desviacion": deviation, "_inferior": max(accrued, middle - half), "_superior": middle + half}
