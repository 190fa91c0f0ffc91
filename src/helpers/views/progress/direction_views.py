"""Each unit in the annual accountability report: objective, results, percentages, services and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup, escape

from helpers.base.display import list_es, upper_first
from helpers.base.name_phrases import after
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.records import Node
from helpers.figures.replay import why_missing
from helpers.figures.situations import SITUATION_WORDS
from helpers.figures.subjects import FigureRow, with_figures
from helpers.texts.decisions.decisions_draft import what_is_covered
from helpers.views.elements.cells import number
from helpers.views.elements.grid import NotIncluded, Pieces, Scope, Shown
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.elements.tables import figure_table
from helpers.views.progress.narrative_views import facts_list, unit_results_table
from helpers.views.progress.results_views import (
    ACHIEVEMENT,
    CHALLENGE,
    CONTEXT,
    DIFFICULTY,
    HIGHLIGHT,
    Result,
    results_of,
)
from helpers.views.progress.service_views import DONE, OFFICE, PROGRAMMED, SERVICE, amount_columns
from helpers.views.quality.cuadro_views import shown_elsewhere, unit_tables

LEVEL = "unidad"
AIMS = "objetivos_unidades"
LISTED = {DIFFICULTY: "Limitaciones", CHALLENGE: "Pendiente", CONTEXT: "Otros hechos"}
DEPARTMENT = "departamento"
PLANNED = (("ppto_inicial", "presupuesto inicial"), ("ppto_vigente", "presupuesto vigente"))
DONE_OF_PLAN = (("avance_fisico", "avance físico"), ("ejecucion_financiera", "ejecución financiera"))
MONEY_OF_PLAN = (("devengado", "devengado"), ("ppto_vigente", "presupuesto vigente"))


@dataclass(frozen=True)
class Direction:
    """One unit in the annual accountability report.

    Attributes
    ----------
    section : str
        Section that shows the unit. Tables of the unit that other sections show are only mentioned.
    """

    book: Book
    node: Node
    section: str

    @property
    def window(self) -> Period:
        """From January to the end of the report's period."""
        return self.book.period.accumulated()

    @cached_property
    def services(self) -> tuple[FigureRow, ...]:
        """The unit's own parts of the services that the institution provided since January, as rows.

        A part is a quantity provided or programmed: that of the unit's office and, if it is the only unit in its
        department, that of the department.
        """
        return tuple(
            FigureRow(service.name, level, code)
            for service in self.book.select(DONE, self.window, SERVICE)
            for level, code in self._places(service.code)
            if self.book.get(DONE, self.window, level, code) or self.book.get(PROGRAMMED, self.window, level, code)
        )

    def pieces(self) -> tuple[Shown, ...]:
        """Return the unit's heading and all that the Book has on it: percentages, objective, results, services, tables.

        Empty, without heading, if there is nothing.
        """
        found = (self._sentence(), *self._purpose(), *self._results(), *self._services(), *self._tables())
        told = tuple(piece for piece in found if piece is not None)
        return (_heading(self.node), *told) if told else ()

    def _sentence(self) -> Paragraph | None:
        """A sentence with the unit's percentages and money, then those that it lacks; None without any figure."""
        asked = PLANNED if self.window.is_plan else (*DONE_OF_PLAN, *MONEY_OF_PLAN)
        found = [(words, self.book.get(name, self.window, *self.node.key)) for name, words in asked]
        said = [f"{words} {number(one, unit=True).__html__()}{self._covered(one)}" for words, one in found if one]
        if not said:
            return None
        text = " ".join((upper_first(f"{list_es(said)}."), *(() if self.window.is_plan else self._absent())))
        return Paragraph(f"<p>{text}</p>")

    def _covered(self, figure: Figure) -> str:
        """What a percentage leaves out, in brackets after a space; empty if it leaves nothing out."""
        part = paragraph(self.book, what_is_covered(self.book, figure)).within_line
        return f" ({part})" if part else ""

    def _absent(self) -> Iterator[str]:
        """The percentages that the unit does not have, and why."""
        for name, words in DONE_OF_PLAN:
            if not self.book.get(name, self.window, *self.node.key):
                why = why_missing(self.book, name, self.window, *self.node.key)
                yield f"{upper_first(words)}: {SITUATION_WORDS[why]}."

    def _purpose(self) -> Iterator[Shown]:
        """The unit's objective, and the action assigned to it with the expected result."""
        own = next((one for one in self.book.listing(AIMS) if one["codigo"] == self.node.code), {})
        if own.get("objetivo"):
            backing = Markup(' <span class="fuente">[{}]</span>').format(own["fuente"]) if own.get("fuente") else ""
            aim = escape(own["objetivo"].rstrip("."))
            yield Paragraph(Markup("<p><strong>Objetivo:</strong> {}.{}</p>").format(aim, backing))
        for action in (one for one in self.book.listing("acciones") if one["acp"] and one["acp"] == self.node.acp):
            expected = action.get("resultado_esperado", "")
            more = f" Resultado esperado: {escape(expected.rstrip('.'))}." if expected else ""
            goal = escape(action["denominacion"].rstrip("."))
            yield Paragraph(f"<p><strong>Objetivo</strong> (ACP {escape(action['acp'])}): {goal}.{more}</p>")

    def _results(self) -> Iterator[Shown | None]:
        """Yield the unit's results of the period as a table, if any, and a list of each kind of `LISTED`, or None."""
        own = [row for row in results_of(self.book) if row.get("unidad") == self.node.code]
        place = f"cuadro-direccion-{self.node.order}-resultados"
        here = department_of(self.book, self.node)
        yield from _results_and_lists(own, id=place, name=self.node.sigla or self.node.name, here=here)

    def _services(self) -> Iterator[Shown]:
        """Yield the table of the unit's services; nothing without any."""
        if self.services:
            name = self.node.sigla or self.node.name
            every = amount_columns((self.window,))
            found = [one for one in every if with_figures(self.book, self.services, (one.indicator, one.period))]
            yield figure_table(
                self.book,
                id=f"cuadro-direccion-{self.node.order}-servicios",
                title=f"{name}: servicios prestados, {self.window.words}",
                columns=[replace(column, group="") for column in found],
                rows=self.services,
                stub="Servicio",
            )

    def _tables(self) -> Iterator[Shown | None]:
        """Yield the unit's tables that this section shows, then a mention of those in other sections; None without."""
        yield from unit_tables(self.book, self.section, self.node.code).items
        yield shown_elsewhere(self.book, self.section, self.node.code)

    def _places(self, service: str) -> Iterator[tuple[str, str]]:
        """Level and code of the parts of a service that belong to the unit."""
        for figure in self.book.select(DONE, self.window, OFFICE):
            if figure.code.startswith(f"{service}/") and figure.code.rpartition("/")[2] == self.node.code:
                yield OFFICE, figure.code
        department = department_of(self.book, self.node)
        if department:
            yield DEPARTMENT, f"{service}/{department}"


