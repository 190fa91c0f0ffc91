"""A converted table and its text as a file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tools.conversion.source import Cell, Printed

Line = dict[str, str]


class Node(NamedTuple):
    """A node of the structure, an ACP, a category or a fuente: level and code."""

    nivel: str
    codigo: str


@dataclass(frozen=True)
class Table:
    """Lines and their path, relative to the folder of the institution's year."""

    path: str
    columns: tuple[str, ...]
    lines: Sequence[Line]

    def as_csv(self) -> str:
        """Return the file's text: commas, Unix line ends; a missing column is empty."""
        stream = io.StringIO()
        writer = csv.DictWriter(stream, self.columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.lines)
        return stream.getvalue()

    def cells(self) -> set[Cell]:
        """Return the cells of the source that this table contains or is computed from."""
        values = (value for line in self.lines for value in line.values())
        return {cell for value in values if isinstance(value, Printed) for cell in value.cells}
