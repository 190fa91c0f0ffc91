"""Matches a table's header line with its columns, and reports missing, unknown and repeated columns and cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from unicodedata import normalize

from helpers.base.display import short_list_es
from helpers.base.python_extras import by_key
from helpers.figures.findings import Finding, Severity
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import Code, also, found, hint, nearest
from helpers.intake.layout.cell_grid import Grid, Line
from helpers.intake.tables.column_headings import known_headings
from helpers.intake.tables.table_columns import Column, Table
from helpers.intake.values.word_matching import plain

ALIKE = 0.85
"""Least similarity (`difflib`) to a column's heading at which an unknown heading counts as misspelling it."""
RENAME_OR_DROP = "Corrija el encabezado o quite la columna."
"""Advice on any other unknown heading of a table that the planner wrote."""


@dataclass(frozen=True, slots=True)
class Header:
    """Positions of a table's columns.

    Attributes
    ----------
    line : int
        The header's row number.
    columns : Mapping of str to int
        Index of each known column, from 0.
    named : frozenset of int
        Indices of all columns that have a heading, known or not.
    """

    line: int
    columns: Mapping[str, int]
    named: frozenset[int]


def read_header(table: Table, grid: Grid) -> tuple[Header, tuple[Finding, ...]]:
    """Match the first line of a grid with the columns of a table.

    Case and outer blanks are ignored; accents count.

    Returns
    -------
    Header
        Without columns if the grid is empty.
    tuple of Finding
        Errors for missing, misspelt and repeated columns, or a single one for an empty grid; warnings for other unknown
        columns.
    """
    if not grid.lines:
        return Header(1, {}, frozenset()), (_empty(table, grid),)
    line = grid.lines[0]
    # Some Mac programs write an accent as a separate character: NFC joins it with its letter.
    texts = {index: normalize("NFC", cell.text) for index, cell in enumerate(line.cells) if cell.text}
    names = {index: text.strip().lower() for index, text in texts.items()}
    known = {column.name for column in table.file_columns}
    columns: dict[str, int] = {}
    findings = []
    for index, name in names.items():
        if name not in known:
            findings.append(_unknown(table, grid, line, index, known & set(names.values())))
        elif name in columns:
            findings.append(_twice(table, grid, line, index, columns[name]))
        else:
            columns[name] = index
    strangers = [name for name in names.values() if name not in known]
    findings.extend(_missing(table, grid, line, columns, strangers))
    return Header(line.number, with_slips(table, columns, texts), frozenset(names)), tuple(findings)


def with_slips(table: Table, columns: Mapping[str, int], texts: Mapping[int, str]) -> dict[str, int]:
    """Return the indices of a table's columns, also of those that the file has only with a misspelt heading.

    A misspelt heading is an error, but its column is read: otherwise each of its rows would have further errors. Of
    several misspelt headings of one column, the last counts.

    Parameters
    ----------
    columns : Mapping of str to int
        Indices of the columns that are named as they should be.
    texts : Mapping of int to str
        All headings by index.
    """
    others = {index: text for index, text in texts.items() if index not in columns.values()}
    slips = {meant: index for index, text in others.items() if (meant := _meant(table, text, columns))}
    return {**columns, **slips}


def surplus(table: Table, grid: Grid, header: Header) -> list[Finding]:
    """Return an error for each row with content in a column that has no heading, at its first such cell."""
    findings = []
    for line in grid.lines[1:]:
        extra = [i for i, cell in enumerate(line.cells) if i not in header.named and not cell.is_blank]
        if extra:
            findings.append(_too_long(table, grid, line, extra[0]))
    return findings


def _empty(table: Table, grid: Grid) -> Finding:
    names = ", ".join(column.name for column in table.file_columns if column.required)
    return found(
        Code.COLUMN_MISSING,
        Severity.ERROR,
        grid.place(),
        f"la tabla «{table.name}» está vacía: no tiene ni encabezado. Escriba en la primera fila los nombres de sus "
        f"columnas, al menos: {names}.",
        element=table.name,
        expected=names,
    )


def _unknown(table: Table, grid: Grid, line: Line, index: int, there: Collection[str]) -> Finding:
    """Make the finding on an unknown heading: an error if it misspells a missing optional column, else a warning."""
    name = line.cells[index].text
    known = [column.name for column in table.file_columns]
    slip = _meant(table, name, there)
    meant = "" if slip and table.column(slip).required else slip  # a missing required column has an error of its own
    unread = "" if slip else " y no se lee"
    told = f"la tabla «{table.name}» no tiene una columna «{name}»{unread}; {hint(name, known)}."
    remedy = RENAME_OR_DROP
    if meant:
        told = f"la columna «{name}» se parece mucho a «{meant}», que falta en la tabla «{table.name}»."
        remedy = f"Si lo es, escriba «{meant}»; si es otra cosa, póngale otro que no se parezca o quite la columna."
    severity, more = Severity.ERROR if meant else Severity.WARNING, {"expected": meant or nearest(name, known)}
    element = f"{table.name}/{line.number}/{name}"
    return _at(Code.COLUMN_UNKNOWN, severity, grid, line, index, f"{told} {remedy}", element=element, **more)


def _meant(table: Table, name: str, there: Collection[str]) -> str:
    """Return the column whose heading a text misspells, if the file lacks it; else an empty text.

    The exact heading of another table is no misspelling; nor is a text with a per cent sign, because «% devengado» is
    another column.
    """
    headings = {heading: column for heading, column in known_headings(table, {}).items() if column not in there}
    if "%" in name or plain(name) in _all_headings():
        return ""
    close = get_close_matches(plain(name), headings, n=1, cutoff=ALIKE)
    return headings[close[0]] if close else ""


