"""Steps that a run leaves to processes of their own: the workbook beside all the rest, then the page and its PDF.

They are forked from a process that has opened the run and imported what they need while the sections were running, so
that nobody waits for either. Where one cannot be, or fails, this process does the step: what stops it is told as ever.
"""

from __future__ import annotations

import json
import os
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
GO_ON = b"listo\n"
"""Told to the process that makes the PDF, when what it is to carry along is there."""


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
            begin_print=self._begin_print,
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
        for process in self._begun.values():
            process.kill()
            with process:
                process.wait()
        if self._nest:
            self._nest.close()
        self._supply, self._nest, self._begun = None, None, {}

    def _begin_workpapers(self, folder: Path) -> None:
        self._begin(WORKPAPERS, folder)

    def _begin_print(self, folder: Path) -> None:
        self._begin(PAPER, folder)

    def _workpapers(self, computed: Computed, folder: Path) -> None:
        if not self._is_done(WORKPAPERS, folder):
            self.steps.workpapers(computed, folder)

    def _assemble(self, notebooks: Sequence[tuple[str, Path]], cover: Cover, folder: Path) -> None:
        plain = json.dumps({"notebooks": [(name, str(path)) for name, path in notebooks], "cover": asdict(cover)})
        if not self._is_done(PAGE, folder, plain):
            self.steps.assemble(notebooks, cover, folder)

    def _print(self, computed: Computed, folder: Path) -> None:
        if not self._is_done(PAPER, folder):
            self.steps.print_pdf(computed, folder)

    def _is_done(self, step: str, folder: Path, *arguments: str) -> bool:
        """Wait for a step, begun now unless it was before; whether it came to its good end."""
        if step not in self._begun:
            self._begin(step, folder, *arguments)
        process = self._begun.pop(step, None)
        if process is None:
            return False
        if step == PAPER:
            with suppress(OSError):  # it has ended, and how is seen next
                os.write(process.stdin.fileno(), GO_ON)
        with process:
            return process.wait() == 0

    def _begin(self, step: str, folder: Path, *arguments: str) -> None:
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
            self._begun[step] = self._nest.door.fork_piped(wanted)


def _nest(supply: Supply) -> Nest | None:
    if supply.kernels is None:
        return None
    with suppress(NotForked):
        return supply.kernels.nest(supply.environment, supply.errors.fileno(), "helpers.runner.aside:prepare")
    return None
