"""`poa comprobar`: reads, judges and computes everything of a period: who reported, who did not, what is wrong.

Findings on earlier periods of the year are listed apart, because this period's forms cannot correct them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.finding_units import Attribution, by_unit
from helpers.desk.checking.grade_needs import GradeDistance, grade_distance
from helpers.desk.checking.lost_rows import LESS, accept, find_losses, without_request
from helpers.desk.checking.unit_standing import Standing, Status, UnitCheck
from helpers.desk.terminal.finding_pages import NO_FORM, in_reading_order
from helpers.figures.book import Book
from helpers.figures.finding_families import cutoff_of, with_more
from helpers.figures.findings import Finding, Severity, has_error, sort_findings
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.reception.accepted_rows import ReadForm, form_reader
from helpers.forms.reception.form_judging import Received, judge_inbox
from helpers.forms.reception.reception_log import FROM_FORMS, INBOX, period_folders
from helpers.intake.dataset import Dataset
from helpers.run.compute import compute_gathered
from helpers.run.gathered_inputs import Gathered, gather
from helpers.settings.params import Plazo

_CODE = re.compile(r"\b\d{4}-[A-Za-z][A-Za-z0-9-]*")
_FOLDER = re.compile(r"/(\d{4})/([A-Za-z0-9-]+)/")
"""A period's folder in an institution's data: `data/mre/2024/T2/`."""


@dataclass(frozen=True)
class Checked:
    """The result of a check.

    Attributes
    ----------
    received : Received or None
        Result of judging the inbox; None if the period has none.
    book : Book or None
        None if errors prevent computing.
    units : tuple of UnitCheck
        Units that have to report, in the structure's order.
    of_none : tuple of Finding
        Findings on no particular unit.
    earlier : tuple of (str, Finding)
        Warnings and notes on earlier periods of the year, with the unit's code (empty if none).
    due : Plazo or None
        Deadline for the period's forms.
    accepted : tuple of Finding or None
        Losses accepted on request; None if nothing was requested, or if errors prevent it.
    on : date
        Day of the check.
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
        """Warnings on tables with less content than when a check was last accepted."""
        return tuple(finding for finding in self.findings if finding.codigo == LESS)

    @property
    def fails(self) -> bool:
        """Whether any finding, of tables or of forms, is an error."""
        return has_error(self.findings)

    def with_status(self, *statuses: Status) -> tuple[UnitCheck, ...]:
        """Return the units whose report is in one of some states, in the structure's order."""
        return tuple(unit for unit in self.units if unit.status in statuses)

    @property
    def is_overdue(self) -> bool:
        """Whether the last day to hand in, the reminder's included, has passed; False if there is no deadline."""
        return self.due is not None and self.due.last < self.on

    def need(self, unit: UnitCheck) -> GradeDistance | None:
        """Return what a unit needs for its next grade; None if nothing was computed, or as in `grade_distance`."""
        return None if self.book is None else grade_distance(self.gathered, self.book, unit)


def check_run(
    workspace: Workspace,
    institution: str,
    period: str,
    now: datetime | None = None,
    *,
    accepting: bool = False,
) -> Checked:
    """Judge the inbox of a run's period, log new files, and read and compute everything.

    If there are no errors, the tables' sizes are saved as accepted; sizes of tables with less content only on request.

    Parameters
    ----------
    now : datetime or None
        Time of reception; by default, the current time.
    accepting : bool
        Whether to accept tables that have less content.

    Raises
    ------
    UsageError
        If the institution or the period does not exist.
    ConfigError
        If a params or method file, or the record of the last accepted check, does not load.
    LockHeld
        If another process is judging the same inbox.
    """
    box = _Inbox(workspace, now or datetime.now().astimezone(), form_reader())
    gathered = gather(workspace, institution, period, receive=box.receive, read=box.read)
    computed = None if gathered.fails else compute_gathered(gathered)
    losses = find_losses(workspace, gathered, box.tables)
    told = (*(computed.findings if computed else gathered.findings), *(box.received.findings if box.received else ()))
    has_errors = has_error(told)
    is_accepted = accepting and not has_errors
    if not has_errors:
        accept(workspace, gathered, losses, box.now.date(), everything=accepting)
    told += () if is_accepted else tuple(losses.found.values())
    book = computed.book if computed else None
    of_period = gathered.corrida.period
    attribution = _attribution(gathered, box.received)
    listed = _in_one_list(dict.fromkeys(told))
    findings = tuple(_without_known_absences(listed, attribution, box.received, of_period))
    whose = by_unit(attribution, findings)
    owned = {code: in_reading_order(f for f in some if not is_earlier(f, of_period)) for code, some in whose.items()}
    earlier = tuple((code, one) for code, some in whose.items() for one in some if is_earlier(one, of_period))
    due = gathered.corrida.plazos.get(of_period.code)
    units = Standing(gathered, box.received, book, due).units(owned)
    checked = {unit.node.code for unit in units}
    of_none = tuple(finding for code, some in owned.items() if code not in checked for finding in some)
    accepted = tuple(map(without_request, losses.found.values())) if is_accepted else None
    return Checked(gathered, box.received, book, findings, units, box.now.date(), of_none, earlier, due, accepted)


