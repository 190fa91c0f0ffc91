"""Removes what SIGEP prints among the lines of an export: the headers and footers of pages, and subtotals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from helpers.base.python_extras import by_key
from helpers.base.written_values import read_cell
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.intake.intake_problems import Code, found
from helpers.intake.layout.arrange_table import judged_sums, rows_left_out, sum_differs
from helpers.intake.layout.cell_grid import Cell, Grid, Line
from helpers.intake.layout.heading_rows import Heading, find_heading
from helpers.intake.tables.table_columns import Kind, Table
from helpers.intake.values.word_matching import plain

_DAY = r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})"
_HOUR = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s?m\.?)?"
_MOMENT = rf"(?:{_DAY}(?:[\sT,-]*{_HOUR})?|{_HOUR})"
_NAME = r"[^\W\d][\w.@-]*(?:\s+[^\W\d][\w.@-]*){0,5}?"
_STRONG = (
    r"(?:\bp[aá]g(?:ina)?\.?|\bhoja)\s*(?:n(?:ro|[°º])?\.?)?\s*:?\s*\d{1,4}(?:\s*(?:de|/)\s*\d{1,4})?(?![\d.,])"
    rf"|\b(?:usuario|(?:impreso|emitido|generado|elaborado) por)\s*:\s*{_NAME}"
    r"|\b(?:fecha|hora|fecha y hora)(?: de (?:impresi[oó]n|emisi[oó]n|reporte|generaci[oó]n|consulta))?"
    rf"\s*:?\s*{_MOMENT}"
    rf"|\b(?:impreso|emitido|generado)(?: el)?\s*:?\s*{_MOMENT}"
)
_SAYS_PAGE = re.compile(_STRONG, re.IGNORECASE)
_PIECE = re.compile(rf"{_STRONG}|{_MOMENT}|\b\d{{1,4}}\s+de\s+\d{{1,4}}\b", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:(?:{_PIECE.pattern})[\s|·-]*)+", re.IGNORECASE)
_LONGEST = 90
_OF_PAGES = "hay encabezados o pies de página del sistema, que no se leen como filas"


def without_pages(table: Table, grid: Grid, known: Mapping[str, str]) -> tuple[Grid, list[Finding]]:
    """Remove the page headers and footers below a report's heading; without a heading, nothing is removed.

    They are «Usuario: …», «Página 1 de 3», the time of printing, and the report's titles repeated word for word. A line
    of this kind that also has an amount stays; without a code it is an error, because its meaning is unknown.

    Parameters
    ----------
    known : Mapping of str to str
        Recognised headings, as `word_matching.plain` writes them, and their columns.

    Returns
    -------
    Grid
    list of Finding
        One note on all removed lines, and an error for each line with an amount.
    """
    heading = find_heading(grid, known)
    if heading is None or heading.score < 2:
        return grid, []
    titles = {plain(cell.text) for line in grid.lines[: heading.first] for cell in line.cells if cell.text}
    body = grid.lines[heading.last + 1 :]
    lines = [_PageLine(table, heading, line, titles) for line in body]
    left_out = [line.line for line in lines if line.is_left_out]
    wrong = [line for line in lines if line.says_page and line.amounts and not line.has_code]
    numbers = {line.number for line in left_out}
    kept = tuple(line for line in grid.lines if line.number not in numbers)
    findings = [
        *rows_left_out(grid, left_out, _OF_PAGES),
        *(_with_amount(grid, line.line, line.amounts) for line in wrong),
    ]
    return replace(grid, lines=kept), findings


class _PageLine:
    """A line, examined as a possible page header or footer.

    Attributes
    ----------
    says_page : bool
        Part of its text appears only in page headers and footers.
    amounts : list of int
        Indices of its amounts, without page numbers and times.
    has_code : bool
        A column of codes holds a code.
    is_left_out : bool
        It is a page header or footer without amounts, and is removed.
    """

    def __init__(self, table: Table, heading: Heading, line: Line, titles: Collection[str]) -> None:
        self.line = line
        texts = _texts(line)
        rest = [text for _, text in texts if plain(text) not in titles]
        joined = " ".join(rest)
        self.says_page = _SAYS_PAGE.search(joined) is not None
        told = _explained(texts)
        columns = {index: table.column(name) for index, name in heading.columns.items() if index not in told}
        self.amounts = [at for at in sorted(columns) if columns[at].is_number and _is_number(line.at(at))]
        codes = (line.at(at).text for at, column in columns.items() if column.kind is Kind.CODE)
        self.has_code = any(character.isdigit() for text in codes if plain(text) not in titles for character in text)
        is_title = bool(texts) and not rest and not self.amounts
        # In one cell, the words between its numbers look like a code: «Usuario: JPEREZ - Página 1 de 3».
        is_whole = self.says_page and _WHOLE.fullmatch(joined) is not None
        self.is_left_out = is_whole or is_title or (self.says_page and not self.amounts and not self.has_code)


def _texts(line: Line) -> list[tuple[int, str]]:
    return [(index, cell.text.strip()) for index, cell in enumerate(line.cells) if cell.text]


def _explained(texts: Sequence[tuple[int, str]]) -> set[int]:
    """Return the indices of cells that are entirely page text: `Página`, `1` and `de 3` together."""
    joined = " ".join(text for _, text in texts)
    covered = {place for piece in _PIECE.finditer(joined) for place in range(*piece.span())}
    told, start = set(), 0
    for index, text in texts:
        if covered.issuperset(range(start, start + len(text))):
            told.add(index)
        start += len(text) + 1
    return told


def _is_number(cell: Cell) -> bool:
    reading = read_cell(cell.text)
    return isinstance(cell.value, Decimal) or reading.value is not None or bool(reading.readings)


def _with_amount(grid: Grid, line: Line, amounts: Sequence[int]) -> Finding:
    words = " | ".join(text for _, text in _texts(line))[:_LONGEST]
    told = (
        f"«{words}» parece un encabezado o pie de página, y aquí lleva un importe: no se sabe de qué es. Corrija la "
        "fila, o exporte de nuevo el reporte."
    )
    more = {"expected": "una fila del reporte, con su código", "value": line.at(amounts[0]).text}
    return found(Code.EXPORT, Severity.ERROR, grid.place(line.number, amounts[0]), told, **more)


_BY_DIGITS = frozenset({"partida", "rubro"})
_IDENTITY = ("ue", "cat_prog", "fuente", "organismo", "partida", "rubro")
Key = tuple[str, ...]


def check_subtotals(table: Table, rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Finding]]:
    """Remove the rows that are the sum of others, and compare each with its lines.

    A row is a subtotal of another if each of its codes is equal to the other's, blank, or the other's group (`40000` of
    `43110`, `570` of `570 0 004`). A column in which one of its lines has no amount is not compared.

    Returns
    -------
    tuple of Row
        The rows that are no subtotal.
    list of Finding
        One note on all the right subtotals, and a warning for each wrong amount.
    """
    names = [name for name in _IDENTITY if any(row.text(name) for row in rows)]
    keys = {row.line: tuple(row.text(name) for name in names) for row in rows}
    over = {above for key in set(keys.values()) for above in _above(names, key)}
    sums = [row for row in rows if keys[row.line] in over]
    kept = tuple(row for row in rows if keys[row.line] not in over)
    under = _under(names, kept, keys, {keys[row.line] for row in sums})
    compared = [
        (row, _called(row), list(_differences(table, row, under.get(keys[row.line], ())))) for row in sums
    ]
    return kept, judged_sums(compared)


def _above(names: Sequence[str], key: Key) -> Iterator[Key]:
    """Yield the keys that a subtotal of a line with this key may have."""
    choices = [dict.fromkeys((code, *_groups(name, code), "")) for name, code in zip(names, key, strict=True)]
    return (above for above in product(*choices) if above != key)


def _groups(name: str, code: str) -> Iterator[str]:
    """Yield the groups of a code: with its last digits as zeros, or without its last parts."""
    if name in _BY_DIGITS:
        for place in range(len(code) - 1, 0, -1):
            group = code[:place] + "0" * (len(code) - place)
            if group != code:
                yield group
    else:
        parts = code.split(" ")
        yield from (" ".join(parts[:place]) for place in range(len(parts) - 1, 0, -1))


def _under(names: Sequence[str], kept: Sequence[Row], keys: dict[int, Key], wanted: set[Key]) -> dict[Key, list[Row]]:
    """Return the rows that each wanted subtotal adds up, by the subtotal's key."""
    return by_key((above, row) for row in kept for above in _above(names, keys[row.line]) if above in wanted)


def _differences(table: Table, row: Row, lines: Sequence[Row]) -> Iterator[Finding]:
    """Yield a warning for each amount of a subtotal that is not the sum of its lines; nothing where a line lacks it."""
    for column in table.file_columns:
        printed = row.number(column.name)
        numbers = [number.value for line in lines if (number := line.number(column.name)) is not None]
        # If one line has no amount, its subtotal cannot be compared.
        if column.kind is not Kind.NUMBER or printed is None or len(numbers) < len(lines):
            continue
        real = sum(map(Fraction, numbers), Fraction(0))
        if real != printed.value:
            yield sum_differs(row, column, f"Subtotal {_called(row)}", printed.value, real)


def _called(row: Row) -> str:
    codes = " / ".join(text for name in _IDENTITY if (text := row.text(name)))
    return codes or row.text("denominacion") or f"fila {row.line}"
