"""Writes cells with XlsxWriter: their looks and the heights of their rows; no other module writes a table's lines.

Exact numbers become binary here, because a cell holds nothing else. Their exact digits are in `cifras.csv`. Heights are
computed, because not every program does so when it opens a workbook.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.outputs.workbook.sheet_model import OPEN_STYLES, Cell, Column, Line, Style, Value, within_limit
from helpers.settings.scales import SHEET_LIGHTS

INK, BLUE, RULE, GREY = "#1B2733", "#14375E", "#C3CCD6", "#55606C"
FONT = {"font_name": "Arial", "font_size": 9, "font_color": INK, "valign": "top"}
NUMBER_PLACE = {"align": "right", "indent": 1}
OPEN_DECIMALS = "#,##0.00########"
"""Number format with two decimals, and up to ten if there are more."""

TO_FILL = {"bg_color": "#FFF9D6", "locked": False, "border": 1, "border_color": RULE}
"""The cells that a reader fills in look like those of the units' forms."""

BY_STYLE: dict[Style, dict[str, object]] = {
    Style.TEXT: {},
    Style.FAINT: {"font_color": GREY},
    Style.STRONG: {"bold": True},
    Style.INPUT: {"font_color": "#1F4FBF", "bg_color": "#FFFBE6"},
    Style.LINK: {"font_color": "#1E6B3A"},
    Style.FORMULA: {},
    Style.RECORDED: {"font_color": GREY},
    Style.MISSING: {"font_color": GREY} | NUMBER_PLACE,
    Style.OPEN: TO_FILL,
    Style.OPEN_DATE: TO_FILL,
}
FORMULA_SIGNS = frozenset("=+-@")
"""First characters of texts that a spreadsheet would treat as formulas."""
MOST_LINKS = 65_530
"""Excel's limit of links per sheet; the rest stay plain text."""
LINE = 12.5
"""Points of one line of text."""
PIXELS_A_CHARACTER = 7
"""Pixels per character of a column's width, as in Excel."""
INDENT = 1.5
"""Characters by which the header of a column of numbers is indented."""
_EM = 12 * 1.04
"""Pixels per em at 9 points, plus 4 %, because screens round the width of each letter."""
_BOLD = 1.07
_SURE_TO_FIT = 0.75
"""Share of a column's width in characters that fits on one line even in capitals."""
_WIDTHS = {
    222: "ijl'", 278: "!,./:;I[\\]ftíÍ· |", 333: "()-`r{}", 500: "Jcksvxyz\"°ºª*",
    556: "#$0123456789?L_abdeghnopquáéóúñü«»–÷≥≤+<=>~×−", 611: "FTZ", 722: "CDHNRUwÚÑ",
    778: "GOQÓ", 833: "Mm", 889: "%", 944: "W", 1015: "@—",
}  # fmt: skip
"""Width of Arial's characters in thousandths of an em; capitals that are not listed take 667."""
_EMS = defaultdict(
    lambda: 0.667, {character: width / 1000 for width, characters in _WIDTHS.items() for character in characters}
)


@dataclass
class Looks:
    """The formats of a workbook, each created once."""

    workbook: Workbook
    _made: dict[tuple[object, ...], Format] = field(default_factory=dict)

    def of(self, cell: Cell) -> Format:
        """Return the format of a cell, by its style, decimals and link. Texts wrap; numbers are right-aligned."""
        value, _, style, decimals, target = cell
        is_number = not isinstance(value, str)
        looks_like_formula = isinstance(value, str) and value[:1] in FORMULA_SIGNS
        key = (style, is_number, decimals, bool(target), looks_like_formula)
        # Cached by key, because a workbook has a million cells and about forty formats.
        return self._made.get(key) or self._format(key)

    def heading(self, kind: str) -> Format:
        """Return the format of a heading.

        Parameters
        ----------
        kind : str
            `title`, `about`, `long_about` (wrapped), `back`, `block`, `header`, `number_header` or `open_header` (of a
            column to fill in); another raises KeyError.
        """
        shape: dict[str, dict[str, object]] = {
            "title": {"bold": True, "font_size": 14, "font_color": BLUE},
            "about": {"font_color": GREY, "italic": True},
            "long_about": {"font_color": GREY, "italic": True, "text_wrap": True},
            "back": {"font_color": BLUE, "underline": 1},
            "block": {"bold": True, "font_size": 11, "font_color": BLUE},
            "header": {
                "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE,
                "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": RULE,
            },
        }  # fmt: skip
        shape["number_header"] = shape["header"] | NUMBER_PLACE
        shape["open_header"] = shape["header"] | {"font_color": INK, "bg_color": "#F3E29A"}
        return self._once((kind,), shape[kind])

    def light(self, word: str) -> Format:
        """Return the conditional format of a traffic-light word of `SHEET_LIGHTS`; another word raises KeyError."""
        fill, ink = SHEET_LIGHTS[word]
        key = ("light", word)
        if key not in self._made:
            self._made[key] = self.workbook.add_format({"bg_color": f"#{fill}", "font_color": f"#{ink}", "bold": True})
        return self._made[key]

    def _format(self, key: tuple[Style, bool, int | None, bool, bool]) -> Format:
        """Create the format of a key of `of`, once."""
        style, is_number, decimals, is_link, looks_like_formula = key
        shape: dict[str, object] = {"bottom": 4, "bottom_color": RULE} | BY_STYLE[style]
        if style is Style.OPEN_DATE:
            shape |= {"num_format": "dd/mm/yyyy", "align": "center"}
        elif is_number:
            shape |= NUMBER_PLACE
            shape["num_format"] = (
                OPEN_DECIMALS if decimals is None else "#,##0" + "." * bool(decimals) + "0" * decimals
            )
        else:
            shape["text_wrap"] = True
        if is_link:
            shape |= {"font_color": BLUE, "underline": 1}
        if looks_like_formula:
            # Text format, so that an edited cell does not become a formula.
            shape["quote_prefix"] = True
        return self._once(key, shape)

    def _once(self, key: tuple[object, ...], shape: dict[str, object]) -> Format:
        """Return the format of a key, created from its shape the first time."""
        if key not in self._made:
            self._made[key] = self.workbook.add_format(FONT | shape)
        return self._made[key]


