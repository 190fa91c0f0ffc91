"""The request for a report: which one, which sections and how. Imports nothing slow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.base.system.workspace import Workspace
from helpers.run.kept.unchanged_report import Wanted

LIMIT = 30
"""Default limit of a cell, in minutes."""


@dataclass(frozen=True)
class Request:
    """What the user asks for.

    Attributes
    ----------
    institution, period : str
    overrides : tuple of str
        `clave=valor` pairs that replace keys of the params file.
    sections : tuple of str
        Names of sections for a partial report; empty for the whole report.
    jobs : int
        Processes at a time; 0 for the number of cores.
    output : Path or None
        The report's folder; None for the usual one in `output/`.
    with_pdf, with_docx : bool
        Also make the PDF, the Word document.
    limit : int
        Minutes that a cell may take; 0 for no limit.
    reuse : bool
        Use valid kept results instead of doing a step or running a section again.
    probe : int
        How many sections with a kept result run anyway, to check that they give the same.
    seed : int or None
        Random seed that chooses the probed sections; None for a random one.
    """

    institution: str
    period: str
    overrides: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    jobs: int = 0
    output: Path | None = None
    with_pdf: bool = True
    with_docx: bool = False
    limit: int = LIMIT
    reuse: bool = True
    probe: int = 0
    seed: int | None = None

    @property
    def extras(self) -> tuple[bool, bool]:
        """Whether the PDF and the Word document are made, as the manifest states."""
        return self.with_pdf, self.with_docx

    @property
    def is_partial(self) -> bool:
        """Whether only some sections were requested."""
        return bool(self.sections)

    def wanted(self, workspace: Workspace) -> Wanted:
        """Return the part of the request that decides what is published and in which folder.

        Parameters
        ----------
        workspace : Workspace
            Gives the folder for such a report where the request names none.
        """
        folder = self.output.resolve() if self.output else None
        return Wanted(
            self.institution,
            self.period,
            self.overrides,
            self.sections,
            folder or workspace.report_folder(self.institution, self.period, is_partial=self.is_partial),
            self.with_pdf,
            self.with_docx,
        )
