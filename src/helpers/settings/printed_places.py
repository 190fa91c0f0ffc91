"""The section of the report that shows each declared printed table, and which tables go to the annexes."""

from __future__ import annotations

import re
import unicodedata

from helpers.figures.book import Book
from helpers.figures.printed_tables import PrintedTable
from helpers.figures.records import Node

BY_UNIT, REST, ANNEXES = "direcciones", "cuadros", "anexos"
"""Sections that show the tables of units, the tables that no other section shows, and the long tables."""
SHOWING = ("marco", "servicios", BY_UNIT, "bienes", "auditoria", "conclusiones", "conciliacion", REST)
"""Sections whose notebook shows the tables that name the section."""
LONG = 30
"""Rows beyond which a table goes to the annexes, where the report has them: it would fill a page."""
UNIT_LEVELS = ("unidad", "puesto", "area", "subtipo", "tipo")
"""Levels of the nodes that may own a table, the likeliest first."""


def owner_of(book: Book, table: PrintedTable) -> Node | None:
    """Return the node that owns a table; None where the institution does or the structure lacks the code."""
    candidates = (book.node(level, table.unit) for level in UNIT_LEVELS) if table.unit else ()
    return next((node for node in candidates if node is not None), None)


def is_repeated(book: Book, table: PrintedTable) -> bool:
    """Tell whether another section of the report prints the same rows, so that the table is checked but not printed."""
    return bool(table.repeats) and table.repeats in book.params.get("secciones", ())


def home_of(book: Book, table: PrintedTable) -> str:
    """Return the section that shows a table.

    Returns
    -------
    str
        The section that prints the same rows, if the report has it; else the one that the table names, if it shows
        tables and the report has it; else the one of units' tables, for a unit's table; else `cuadros`.
    """
    listed = book.params.get("secciones", ())
    if is_repeated(book, table):
        return table.repeats
    if table.section in SHOWING and table.section in listed:
        return table.section
    return BY_UNIT if BY_UNIT in listed and owner_of(book, table) is not None else REST


def tables_of(book: Book, section: str) -> tuple[PrintedTable, ...]:
    """Return the tables that a section shows, in the order of the Book."""
    return tuple(table for table in book.printed if home_of(book, table) == section and not is_repeated(book, table))


def is_annexed(book: Book, table: PrintedTable) -> bool:
    """Tell whether a table is printed in the annexes and only named in its section."""
    listed = book.params.get("secciones", ())
    is_long = len(table.rows) > LONG and not is_repeated(book, table)
    return is_long and ANNEXES in listed and home_of(book, table) in listed


def table_id(table: PrintedTable) -> str:
    """Return the HTML id of a table on the page: `cuadro-impreso-t2-almacenes`."""
    plain = unicodedata.normalize("NFD", table.name.lower())
    return f"cuadro-impreso-{'-'.join(re.findall(r'[a-z0-9]+', plain))}"
