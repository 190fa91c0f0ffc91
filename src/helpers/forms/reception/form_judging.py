"""Judges the inbox of a period: each new file is accepted or rejected, with reasons, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from helpers.base.errors import PoaError
from helpers.base.system.lock import locked
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.records import Row
from helpers.forms.blank.form_set import FormSet
from helpers.forms.reception.accepted_rows import ReadForm, reading_once, usual_reader
from helpers.forms.reception.inbox_judge import InboxJudge
from helpers.forms.reception.log_file import append, mend, read_log
from helpers.forms.reception.reception_log import INBOX, LOG, Entry, Log, inbox_files
from helpers.intake.year_folders import Folder


@dataclass(frozen=True)
class Received:
    """The result of judging an inbox.

    Attributes
    ----------
    log : Log
        The log including the new lines.
    new : tuple of Entry
        The lines that were added.
    findings : tuple of Finding
        Findings on the inbox, including the errors of rejected forms.
    rejected : Mapping[str, tuple of Finding]
        Findings on each rejected form that has not been replaced, by path from the root.
    concerned : Mapping[str, tuple of str]
        By the same paths, the units to notify: the unit that received the form and the unit that it names, unless a
        form of theirs counts.
    unentered : Mapping[str, Mapping[str, tuple of Row]]
        By unit without a form that counts, the rows that could be read in its rejected form, by table.
    """

    log: Log
    new: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    concerned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unentered: Mapping[str, Mapping[str, tuple[Row, ...]]] = field(default_factory=dict)


@dataclass
class BeingChecked(PoaError):
    """Another check of the same period is running.

    Attributes
    ----------
    log : str
        The log that both would write.
    holder : str
        Description of the process that holds the log's lock.
    """

    log: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return f"{self.log}: ya hay otra revisión del mismo periodo en curso{who}. Espere a que termine y repita."


def judge_inbox(
    workspace: Workspace, forms: FormSet, folder: Folder, now: datetime, read: ReadForm | None = None
) -> Received:
    """Judge every file of a period's inbox that is not yet in the log with its current SHA-256, and log the result.

    Rejected forms are judged again, because the plan or the structure may have been corrected.

    Parameters
    ----------
    now : datetime
        Time of reception.
    read : callable or None
        Reads one form; by default, the usual reader.

    Returns
    -------
    Received
        If the log cannot be read, it stays unchanged and nothing is judged.

    Raises
    ------
    BeingChecked
        If another process is judging the same inbox.
    """
    files, log = inbox_files(folder.path), read_log(workspace, folder.path)
    if folder.period is None or not (files or log.findings):
        return Received(log, findings=log.findings)
    busy = partial(BeingChecked, workspace.relative(folder.path / LOG))
    with locked(folder.path / f".{LOG}.bloqueo", busy):
        log = read_log(workspace, folder.path)
        if not log.is_readable:
            return Received(log, findings=log.findings)
        mend(log.path)
        judge = InboxJudge(workspace, forms, folder.period, log, now, reading_once(read or usual_reader()))
        for path in files:
            judge.file(path, path.relative_to(folder.path / INBOX).as_posix())
        judge.again()
        new = judge.settled()
        log = append(log, new)
    judge.tell(log)
    return Received(log, new, (*log.findings, *judge.findings), judge.rejected, judge.concerned, judge.unentered)
