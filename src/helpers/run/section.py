"""The module that section notebooks import: opens a section of a run that is saved around it, or computes the run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import BOOK_FILE
from helpers.run.compute import compute
from helpers.run.notebook_cells import in_report, set_up_cells
from helpers.run.opened_run import read_run
from helpers.run.opened_section import Section
from helpers.run.workings.supposed_inputs import REFUSED, mark_outputs, notice

RUN = Path("..")
"""The run's folder, as seen from the folder of its executed notebooks and from the one in which a section works."""


def open_section(
    name: str, entidad: str, periodo: str, *, supuestos: Mapping[str, str] = MappingProxyType({})
) -> Section:
    """Open a section of the run in whose folder the notebook lies, if that run has this institution and period.

    Otherwise the run is computed in this process.

    Parameters
    ----------
    name : str
        The section's name in the params file.
    entidad, periodo : str
        `mre`, `2024-T2`.
    supuestos : Mapping
        Numbers that replace the values of input cells, by the cell's address. Every output is then marked as a
        supposition.

    Raises
    ------
    UsageError
        If the run or a supposed cell does not exist; also for suppositions in a report, which is never made of them.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If the data of the computed run have errors.
    """
    if supuestos and in_report():
        raise UsageError(REFUSED.format(section=name))
    section = _opened(name, entidad, periodo, supuestos)
    set_up_cells(section)
    mark_outputs(notice(supuestos) if supuestos else "")
    return section


def _opened(name: str, entidad: str, periodo: str, supposed: Mapping[str, str]) -> Section:
    """Return the section of the saved run, if it is this one and nothing is supposed; else compute the run."""
    if supposed:
        return Section.of(name, compute(Workspace.find(), entidad, periodo, supposed=supposed))
    if (RUN / BOOK_FILE).exists():
        computed = read_run(RUN)
        if (computed.corrida.entidad, computed.corrida.periodo) == (entidad, periodo):
            return Section.of(name, computed, str(RUN))
    return Section.of(name, compute(Workspace.find(), entidad, periodo))
