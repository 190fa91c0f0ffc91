"""What is kept of earlier runs of a report, as one run uses it and adds to it; and what it tells of each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from helpers.display import list_es
from helpers.reuse.changes import changed_meanwhile
from helpers.reuse.state import REVISION, State
from helpers.reuse.steps import ASKED, ASKED_TO_RUN, DAMAGED, Found, Source, Store
from helpers.runner.request import Request
from helpers.runner.watcher import Watcher
from helpers.workspace import Workspace


@dataclass(frozen=True)
class Outcome:
    """Whether a section, or another step, was done.

    Attributes
    ----------
    section : str
        Its name.
    reason : str
        Why it was, in Spanish; empty where what was kept of it stands for it.
    not_kept : str
        Why what it left is not kept, in Spanish; empty where it is.
    """

    section: str
    reason: str = ""
    not_kept: str = ""

    @property
    def is_reused(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Left:
    """What a step left, to be kept.

    Attributes
    ----------
    name : str
    source : Source
    files : Mapping of str to bytes
    others : Mapping of str to str
        Digests of files that it read from other folders than its institution's own.
    """

    name: str
    source: Source
    files: Mapping[str, bytes]
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Kept:
    """What is kept of a report, in one run.

    Attributes
    ----------
    state : State
        All that the report can be made from, as the run began.
    outcomes : dict of str to Outcome
        By step, whether it was done and why.
    """

    workspace: Workspace
    request: Request
    state: State
    watcher: Watcher
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return Store(self.workspace, self.request.institution, self.request.period)

    def source(self, step: str, parts: State) -> Source:
        """What a step takes: the state as the run began, with parts that are the step's own instead."""
        asked = {ASKED: {f"lo dado con -p ({one})": "dado" for one in self.request.overrides}}
        whole = {part: found for part, found in self.state.items() if part != REVISION}
        return Source(step, {**whole, **asked, **parts})

    def find(self, name: str, source: Source) -> Found:
        """What stands for doing a step; notes why it must be done where nothing does."""
        found = self.store.find(name, source) if self.request.reuse else Found(None, ASKED_TO_RUN)
        if found.reason.startswith(DAMAGED):
            self.watcher.notice(f"{name}: {found.reason}; se hace de nuevo.")
        self.outcomes[name] = Outcome(name, found.reason)
        return found

    def keep(self, *left: Left) -> None:
        """Keep what steps left, unless what they were made from changed while they were done."""
        if not left:
            return
        why = changed_meanwhile(self.workspace, self.request.institution, self.state)
        try:
            if not why:
                self._put(left)
        except OSError as problem:  # the report is made all the same: what is kept only saves time
            why = str(problem)
        if why:
            self.watcher.notice(f"No se guarda lo hecho ({list_es([one.name for one in left])}): {why}.")
            for one in left:
                self.outcomes[one.name] = replace(self.outcomes[one.name], not_kept=why)

    def _put(self, left: Sequence[Left]) -> None:
        self.store.rows.remember(self.state)
        for one in left:
            self.store.keep(one.name, one.source, one.files, one.others)
