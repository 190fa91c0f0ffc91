"""Which section of a report shows each declared printed table, and where the long ones go."""

from __future__ import annotations

import re
import unicodedata

from helpers.book import Book
from helpers.printed_tables import PrintedTable
from helpers.records import Node

BY_UNIT, REST, ANNEXES = "direcciones", "cuadros", "anexos"
"""Sections that show the tables of each unit, those that no other one shows, and the long ones."""
SHOWING = ("marco", "servicios", BY_UNIT, "bienes", "auditoria", "conclusiones", "conciliacion", REST)
"""Sections whose notebook shows the tables that name it."""
LONG = 30
"""Rows from which a table goes to the annexes, where the report has them: it would fill a page."""
UNIT_LEVELS = ("unidad", "puesto", "area", "subtipo", "tipo")
"""Levels of whoever may own a table, the likeliest first."""


def owner_of(book: Book, table: PrintedTable) -> Node | None:
    """The node whose table it is; None for the whole institution's, and for a code that the structure has not."""
    found = (book.node(level, table.unit) for level in UNIT_LEVELS) if table.unit else ()
    return next((node for node in found if node is not None), None)


def is_repeated(book: Book, table: PrintedTable) -> bool:
    """Whether another section of the report prints the same rows: the table is checked, and not printed again."""
    return bool(table.repeats) and table.repeats in book.params.get("secciones", ())


def home_of(book: Book, table: PrintedTable) -> str:
    """The section that shows a table: the one that it names, else that of the units, else that of the others."""
    listed = book.params.get("secciones", ())
    if is_repeated(book, table):
        return table.repeats
    if table.section in SHOWING and table.section in listed:
        return table.section
    return BY_UNIT if BY_UNIT in listed and owner_of(book, table) is not None else REST


def tables_of(book: Book, section: str) -> tuple[PrintedTable, ...]:
    """The tables that a section shows, in the order of their names."""
    return tuple(table for table in book.printed if home_of(book, table) == section and not is_repeated(book, table))


def is_annexed(book: Book, table: PrintedTable) -> bool:
    """Whether a table is printed in the annexes and only named in its section."""
    listed = book.params.get("secciones", ())
    is_long = len(table.rows) > LONG and not is_repeated(book, table)
    return is_long and ANNEXES in listed and home_of(book, table) in listed


def table_id(table: PrintedTable) -> str:
    """The id of a table on the page: `cuadro-impreso-t2-almacenes`."""
    plain = unicodedata.normalize("NFD", table.name.lower())
    return f"cuadro-impreso-{'-'.join(re.findall(r'[a-z0-9]+', plain))}"
