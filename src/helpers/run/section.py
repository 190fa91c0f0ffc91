"""The module that section notebooks import: opens a section of a run that is saved around it, or computes the run.

It extends the cells of the notebook: `%%texto` cells are prose with figures, and cells of another run are skipped,
because a calculation cell belongs to the run that wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.display import Markdown

from helpers.base.errors import UsageError
from helpers.base.python_extras import not_none
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.figures.records import Sensitivity
from helpers.outputs.csv_exports import read_sensitivity
from helpers.outputs.run_files import BOOK_FILE, NOTEBOOKS, SENSITIVITY_FILES
from helpers.run.compute import compute, read_run
from helpers.run.workings.asked_step import asked_step
from helpers.run.workings.figure_step import FigureStep
from helpers.run.workings.input_frames import frame_of_dataset, frame_of_run
from helpers.run.workings.section_calculation import run_of, run_written, written_for
from helpers.run.workings.supposed_inputs import AFTER, REFUSED, mark_outputs, notice
from helpers.run.workings.workings import Workings
from helpers.settings.cuadros.cuadro_table import tables_in_section
from helpers.texts.conclusions.conclusions_draft import is_read_by
from helpers.views.elements.grid import NO_INFORMATION, NotIncluded, Scope
from helpers.views.elements.prose import Paragraph
from helpers.views.sections.shown_section import ShownSection

RUN = Path("..")
"""The run's folder, as seen from the folder of its executed notebooks and from the one in which a section works."""
TEXT = "texto"
"""Cell magic: the cell is Markdown with figures of the Book, in the planner's template language."""
OTHER_RUN = "Este paso es de {written}; los de {asked} están al final del cuaderno."


@dataclass(frozen=True)
class Need:
    """What a section needs.

    Attributes
    ----------
    title : str
        What the section shows, as a noun phrase in Spanish: "los servicios prestados".
    tables : tuple of str
        Tables of the contract, of which one is enough.
    is_of_what_was_done : bool
        The section shows execution, which a plan does not have yet.
    also_in_plan : str
        A table that a plan's report needs as well.
    printed : bool
        The section shows declared printed tables only and needs at least one.
    """

    title: str
    tables: tuple[str, ...] = ()
    is_of_what_was_done: bool = False
    also_in_plan: str = ""
    printed: bool = False


NEEDS: Mapping[str, Need] = {
    "acp": Need("la ejecución por acción de corto plazo", ("acciones",)),
    "categorias": Need("la ejecución por categoría programática", ("gastos",)),
    "historia": Need("la evolución entre gestiones", ("historico",)),
    "presupuesto": Need("los recursos y los cambios del presupuesto", ("recursos", "modificaciones", "gastos")),
    "objetivos": Need("los objetivos de marcos externos", ("marcos",), also_in_plan="resultados"),
    "servicios": Need("los servicios prestados", ("produccion",)),
    "resultados": Need("los resultados alcanzados", ("resultados",)),
    "desviaciones": Need("las desviaciones y sus causas", ("ejecucion", "resultados")),
    "trimestres": Need("los trimestres de la gestión", ("ejecucion", "avances", "gastos"), is_of_what_was_done=True),
    "foda": Need("las fortalezas, debilidades, oportunidades y amenazas", ("foda",)),
    "articulacion": Need("la articulación y las ponderaciones de cada área", ("articulacion",)),
    "requerimientos": Need("los requerimientos de las áreas", ("requerimientos",)),
    "resumen_presupuesto": Need(
        "el resumen del presupuesto por área y fuente", ("requerimientos", "presupuesto_aprobado")
    ),
    "matriz": Need("las tareas de cada mes", ("tareas",)),
    "reformulacion": Need("las versiones del plan y sus cambios", ("versiones", "tareas")),
    "bienes": Need("las contrataciones, los activos y los almacenes", printed=True),
    "auditoria": Need("los informes de auditoría", printed=True),
    "cuadros": Need("otros cuadros impresos", printed=True),
}
"""Sections that need tables that an institution may not have; the others always have content."""


