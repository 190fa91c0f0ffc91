"""The results kept from earlier runs of a report: a zip file for each; looks them up, adds to them, notes why not."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from helpers.base.display import list_es
from helpers.base.errors import system_words
from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.run.kept.input_state import FILES, REVISION, State, all_changes, changed_meanwhile, digest, remember_lines
from helpers.run.kept.step_keys import ASKED, ASKED_TO_RUN, DAMAGED, NEVER, SOURCE_FILE, Found, Source
from helpers.run.report.report_order import Request, Watcher

KEPT = 4
"""Entries kept per step, so that a user who switches between two states of the data finds both."""
MOST_BYTES = 2 << 30
"""Most bytes of all entries together; those used longest ago are deleted first."""
SUFFIX = ".zip"
UNREADABLE = (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error, LZMAError)
"""What reading a damaged zip file may raise."""


@dataclass(frozen=True)
class Shelf:
    """The kept entries of one step: zip files, named by the step's key. The `KEPT` entries used last stay.

    Attributes
    ----------
    folder : Path
        The folder of the step.
    """

    folder: Path

    def entries(self) -> tuple[Path, ...]:
        """Return the files of entries, the last used first; empty if there are none. Half-written ones are hidden."""
        found = (path for path in self.folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))
        return tuple(sorted(found, key=_used_and_size, reverse=True))

    def load(self, key: str) -> dict[str, bytes] | None:
        """Read the files of an entry.

        Returns
        -------
        dict of str to bytes, or None
            Contents by file name; None if there is no such entry.

        One of `UNREADABLE` is raised if the entry is cut short or a file in it changed.
        """
        place = self._place(key)
        try:
            with ZipFile(place) as entry:
                files = {name: entry.read(name) for name in entry.namelist()}
        except FileNotFoundError:
            return None
        with suppress(OSError):
            os.utime(place)
        return files

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Write an entry, in place of one with the same key, and delete all but the four used last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with atomic.replacing(self._place(key)) as aside, ZipFile(aside, "w") as entry:
            for name, data in files.items():
                entry.writestr(name, data)
        for place in self.entries()[KEPT:]:
            _delete(place)

    def discard(self, key: str) -> None:
        """Delete the entry with a key; do nothing if there is none."""
        _delete(self._place(key))

    def _place(self, key: str) -> Path:
        """Return the file of the entry with a key; it may not exist."""
        return self.folder / f"{key}{SUFFIX}"


def file_of(place: Path, name: str) -> bytes:
    """Return a file of an entry; KeyError if the entry lacks it, one of `UNREADABLE` if it is damaged or gone."""
    with ZipFile(place) as entry:
        return entry.read(name)


def sweep(cache: Path, most: int = MOST_BYTES) -> None:
    """Delete the entries and the digests of tables' lines used longest ago until the rest fits a size.

    Parameters
    ----------
    most : int
        Bytes that may stay.
    """
    left = most
    kept = [path for folder in FOLDERS for path in (cache / folder).rglob("*") if path.is_file()]
    for (_, size), place in sorted(((_used_and_size(path), path) for path in kept), reverse=True):
        left -= size
        if left < 0:
            _delete(place)


FOLDERS = ("guardado", "lineas")
"""Folders of the cache that `sweep` keeps within a size: of entries, and of digests of tables' lines."""


