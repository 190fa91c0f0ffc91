"""The percentages that institutions report (`avances`), by whom and for which window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.intake.dataset import Dataset
from helpers.periods import Period
from helpers.records import Sourced


@dataclass(frozen=True)
class Reported:
    """Values that institutions report (`avances`), by indicator, window, level and code."""

    values: Mapping[tuple[str, Period, str, str], Sourced]

    def get(self, indicator: str, period: Period, level: str, code: str) -> Sourced | None:
        return self.values.get((indicator, period, level, code))

    def places(self, indicator: str, period: Period) -> tuple[tuple[str, str], ...]:
        """Level and code of whoever reports an indicator in a window, in the order reported."""
        return tuple(key[2:] for key in self.values if key[:2] == (indicator, period))


def reported_in(dataset: Dataset) -> Reported:
    """Index the reported values; a blank one is not a value."""
    found: dict[tuple[str, Period, str, str], Sourced] = {}
    for row in dataset.rows("avances"):
        period, value = row.period("periodo"), row.number("valor")
        if period is not None and value is not None:
            found[(row.text("indicador"), period, row.text("nivel"), row.text("codigo"))] = value
    return Reported(found)
