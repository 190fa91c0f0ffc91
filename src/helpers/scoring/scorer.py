"""The base of the classes that enter figures: the tables of a run, its parameters, names of codes, and the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.intake.dataset import Dataset
from helpers.scoring.code_names import Names
from helpers.scoring.ledger import Ledger
from helpers.settings.params import Corrida


@dataclass(frozen=True)
class Scorer:
    """Reads the tables of a run and enters figures into its ledger.

    Attributes
    ----------
    names : Names
        Names of the codes of the tables, for the figures' names.
    """

    ledger: Ledger
    dataset: Dataset
    corrida: Corrida
    names: Names
