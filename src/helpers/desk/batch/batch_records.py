"""Records that the processes of a batch exchange: jobs, events, outcomes, and rows of the consolidated table.

They contain only text, integers and booleans, so that they can travel as JSON; printed numbers stay text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ConfigDict, TypeAdapter, with_config

STRICT = ConfigDict(extra="forbid", strict=True)
"""No unknown key, and no value of another type: a printed number that became a number of the machine is refused."""
PHYSICAL, FINANCIAL = "fisico", "financiero"
PERIOD, ACCUMULATED = "periodo", "acumulado"


@dataclass(frozen=True, order=True)
class Report:
    """An institution and a period; `name` is the notation of commands, `mre/2024-T2`."""

    institution: str
    period: str

    @classmethod
    def of(cls, name: str) -> Report:
        """Return the report for `mre/2024-T2`; neither part is checked."""
        institution, _, period = name.partition("/")
        return cls(institution, period)

    @property
    def name(self) -> str:
        """Institution and period as commands write them: `mre/2024-T2`."""
        return f"{self.institution}/{self.period}"


@dataclass(frozen=True)
class Job:
    """A report to be made.

    Attributes
    ----------
    root : str
        Folder of the workspace, or address of an object store.
    report : str
        As `Report.name`.
    memory : int
        Maximum memory of all processes of the report together, in bytes; 0 for no limit.
    """

    root: str
    report: str
    with_pdf: bool
    memory: int = 0


@with_config(STRICT)
@dataclass(frozen=True)
class HeadlineFigure:
    """A headline figure as its report prints it.

    Attributes
    ----------
    id : str
        As in the report's `cifras.csv`.
    name : str
        Name of its indicator.
    published : str
        The column `publicado`, unchanged.
    unit, rating, light, symbol : str
        The last three are empty if the figure has no grade.
    """

    id: str
    name: str
    published: str
    unit: str
    rating: str = ""
    light: str = ""
    symbol: str = ""


@with_config(STRICT)
@dataclass(frozen=True)
class Card:
    """A finished report as a row of the consolidated table.

    Attributes
    ----------
    report : str
        As `Report.name`.
    institution, sigla, words, method, state : str
        Name and acronym of the institution, period in words, name of the method, `borrador` or `definitivo`.
    synthetic : bool
        Whether the institution is synthetic.
    figures : Mapping of str to HeadlineFigure
        By column, named as in `column_of`; figures that the report lacks are absent.
    errors, warnings, notes : int
        Number of findings by severity.
    manifest : str
        SHA-256 of the run's `manifiesto.json`.
    folder : str
        Path of the report's folder from the root.
    """

    report: str
    institution: str
    sigla: str
    words: str
    method: str
    state: str
    synthetic: bool
    figures: Mapping[str, HeadlineFigure]
    errors: int
    warnings: int
    notes: int
    manifest: str
    folder: str


@with_config(STRICT)
@dataclass(frozen=True)
class Outcome:
    """The result of making a report.

    Attributes
    ----------
    error : str
        Why it failed, in Spanish; empty if it was made.
    memory : int
        Highest measured memory of all its processes together, in bytes; 0 if it was not measured.
    card : Card or None
        The report, if it was made.
    source : str
        Signature of its inputs in an object store; empty for folders, where the manifest identifies them.
    """

    error: str = ""
    seconds: float = 0.0
    memory: int = 0
    card: Card | None = None
    source: str = ""


_CARD, _OUTCOME = TypeAdapter(Card), TypeAdapter(Outcome)


def read_card(plain: object) -> Card:
    """Rebuild a card from what `dataclasses.asdict` made of it for JSON.

    Raises
    ------
    pydantic.ValidationError
        If a key is missing or unknown, or a value is of another type.
    """
    return _CARD.validate_json(json.dumps(plain))


def read_outcome(plain: object) -> Outcome:
    """Rebuild an outcome as `read_card` does a card, with the same errors."""
    return _OUTCOME.validate_json(json.dumps(plain))


@dataclass(frozen=True)
class Started:
    """A process has taken a report; `who` names the process and its machine."""

    report: str
    who: str


@dataclass(frozen=True)
class Step:
    """The current step of a report."""

    report: str
    text: str


@dataclass(frozen=True)
class Ended:
    """A report was made or failed."""

    report: str
    outcome: Outcome = field(default_factory=Outcome)


Event = Started | Step | Ended


def column_of(kind: str, window: str) -> str:
    """Return the name of a column of headline figures: `fisico` and `periodo` give `fisico_periodo`."""
    return f"{kind}_{window}"
