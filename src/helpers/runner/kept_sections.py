"""Which sections of a run need not be run, as what is kept of them still holds; what the others leave is kept."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.display import list_es
from helpers.reuse.state import NOTEBOOKS, TEXTS
from helpers.reuse.steps import PROBED, SECTION, Found, Source, run_parts
from helpers.runner.kept import Kept, Left, Outcome
from helpers.runner.pool import Ended
from helpers.runner.problems import NotTheSame
from helpers.runner.sections import Section
from helpers.runner.tasks import Task

if TYPE_CHECKING:
    from helpers.compute import Computed

SEEDS = 1_000_000
NOTEBOOK_FILE = "cuaderno.ipynb"


@dataclass(frozen=True)
class KeptSections:
    """The sections of a run and what is kept of them.

    Attributes
    ----------
    folder : Path
        The run's folder, with what was computed in it.
    """

    kept: Kept
    sections: Sequence[Section]
    computed: Computed
    folder: Path

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        saved = run_parts(self.folder)
        return {section.name: self._source(section, saved) for section in self.sections}

    def _source(self, section: Section, saved: Mapping[str, Mapping[str, str]]) -> Source:
        own = {
            NOTEBOOKS: {section.label: self.kept.state[NOTEBOOKS].get(section.label, "")},
            TEXTS: {text.file: text.sha256 for text in self.computed.texts if text.section == section.name},
        }
        return self.kept.source(SECTION, {**own, **saved})

    @cached_property
    def _found(self) -> Mapping[str, Found]:
        """By section, in the report's order."""
        return {name: self.kept.find(_step(name), source) for name, source in self._sources.items()}

    @cached_property
    def _probed(self) -> tuple[str, ...]:
        """Sections that are run to try what is kept of them."""
        request, watcher = self.kept.request, self.kept.watcher
        if not request.probe:
            return ()
        held = [name for name, found in self._found.items() if found.files is not None]
        seed = request.seed if request.seed is not None else random.SystemRandom().randrange(SEEDS)
        drawn = random.Random(seed).sample(held, min(request.probe, len(held)))
        chosen = tuple(name for name in held if name in drawn)
        if chosen:
            watcher.notice(f"Para probar lo guardado se vuelve a ejecutar {list_es(chosen)} (semilla {seed}).")
        else:
            watcher.notice("No hay secciones guardadas que probar: se ejecutan todas.")
        return chosen

    def must_run(self, section: str) -> bool:
        """Whether a section is run."""
        return self._found[section].files is None or section in self._probed

    def place(self, executed: Mapping[str, Path]) -> dict[str, Ended]:
        """Put what is kept where the sections would have left it, and tell whoever watches."""
        placed = [name for name in self._found if not self.must_run(name)]
        for name in placed:
            executed[name].write_bytes(self._found[name].files[NOTEBOOK_FILE])
            self.kept.watcher.section_reused(name)
        return {name: Ended(0.0, None) for name in placed}

    def settle(self, tasks: Sequence[Task], ended: Mapping[str, Ended]) -> tuple[Outcome, ...]:
        """Keep what the sections that ran left, and see that the probed ones gave what is kept.

        Raises
        ------
        NotTheSame
            Where they did not; what was kept of them is then deleted.
        """
        other = [task.section for task in tasks if task.section in self._probed and self._differs(task, ended)]
        for name in other:
            self.kept.store.shelf(_step(name)).discard(self._sources[name].key)
        if other:
            raise NotTheSame(other)
        for name in self._probed:
            self.kept.outcomes[_step(name)] = Outcome(name, PROBED)
        new = [task for task in tasks if task.section not in self._probed and ended[task.section].stop is None]
        self.kept.keep(*map(self._left, new))
        return tuple(replace(self.kept.outcomes.pop(_step(name)), section=name) for name in self._sources)

    def _differs(self, task: Task, ended: Mapping[str, Ended]) -> bool:
        kept = self._found[task.section].files[NOTEBOOK_FILE]
        return ended[task.section].stop is not None or Path(task.executed).read_bytes() != kept

    def _left(self, task: Task) -> Left:
        files = {NOTEBOOK_FILE: Path(task.executed).read_bytes()}
        return Left(_step(task.section), self._sources[task.section], files)


def _step(section: str) -> str:
    return f"{SECTION} {section}"