def _all_headings() -> frozenset[str]:
    return frozenset(heading for table in TABLES.values() for heading in known_headings(table, {}))


def _twice(table: Table, grid: Grid, line: Line, index: int, first: int) -> Finding:
    name = line.cells[index].text
    told = f"la columna «{name}» ya está en {grid.place(line.number, first).cell}. Deje una sola."
    element = f"{table.name}/{line.number}/{name}"
    return _at(Code.COLUMN_TWICE, Severity.ERROR, grid, line, index, told, element=element)


def _missing(table: Table, grid: Grid, line: Line, columns: Mapping[str, int], strangers: list[str]) -> list[Finding]:
    """Return an error for each required column, and each choice of columns, that the header lacks.

    An unknown heading (`strangers`) of similar name is proposed.
    """
    names = [column.name for column in table.file_columns if column.required and column.name not in columns]
    names += [
        choice.words
        for choice in table.choices
        if not any(name in columns for option in choice.options for name in option)
    ]
    findings = []
    for name in names:
        close = nearest(name, strangers)
        guess = f" ¿Es la que se llama «{close}»?" if close else ""
        findings.append(
            found(
                Code.COLUMN_MISSING,
                Severity.ERROR,
                grid.place(line.number),
                f"a la tabla «{table.name}» le falta la columna «{name}».{guess} Agréguela al encabezado.",
                element=f"{table.name}/{line.number}/{name}",
                expected=name,
                value=close,
            )
        )
    return findings


def _too_long(table: Table, grid: Grid, line: Line, index: int) -> Finding:
    text = line.cells[index].text
    told = (
        f"«{text}» está en una columna sin encabezado. Si una celda contiene el separador del CSV, enciérrela entre "
        "comillas; si sobra, bórrela; si es una columna, póngale nombre."
    )
    element = f"{table.name}/{line.number}"
    return _at(Code.ROW_TOO_LONG, Severity.ERROR, grid, line, index, told, element=element)


def _at(code: Code, severity: Severity, grid: Grid, line: Line, index: int, told: str, **more: str) -> Finding:
    """Make a finding on a cell of a grid, whose text is what was found."""
    return found(code, severity, grid.place(line.number, index), told, value=line.cells[index].text, **more)


EXCEL_BLOCK = 16
"""Excel writes a CSV in blocks of this many rows, and omits from each the last columns that are blank in it."""


def unended(grid: Grid) -> Finding:
    """Make the warning that a file's last line has no end of line, so that it may have been cut; it checks nothing.

    It is placed at the last cell with content. Excel and LibreOffice always write that end; some editors and web pages
    do not. The grid must have lines.
    """
    last = grid.lines[-1]
    index = max(index for index, cell in enumerate(last.cells) if not cell.is_blank)
    told = (
        f"el archivo acaba aquí sin un fin de línea: si se cortó al copiarlo o descargarlo, «{last.cells[index].text}» "
        "puede estar incompleto y pueden faltar filas. Compárelo con su original; si está completo, ábralo y guárdelo "
        "en Excel o LibreOffice, o pulse Intro al final de la última línea."
    )
    return _at(Code.FILE_CUT, Severity.WARNING, grid, last, index, told, expected="un fin de línea")


def short_rows(table: Table, grid: Grid, header: Header) -> Iterator[Finding]:
    """Yield a finding for all the rows of a CSV that have the same number of cells and end before the last column.

    The finding is an error if a numeric cell is missing, because the amount may be lost or lie in another column;
    else a warning. Rows that Excel writes shorter (`EXCEL_BLOCK`), and workbooks, give none.
    """
    width = max(header.columns.values(), default=-1) + 1
    by_width = by_key(
        (written, line.number)
        for line in grid.lines[1:]
        if (written := grid.written.get(line.number, width)) < width and not _left_out_by_excel(grid, line.number)
    )
    for written, lines in by_width.items():
        in_order = sorted(header.columns.items(), key=lambda pair: pair[1])
        lost = [table.column(name) for name, index in in_order if index >= written]
        yield _short(table.name, grid, lines, written, lost)


def _left_out_by_excel(grid: Grid, number: int) -> bool:
    """Return whether the row's block has several rows, all of the same width: then Excel omitted blank columns."""
    first = (number - 1) // EXCEL_BLOCK * EXCEL_BLOCK + 1
    widths = [grid.written[row] for row in range(first, first + EXCEL_BLOCK) if row in grid.written]
    return len(widths) > 1 and len(set(widths)) == 1


def _short(table: str, grid: Grid, lines: Sequence[int], written: int, lost: Sequence[Column]) -> Finding:
    names = short_list_es(f"«{column.name}»" for column in lost)
    cells = "una sola celda" if written == 1 else f"{written} celdas"
    return found(
        Code.ROW_TOO_SHORT,
        Severity.ERROR if any(column.is_number for column in lost) else Severity.WARNING,
        grid.place(lines[0]),
        f"la fila tiene {cells} y no llega a {names}. Puede estar cortada, o haber perdido un separador y tener sus "
        "cifras en otra columna. Compárela con su original; si esas celdas van vacías, escriba también sus "
        f"separadores, o guarde la tabla como .xlsx.{also(lines[1:])}",
        element=f"{table}/{lines[0]}",
        expected=f"{written + len(lost)} celdas",
        value=cells,
    )
