"""The state of each unit's report on a period: in time, after a reminder, late, rejected or missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Node, Row
from helpers.figures.series import YEAR, Series
from helpers.figures.situations import FormState
from helpers.forms.form_codes import LOST, OF_INBOX
from helpers.forms.reception.form_judging import Received
from helpers.forms.reception.reception_log import Entry
from helpers.run.gathered_inputs import Gathered
from helpers.scoring.planning.plan_in_force import has_data, has_own_data, is_due, is_reported, plan_of, told_late
from helpers.settings.params import Plazo


class Status(StrEnum):
    """State of a unit's report.

    `en plazo`, `tarde`: by its date or, without one, by `en_plazo` of `presentaciones`. `informó`: the date or the
    deadline is unknown. `informó en parte`: the date is unknown, and a quarter in which something is due has no
    quantities. `nada programado`: there is no form, and the plan has nothing for the unit in the period. `aceptado y
    perdido`: the form was accepted, but its file is gone from the period's inbox or is another. `no se sabe`: the log
    of received forms cannot be read.
    """

    IN_TIME = "en plazo"
    REMINDED = "en la reiteración"
    LATE = "tarde"
    REPORTED = "informó"
    PARTIAL = "informó en parte"
    REJECTED = "rechazado"
    LOST = "aceptado y perdido"
    MISSING = "falta"
    UNKNOWN = "no se sabe"
    NOT_DUE = "nada programado"


@dataclass(frozen=True)
class UnitCheck:
    """A unit that has to report.

    Attributes
    ----------
    presented : date or None
        Earliest date of its rows in `presentaciones`, those of replaced forms included; without rows, the date of its
        accepted form; None without either.
    file : str
        Path from the inbox of the form that counts, or of the last one rejected; empty if it sent no form.
    replaced : int
        Number of its replaced forms.
    reminder : str
        The note that reminded it, according to `presentaciones`.
    figure : Figure or None
        Its figure of physical progress in the period.
    """

    node: Node
    status: Status
    presented: date | None = None
    file: str = ""
    replaced: int = 0
    reminder: str = ""
    findings: tuple[Finding, ...] = ()
    figure: Figure | None = None

    @property
    def name(self) -> str:
        """Its acronym, or its code if it has none."""
        return self.node.sigla or self.node.code

    @property
    def to_return(self) -> bool:
        """Whether its form has errors that the unit has to correct; the planner corrects those of inbox and tables."""
        errors = [finding for finding in self.findings if finding.severidad is Severity.ERROR and finding.is_of_form]
        return bool(self.file) and any(not finding.codigo.startswith(OF_INBOX) for finding in errors)

    def count(self, severity: Severity) -> int:
        """Return how many of the unit's findings have a severity."""
        return sum(finding.severidad is severity for finding in self.findings)


