"""The few functions of frames that the calculation cells need beside pandas. Values are `Fraction`, NaN is no data."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from helpers.base.exact import square_root


def sin_ceros(values: pd.DataFrame) -> pd.DataFrame:
    """Return a divisor without its zeros: what would be divided by zero has no data."""
    return values[values != 0]


def menor(*frames: pd.DataFrame | int) -> pd.DataFrame:
    """Return the least of several frames or numbers, cell by cell; no data where one has none."""
    least, *others = _aligned(*frames)
    for other in others:
        least = least.where((least <= other) | least.isna(), other)
    return least


def mayor(*frames: pd.DataFrame | int) -> pd.DataFrame:
    """Return the greatest of several frames or numbers, cell by cell; no data where one has none."""
    negative = [-frame for frame in frames]
    return -menor(*negative)


def raiz(values: pd.DataFrame) -> pd.DataFrame:
    """Return the square root, cell by cell, to the precision with which the workbook computes roots."""
    return values.map(lambda value: value if value != value else square_root(Fraction(value)))


def _aligned(*frames: pd.DataFrame | int) -> list[pd.DataFrame]:
    """Return every argument as a frame of the same shape."""
    shape = next(frame for frame in frames if isinstance(frame, pd.DataFrame))
    return [frame if isinstance(frame, pd.DataFrame) else shape * 0 + frame for frame in frames]
