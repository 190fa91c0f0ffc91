"""Judges the files of one inbox and decides which form of each unit counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from helpers.base.characters import folded
from helpers.base.periods import Period
from helpers.base.system.digest import file_sha256, sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_labels import Kind
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.accepted_rows import ReadForm
from helpers.forms.reception.judged_forms import (
    Judged,
    Refused,
    is_settled_by,
    log_line,
    rejection_reason,
    replaced_reason,
)
from helpers.forms.reception.reception_log import DISCARDED_FOLDER, INBOX, UNORDERED, Entry, Log
from helpers.forms.reception.same_day import SameDayForm, content_of, decide_day, last_days
from helpers.forms.returned.form_reading import FormReading
from helpers.intake.closings import closing_folder


class InboxJudge:
    """Judges the files of one inbox and collects the results, without writing anything.

    Call `file` for each file, then `again`, then `settled` for the log's new lines, and `tell` with the log that has
    them.
    """

    def __init__(
        self, workspace: Workspace, forms: FormSet, period: Period, log: Log, now: datetime, read: ReadForm
    ) -> None:
        self.workspace, self.period, self.log, self.now, self.read = workspace, period, log, now, read
        self.forms = forms.of_period(period)
        self.is_closed = closing_folder(workspace, forms.corrida.entidad, period).is_dir()
        self.findings: list[Finding] = []
        self.rejected: dict[str, tuple[Finding, ...]] = {}
        self.concerned: dict[str, tuple[str, ...]] = {}
        self.there: dict[str, Path] = {}
        self.judged: list[Judged] = []
        self.refused: list[Refused] = []
        self.waiting: list[tuple[Path, Entry]] = []
        self.known = {entry.sha256: entry for entry in log.current}

    def file(self, path: Path, name: str) -> None:
        """Judge a file that the log lacks; note a discarded one or a copy; keep others for `again`.

        It keeps files that were rejected, and files that the planner moved back out of the folder of discarded ones.

        Parameters
        ----------
        name : str
            Path from the inbox.
        """
        digest = file_sha256(path)
        self.there.setdefault(digest, path)
        known = self.known.get(digest)
        if name.partition("/")[0] == DISCARDED_FOLDER:
            self._discard(path, name, digest, known)
        elif known is None:
            self._judge(path, name, digest, self._read(path))
        elif known.archivo != name and sha256_if_there(self.log.path.parent / INBOX / known.archivo) == digest:
            self.findings.append(told.copied(self.workspace.relative(path), known.archivo))
        elif known.estado in (FormState.REJECTED, FormState.DISCARDED):
            self.waiting.append((path, known))

    def again(self) -> None:
        """Judge the forms that `file` kept: the plan may have been corrected since.

        A form that still has errors keeps its line in the log; one whose unit has a later form is passed over.
        """
        good = []
        for path, known in self.waiting:
            reading = self._read(path)
            if not known.is_tied and reading.errors:
                self._refuse(path, known, reading, is_new=False)
            else:
                good.append((path, known, reading))
        for path, known, reading in good:
            is_past = self._has_newer(known) if known.is_tied else self._has_later(known, reading)
            if not is_past:
                self._judge(path, known.archivo, known.sha256, reading, known)

    def _discard(self, path: Path, name: str, digest: str, known: Entry | None) -> None:
        """Log a file that the planner discarded; one that the log has in any state but rejected keeps its state."""
        if known is not None and known.estado is not FormState.REJECTED:
            return
        label = self.workspace.relative(path)
        entry = known or self._entry(name, digest, FormReading(label))
        put_aside = entry.become(FormState.DISCARDED, f"apartado en {DISCARDED_FOLDER}/", self.now)
        self.known[digest] = put_aside
        self.judged.append(Judged(put_aside, path.stat().st_mtime, path))
        self.findings.append(told.discarded(label))

    def _read(self, path: Path) -> FormReading:
        """Read a form; a planning form gets an error, because it does not belong in a follow-up inbox."""
        label = self.workspace.relative(path)
        reading = self.read(path, label, self.forms)
        if reading.kind is Kind.PLAN:
            return replace(reading, findings=(told.plan_form(label, reading.identity, self.period),))
        return reading

    def _judge(self, path: Path, name: str, digest: str, reading: FormReading, known: Entry | None = None) -> None:
        """Accept a form, or refuse it if it has errors; an impossible date of presentation gives a warning."""
        label = self.workspace.relative(path)
        entry = self._entry(name, digest, reading, known)
        self.known[digest] = entry
        self.judged.append(Judged(entry, path.stat().st_mtime, path))
        if reading.errors:
            self._refuse(path, entry, reading, is_new=True)
            return
        if reading.presented_on is not None and self._day(reading) is None:
            today = self.now.date()
            self.findings.append(told.strange_date(label, entry.unidad, reading.presented_on, today, self.period))

    def _entry(self, name: str, digest: str, reading: FormReading, known: Entry | None = None) -> Entry:
        """The log line of a form; an undated form gets the date of its first reception."""
        day = self._day(reading) or (known.presented if known else self.now.date())
        state = FormState.REJECTED if reading.errors else FormState.ACCEPTED
        return log_line(name, digest, reading, day, self.now, state, rejection_reason(reading.errors))

    def _refuse(self, path: Path, entry: Entry, reading: FormReading, *, is_new: bool) -> None:
        """Keep a form with errors for `tell`, with the units that it concerns."""
        label = self.workspace.relative(path)
        known = {folded(node.code): node.code for node in self.forms.dataset.nodes}
        units = dict.fromkeys(filter(None, (entry.unidad, known.get(folded(reading.named)))))
        self.refused.append(Refused(entry, label, reading, tuple(units), self._day(reading), is_new))

    def _is_superseded(self, entry: Entry) -> bool:
        """Whether the same unit later sent another form that was not discarded.

        A form that is not an awaited one, such as a copy with another unit's code, supersedes nothing.
        """
        foreign = {refused.entry.key for refused in self.refused if refused.is_foreign}
        entries = (*self.log.entries, *(judged.entry for judged in self.judged))
        last = {other.key: other for other in entries if entry.unidad and other.unidad == entry.unidad}
        of_unit = [
            other
            for other in last.values()
            if other.key == entry.key or not (other.estado is FormState.DISCARDED or other.key in foreign)
        ]
        return bool(of_unit) and of_unit[-1].key != entry.key

    def _has_newer(self, known: Entry) -> bool:
        """Whether the unit of a tied form has an accepted form of a later date."""
        accepted = self.log.accepted.get(known.unidad)
        return accepted is not None and accepted.presented > known.presented

    def _has_later(self, known: Entry, reading: FormReading) -> bool:
        """Whether the unit of a rejected form later sent another one, or has an accepted form that is not older."""
        accepted = self.log.accepted.get(reading.unit)
        is_settled = accepted is not None and is_settled_by(accepted, known, self._day(reading))
        return is_settled or self._is_superseded(known)

    def _day(self, reading: FormReading) -> date | None:
        """The date that a form states if it is possible: from the start of the period to today; None otherwise."""
        return reading.possible_date(self.period.first_day, self.now.date())

    def settled(self) -> tuple[Entry, ...]:
        """Return the lines to add to the log: new files by date of presentation, and the changes in earlier forms.

        A later form of a unit replaces the one that counts; an earlier one is itself replaced. A tie that the log has
        already gives no line. A form accepted after the closing gives a warning.
        """
        accepted = dict(self.log.accepted)
        fates = self._unordered()
        was_tied = {entry.key for entry in self.log.current if entry.is_tied}
        lines: list[Entry] = []
        for judged in sorted(self.judged, key=lambda item: item.order):
            before = accepted.get(judged.entry.unidad)
            entry = self._beside_lost(judged, fates.get(judged.entry.key, judged.entry), before)
            if entry.is_tied and entry.key in was_tied:
                continue  # The log already has this line.
            if entry.estado is not FormState.ACCEPTED:
                lines.append(entry)
                continue
            if before is not None and before.presented > entry.presented:
                lines.append(entry.become(FormState.REPLACED, replaced_reason(before), self.now))
                continue
            if before is not None:
                lines.append(before.become(FormState.REPLACED, replaced_reason(entry), self.now))
            lines.append(entry)
            accepted[entry.unidad] = entry
            if self.is_closed:
                label = self.workspace.relative(judged.path)
                self.findings.append(told.received_after_closing(label, entry.unidad, self.period))
        return tuple(lines)

    def _beside_lost(self, judged: Judged, entry: Entry, before: Entry | None) -> Entry:
        """Return a form's line; rejected if its unit's accepted form is lost, and it states no date or the same one.

        Nothing shows then whether it is a later form, or the accepted one changed in place.
        """
        if before is None or before.sha256 in self.there or entry.estado is not FormState.ACCEPTED:
            return entry
        if self._day(self._read(judged.path)) not in (None, before.presented):
            return entry
        if entry.archivo != before.archivo:  # Otherwise the run reports what is in its place.
            label = self.workspace.relative(judged.path)
            self.rejected[label] = (told.beside_lost(label, before),)
            self.findings.extend(self.rejected[label])
        return replace(entry, estado=FormState.REJECTED, motivo=UNORDERED)

    def _unordered(self) -> Mapping[tuple[str, str], Entry]:
        """New state, by key, of correct forms that their dates do not order: those of their unit's last date.

        If one of these states no date, it may be older than another new one: then all are meant that are not older than
        the form that already counts.
        """
        good = [judged for judged in self.judged if judged.entry.estado is FormState.ACCEPTED]
        days = last_days(judged.entry for judged in good)
        fates: dict[tuple[str, str], Entry] = {}
        for unit, day in days.items():
            counts = self.log.accepted.get(unit)
            of_unit = [
                judged
                for judged in good
                if judged.entry.unidad == unit and (counts is None or judged.entry.presented >= counts.presented)
            ]
            every = [self._rival(judged.entry, judged.path) for judged in sorted(of_unit, key=lambda item: item.order)]
            new = [rival for rival in every if rival.entry.presented == day]
            are_mixed = len(new) < len(every) and not all(rival.is_dated for rival in new)
            rivals = [*self._counting(unit, None if are_mixed else day), *(every if are_mixed else new)]
            if len(rivals) > 1:
                settled = decide_day(rivals)
                fates |= settled.fates
                self.findings.extend(settled.findings)
                self.rejected |= dict.fromkeys(settled.tied, settled.findings)
        return fates

    def _counting(self, unit: str, day: date | None) -> Iterator[SameDayForm]:
        """The form that already counts, if it has that date, or any, and its file is neither lost nor discarded."""
        entry = self.log.accepted.get(unit)
        path = self.there.get(entry.sha256) if entry is not None else None
        if entry is None or path is None or day not in (None, entry.presented):
            return
        if path.relative_to(self.log.path.parent / INBOX).parts[0] != DISCARDED_FOLDER:
            yield self._rival(entry, path, counts=True)

    def _rival(self, entry: Entry, path: Path, *, counts: bool = False) -> SameDayForm:
        reading = self._read(path)
        label = self.workspace.relative(path)
        return SameDayForm(entry, label, content_of(reading), self._day(reading) is not None, counts)

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