@dataclass
class Pen:
    """Writes the cells of one sheet.

    Attributes
    ----------
    page : Worksheet
    looks : Looks
    links : int
        Number of links written so far; Excel has a limit per sheet.
    """

    page: Worksheet
    looks: Looks
    links: int = 0

    def write(self, row: int, place: int, cell: Cell, look: Format) -> None:
        """Write a cell in a row and column counted from 0; a cell without formula and value is left out, unless open.

        A text longer than Excel's limit is cut; links beyond its limit become plain text.
        """
        value, formula, style, _, target = cell
        if formula:
            self.page.write_formula(row, place, formula, look, _stored(value))
        elif value is None or value == "":
            if style in OPEN_STYLES:
                self.page.write_blank(row, place, None, look)
        elif not isinstance(value, str):
            self.page.write_number(row, place, float(value), look)
        elif target and self.links < MOST_LINKS:
            self.links += 1
            link = f"internal:{target.replace('$', '')}"
            self.page.write_url(row, place, link, look, within_limit(value))
        else:
            self.page.write_string(row, place, within_limit(value), look)

    def draw_lines(
        self, columns: Sequence[Column], lines: Iterable[Line], header: int, counting: Collection[str] = ()
    ) -> float:
        """Write lines below a header, each row as high as its highest text, and return their height in points.

        A text of several lines is written without its link: LibreOffice does not wrap a link and cuts it at the column.

        Parameters
        ----------
        columns : sequence of Column
            From left to right; a line's cells name them by key.
        header : int
            Row of the header, from 1.
        counting : Collection of str
            Keys of the columns whose formulas look like numbers, also where they give a word now.
        """
        places = {column.key: (place, column) for place, column in enumerate(columns)}
        points = 0.0
        for row, line in enumerate(lines, start=header):
            highest = 1
            for key, cell in line.cells.items():
                place, column = places[key]
                needed = lines_in(column, cell)
                shown = cell._replace(target="") if cell.target and needed > 1 else cell
                look = self.looks.of(shown._replace(value=0) if cell.formula and key in counting else shown)
                self.write(row, place, shown, look)
                highest = max(highest, needed)
            points += height_of(highest)
            if line.nested:
                # A line stands above those nested in it, so the sign that folds them does too.
                self.page.outline_settings(symbols_below=False)
            if highest > 1 or line.nested:
                self.page.set_row(row, height_of(highest), None, {"level": 1} if line.nested else {})
        return points


def _stored(value: Value) -> str | float:
    """Return a formula's result as the file stores it; 0 without a value."""
    if isinstance(value, str):
        return value
    return 0.0 if value is None else float(value)


def lines_in(column: Column, cell: Cell) -> int:
    """Return the number of lines that a cell's text needs in a column, bold if its style is; a number needs one."""
    if not isinstance(cell.value, str) or len(cell.value) <= column.width * _SURE_TO_FIT:
        return 1
    return lines_of(cell.value, column.width, is_bold=cell.style is Style.STRONG)


def header_height(columns: Sequence[Column]) -> float:
    """Return the points that a row of these columns' headers needs: bold, and indented above numbers."""
    return height_of(max(lines_of(column.header, column.width - INDENT, is_bold=True) for column in columns)) + 4


def height_of(lines: int) -> float:
    """Return the height in points of a row with this number of text lines."""
    return LINE * lines + 2


@lru_cache(maxsize=2**16)
def lines_of(text: str, width: float, *, is_bold: bool = False) -> int:
    """Return the number of lines that a text needs in a column `width` characters wide; an empty text needs one.

    Lines break between words; a word longer than the column is broken.
    """
    room = width * PIXELS_A_CHARACTER
    space = _pixels(" ", is_bold)
    lines, used = 1, 0.0
    for word in text.split(" "):
        size = _pixels(word, is_bold)
        if used and used + space + size > room:
            lines, used = lines + 1, 0.0
        used += size + space * bool(used)
        if used > room:
            broken = math.ceil(used / room) - 1
            lines, used = lines + broken, used - broken * room
    return lines


def _pixels(word: str, is_bold: bool) -> float:
    """Return the width of a word in pixels."""
    ems = sum(map(_EMS.__getitem__, word))
    return ems * _EM * (_BOLD if is_bold else 1)
