"""The base of the classes that enter figures: the tables of a run, its parameters, names of codes, and the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.intake.dataset import Dataset
from helpers.scoring.code_names import Names
from helpers.scoring.entered_figures import Subject
from helpers.scoring.ledger import Ledger
from helpers.settings.params import Corrida


@dataclass(frozen=True)
class Scorer:
    """What every scorer needs: the tables of a run, its parameters, and the ledger into which it enters figures.

    Attributes
    ----------
    names : Names
        Names of the codes of the tables, for the figures' names.
    """

    ledger: Ledger
    dataset: Dataset
    corrida: Corrida
    names: Names

    def subject(self, indicator: str, window: Period, level: str, code: str) -> Subject:
        """Return the subject of a figure of a code, with the name that the tables give it."""
        return Subject(indicator, window, level, code, self.names.of(level, code))

    def whole(self, indicator: str, window: Period) -> Subject:
        """Return the subject of a figure of the institution."""
        return self.subject(indicator, window, *self.dataset.entity.key)