def directions(book: Book, section: str) -> Pieces | NotIncluded:
    """Return the pieces of every unit with content, in the structure's order, then of offices that the structure lacks.

    `section` is the name of the section that shows them. NotIncluded if no unit has content.
    """
    pieces = [piece for node in book.nodes_at(LEVEL) for piece in Direction(book, node, section).pieces()]
    found = (*pieces, *(piece for piece in _outside(book) if piece is not None))
    return Pieces(found) if found else NotIncluded(Scope.PART, "lo que hizo cada dirección")


def _outside(book: Book) -> Iterator[Shown | None]:
    """Yield the results of offices that are not in the structure, under each one's name; None for an empty list."""
    rows = [row for row in results_of(book) if not row.get("unidad") and row.get("dependencia")]
    for place, name in enumerate(dict.fromkeys(row["dependencia"] for row in rows), start=1):
        own = [{**row, "dependencia": ""} for row in rows if row["dependencia"] == name]
        yield Paragraph(Markup('<h3 class="direccion">{}</h3>').format(name))
        yield Paragraph("<p>De esta dependencia solo constan sus resultados, sin avance ni ejecución propios.</p>")
        yield from _results_and_lists(own, id=f"cuadro-dependencia-{place}-resultados", name=name, here="")


def _results_and_lists(own: Sequence[Result], *, id: str, name: str, here: str) -> Iterator[Shown | None]:
    """Yield results as a table, if any, and a list of each kind of `LISTED`, or None; the place `here` is left out."""
    reached = [row for row in own if (row.get("tipo") or ACHIEVEMENT) in (ACHIEVEMENT, HIGHLIGHT)]
    if reached:
        yield unit_results_table(reached, id=id, title=f"{name}: resultados", here=here)
    for kind, heading in LISTED.items():
        yield facts_list(heading, [row for row in own if row.get("tipo") == kind], here=here)


def department_of(book: Book, node: Node) -> str:
    """Return the department (`lugares`) of a unit if no other unit is there; otherwise, or if unknown, empty."""
    here = [row for row in book.listing("lugares") if row["nivel"] == LEVEL and row["departamento"]]
    own = next((row["departamento"] for row in here if row["codigo"] == node.code), "")
    return own if own and sum(row["departamento"] == own for row in here) == 1 else ""


def without_results(book: Book) -> str:
    """Return a sentence on the units whose objective or results of the report's period the data lack.

    Empty if none is missing.
    """
    units = book.nodes_at(LEVEL)
    aimed = {one["codigo"] for one in book.listing(AIMS) if one["objetivo"]}
    told = {row.get("unidad", "") for row in results_of(book)}
    actions = {one["acp"] for one in book.listing("acciones")}
    aimless = [unit for unit in units if unit.code not in aimed and unit.acp not in actions]
    silent = [unit for unit in units if unit.code not in told]
    is_one_aim = len(aimless) in {1, len(units)}
    wanting = (
        ("no consta el objetivo" if is_one_aim else "no constan los objetivos", aimless),
        ("no constan resultados, logros ni limitaciones", silent),
    )
    said = [f"{words} {_names(found, units)}." for words, found in wanting if found]
    return " ".join([f"En la información recibida {said[0]}", *map(upper_first, said[1:])]) if said else ""


def _names(found: Sequence[Node], everyone: Sequence[Node]) -> str:
    """Units after `de`: `de ninguna dirección` if they are all, else acronyms, or names if some have none."""
    if len(found) == len(everyone):
        return "de ninguna dirección"
    if all(one.sigla for one in found):
        return f"de {list_es([one.sigla for one in found])}"
    return list_es([after("de", one.name) for one in found])


def _heading(node: Node) -> Paragraph:
    sigla = f" ({escape(node.sigla)})" if node.sigla and node.sigla != node.name else ""
    return Paragraph(f'<h3 class="direccion">{escape(node.name)}{sigla}</h3>')
