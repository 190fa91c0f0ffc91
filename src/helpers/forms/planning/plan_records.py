"""The result of preparing a year's plan: the state of each unit's form, and whether the table was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from helpers.base.periods import Period
from helpers.figures.findings import Finding, sort_findings
from helpers.figures.records import Node
from helpers.forms.reception.reception_log import INBOX
from helpers.settings.institution import Entidad


class Handed(StrEnum):
    """State of a unit's planning form."""

    DONE = "entregó"
    WRONG = "con errores"
    MISSING = "falta"


class Outcome(StrEnum):
    """Whether `tareas.csv` was written."""

    WRITTEN = "escrito"
    THERE = "ya estaba"
    NOTHING = "no se escribió"


@dataclass(frozen=True)
class UnitPlan:
    """A unit that has to programme its year.

    Attributes
    ----------
    file : str
        Path from the inbox of the form that counts; empty if there is none.
    replaced : int
        Number of earlier forms that a later one replaced.
    tasks : int
        Number of tasks in the form that counts.
    """

    node: Node
    status: Handed
    file: str = ""
    replaced: int = 0
    tasks: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        return self.node.sigla or self.node.code

    def with_findings(self, more: Sequence[Finding]) -> UnitPlan:
        """A copy with additional errors and the state `WRONG`; unchanged if there are none."""
        return replace(self, status=Handed.WRONG, findings=(*self.findings, *more)) if more else self


@dataclass(frozen=True)
class PlannedYear:
    """The result of preparing a year's plan.

    Attributes
    ----------
    run : str
        The run as commands name it: `mre/2025-poa`.
    folder, table, versions : str
        Paths from the root: the version's folder, its table of tasks, and the table of versions.
    units : tuple of UnitPlan
        In the structure's order.
    of_none : tuple of Finding
        Findings on no particular unit.
    strays : tuple of str
        Files that do not belong in the inbox.
    approved : str
        Resolution and date in `versiones`; empty if the version is not listed.
    is_incomplete : bool
        Whether the plan was requested without the missing units.
    """

    entidad: Entidad
    period: Period
    run: str
    version: str
    folder: str
    table: str
    versions: str
    units: tuple[UnitPlan, ...]
    of_none: tuple[Finding, ...] = ()
    strays: tuple[str, ...] = ()
    outcome: Outcome = Outcome.NOTHING
    approved: str = ""
    is_incomplete: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        return sort_findings((*(finding for unit in self.units for finding in unit.findings), *self.of_none))

    @property
    def tasks(self) -> int:
        return sum(unit.tasks for unit in self.units)

    @property
    def fails(self) -> bool:
        return self.outcome is Outcome.NOTHING

    def with_findings(self, more: Sequence[Finding]) -> PlannedYear:
        """A copy with additional findings, each assigned to the unit of its form."""
        units = tuple(unit.with_findings([one for one in more if self._is_of(unit, one)]) for unit in self.units)
        of_none = [one for one in more if not any(self._is_of(unit, one) for unit in self.units)]
        return replace(self, units=units, of_none=(*self.of_none, *of_none))

    def _is_of(self, unit: UnitPlan, finding: Finding) -> bool:
        return bool(unit.file) and finding.archivo == f"{self.folder}/{INBOX}/{unit.file}"

    def with_status(self, status: Handed) -> tuple[UnitPlan, ...]:
        return tuple(unit for unit in self.units if unit.status is status)
