"""What is asked of a run: which report, which sections and how. Nothing heavy is loaded to say it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.reuse.whole import Wanted
from helpers.workspace import Workspace

LIMIT = 30
"""Minutes that a cell may take, where nobody says otherwise."""


@dataclass(frozen=True)
class Request:
    """What the user asks for.

    Attributes
    ----------
    institution, period : str
    overrides : tuple of str
        `clave=valor`, over the params file.
    sections : tuple of str
        Some of the sections, which makes a partial report; all when empty.
    jobs : int
        Sections at once; 0 for as many as the machine has cores.
    output : Path or None
        The report's folder, instead of the one in `output/`.
    with_pdf : bool
    limit : int
        Minutes that a cell may take.
    reuse : bool
        Sections that would give what they gave are not run again.
    probe : int
        How many of those are run all the same, to see that they do.
    seed : int or None
        By which these are chosen; None draws one.
    """

    institution: str
    period: str
    overrides: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    jobs: int = 0
    output: Path | None = None
    with_pdf: bool = True
    limit: int = LIMIT
    reuse: bool = True
    probe: int = 0
    seed: int | None = None

    @property
    def is_partial(self) -> bool:
        return bool(self.sections)

    def wanted(self, workspace: Workspace) -> Wanted:
        """What of it changes what is published."""
        folder = self.output.resolve() if self.output else None
        return Wanted(
            self.institution,
            self.period,
            self.overrides,
            self.sections,
            folder or workspace.report_folder(self.institution, self.period, is_partial=self.is_partial),
            self.with_pdf,
        )
