"""Signs that a CSV was cut: a last line without an end of line, and rows with fewer cells than the heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from helpers.figures.findings import Finding, Severity
from helpers.intake.intake_problems import Code, also, found, listed
from helpers.intake.layout.cell_grid import Grid
from helpers.intake.layout.header_line import Header
from helpers.intake.tables.table_columns import Column, Kind, Table

EXCEL_BLOCK = 16
"""Excel writes a CSV in blocks of this many rows, and omits from each the last columns that are blank in it."""
_NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER})


def unended(grid: Grid) -> Finding:
    """Report a file whose last line has no end of line: it may have been cut.

    Excel and LibreOffice always write it; some editors and web pages do not, so this is a warning.
    """
    last = grid.lines[-1]
    index = max(index for index, cell in enumerate(last.cells) if not cell.is_blank)
    text = last.cells[index].text
    return found(
        Code.FILE_CUT,
        Severity.WARNING,
        grid.place(last.number, index),
        f"el archivo acaba aquí sin un fin de línea: si se cortó al copiarlo o descargarlo, «{text}» puede estar "
        "incompleto y pueden faltar filas. Compárelo con su original; si está completo, ábralo y guárdelo en Excel o "
        "LibreOffice, o pulse Intro al final de la última línea.",
        expected="un fin de línea",
        value=text,
    )


def short_rows(table: Table, grid: Grid, header: Header) -> Iterator[Finding]:
    """Report the rows of a CSV that end before the table's last column, grouped by width.

    The finding is an error if a numeric cell is missing, because the amount may be lost or lie in another column.
    """
    by_width: dict[int, list[int]] = defaultdict(list)
    width = max(header.columns.values(), default=-1) + 1
    for line in grid.lines[1:]:
        written = grid.written.get(line.number, width)
        if written < width and not _left_out_by_excel(grid, line.number):
            by_width[written].append(line.number)
    for written, lines in by_width.items():
        yield _short(table.name, grid, lines, written, [table.column(name) for name in _names_from(header, written)])


def _names_from(header: Header, first: int) -> list[str]:
    return [name for name, index in sorted(header.columns.items(), key=lambda pair: pair[1]) if index >= first]


def _left_out_by_excel(grid: Grid, number: int) -> bool:
    """Return whether the row's block has several rows, all of the same width: then Excel omitted blank columns."""
    first = (number - 1) // EXCEL_BLOCK * EXCEL_BLOCK + 1
    widths = [grid.written[row] for row in range(first, first + EXCEL_BLOCK) if row in grid.written]
    return len(widths) > 1 and len(set(widths)) == 1


def _short(table: str, grid: Grid, lines: Sequence[int], written: int, lost: Sequence[Column]) -> Finding:
    names = listed(f"«{column.name}»" for column in lost)
    cells = "una sola celda" if written == 1 else f"{written} celdas"
    return found(
        Code.ROW_TOO_SHORT,
        Severity.ERROR if any(column.kind in _NUMBERS for column in lost) else Severity.WARNING,
        grid.place(lines[0]),
        f"la fila tiene {cells} y no llega a {names}. Puede estar cortada, o haber perdido un separador y tener sus "
        "cifras en otra columna. Compárela con su original; si esas celdas van vacías, escriba también sus "
        f"separadores, o guarde la tabla como .xlsx.{also(lines[1:])}",
        element=f"{table}/{lines[0]}",
        expected=f"{written + len(lost)} celdas",
        value=cells,
    )