def _used_and_size(path: Path) -> tuple[float, int]:
    """Return when a file was last used, in seconds since 1970, and its bytes; zeros if it is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0.0, 0
    return found.st_mtime, found.st_size


def _delete(place: Path) -> None:
    """Delete a file; on Windows it stays while another process reads it."""
    with suppress(OSError):
        place.unlink()


@dataclass(frozen=True)
class Outcome:
    """Whether a section or another step was done again, and why.

    Attributes
    ----------
    section : str
        Name of the section or step.
    reason : str
        Why it was done, in Spanish; empty if the kept result was used.
    has_new_text : bool
        The kept result was used with other text in the notebook's Markdown cells.
    """

    section: str
    reason: str = ""
    has_new_text: bool = False

    @property
    def is_reused(self) -> bool:
        """Whether the kept result was used."""
        return not self.reason


@dataclass(frozen=True)
class Left:
    """The result of a step, to be kept.

    Attributes
    ----------
    name : str
        Name of the step or section.
    source : Source
        What the result depends on.
    files : Mapping of str to bytes
        Contents of its output files by name.
    others : Mapping of str to str
        SHA-256 of files that it read outside its institution's folders.
    """

    name: str
    source: Source
    files: Mapping[str, bytes]
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> bytes:
        """The content of `SOURCE_FILE`: what the result depends on."""
        plain = {"de": {part: dict(found) for part, found in self.source.state.items()}, "otros": dict(self.others)}
        return json.dumps(plain, ensure_ascii=False).encode("utf-8")


@dataclass
class Kept:
    """The kept results of a report, as one run uses them.

    Attributes
    ----------
    state : State
        Digests of everything that the report depends on, taken when the run began.
    outcomes : dict of str to Outcome
        By step, whether it was done and why.
    """

    workspace: Workspace
    request: Request
    state: State
    watcher: Watcher
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def shelf(self, name: str) -> Shelf:
        """Return the kept entries of a step of the requested run, by its name; the folder may not exist yet."""
        folder = self.workspace.kept_steps(self.request.institution, self.request.period)
        return Shelf(folder / name.replace(" ", "_"))

    def source(self, step: str, parts: State) -> Source:
        """Describe what a step of this run depends on.

        Parameters
        ----------
        step : str
            Name of the step, a key of `step_keys.TAKES`.
        parts : State
            Digests that are known only for this step, by part, such as its own text or the files of the run's folder.
            They replace the parts of the same name.

        Returns
        -------
        Source
            The digests taken when the run began (without the git revision), what was given with `-p`, and `parts`.
        """
        asked = {ASKED: {f"lo dado con -p ({one})": "dado" for one in self.request.overrides}}
        whole = {part: found for part, found in self.state.items() if part != REVISION}
        return Source(step, {**whole, **asked, **parts})

    def find(self, name: str, source: Source) -> Found:
        """Look for a kept result of a step, and record in `outcomes` that it is used or why the step must be done.

        Nothing is found if the request does not reuse results; a damaged result is deleted.
        """
        found = self._look_up(name, source) if self.request.reuse else Found(None, ASKED_TO_RUN)
        self.outcomes[name] = Outcome(name, found.reason)
        return found

    def _look_up(self, name: str, source: Source) -> Found:
        """Return the result of a step whose dependencies are the same now, or the Spanish reason why there is none.

        A damaged entry is deleted.
        """
        shelf = self.shelf(name)
        try:
            files = shelf.load(source.key)
            others = {} if files is None else json.loads(files.pop(SOURCE_FILE))["otros"]
        except (*UNREADABLE, KeyError, TypeError):
            shelf.discard(source.key)
            return Found(None, DAMAGED)
        if files is None:
            return Found(None, self._why(shelf, source))
        now = {label: digest(self.workspace.root / label) for label in others}
        change = all_changes({FILES: others}, {FILES: now}, self.workspace)
        return Found(None, change) if change else Found(files)

    def _why(self, shelf: Shelf, source: Source) -> str:
        """Return in Spanish what changed since the readable entry used last; `NEVER` if there is none."""
        for place in shelf.entries():
            try:
                return source.why_other(json.loads(file_of(place, SOURCE_FILE))["de"], self.workspace) or NEVER
            except (*UNREADABLE, KeyError, TypeError):
                continue  # damaged or being deleted: this entry only serves to explain the change
        return NEVER

    def keep(self, *left: Left) -> None:
        """Keep the results of steps, unless the run's inputs have changed since it began.

        If they changed or cannot be written, the watcher is told; no error is raised.
        """
        if not left:
            return
        why = changed_meanwhile(self.workspace, self.request.institution, self.state)
        try:
            if not why:
                remember_lines(self.workspace, self.state)
                for one in left:
                    self.shelf(one.name).keep(one.source.key, {**one.files, SOURCE_FILE: one.origin})
        except OSError as problem:  # keeping results only saves time: the report is complete without it
            why = system_words(problem)
        if why:
            self.watcher.notice(f"No se guarda lo hecho ({list_es([one.name for one in left])}): {why}.")
