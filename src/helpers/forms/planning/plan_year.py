"""`poa plan`: prepares the year's plan from the units' planning forms.

Nothing is written until all forms are correct. `tareas.csv` and the log are written together, so that the log's
accepted forms are always those of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

from helpers.base.display import date_es
from helpers.base.errors import UsageError
from helpers.base.grouped import grouped
from helpers.base.periods import Period
from helpers.base.system.lock import locked
from helpers.base.system.workspace import Workspace
from helpers.checks.planning import task_goals
from helpers.checks.rule_registry import REGISTRY, Evidence
from helpers.figures.book import Book
from helpers.figures.findings import Finding, InputsFailed, Severity
from helpers.figures.records import Node, Row
from helpers.forms.blank.form_set import FormSet
from helpers.forms.planning import planning_findings as told
from helpers.forms.planning.inbox_opening import open_inbox
from helpers.forms.planning.plan_base import base_of, version_folder
from helpers.forms.planning.plan_inbox import Came, Inbox
from helpers.forms.planning.plan_records import Handed, Outcome, PlannedYear, UnitPlan
from helpers.forms.planning.tasks_table import (
    TABLE_FILE,
    TAREAS,
    Draft,
    first_difference,
    table_rows,
    table_text,
    unlike_rows,
)
from helpers.forms.reception import reception_findings as received
from helpers.forms.reception.busy_inbox import BeingChecked
from helpers.forms.reception.form_reader import ReadForm
from helpers.forms.reception.reception_log import LOG, append, mend, read_log
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import Code
from helpers.intake.read_inputs import read_dataset
from helpers.intake.validation.schema_validation import check_rows
from helpers.settings.institution import Entidad, load_institution
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import Corrida, load_run

NEEDED = ("estructura",)
"""Tables required to assign forms to units; the plan itself does not exist yet."""
RULES = (task_goals.tasks_without_programme,)
"""Control rules on a plan that the form itself does not check while the unit types."""


def plan_year(
    workspace: Workspace,
    institution: str,
    period: str,
    version: str,
    now: datetime | None = None,
    *,
    is_incomplete: bool = False,
    read: ReadForm | None = None,
) -> PlannedYear:
    """Read the planning forms of a version and, if there are no errors, write its `tareas.csv` and its log.

    Parameters
    ----------
    period : str
        The plan's period: `2025-poa`.
    version : str
        Name of the version's folder in `poa/`; its `formularios/` contains the forms.
    now : datetime or None
        Time of reception; by default, the current time.
    is_incomplete : bool
        Write the table even if units are missing.
    read : callable or None
        Reads one form; by default, the usual reader.

    Returns
    -------
    PlannedYear
        Its `outcome` says whether the table was written. An existing table is never overwritten.

    Raises
    ------
    UsageError
        If the period is not a plan, the version's name is not valid, or the version has no inbox.
    InputsFailed
        If the structure or another table of the year has errors.
    BeingChecked
        If another process is preparing the same version.
    """
    if not Period.parse(period).is_plan:
        year = Period.parse(period).year
        raise UsageError(f"«{period}» no es el plan de un año: se escribe {institution}/{year}-poa.")
    entidad = load_institution(workspace, institution)
    corrida = load_run(workspace, institution, period)
    folder = version_folder(workspace, corrida, version)
    dataset, findings = read_dataset(workspace, corrida.model_copy(update={"tablas": NEEDED}))
    if any(finding.severidad is Severity.ERROR for finding in findings):
        raise InputsFailed(findings)
    busy = partial(BeingChecked, workspace.relative(folder / LOG))
    with locked(folder / f".{LOG}.bloqueo", busy):
        method = load_method(workspace, corrida.metodo)
        making = _Making(workspace, entidad, corrida, method, dataset, version, folder, is_incomplete)
        return making.made(now or datetime.now().astimezone(), read)


@dataclass(frozen=True)
class _Making:
    workspace: Workspace
    entidad: Entidad
    corrida: Corrida
    method: Metodo
    dataset: Dataset
    version: str
    folder: Path
    is_incomplete: bool

    @cached_property
    def forms(self) -> FormSet:
        return FormSet(self.entidad, self.corrida, self.method, base_of(self.dataset, self.version))

    @property
    def table(self) -> str:
        return self.workspace.relative(self.folder / TABLE_FILE)

    @cached_property
    def approved(self) -> str:
        """Resolution and date of the version in `versiones`; empty if it is not listed."""
        row = next((row for row in self.dataset.rows("versiones") if row.text("version") == self.version), None)
        day = row.date("fecha") if row else None
        return ", ".join(filter(None, (row.text("resolucion"), date_es(day) if day else ""))) if row else ""

    def made(self, now: datetime, read: ReadForm | None) -> PlannedYear:
        """Read and judge the forms; write the table and the log if there are no errors."""
        log = read_log(self.workspace, self.folder)
        if not log.is_readable:
            return self._result(None, {}, log.findings)
        mend(log.path)
        inbox = open_inbox(self.workspace, self.forms, self.version, log, now, read)
        rows = {
            unit: table_rows(form.reading.rows.get(TAREAS.name, ()), self.version) for unit, form in self._chosen(inbox)
        }
        of_units, of_none = self._judged(inbox, rows)
        result = self._result(inbox, rows, of_none, of_units)
        missing = result.with_status(Handed.MISSING)
        has_errors = any(finding.severidad is Severity.ERROR for finding in result.findings)
        if has_errors or not rows or (missing and not self.is_incomplete):
            return result
        outcome, wrong = self._put([row for some in rows.values() for row in some])
        if outcome is not Outcome.NOTHING:
            append(log, inbox.lines())
        return replace(result.with_findings(wrong), outcome=outcome)

    def _chosen(self, inbox: Inbox) -> Iterator[tuple[str, Came]]:
        """The forms that count, in the structure's order."""
        for unit in self.forms.plan_forms:
            if unit in inbox.units and (form := inbox.units[unit].chosen) is not None:
                yield unit, form

    def _judged(
        self, inbox: Inbox, rows: Mapping[str, tuple[Row, ...]]
    ) -> tuple[Mapping[str, Sequence[Finding]], tuple[Finding, ...]]:
        """Findings that a single form does not show: by unit, and on no particular unit."""
        every = tuple(row for some in rows.values() for row in some)
        owners = {row.origin.file: unit for unit, some in rows.items() for row in some}
        of_units = grouped((*_repeated(every), *self._by_rules(every)), lambda finding: owners.get(finding.archivo, ""))
        for unit, entry in inbox.log.accepted.items():
            if unit not in inbox.units and unit in self.forms.plan_forms and entry.sha256 not in inbox.put_aside:
                of_units.setdefault(unit, []).append(received.missing(inbox.log, entry))
        is_whole = len(rows) == len(self.forms.plan_forms)
        served = {row.text("acp") for row in every}
        idle = [row for row in self.dataset.rows("acciones") if row.text("acp") not in served] if rows else []
        of_none = [*inbox.log.findings, *(told.without_tasks(row, is_whole=is_whole) for row in idle)]
        others = [told.other_file(file, self.table) for file in self._other_files()]
        return of_units, (*inbox.findings, *of_units.pop("", ()), *of_none, *others)

    def _by_rules(self, rows: Sequence[Row]) -> Iterator[Finding]:
        tables = {"tareas": tuple(rows), "versiones": self.dataset.rows("versiones")}
        dataset = Dataset(tables, {}, self.dataset.nodes)
        book = Book(self.corrida.entidad, self.corrida.period, {}, self.dataset.nodes)
        evidence = Evidence(dataset, book, self.method, self.corrida)
        for rule in REGISTRY.rules.values():
            if rule.check in RULES:
                yield from rule.findings(evidence)

    def _other_files(self) -> list[str]:
        """Files other than `tareas.csv` that contain tasks of the version or are named as if they did."""
        folder = self.workspace.relative(self.folder)
        holding = {row.origin.file for row in self.dataset.rows("tareas") if row.text("version") == self.version}
        named = {
            name
            for name in map(PurePosixPath, self.dataset.files)
            if str(name.parent) == folder and name.stem.strip().lower() == TAREAS.name
        }
        return sorted({*holding, *map(str, named)} - {self.table})

    def _result(
        self,
        inbox: Inbox | None,
        rows: Mapping[str, tuple[Row, ...]],
        of_none: Sequence[Finding] = (),
        of_units: Mapping[str, Sequence[Finding]] | None = None,
    ) -> PlannedYear:
        versions = next((row.origin.file for row in self.dataset.rows("versiones")), "")
        year = self.workspace.year_data(self.corrida.entidad, self.corrida.period.year)
        return PlannedYear(
            self.entidad,
            self.corrida.period,
            f"{self.corrida.entidad}/{self.corrida.periodo}",
            self.version,
            self.workspace.relative(self.folder),
            self.table,
            versions or self.workspace.relative(year / "versiones.csv"),
            tuple(self._unit(form.unit, inbox, rows, of_units or {}) for form in self.forms.plan_forms.values()),
            tuple(of_none),
            tuple(item.name for item in inbox.strays) if inbox else (),
            approved=self.approved,
            is_incomplete=self.is_incomplete,
        )

    def _unit(
        self,
        node: Node,
        inbox: Inbox | None,
        rows: Mapping[str, tuple[Row, ...]],
        of_units: Mapping[str, Sequence[Finding]],
    ) -> UnitPlan:
        own = inbox.units.get(node.code) if inbox else None
        findings = (*(own.findings if own else ()), *of_units.get(node.code, ()))
        if own is None:
            return UnitPlan(node, Handed.MISSING, findings=findings)
        is_wrong = own.chosen is None or any(finding.severidad is Severity.ERROR for finding in findings)
        file = own.chosen.name if own.chosen else ""
        replaced = sum(finding.codigo == told.PlanCode.REPLACED for finding in own.findings)
        tasks = len(rows.get(node.code, ()))
        return UnitPlan(node, Handed.WRONG if is_wrong else Handed.DONE, file, replaced, tasks, findings)

    def _put(self, rows: Sequence[Row]) -> tuple[Outcome, tuple[Finding, ...]]:
        """Write the table if none exists, and check that it reads back the same; an existing table is only compared."""
        path, text = self.folder / TABLE_FILE, table_text(rows)
        if path.exists():
            return self._compared(path.read_bytes(), text, len(rows))
        with Draft(path, text) as draft:
            wrong = tuple(told.unlike(row, column) for row, column in unlike_rows(draft.aside, self.corrida, rows))
            if wrong:
                return Outcome.NOTHING, wrong
            draft.put()
        return Outcome.WRITTEN, ()

    def _compared(self, there: bytes, text: str, tasks: int) -> tuple[Outcome, tuple[Finding, ...]]:
        if there == text.encode("utf-8"):
            return Outcome.THERE, ()
        line = first_difference(there.decode("utf-8", errors="replace"), text)
        stands = sum(row.origin.file == self.table for row in self.dataset.rows("tareas"))
        return Outcome.NOTHING, (told.different(self.table, line, self.approved, (stands, tasks)),)


def _repeated(rows: Sequence[Row]) -> Iterator[Finding]:
    """Violations of the contract across all rows, above all a task that two units have."""
    holders: dict[str, dict[str, None]] = {}
    at = {str(row.cell("tarea")): row.text("tarea") for row in rows}
    for row in rows:
        holders.setdefault(row.text("tarea"), {})[row.text("unidad")] = None
    for finding in check_rows(TAREAS, rows, frozenset()):
        units = tuple(holders.get(at.get(finding.place, ""), ()))
        is_shared = finding.codigo == Code.DUPLICATE and len(units) > 1
        yield told.with_both_units(finding, units) if is_shared else finding
