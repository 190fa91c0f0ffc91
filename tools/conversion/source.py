"""The transcribed tables. Each text knows the cell that it was read from."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple


class ConversionError(Exception):
    """A source that cannot be converted without guessing.

    Parameters
    ----------
    file : str
        Name of the source file.
    message : str
        What is wrong, in Spanish.
    """

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file


class Cell(NamedTuple):
    """Where a text was printed: file, line (the header is 1) and column."""

    file: str
    line: int
    column: str


class Printed(str):
    """A figure's text exactly as printed, with the cells that it was read or computed from.

    It is a ``str`` and can be written to any row. With the cells, a test proves that no printed figure was lost.
    """

    cells: tuple[Cell, ...]

    def __new__(cls, text: str, *cells: Cell) -> "Printed":
        """Create the text with its cells."""
        made = super().__new__(cls, text)
        made.cells = cells
        return made

    @property
    def decimals(self) -> int:
        """Number of decimals as printed: 2 in ``84.07``, 0 in ``113``."""
        return len(self.partition(".")[2])

    def minus(self, other: "Printed") -> "Printed":
        """Return the exact difference of two printed amounts, with the decimals of the first."""
        difference = Decimal(self) - Decimal(other)
        return Printed(f"{difference:.{self.decimals}f}", *self.cells, *other.cells)


@dataclass(frozen=True)
class SourceRow:
    """One line of a transcribed table."""

    file: str
    line: int
    fields: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return the text of a column; empty if nothing was printed."""
        return self.fields[column]

    def figure(self, column: str) -> Printed:
        """Return the figure of a column; a blank is an empty text and never zero."""
        text = self.fields[column]
        if text and not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise ConversionError(self.file, f"línea {self.line}, columna {column}: «{text}» no es un número")
        return Printed(text, Cell(self.file, self.line, column)) if text else Printed("")

    def count_in(self, column: str) -> Printed:
        """Return the count inside a name: 45 in ``Consulados (Total 45)``; empty if there is none."""
        found = re.search(r"\((?:Total )?(\d+)\)$", self.fields[column])
        return Printed(found[1], Cell(self.file, self.line, column)) if found else Printed("")


@dataclass(frozen=True)
class Source:
    """The folder of transcribed tables."""

    folder: Path

    def rows(self, file: str) -> list[SourceRow]:
        """Return the lines of one table, in printed order.

        Parameters
        ----------
        file : str
            File name, such as ``acp_t2.csv``.
        """
        path = self.folder / file
        if not path.is_file():
            raise ConversionError(file, f"no está en {self.folder}")
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            return [_row(file, line, fields) for line, fields in enumerate(reader, start=2)]


def _row(file: str, line: int, fields: Mapping[str | None, str | None]) -> SourceRow:
    # DictReader puts surplus cells under None and None into missing ones: both mean a malformed line.
    if None in fields or None in fields.values():
        raise ConversionError(file, f"línea {line}: la cantidad de celdas no es la del encabezado")
    return SourceRow(file, line, {str(name): str(text) for name, text in fields.items()})
