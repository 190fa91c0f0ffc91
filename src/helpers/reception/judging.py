"""The inbox of a period judged: each new file is accepted or rejected, with the reasons, and logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from helpers.closings import closing_folder
from helpers.digest import file_sha256
from helpers.findings import Finding
from helpers.forms.identity import Kind
from helpers.forms.reading import FormReading
from helpers.intake.folders import Folder
from helpers.periods import Period
from helpers.reception import findings as told
from helpers.reception.log import INBOX, Entry, Log, State, append, inbox_files, read_log
from helpers.reception.reader import FormContext, ReadForm, unit_of, usual_reader
from helpers.workspace import Workspace

SHOWN = 3
"""How many reasons of a rejection the log tells; the others are in the check's own page."""


@dataclass(frozen=True)
class Received:
    """What judging an inbox gave.

    Attributes
    ----------
    log : Log
        With the new lines.
    new : tuple of Entry
        The lines that were added.
    findings : tuple of Finding
        What is wrong with the new files; a rejected form's own errors among them.
    rejected : Mapping[str, tuple of Finding]
        By file, named from the root, what is wrong with each form that is rejected and not yet sent again.
    """

    log: Log
    new: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Judged:
    entry: Entry
    modified: float

    @property
    def order(self) -> tuple[date, float, str]:
        return (self.entry.presented, self.modified, self.entry.archivo)


def judge_inbox(
    workspace: Workspace, context: FormContext, folder: Folder, now: datetime, read: ReadForm | None = None
) -> Received:
    """Judge every file of a period's inbox that is not in its log with the hash it has, and log it.

    Parameters
    ----------
    now : datetime
        When they are received.

    Returns
    -------
    Received
        A log that cannot be read is left alone, and nothing is judged.
    """
    log = read_log(workspace, folder.path)
    if log.findings or folder.period is None:
        return Received(log, findings=log.findings)
    judge = _Judge(workspace, context, folder.period, log, now, read or usual_reader())
    for path in inbox_files(folder.path):
        judge.file(path, path.relative_to(folder.path / INBOX).as_posix())
    judge.pending()
    new = judge.settled()
    return Received(append(log, new), new, tuple(judge.findings), judge.rejected)


class _Judge:
    """Judges the files of one inbox; what all of them share is worked out once."""

    def __init__(
        self, workspace: Workspace, context: FormContext, period: Period, log: Log, now: datetime, read: ReadForm
    ) -> None:
        self.workspace, self.period, self.log, self.now, self.read = workspace, period, log, now, read
        self.context, self.forms = context, context.forms(period)
        self.is_closed = closing_folder(workspace, context.corrida.entidad, period).is_dir()
        self.findings: list[Finding] = []
        self.rejected: dict[str, tuple[Finding, ...]] = {}
        self.judged: list[_Judged] = []
        self.waiting: list[tuple[Path, str, Entry]] = []
        self.known = {entry.sha256: entry for entry in log.current}

    def file(self, path: Path, name: str) -> None:
        """Judge a file, or tell that it is known already."""
        label, digest = self.workspace.relative(path), file_sha256(path)
        known = self.known.get(digest)
        if known is None:
            self._judge(path, name, label, digest, self._read(path, label))
        elif known.archivo != name and (self.log.path.parent / INBOX / known.archivo).is_file():
            self.findings.append(told.copied(label, known.archivo))
        elif known.estado is State.REJECTED:
            self.waiting.append((path, name, known))

    def pending(self) -> None:
        """Tell again what is wrong with forms rejected before, unless their unit has sent another since."""
        for path, name, known in self.waiting:
            if not self._is_superseded(known):
                self._again(path, name, self.workspace.relative(path), known.sha256)

    def _read(self, path: Path, label: str) -> FormReading:
        """What a form says; one of planning has no place among those of follow-up."""
        reading = self.read(path, label, self.forms)
        if reading.form is not None and reading.form.identity.kind is Kind.PLAN:
            return replace(reading, findings=(told.plan_form(label, unit_of(reading), self.period),))
        return reading

    def _again(self, path: Path, name: str, label: str, digest: str) -> None:
        """A form rejected before: accepted where what stood against it was mended in the plan; else told again."""
        reading = self._read(path, label)
        if reading.errors:
            self._reject(label, reading)
        else:
            self._judge(path, name, label, digest, reading)

    def _judge(self, path: Path, name: str, label: str, digest: str, reading: FormReading) -> None:
        presented, strange = self._presented(reading, label)
        entry = Entry(
            recibido=self.now.isoformat(timespec="seconds"),
            archivo=name,
            sha256=digest,
            unidad=unit_of(reading),
            version=reading.identity.version,
            fecha_presentacion=presented.isoformat(),
            presentado_por=reading.presented_by,
            estado=State.REJECTED if reading.errors else State.ACCEPTED,
            motivo=reasons(reading.errors),
        )
        self.known[digest] = entry
        self.judged.append(_Judged(entry, path.stat().st_mtime))
        if reading.errors:
            self._reject(label, reading)
            return
        self.findings.extend(strange)
        if self.is_closed:
            self.findings.append(told.received_after_closing(label, entry.unidad, self.period))

    def _reject(self, label: str, reading: FormReading) -> None:
        self.rejected[label] = tuple(reading.findings)
        self.findings.extend(reading.findings)

    def _is_superseded(self, entry: Entry) -> bool:
        """Whether the same unit sent another form later."""
        entries = (*self.log.entries, *(judged.entry for judged in self.judged))
        of_unit = [other for other in entries if entry.unidad and other.unidad == entry.unidad]
        return bool(of_unit) and of_unit[-1].key != entry.key

    def _presented(self, reading: FormReading, label: str) -> tuple[date, list[Finding]]:
        """The day a form was presented, that of its reception where it does not say, and what is strange about it."""
        stated, today = reading.presented_on, self.now.date()
        if stated is None:
            return today, []
        if not date(self.period.year, self.period.first, 1) <= stated <= today:
            return today, [told.strange_date(label, unit_of(reading), stated, today, self.period)]
        return stated, []

    def settled(self) -> tuple[Entry, ...]:
        """The lines to add: each new file in the order it was presented, and what it does to the one before."""
        accepted = dict(self.log.accepted)
        lines: list[Entry] = []
        for judged in sorted(self.judged, key=lambda item: item.order):
            entry = judged.entry
            if entry.estado is not State.ACCEPTED:
                lines.append(entry)
                continue
            before = accepted.get(entry.unidad)
            if before is not None and before.presented > entry.presented:
                lines.append(entry.become(State.REPLACED, _later(before), self.now))
                continue
            if before is not None:
                lines.append(before.become(State.REPLACED, _later(entry), self.now))
            lines.append(entry)
            accepted[entry.unidad] = entry
        return tuple(lines)


def reasons(errors: Sequence[Finding]) -> str:
    """The first reasons of a rejection in one line, and how many more there are."""
    shown = " · ".join(_short(finding) for finding in errors[:SHOWN])
    more = len(errors) - SHOWN
    return f"{shown} · y {more} más" if more > 0 else shown


def _short(finding: Finding) -> str:
    """A message without its file, which the line names; its cell stays."""
    rest = finding.mensaje.removeprefix(f"{finding.archivo}: ").removeprefix(f"{finding.archivo}, ")
    return " ".join(rest.split())


def _later(entry: Entry) -> str:
    return f"vale el presentado el {entry.fecha_presentacion}: {entry.archivo}"