@dataclass(frozen=True)
class Standing:
    """Determines the state of units from the received forms and the tables."""

    gathered: Gathered
    received: Received | None
    book: Book | None
    due: Plazo | None

    def units(self, owned: Mapping[str, tuple[Finding, ...]]) -> tuple[UnitCheck, ...]:
        """Return every unit that has to report, with the state of its report, in the structure's order.

        They are the units whose form is due, even if the plan has nothing for them in the period (`NOT_DUE`), and
        others that sent a form which was not set aside.

        Parameters
        ----------
        owned : Mapping of str to tuple of Finding
            Findings by the unit's code; a unit without any may be absent.
        """
        return tuple(self._unit(node, owned.get(node.code, ())) for node in self._obliged)

    @property
    def _obliged(self) -> tuple[Node, ...]:
        """The units whose form is due or that have reported, in the structure's order."""
        forms = self.gathered.forms
        sent = {unit for unit, state in self._of_state if state is not FormState.DISCARDED} | self._presentations.keys()
        return tuple(form.unit for code, form in forms.forms.items() if code in forms.due or code in sent)

    def _unit(self, node: Node, findings: tuple[Finding, ...]) -> UnitCheck:
        """Return a unit with the state of its report; it was presented on the earliest day that is known."""
        accepted, rejected = self._last(node, FormState.ACCEPTED), self._last(node, FormState.REJECTED)
        period = self.gathered.corrida.period
        folders = [f"/{one.year}/{one.window}/" for one in (period, *period.quarters())]
        lost = [finding.archivo for finding in findings if finding.codigo in LOST]
        is_lost = any(folder in file for folder in folders for file in lost)
        counts = accepted or rejected
        rows = self._presentations.get(node.code, ())
        days = [day for row in rows if (day := row.date("fecha_presentacion")) is not None]
        days += [accepted.presented] if accepted and not rows else []
        return UnitCheck(
            node=node,
            status=Status.LOST if is_lost else self._status(node, min(days, default=None), accepted, rejected),
            presented=min(days, default=None),
            file=counts.archivo if counts else "",
            replaced=len(self._of_state.get((node.code, FormState.REPLACED), ())),
            reminder=next((row.text("reiteracion") for row in rows if row.text("reiteracion")), ""),
            findings=findings,
            figure=self._figure(node),
        )

    def _status(self, node: Node, day: date | None, accepted: Entry | None, rejected: Entry | None) -> Status:
        """State of a unit's report from `day`, its date of reception, and its last accepted and last rejected form.

        The day decides if it is known; else a form that was only rejected, then `en_plazo`, then what was reported.
        """
        if day is None:
            if rejected is not None and accepted is None:
                return Status.REJECTED
            rows = self._presentations.get(node.code, ())
            if any(row.text("en_plazo") for row in rows):
                return Status.LATE if any(map(told_late, rows)) else Status.IN_TIME
            if self._reported(node):
                return Status.PARTIAL if self._lacks_a_quarter(node) else Status.REPORTED
            if self.received is not None and not self.received.log.is_readable:
                return Status.UNKNOWN
            return Status.NOT_DUE if self._has_nothing_due(node) else Status.MISSING
        if self.due is None:
            return Status.REPORTED
        if day <= self.due.fecha:
            return Status.IN_TIME
        return Status.REMINDED if day <= self.due.last else Status.LATE

    def _has_nothing_due(self, node: Node) -> bool:
        """Whether the plan has tasks of the unit, but none programmed in the period."""
        own = self._tasks(node)
        return bool(own) and not any(is_due(task, self.gathered.corrida.period) for task in own)

    def _lacks_a_quarter(self, node: Node) -> bool:
        """Whether a unit with quantities by month has none in a quarter, of several, in which the plan has any.

        False for a unit with a progress of its own, or with a quantity for the whole year.
        """
        own, quarters = self._tasks(node), self.gathered.corrida.period.quarters()
        if len(quarters) < 2 or node.key in self._with_progress or any(task.executed[YEAR] is not None for task in own):
            return False
        return any(
            any(task.programmed[place] for task in own for place in task.places(task.programmed, quarter))
            and not any(is_reported(task, quarter) for task in own)
            for quarter in quarters
        )

    def _tasks(self, node: Node) -> list[Series]:
        """Return the unit's tasks in the version of the plan in force in the period."""
        plan = plan_of(self.gathered.dataset)
        return [task for task in plan.tasks(self.gathered.corrida.period) if plan.units.get(task.unit) == node]

    def _figure(self, node: Node) -> Figure | None:
        """The unit's figure of physical progress in the period; None without one."""
        if self.book is None:
            return None
        return self.book.get(self.gathered.method.physical_indicator, self.gathered.corrida.period, *node.key)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        """The received files as `Received.current`; empty if the period has no inbox."""
        return self.received.current if self.received else ()

    @cached_property
    def _of_state(self) -> Mapping[tuple[str, FormState], list[Entry]]:
        """The received files by unit and state, in order of reception."""
        return grouped(self._entries, lambda entry: (entry.unidad, entry.estado))

    def _last(self, node: Node, state: FormState) -> Entry | None:
        """The unit's last received form in a state; None without any."""
        return next(reversed(self._of_state.get((node.code, state), ())), None)

    @cached_property
    def _presentations(self) -> Mapping[str, list[Row]]:
        """The period's rows of `presentaciones`, by unit."""
        return grouped(
            (
                row
                for row in self.gathered.dataset.rows("presentaciones")
                if row.period("periodo") == self.gathered.corrida.period
            ),
            lambda row: row.text("unidad"),
        )

    def _reported(self, node: Node) -> bool:
        """Whether a unit reported any value of the period, or its type of post did so on its behalf."""
        plan, window = plan_of(self.gathered.dataset), self.gathered.corrida.period
        if self._entries:
            return has_own_data(plan, node, window)  # If the period has forms, every unit hands in its own.
        return has_data(plan, self.gathered.method, node, window)

    @cached_property
    def _with_progress(self) -> frozenset[tuple[str, str]]:
        """The nodes, as level and code, with a value of the period in `avances`."""
        return frozenset(
            (row.text("nivel"), row.text("codigo"))
            for row in self.gathered.dataset.rows("avances")
            if row.period("periodo") == self.gathered.corrida.period and row.number("valor") is not None
        )
