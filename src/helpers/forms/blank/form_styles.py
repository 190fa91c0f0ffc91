"""The styles of a form's cells: the only place with fonts, colours and borders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils.indexed_list import IndexedList

from helpers.base.python_extras import not_none
from helpers.settings.scales import SHEET_LIGHTS

FONT = "Arial"
SIZE = 9
"""Font size of a table's text, in points."""
OF_WIDTHS = 9
"""Size of the workbook's default font, in points: column widths are measured in its digits."""
AMOUNT, WHOLE = "#,##0.####", "#,##0"
"""Number formats. The first one shows a decimal separator after whole numbers, so they need the second."""
WHOLE_ID = 3
"""Number of `WHOLE` among the built-in formats of spreadsheets."""
INK, BLUE, PALE, RULE, GREY, WHITE = "1B2733", "14375E", "E9EFF5", "C3CCD6", "55606C", "FFFFFF"
TO_FILL = "FFF9D6"
"""Fill colour of the cells that the unit fills in, used for nothing else."""
Value = str | int | Decimal | date | None

_SIDE = Side(style="thin", color=RULE)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


@dataclass(frozen=True)
class CellStyle:
    """The style of a kind of cell.

    Attributes
    ----------
    name : str
        Name of the workbook's named style. It is created once: thousands of cells would otherwise repeat it.
    shrinks : bool
        Whether the text shrinks to fit; a number too wide for its cell would show as `####`.
    is_open : bool
        Whether the cell is unlocked.
    is_formula : bool
        Whether text that begins with `=` is a formula; in other styles it stays text.
    """

    name: str
    size: int = SIZE
    bold: bool = False
    italic: bool = False
    ink: str = INK
    fill: str = ""
    boxed: bool = False
    across: str = "left"
    down: str = "top"
    wraps: bool = True
    shrinks: bool = False
    is_open: bool = False
    is_formula: bool = False
    number_format: str = "General"

    def style(self) -> NamedStyle:
        """Return a new openpyxl style with this name, which a workbook can add once."""
        return NamedStyle(
            self.name,
            font=Font(FONT, self.size, self.bold, self.italic, color=self.ink),
            fill=PatternFill("solid", fgColor=self.fill) if self.fill else PatternFill(),
            border=_BOX if self.boxed else Border(),
            alignment=Alignment(
                self.across, self.down, wrap_text=self.wraps and not self.shrinks, shrink_to_fit=self.shrinks
            ),
            number_format=self.number_format,
            protection=Protection(locked=not self.is_open),
        )


TITLE = CellStyle("poa título", size=14, bold=True, ink=BLUE, wraps=False, down="center")
SUBTITLE = CellStyle("poa subtítulo", size=10, ink=GREY, wraps=False, down="center")
WARNING = CellStyle("poa aviso", size=10, bold=True, ink="8F1414", wraps=False)
LABEL = CellStyle("poa rótulo", bold=True, ink=BLUE, wraps=False, down="center")
KNOWN = CellStyle("poa dato", bold=True, wraps=False, down="center", number_format="@")
NAME = CellStyle("poa nombre", ink=GREY, wraps=False, down="center")
NOTE = CellStyle("poa nota", ink=GREY, italic=True, wraps=False)
HEADING = CellStyle("poa encabezado", bold=True, ink=WHITE, fill=BLUE, boxed=True, across="center", down="center")
HEADING_TO_FILL = replace(HEADING, name="poa encabezado por llenar", ink=INK, fill="F3E29A")
TEXT = CellStyle("poa texto", boxed=True, number_format="@")
NUMBER = CellStyle("poa número", boxed=True, across="right", shrinks=True, number_format=AMOUNT)
WORKED = replace(NUMBER, name="poa calculado", fill=PALE, is_formula=True, number_format="#,##0.00")
WORKED_TEXT = CellStyle("poa texto calculado", boxed=True, fill=PALE, is_formula=True)
TOTAL = CellStyle("poa total", bold=True, boxed=True, fill=PALE, down="center")
TOTAL_WORKED = replace(WORKED, name="poa total calculado", size=11, bold=True, down="center")
TOTAL_TEXT = replace(TOTAL, name="poa total en palabras", is_formula=True)
OPEN_NUMBER = replace(NUMBER, name="poa número por llenar", fill=TO_FILL, is_open=True)
OPEN_TEXT = CellStyle("poa texto por llenar", boxed=True, fill=TO_FILL, is_open=True)
OPEN_CODE = replace(OPEN_TEXT, name="poa código por llenar", number_format="@")
OPEN_DATE = replace(OPEN_TEXT, name="poa fecha por llenar", across="center", number_format="dd/mm/yyyy")
BIG_TEXT = replace(TOTAL_TEXT, name="poa resultado en palabras", size=11, ink=BLUE, across="center")
BIG = replace(BIG_TEXT, name="poa resultado", size=16, number_format="#,##0.00")
STEP = CellStyle("poa paso", size=10)


def apply_style(cell: Cell, look: CellStyle) -> None:
    """Apply a style to a cell without changing its value, adding it to the workbook the first time."""
    workbook = not_none(cell.parent.parent)
    if look.name not in workbook.named_styles:
        workbook.add_named_style(look.style())
    cell.style = look.name


def light(word: str, number_format: str = "") -> DifferentialStyle:
    """Return the conditional style of a word of `SHEET_LIGHTS`; an empty word only sets the number format."""
    numbers = NumberFormat(WHOLE_ID, number_format) if number_format else None
    if not word:
        return DifferentialStyle(numFmt=numbers)
    fill, ink = SHEET_LIGHTS[word]
    return DifferentialStyle(font=Font(color=ink), numFmt=numbers, fill=PatternFill(bgColor=fill, fill_type="solid"))


def set_own_font(workbook: Workbook) -> None:
    """Make the forms' font the workbook's default font.

    A font that some computer lacks would change the width of columns, and therefore the printed page.
    """
    font = Font(FONT, OF_WIDTHS)
    inner: Any = workbook  # there is no public way to set its default font
    inner._fonts = IndexedList([font])
    inner._named_styles["Normal"].font = font
