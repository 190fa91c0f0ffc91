"""What SIGEP prints at the top and the foot of each page, among the lines of an export: told apart and left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers import numerals
from helpers.findings import Finding, Severity
from helpers.intake.columns import Kind, Table
from helpers.intake.grid import Cell, Grid, Line
from helpers.intake.layout.heading_rows import Heading, find_heading
from helpers.intake.problems import Code, found, listed
from helpers.intake.wording import plain

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
_AMOUNTS = frozenset({Kind.NUMBER, Kind.INTEGER})
_LONGEST = 90


def without_pages(table: Table, grid: Grid, known: Mapping[str, str]) -> tuple[Grid, list[Finding]]:
    """Leave out the headers and footers of pages below a report's heading.

    They are «Usuario: …», «Página 1 de 3», the moment of printing, and the report's titles printed again word for
    word. One that also has an amount stays, and is an error: nobody can tell what it is.

    Parameters
    ----------
    known : Mapping of str to str
        Headings that are recognised, as `wording.plain` writes them, and their columns.

    Returns
    -------
    Grid
    list of Finding
        One note of all that was left out; an error for each line with an amount.
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
    findings = [*_told(grid, left_out), *(_with_amount(grid, line.line, line.amounts) for line in wrong)]
    return replace(grid, lines=kept), findings


class _PageLine:
    """A line, looked at as one that a page may have printed.

    Attributes
    ----------
    says_page : bool
        Some of it is what only pages print.
    amounts : list of int
        Indices of its amounts, without the numbers of a page and of a moment.
    has_code : bool
        A column of codes holds one.
    is_left_out : bool
    """

    def __init__(self, table: Table, heading: Heading, line: Line, titles: Collection[str]) -> None:
        self.line = line
        texts = _texts(line)
        rest = [text for _, text in texts if plain(text) not in titles]
        joined = " ".join(rest)
        self.says_page = _SAYS_PAGE.search(joined) is not None
        told = _explained(texts)
        kinds = {index: table.column(name).kind for index, name in heading.columns.items() if index not in told}
        self.amounts = [index for index in sorted(kinds) if kinds[index] in _AMOUNTS and _is_number(line.at(index))]
        codes = (line.at(index).text for index, kind in kinds.items() if kind is Kind.CODE)
        self.has_code = any(character.isdigit() for text in codes if plain(text) not in titles for character in text)
        is_whole = self.says_page and _WHOLE.fullmatch(joined) is not None
        is_title = bool(texts) and not rest and not self.amounts
        is_mixed = self.says_page and not self.amounts and not self.has_code
        self.is_left_out = is_whole or is_title or is_mixed


def _texts(line: Line) -> list[tuple[int, str]]:
    return [(index, cell.text.strip()) for index, cell in enumerate(line.cells) if cell.text]


def _explained(texts: Sequence[tuple[int, str]]) -> set[int]:
    """Indices of the cells that are all of them what a page prints: `Página`, `1` and `de 3` together."""
    joined = " ".join(text for _, text in texts)
    covered = {place for piece in _PIECE.finditer(joined) for place in range(*piece.span())}
    told, start = set(), 0
    for index, text in texts:
        if covered.issuperset(range(start, start + len(text))):
            told.add(index)
        start += len(text) + 1
    return told


def _is_number(cell: Cell) -> bool:
    reading = numerals.read_alone(cell.text)
    return isinstance(cell.value, Decimal) or reading.value is not None or bool(reading.readings)


def _told(grid: Grid, lines: Sequence[Line]) -> Iterator[Finding]:
    if not lines:
        return
    numbers = listed(str(line.number) for line in lines)
    texts = " / ".join(dict.fromkeys(" | ".join(text for _, text in _texts(line)) for line in lines))
    shown = texts if len(texts) <= _LONGEST else f"{texts[:_LONGEST]}…"
    told = (
        f"hay encabezados o pies de página del sistema ({'fila' if len(lines) == 1 else 'filas'} {numbers}), que no se "
        f"leen como filas: «{shown}»."
    )
    yield found(Code.ROWS_APART, Severity.NOTE, grid.place(lines[0].number), told, value=texts[:2000])


def _with_amount(grid: Grid, line: Line, amounts: Sequence[int]) -> Finding:
    words = " | ".join(text for _, text in _texts(line))[:_LONGEST]
    told = (
        f"«{words}» parece un encabezado o pie de página, y aquí lleva un importe: no se sabe de qué es. Corrija la "
        "fila, o exporte de nuevo el reporte."
    )
    more = {"expected": "una fila del reporte, con su código", "value": line.at(amounts[0]).text}
    return found(Code.EXPORT, Severity.ERROR, grid.place(line.number, amounts[0]), told, **more)
