"""Judges the inbox of a period: each new file is accepted or rejected, with reasons, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from helpers.base.system.processes import LockHeld, locked
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.reception.accepted_rows import ReadForm, form_reader
from helpers.forms.reception.inbox_judge import InboxJudge
from helpers.forms.reception.reception_log import LOG, Entry, Log, append_lines, inbox_files, read_log
from helpers.intake.year_folders import Folder


@dataclass(frozen=True)
class Received:
    """The result of judging an inbox.

    Attributes
    ----------
    log : Log
        The log including the new lines.
    new : tuple of Entry
        The lines to add.
    findings : tuple of Finding
        Findings on the inbox, including the errors of rejected forms.
    rejected : Mapping[str, tuple of Finding]
        Findings on each rejected form that has not been replaced, by path from the root.
    concerned : Mapping[str, tuple of str]
        By the same paths, the units to notify: the unit that received the form and the unit that it names, unless a
        form of theirs counts.
    there : Mapping[str, Path]
        The files in the inbox by SHA-256.
    """

    log: Log
    new: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    concerned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    there: Mapping[str, Path] = field(default_factory=dict)

    @property
    def current(self) -> tuple[Entry, ...]:
        """The received files in their last state, without rejected ones that are no longer in the inbox."""
        known = self.log.current
        return tuple(one for one in known if one.estado is not FormState.REJECTED or one.sha256 in self.there)


def locked_log(workspace: Workspace, folder: Path) -> AbstractContextManager[str]:
    """Return a context manager that holds the lock of the log of a folder with an inbox.

    Its value is that of `locked`: the text left by a process that was cut short, or an empty one.

    Raises
    ------
    LockHeld
        On entering, if another process is judging the same inbox.
    """
    work = f"{workspace.relative(folder / LOG)}: ya hay otra revisión del mismo periodo en curso"
    return locked(folder / f".{LOG}.bloqueo", partial(LockHeld, work))


def judge_inbox(
    workspace: Workspace, forms: FormSet, folder: Folder, now: datetime, read: ReadForm | None = None
) -> Received:
    """Judge every file of a period's inbox that is not yet in the log with its current SHA-256, and log the result.

    Rejected forms are judged again, because the plan or the structure may have been corrected; so are files that the
    planner moved back out of the folder of discarded ones.

    Parameters
    ----------
    folder : Folder
        The period's folder.
    now : datetime
        Time of reception.
    read : callable or None
        Reads one form; by default, a new `form_reader`.

    Returns
    -------
    Received
        If the log cannot be read, the inbox has no files or the folder is of no period, nothing is judged and the log
        stays unchanged.

    Raises
    ------
    LockHeld
        If another process is judging the same inbox.
    """
    files, log = inbox_files(folder.path), read_log(workspace, folder.path)
    if folder.period is None or not (files or log.findings):
        return Received(log, findings=log.findings)
    with locked_log(workspace, folder.path):
        log = read_log(workspace, folder.path)
        if not log.is_readable:
            return Received(log, findings=log.findings)
        received = judged_files(workspace, forms.of_period(folder.period), log, now, read or form_reader())
        append_lines(log, received.new)
    return received


def judged_files(workspace: Workspace, forms: FormSet, log: Log, now: datetime, read: ReadForm) -> Received:
    """Judge the files beside a readable log, of which the caller holds the lock; nothing is written.

    Parameters
    ----------
    forms : FormSet
        The forms that the inbox collects: of its period, or of the plan.
    """
    judge = InboxJudge(workspace, forms, log, now, read)
    new = judge.judge()
    log = replace(log, entries=(*log.entries, *new))
    judge.tell(log)
    return Received(log, new, tuple(judge.findings), judge.rejected, judge.concerned, judge.there)
