"""Limits on what is read of one file, and the errors raised beyond them.

The limits are far above any office's workbook and far below what would fill the memory of a planner's computer.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.errors import PoaError
from helpers.intake.intake_problems import Code

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
"""Largest file that is opened."""
UNPACKED_BYTES = 400 * MEGABYTE
"""Largest total size that a compressed workbook may declare for its parts."""
PART_BYTES = 200 * MEGABYTE
"""Largest size read from one part of a workbook, whatever size it declares."""
ELEMENT_BYTES = 64 * MEGABYTE
"""Largest XML element, such as a row; the widest row of a spreadsheet takes a few megabytes."""
RATIO = 250
"""A part above `RATIO_FROM` that unpacks to more than this many times its size is a bomb; sheets stay below 100."""
RATIO_FROM = 20 * MEGABYTE
PARTS = 5_000
"""Most files inside a compressed workbook."""
ROWS = 200_000
"""Most rows with content in one sheet."""
COLUMNS = 1_000
"""Most columns; content further to the right is refused."""
CELLS = 3_000_000
"""Most cells with content in one file."""
CELL_TEXT = 100_000
"""Most characters of one cell; a spreadsheet cell holds 32,767."""


@dataclass
class Unreadable(PoaError):
    """Raised for a file that is not read; it carries the parts of its finding.

    Attributes
    ----------
    code : Code
        Code of the finding.
    sentence : str
        The fault and its remedy, in Spanish; the finding names the file before it.
    expected, value : str
        The finding's `esperado` and `encontrado`.
    sheet, cell : str
        The place inside the file; empty for the whole file.
    """

    code: Code
    sentence: str
    expected: str = ""
    value: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Return the sentence, without the place."""
        return self.sentence


def too_big(what: str, most: str) -> Unreadable:
    """Return the error for a file beyond a limit.

    Parameters
    ----------
    what : str
        What the file has too much of, in Spanish.
    most : str
        The limit, in Spanish.
    """
    return Unreadable(
        Code.TOO_BIG,
        f"{what}; se leen como máximo {most}. Deje en el archivo solo la tabla, o repártala en varios.",
        expected=most,
    )


def damaged(why: str) -> Unreadable:
    """Return the error for a damaged or incomplete workbook; `why` gives the reason in Spanish."""
    return Unreadable(
        Code.FILE_UNREADABLE,
        f"no se puede abrir: {why}. Ábralo en Excel o LibreOffice y guárdelo de nuevo como .xlsx.",
        expected="libro .xlsx",
    )


@dataclass
class Meter:
    """Counts the cells and rows read of one file and stops the reading at the limits.

    Attributes
    ----------
    cells : int
        Cells with content read so far.
    """

    cells: int = 0

    def cell(self, index: int, text: str) -> None:
        """Count a cell with content, and check it as `check` does.

        Parameters
        ----------
        index : int
            Its column, counted from 0.

        Raises
        ------
        Unreadable
            If it is one too many in the file (`CELLS`), or beyond the limits of `check`.
        """
        self.cells += 1
        if self.cells > CELLS:
            raise too_big(f"tiene más de {CELLS:,} celdas con contenido".replace(",", "."), "tres millones de celdas")
        self.check(index, text)

    def check(self, index: int, text: str) -> None:
        """Check the place and the length of a cell without counting it.

        Raises
        ------
        Unreadable
            If its column is too far to the right (`COLUMNS`), or its text is too long (`CELL_TEXT`).
        """
        if index >= COLUMNS:
            raise too_big(f"tiene contenido más allá de la columna {COLUMNS}", f"{COLUMNS} columnas")
        if len(text) > CELL_TEXT:
            raise too_big(f"una celda tiene {len(text)} letras", f"{CELL_TEXT} letras en una celda")

    def rows(self, count: int) -> None:
        """Check the number of rows with content in a sheet.

        Raises
        ------
        Unreadable
            If there are more than `ROWS`.
        """
        if count > ROWS:
            raise too_big(f"tiene más de {ROWS:,} filas con contenido".replace(",", "."), "doscientas mil filas")
