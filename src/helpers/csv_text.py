"""Rows as the text of a CSV that a reader gives back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable


def csv_text(rows: Iterable[Iterable[object]], mark: str = ",") -> str:
    """Return rows as CSV lines that end in `\\n`; `mark` separates the cells.

    The library quotes a lone `\\r` only where it belongs to the line end, and a reader takes one that is not quoted for
    the end of a line. So each line is written with `\\r\\n`, and only its own end is replaced.
    """
    lines = []
    for row in rows:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=mark, lineterminator="\r\n").writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines)
