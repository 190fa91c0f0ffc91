"""Everything that a run reads, and everything that is wrong with it, before any figure is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from helpers.closings import Closing, read_closings
from helpers.cuadros.tables import Cuadro
from helpers.digest import file_sha256
from helpers.entidad import Entidad, load_institution
from helpers.findings import Finding, Severity, ordered
from helpers.intake.as_of import as_of, as_planned
from helpers.intake.cuadros import read_cuadros
from helpers.intake.dataset import Dataset
from helpers.intake.indicators import unknown_indicators
from helpers.intake.notebook_prose import notebook_prose
from helpers.intake.read import read_dataset
from helpers.intake.texts import read_texts
from helpers.methods import Metodo, load_method
from helpers.params import Corrida, load_run
from helpers.reception.entering import enter_forms
from helpers.reception.log import tables_of_forms
from helpers.reception.plan_forms import plan_form_files
from helpers.reception.reader import FormContext, ReadForm
from helpers.records import OwnText, Prose
from helpers.workspace import Workspace

Receive = Callable[[FormContext], None]
"""Judges an inbox in the light of the tables."""


@dataclass(frozen=True)
class Gathered:
    """What a run reads.

    Attributes
    ----------
    dataset : Dataset
        The tables as they stood at the run's cut-off, with what the accepted forms say.
    listings : Mapping
        The log of what was received and the files of settings, as they travel with the Book.
    files : Mapping[str, str]
        SHA-256 of every file that is no table of the dataset and no text, by its name from the root.
    texts : tuple of OwnText
        What the planner wrote for sections.
    findings : tuple of Finding
        Everything that is wrong; one error is enough to compute nothing.
    prose : tuple of Prose
        What people wrote: the planner's texts and the notebooks of the report's sections.
    """

    entidad: Entidad
    corrida: Corrida
    method: Metodo
    dataset: Dataset
    cuadros: tuple[Cuadro, ...]
    closings: tuple[Closing, ...]
    listings: Mapping[str, tuple[Mapping[str, str], ...]]
    files: Mapping[str, str]
    findings: tuple[Finding, ...]
    prose: tuple[Prose, ...] = ()
    texts: tuple[OwnText, ...] = ()

    @property
    def fails(self) -> bool:
        return any(finding.severidad is Severity.ERROR for finding in self.findings)


def gather(
    workspace: Workspace,
    institution: str,
    period: str,
    overrides: Sequence[str] = (),
    *,
    receive: Receive | None = None,
    read: ReadForm | None = None,
) -> Gathered:
    """Read params, method, tables, accepted forms, texts, printed tables and closings.

    Parameters
    ----------
    receive : callable
        What is done with the inbox once the tables are read, and before what it accepted is.
    read : callable
        How a form is read; the usual way where None.

    Raises
    ------
    UsageError
        For an institution, period or parameter that does not exist.
    ConfigError
        For a params or method file that does not load.
    """
    entidad = load_institution(workspace, institution)
    corrida = load_run(workspace, institution, period, overrides)
    entidad = entidad.in_year(corrida.period.year)
    return gather_run(workspace, entidad, corrida, load_method(workspace, corrida.metodo), receive, read)


def gather_run(
    workspace: Workspace,
    entidad: Entidad,
    corrida: Corrida,
    method: Metodo,
    receive: Receive | None = None,
    read: ReadForm | None = None,
) -> Gathered:
    """Read what a run whose parameters are loaded rests on; `receive` and `read` as in `gather`."""
    tables, table_findings = read_dataset(workspace, corrida, tables_of_forms(workspace, corrida))
    context = FormContext(entidad, corrida, method, tables)
    if receive is not None:
        receive(context)
    entered = enter_forms(workspace, context, read)
    texts = read_texts(workspace, corrida)
    cuadros, cuadro_findings, cuadro_files = read_cuadros(workspace, corrida)
    closings = read_closings(workspace, corrida)
    findings = (
        *table_findings, *entered.findings, *unknown_indicators(entered.dataset, method), *texts.findings,
        *cuadro_findings, *closings.findings,
    )  # fmt: skip
    known = as_of(entered.dataset, corrida.cutoff(corrida.period), corrida.period)
    if corrida.period.is_plan:
        known = as_planned(known, corrida.cutoff(corrida.period))
    received = {"recepcion": entered.log} if entered.log else {}
    settings = tuple(
        {"archivo": workspace.relative(path), "sha256": file_sha256(path)}
        for path in workspace.configuration_files(corrida.entidad, corrida.periodo, corrida.metodo)
    )
    return Gathered(
        entidad, corrida, method, known, cuadros, closings.closed,
        listings={"configuracion": settings, **received},
        files={
            **cuadro_files, **entered.files, **plan_form_files(workspace, corrida), **(closings.files or {}),
        },
        findings=ordered(findings),
        prose=(*texts.prose, *notebook_prose(workspace, corrida)),
        texts=texts.own,
    )  # fmt: skip
