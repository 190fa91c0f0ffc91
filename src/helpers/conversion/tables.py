"""A converted table and its text as a file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpers.conversion.source import Cell, Printed

Line = dict[str, str]


class Node(NamedTuple):
    """A node of the structure, or an ACP, category or fuente: level and code."""

    nivel: str
    codigo: str


@dataclass(frozen=True)
class Table:
    """Lines to be written under a path relative to the folder of the institution's year."""

    path: str
    columns: tuple[str, ...]
    lines: Sequence[Line]

    def as_csv(self) -> str:
        """Text of the file: comma, one newline a line; a column a line does not have stays empty."""
        stream = io.StringIO()
        writer = csv.DictWriter(stream, self.columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.lines)
        return stream.getvalue()

    def cells(self) -> set[Cell]:
        """Cells of the source that this table holds or is computed from."""
        values = (value for line in self.lines for value in line.values())
        return {cell for value in values if isinstance(value, Printed) for cell in value.cells}
