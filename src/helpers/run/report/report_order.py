"""The request for a report, whether the published one is up to date, and who follows its progress.

Imports nothing slow, because a report that is up to date needs nothing slow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.python_extras import PlainData
from helpers.base.system import atomic
from helpers.base.system.digest import text_sha256
from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import ACTA_FILES
from helpers.run.kept.input_state import FILES, State, all_changes, outputs_of, state_of

LIMIT = 30
"""Default limit of a cell, in minutes."""
LONGEST_LIMIT = 366 * 24 * 60
"""Greatest limit of a cell, in minutes: a year; the system's timer takes no 300 years."""
FORMAT = 2
REPORT_CHANGED = "el informe publicado no está como se hizo: {}"
NEVER = "no hay registro de cómo se hizo"
OTHERWISE = "la última vez se pidió de otra manera"


@dataclass(frozen=True)
class Standing:
    """Whether a published report is up to date.

    Attributes
    ----------
    change : str
        What changed, in Spanish; empty if making the report again would give the same.
    sections : tuple of str
        Its sections; empty if no record names them, or if the request or the report's files changed.
    """

    change: str
    sections: tuple[str, ...] = ()


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

    @property
    def extras(self) -> tuple[bool, bool]:
        """Whether the PDF and the Word document are made, as the manifest states."""
        return self.with_pdf, self.with_docx

    @property
    def is_partial(self) -> bool:
        """Whether only some sections were requested."""
        return bool(self.sections)

    def folder(self, workspace: Workspace) -> Path:
        """Return the report's folder; where the request names none, the usual one of such a report."""
        if self.output:
            return self.output.resolve()
        return workspace.report_folder(self.institution, self.period, is_partial=self.is_partial)

    def published(self, workspace: Workspace) -> dict[str, object]:
        """Return the part of the request that decides what is published, as JSON-compatible data."""
        return {
            "institution": self.institution,
            "period": self.period,
            "overrides": list(self.overrides),
            "sections": list(self.sections),
            "folder": str(self.folder(workspace)),
            "with_pdf": self.with_pdf,
            "with_docx": self.with_docx,
        }

    def record(self, workspace: Workspace) -> Path:
        """Return the path, in the cache, of the file that records what the report in its folder was made from."""
        name = f"{self.period}-{text_sha256(str(self.folder(workspace)))[:16]}.json"
        return workspace.cache / "corridas" / self.institution / name

    def standing(self, workspace: Workspace) -> Standing:
        """Compare the published report and everything that it was made from with their recorded digests.

        Returns
        -------
        Standing
            It names the first of these that changed: the request, the report's files (except an audit's record), the
            inputs.
        """
        kept = _read(self.record(workspace))
        if kept is None or kept["pedido"] != self.published(workspace):
            return Standing(NEVER if kept is None else OTHERWISE)
        made = {name: sha for name, sha in outputs_of(self.folder(workspace)).items() if name not in ACTA_FILES}
        outputs = all_changes({"": kept["salidas"]}, {"": made}, workspace)
        if outputs:
            return Standing(REPORT_CHANGED.format(outputs))
        now = state_of(workspace, self.institution, kept["de"].get(FILES, ()))
        return Standing(all_changes(kept["de"], now, workspace), tuple(kept["informe"]))

    def remember(self, workspace: Workspace, source: State, sections: Sequence[str]) -> None:
        """Record what a report that was just published was made from.

        Parameters
        ----------
        source : State
            The state before anything was read, so that a file that changed during the run counts as changed.
        sections : Sequence of str
            The report's sections.
        """
        plain = {
            "formato": FORMAT,
            "pedido": self.published(workspace),
            "informe": list(sections),
            "salidas": outputs_of(self.folder(workspace)),
            "de": source,
        }
        place = self.record(workspace)
        place.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_text(place, json.dumps(plain, ensure_ascii=False))


@dataclass(frozen=True)
class Stop:
    """Where and why a notebook stopped.

    Attributes
    ----------
    cell : int
        The execution number that JupyterLab shows beside the cell in the executed notebook; 0 if no cell had started.
    line : str
        The cell's first line of code; empty if no cell had started.
    error : str
        The error's last line.
    """

    cell: int
    line: str
    error: str


@dataclass(frozen=True)
class Failure:
    """A section that stopped.

    Attributes
    ----------
    section : str
        Name of the section.
    notebook : str
        File name of its notebook.
    stop : Stop
    """

    section: str
    notebook: str
    stop: Stop

    def __str__(self) -> str:
        where = f"celda [{self.stop.cell}]" if self.stop.cell else "antes de la primera celda"
        return f"{self.section}: {where}: {self.stop.error}"


@dataclass
class SectionsFailed(PoaError):
    """Some sections failed, so nothing was published. Commands tell each failure in their own way.

    Attributes
    ----------
    failures : Sequence[Failure]
        One for each failed section, in the report's order.
    """

    failures: Sequence[Failure]


class Watcher:
    """Receives the progress of a run, from the thread that started it; all texts are Spanish. This one does nothing."""

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


def _read(path: Path) -> PlainData | None:
    """Read a record of `remember`; None if it is missing, cut short or of another version: the report is then made."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return plain if isinstance(plain, dict) and plain.get("formato") == FORMAT else None
