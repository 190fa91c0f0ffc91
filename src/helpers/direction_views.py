"""Each direction of an institution: what it set out to do and did, its two percentages, its services and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup, escape

from helpers.book import Book
from helpers.cells import number
from helpers.cuadro_views import shown_elsewhere, unit_tables
from helpers.display import list_es
from helpers.grid import Pieces, Shown
from helpers.periods import Period
from helpers.prose import Paragraph
from helpers.records import Node
from helpers.results_views import ACHIEVEMENT, CHALLENGE, CONTEXT, DIFFICULTY, HIGHLIGHT, Result, results_of
from helpers.rows import rest_rows
from helpers.service_views import DONE, OFFICE, PROGRAMMED, SERVICE, amount_columns
from helpers.subjects import FigureRow, having, node_rows
from helpers.tables import FigureColumn, figure_table
from helpers.told_views import told_list, told_table

LEVEL = "unidad"
AIMS = "objetivos_unidades"
KINDS = (
    (ACHIEVEMENT, (ACHIEVEMENT, HIGHLIGHT)),
    *((kind, (kind,)) for kind in (DIFFICULTY, CHALLENGE, CONTEXT)),
)
LISTED = {DIFFICULTY: "Limitaciones", CHALLENGE: "Qué queda por hacer", CONTEXT: "Otros hechos"}
DEPARTMENT = "departamento"
PLANNED = (("ppto_inicial", "presupuesto inicial"), ("ppto_vigente", "presupuesto vigente"))
DONE_OF_PLAN = (("avance_fisico", "avance físico"), ("ejecucion_financiera", "ejecución financiera"))
MONEY_OF_PLAN = (("devengado", "devengado"), ("ppto_vigente", "presupuesto vigente"))


@dataclass(frozen=True)
class Direction:
    """One unit as the year's accountability tells of it.

    Attributes
    ----------
    section : str
        The section that shows it: the unit's tables that another one shows are only named.
    """

    book: Book
    node: Node
    section: str

    @property
    def window(self) -> Period:
        return self.book.period.accumulated()

    @cached_property
    def services(self) -> tuple[FigureRow, ...]:
        """What it rendered: by its own office, or in the department of which it is the only unit."""
        return tuple(
            FigureRow(service.name, level, code)
            for service in self.book.select(DONE, self.window, SERVICE)
            for level, code in self._places(service.code)
            if self.book.get(DONE, self.window, level, code) or self.book.get(PROGRAMMED, self.window, level, code)
        )

    def pieces(self) -> tuple[Shown, ...]:
        """Everything that is known of it; nothing for a unit of which nothing is."""
        found = (self._sentence(), *self._purpose(), *self._results(), *self._services(), *self._tables())
        told = tuple(piece for piece in found if piece is not None)
        return (_heading(self.node), *told) if told else ()

    def _sentence(self) -> Paragraph | None:
        asked = PLANNED if self.window.is_plan else (*DONE_OF_PLAN, *MONEY_OF_PLAN)
        found = [(words, self.book.get(name, self.window, *self.node.key)) for name, words in asked]
        said = [f"{words} {number(figure, unit=True).__html__()}" for words, figure in found if figure]
        missing = [] if self.window.is_plan else [words for words, figure in found[:2] if not figure]
        if not said:
            return None
        wanting = f" Sin dato de {list_es(missing)}." if missing else ""
        text = list_es(said)
        return Paragraph(f"<p>{text[:1].upper()}{text[1:]}.{wanting}</p>")

    def _purpose(self) -> Iterator[Shown]:
        """What it is for, and the action that it answers for with the result expected of it."""
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
        own = [row for row in results_of(self.book) if row.get("unidad") == self.node.code]
        place = f"cuadro-direccion-{self.node.order}-resultados"
        here = department_of(self.book, self.node)
        yield from _told(own, id=place, name=self.node.sigla or self.node.name, here=here)

    def _services(self) -> Iterator[Shown]:
        if self.services:
            name = self.node.sigla or self.node.name
            yield figure_table(
                self.book,
                id=f"cuadro-direccion-{self.node.order}-servicios",
                title=f"{name}: servicios prestados, {self.window.words}",
                columns=_with_figures(self.book, self.services, amount_columns((self.window,))),
                rows=self.services,
                stub="Servicio",
            )

    def _tables(self) -> Iterator[Shown | None]:
        yield from unit_tables(self.book, self.section, self.node.code).items
        yield shown_elsewhere(self.book, self.section, self.node.code)

    def _places(self, service: str) -> Iterator[tuple[str, str]]:
        """The parts of a service that are the unit's, by level and code."""
        for figure in self.book.select(DONE, self.window, OFFICE):
            if figure.code.startswith(f"{service}/") and figure.code.rpartition("/")[2] == self.node.code:
                yield OFFICE, figure.code
        department = department_of(self.book, self.node)
        if department:
            yield DEPARTMENT, f"{service}/{department}"


