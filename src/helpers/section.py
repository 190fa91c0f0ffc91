"""What a section notebook imports: its run's Book, findings and parameters, saved or computed on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.book import Book
from helpers.compute import Computed, compute, read
from helpers.findings import Finding, Reconciled
from helpers.methods import Metodo
from helpers.params import Corrida, Entidad
from helpers.periods import Period
from helpers.prose import Paragraph, paragraph, planner_text
from helpers.trace import Figure
from helpers.workspace import Workspace


@dataclass(frozen=True)
class Section:
    """One section of a report and what it reports on.

    Attributes
    ----------
    name : str
        The section's name in the parameters (`acp`).
    computed : Computed
        The run.
    """

    name: str
    computed: Computed

    @property
    def book(self) -> Book:
        return self.computed.book

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.computed.findings

    @property
    def reconciliation(self) -> tuple[Reconciled, ...]:
        return self.computed.reconciliation

    @cached_property
    def corrida(self) -> Corrida:
        return self.computed.corrida

    @cached_property
    def metodo(self) -> Metodo:
        return self.computed.metodo

    @cached_property
    def entidad(self) -> Entidad:
        return self.computed.entidad

    @property
    def period(self) -> Period:
        """What the run reports: the quarter."""
        return self.book.period

    @property
    def accumulated(self) -> Period:
        """From January to the end of the run's period; the period itself in a first quarter."""
        return self.period.accumulated()

    @property
    def windows(self) -> tuple[Period, ...]:
        """The run's period and, where it is another one, what has accumulated."""
        return tuple(dict.fromkeys((self.period, self.accumulated)))

    @property
    def entity(self) -> tuple[str, str]:
        """Level and code of the top node."""
        top = self.book.nodes_at("entidad")[0]
        return top.key

    def figure(self, indicator: str, period: Period, level: str = "", code: str = "") -> Figure:
        """A figure; the entity's where no level is named."""
        key = (level, code) if level else self.entity
        return self.book["/".join((indicator, str(period), *key))]

    def say(self, template: str, **context: object) -> Paragraph:
        """A paragraph whose numbers come from the Book."""
        names = {"trimestre": self.period.code, "acumulado": self.accumulated.code, "entidad": self.entity[1]}
        return paragraph(self.book, template, **(names | context))

    def own_text(self) -> Paragraph | None:
        """What the planner wrote for this section (`texto/<seccion>.md`); None where nothing."""
        texts = [row["texto"] for row in self.book.listing("texto") if row["seccion"] == self.name]
        return planner_text("\n\n".join(texts)) if texts else None


def open_section(name: str, entidad: str, periodo: str, corrida: str = "") -> Section:
    """Open a section.

    Parameters
    ----------
    name : str
        The section's name in the parameters.
    entidad, periodo : str
        `mre`, `2024-T2`.
    corrida : str
        Folder of a run that is being made; empty in JupyterLab, where the run is computed on the spot.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As `compute` does.
    """
    computed = read(Path(corrida)) if corrida else compute(Workspace.find(), entidad, periodo)
    return Section(name, computed)
