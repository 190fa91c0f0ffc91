"""For each section of a run: what is kept of it and still holds, or why it must run; and what it leaves, kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.reuse.differences import Now, first_difference
from helpers.reuse.entries import Basis, Entry
from helpers.reuse.places import NOTHING, Places
from helpers.reuse.store import Damaged, Shelf
from helpers.reuse.surroundings import versions_of
from helpers.reuse.told import ASKED_TO_RUN, DAMAGED, NEVER, OF_ANOTHER_VERSION
from helpers.reuse.traces import Trace, read_trace

UNTRACED = "no quedó registro de lo que leyó"
CHANGED_MEANWHILE = "{} cambió mientras se ejecutaba"


@dataclass(frozen=True)
class Asked:
    """A section that a run asks for.

    Attributes
    ----------
    name : str
    notebook : Path
    label : str
        What messages call the notebook.
    digest : str
        Its SHA-256 as the run began.
    """

    name: str
    notebook: Path
    label: str
    digest: str

    @classmethod
    def of(cls, name: str, notebook: Path, label: str) -> Asked:
        """A section as its notebook is now."""
        return cls(name, notebook, label, Places.file_digest(notebook))


@dataclass(frozen=True)
class Choice:
    """Whether a section must run.

    Attributes
    ----------
    section : str
    executed : bytes or None
        The kept notebook that stands for running it; None where it must run.
    reason : str
        Why it must run, in Spanish; empty where it need not.
    damaged : tuple of str
        Files that were kept and are not what was written.
    entry : Path or None
        Where what stands for it is kept.
    """

    section: str
    executed: bytes | None
    reason: str = ""
    damaged: tuple[str, ...] = ()
    entry: Path | None = None


@dataclass(frozen=True)
class KeptSections:
    """What is kept of the sections of one institution and period.

    Attributes
    ----------
    folder : Path
        Where: a folder for each section.
    now : Now
        The run that is being made.
    """

    folder: Path
    now: Now

    def shelf(self, section: str) -> Shelf:
        """What is kept of one section."""
        return Shelf(self.folder / section)

    def choose(self, asked: Asked, *, run_all: bool = False) -> Choice:
        """What stands for running a section, or why it must run; what is damaged is deleted.

        Parameters
        ----------
        run_all : bool
            It must run whatever is kept.
        """
        if run_all:
            return Choice(asked.name, None, ASKED_TO_RUN)
        reasons, damaged = [], []
        shelf = self.shelf(asked.name)
        for place in shelf.entries():
            try:
                entry = Entry.of(shelf.load(place))
            except Damaged as problem:
                damaged.append(str(problem))
                reasons.append(f"{DAMAGED} ({problem})")
                shelf.discard(place)
                continue
            why = self._why_not(entry, asked)
            if not why:
                return Choice(asked.name, entry.executed, damaged=tuple(damaged), entry=place)
            reasons.append(why)
        return Choice(asked.name, None, next(iter(reasons), NEVER), tuple(damaged))

    def _why_not(self, entry: Entry | None, asked: Asked) -> str:
        if entry is None:
            return OF_ANOTHER_VERSION
        return first_difference(entry.basis, self.now, (asked.label, asked.digest))

    def keep(self, asked: Asked, working: Path, executed: Path) -> str:
        """Keep what a section left.

        Parameters
        ----------
        working : Path
            The folder that it worked in, with its trace.
        executed : Path
            Its notebook as published.

        Returns
        -------
        str
            Why it cannot be kept, in Spanish; empty where it is.
        """
        trace = read_trace(working)
        data = executed.read_bytes()
        if trace is None or trace.cells < _cells_run(data):
            return UNTRACED
        if trace.barred:
            return trace.barred[0]
        changed = next(self._changed_since(asked, trace), "")
        if changed:
            return CHANGED_MEANWHILE.format(changed)
        self.shelf(asked.name).keep(Entry(data, self._basis(asked, trace)).files())
        return ""

    def _changed_since(self, asked: Asked, trace: Trace) -> Iterator[str]:
        """Files that are no longer what the section read, or was begun with."""
        began = {asked.label: asked.digest} | {label: self.now.file(label) for label in trace.code}
        for label, digest in (began | trace.files).items():
            if Places.file_digest(self.now.places.path(label)) != digest:
                yield label

    def _basis(self, asked: Asked, trace: Trace) -> Basis:
        return Basis(
            notebook=(asked.label, asked.digest),
            surroundings=self.now.surroundings,
            libraries=versions_of(trace.libraries),
            code=self._code(trace.code),
            files=dict(sorted(trace.files.items())),
            folders=dict(sorted(trace.folders.items())),
            run=self.now.run,
            answers=trace.answers,
        )

    def _code(self, labels: list[str]) -> Mapping[str, str]:
        return {label: digest for label in sorted(labels) if (digest := self.now.file(label)) != NOTHING}


def _cells_run(executed: bytes) -> int:
    """How many cells of an executed notebook ran."""
    cells = json.loads(executed)["cells"]
    return sum(1 for cell in cells if cell.get("execution_count") is not None)
