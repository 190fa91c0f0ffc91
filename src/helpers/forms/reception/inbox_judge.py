"""Judges the files beside a log, of reports or of a plan, and decides which form of each unit counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from helpers.base.characters import folded
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import grouped
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import Kind
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.accepted_rows import ReadForm
from helpers.forms.reception.last_form import Rival, choose, content_of
from helpers.forms.reception.reception_log import BETWEEN, DISCARDED_FOLDER, INBOX, Entry, Log, inbox_files
from helpers.forms.returned.form_reading import FormReading
from helpers.intake.closings import closing_folder

ELSEWHERE = frozenset((FormCode.INSTITUTION, FormCode.PERIOD))
"""Findings on forms that do not belong in a plan's inbox; no form of their unit settles them there."""
SHOWN = 3
"""Maximum number of reasons for a rejection in the log; the page of the check has all of them."""


@dataclass(frozen=True)
class _Refused:
    """A form with errors.

    Attributes
    ----------
    units : tuple of str
        The unit that received the form, and the unit that it names if different, as in the structure; empty if unknown,
        or if the form belongs in another inbox.
    day : date or None
        The date of presentation that it states; None if it states none or an impossible one.
    is_new : bool
        Whether it was received in this check.
    """

    entry: Entry
    label: str
    reading: FormReading
    units: tuple[str, ...]
    day: date | None
    is_new: bool

    @property
    def is_foreign(self) -> bool:
        """Whether it is none of the awaited forms, so that it does not count as its unit's answer."""
        return self.reading.form is None

    def waiting(self, log: Log) -> tuple[str, ...]:
        """Return the units for which no form at least as recent as this one has been accepted.

        Parameters
        ----------
        log : Log
            The log after judging.
        """
        counting = {unit: log.accepted.get(unit) for unit in self.units}
        return tuple(unit for unit, accepted in counting.items() if accepted is None or not self._is_settled(accepted))

    def _is_settled(self, accepted: Entry) -> bool:
        """Whether an accepted form is at least as recent, by date or, if this one states none, by time of reception."""
        if self.day is not None:
            return accepted.presented >= self.day
        return accepted.recibido >= self.entry.recibido