def directions(book: Book, section: str) -> Pieces:
    """Every unit of which anything is known, in the structure's order, and the parts that the structure has not."""
    found = (Direction(book, node, section).pieces() for node in book.nodes_at(LEVEL))
    outside = (piece for piece in _outside(book) if piece is not None)
    return Pieces((*(piece for pieces in found for piece in pieces), *outside))


def _outside(book: Book) -> Iterator[Shown | None]:
    """What is told of offices that are no unit of the structure, each under its name."""
    rows = [row for row in results_of(book) if not row.get("unidad") and row.get("dependencia")]
    for place, name in enumerate(dict.fromkeys(row["dependencia"] for row in rows), start=1):
        own = [{**row, "dependencia": ""} for row in rows if row["dependencia"] == name]
        yield Paragraph(Markup('<h3 class="direccion">{}</h3>').format(name))
        yield Paragraph("<p>No está en la estructura con avance ni ejecución propios: solo constan sus resultados.</p>")
        yield from _told(own, id=f"cuadro-dependencia-{place}-resultados", name=name, here="")


def _told(own: Sequence[Result], *, id: str, name: str, here: str) -> Iterator[Shown | None]:
    """Results as a table; limits, what is still to be done and circumstances as lists."""
    by_kind = {kind: [row for row in own if (row.get("tipo") or ACHIEVEMENT) in kinds] for kind, kinds in KINDS}
    if by_kind[ACHIEVEMENT]:
        yield told_table(by_kind[ACHIEVEMENT], id=id, title=f"{name}: resultados", here=here)
    for kind, heading in LISTED.items():
        yield told_list(heading, by_kind[kind], here=here)


def percentage_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """The units that have one of the two percentages, in the structure's order, and the institution."""
    measures = [(name, window) for name, _ in (PLANNED if window.is_plan else DONE_OF_PLAN)]
    tops = tuple(FigureRow(row.label, row.level, row.code, "total") for row in node_rows(book, "entidad"))
    money = ("ppto_inicial" if window.is_plan else "ppto_vigente", window)
    return (*having(book, node_rows(book, LEVEL), *measures), *rest_rows(book, money), *having(book, tops, *measures))


def department_of(book: Book, node: Node) -> str:
    """The department of which a unit is the only one; empty where it shares it or has none."""
    here = [row for row in book.listing("lugares") if row["nivel"] == LEVEL and row["departamento"]]
    own = next((row["departamento"] for row in here if row["codigo"] == node.code), "")
    return own if own and sum(row["departamento"] == own for row in here) == 1 else ""


def without_results(book: Book) -> str:
    """What the inputs do not tell and of whom, in one sentence; empty where they tell it all."""
    units = book.nodes_at(LEVEL)
    aimed = {one["codigo"] for one in book.listing(AIMS) if one["objetivo"]}
    told = {row.get("unidad", "") for row in results_of(book)}
    actions = {one["acp"] for one in book.listing("acciones")}
    wanting = (
        ("el objetivo", [unit for unit in units if unit.code not in aimed and unit.acp not in actions]),
        ("resultados, logros ni limitaciones", [unit for unit in units if unit.code not in told]),
    )
    text = ", ni ".join(f"{what} de {_names(found, units)}" for what, found in wanting if found)
    return f"No constan en los datos de este libro {text}." if text else ""


def _names(found: Sequence[Node], everyone: Sequence[Node]) -> str:
    if len(found) == len(everyone):
        return "ninguna dirección"
    return list_es([one.sigla or one.name for one in found])


def _heading(node: Node) -> Paragraph:
    sigla = f" ({escape(node.sigla)})" if node.sigla and node.sigla != node.name else ""
    return Paragraph(f'<h3 class="direccion">{escape(node.name)}{sigla}</h3>')


def _with_figures(book: Book, rows: Sequence[FigureRow], columns: Iterable[FigureColumn]) -> list[FigureColumn]:
    found = (column for column in columns if having(book, rows, (column.indicator, column.period)))
    return [replace(column, group="") for column in found]
