"""`poa plan`: prepares the year's plan from the units' planning forms.

Nothing is written until all forms are correct. `tareas.csv` and the log are written together, so that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, InputsFailed, has_error, sort_findings
from helpers.figures.records import Node, Row
from helpers.forms.blank.form_layout import PlanForm
from helpers.forms.blank.form_set import FormSet, read_form_set
from helpers.forms.form_codes import PlanCode
from helpers.forms.planning.plan_checks import other_tables, plan_findings
from helpers.forms.planning.plan_inbox import PlanInbox, earlier_plan, judged_plan_forms, version_folder
from helpers.forms.planning.tasks_table import TABLE_FILE, TAREAS, Outcome, table_rows, write_table
from helpers.forms.reception.form_judging import locked_log
from helpers.forms.reception.reception_log import append_lines, read_log
from helpers.scoring.planning.plan_versions import approval_words
from helpers.settings.institution import Entidad


class FormStatus(StrEnum):
    """State of a unit's planning form."""

    DONE = "entregó"
    WRONG = "con errores"
    MISSING = "falta"


@dataclass(frozen=True)
class UnitPlan:
    """A unit that has to programme its year.

    Attributes
    ----------
    replaced, tasks : int
        Number of earlier forms that a later one replaced, and of tasks in the form that counts.
    dropped : int
        Number of tasks that the unit has in the plan from which its form starts, and that no form without errors has.
    """

    node: Node
    status: FormStatus
    replaced: int = 0
    tasks: int = 0
    dropped: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """The unit's acronym (`sigla`), else its code."""
        return self.node.sigla or self.node.code


@dataclass(frozen=True)
class PlannedYear:
    """The result of preparing a year's plan.

    Attributes
    ----------
    run : str
        The run as commands name it: `mre/2025-poa`.
    folder, table : str
        Paths from the root: the version's folder and its table of tasks.
    units : tuple of UnitPlan
        In the structure's order.
    of_none, strays : tuple
        Findings on no particular unit, and paths of the files that do not belong in the inbox.
    approved : str
        Resolution, date or both in `versiones`; empty if it states neither.
    is_incomplete : bool
        Whether the plan was requested without the missing units.
    """

    entidad: Entidad
    period: Period
    run: str
    version: str
    folder: str
    table: str
    units: tuple[UnitPlan, ...]
    of_none: tuple[Finding, ...] = ()
    strays: tuple[str, ...] = ()
    outcome: Outcome = Outcome.NOTHING
    approved: str = ""
    is_incomplete: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, of every unit and of none, sorted; one that concerns two units is listed once."""
        every = (*(finding for unit in self.units for finding in unit.findings), *self.of_none)
        return sort_findings(dict.fromkeys(every))

    @property
    def is_written(self) -> bool:
        """Whether this run of the command wrote `tareas.csv`; false if it wrote none or an equal one was there."""
        return self.outcome is Outcome.WRITTEN

    @property
    def fails(self) -> bool:
        """Whether no table was written, and none was there that already agrees with the forms."""
        return self.outcome is Outcome.NOTHING

    def with_status(self, status: FormStatus) -> tuple[UnitPlan, ...]:
        """Return the units whose form has a status, in the structure's order."""
        return tuple(unit for unit in self.units if unit.status is status)


def plan_year(
    workspace: Workspace,
    institution: str,
    period: str,
    version: str,
    now: datetime | None = None,
    *,
    is_incomplete: bool = False,
) -> PlannedYear:
    """Read the planning forms of a version; write its `tareas.csv` and log if nothing is wrong and no unit is missing.

    Parameters
    ----------
    period : str
        The plan's period: `2025-poa`.
    version : str
        Name of the version's folder in `poa/`; its `formularios/` contains the forms.
    now : datetime or None
        Time of reception; None for the current time.
    is_incomplete : bool
        Write the table even if units are missing, but not without any form.

    Returns
    -------
    PlannedYear
        Its `outcome` says if the table was written. One that exists is kept; if it is equal, the log is written.

    Raises
    ------
    UsageError
        If the period is not a plan, the version's name is not valid, or the version has no inbox.
    InputsFailed
        If the structure or another table of the year has errors, or the log cannot be read.
    LockHeld
        If another process is preparing the same version.
    """
    _check_is_plan(institution, period)
    known = read_form_set(workspace, institution, period)
    folder = version_folder(workspace, known.corrida, version)
    plan = _Preparation(workspace, known, version, folder, is_incomplete)
    with locked_log(workspace, folder):
        return plan.result(now or datetime.now().astimezone())


