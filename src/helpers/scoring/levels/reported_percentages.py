"""The values that units and other nodes report (`avances`), indexed by indicator, window, level and code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.figures.records import Sourced
from helpers.intake.dataset import Dataset


@dataclass(frozen=True)
class Reported:
    """Reported values (`avances`) by indicator, window, level and code."""

    values: Mapping[tuple[str, Period, str, str], Sourced]

    def get(self, indicator: str, period: Period, level: str, code: str) -> Sourced | None:
        """Return a reported value with its cell; None if nobody reported it."""
        return self.values.get((indicator, period, level, code))

    def places(self, indicator: str, period: Period) -> tuple[tuple[str, str], ...]:
        """Return level and code of the subjects that report an indicator in a window, in the order reported."""
        return tuple(key[2:] for key in self.values if key[:2] == (indicator, period))


def reported_in(dataset: Dataset) -> Reported:
    """Index the reported values (table `avances`) of a dataset by indicator, period, level and code.

    Rows without a period or a value are left out. Of several rows for one key, the last one counts.
    """
    found: dict[tuple[str, Period, str, str], Sourced] = {}
    for row in dataset.rows("avances"):
        period, value = row.period("periodo"), row.number("valor")
        if period is not None and value is not None:
            found[(row.text("indicador"), period, row.text("nivel"), row.text("codigo"))] = value
    return Reported(found)
