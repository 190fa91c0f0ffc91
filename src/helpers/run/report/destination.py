"""A report's folder and its neighbours: work in progress, the last failed run, replaced reports."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from glob import escape
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.system.processes import is_held, locked
from helpers.base.system.workspace import Workspace

ATTEMPTS = 5
PAUSE = 0.2
FINAL_KEPT, CHANGED_KEPT = ".definitivo-", ".cambiado-"
"""Between its name and a number, the folder of a replaced final report, or of one with what a person put into it."""


_KEPT_NAME = re.compile(rf"(?:{re.escape(FINAL_KEPT)}|{re.escape(CHANGED_KEPT)})([0-9]+)$")


@dataclass
class Busy(PoaError):
    """Another run is writing to the same destination.

    Attributes
    ----------
    folder : str
        The destination.
    holder : str
        Who is writing to it: process, machine and since when.
    """

    folder: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return (
            f"Ya hay otra corrida en curso hacia {self.folder}{who}. "
            "Espere a que termine o elija otra carpeta con --salida."
        )


@dataclass(frozen=True)
class Destination:
    """Where a report is published. A run writes to a folder beside it and renames that folder when it is complete.

    Attributes
    ----------
    folder : Path
        The report's own folder.
    label : str
        The folder as messages name it.
    """

    folder: Path
    label: str

    @property
    def staging(self) -> Path:
        """The folder where a run works, beside the report's: `….en-curso`."""
        return self._beside(".en-curso")

    @property
    def failed(self) -> Path:
        """The folder with what the last failed run left: `….fallido`; it may not exist."""
        return self._beside(".fallido")

    @property
    def previous(self) -> Path:
        """The folder of the earlier report while it is being replaced: `….anterior`."""
        return self._beside(".anterior")

    @property
    def kept(self) -> tuple[Path, ...]:
        """The folders of replaced reports that are kept, in the order kept: `….definitivo-1`, `….cambiado-2`."""
        marks = (FINAL_KEPT, CHANGED_KEPT)
        beside = [one for mark in marks for one in self.folder.parent.glob(f"{escape(self.folder.name)}{mark}*")]
        return tuple(sorted(filter(_number, beside), key=_number))

    @property
    def lock_file(self) -> Path:
        """The file that a run locks while it writes here: `….bloqueo`."""
        return self._beside(".bloqueo")

    def _beside(self, suffix: str) -> Path:
        """Return the path beside the report's folder with the same name and a suffix."""
        return self.folder.with_name(self.folder.name + suffix)

    @property
    def is_busy(self) -> bool:
        """Whether a run is writing here now."""
        return is_held(self.lock_file)

    @contextmanager
    def reserved(self) -> Iterator[str]:
        """Lock the destination and repair what an interrupted run left.

        Yields
        ------
        str
            Which process left it, in words, as its lock file said; empty if there was none.

        Raises
        ------
        Busy
            If another run holds the lock.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.lock_file, partial(Busy, self.label)) as left_by:
            self._mend()
            yield left_by

    @property
    def is_settled(self) -> bool:
        """Whether no run is writing here and none left a failed or unfinished folder; `kept` may exist."""
        beside = (self.staging, self.failed, self.previous, self.lock_file)
        return not any(path.exists() for path in beside)

    def recover(self) -> None:
        """Restore the earlier report if a run was interrupted while replacing it, and delete what that run left.

        Does nothing while a run writes here.
        """
        if not any(path.exists() for path in (self.previous, self.staging, self.lock_file)):
            return
        try:
            with self.reserved():
                pass
        except Busy:
            return

    def _mend(self) -> None:
        """Put the earlier report back if a run was interrupted after moving it aside, and delete what that run left.

        A report that was moved aside to be kept is the last of `kept`.
        """
        aside = self.previous
        if self.staging.exists() and not aside.exists() and self.kept:
            aside = self.kept[-1]
        if aside.exists() and not self.folder.exists():
            _persist(lambda: aside.rename(self.folder))
        for left in (self.previous, self.staging):
            _discard(left)

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Create an empty working folder, as a context; what remains of it at the end is deleted."""
        self.staging.mkdir()
        try:
            yield self.staging
        finally:
            _discard(self.staging)

    def publish(self, *, keep_as: str = "") -> Path | None:
        """Replace the earlier report by the working folder.

        Parameters
        ----------
        keep_as : str
            `FINAL_KEPT` or `CHANGED_KEPT`: keep the earlier report beside it, as the last of `kept`. Empty: delete it.

        Returns
        -------
        Path or None
            Where the earlier report was kept; None without `keep_as` or without an earlier report.

        Raises
        ------
        OSError
            If the system refuses. The earlier report is then in its place.
        """
        last = max(map(_number, self.kept), default=0)
        aside = self._beside(f"{keep_as}{last + 1}") if keep_as else self.previous
        was_there = self.folder.exists()
        if was_there:
            _persist(lambda: self.folder.rename(aside))
        try:
            _persist(lambda: self.staging.rename(self.folder))
        except BaseException:
            if aside.exists() and not self.folder.exists():
                aside.rename(self.folder)
            raise
        _discard(self.previous)
        return aside if keep_as and was_there else None

    def keep_failed(self) -> None:
        """Rename the working folder to that of the failed run, whose earlier content is deleted."""
        _discard(self.failed)
        _persist(lambda: self.staging.rename(self.failed))

    def forget_failed(self) -> None:
        """Delete what an earlier failed run left, because there is a good report now."""
        _discard(self.failed)


def usual_place(workspace: Workspace, institution: str, period: str, *, is_partial: bool) -> Destination:
    """Return the default destination of a run's report.

    Parameters
    ----------
    is_partial : bool
        The report has only some sections; its folder then ends with `-parcial`.
    """
    folder = workspace.report_folder(institution, period, is_partial=is_partial)
    return Destination(folder, workspace.relative(folder))


def _number(kept: Path) -> int:
    """Return the number in the name of a kept report; 0 for any other name."""
    number = _KEPT_NAME.search(kept.name)
    return int(number[1]) if number else 0


def _persist(move: Callable[[], object]) -> None:
    """Move something; try again for a moment if permission is denied, and then raise the `PermissionError`.

    On Windows an antivirus or indexer may be reading what was just written.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            move()
        except PermissionError:
            time.sleep(PAUSE)
        else:
            return
    move()


def _discard(folder: Path) -> None:
    """Delete a folder, retrying while a process still writes to it. The next run deletes what stays."""
    for _ in range(ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(PAUSE)
