"""A printed table (cuadro) as a run reads it: definition, rows and names; and the report's section that shows it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.findings import Reconciled
from helpers.figures.printed_tables import PrintedTable
from helpers.figures.records import Node, Row, SourceCell
from helpers.settings.cuadros.cuadro_model import NUMERIC, Definicion, Filtro

OF_A_CELL = "cuadro/"
"""Prefix of the id of a printed table's cell."""
ACCENTED = {"area": "área", "categoria": "categoría", "gestion": "gestión", "operacion": "operación"}
"""Column names with the accent that a sentence writes."""
COPIED = "cotejo con otro cuadro impreso: "
"""Prefix of a reconciled line's formula where the cell is only compared with another printed table."""
FROM_PARTS = "cotejo con lo informado: "
"""The prefix if the number is only compared with what the parts reported: the method computes no such figure."""
PRINTED_TABLE = "celda de un cuadro impreso"
COMPUTED, READ, COMPARED = KINDS = ("Calculadas aquí", "Leídas como dato", "Solo cotejadas")
"""How a printed cell is checked: computed here, read as an input, or only compared with print or reports."""
BY_UNIT, REST, ANNEXES = "direcciones", "cuadros", "anexos"
"""Sections that show the tables of units, the tables that no other section shows, and the long tables."""
SHOWING = ("marco", "servicios", BY_UNIT, "bienes", "auditoria", "conclusiones", "conciliacion", REST)
"""Sections whose notebook shows the tables that name the section."""
LONG = 30
"""Rows beyond which a table goes to the annexes, where the report has them: it would fill a page."""
UNIT_LEVELS = ("unidad", "puesto", "area", "subtipo", "tipo")
"""Levels of the nodes that may own a table, the likeliest first."""


