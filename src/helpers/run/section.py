"""The module that section notebooks import: opens a section of a run that is saved around it, or computes the run.

It extends the cells of the notebook: `%%texto` cells are prose with figures, and cells of another run are skipped,
because a calculation cell belongs to the run that wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import BOOK_FILE
from helpers.run.compute import compute, read_run
from helpers.run.opened_section import Section
from helpers.run.workings.section_calculation import run_of, written_for
from helpers.run.workings.supposed_inputs import AFTER, REFUSED, mark_outputs, notice
from helpers.views.elements.prose import Paragraph

RUN = Path("..")
"""The run's folder, as seen from the folder of its executed notebooks and from the one in which a section works."""
TEXT = "texto"
"""Cell magic: the cell is Markdown with figures of the Book, in the planner's template language."""
OTHER_RUN = "Este paso es de {written}; los de {asked} están al final del cuaderno."


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


def in_report() -> bool:
    """Return whether this notebook runs for a report: only a report's shell inserts the cells that a section writes."""
    return hasattr(get_ipython(), "written_cells")


def set_up_cells(section: Section) -> None:
    """Let later cells be prose (`%%texto`), and skip the calculation cells of another run; outside IPython, do nothing.

    An executed notebook contains the calculation cells of its own run. Run with another period, they would ask for
    figures that this period lacks; they print one line instead, and `Section.calcular` writes the new ones at the end.
    """
    shell = get_ipython()
    if shell is None:
        return

    def text(_: str, template: str) -> Paragraph | None:
        """Return the paragraph of a `%%texto` cell, or None if it says nothing; text in its first line is ignored."""
        return section.texto(template, shell.user_ns)

    shell.register_magic_function(text, "cell", TEXT)  # type: ignore[arg-type]  # IPython's own type names the shell
    before = [one for one in shell.input_transformers_cleanup if getattr(one, "func", None) is not _of_this_run]
    shell.input_transformers_cleanup[:] = [*before, partial(_of_this_run, run_of(section.book))]
    for other in [one for one in shell.events.callbacks[AFTER] if getattr(one, "func", None) is _hold_frames]:
        shell.events.unregister(AFTER, other)
    shell.events.register(AFTER, partial(_hold_frames, shell, section))


def _hold_frames(shell: InteractiveShell, section: Section, ended: ExecutionResult) -> None:
    """Record the frames that a cell has made, for `Section.paso`; nothing before the section first calculates."""
    if "trabajo" in vars(section) and ended.info:  # it is made when first asked for: before, nothing is calculated
        section.trabajo.celdas.close(ended.info.raw_cell, shell.user_ns)


def _of_this_run(asked: str, lines: list[str]) -> list[str]:
    """Return a cell's lines as they are; for a calculation cell of another run, one line that prints that it is."""
    written = written_for(lines[0]) if lines else ""
    if not written or written == asked:
        return lines
    return [f"print({OTHER_RUN.format(written=written, asked=asked)!r})\n"]
