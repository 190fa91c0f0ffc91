"""Reads a CSV file as a sheet: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.intake.intake_problems import Code
from helpers.intake.readers.read_limits import FILE_BYTES, Meter, Unreadable, damaged
from helpers.intake.readers.sheet_cells import Book, Sheet, text_cell

_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = (",", ";", "\t")
_HINT = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 30
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
UTF8, CP1252, UTF16 = "UTF-8", "Windows-1252", "UTF-16"


def read(path: Path) -> Book:
    """Read a CSV file as a workbook of one sheet without name, with text cells.

    The encoding and the separator are recognised from its content.

    Raises
    ------
    Unreadable
        If the encoding is not known or quotes are not closed.
    """
    try:
        text, encoding = decoded(path.read_bytes())
    except UnicodeDecodeError as problem:
        raise damaged("el texto está cortado o no tiene una codificación conocida") from problem
    guessed = "" if encoding in {UTF8, UTF16} else encoding
    return Book([_sheet(text)], guessed=guessed, is_unended=not text.endswith(("\n", "\r")))


def _sheet(text: str) -> Sheet:
    """Read the text's records as a sheet; the row number counts records, and a hint line before them."""
    body, hinted, taken = without_hint(text)
    sheet = Sheet("", Meter())
    for number, record in _records(body, hinted or delimiter(body), 1 + taken):
        cells = {index: text_cell(field) for index, field in enumerate(record) if field.strip()}
        sheet.add(number, cells)
        sheet.written[number] = len(record)
    return sheet


def _records(text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each record, counted from `first`, with its cells; Unreadable if quotes are wrong.

    Records are counted, not physical lines: a spreadsheet shows a quoted line break inside one row.
    """
    # Far above what `Meter` lets pass, so that a long cell is told as what it is.
    csv.field_size_limit(FILE_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = first - 1
    try:
        for number, record in enumerate(reader, first):
            yield number, record
    except csv.Error as problem:
        raise Unreadable(
            Code.FILE_UNREADABLE,
            "las comillas no están bien cerradas y no se puede saber dónde termina cada celda. Corrija las comillas "
            "de esa fila o vuelva a exportar el archivo.",
            cell=str(number + 1),
        ) from problem


def decoded(data: bytes) -> tuple[str, str]:
    """Recognise the encoding of a text and decode it.

    Returns
    -------
    str
        The text, without its byte order mark.
    str
        Its encoding. `CP1252` is a guess for a text that is neither UTF-8 nor UTF-16; its unused codes become U+FFFD.

    Raises
    ------
    UnicodeDecodeError
        For a UTF-16 text that is cut off.
    """
    for mark, encoding in _UTF16.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding), UTF16
    head = data[:4096]
    if head.count(0) > len(head) * 0.3:
        return data.decode("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"), UTF16
    try:
        return data.decode("utf-8-sig"), UTF8
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), CP1252


def without_hint(text: str) -> tuple[str, str, int]:
    """Split off Excel's first line `sep=;`, also with another character, or in capitals.

    Returns
    -------
    str
        The rest of the text; the whole text without such a line.
    str
        The separator; empty without such a line.
    int
        Number of lines split off, 1 or 0.
    """
    hint = _HINT.match(text)
    return (text[hint.end() :], hint[1], 1) if hint else (text, "", 0)


def delimiter(text: str) -> str:
    """Return the separator of a CSV's text: comma, semicolon or tab; a comma if it has none of them.

    The first line with at least half as many separators as the line with most decides, ignoring quoted text. A title
    above the table may contain a comma, and a row more decimal commas than semicolons.
    """
    lines = [line for line in text.splitlines() if line.strip(",; \t")][:_LOOKED_AT]
    counts = [_counts(line) for line in lines]
    most = max((max(count) for count in counts), default=0)
    for count in counts:
        if most and max(count) * 2 >= most:
            return _SEPARATORS[count.index(max(count))]
    return ","


def _counts(line: str) -> Sequence[int]:
    bare = _QUOTED.sub("", line)
    return [bare.count(sign) for sign in _SEPARATORS]
