"""The computed result of a run, before anything is displayed: its Book, findings and reconciliation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled
from helpers.figures.records import OwnText
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida

if TYPE_CHECKING:
    from helpers.intake.dataset import Dataset


@dataclass(frozen=True)
class Computed:
    """The computed result of a run, before anything is displayed.

    Attributes
    ----------
    book : Book
    findings : tuple of Finding
    reconciliation : tuple of Reconciled
    dataset : Dataset or None
        The tables as read; None for a run that was saved and read back.
    texts : tuple of OwnText
        The texts that the planner wrote for sections.
    """

    book: Book
    findings: tuple[Finding, ...]
    reconciliation: tuple[Reconciled, ...]
    dataset: Dataset | None = field(default=None, compare=False, repr=False)
    texts: tuple[OwnText, ...] = ()

    @property
    def inputs(self) -> Mapping[str, str]:
        """SHA-256 (hex) of every input file of the run, planners' texts included, sorted by its path from the root."""
        return dict(sorted({**self.book.inputs, **{text.file: text.sha256 for text in self.texts}}.items()))

    @cached_property
    def corrida(self) -> Corrida:
        """The run's parameters, from the Book, which holds plain data only: settings are above it."""
        return Corrida.model_validate(self.book.params)

    @cached_property
    def metodo(self) -> Metodo:
        """The method, validated from the plain data that the Book keeps of it."""
        return Metodo.model_validate(self.book.method)

    @cached_property
    def entidad(self) -> Entidad:
        """The institution, validated from the plain data that the Book keeps of it."""
        return Entidad.model_validate(self.book.identity)
