"""How much is read of one file, and the refusal of whatever goes beyond or is not what it says to be.

The limits are far above any office's workbook and far below what would fill a planner's computer.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.errors import PoaError
from helpers.intake.problems import Code

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
"""Largest file that is opened."""
UNPACKED_BYTES = 400 * MEGABYTE
"""Largest sum of what a compressed workbook says that it holds."""
PART_BYTES = 200 * MEGABYTE
"""Most that is unpacked of one part of a workbook, whatever it says."""
ELEMENT_BYTES = 64 * MEGABYTE
"""Longest row or other element; the widest row that a spreadsheet can hold has a few megabytes."""
RATIO = 250
"""A part that unpacks to more times its size, and to more than `RATIO_FROM`, is a bomb: sheets stay below 100."""
RATIO_FROM = 20 * MEGABYTE
PARTS = 5_000
"""Most files inside a compressed workbook."""
ROWS = 200_000
"""Most rows with something in them, of one sheet."""
COLUMNS = 1_000
"""Most columns with something in them."""
CELLS = 3_000_000
"""Most cells with something in them, of one file."""
CELL_TEXT = 100_000
"""Longest text of one cell; a spreadsheet holds 32,767 characters."""


@dataclass
class Unreadable(PoaError):
    """A file that is not read.

    Attributes
    ----------
    code : Code
        Of the finding that tells it.
    sentence : str
        What is wrong and how to mend it, in Spanish; the file is named before it.
    expected, value : str
    sheet, cell : str
        Where, if anywhere inside the file.
    """

    code: Code
    sentence: str
    expected: str = ""
    value: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return self.sentence


def too_big(what: str, most: str) -> Unreadable:
    """Refuse what goes beyond a limit."""
    return Unreadable(
        Code.TOO_BIG,
        f"{what}; se leen como máximo {most}. Deje en el archivo solo la tabla, o repártala en varios.",
        expected=most,
    )


def damaged(why: str) -> Unreadable:
    """Refuse a workbook that is not whole."""
    return Unreadable(
        Code.FILE_UNREADABLE,
        f"no se puede abrir: {why}. Ábralo en Excel o LibreOffice y guárdelo de nuevo como .xlsx.",
        expected="libro .xlsx",
    )


@dataclass
class Meter:
    """Counts what is read of one file and stops it at the limits.

    Attributes
    ----------
    cells : int
        Cells with something in them, so far.
    """

    cells: int = 0

    def cell(self, index: int, text: str) -> None:
        """Count a cell that is not blank.

        Raises
        ------
        Unreadable
        """
        self.cells += 1
        if self.cells > CELLS:
            raise too_big(f"tiene más de {CELLS:,} celdas con contenido".replace(",", "."), "tres millones de celdas")
        if index >= COLUMNS:
            raise too_big(f"tiene contenido más allá de la columna {COLUMNS}", f"{COLUMNS} columnas")
        if len(text) > CELL_TEXT:
            raise too_big(f"una celda tiene {len(text)} letras", f"{CELL_TEXT} letras en una celda")

    def rows(self, count: int) -> None:
        """Check how many rows with something in them a sheet has.

        Raises
        ------
        Unreadable
        """
        if count > ROWS:
            raise too_big(f"tiene más de {ROWS:,} filas con contenido".replace(",", "."), "doscientas mil filas")
