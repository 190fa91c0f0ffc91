"""The appearance of each kind of cell: fonts, colours and number formats."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from helpers.outputs.workbook.sheet_model import Cell, Style
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
