"""A CSV file → a grid: UTF-8 with or without BOM, comma or semicolon as the header line has it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from helpers.findings import Finding, Severity
from helpers.intake.grid import Cell, Grid, lines_of
from helpers.intake.problems import Code, found
from helpers.records import SourceCell

_QUOTED = re.compile(r'"[^"]*"')


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
        What prevents reading it.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return None, (_encoding_finding(data, problem, label),)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        # Records are counted and not physical lines: a spreadsheet shows a quoted line break inside one row.
        rows = [
            (number, tuple(Cell(field.strip()) for field in record))
            for number, record in enumerate(reader, 1)
        ]
    except csv.Error:
        return None, (_quotes_finding(reader.line_num, label),)
    return Grid(label, "", lines_of(rows)), ()


def delimiter(text: str) -> str:
    """Tell comma from semicolon by which of them the header line has more of, outside quotes."""
    header = next((line for line in text.splitlines() if line.strip(",; \t")), "")
    bare = _QUOTED.sub("", header)
    return ";" if bare.count(";") > bare.count(",") else ","


def _encoding_finding(data: bytes, problem: UnicodeDecodeError, label: str) -> Finding:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    likely = "UTF-16" if utf16 else "Windows-1252"
    line = data[: problem.start].count(b"\n") + 1
    return found(
        Code.ENCODING,
        Severity.ERROR,
        SourceCell(label, "", "" if utf16 else str(line)),
        f"el archivo no está en UTF-8 (parece {likely}), así que sus acentos no se pueden leer. "
        "Ábralo y guárdelo como «CSV UTF-8».",
        expected="UTF-8",
        value=likely,
    )


def _quotes_finding(line: int, label: str) -> Finding:
    return found(
        Code.FILE_UNREADABLE,
        Severity.ERROR,
        SourceCell(label, "", str(line)),
        "las comillas no están bien cerradas y no se puede saber dónde termina cada celda. "
        "Corrija las comillas de esa fila o vuelva a exportar el archivo.",
    )