def _check_is_plan(institution: str, period: str) -> None:
    window = Period.parse(period)
    if not window.is_plan:
        raise UsageError(f"«{period}» no es el plan de un año: se escribe {institution}/{window.year}-poa.")


@dataclass(frozen=True)
class _Preparation:
    """Prepares one version of the plan while its log is locked; `known` has the year's tables as they are now."""

    workspace: Workspace
    known: FormSet
    version: str
    folder: Path
    is_incomplete: bool

    @cached_property
    def forms(self) -> FormSet:
        """The planning forms, as they start from the plan before this version, or from a draft of it."""
        return replace(self.known, dataset=earlier_plan(self.known.dataset, self.version), draft=self.version)

    @property
    def table(self) -> str:
        return self.workspace.relative(self.folder / TABLE_FILE)

    @cached_property
    def approved(self) -> str:
        """Resolution and date of the version in `versiones`; empty if it is not listed."""
        return approval_words(self.known.dataset, self.version)

    def result(self, now: datetime) -> PlannedYear:
        """Read and judge the forms; write the table and the log if there are no errors.

        Nor is anything written if no form counts, or a unit is missing and the plan was not requested as incomplete.
        """
        log = read_log(self.workspace, self.folder)
        if not log.is_readable:
            raise InputsFailed(log.findings)
        inbox = judged_plan_forms(self.workspace, self.forms, log, now)
        rows = {
            unit: table_rows(inbox.chosen[unit].rows.get(TAREAS.name, ()), self.version)
            for unit in self.forms.plan_forms
            if unit in inbox.chosen
        }
        owners = {row.origin.file: unit for unit, some in rows.items() for row in some}
        found = by_key((*inbox.findings, *self._of_plan(rows, owners)))
        result = self._result(inbox, rows, found)
        is_lacking = not self.is_incomplete and result.with_status(FormStatus.MISSING)
        if has_error(result.findings) or not rows or is_lacking:
            return result
        every = [row for some in rows.values() for row in some]
        outcome, wrong = write_table(self.folder, self.table, every, self.known)
        if outcome is not Outcome.NOTHING:
            append_lines(log, inbox.lines)
        for finding in wrong:
            found.setdefault(owners.get(finding.archivo, ""), []).append(finding)
        return replace(self._result(inbox, rows, found), outcome=outcome)

    def _of_plan(
        self, rows: Mapping[str, tuple[Row, ...]], owners: Mapping[str, str]
    ) -> Iterator[tuple[str, Finding]]:
        """The findings that a single form does not show, each with its unit: on all rows, and on other tables."""
        every = tuple(row for some in rows.values() for row in some)
        folder = self.workspace.relative(self.folder)
        others = other_tables(self.known.dataset, self.version, folder, self.table)
        return ((owners.get(finding.archivo, ""), finding) for finding in (*plan_findings(every, self.known), *others))

    def _result(
        self,
        inbox: PlanInbox,
        rows: Mapping[str, tuple[Row, ...]],
        found: Mapping[str, Sequence[Finding]],
    ) -> PlannedYear:
        """Return the result so far, with no table written."""
        shown = {*self.forms.due_plan_forms, *found, *inbox.came}
        forms = [form for unit, form in self.forms.plan_forms.items() if unit in shown]
        kept = {row.text("tarea") for some in rows.values() for row in some}
        return PlannedYear(
            self.known.entidad,
            self.known.corrida.period,
            f"{self.known.corrida.entidad}/{self.known.corrida.periodo}",
            self.version,
            self.workspace.relative(self.folder),
            self.table,
            tuple(self._unit(form, inbox, rows, found, kept) for form in forms),
            tuple(found.get("", ())),
            inbox.strays,
            approved=self.approved,
            is_incomplete=self.is_incomplete,
        )

    def _unit(
        self,
        form: PlanForm,
        inbox: PlanInbox,
        rows: Mapping[str, tuple[Row, ...]],
        found: Mapping[str, Sequence[Finding]],
        kept: Set[str],
    ) -> UnitPlan:
        """The state of a unit's planning form; with errors if none counts or any finding on it is an error."""
        node, dropped = form.unit, sum(line.task not in kept for line in form.tasks)
        findings = tuple(found.get(node.code, ()))
        if node.code not in inbox.came:
            return UnitPlan(node, FormStatus.MISSING, dropped=dropped, findings=findings)
        is_wrong = node.code not in inbox.chosen or has_error(findings)
        replaced = sum(finding.codigo == PlanCode.REPLACED for finding in findings)
        status, tasks = FormStatus.WRONG if is_wrong else FormStatus.DONE, len(rows.get(node.code, ()))
        return UnitPlan(node, status, replaced, tasks, dropped, findings)
