"""The common result of all readers: a sheet's cells by row, and its hidden, merged, strange and external content."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from helpers.base.characters import LOST, OUTSIDE_CALL, Strange, is_formula, is_printable, printable, strange_characters
from helpers.base.written_values import Problem, from_double, read_cell
from helpers.intake.layout.cell_grid import BLANK, Cell, Grid, Line, Merged, letter
from helpers.intake.readers.read_limits import Meter

NO_RESULT = "tiene una fórmula sin resultado; abra y guarde el libro en Excel o LibreOffice, o escriba el valor"
AS_TEXT = "contiene una fórmula escrita como texto («{0}»), que no se ejecuta ni se lee; escriba el valor"
_CALLS = re.compile(
    rf"{OUTSIDE_CALL}\s*\("
    r"|\|[^!]*!|\[[^\]]*\.[a-z]{3,4}\]|\[\d+\]|(?:https?|file|ftp|smb):|\\\\[\w.]",
    re.IGNORECASE,
)


@dataclass
class Sheet:
    """One sheet while it is read.

    Attributes
    ----------
    meter : Meter
        Counts what is read of the whole file.
    rows : list of (int, list of Cell)
        Row number and cells of each row with content.
    hidden_rows : list of int
        Numbers of the hidden rows with content.
    hidden_columns : list of (int, int)
        First and last column of each hidden range, counted from 0.
    calls : list of str
        Addresses of formulas that refer to something outside the workbook.
    written : dict of int to int
        For a CSV, the number of cells of each row, blank ones included.
    doubled : list of str
        Addresses that hold more than one value.
    formulas : set of str
        Addresses of all formulas.
    notes : dict of str to str
        Comments on cells, by address; a form keeps them apart from its cells.
    strange : dict of Strange to list of str
        Characters that a report cannot keep or print, and their addresses; an empty address is the sheet's name.
    """

    name: str
    meter: Meter
    hidden: bool = False
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    formulas: set[str] = field(default_factory=set)
    written: dict[int, int] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    strange: dict[Strange, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the strange characters of the sheet's name, and keep what is printed for them."""
        self._note(self.name, "")
        self.name = printable(self.name)

    def add(self, number: int, cells: dict[int, Cell], *, hidden: bool = False) -> None:
        """Add a row; one without cells, or with invisible characters only, is ignored (the characters are noted).

        Parameters
        ----------
        number : int
            Row number as shown.
        cells : dict of int to Cell
            The row's cells with content, by column from 0; cells with strange characters are replaced in it by
            printable ones.

        Raises
        ------
        Unreadable
            Beyond the limits of `Meter`.
        """
        for index, cell in cells.items():
            self.meter.cell(index, cell.text)
            if not is_printable(cell.text):
                cells[index] = self._screened(cell, f"{letter(index)}{number}")
        if all(cell.is_blank for cell in cells.values()):
            return
        self.rows.append((number, [cells.get(index, BLANK) for index in range(max(cells) + 1)]))
        self.meter.rows(len(self.rows))
        if hidden:
            self.hidden_rows.append(number)

    def _screened(self, cell: Cell, address: str) -> Cell:
        """Note the strange characters of a cell and return the cell with its printable text.

        Signs of a number (`12,5⁴`, `﹣3`) carry meaning and stay. A text with only a lost letter stays too: the rule on
        broken accents reports it.
        """
        found = strange_characters(cell.text)
        reading = read_cell(cell.text)
        is_number = reading.value is not None or reading.problem not in (None, Problem.NOT_A_NUMBER)
        is_left = is_number and not any(piece.is_refused for piece in found)
        if is_left or [piece.text for piece in found] == [LOST]:
            return cell
        self._note(cell.text.replace(LOST, ""), address)
        return replace(cell, text=printable(cell.text), fault=printable(cell.fault))

    def _note(self, text: str, address: str) -> None:
        for piece in strange_characters(text):
            self.strange.setdefault(piece, []).append(address)

    def add_formula(self, address: str, formula: str) -> None:
        """Note that a cell has a formula, and whether that refers to something outside the workbook."""
        self.formulas.add(address)
        if calls_out(formula):
            self.calls.append(address)

    def filled_hidden_columns(self) -> list[int]:
        """Return the hidden columns that have content, counted from 0, in order."""
        used = {index for _, cells in self.rows for index, cell in enumerate(cells) if not cell.is_blank}
        return sorted(i for i in used if any(first <= i <= last for first, last in self.hidden_columns))

    def grid(self, label: str) -> Grid:
        """Return the sheet as a `Grid`; `label` is the file's path from the root."""
        lines = tuple(Line(number, tuple(cells)) for number, cells in self.rows)
        return Grid(label, self.name, lines, tuple(self.merged), self.written, self.notes, self.formulas)


