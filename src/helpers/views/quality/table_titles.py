"""Replaces the file names and unit codes in texts by the titles and acronyms that readers know."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from helpers.base.display import list_es
from helpers.figures.book import Book
from helpers.figures.records import REPORTING

FILE_NAMED = re.compile(
    r"(?P<and> [ey] )?(?<![\w/.-])(?P<file>[\w-]+\.[a-z]+)"
    r"(?:(?P<between>, fila [^;]*?, columna )(?P<column>\w+))?(?!\w|\.\w)"
)
"""A file without folders, the conjunction before it, and the row and column in it if they follow."""
UNIT_NAMED = re.compile(r"(?P<before>\b(?:unidad|puesto) |» \()(?P<code>[\w.-]*\w)(?: → (?P<now>[\w.-]*\w))?")
"""A unit's code after the words that findings put before it, and the code of the unit that follows it, if any."""


def as_printed(book: Book, text: str) -> str:
    """Return a text that names printed tables and their columns by the titles that they have in their documents.

    `unidades.csv, fila DNP, columna poa_ejecutado` becomes `«Ejecución por unidad», fila DNP, columna «POA ejecutado»`.
    A file name stays if no declared table has it, or several have. The conjunction before it becomes «y» or «e», as the
    title requires. The code of a unit or post after the words of findings becomes its acronym (`unidad DGAA`).
    """
    siglas = {node.code: node.sigla for node in book.nodes if node.level in REPORTING and node.sigla}

    def called(found: re.Match[str]) -> str:
        both = [siglas.get(code, code) for code in (found["code"], found["now"]) if code]
        return found["before"] + " → ".join(both)

    def titled(found: re.Match[str]) -> str:
        tables = [table for table in book.printed if PurePosixPath(table.file).name == found["file"]]
        if len(tables) != 1:
            return found[0]
        (table,) = tables
        titles = {column.name: column.title for column in table.columns}
        column = titles.get(found["column"] or "", "")
        rest = f"{found['between']}«{column}»" if column else found[0].partition(found["file"])[2]
        named = f"«{table.title}»"
        return f"{list_es(('', named)) if found['and'] else named}{rest}"

    return FILE_NAMED.sub(titled, UNIT_NAMED.sub(called, text))
