"""A section of a report as its notebook and `views/sections` use it: the run, and what its results are shown with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from markupsafe import Markup, escape

from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding, Reconciled
from helpers.figures.records import OwnText
from helpers.figures.replay import why_missing
from helpers.figures.situations import NOT_DUE, Situation, measures_plan
from helpers.figures.subjects import FigureRow, find
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo
from helpers.settings.params import SECTION_ID, Corrida
from helpers.texts.decisions.decisions_draft import TEXT
from helpers.texts.proofreading.proofread import Reader, Remark
from helpers.texts.sentences.plain_reading import names_of, plain_of
from helpers.views.elements.grid import NotIncluded, Pieces, Scope, Table
from helpers.views.elements.prose import Paragraph, paragraph, planner_text
from helpers.views.elements.section_checks import SectionCheck, check_of
from helpers.views.elements.tables import FigureColumn, figure_table, place
from helpers.views.quality.cuadro_views import annexed_tables, section_tables
from helpers.views.sections.run_figures import RunFigures

IDEAL, IDEAL_OF = "rango_ideal", {"eficacia_ponderada", "brecha_ideal"}
MIXED = {IDEAL, "brecha_ideal", ""}
"""Indicators, or none, that do not tell whether a table is of the plan or of money."""
BOTH, PHYSICAL, MONEY = "Ejecución física y financiera", "Ejecución física", "Ejecución financiera"


@dataclass(frozen=True)
class ShownSection(RunFigures):
    """One section of a report and the run that it reports on.

    Attributes
    ----------
    name : str
        The section's name in the params file (`acp`).
    corrida, metodo, entidad : Corrida, Metodo, Entidad
        The run's parameters, its method and its institution.
    findings : tuple of Finding
        Of the whole run.
    reconciliation : tuple of Reconciled
    texts : tuple of OwnText
        The planner's texts for this section.
    """

    name: str
    corrida: Corrida
    metodo: Metodo
    entidad: Entidad
    findings: tuple[Finding, ...] = ()
    reconciliation: tuple[Reconciled, ...] = ()
    texts: tuple[OwnText, ...] = ()

    @property
    def cutoff(self) -> date:
        """The day up to which the report's period has data."""
        return self.corrida.cutoff(self.period)

    def findings_of(self, prefix: str) -> tuple[Finding, ...]:
        """Return the run's findings of the rules whose code begins with a prefix, in their order.

        Empty if there are none.
        """
        return tuple(finding for finding in self.findings if finding.codigo.startswith(prefix))

    def findings_told(self, about: str, prefix: str) -> Paragraph | None:
        """Return how many findings the rules of `findings_of` have, and the section that lists them; None without any.

        Parameters
        ----------
        about : str
            What the findings are about, for the sentence: "los plazos".
        """
        return self.texto(
            "{% if hallazgos %}**Hallazgos sobre {{ asunto }}:** {{ cuenta(hallazgos) }}"
            "{% if lista %} ({{ ref(lista) }}){% endif %}.{% endif %}",
            {"asunto": about, "hallazgos": self.findings_of(prefix), "lista": self.link_to("conciliacion")},
        )

    def link_to(self, name: str) -> str:
        """Return the id of a section for a reference, `sec-name`; empty if the report does not have that section."""
        return f"{SECTION_ID}{name}" if name in self.corrida.secciones else ""

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
        """Build a table of figures without the columns and totals that have no figure, or no grade where they show it.

        The ideal range stands only beside the efficacy that is compared with it, and a title of both kinds of execution
        keeps the one that the table has. A row that is no total stays and shows `s/d`, because the report must say who
        has no figure. Parameters are those of `figure_table`.

        Returns
        -------
        Table or NotIncluded
            NotIncluded if no figure is left.
        """
        used = [column for column in columns if any(self._measured(row, column) for row in rows)]
        if not {column.indicator for column in used} & IDEAL_OF:
            used = [column for column in used if column.indicator != IDEAL]
        kept = [row for row in rows if row.style != "total" or any(self._measured(row, column) for column in used)]
        if not used:
            return replace(self.lacks(f"«{title}»", self._why_empty(columns, rows)), id=id)
        kinds = {measures_plan(self.book, column.indicator) for column in used if column.indicator not in MIXED}
        title = title if len(kinds) > 1 else title.replace(BOTH, PHYSICAL if True in kinds else MONEY)
        return figure_table(self.book, id=id, title=title, columns=used, rows=kept, stub=stub, notes=notes, wide=wide)

    def _measured(self, row: FigureRow, column: FigureColumn) -> Figure | None:
        """Return the figure in one row and column of a table; None in a column of grades if it has none."""
        found = None if row.is_heading else find(self.book, *place(row, column))
        return None if found is not None and column.is_grade and not found.grade else found

    def _why_empty(self, columns: Sequence[FigureColumn], rows: Sequence[FigureRow]) -> str:
        """Return the reason why a table has no figure if nothing was programmed; empty for any other."""
        return self.nothing_due(*{place(row, column) for row, column in product(rows, columns) if row.code})

    def nothing_due(self, *places: tuple[str, Period | str, str, str]) -> str:
        """Return a sentence if figures are missing only because nothing was programmed for them; else empty.

        Parameters
        ----------
        places : tuple
            Indicator, period, level and code of each missing figure.
        """
        whys = {why_missing(self.book, *place) for place in places}
        return "No había nada programado." if Situation.NOTHING_DUE in whys and whys <= {*NOT_DUE} else ""

    def say(self, template: str, **context: object) -> Paragraph:
        """Return a paragraph from a template whose numbers are figures of the Book.

        The template may always name `trimestre` and `acumulado`, the codes of the two windows, and `entidad`, the
        institution's code.

        Parameters
        ----------
        template : str
            Jinja template in Spanish.
        context : object
            Further names that the template uses.
        """
        return paragraph(self.book, template, **(self._own_names | context))

    @property
    def _own_names(self) -> dict[str, object]:
        """What every template may name: the codes of the report's two windows and of the institution."""
        return {"trimestre": self.period.code, "acumulado": self.accumulated.code, "entidad": self.entity[1]}

    def texto(self, template: str, known: Mapping[str, object]) -> Paragraph | None:
        """Return what a `%%texto` cell shows: its Markdown with figures of the Book; None if nothing is said.

        Parameters
        ----------
        template : str
            As in `say`.
        known : Mapping
            The notebook's variables, which the template may name.
        """
        written = paragraph(self.book, template, known, **self._own_names)
        return written if written.html else None

    def comprobar(self, promise: str, repeated: object, book: object) -> SectionCheck:
        """Return the comparison of values that the section repeats with the Book's. A difference stops nothing.

        Parameters
        ----------
        promise : str
            What is compared, in Spanish.
        repeated, book : object
            As in `section_checks.check_of`.
        """
        return check_of(promise, repeated, book)

    def leave_out(self, what: str = "") -> NotIncluded:
        """Return NotIncluded, the mark of a part without content: the report drops it and lists what it would show.

        Parameters
        ----------
        what : str
            Noun phrase in Spanish: "el gasto por partida". Empty if the part does not apply and nothing is missing.
        """
        return NotIncluded(Scope.PART, what)

    def lacks(self, what: str, why: str = "") -> NotIncluded:
        """Return NotIncluded, the mark of something that a part lacks: the report lists it and keeps the part's rest.

        Parameters
        ----------
        what : str
            As in `leave_out`.
        why : str
            Whole sentence in Spanish; empty for the usual reason, that the data do not have it.
        """
        return NotIncluded(Scope.ITEM, what, why)

    def cuadros(self, *, heading: str = "") -> Pieces:
        """Return the declared printed tables of this section.

        A table that is printed in the annexes is replaced by a reference. Empty if there are none.

        Parameters
        ----------
        heading : str
            Heading above the tables, for a section that also has other content. It is printed only if a table is
            printed in full and not only referred to.
        """
        shown = section_tables(self.book, self.name).items
        is_any = any(isinstance(one, Table) for one in shown)
        above = (Paragraph(f"<h2>{escape(heading)}</h2>"),) if heading and is_any else ()
        return Pieces((*above, *shown))

    def long_cuadros(self) -> Pieces:
        """Return the declared printed tables of any section that are too long for it and go to the annexes."""
        return annexed_tables(self.book)

    def own_text(self) -> Paragraph | None:
        """Return the planner's text for this section (`texto/<seccion>.md`) with its figures filled in.

        None if there is none. Raises `UsageError` as `compose` does.
        """
        own = [text.text for text in self.texts if text.name != TEXT]
        if not own:
            return None
        written = self.compose("\n\n".join(own), f"texto/{self.name}.md")
        return Paragraph(f'<div class="texto-propio">{written.html}</div>')

    def compose(self, markdown: str, file: str = "texto") -> Paragraph:
        """Return a planner's Markdown as a paragraph; its template calls (`{{ cifra("…") }}`) give the Book's figures.

        Parameters
        ----------
        file : str
            Name of the text in error messages.

        Raises
        ------
        UsageError
            One error that lists every problem with its line.
        """
        return planner_text(self.book, markdown, file=file, names=names_of(self.book))

    def unbound(self, markdown: str) -> tuple[Remark, ...]:
        """Return remarks on numbers typed in a draft's own words.

        Numbers in quoted data are not reported; empty if no number is typed. Whether a sentence names the right figure
        is a guess, so that warning is given for planners' own texts only.
        """
        plain = plain_of(self.book, markdown, is_drafted=True)
        remarks = Reader(self.book).read(plain)
        return tuple(remark for remark in remarks if remark.bound is None)