@dataclass(frozen=True)
class Cuadro:
    """A printed table, ready to be shown and checked.

    Attributes
    ----------
    name : str
        The file's name without extension; for a table in a period's folder, the period before it (`T2.almacen`).
    definition : Definicion
    rows : tuple of Row
        In the order of the file; an empty cell is absent, never zero.
    declared : str
        The YAML file, as a path from the root.
    no_data : Mapping of SourceCell to str
        Cells with a declared word in place of a number (`COVID`), and that word.
    """

    name: str
    definition: Definicion
    rows: tuple[Row, ...]
    declared: str
    no_data: Mapping[SourceCell, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The position of each row among the rows, by its line in the file."""
        return {row.line: place for place, row in enumerate(self.rows)}

    @property
    def folder(self) -> str:
        """The name of the period's folder that contains the table (`T2`); empty for the year's folder."""
        return self.name.rpartition(".")[0]

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that hold numbers, in the order of the YAML."""
        return tuple(name for name, column in self.definition.columnas.items() if column.tipo in NUMERIC)

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Names of the columns that hold no numbers, in the order of the YAML."""
        return tuple(name for name, column in self.definition.columnas.items() if column.tipo not in NUMERIC)

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """The label of each row, by its line in the file; later rows with the same label end in `#2`, `#3`…"""
        seen: Counter[str] = Counter()
        named: dict[int, str] = {}
        for row in self.rows:
            label = " · ".join(filter(None, (row.text(column) for column in self.definition.clave)))
            label = label or f"fila {row.line}"
            seen[label] += 1
            named[row.line] = label if seen[label] == 1 else f"{label}#{seen[label]}"
        return named

    def label(self, row: Row) -> str:
        """Return a row's label, which names it in messages and ids (see `labels`)."""
        return self.labels[row.line]

    def title(self, column: str) -> str:
        """Return a column's heading to show; its name where the YAML gives none."""
        return self.definition.columnas[column].titulo or column

    def element(self, row: Row, column: str) -> str:
        """Return the id of a cell: `cuadro/<nombre>/<fila>/<columna>`; a slash in the row's label becomes a dash."""
        return f"{OF_A_CELL}{self.name}/{self.label(row).replace('/', '-')}/{column}"

    def select(self, wanted: Filtro, but: Filtro | None = None) -> tuple[Row, ...]:
        """Return the rows that a filter selects, in order.

        Parameters
        ----------
        wanted : Filtro
            An empty one selects all rows.
        but : Filtro, optional
            Rows that this one selects are left out.
        """
        return tuple(row for row in self.rows if matches(row, wanted) and not (but and matches(row, but)))

    def is_total(self, row: Row) -> bool:
        """Tell whether the YAML's `totales` selects a row; False for all rows where it declares none."""
        return bool(self.definition.totales) and matches(row, self.definition.totales)

    @cached_property
    def totals(self) -> tuple[Row, ...]:
        """The declared totals and subtotals, in order."""
        return tuple(row for row in self.rows if self.is_total(row))

    @cached_property
    def parts(self) -> tuple[Row, ...]:
        """The rows that are no totals, in order."""
        return tuple(row for row in self.rows if not self.is_total(row))


def is_cell(name: str) -> bool:
    """Tell whether an id is of a printed table's cell (`cuadro/…`) and not of a figure."""
    return name.startswith(OF_A_CELL)


def check_kind(book: Book, item: Reconciled) -> str:
    """Return how a printed figure is checked.

    Returns
    -------
    str
        A member of `KINDS`: `READ` for an input figure, `COMPARED` if its formula begins with `COPIED` or
        `FROM_PARTS` (no method computes it), `COMPUTED` otherwise.
    """
    figure = book.figures.get(item.id)
    if figure is not None and figure.operation is Operation.INPUT:
        return READ
    return COMPARED if item.formula.startswith((COPIED, FROM_PARTS)) else COMPUTED


def find_cuadro(cuadros: Iterable[Cuadro], name: str, folder: str) -> Cuadro | None:
    """Return the table that another one refers to by name: in its own folder first, then in the year's; else None.

    Parameters
    ----------
    cuadros : iterable of Cuadro
    name : str
    folder : str
        The folder of the table that refers to it.
    """
    by_name = {cuadro.name: cuadro for cuadro in cuadros}
    beside = by_name.get(f"{folder}.{name}") if folder else None
    return beside or by_name.get(name)


def matches(row: Row, wanted: Filtro) -> bool:
    """Tell whether a row satisfies a filter: each column in it has the wanted text, or one of the wanted texts.

    Every row satisfies an empty filter.
    """
    return all(row.text(column) in _texts(value) for column, value in wanted.items())


def filter_words(wanted: Filtro) -> str:
    """Return a filter in words, `nivel departamento o exterior; tarea digitalizacion`; `{}` gives empty text.

    A wanted empty cell is `vacío`.
    """
    return "; ".join(
        f"{ACCENTED.get(column, column)} {' o '.join(map(_shown, _texts(value)))}" for column, value in wanted.items()
    )


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _shown(text: str) -> str:
    return text or "vacío"


def owner_node(book: Book, table: PrintedTable) -> Node | None:
    """Return the node that owns a table; None where the institution does or the structure lacks the code."""
    candidates = (book.node(level, table.unit) for level in UNIT_LEVELS) if table.unit else ()
    return next((node for node in candidates if node is not None), None)


def is_repeated(book: Book, table: PrintedTable) -> bool:
    """Tell whether another section of the report prints the same rows, so that the table is checked but not printed."""
    return bool(table.repeats) and table.repeats in book.params.get("secciones", ())


def section_of(book: Book, table: PrintedTable) -> str:
    """Return the section that shows a table.

    Returns
    -------
    str
        The section that prints the same rows, if the report has it; else the one that the table names, if it shows
        tables and the report has it; else the one of units' tables, for the table of a unit of the structure and if the
        report has it; else `cuadros`, whether or not the report has it.
    """
    listed = book.params.get("secciones", ())
    if is_repeated(book, table):
        return table.repeats
    if table.section in SHOWING and table.section in listed:
        return table.section
    return BY_UNIT if BY_UNIT in listed and owner_node(book, table) is not None else REST


def tables_in_section(book: Book, section: str) -> tuple[PrintedTable, ...]:
    """Return the tables that belong to a section (`section_of`), in the Book's order; empty for an unknown section.

    It includes the tables that the annexes print and the section only names (`is_annexed`). It leaves out the tables
    whose rows another section of the report prints (`is_repeated`).
    """
    return tuple(table for table in book.printed if section_of(book, table) == section and not is_repeated(book, table))


def unshown_tables(book: Book) -> tuple[PrintedTable, ...]:
    """Return the tables that no section of the report shows, because its parameters do not list `cuadros`."""
    listed = book.params.get("secciones", ())
    return tuple(table for table in book.printed if section_of(book, table) not in listed)


def is_annexed(book: Book, table: PrintedTable) -> bool:
    """Tell whether a table is printed in the annexes and only named in its section: it has more than `LONG` rows.

    False where the report lacks the annexes or that section, or where another section prints the same rows.
    """
    listed = book.params.get("secciones", ())
    is_long = len(table.rows) > LONG and not is_repeated(book, table)
    return is_long and ANNEXES in listed and section_of(book, table) in listed


def html_id(table: PrintedTable) -> str:
    """Return the HTML id of a table on the page: `cuadro-impreso-t2-almacenes`."""
    plain = unicodedata.normalize("NFD", table.name.lower())
    return f"cuadro-impreso-{'-'.join(re.findall(r'[a-z0-9]+', plain))}"
