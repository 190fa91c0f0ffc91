"""`poa plan`: the year's plan put together from the planning forms that the units handed in.

Nothing is written until everything is known to be right: `tareas.csv` and the log of the forms that it comes from
go together, so that the accepted forms of the log are the ones that the table says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

from helpers.book import Book
from helpers.checks import goals
from helpers.checks.registry import REGISTRY, Evidence
from helpers.display import date_es
from helpers.entidad import Entidad, load_institution
from helpers.errors import InputsFailed, UsageError
from helpers.findings import Finding, Severity
from helpers.forms.form_set import FormSet
from helpers.intake.dataset import Dataset
from helpers.intake.problems import Code
from helpers.intake.read import read_dataset
from helpers.intake.validate import check_rows
from helpers.lock import locked
from helpers.methods import Metodo, load_method
from helpers.params import Corrida, load_run
from helpers.periods import Period
from helpers.planning import findings as told
from helpers.planning.base import base_of, version_folder
from helpers.planning.inbox import Came, Inbox
from helpers.planning.opening import open_inbox
from helpers.planning.records import Handed, Outcome, PlannedYear, UnitPlan
from helpers.planning.table import TABLE_FILE, TAREAS, Draft, first_difference, table_rows, table_text, unlike_rows
from helpers.reception import findings as received
from helpers.reception.busy import BeingChecked
from helpers.reception.log import LOG, append, mend, read_log
from helpers.reception.reader import ReadForm
from helpers.records import Node, Row
from helpers.workspace import Workspace

NEEDED = ("estructura",)
"""What must be there to know whose each form is; the plan itself is what is being made."""
RULES = (goals.tasks_without_programme,)
"""Rules over a plan that the form does not make while one types."""


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
    """Read the planning forms of a version of the plan and, where all is well, write its `tareas.csv` and its log.

    Parameters
    ----------
    period : str
        The year's plan: `2025-poa`.
    version : str
        Name of its folder in `poa/`, whose `formularios/` holds the forms.
    is_incomplete : bool
        Write it also while units are missing.

    Raises
    ------
    UsageError
        For what is no plan, a version that cannot be, or one without its inbox.
    InputsFailed
        Where the structure or another table of the year has errors.
    BeingChecked
        Where another process does the same.
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
        row = next((row for row in self.dataset.rows("versiones") if row.text("version") == self.version), None)
        day = row.date("fecha") if row else None
        return ", ".join(filter(None, (row.text("resolucion"), date_es(day) if day else ""))) if row else ""

    def made(self, now: datetime, read: ReadForm | None) -> PlannedYear:
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
        """What the forms do not say of themselves: by unit, and of no one unit."""
        every = tuple(row for some in rows.values() for row in some)
        owners = {row.origin.file: unit for unit, some in rows.items() for row in some}
        of_units: dict[str, list[Finding]] = {}
        for finding in (*_repeated(every), *self._by_rules(every)):
            of_units.setdefault(owners.get(finding.archivo, ""), []).append(finding)
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
        """Files other than `tareas.csv` that hold the version's tasks, or are there to."""
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
        """Put the table in its place where nothing is there; what is there is never written over."""
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
    """What the contract refuses of all the rows together: above all, a task that two units have."""
    holders: dict[str, dict[str, None]] = {}
    at = {str(row.cell("tarea")): row.text("tarea") for row in rows}
    for row in rows:
        holders.setdefault(row.text("tarea"), {})[row.text("unidad")] = None
    for finding in check_rows(TAREAS, rows, frozenset()):
        units = tuple(holders.get(at.get(finding.place, ""), ()))
        is_shared = finding.codigo == Code.DUPLICATE and len(units) > 1
        yield told.with_both_units(finding, units) if is_shared else finding
