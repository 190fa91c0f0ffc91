"""A watcher of a run for tests. It imports almost nothing, because processes that only make a report use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.run.report.report_order import Stop


class Quiet:
    """Records the notices and which sections ran or were reused."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.reused: list[str] = []
        self.ran: list[str] = []

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def step(self, name: str) -> None: ...

    def sections_chosen(self, cells: Mapping[str, int]) -> None: ...

    def section_reused(self, section: str) -> None:
        self.reused.append(section)

    def section_started(self, section: str) -> None:
        self.ran.append(section)

    def cell_started(self, section: str, position: int) -> None: ...

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None: ...
