"""Steps that a run leaves to processes of their own: the workbook beside all the rest, the page, the PDF.

They are forked from a process that has opened the run and imported what they need while the sections were running, so
that nobody waits for either. Where one cannot be, or fails, this process does the step: what stops it is told as ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.kernels.client import Nest
from helpers.kernels.forked import Forked, NotForked, Wanted
from helpers.runner.steps import Steps
from helpers.runner.supply import Supply, supplied
from helpers.runner.warmth import warmth

if TYPE_CHECKING:
    from helpers.assemble.cover import Cover
    from helpers.compute import Computed

WORKPAPERS, PAGE, PAPER = "workpapers", "page", "paper"
"""The workbook; the page; the PDF."""


@dataclass
class Apart:
    """The steps of a run, some of them done by other processes while its folder is open.

    Attributes
    ----------
    steps : Steps
        The real ones; a process does them by their names.
    """

    steps: Steps
    _supply: Supply | None = None
    _nest: Nest | None = None
    _begun: dict[str, Forked] = field(default_factory=dict)

    def wrapped(self) -> Steps:
        """The same steps, done apart where they can be."""
        return replace(
            self.steps,
            begin_workpapers=self._begin_workpapers,
            workpapers=self._workpapers,
            assemble=self._assemble,
            print_pdf=self._print,
        )

    @contextmanager
    def opened(self, root: Path, log: Path) -> Iterator[None]:
        """Have processes at hand for the run in whose folder the log is; what was computed is there by now."""
        with warmth(root) as servers:
            if servers.server is None:
                yield
                return
            with supplied(root, log) as supply:
                self._supply, self._nest = supply, _nest(supply)
                try:
                    yield
                finally:
                    self._close()

    def _close(self) -> None:
        for name in list(self._begun):
            self._end(name)
        if self._nest:
            self._nest.close()
        self._supply, self._nest, self._begun = None, None, {}

    def _begin_workpapers(self, folder: Path) -> None:
        self._begin(WORKPAPERS, folder)

    def _workpapers(self, computed: Computed, folder: Path) -> None:
        if WORKPAPERS not in self._begun:
            self._begin(WORKPAPERS, folder)
        if not self._has_ended_well(WORKPAPERS):
            self.steps.workpapers(computed, folder)

    def _assemble(self, notebooks: Sequence[tuple[str, Path]], cover: Cover, folder: Path) -> None:
        plain = json.dumps({"notebooks": [(name, str(path)) for name, path in notebooks], "cover": asdict(cover)})
        self._begin(PAGE, folder, plain)
        if not self._has_ended_well(PAGE):
            self.steps.assemble(notebooks, cover, folder)

    def _print(self, computed: Computed, folder: Path) -> None:
        self._begin(PAPER, folder)
        if not self._has_ended_well(PAPER):
            self.steps.print_pdf(computed, folder)

    def _has_ended_well(self, name: str) -> bool:
        """Wait for a step that was begun; whether it came to its good end, which one that was not begun did not."""
        process = self._begun.pop(name, None)
        if process is None:
            return False
        with process:
            return process.wait() == 0

    def _end(self, name: str) -> None:
        """End a step that was begun, wherever it is."""
        process = self._begun.pop(name)
        process.kill()
        with process:
            process.wait()

    def _begin(self, step: str, folder: Path, *arguments: str, name: str = "") -> None:
        """Begin a step; one of that name that was begun from what the folder held before is ended first."""
        if (name or step) in self._begun:
            self._end(name or step)
        if self._supply is None or self._nest is None:
            return
        errors = self._supply.errors.fileno()
        wanted = Wanted(
            "helpers.runner.aside:do",
            (step, str(folder), *arguments),
            str(folder),
            self._supply.environment,
            (errors, errors, errors),
        )
        with suppress(NotForked):
            self._begun[name or step] = self._nest.door.fork_piped(wanted)


def _nest(supply: Supply) -> Nest | None:
    if supply.kernels is None:
        return None
    with suppress(NotForked):
        return supply.kernels.nest(supply.environment, supply.errors.fileno(), "helpers.runner.aside:prepare")
    return None
