"""The module that section notebooks import: opens the run's Book, findings and parameters, saved or computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup, escape

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding, Reconciled
from helpers.figures.printed_tables import PrintedTable
from helpers.figures.records import Sensitivity
from helpers.figures.subjects import FigureRow, figure_of
from helpers.outputs.csv_exports import SENSITIVITY_FILES, read_sensitivity
from helpers.run.compute import compute
from helpers.run.opened_run import read_run
from helpers.run.section_figures import RunFigures
from helpers.run.section_inputs import absence
from helpers.run.workings.input_frames import frame_of_dataset, frame_of_run
from helpers.run.workings.section_calculation import run_written
from helpers.run.workings.supposed_inputs import REFUSED, mark_outputs, notice
from helpers.run.workings.workings import Workings
from helpers.settings.cuadros.cuadro_table import tables_in_section
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida
from helpers.texts.proofreading.proofread import Reader, Remark
from helpers.texts.sentences.plain_reading import names_of, plain_of
from helpers.views.elements.grid import NotIncluded, Pieces, Scope, Table
from helpers.views.elements.prose import Paragraph, paragraph, planner_text
from helpers.views.elements.section_checks import SectionCheck, check_of
from helpers.views.elements.tables import FigureColumn, figure_table
from helpers.views.quality.cuadro_views import annexed_tables, section_tables, unit_tables


@dataclass(frozen=True)
class Section(RunFigures):
    """One section of a report and the run that it reports on.

    Attributes
    ----------
    name : str
        The section's name in the params file (`acp`).
    computed : Computed
        The run.
    folder : str
        Folder where the run is saved; empty if it was computed in this process.
    """

    name: str
    computed: Computed
    folder: str = ""

    @property
    def book(self) -> Book:
        return self.computed.book

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.computed.findings

    def findings_of(self, prefix: str) -> tuple[Finding, ...]:
        """Return the findings of the rules whose code begins with a prefix."""
        return self.computed.findings_of(prefix)

    @property
    def reconciliation(self) -> tuple[Reconciled, ...]:
        return self.computed.reconciliation

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The headline figures under other methods: read from the run's folder, or computed."""
        if self.folder:
            return read_sensitivity(*(Path(self.folder) / name for name in SENSITIVITY_FILES))
        from helpers.run.sensitivity.run_comparison import compare_run

        return compare_run(Workspace.find(), self.corrida)

    @cached_property
    def corrida(self) -> Corrida:
        return self.computed.corrida

    @cached_property
    def metodo(self) -> Metodo:
        return self.computed.metodo

    @cached_property
    def entidad(self) -> Entidad:
        return self.computed.entidad

    def table(
        self,
        *,
        id: str,
        title: str,
        columns: Sequence[FigureColumn],
        rows: Sequence[FigureRow],
        stub: str,
        notes: Sequence[str | Markup] = (),
        wide: bool = False,
    ) -> Table | NotIncluded:
        """Build a table of figures without the columns and totals that have no figure.

        A row that is no total stays and shows `s/d`, because the report must say who has no figure. Parameters are
        those of
        `figure_table`.

        Returns
        -------
        Table or NotIncluded
            NotIncluded if no figure is left.
        """
        used = [column for column in columns if any(self._measured(row, column) for row in rows)]
        kept = [row for row in rows if row.style != "total" or any(self._measured(row, column) for column in used)]
        if not used:
            return NotIncluded(Scope.ITEM, f"«{title}»", id=id)
        return figure_table(
            self.book, id=id, title=title, columns=used, rows=kept, stub=stub, notes=notes, wide=wide
        )

    def _measured(self, row: FigureRow, column: FigureColumn) -> Figure | None:
        """Return the figure in one row and column of a table."""
        whose = replace(row, level=row.level or column.level, code=row.code or column.code)
        return None if row.is_heading else figure_of(self.book, whose, (column.indicator, column.period))

    def say(self, template: str, **context: object) -> Paragraph:
        """Return a paragraph whose numbers are figures of the Book.

        Parameters
        ----------
        template : str
            Jinja template in Spanish.
        context : object
            Further names that the template uses.
        """
        names = {"trimestre": self.period.code, "acumulado": self.accumulated.code, "entidad": self.entity[1]}
        return paragraph(self.book, template, **(names | context))

    def comprobar(self, promise: str, repeated: object, book: object) -> SectionCheck:
        """Compare values that the section repeats with the Book's, as a cell's output. A difference stops nothing.

        Parameters
        ----------
        promise : str
            What is compared, in Spanish.
        repeated, book : object
            As in `section_checks.check_of`.
        """
        return check_of(promise, repeated, book)

    @cached_property
    def trabajo(self) -> Workings:
        """What the calculation cells use: the input tables, the Book's figures as frames, and the comparison."""
        dataset = self.computed.dataset
        read = partial(frame_of_dataset, dataset) if dataset else partial(frame_of_run, Path(self.folder))
        return Workings(self.book, read)

    def calcular(self) -> None:
        """Write and run the cells that repeat the figures which the section has shown so far.

        In a report the cells stand in the executed notebook. In JupyterLab they are shown with their results.
        """
        run_written(self.book, self.trabajo)

    def absence(self) -> NotIncluded | None:
        """Return what the section shows if its input is missing; None if it is there.

        The report drops such a section and lists it under what is not included.
        """
        why = absence(self.book, self.name)
        return NotIncluded(Scope.SECTION, self.name, why) if why else None

    def leave_out(self, what: str = "", why: str = "") -> NotIncluded:
        """Leave out a part without content: the report drops it with its heading and lists what it would show.

        Parameters
        ----------
        what : str
            Noun phrase in Spanish: "el gasto por partida". Empty if the part does not apply and nothing is missing.
        why : str
            Whole sentence in Spanish; empty for the usual reason, that the data do not have it.
        """
        return NotIncluded(Scope.PART, what, why)

    def lacks(self, what: str = "", why: str = "") -> NotIncluded:
        """List something that a part lacks; the part stays if it has other content. Parameters as in `leave_out`."""
        return NotIncluded(Scope.ITEM, what, why)

    def cuadros(self, name: str = "", *, heading: str = "") -> Pieces:
        """Return the declared printed tables of a section; of this one if no name is given.

        Parameters
        ----------
        heading : str
            Heading above the tables, for a section that also has other content. It is printed only if a table is
            printed in
            full and not only referred to.
        """
        shown = section_tables(self.book, name or self.name).items
        is_any = any(isinstance(one, Table) for one in shown)
        above = (Paragraph(f"<h2>{escape(heading)}</h2>"),) if heading and is_any else ()
        return Pieces((*above, *shown))

    @property
    def own_cuadros(self) -> tuple[PrintedTable, ...]:
        """The declared printed tables that this section shows, as kept."""
        return tables_in_section(self.book, self.name)

    def unowned_cuadros(self) -> Pieces:
        """Return the printed tables of this section that belong to no unit."""
        return unit_tables(self.book, self.name, "")

    def long_cuadros(self) -> Pieces:
        """Return the declared printed tables that are too long for their sections."""
        return annexed_tables(self.book)

    def own_text(self) -> Paragraph | None:
        """Return the planner's text for this section (`texto/<seccion>.md`); None if there is none."""
        texts = [text.text for text in self.computed.texts if text.section == self.name]
        if not texts:
            return None
        written = self.compose("\n\n".join(texts), f"texto/{self.name}.md")
        return Paragraph(f'<div class="texto-propio">{written.html}</div>')

    def compose(self, markdown: str, file: str = "texto") -> Paragraph:
        """Render a Markdown text with figure templates, as planners write them.

        Parameters
        ----------
        file : str
            Name of the text in error messages.
        """
        return planner_text(self.book, markdown, file=file, names=names_of(self.book))

    def unbound(self, markdown: str) -> tuple[Remark, ...]:
        """Return remarks on numbers typed in a draft's own words; numbers in quoted data are not reported.

        Whether a sentence names the right figure is a guess, so that warning is given for planners' own texts only.
        """
        plain = plain_of(self.book, markdown, is_drafted=True)
        remarks = Reader(self.book).read(plain)
        return tuple(remark for remark in remarks if remark.bound is None)


def open_section(
    name: str, entidad: str, periodo: str, corrida: str = "", *, supuestos: Mapping[str, str] = MappingProxyType({})
) -> Section:
    """Open a section.

    Parameters
    ----------
    name : str
        The section's name in the params file.
    entidad, periodo : str
        `mre`, `2024-T2`.
    corrida : str
        Folder of a run in progress; empty in JupyterLab, where the run is computed in this process.
    supuestos : Mapping
        What if an input were another: numbers by the address of their cell. Every output is then marked as a
        supposition.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As in `compute`; UsageError also for suppositions in a report, which is never made of them.
    """
    if supuestos and corrida:
        raise UsageError(REFUSED.format(section=name))
    if supuestos:
        mark_outputs(notice(supuestos))
        return Section(name, compute(Workspace.find(), entidad, periodo, supposed=supuestos))
    if not corrida:
        return Section(name, compute(Workspace.find(), entidad, periodo))
    computed = read_run(corrida)
    # A section gets its own text only: a change of another section's text must not make it run again.
    own = tuple(text for text in computed.texts if text.section == name)
    return Section(name, replace(computed, texts=own), corrida)
