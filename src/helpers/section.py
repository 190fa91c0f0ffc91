"""What a section notebook imports: its run's Book, findings and parameters, saved or computed on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from markupsafe import escape

from helpers.book import Book
from helpers.comparison import Sensitivity
from helpers.compute import Computed, compute
from helpers.cuadro_views import annexed_tables, section_tables, unit_tables
from helpers.entidad import Entidad
from helpers.exports import SENSITIVITY_FILES, read_sensitivity
from helpers.findings import Finding, Reconciled
from helpers.grid import Pieces, Table
from helpers.looked_for import has_figures, has_negative
from helpers.methods import Metodo
from helpers.not_included import NotIncluded, Scope
from helpers.opened import read_run
from helpers.params import Corrida
from helpers.periods import Period
from helpers.printed_places import tables_of
from helpers.printed_tables import PrintedTable
from helpers.proofreading.read_through import Reader, Remark
from helpers.prose import Paragraph, paragraph, planner_text
from helpers.section_checks import SectionCheck, check_of
from helpers.section_inputs import absence
from helpers.sentences.names import names_of
from helpers.sentences.plain import plain_of
from helpers.subjects import FigureRow, figure_of
from helpers.tables import FigureColumn, figure_table
from helpers.trace import Figure, Operation
from helpers.workspace import Workspace


@dataclass(frozen=True)
class Section:
    """One section of a report and what it reports on.

    Attributes
    ----------
    name : str
        The section's name in the parameters (`acp`).
    computed : Computed
        The run.
    folder : str
        Where the run is saved; empty where it was computed on the spot.
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
        """The findings of the rules whose code begins with a prefix: those of other rules are none of the section's."""
        return self.computed.findings_of(prefix)

    @property
    def reconciliation(self) -> tuple[Reconciled, ...]:
        return self.computed.reconciliation

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The headline figures under other methods, as the run left them or computed on the spot."""
        if self.folder:
            return read_sensitivity(*(Path(self.folder) / name for name in SENSITIVITY_FILES))
        from helpers.sensitivity.run import compare_run

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

    @property
    def period(self) -> Period:
        """What the run reports: a quarter, a semester, the year."""
        return self.book.period

    @property
    def accumulated(self) -> Period:
        """From January to the end of the run's period; the period itself in a first quarter."""
        return self.period.accumulated()

    @property
    def windows(self) -> tuple[Period, ...]:
        """The run's period and, where it is another one, what has accumulated."""
        return tuple(dict.fromkeys((self.period, self.accumulated)))

    @property
    def quarter(self) -> Period:
        """The last quarter that the run's period closes; the period itself where it closes none."""
        return (self.period, *self.period.quarters())[-1]

    @property
    def before(self) -> tuple[Period, ...]:
        """The quarter before the run's period, where the year has one, and the period."""
        previous = self.period.previous_quarter()
        return (previous, self.period) if previous else (self.period,)

    @property
    def span(self) -> str:
        """What the run's period is called in a sentence: `trimestre`, `periodo`."""
        return "trimestre" if self.period.is_quarter else "periodo"

    @property
    def entity(self) -> tuple[str, str]:
        """Level and code of the top node."""
        top = self.book.nodes_at("entidad")[0]
        return top.key

    def figure(self, indicator: str, period: Period, level: str = "", code: str = "") -> Figure:
        """A figure; the entity's where no level is named."""
        key = (level, code) if level else self.entity
        return self.book["/".join((indicator, str(period), *key))]

    def has(self, indicator: str, period: Period, level: str = "", code: str = "") -> bool:
        """Whether anybody has an indicator in a window; anybody of a level, or one of it, where they are named."""
        return has_figures(self.book, indicator, period, level, code)

    def with_figures(self, indicator: str, periods: Iterable[Period], level: str = "") -> tuple[Period, ...]:
        """The windows in which anybody has an indicator."""
        return tuple(period for period in periods if self.has(indicator, period, level))

    def has_negative(self, indicator: str, periods: Iterable[Period]) -> bool:
        """Whether anybody has a value below zero of an indicator in some windows."""
        return has_negative(self.book, indicator, tuple(periods))

    def computed_as(self, operation: Operation, indicator: str, period: Period, *levels: str) -> tuple[Figure, ...]:
        """The figures of some levels that an operation gave: a mean can be repeated where there is one."""
        found = (figure for level in levels for figure in self.book.select(indicator, period, level))
        return tuple(figure for figure in found if figure.operation is operation)

    def table(
        self, *, columns: Sequence[FigureColumn], rows: Sequence[FigureRow], **shown: object
    ) -> Table | NotIncluded:
        """A table of figures without the columns and totals that have none; with nothing left it is not included.

        A row that is no total stays, with `s/d`: who has no figure is part of what is reported.

        Parameters
        ----------
        **shown : object
            What else `figure_table` takes.
        """
        used = [column for column in columns if any(self._measured(row, column) for row in rows)]
        kept = [row for row in rows if row.style != "total" or any(self._measured(row, column) for column in used)]
        if not used:
            return NotIncluded(Scope.ITEM, f"«{shown['title']}»", id=str(shown["id"]))
        return figure_table(self.book, columns=used, rows=kept, **shown)

    def _measured(self, row: FigureRow, column: FigureColumn) -> Figure | None:
        """The figure where a row and a column cross."""
        whose = replace(row, level=row.level or column.level, code=row.code or column.code)
        return None if row.is_heading else figure_of(self.book, whose, (column.indicator, column.period))

    def say(self, template: str, **context: object) -> Paragraph:
        """A paragraph whose numbers come from the Book."""
        names = {"trimestre": self.period.code, "acumulado": self.accumulated.code, "entidad": self.entity[1]}
        return paragraph(self.book, template, **(names | context))

    def comprobar(self, promise: str, repeated: object, book: object) -> SectionCheck:
        """Compare what the section repeats with the Book's values; a cell ends with it, and it never stops the cell.

        Parameters
        ----------
        promise : str
            What is compared, in Spanish.
        repeated, book : object
            As `section_checks.check_of` takes them.
        """
        return check_of(promise, repeated, book)

    def absence(self) -> NotIncluded | None:
        """What a section says where its input is not there: the report drops and lists it; None where it is there."""
        why = absence(self.book, self.name)
        return NotIncluded(Scope.SECTION, self.name, why) if why else None

    def leave_out(self, what: str = "", why: str = "") -> NotIncluded:
        """What a part with nothing to tell says: the report drops it, heading and all, and lists what it would tell.

        Parameters
        ----------
        what : str
            Within a sentence: "el gasto por partida"; empty where the part is out of place and nothing is missing.
        why : str
            A whole sentence; empty where it is not in the data.
        """
        return NotIncluded(Scope.PART, what, why)

    def lacks(self, what: str = "", why: str = "") -> NotIncluded:
        """What a part says of something it cannot tell: the report lists it, and keeps the part if more is in it."""
        return NotIncluded(Scope.ITEM, what, why)

    def cuadros(self, name: str = "", *, heading: str = "") -> Pieces:
        """The declared printed tables that a section shows; this one's where none is named.

        Parameters
        ----------
        heading : str
            Printed over them, and only where one is there and not only named: for a section that tells of other
            things too.
        """
        shown = section_tables(self.book, name or self.name).items
        is_any = any(isinstance(one, Table) for one in shown)
        above = (Paragraph(f"<h2>{escape(heading)}</h2>"),) if heading and is_any else ()
        return Pieces((*above, *shown))

    @property
    def own_cuadros(self) -> tuple[PrintedTable, ...]:
        """The declared printed tables that this section shows, as kept."""
        return tables_of(self.book, self.name)

    def unowned_cuadros(self) -> Pieces:
        """Of this section's printed tables, those that are of no unit."""
        return unit_tables(self.book, self.name, "")

    def long_cuadros(self) -> Pieces:
        """The declared printed tables that are too long for their sections."""
        return annexed_tables(self.book)

    def own_text(self) -> Paragraph | None:
        """What the planner wrote for this section (`texto/<seccion>.md`); None where nothing."""
        texts = [text.text for text in self.computed.texts if text.section == self.name]
        if not texts:
            return None
        written = self.compose("\n\n".join(texts), f"texto/{self.name}.md")
        return Paragraph(f'<div class="texto-propio">{written.html}</div>')

    def compose(self, markdown: str, file: str = "texto") -> Paragraph:
        """A text that asks for its figures, as the planner writes it."""
        return planner_text(self.book, markdown, file=file, names=names_of(self.book))

    def unbound(self, markdown: str) -> tuple[Remark, ...]:
        """The numbers that the program's own words type in a draft: what the draft quotes of the data is of the data.

        Whether a bound one is the figure that its sentence speaks of is a guess: a warning of planners' own texts.
        """
        plain = plain_of(self.book, markdown, names_of(self.book), is_drafted=True)
        remarks = Reader(self.book).read(plain)
        return tuple(remark for remark in remarks if remark.bound is None)


def open_section(name: str, entidad: str, periodo: str, corrida: str = "") -> Section:
    """Open a section.

    Parameters
    ----------
    name : str
        The section's name in the parameters.
    entidad, periodo : str
        `mre`, `2024-T2`.
    corrida : str
        Folder of a run that is being made; empty in JupyterLab, where the run is computed on the spot.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As `compute` does.
    """
    if not corrida:
        return Section(name, compute(Workspace.find(), entidad, periodo))
    computed = read_run(corrida)
    # Of the planner's texts a section has its own alone: another's may change without its being run again.
    own = tuple(text for text in computed.texts if text.section == name)
    return Section(name, replace(computed, texts=own), corrida)
