"""Records of a batch: its consolidated table, and the jobs, events and outcomes that its processes exchange.

Cards, jobs and outcomes contain only text, numbers and booleans, so that they can travel as JSON; printed numbers stay
text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.base.python_extras import PlainData, by_key

MADE, FAILED = "hecho", "falló"
KINDS = {"fisico": "Avance físico", "financiero": "Ejecución financiera"}
FIGURES = {
    "fisico_periodo": ("fisico", "del periodo"),
    "fisico_acumulado": ("fisico", "acumulado"),
    "financiero_periodo": ("financiero", "del periodo"),
    "financiero_acumulado": ("financiero", "acumulada"),
}
"""Columns of headline figures, `<kind>_<window>`, in order: kind of figure, and window in words."""


@dataclass(frozen=True)
class Job:
    """A report to be made.

    Attributes
    ----------
    root : str
        Folder of the workspace, or address of an object store.
    report : str
        Institution and period as commands write them: `mre/2024-T2`.
    memory : int
        Maximum memory of all processes of the report together, in bytes; 0 for no limit.
    """

    root: str
    report: str
    with_pdf: bool
    memory: int = 0


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


@dataclass(frozen=True)
class Card:
    """A finished report as a row of the consolidated table.

    Attributes
    ----------
    report : str
        As in `Job`.
    institution, sigla, words, method, state : str
        Name and acronym of the institution, period in words, name of the method, `borrador` or `definitivo`.
    synthetic : bool
        Whether the institution is synthetic.
    figures : Mapping of str to HeadlineFigure
        By column (`fisico_periodo`); figures that the report lacks are absent.
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

    @classmethod
    def of(cls, plain: PlainData) -> Card:
        """Rebuild a card from what `dataclasses.asdict` made of it; TypeError if another version of the program did."""
        return cls(**{**plain, "figures": {name: HeadlineFigure(**one) for name, one in plain["figures"].items()}})


@dataclass(frozen=True)
class ReportLine:
    """A report of the batch.

    Attributes
    ----------
    card : Card or None
        None if the report failed.
    link : str
        Path or address of its page from the table's folder; empty if it failed.
    reason : str
        Why it failed, in Spanish.
    """

    report: str
    card: Card | None = None
    link: str = ""
    reason: str = ""

    @property
    def state(self) -> str:
        """`hecho`, or `falló` if there is no card."""
        return MADE if self.card else FAILED

    @property
    def institution(self) -> str:
        """The institution's short name."""
        return self.report.partition("/")[0]

    @property
    def period(self) -> str:
        """The period, as it is typed."""
        return self.report.partition("/")[2]

    @property
    def words(self) -> str:
        """The period in words; of a report that failed, as typed, for it may be no period."""
        return self.card.words if self.card else self.period

    def figure(self, column: str) -> HeadlineFigure | None:
        """Return the report's figure for a column; None if it failed or has none."""
        return self.card.figures.get(column) if self.card else None


@dataclass(frozen=True)
class Consolidated:
    """The table of a batch.

    Attributes
    ----------
    name : str
        Name of the batch.
    lines : tuple of ReportLine
        Ordered by institution, then by period.
    """

    name: str
    lines: tuple[ReportLine, ...]

    @property
    def made(self) -> tuple[ReportLine, ...]:
        """The lines of the reports that were made, in the table's order."""
        return tuple(line for line in self.lines if line.card)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the reports that were made, in the table's order."""
        return tuple(line.card for line in self.lines if line.card)

    @property
    def failed(self) -> tuple[ReportLine, ...]:
        """The lines of the reports that failed, in the table's order."""
        return tuple(line for line in self.lines if not line.card)

    @property
    def synthetic(self) -> int:
        """Number of made reports of synthetic institutions."""
        return sum(card.synthetic for card in self.cards)

    @property
    def methods(self) -> Mapping[str, Sequence[str]]:
        """The acronyms of the institutions whose made reports use each method, by the method's name."""
        found = by_key((card.method, card.sigla) for card in self.cards)
        return {method: tuple(dict.fromkeys(names)) for method, names in sorted(found.items())}


@dataclass(frozen=True)
class Outcome:
    """How making a report ended.

    Attributes
    ----------
    error : str
        Why it failed, in Spanish; empty if it was made.
    memory : int
        Highest measured memory of all its processes together, in bytes; 0 if it was not measured.
    notices : sequence of str
        Messages of its run, in Spanish, that stopped nothing, such as that it replaces a definitive report.
    """

    error: str = ""
    seconds: float = 0.0
    memory: int = 0
    notices: Sequence[str] = ()


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
    outcome: Outcome


Event = Started | Step | Ended
