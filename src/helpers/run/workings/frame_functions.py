"""The few functions of frames that the calculation cells need beside pandas.

Values are exact: a `Fraction`, or an `int` where they come from whole physical quantities. NaN is no data.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any, TypeVar

import pandas as pd

from helpers.base.exact import exact_sum, square_root
from helpers.base.periods import Period
from helpers.figures.records import LEVELS

Frame = TypeVar("Frame", pd.DataFrame, pd.Series)
Operand = Any
"""A frame, a column or an exact number, as pandas' own operators take them."""
PLACE = ("nivel", "codigo")
"""Names of the rows of a frame of figures."""


def sin_ceros(values: Frame) -> Frame:
    """Return a copy of a divisor as fractions, with NaN in place of zeros, so that every quotient by it is exact.

    A division by zero gives no data, cell by cell, and whole numbers divided by whole numbers give a `Fraction`.
    """
    return values.astype(object).map(_divisor).astype(object)


def _divisor(value: Operand) -> Operand:
    """Return a divisor as a fraction; NaN for zero and for no data."""
    return float("nan") if pd.isna(value) or value == 0 else Fraction(value)


def de_nivel(values: pd.Series, level: str, window: str) -> pd.DataFrame:
    """Return values indexed by code as a frame: a row (`nivel`, `codigo`) for each, and one column, the window."""
    rows = pd.MultiIndex.from_product([[level], values.index], names=PLACE)
    return pd.DataFrame({window: list(values)}, index=rows, dtype=object)


def de_ventanas(values: pd.Series | pd.DataFrame, level: str) -> pd.DataFrame:
    """Return values by code and window as a frame: rows (`nivel`, `codigo`), all of one level, and a column per window.

    `values` is a series indexed by code and window, or a frame with the codes as index and the windows as columns.
    """
    wide = values.unstack() if isinstance(values, pd.Series) else values
    return wide.set_axis(pd.MultiIndex.from_product([[level], wide.index], names=PLACE)).astype(object)


def de_versiones(values: pd.Series, window: str) -> pd.DataFrame:
    """Return values of versions of a plan as a frame with one column, the window.

    `values` is indexed by `nivel`, `parte`, `version`. Of the unit `DGAA` in version `v2` the row is `version_unidad`,
    `v2/DGAA`; of a whole version, whose level and part are empty, it is `version`, `v2`.
    """
    rows = [
        (f"version_{level}", f"{version}/{part}") if part else ("version", version)
        for level, part, version in values.index
    ]
    return pd.DataFrame({window: list(values)}, pd.MultiIndex.from_tuples(rows, names=PLACE), dtype=object)


def suma_completa(values: Operand) -> Operand:
    """Return the sum of a column, or of each group: NaN if a value is missing, as the sum would be too small.

    A column without rows gives 0. `groups.pipe(suma_completa)` gives a column, or a frame, of sums by group.
    """
    if isinstance(values, pd.Series):
        return exact_sum(values.tolist()) if values.count() == len(values) else float("nan")
    return values.sum().where(values.count().eq(values.size(), axis=0))


def ascendientes(structure: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each pair of a node of `estructura` and a node above it; a node's nearest ones come first.

    Returns
    -------
    DataFrame
        Columns `nivel`, `codigo` (the node) and `nivel_superior`, `superior` (a node above it). `padre` names the
        nearest node above with that code, because a code may occur at two levels (`EXTERIOR`, service and area).
    """
    parents = dict(zip(zip(structure["nivel"], structure["codigo"], strict=True), structure["padre"], strict=True))
    levels: dict[str, list[str]] = {}
    for level, code in sorted(parents, key=lambda node: LEVELS.index(node[0])):
        levels.setdefault(code, []).append(level)
    found: list[tuple[str, str, str, str]] = []
    reached = {node: node for node in parents}
    while reached:
        above = {}
        for node, (level, code) in reached.items():
            parent = parents[level, code]
            higher = [one for one in levels.get(parent, ()) if LEVELS.index(one) < LEVELS.index(level)]
            if higher:
                above[node] = (higher[-1], parent)
        found += [(*node, *place) for node, place in above.items()]
        reached = above
    return pd.DataFrame(found, columns=[*PLACE, "nivel_superior", "superior"], dtype=object)


def menor(*values: Operand) -> Operand:
    """Return the least of several frames or numbers, cell by cell; NaN in a cell where any of them has no data."""
    return reduce(_least, values)


def mayor(*values: Operand) -> Operand:
    """Return the greatest of several frames or numbers, cell by cell; NaN in a cell where any of them has no data."""
    return -reduce(_least, [-value for value in values])


def raiz(values: Operand) -> Operand:
    """Return the square root, cell by cell, to the precision with which the workbook computes roots.

    A negative value in a frame or column has none: the result is NaN. A plain negative number raises ArithmeticError.
    """
    if isinstance(values, (pd.DataFrame, pd.Series)):
        return values.map(lambda value: square_root(Fraction(value)) if value >= 0 else float("nan"))
    return square_root(Fraction(values))


def _least(one: Operand, other: Operand) -> Operand:
    """Return the lesser of two, cell by cell; a series by window is compared with every row of a frame."""
    kinds = (pd.DataFrame, pd.Series)
    if not isinstance(one, kinds) and not isinstance(other, kinds):
        return min(one, other)
    if not isinstance(one, pd.DataFrame) and isinstance(other, kinds):
        one, other = other, one
    if isinstance(one, pd.DataFrame) and isinstance(other, pd.DataFrame):
        one, other = one.align(other)
    else:
        other = one * 0 + other
    return one.where((one <= other) | one.isna(), other)


def ultimo_mes(period: object) -> int:
    """Return the number of the last month of a period's code (`2024-T2`: 6); 0 for a missing or empty period."""
    return Period.parse(period).last if isinstance(period, str) and period else 0