class InboxJudge:
    """Judges the files of one inbox and collects the results, without writing anything.

    Call `judge`, which returns the log's new lines, and `tell` with the log that has them.

    In an inbox of reports, what was accepted or replaced stays so, even if its file is lost or set aside, because
    reports were made from it. In a plan's inbox every form is judged each time: what counts is the table, which is
    written when all are correct.
    """

    def __init__(self, workspace: Workspace, forms: FormSet, log: Log, now: datetime, read: ReadForm) -> None:
        self.workspace, self.forms, self.log, self.now, self.read = workspace, forms, log, now, read
        self.inbox, self.is_plan = log.path.parent / INBOX, forms.period.is_plan
        self.period = Period(forms.period.year - 1, 1, len(MONTHS)) if self.is_plan else forms.period
        """No form of the inbox is from before the first day of this period."""
        self.known, self.accepted = {entry.sha256: entry for entry in log.current}, log.accepted
        checks = {time: number for number, time in enumerate(dict.fromkeys(entry.recibido for entry in log.entries))}
        self.check, self.received = len(checks), {key: checks[one.recibido] for key, one in log.first.items()}
        self.settled = frozenset[FormState]() if self.is_plan else {FormState.ACCEPTED, FormState.REPLACED}
        self.findings: list[Finding] = []
        self.rejected: dict[str, tuple[Finding, ...]] = {}
        self.concerned: dict[str, tuple[str, ...]] = {}
        self.there: dict[str, Path] = {}
        self.refused: list[_Refused] = []
        self.rivals: list[Rival] = []
        self.lines: list[tuple[tuple[date, float, str], Entry]] = []

    def judge(self) -> tuple[Entry, ...]:
        """Judge every file, each content once; return the lines to add to the log, by date of presentation."""
        files = grouped(inbox_files(self.inbox.parent), file_sha256)
        for digest, paths in files.items():
            known = self.known.get(digest)
            name = known.archivo if known else ""
            kept, *copies = sorted(paths, key=lambda path: (self._is_aside(path), self._name(path) != name))
            self.there[digest] = kept
            for copy in copies:
                if not self._is_aside(copy):
                    self.findings.append(told.copied(self.workspace.relative(copy), self._name(kept)))
            if self._is_aside(kept):
                self._discard(kept, digest, known)
            elif known is None or known.estado not in self.settled:
                self._judge(kept, digest, known)
        for unit, rivals in grouped(self.rivals, lambda rival: rival.entry.unidad).items():
            self._choose([*self._counting(unit), *rivals])
        return tuple(entry for _, entry in sorted(self.lines, key=lambda line: line[0]))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.inbox).as_posix()

    def _is_aside(self, path: Path) -> bool:
        """Whether the planner put a file into the folder of discarded ones."""
        return path.relative_to(self.inbox).parts[0] == DISCARDED_FOLDER

    def _discard(self, path: Path, digest: str, known: Entry | None) -> None:
        """Log a file that the planner discarded, unless its state is settled."""
        if known is not None and known.estado in {*self.settled, FormState.DISCARDED}:
            return
        label, why = self.workspace.relative(path), f"apartado en {DISCARDED_FOLDER}/"
        blank = self._entry(self._name(path), digest, FormReading(label), self.now.date())
        entry = (known or blank).become(FormState.DISCARDED, why, self.now)
        self.lines.append(((entry.presented, path.stat().st_mtime, entry.archivo), entry))
        self.findings.append(told.discarded(label))

    def _judge(self, path: Path, digest: str, known: Entry | None) -> None:
        """Refuse a form that has errors; another one is a rival. An undated one has the day of its first reception.

        An impossible date of presentation gives a warning. A refused form keeps its line in the log.
        """
        label, reading = self.workspace.relative(path), self._read(path)
        day = self._day(reading, known)
        presented = day or (known.presented if known else self.now.date())
        entry = self._entry(known.archivo if known else self._name(path), digest, reading, presented)
        rival = Rival(
            entry, label, content_of(reading), day is not None, self.received.get(entry.key, self.check),
            path.stat().st_mtime, counts=known is not None and known == self.accepted.get(entry.unidad),
            yields=2 if known is not None and known.estado is FormState.REPLACED and not known.is_repeat else 0,
        )  # fmt: skip
        if not reading.errors:
            self.rivals.append(rival)
            if reading.presented_on is not None and day is None:
                strange = told.strange_date(label, entry.unidad, reading.presented_on, presented, self.period)
                self.findings.append(strange)
            return
        if known is None or known.estado is not FormState.REJECTED:
            entry = entry.become(FormState.REJECTED, rejection_reason(reading.errors), self.now)
            self.lines.append((rival.order, entry))
        else:
            entry = known
        self.refused.append(_Refused(entry, label, reading, self._units(reading), day, known is None))

    def _entry(self, name: str, digest: str, reading: FormReading, day: date) -> Entry:
        """The log's line on a file that is accepted now, with its date of presentation."""
        return Entry(
            recibido=self.now.isoformat(timespec="seconds"),
            archivo=name,
            sha256=digest,
            unidad=reading.unit,
            version=reading.identity.version,
            fecha_presentacion=day.isoformat(),
            presentado_por=reading.presented_by,
            estado=FormState.ACCEPTED,
        )

    def _read(self, path: Path) -> FormReading:
        """Read a form; one of a plan in an inbox of reports, or the reverse, has this error only."""
        label = self.workspace.relative(path)
        reading = self.read(path, label, self.forms)
        if reading.kind is None or not self._is_of_other_kind(reading):
            return reading
        if self.is_plan:
            return replace(reading, findings=(told.not_a_plan(label, reading.identity, reading.kind),))
        return replace(reading, findings=(told.plan_form(label, reading.identity, self.period),))

    def _is_of_other_kind(self, reading: FormReading) -> bool:
        return reading.kind is not None and (reading.kind is Kind.PLAN) != self.is_plan

    def _units(self, reading: FormReading) -> tuple[str, ...]:
        """The unit that received a form, and the one that it names; none if it belongs in another inbox."""
        is_elsewhere = self.is_plan and any(error.codigo in ELSEWHERE for error in reading.errors)
        if is_elsewhere or self._is_of_other_kind(reading):
            return ()
        known = {folded(node.code): node.code for node in self.forms.dataset.nodes}
        return tuple(dict.fromkeys(known.get(folded(unit), unit) for unit in (reading.unit, reading.named) if unit))

    def _day(self, reading: FormReading, known: Entry | None) -> date | None:
        """The date that a form states if it is possible: from the start of the period to its reception; else None."""
        received = self.log.first[known.key].day if known else self.now.date()
        return reading.possible_date(self.period.first_day, received)

    def _counting(self, unit: str) -> Iterator[Rival]:
        """A unit's accepted form, if it was neither judged again nor discarded: it is lost, or its state is settled."""
        entry = self.accepted.get(unit)
        path = self.there.get(entry.sha256) if entry is not None else None
        if entry is None or (path is not None and self.is_plan):
            return
        if path is None:
            label, check = self.log.file_of(entry), self.received[entry.key]
            yield Rival(entry, label, None, is_dated=True, check=check, counts=True, yields=int(self.is_plan))
            return
        reading = self._read(path)
        yield Rival(
            entry, self.workspace.relative(path), content_of(reading), self._day(reading, entry) is not None,
            self.received[entry.key], path.stat().st_mtime, counts=True, yields=int(self._is_aside(path)),
        )  # fmt: skip

    def _choose(self, rivals: Sequence[Rival]) -> None:
        """Decide which form of a unit counts, and add the lines of those whose state or its reason changes.

        A form accepted after the closing gives a warning.
        """
        choice = choose(rivals)
        winner = choice.winner
        fates = [*choice.fates, *([(winner, FormState.ACCEPTED, "")] if winner else [])]
        for rival, state, why in fates:
            known = self.known.get(rival.entry.sha256)
            if known is None or (known.estado, known.motivo) != (state, why):
                self.lines.append((rival.order, rival.entry.become(state, why, self.now)))
        self.findings += choice.findings
        self.rejected |= {label: (finding,) for label, finding in choice.tied.items()}
        closed = closing_folder(self.workspace, self.forms.corrida.entidad, self.period)
        if winner is not None and not winner.counts and not self.is_plan and closed.is_dir():
            late = told.received_after_closing(winner.label, winner.entry.unidad, self.period)
            self.findings.append(late)

    def tell(self, log: Log) -> None:
        """Collect the findings on refused forms.

        If another form of the unit counts, a form refused in this check gets only a note and an earlier one nothing. A
        refused foreign file at the place of a lost accepted form is skipped: the run itself reports that loss.
        """
        lost = {entry.archivo for entry in log.accepted.values() if entry.sha256 not in self.there}
        for refused in sorted(self.refused, key=lambda one: one.entry.presented):
            waiting = refused.waiting(log)
            if refused.entry.archivo in lost and refused.is_foreign:
                continue
            if waiting or not refused.units:
                self.concerned[refused.label] = waiting
                self.rejected[refused.label] = refused.reading.findings
                self.findings.extend(refused.reading.findings)
            elif refused.is_new:
                accepted = log.accepted[refused.units[0]]
                self.findings.append(told.superseded(refused.label, refused.entry, accepted))


def rejection_reason(errors: Sequence[Finding]) -> str:
    """Return the reasons of a rejection in one line of Spanish, for the log.

    Returns
    -------
    str
        The first `SHOWN` messages, separated by `BETWEEN`, without the file's path, and the number of others; empty
        without errors.
    """
    shown = BETWEEN.join(_short(finding) for finding in errors[:SHOWN])
    more = len(errors) - SHOWN
    return f"{shown}{BETWEEN}y {more} más" if more > 0 else shown


def _short(finding: Finding) -> str:
    """A message without the file's path, which the log line already has."""
    rest = finding.mensaje.removeprefix(f"{finding.archivo}: ").removeprefix(f"{finding.archivo}, ")
    return " ".join(rest.split())