@dataclass(frozen=True)
class Book:
    """The content read of one workbook; a CSV is one with a single sheet, without name.

    Attributes
    ----------
    sheets : sequence of Sheet
        In the workbook's order.
    linked : tuple of str
        Other files from which its formulas take values.
    guessed : str
        The encoding with which a CSV was read, if its content did not tell it; else empty.
    is_unended : bool
        Whether the last line of a CSV has no end of line.
    """

    sheets: Sequence[Sheet]
    linked: tuple[str, ...] = ()
    guessed: str = ""
    is_unended: bool = False


def calls_out(formula: str) -> bool:
    """Return whether a formula, if executed, would reach outside its workbook: web, other files, DDE, programs."""
    return bool(_CALLS.search(formula))


@lru_cache(maxsize=1 << 14)
def text_cell(text: str) -> Cell:
    """Return the cell of a text, without outer blanks; one that a spreadsheet would execute as a formula has a fault.

    The text would become a live formula in any workbook or CSV that the program writes.
    """
    clean = text.strip()
    return Cell(clean, fault=AS_TEXT.format(clean[:60])) if is_formula(clean) else Cell(clean)


def error_cell(text: str) -> Cell:
    """Return the cell of a formula whose result is an error (`#REF!`): its text is the error, and it has a fault."""
    return Cell(text, fault=f"tiene el error de Excel «{text}»; corrija su fórmula o escriba el valor")


def truth_cell(value: bool) -> Cell:
    """Return the cell of a logical value, as text: `VERDADERO` or `FALSO`."""
    return Cell("VERDADERO" if value else "FALSO")


_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_MASK = re.compile(r"0[0 \-./]*0")
_TOO_LONG = 10**28


def number_cell(value: float | int, number_format: str, *, since_1904: bool = False) -> Cell:
    """Make the cell of a number stored in a spreadsheet.

    Parameters
    ----------
    number_format : str
        In Excel's notation: `0.0%`, `000 0 000`, `dd/mm/yyyy`.
    since_1904 : bool
        Dates count from 1904 instead of 1900.

    Returns
    -------
    Cell
        A percentage is in points (0.476 shown as 47.6 % becomes 47.6); an infinite or undefined number has a fault;
        a number in a date format becomes its date; one in a format of zeros only (`000 0 000`) has the code as text.
    """
    if not math.isfinite(value):
        return Cell(str(value), fault="tiene un número que la hoja no puede mostrar; escriba el valor")
    if _is_date(number_format):
        return _moment(value, number_format, since_1904)
    return decimal_cell(from_double(value), number_format)


def decimal_cell(value: Decimal, number_format: str) -> Cell:
    """Make the cell of an exact number; `number_format` as in `number_cell`, but not a date's."""
    is_percentage, mask = _looks(number_format)
    if is_percentage:
        value = value.scaleb(2)
    text = f"{value:f}" if abs(value) < _TOO_LONG else str(value)
    if mask and value >= 0 and value == value.to_integral_value():
        text = _masked(text.partition(".")[0], mask)
    return Cell(text, value, is_percentage=is_percentage)


@lru_cache(maxsize=1024)
def _is_date(number_format: str) -> bool:
    return bool(number_format) and is_date_format(number_format)


@lru_cache(maxsize=1024)
def _looks(number_format: str) -> tuple[bool, str]:
    """Return whether a format shows a percentage, and its mask if it shows a code (`000 0 000`); else an empty mask."""
    positive = number_format.split(";")[0]
    if "%" in _LITERAL.sub("", positive):
        return True, ""
    mask = _LITERAL.sub(lambda part: part[1] or part[2] or "", positive)
    return False, mask if _MASK.fullmatch(mask) and mask.count("0") > 1 and "." not in mask else ""


def _masked(digits: str, mask: str) -> str:
    """Fill the digits into a mask from the right; remaining digits stay in front."""
    filled = digits.zfill(mask.count("0"))
    shown, rest = [], list(filled)
    for sign in reversed(mask):
        shown.append(rest.pop() if sign == "0" else sign)
    return "".join(rest) + "".join(reversed(shown))


def _moment(value: float | int, number_format: str, since_1904: bool) -> Cell:
    """Return the cell of a serial number as a date or time; as a number if it is none."""
    epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
    try:
        moment = from_excel(value, epoch, timedelta=is_timedelta_format(number_format))
    except (ValueError, OverflowError):
        return decimal_cell(from_double(value), "")
    return moment_cell(moment)


def moment_cell(moment: datetime | date | time | timedelta) -> Cell:
    """Make the cell of a date, its text in ISO form, without its time; a time or duration alone becomes text."""
    if isinstance(moment, datetime):
        moment = moment.date()
    if isinstance(moment, date):
        return Cell(moment.isoformat(), moment)
    return Cell(str(moment))