def absence(book: Book, section: str) -> str:
    """Return a Spanish sentence on what a section lacks; empty if it lacks nothing or is not in `NEEDS`.

    Parameters
    ----------
    section : str
        Its name in the params file.
    """
    need = NEEDS.get(section)
    if need is None:
        return ""
    if book.period.is_plan and need.is_of_what_was_done:
        return f"Este informe es del plan: todavía no hay ejecución de que decir {need.title}."
    if need.printed:
        return "" if tables_in_section(book, section) else _not_there(need)
    read = {row["tabla"] for row in book.listing("tablas")}  # the tables that had rows
    if not read & set(need.tables):
        return _not_there(need)
    if book.period.is_plan and need.also_in_plan not in read | {""}:
        return f"Este informe es del plan: todavía no consta qué resultados sirven a {need.title}."
    return ""


def _not_there(need: Need) -> str:
    """Return the sentence that there is no information on what a section shows."""
    return f"{NO_INFORMATION} de {need.title}.".replace(" de el ", " del ")


@dataclass(frozen=True)
class Section(ShownSection):
    """A section of a report in its notebook.

    Attributes
    ----------
    computed : Computed or None
        The run; its tables only if it was computed in this process.
    folder : str
        Folder where the run is saved; empty if it was computed in this process.
    """

    computed: Computed | None = field(default=None, compare=False, repr=False)
    folder: str = ""

    @classmethod
    def of(cls, name: str, computed: Computed, folder: str = "") -> Section:
        """Return a section of a run, with the texts that it depends on: no other text may make it run again.

        Parameters
        ----------
        folder : str
            Folder where the run is saved; empty if it was computed in this process.
        """
        own = tuple(text for text in computed.texts if is_read_by(name, text))
        settings = (computed.corrida, computed.metodo, computed.entidad)
        results = (computed.findings, computed.reconciliation, own)
        return cls(computed.book, name, *settings, *results, computed=computed, folder=folder)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The headline figures under other methods: read from the run's folder, or computed now for an unsaved run.

        OSError if the folder lacks one of its two files.
        """
        if self.folder:
            return read_sensitivity(*(Path(self.folder) / name for name in SENSITIVITY_FILES))
        from helpers.run.comparisons import compare_run

        return compare_run(Workspace.find(), not_none(self.computed))

    @cached_property
    def trabajo(self) -> Workings:
        """What the calculation cells use: the input tables, the Book's figures as frames, the comparison; made once."""
        dataset = self.computed.dataset if self.computed else None
        read = partial(frame_of_dataset, dataset) if dataset else partial(frame_of_run, Path(self.folder))
        return Workings(self.book, read)

    def calcular(self) -> Markdown | None:
        """Write and run the cells that compute again the figures shown so far.

        The result says how many figures were repeated and how many differ. In JupyterLab the written cells are shown
        and run at once. In a report the first call returns None: the written cells are inserted before the calling
        cell and run, and then the calling cell runs again. Outside IPython the result is None.
        """
        return run_written(self.book, self.trabajo)

    def paso(self, figure: str) -> FigureStep:
        """Return the step of a figure that this section has repeated, by its id: rule, rows, cells and comparison.

        Raises
        ------
        NotRepeated
            If the section has not repeated the figure; the message says which section does, and what this one repeats.
        """
        return asked_step(self.book, self.trabajo, figure, Path(self.folder) / NOTEBOOKS if self.folder else None)

    def absence(self) -> NotIncluded | None:
        """Return what the section shows if its input is missing; None if it is there.

        The report drops such a section and lists it under what is not included.
        """
        why = absence(self.book, self.name)
        return NotIncluded(Scope.SECTION, NEEDS[self.name].title, why) if why else None


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
