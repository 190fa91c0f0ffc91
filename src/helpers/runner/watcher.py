"""Whoever is told how a run goes, always from the thread that asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from helpers.runner.tasks import Stop


class Watcher(Protocol):
    """What a screen must know to show a run; every text is Spanish."""

    def notice(self, text: str) -> None:
        """Something that the reader should know and that stops nothing."""

    def step(self, name: str) -> None:
        """A step begins, and the one before it is done."""

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        """The sections are about to run: their names and how many cells each has."""

    def section_reused(self, section: str) -> None:
        """The section is not run: what is kept of it still holds."""

    def section_started(self, section: str) -> None:
        """A worker has taken the section; its kernel is starting."""

    def cell_started(self, section: str, position: int) -> None:
        """The cell at a position (from 0) starts."""

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        """The section ended, well or (with a `Stop`) badly."""
