"""Reads everything that a run needs and lists what is wrong with it, before any figure is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from helpers.base.python_extras import by_key
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import nearest
from helpers.figures.findings import Finding, Severity, has_error, sort_findings
from helpers.figures.records import OwnText, Prose, SourceCell
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.reception.accepted_rows import ReadForm, enter_forms, plan_form_files, tables_of_forms
from helpers.intake.closings import Closing, read_closings
from helpers.intake.cuadro_reader import read_cuadros
from helpers.intake.dataset import Dataset, as_of, as_planned
from helpers.intake.intake_problems import Code, also, of_cell
from helpers.intake.read_inputs import read_dataset
from helpers.run.report.section_notebooks import check_sections
from helpers.settings.cuadros.cuadro_table import Cuadro
from helpers.settings.institution import Entidad, load_institution
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida, load_run, method_of
from helpers.texts.section_prose import notebook_prose, read_texts

TABLES = ("avances", "historico")
PLAN = frozenset({"estructura", "versiones", "tareas"})
DIFFERING = (FormCode.EDITION, FormCode.TEXT, FormCode.NO_CAUSE)
"""Codes of warnings by which a form differs from the plan."""
Receive = Callable[[FormSet], None]
"""Function that receives the forms of an inbox and checks them against the tables."""


@dataclass(frozen=True)
class Gathered:
    """The inputs of a run.

    Attributes
    ----------
    dataset : Dataset
        The tables as of the run's cut-off date, including the accepted forms.
    listings : Mapping
        The log of received forms and the settings files, saved with the Book.
    files : Mapping[str, str]
        SHA-256 of every input that is neither a table nor a text, by path relative to the root.
    texts : tuple of OwnText
        The planner's texts for the sections.
    findings : tuple of Finding
        Everything that is wrong. With one error nothing is computed.
    prose : tuple of Prose
        The planner's texts and the Markdown of the section notebooks, for the rules that read prose.
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

    @cached_property
    def forms(self) -> FormSet:
        """The forms of the run's period, to look them up; `dataset` already has the rows of the accepted ones."""
        return FormSet(self.entidad, self.corrida, self.method, self.dataset)

    @property
    def fails(self) -> bool:
        """Whether any finding is an error, which stops the run before anything is computed."""
        return has_error(self.findings)


def gather(
    workspace: Workspace,
    institution: str,
    period: str,
    overrides: Sequence[str] = (),
    *,
    receive: Receive | None = None,
    read: ReadForm | None = None,
    with_own_closing: bool = True,
) -> Gathered:
    """Read params, method, tables, accepted forms, texts, printed tables and closings.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor` pairs that replace keys of the params file.
    receive : callable
        Receives the inbox after the tables are read and before the accepted forms are.
    read : callable
        Reads one form; by default, a new `form_reader`.
    with_own_closing : bool
        Whether to read the closing of the run's own period (`read_closings`).

    Raises
    ------
    UsageError
        If the institution, the period or a parameter does not exist.
    ConfigError
        If a params or method file does not load, or the params file lists a section that does not exist.
    """
    entidad = load_institution(workspace, institution)
    corrida = load_run(workspace, institution, period, overrides)
    check_sections(workspace, corrida)
    entidad, method = entidad.in_year(corrida.period.year), method_of(workspace, corrida)
    return gather_run(workspace, entidad, corrida, method, receive, read, with_own_closing=with_own_closing)


def gather_run(
    workspace: Workspace,
    entidad: Entidad,
    corrida: Corrida,
    method: Metodo,
    receive: Receive | None = None,
    read: ReadForm | None = None,
    *,
    with_own_closing: bool = True,
) -> Gathered:
    """Read the inputs of a run whose parameters are already loaded; other parameters as in `gather`."""
    elsewhere = tables_of_forms(workspace, corrida, method)
    tables, table_findings = read_dataset(workspace, corrida, elsewhere, spent_columns(method))
    wrong = (one for one in table_findings if one.severidad is Severity.ERROR)
    unread = frozenset(SourceCell(one.archivo, one.hoja, one.celda) for one in wrong)
    forms = FormSet(entidad, corrida, method, tables, unread)
    if receive is not None:
        receive(forms)
    entered = enter_forms(workspace, forms, read)
    texts = read_texts(workspace, corrida)
    cuadros, cuadro_findings, cuadro_files = read_cuadros(workspace, corrida)
    closings = read_closings(workspace, corrida, with_own=with_own_closing)
    filled = {name for name in elsewhere if entered.dataset.rows(name)}
    findings = (
        *(one for one in table_findings if one.codigo != Code.TABLE_EMPTY or one.elemento not in filled),
        *_of_forms(entered.findings, tables, table_findings),
        *unknown_indicators(entered.dataset, method), *texts.findings, *cuadro_findings, *closings.findings,
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
        findings=sort_findings(dict.fromkeys(findings)),
        prose=(*texts.prose, *notebook_prose(workspace, corrida)),
        texts=texts.own,
    )  # fmt: skip


def _of_forms(findings: Sequence[Finding], tables: Dataset, table_findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings on accepted forms; if the plan has errors, leave out errors and differences from the plan.

    A form has no error when it is accepted, so an error that it has now comes from the plan's errors.
    """
    files = {row.origin.file for name in PLAN for row in tables.rows(name)}
    is_sound = not any(
        one.severidad is Severity.ERROR
        and (one.archivo in files or {one.elemento, PurePosixPath(one.archivo).stem} & PLAN)
        for one in table_findings
    )
    for one in findings:
        is_error = one.codigo.startswith("FOR-") and one.severidad is Severity.ERROR
        if is_sound or not (is_error or one.codigo in DIFFERING):
            yield one


def spent_columns(method: Metodo) -> tuple[str, ...]:
    """Return the columns of `gastos` that a method counts as spent within a window; empty if it counts none."""
    rules = (rule for indicator in method.indicadores.values() for rule in indicator.reglas.values())
    return tuple(dict.fromkeys(rule.columna for rule in rules if rule.regla == "flujo"))


def unknown_indicators(dataset: Dataset, method: Metodo) -> tuple[Finding, ...]:
    """Find rows of `avances` and `historico` whose indicator the method does not define; a blank has another finding.

    Returns
    -------
    tuple of Finding
        One `ENT-INDICADOR` of severity error for all rows of a file and sheet with the same text.
    """
    written = by_key(
        ((row.origin.file, row.origin.sheet, text), row)
        for table in TABLES
        for row in dataset.rows(table)
        if (text := row.text("indicador")) and text not in method.indicadores
    )
    return tuple(
        of_cell(
            "ENT-INDICADOR",
            Severity.ERROR,
            rows[0],
            "indicador",
            f"columna «indicador»: el método «{method.id}» no tiene «{text}». {nearest(text, method.indicadores)}"
            f"{also(row.line for row in rows[1:])}",
            value=text,
        )
        for (*_, text), rows in written.items()
    )
