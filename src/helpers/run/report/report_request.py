"""Resolves a request: its sections with their parameters, and the folder where its report goes."""

from __future__ import annotations

from helpers.base.errors import ConfigError, UsageError
from helpers.base.system.workspace import Workspace
from helpers.run.report.destination import Destination
from helpers.run.report.manifest import COMPLETE, read_manifest
from helpers.run.report.report_order import Request
from helpers.run.report.section_notebooks import (
    Section,
    check_parameters,
    check_sections,
    choose,
    find_sections,
)
from helpers.settings.institution import load_institution
from helpers.settings.params import Corrida, load_run


def chosen_sections(workspace: Workspace, request: Request) -> tuple[Section, ...]:
    """Return the requested sections, after checking that each notebook declares its parameters.

    Raises
    ------
    UsageError
        If a section, the institution or the period does not exist, or an override is wrong.
    ConfigError
        If a params or method file does not load, or the params file lists a section that does not exist; if a notebook
        does not declare its parameters, or two notebooks have the same section name.
    """
    run = _parameters(workspace, request)
    chosen = choose(find_sections(workspace), run.secciones, request.sections)
    for section in chosen:
        check_parameters(section)
    return chosen


def _parameters(workspace: Workspace, request: Request) -> Corrida:
    """Load the run's parameters and check its sections; an error that only an override causes is a usage error."""
    load_institution(workspace, request.institution)
    try:
        run = load_run(workspace, request.institution, request.period, request.overrides)
        check_sections(workspace, run)
        return run
    except ConfigError as problem:
        if request.overrides:
            check_sections(workspace, load_run(workspace, request.institution, request.period))
            raise UsageError(f"Un valor dado con -p no se admite. {' '.join(problem.problems)}") from problem
        raise


def place_of(workspace: Workspace, request: Request) -> Destination:
    """Return where a request's report goes: the folder that it names, else the usual one in the workspace's output."""
    folder = request.folder(workspace)
    return Destination(folder, workspace.relative(request.output or folder))


def data_folder(workspace: Workspace, run: Corrida) -> str:
    """Return the folder of the period's data, from the root."""
    return workspace.relative(workspace.year_data(run.entidad, run.period.year) / run.period.window)


def check_replaceable(destination: Destination, request: Request) -> None:
    """Refuse a destination that a report must not replace; a missing or empty folder is accepted.

    Raises
    ------
    UsageError
        If the folder holds anything but a report of the same institution and period, or if a partial report would
        replace a complete one.
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
