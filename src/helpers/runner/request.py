"""What a request comes to: its sections, with their parameters, and where its report may be put."""

from __future__ import annotations

from helpers.entidad import load_institution
from helpers.errors import ConfigError, UsageError
from helpers.params import Corrida, load_run
from helpers.runner.destination import Destination
from helpers.runner.manifest import COMPLETE, read_manifest
from helpers.runner.order import Request
from helpers.runner.sections import Section, check_parameters, choose, find_sections
from helpers.workspace import Workspace


def chosen_sections(workspace: Workspace, request: Request) -> tuple[Section, ...]:
    """The sections that a request runs, each seen to take its parameters.

    Raises
    ------
    UsageError, ConfigError, BadNotebook
    """
    run = _parameters(workspace, request)
    chosen = choose(find_sections(workspace), run.secciones, request.sections)
    for section in chosen:
        check_parameters(section)
    return chosen


def _parameters(workspace: Workspace, request: Request) -> Corrida:
    """The run's parameters; what only an override spoils is wrong usage, not a bad file."""
    load_institution(workspace, request.institution)
    try:
        return load_run(workspace, request.institution, request.period, request.overrides)
    except ConfigError as problem:
        if request.overrides:
            load_run(workspace, request.institution, request.period)
            raise UsageError(f"Un valor dado con -p no se admite. {' '.join(problem.problems)}") from problem
        raise


def place_of(workspace: Workspace, request: Request) -> Destination:
    """Where the report of a request goes."""
    if request.output is None:
        return usual_place(workspace, request.institution, request.period, is_partial=request.is_partial)
    return Destination(request.output.resolve(), workspace.relative(request.output))


def usual_place(workspace: Workspace, institution: str, period: str, *, is_partial: bool) -> Destination:
    """Where the report of a run goes when nothing else is asked."""
    folder = workspace.report_folder(institution, period, is_partial=is_partial)
    return Destination(folder, workspace.relative(folder))


def check_replaceable(destination: Destination, request: Request) -> None:
    """Refuse to replace what this run did not make: whatever is replaced is deleted.

    Raises
    ------
    UsageError
    """
    folder, label = destination.folder, destination.label
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    manifest = read_manifest(folder)
    if manifest is None:
        raise UsageError(f"{label} tiene contenido que no es un informe de poa: elija otra carpeta.")
    other = f"{manifest.get('entidad')}/{manifest.get('periodo')}"
    if other != f"{request.institution}/{request.period}":
        raise UsageError(f"{label} tiene el informe de {other}: elija otra carpeta.")
    if request.is_partial and manifest.get("estado") == COMPLETE:
        raise UsageError(f"{label} tiene un informe completo y uno parcial no lo reemplaza: elija otra.")
