"""The interface for progress reports of a run. A run calls it only from the thread that started the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from helpers.run.report.run_problems import Stop


class Watcher(Protocol):
    """Receives the progress of a run; all texts are Spanish."""

    def notice(self, text: str) -> None:
        """Show a message that does not stop the run."""

    def step(self, name: str) -> None:
        """Receive that a step begins; the step before it has ended."""

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        """Receive that the sections are about to run; `cells` gives the number of cells of each section."""

    def section_reused(self, section: str) -> None:
        """Receive that a section does not run, because its kept result is still valid."""

    def section_started(self, section: str) -> None:
        """Receive that a section's process has started."""

    def cell_started(self, section: str, position: int) -> None:
        """Receive that the cell at this index (from 0) starts."""

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        """Receive that a section ended after some seconds; `stop` is None if it succeeded."""
