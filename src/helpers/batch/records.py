"""What a batch hands from process to process: which report, how it ended, and what the consolidated table says of it.

All of it is text, whole numbers and truths, so that it travels as JSON; a printed number stays the text that it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

PHYSICAL, FINANCIAL = "fisico", "financiero"
PERIOD, ACCUMULATED = "periodo", "acumulado"


@dataclass(frozen=True, order=True)
class Report:
    """An institution and a period; `name` is how commands write them, `mre/2024-T2`."""

    institution: str
    period: str

    @classmethod
    def of(cls, name: str) -> Report:
        institution, _, period = name.partition("/")
        return cls(institution, period)

    @property
    def name(self) -> str:
        return f"{self.institution}/{self.period}"


@dataclass(frozen=True)
class Job:
    """A report to be made.

    Attributes
    ----------
    root : str
        The workbook's folder, or the address of an object store.
    report : str
        As `Report.name`.
    with_pdf : bool
    memory : int
        Bytes that all processes at work on it may take together; 0 where nothing bounds them.
    """

    root: str
    report: str
    with_pdf: bool
    memory: int = 0


@dataclass(frozen=True)
class HeadFigure:
    """A headline figure as its report prints it.

    Attributes
    ----------
    id : str
        As in the report's `cifras.csv`.
    name : str
        Of its indicator.
    published : str
        The column `publicado`, to the letter.
    unit, rating, light, symbol : str
        The last three are empty where the method gives no grade.
    """

    id: str
    name: str
    published: str
    unit: str
    rating: str = ""
    light: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Card:
    """A finished report as a row of the consolidated table.

    Attributes
    ----------
    report : str
        As `Report.name`.
    institution, sigla, words, method, state : str
        The institution's name and short name, the period in words, the method's name, `borrador` or `definitivo`.
    synthetic : bool
        The institution was made up.
    figures : Mapping of str to HeadFigure
        By column, as `column_of` names them; without those that the report has not.
    errors, warnings, notes : int
        Findings by severity.
    manifest : str
        SHA-256 of the run's `manifiesto.json`.
    folder : str
        The report's folder from the workbook's root.
    """

    report: str
    institution: str
    sigla: str
    words: str
    method: str
    state: str
    synthetic: bool
    figures: Mapping[str, HeadFigure]
    errors: int
    warnings: int
    notes: int
    manifest: str
    folder: str

    @classmethod
    def of_plain(cls, plain: Mapping) -> Card:
        figures = {column: HeadFigure(**figure) for column, figure in plain["figures"].items()}
        return cls(**{**plain, "figures": figures})


@dataclass(frozen=True)
class Outcome:
    """How a report ended.

    Attributes
    ----------
    error : str
        Why there is none, in Spanish; empty where it was made.
    seconds : float
    memory : int
        Bytes: the most that the processes at work on it were seen to take together.
    card : Card or None
        What was made.
    source : str
        What an object store held of its inputs; empty for folders, whose manifest tells.
    """

    error: str = ""
    seconds: float = 0.0
    memory: int = 0
    card: Card | None = None
    source: str = ""

    def plain(self) -> dict:
        return asdict(self)

    @classmethod
    def of_plain(cls, plain: Mapping) -> Outcome:
        card = plain["card"]
        return cls(**{**plain, "card": Card.of_plain(card) if card else None})


@dataclass(frozen=True)
class Started:
    """Somebody has taken a report: which process, of which machine."""

    report: str
    who: str


@dataclass(frozen=True)
class Step:
    """What is being done for a report now."""

    report: str
    text: str


@dataclass(frozen=True)
class Ended:
    """A report ended, well or badly."""

    report: str
    outcome: Outcome = field(default_factory=Outcome)


Event = Started | Step | Ended


def column_of(kind: str, window: str) -> str:
    """The name of a column of headline figures: `fisico_periodo`."""
    return f"{kind}_{window}"
