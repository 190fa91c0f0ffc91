"""What putting a year's plan together gave: where each unit stands with its form, and what became of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from helpers.entidad import Entidad
from helpers.findings import Finding, ordered
from helpers.periods import Period
from helpers.reception.log import INBOX
from helpers.records import Node


class Handed(StrEnum):
    """Where a unit stands with its form."""

    DONE = "entregó"
    WRONG = "con errores"
    MISSING = "falta"


class Outcome(StrEnum):
    """What became of `tareas.csv`."""

    WRITTEN = "escrito"
    THERE = "ya estaba"
    NOTHING = "no se escribió"


@dataclass(frozen=True)
class UnitPlan:
    """One unit that has to programme its year.

    Attributes
    ----------
    node : Node
    status : Handed
    file : str
        The form that counts, from the inbox; empty where none does.
    replaced : int
        How many earlier forms of it a later one took the place of.
    tasks : int
    findings : tuple of Finding
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
        """The same with errors found later, if any."""
        return replace(self, status=Handed.WRONG, findings=(*self.findings, *more)) if more else self


@dataclass(frozen=True)
class PlannedYear:
    """What putting the plan together gave.

    Attributes
    ----------
    entidad : Entidad
    period : Period
    version : str
    folder, table, versions : str
        The version's folder, its table of tasks and the table of versions, named from the root.
    run : str
        As commands take it: `mre/2025-poa`.
    units : tuple of UnitPlan
        In the structure's order.
    of_none : tuple of Finding
        Those of no one unit.
    strays : tuple of str
        Files that have no place in the inbox.
    outcome : Outcome
    approved : str
        The resolution or date that `versiones` gives; empty where the version is not in it.
    is_incomplete : bool
        It was asked for without those who are missing.
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
        return ordered((*(finding for unit in self.units for finding in unit.findings), *self.of_none))

    @property
    def tasks(self) -> int:
        return sum(unit.tasks for unit in self.units)

    @property
    def fails(self) -> bool:
        return self.outcome is Outcome.NOTHING

    def with_findings(self, more: Sequence[Finding]) -> PlannedYear:
        """The same with what was found last, each with the unit whose form it is of."""
        units = tuple(unit.with_findings([one for one in more if self._is_of(unit, one)]) for unit in self.units)
        of_none = [one for one in more if not any(self._is_of(unit, one) for unit in self.units)]
        return replace(self, units=units, of_none=(*self.of_none, *of_none))

    def _is_of(self, unit: UnitPlan, finding: Finding) -> bool:
        return bool(unit.file) and finding.archivo == f"{self.folder}/{INBOX}/{unit.file}"

    def with_status(self, status: Handed) -> tuple[UnitPlan, ...]:
        return tuple(unit for unit in self.units if unit.status is status)