def _in_one_list(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The run's findings, grouped by cause as before, and those on forms and lost rows, each as a cause of its own."""
    listed = tuple(findings)
    return with_more([one for one in listed if one.posicion], sort_findings(one for one in listed if not one.posicion))


def _without_known_absences(
    findings: Iterable[Finding], attribution: Attribution, received: Received | None, period: Period
) -> Iterator[Finding]:
    """Drop the period's findings on missing forms of units whose form came: others say if it was rejected.

    One that was set aside did not come.
    """
    entries = received.current if received else ()
    came = {entry.unidad for entry in entries if entry.estado is not FormState.DISCARDED}
    for finding in findings:
        is_of_now = finding.codigo == NO_FORM and not is_earlier(finding, period)
        if not (is_of_now and attribution.unit(finding) in came):
            yield finding


@dataclass
class _Inbox:
    """Judges the inbox of the run's period; keeps the result, and the tables as in their files."""

    workspace: Workspace
    now: datetime
    read: ReadForm
    received: Received | None = None
    tables: Dataset = field(default_factory=lambda: Dataset({}, {}))

    def receive(self, context: FormSet) -> None:
        """Keep the tables, and judge the inbox of the run's period; called while the inputs are gathered."""
        self.tables = context.dataset
        for folder in period_folders(self.workspace, context.corrida):
            if folder.period == context.corrida.period:
                self.received = judge_inbox(self.workspace, context, folder, self.now, self.read)


def _attribution(gathered: Gathered, received: Received | None) -> Attribution:
    """Return what tells a finding's unit; a form's sender is the unit in the log, else the one that its rows name."""
    rows = (row for name in FROM_FORMS for row in gathered.dataset.rows(name) if row.text("unidad"))
    senders = {row.origin.file: row.text("unidad") for row in rows if f"/{INBOX}/" in row.origin.file}
    if received is not None:
        senders |= {received.log.file_of(entry): entry.unidad for entry in received.log.current if entry.unidad}
    concerned = received.concerned if received else {}
    return Attribution(gathered.dataset, gathered.corrida.period, senders, concerned)


def is_earlier(finding: Finding, period: Period) -> bool:
    """Return whether a warning or note concerns only periods that ended before a period began.

    The finding's element and expected value name its periods or, if they name none, the folder of its file. False if
    there are none. A line of a budget report concerns the day of its cut-off. An error never concerns earlier periods
    only: it concerns every period that it stops.
    """
    if finding.severidad is Severity.ERROR:
        return False
    if cutoff := cutoff_of(finding):
        return cutoff < period.first_day
    named = tuple(_named(finding))
    return bool(named) and all((other.year, other.last) < (period.year, period.first) for other in named)


def _named(finding: Finding) -> Iterator[Period]:
    """The periods in a finding's element and expected value; if there are none, the period of its file."""
    codes = _CODE.findall(f"{finding.elemento} {finding.esperado}")
    folders = [f"{year}-{window}" for year, window in _FOLDER.findall(finding.archivo)]
    said = [period for code in codes if (period := _period(code))]
    yield from said or [period for code in folders if (period := _period(code))]


def _period(code: str) -> Period | None:
    """The period of a code; None if it is not valid."""
    try:
        return Period.parse(code)
    except UsageError:
        return None
