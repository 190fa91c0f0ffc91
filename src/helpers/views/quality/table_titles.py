"""Printed tables in a text: named by the titles of their documents, and not by the files that transcribe them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from helpers.base.display import list_es
from helpers.figures.book import Book

FILE_NAMED = re.compile(
    r"(?P<and> [ey] )?(?<![\w/.-])(?P<file>[\w-]+\.[a-z]+)"
    r"(?:(?P<between>, fila [^;]*?, columna )(?P<column>\w+))?(?!\w|\.\w)"
)
"""A file without folders, the conjunction before it, and the row and column in it if they follow."""


def by_title(book: Book, text: str) -> str:
    """Return a text that names printed tables and their columns by the titles that they have in their documents.

    `unidades.csv, fila DNP, columna poa_ejecutado` becomes `«Ejecución por unidad», fila DNP, columna «POA ejecutado»`.
    A file that transcribes no declared table, or whose name several have, stays. «y» or «e» is as the title sounds.
    """

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

    return FILE_NAMED.sub(titled, text)
