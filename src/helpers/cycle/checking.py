"""`poa check`: everything of a period read, judged and counted: who reported, who did not, what is to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from helpers.book import Book
from helpers.compute import compute_gathered
from helpers.cycle.attribution import Attribution, by_unit
from helpers.cycle.earlier import is_earlier
from helpers.cycle.losses import LESS, accept, find_losses
from helpers.cycle.needs import Need, Needs
from helpers.cycle.standing import Standing, Status, UnitCheck
from helpers.cycle.trial import trial_needs
from helpers.cycle.wording import NO_FORM, in_reading_order
from helpers.findings import Finding, Severity, ordered
from helpers.gathering import Gathered, gather
from helpers.intake.dataset import Dataset
from helpers.params import Plazo
from helpers.periods import Period
from helpers.reception.judged import Received
from helpers.reception.judging import judge_inbox
from helpers.reception.log import FROM_FORMS, INBOX, period_folders
from helpers.reception.reader import FormContext, ReadForm, reading_once, usual_reader
from helpers.trace import Figure
from helpers.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes
    ----------
    gathered : Gathered
    received : Received or None
        What the inbox gave; None where the period has none.
    book : Book or None
        None while errors prevent computing.
    findings : tuple of Finding
    units : tuple of UnitCheck
        Those that have to report, in the structure's order.
    of_none : tuple of Finding
        Those of no one unit.
    earlier : tuple of (str, Finding)
        Warnings and notes of the year's earlier periods, each with its unit's code, empty for those of no one unit.
    due : Plazo or None
        Until when the period's forms could be handed in.
    accepted : tuple of Finding or None
        What was asked to be accepted and was; None where nothing was asked, or errors prevent it.
    on : date
        The day of the check.
    """

    gathered: Gathered
    received: Received | None
    book: Book | None
    findings: tuple[Finding, ...]
    units: tuple[UnitCheck, ...]
    on: date
    of_none: tuple[Finding, ...] = ()
    earlier: tuple[tuple[str, Finding], ...] = ()
    due: Plazo | None = None
    accepted: tuple[Finding, ...] | None = None

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        """What the tables hold less of than when a check was last accepted."""
        return tuple(finding for finding in self.findings if finding.codigo == LESS)

    @property
    def fails(self) -> bool:
        return any(finding.severidad is Severity.ERROR for finding in self.findings)

    def with_status(self, *statuses: Status) -> tuple[UnitCheck, ...]:
        return tuple(unit for unit in self.units if unit.status in statuses)

    @property
    def is_overdue(self) -> bool:
        """Whether the last day to hand in is past."""
        return self.due is not None and self.due.last < self.on

    def need(self, unit: UnitCheck) -> Need | None:
        """What a unit needs to reach its next grade."""
        return self._needs.of(unit.node) if self._needs is not None else None

    def trial(self, unit: UnitCheck) -> tuple[Figure | None, Need | None]:
        """Of a unit whose form was rejected, the figure that its readable cells give, and what it would need then."""
        if self._trial is None or self.received is None or unit.node.code not in self.received.unentered:
            return None, None
        return self._trial.figure(unit.node), self._trial.of(unit.node)

    @cached_property
    def _needs(self) -> Needs | None:
        return None if self.book is None else Needs(self.gathered, self.book)

    @cached_property
    def _trial(self) -> Needs | None:
        unentered = self.received.unentered if self.received else {}
        return trial_needs(self.gathered, unentered) if unentered and self.book is not None else None


def check_run(
    workspace: Workspace,
    institution: str,
    period: str,
    now: datetime | None = None,
    read: ReadForm | None = None,
    *,
    accepting: bool = False,
) -> Checked:
    """Judge the inbox of a run's period, log what came in, and read and compute everything.

    Without errors, what each table holds is kept as accepted; a table that holds less than it did, only on request.

    Parameters
    ----------
    accepting : bool
        Whether what the tables hold less of is as it should be.

    Raises
    ------
    UsageError, ConfigError
        As `gather` does.
    """
    read_once = reading_once(read or usual_reader())
    now = now or datetime.now().astimezone()
    box = _Inbox(workspace, now, read_once)
    gathered = gather(workspace, institution, period, receive=box.receive, read=read_once)
    computed = None if gathered.fails else compute_gathered(gathered)
    losses = find_losses(workspace, gathered, box.tables)
    told = (*(computed.findings if computed else gathered.findings), *(box.received.findings if box.received else ()))
    has_errors = any(finding.severidad is Severity.ERROR for finding in told)
    is_accepted = accepting and not has_errors
    if not has_errors:
        accept(workspace, gathered, losses, now.date(), everything=accepting)
    told += (*losses.of_the_record, *(() if is_accepted else losses.found.values()))
    book = computed.book if computed else None
    of_period = gathered.corrida.period
    concerned = box.received.concerned if box.received else {}
    attribution = Attribution(gathered.dataset, _senders(gathered, box.received), concerned)
    findings = tuple(_without_known_absences(ordered(dict.fromkeys(told)), attribution, box.received, of_period))
    whose = by_unit(attribution, findings)
    owned = {
        code: in_reading_order(one for one in some if not is_earlier(one, of_period)) for code, some in whose.items()
    }
    earlier = tuple((code, one) for code, some in whose.items() for one in some if is_earlier(one, of_period))
    due = gathered.corrida.plazos.get(gathered.corrida.period.code)
    units = Standing(gathered, box.received, book, due).units(owned)
    checked = {unit.node.code for unit in units}
    of_none = tuple(finding for code, some in owned.items() if code not in checked for finding in some)
    accepted = tuple(losses.found.values()) if is_accepted else None
    return Checked(gathered, box.received, book, findings, units, now.date(), of_none, earlier, due, accepted)


def _without_known_absences(
    findings: Iterable[Finding], attribution: Attribution, received: Received | None, period: Period
) -> Iterator[Finding]:
    """Leave out that a unit handed in no form where one of it came, and is rejected or lost: that is told as such."""
    came = {entry.unidad for entry in received.log.current} if received else set()
    for finding in findings:
        is_of_now = finding.codigo == NO_FORM and not is_earlier(finding, period)
        if not (is_of_now and attribution.unit(finding) in came):
            yield finding


@dataclass
class _Inbox:
    """Judges the inbox of a run's own period, and keeps what that gave and the tables as their files hold them."""

    workspace: Workspace
    now: datetime
    read: ReadForm
    received: Received | None = None
    tables: Dataset = field(default_factory=lambda: Dataset({}, {}))

    def receive(self, context: FormContext) -> None:
        self.tables = context.dataset
        for folder in period_folders(self.workspace, context.corrida):
            if folder.period == context.corrida.period:
                self.received = judge_inbox(self.workspace, context, folder, self.now, self.read)


def _senders(gathered: Gathered, received: Received | None) -> dict[str, str]:
    """By file, named from the root, the unit that sent it."""
    log = received.log if received else None
    entries = log.current if log else ()
    folder = log.label.rpartition("/")[0] if log else ""
    of_log = {f"{folder}/{INBOX}/{entry.archivo}": entry.unidad for entry in entries if entry.unidad}
    rows = (row for name in FROM_FORMS for row in gathered.dataset.rows(name) if row.text("unidad"))
    return {row.origin.file: row.text("unidad") for row in rows if f"/{INBOX}/" in row.origin.file} | of_log
