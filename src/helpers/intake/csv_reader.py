"""A CSV file → a grid: UTF-8, UTF-16 or what Excel writes in Spanish; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from helpers.findings import Finding, Severity
from helpers.intake.formats.delimited import UTF8, UTF16, decoded, delimiter, without_hint
from helpers.intake.formats.limits import CELL_TEXT, Meter, Unreadable, damaged
from helpers.intake.formats.sheet import Sheet, text_cell
from helpers.intake.formats.signature import identify
from helpers.intake.grid import Grid
from helpers.intake.missing_cells import unended
from helpers.intake.problems import Code, found
from helpers.intake.screening import of_sheet
from helpers.intake.workbook_reader import refused
from helpers.records import SourceCell


def read_csv(path: Path, label: str) -> tuple[Grid | None, tuple[Finding, ...]]:
    """Read a CSV file as text cells.

    Parameters
    ----------
    label : str
        The file, named from the root.

    Returns
    -------
    Grid or None
        None where the file cannot be read.
    tuple of Finding
        What prevents reading it, that its encoding was taken for another, or that it ends in the middle of a line.
    """
    try:
        identify(path)
        text, encoding = decoded(path.read_bytes())
        sheet = _sheet(text)
    except UnicodeDecodeError:
        return None, (refused(damaged("el texto está cortado o no tiene una codificación conocida"), label),)
    except Unreadable as problem:
        return None, (refused(problem, label),)
    grid = sheet.grid(label)
    told = [] if encoding in {UTF8, UTF16} else [_encoding_finding(label, encoding)]
    if grid.lines and not text.endswith(("\n", "\r")):
        told.append(unended(grid))
    return grid, (*told, *of_sheet(sheet, label))


def _sheet(text: str) -> Sheet:
    body, hinted, taken = without_hint(text)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=hinted or delimiter(body), strict=True)
    csv.field_size_limit(CELL_TEXT)
    sheet = Sheet("", Meter())
    # Records are counted and not physical lines: a spreadsheet shows a quoted line break inside one row.
    for number, record in enumerate(_records(reader), 1 + taken):
        cells = {index: text_cell(field) for index, field in enumerate(record) if field.strip()}
        sheet.add(number, cells)
        sheet.written[number] = len(record)
    return sheet


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as problem:
        raise Unreadable(
            Code.FILE_UNREADABLE,
            "las comillas no están bien cerradas y no se puede saber dónde termina cada celda. Corrija las comillas "
            "de esa fila o vuelva a exportar el archivo.",
            cell=str(reader.line_num),
        ) from problem


def _encoding_finding(label: str, encoding: str) -> Finding:
    return found(
        Code.ENCODING,
        Severity.WARNING,
        SourceCell(label, "", ""),
        f"el archivo no está en UTF-8 y se leyó como {encoding}. Compruebe que los acentos se vean bien, o guárdelo "
        "como «CSV UTF-8».",
        expected="UTF-8",
        value=encoding,
    )
