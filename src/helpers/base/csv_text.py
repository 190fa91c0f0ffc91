"""Rows as CSV text that any CSV reader reads back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable


def csv_text(rows: Iterable[Iterable[object]], mark: str = ",") -> str:
    r"""Return rows as CSV lines that end in `\n`.

    The `csv` module quotes a `\r` inside a cell only if the line terminator contains `\r`, and readers take an unquoted
    `\r` for the end of a line. So each line is written with `\r\n`, and only the terminator itself becomes `\n`.

    Parameters
    ----------
    rows : iterable of iterables
        Cells are written as `csv.writer` writes them: None as an empty cell, anything else with `str`.
    mark : str
        The character that separates the cells.
    """
    lines = []
    for row in rows:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=mark, lineterminator="\r\n").writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines)
