"""Reads each file in the inbox of a plan's version once, and recognises it by its content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from helpers.base.characters import folded
from helpers.base.periods import MONTHS, Period
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import Kind
from helpers.forms.planning import planning_findings as plan_told
from helpers.forms.planning.plan_inbox import Inbox, InboxFile
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.reception_log import DISCARDED_FOLDER, INBOX, Entry, Log, inbox_files
from helpers.forms.returned.form_reading import FormReading
from helpers.forms.returned.read_form import read_form

ELSEWHERE = frozenset(
    (FormCode.FORMAT, FormCode.UNKNOWN, FormCode.INSTITUTION, FormCode.PERIOD, FormCode.KIND, FormCode.UNIT)
)
"""Findings on files that do not belong in the inbox; another form of the same unit does not settle them."""


@dataclass(frozen=True)
class InboxOpening:
    """Reads every planning form in the inbox beside a log; nothing is written.

    Attributes
    ----------
    forms : FormSet
        Forms that start from the version in force; their `draft` is the version being prepared.
    """

    workspace: Workspace
    forms: FormSet
    log: Log
    now: datetime

    def inbox(self) -> Inbox:
        """Read each different content once; exact copies become findings, and discarded files are only listed."""
        folder = self.log.path.parent
        aside: dict[str, str] = {}
        first: dict[str, Path] = {}
        copies: list[Finding] = []
        for path in inbox_files(folder):
            name, digest = path.relative_to(folder / INBOX).as_posix(), file_sha256(path)
            if name.partition("/")[0] == DISCARDED_FOLDER:
                aside.setdefault(digest, name)
            elif digest in first:
                kept = first[digest].relative_to(folder / INBOX).as_posix()
                copies.append(told.copied(self.workspace.relative(path), kept))
            else:
                first[digest] = path
        known = {entry.sha256: entry for entry in self.log.current}
        came = [
            self._came(path, path.relative_to(folder / INBOX).as_posix(), digest, known.get(digest))
            for digest, path in first.items()
        ]
        of_none = [finding for item in came if not item.unit for finding in item.reading.findings]
        only_aside = {digest: name for digest, name in aside.items() if digest not in first}
        return Inbox(self.log, self.now, tuple(came), only_aside, (*of_none, *copies))

    def _came(self, path: Path, name: str, digest: str, known: Entry | None) -> InboxFile:
        """Read a file; a date of presentation is possible from 1 January of the previous year to today.

        An impossible one gives a warning. Without a possible one, an acceptable form has the log's date, if any.
        """
        label = self.workspace.relative(path)
        reading = self._reading(path, label)
        unit, named = self._unit(reading), self._code(reading.named)
        since, today = Period(self.forms.period.year - 1, 1, len(MONTHS)), self.now.date()
        # A rejected form's day of reception is no date of presentation: it would reopen one that another form settled.
        logged = known.presented if known and reading.is_acceptable else None
        stated = reading.possible_date(since.first_day, today)
        if reading.presented_on is not None and stated is None:
            strange = told.strange_date(label, unit, reading.presented_on, logged or today, since)
            reading = replace(reading, findings=(*reading.findings, strange))
        return InboxFile(name, label, digest, unit, reading, stated or logged, known is not None, named)

    def _unit(self, reading: FormReading) -> str:
        """The unit's code as in the structure; empty for a file that does not belong in the inbox."""
        if any(finding.codigo in ELSEWHERE for finding in reading.errors):
            return ""
        return self._code(reading.unit)

    def _code(self, unit: str) -> str:
        """A unit's code as in the structure; empty if it has no planning form."""
        return next((code for code in self.forms.plan_forms if folded(code) == folded(unit)), "")

    def _reading(self, path: Path, label: str) -> FormReading:
        """Read a file as a planning form."""
        reading = read_form(path, label, self.forms)
        if reading.kind in (None, Kind.PLAN):
            return reading
        # All other errors of a form of the wrong kind follow from this one.
        wrong = plan_told.not_a_plan(label, reading.identity, reading.kind)
        return FormReading(label, reading.identity, findings=(wrong,))
