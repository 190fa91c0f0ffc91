"""Which sections of a run need not be run, as what is kept of them still holds; what the others leave is kept."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.display import list_es
from helpers.reuse.differences import Now
from helpers.reuse.places import Places
from helpers.reuse.sections import Asked, Choice, KeptSections
from helpers.reuse.told import DAMAGED, PROBED
from helpers.reuse.traces import arm
from helpers.runner.pool import Ended
from helpers.runner.problems import NotTheSame
from helpers.runner.request import Request
from helpers.runner.sections import Section
from helpers.runner.tasks import Task
from helpers.runner.watcher import Watcher
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.compute import Computed

SEEDS = 1_000_000


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
class Reuse:
    """The sections of a run and what is kept of them.

    Attributes
    ----------
    folder : Path
        The run's folder, with what was computed in it.
    """

    workspace: Workspace
    request: Request
    sections: Sequence[Section]
    computed: Computed
    folder: Path
    watcher: Watcher

    @cached_property
    def _kept(self) -> KeptSections:
        now = Now(Places.of(self.workspace.root, self.folder), self.folder, self.computed)
        now.remember_code()
        return KeptSections(self.workspace.kept_sections(self.request.institution, self.request.period), now)

    @cached_property
    def _asked(self) -> Mapping[str, Asked]:
        return {one.name: Asked.of(one.name, one.notebook, one.label) for one in self.sections}

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """By section, in the report's order."""
        return {name: self._kept.choose(asked, run_all=not self.request.reuse) for name, asked in self._asked.items()}

    @cached_property
    def probed(self) -> tuple[str, ...]:
        """Sections that are run to try what is kept of them."""
        held = [name for name, choice in self.choices.items() if choice.executed is not None]
        if not self.request.probe:
            return ()
        seed = self.request.seed if self.request.seed is not None else random.SystemRandom().randrange(SEEDS)
        drawn = random.Random(seed).sample(held, min(self.request.probe, len(held)))
        chosen = tuple(name for name in held if name in drawn)
        if chosen:
            self.watcher.notice(f"Para probar lo guardado se vuelve a ejecutar {list_es(chosen)} (semilla {seed}).")
        else:
            self.watcher.notice("No hay secciones guardadas que probar: se ejecutan todas.")
        return chosen

    def must_run(self, section: str) -> bool:
        """Whether a section is run."""
        return self.choices[section].executed is None or section in self.probed

    def place(self, executed: Mapping[str, Path]) -> dict[str, Ended]:
        """Put what is kept where the sections would have left it; tells whoever watches, and of what was damaged."""
        placed: dict[str, Ended] = {}
        for name, choice in self.choices.items():
            if choice.damaged:
                self.watcher.notice(f"{name}: {DAMAGED} ({list_es(choice.damaged)}); se hace de nuevo.")
            if not self.must_run(name):
                executed[name].write_bytes(choice.executed or b"")
                self.watcher.section_reused(name)
                placed[name] = Ended(0.0, None)
        return placed

    def arm(self, task: Task) -> None:
        """Have a section record what it reads."""
        arm(Path(task.folder), self.workspace.root, self.folder)

    def settle(self, tasks: Sequence[Task], ended: Mapping[str, Ended]) -> tuple[Outcome, ...]:
        """Keep what the sections that ran left, and see that the probed ones gave what is kept.

        Raises
        ------
        NotTheSame
            Where they did not; what was kept of them is then deleted.
        """
        other = [task.section for task in tasks if task.section in self.probed and self._differs(task, ended)]
        for name in other:
            self._kept.shelf(name).discard(self.choices[name].entry)
        if other:
            raise NotTheSame(other)
        ran = {task.section: self._outcome(task, ended[task.section]) for task in tasks}
        return tuple(ran.get(name) or Outcome(name) for name in self.choices)

    def _differs(self, task: Task, ended: Mapping[str, Ended]) -> bool:
        kept = self.choices[task.section].executed
        return ended[task.section].stop is not None or Path(task.executed).read_bytes() != kept

    def _outcome(self, task: Task, ended: Ended) -> Outcome:
        name = task.section
        if name in self.probed:
            return Outcome(name, PROBED)
        return Outcome(name, self.choices[name].reason, self._keep(task) if ended.stop is None else "")

    def _keep(self, task: Task) -> str:
        try:
            return self._kept.keep(self._asked[task.section], Path(task.folder), Path(task.executed))
        except OSError as problem:  # the report is made all the same: what is kept only saves time
            self.watcher.notice(f"No se pudo guardar la sección {task.section}: {problem}")
            return str(problem)
