"""The data of `poa lista`: available runs, methods and reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from helpers.base.errors import PoaError
from helpers.base.system.workspace import UNKNOWN, Workspace
from helpers.run.report.destination import Destination, usual_place
from helpers.run.report.manifest import FAILED, read_manifest, read_times
from helpers.settings.institution import every_run, load_institution
from helpers.settings.methods import load_method, methods_found
from helpers.settings.params import load_run

RUNNING = "en curso"


@dataclass(frozen=True)
class ReportStatus:
    """An existing report, or the remains of a failed run.

    Attributes
    ----------
    state : str
        `completo`, `parcial`, `fallido`, `en curso`, or `desconocida` if it has no manifest.
    when : datetime or None
        When it ended, if known.
    """

    state: str
    when: datetime | None
    folder: str


@dataclass(frozen=True)
class RunStatus:
    """A run with parameters; `problem` says why they cannot be read (empty if they can)."""

    institution: str
    name: str
    period: str
    method: str
    reports: tuple[ReportStatus, ...]
    problem: str = ""


@dataclass(frozen=True)
class MethodStatus:
    """A method file; `problem` says why it cannot be read (empty if it can)."""

    id: str
    name: str
    problem: str = ""


def run_statuses(workspace: Workspace) -> tuple[RunStatus, ...]:
    """Return every institution and period that has parameters, with its whole, partial, kept and failed reports.

    A report whose replacement was interrupted is restored first.
    """
    return tuple(_run_status(workspace, *run) for run in every_run(workspace))


def method_statuses(workspace: Workspace) -> tuple[MethodStatus, ...]:
    """Return every method file with its name, or with the reason why it cannot be read."""
    return tuple(_method_status(workspace, name) for name in methods_found(workspace))


def _run_status(workspace: Workspace, institution: str, period: str) -> RunStatus:
    """Return a run with its reports; without name and method, but with a problem, if its params cannot be read."""
    reports = tuple(_reports(workspace, institution, period))
    try:
        name = load_institution(workspace, institution).nombre
        method = load_run(workspace, institution, period).metodo
    except PoaError as problem:
        return RunStatus(institution, "", period, "", reports, str(problem))
    return RunStatus(institution, name, period, method, reports)


def _method_status(workspace: Workspace, name: str) -> MethodStatus:
    """Return a method with its name or, if its file cannot be read, with the problem."""
    try:
        return MethodStatus(name, load_method(workspace, name).nombre)
    except PoaError as problem:
        return MethodStatus(name, "", str(problem))


def _reports(workspace: Workspace, institution: str, period: str) -> Iterator[ReportStatus]:
    """Yield what there is of a run's whole and partial reports; one that is being made comes before the others."""
    for is_partial in (False, True):
        place = usual_place(workspace, institution, period, is_partial=is_partial)
        if place.is_busy:
            yield ReportStatus(RUNNING, None, place.label)
        else:
            place.recover()
        yield from _made(workspace, place)


def _made(workspace: Workspace, place: Destination) -> Iterator[ReportStatus]:
    """Yield the report at a destination, the replaced ones that were kept, and the last failed run, as far as there."""
    for folder in (place.folder, *place.kept, place.failed):
        if not folder.is_dir():
            continue
        manifest = read_manifest(folder) or {}
        state = FAILED if folder == place.failed else str(manifest.get("estado", UNKNOWN))
        times = read_times(folder)
        yield ReportStatus(state, times.ended if times else None, workspace.relative(folder))
