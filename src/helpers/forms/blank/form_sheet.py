"""A sheet of a form: writes cells, restricts what may be typed into them, and colours them while a unit types."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.blank import form_styles
from helpers.forms.blank.form_styles import AMOUNT, WHOLE, CellStyle, Value, apply_style
from helpers.forms.form_labels import SIGNATURE
from helpers.settings.scales import SHEET_LIGHTS, Grado

LINE = 12.0
"""Height in points of a line of a table's text."""
MOST_IN_MESSAGE = 255
_Allowed = Literal["list", "date", "decimal"]
_OPERATORS: Mapping[_Allowed, Literal["greaterThan", "greaterThanOrEqual"]] = {
    "date": "greaterThan",
    "decimal": "greaterThanOrEqual",
}


class _GrowingRow(RowDimension):
    """A row with an initial height that Excel increases as text is typed."""

    @property
    def customHeight(self) -> bool:
        """Always False: Excel lets no row grow that has a height of its own."""
        return False


@dataclass(frozen=True)
class FormSheet:
    """A worksheet of a form, with what all forms write into it. Addresses are Excel's (`B3`, `A4:C4`)."""

    sheet: Worksheet

    def put(self, address: str, value: Value, look: CellStyle) -> Cell:
        """Write a value into the cell at an address (`B3`), style it, and return the cell.

        A text that begins with `=` becomes a formula only if `look.is_formula`. Control characters that Excel
        refuses are removed; an empty text leaves the cell empty. A whole amount in a locked cell is shown without a
        decimal separator.
        """
        cell: Cell = self.sheet[address]
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value) or None
        cell.value = value
        if isinstance(value, str) and not look.is_formula:
            cell.data_type = "s"  # a description that begins with «=» stays text
        apply_style(cell, look)
        is_whole = isinstance(value, Decimal) and value == value.to_integral()
        if look.number_format == AMOUNT and not look.is_open and is_whole:
            cell.number_format = WHOLE
        return cell

    def put_row(self, row: int, letters: Iterable[str], values: Iterable[Value], look: CellStyle) -> None:
        """Write values of one style into a row, each into the column of its letter; as many letters as values."""
        for letter, value in zip(letters, values, strict=True):
            self.put(f"{letter}{row}", value, look)

    def put_merged(self, area: str, value: Value, look: CellStyle) -> None:
        """Write a value into the first cell of an area, merged if there are several cells; each gets the style.

        Parameters
        ----------
        area : str
            `A4:C4`; `A4:A4` is a single cell.
        """
        first, _, last = area.partition(":")
        for row in self.sheet[area]:
            for cell in row:
                apply_style(cell, look)
        self.put(first, value, look)
        if first != last:
            self.sheet.merged_cells.add(area)

    def set_widths(self, widths: Iterable[float]) -> None:
        """Set the widths of the columns from A on, in characters; further columns keep theirs."""
        for place, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width

    def row_height(self, row: int, texts: Iterable[tuple[str, float]], least: int = 2) -> None:
        """Set a row's height so that its texts fit.

        Parameters
        ----------
        texts : Iterable of (str, float)
            Each text with the width of its column; a letter is taken to be one unit of it wide.
        least : int
            Minimum number of lines, to leave room for writing.
        """
        lines = max([least, *(math.ceil(len(text) / width) for text, width in texts)])
        self.sheet.row_dimensions[row] = _GrowingRow(self.sheet, index=row, ht=lines * LINE + 3)

    def restrict(self, areas: Iterable[str], kind: _Allowed, formula: str, title: str, prompt: str, error: str) -> None:
        """Let cells accept only some values, or stay blank; any other value is refused.

        Parameters
        ----------
        areas : Iterable of str
            Cells or ranges of cells.
        kind, formula : str
            A list: its range or its quoted values. A date: the day that it must follow. A number: its minimum.
        title : str
            Spanish title of both messages, cut at 32 characters (Excel's limit).
        prompt, error : str
            Spanish messages on selecting a cell and on refusing a value; cut at 255 characters.
        """
        rule = DataValidation(kind, operator=_OPERATORS.get(kind), formula1=formula, allow_blank=True)
        rule.showInputMessage = rule.showErrorMessage = True
        rule.promptTitle, rule.prompt = title[:32], prompt[:MOST_IN_MESSAGE]
        rule.errorTitle, rule.error = title[:32], error[:MOST_IN_MESSAGE]
        rule.errorStyle = "stop"
        self.sheet.add_data_validation(rule)
        for area in areas:
            rule.add(area)

    def add_causes(self, areas: Iterable[str], causes: str) -> None:
        """Let cells choose from the declared causes, or stay blank; Excel refuses any other text.

        Parameters
        ----------
        areas : Iterable of str
            Cells or ranges of cells.
        causes : str
            Range with the list of causes, including the sheet's name.
        """
        prompt = "Elija de la lista por qué se cumplió menos o más de lo programado."
        error = "Elija una causa de la lista y explíquela al lado."
        self.restrict(areas, "list", causes, "Causa de la desviación", prompt, error)

    def add_amounts(self, areas: Iterable[str], title: str, prompt: str) -> None:
        """Let cells accept only numbers from zero, or stay blank; title and prompt as in `restrict`."""
        error = "Escriba solo un número, sin texto ni signos. Si no hay dato, deje la celda vacía: vacío no es cero."
        self.restrict(areas, "decimal", "0", title, prompt, error)

    def colour_if(self, area: str, formula: str, word: str, *, stops: bool = False, number: str = "") -> None:
        """Colour the cells of an area for which a formula is true.

        Parameters
        ----------
        formula : str
            Condition for the first cell of the area, with relative references.
        word : str
            Traffic-light colour: `rojo`, `azul`…
        stops : bool
            Whether later rules are ignored if this one applies.
        number : str
            Address of the area's first cell, if the area has numbers. A rule then sets the colour and the format of
            whole numbers together, since some programs apply only the first true rule.
        """
        if number:
            dxf, is_both = form_styles.light(word, WHOLE), f"AND({formula},{_whole(number)})"
            self.sheet.conditional_formatting.add(area, Rule("expression", formula=[is_both], dxf=dxf))
        rule = Rule("expression", formula=[formula], dxf=form_styles.light(word), stopIfTrue=stops)
        self.sheet.conditional_formatting.add(area, rule)

    def show_whole_numbers(self, area: str) -> None:
        """Display the whole numbers of an area of cells without decimal separator; their values do not change."""
        formula = _whole(area.partition(":")[0])
        rule = Rule("expression", formula=[formula], dxf=form_styles.light("", WHOLE))
        self.sheet.conditional_formatting.add(area, rule)

    def colour_grades(self, area: str, cell: str, grades: Iterable[Grado]) -> None:
        """Colour cells with the traffic light of a percentage's grade; a grade without such a colour is skipped.

        Parameters
        ----------
        area : str
            Cells to colour.
        cell : str
            Cell of the percentage, for the first cell of the area, with relative or absolute references.
        """
        for grade in grades:
            below = "" if grade.hasta is None else f",{cell}<{grade.hasta}"
            if grade.semaforo in SHEET_LIGHTS:
                self.colour_if(area, f"AND(ISNUMBER({cell}),{cell}>={grade.desde}{below})", grade.semaforo)

    def draw_signature(self, row: int, areas: Iterable[tuple[str, str]], labels: Sequence[str] = SIGNATURE) -> None:
        """Write headings in a row, and below each of them a cell to fill in; below `Fecha` only dates after 2000-01-01.

        Parameters
        ----------
        row : int
            Row of the headings.
        areas : Iterable of (str, str)
            First and last column letter of each heading, in the order of `labels`.
        labels : sequence of str
            By default, who presents the form and when.
        """
        for label, (first, last) in zip(labels, areas, strict=True):
            look = form_styles.OPEN_DATE if label == "Fecha" else form_styles.OPEN_TEXT
            self.put_merged(f"{first}{row}:{last}{row}", label, form_styles.HEADING_TO_FILL)
            self.put_merged(f"{first}{row + 1}:{last}{row + 1}", None, look)
            if label == "Fecha":
                prompt = "Escriba la fecha en que presenta el formulario, como 30/06/2024."
                error = "Eso no es una fecha. Escríbala como 30/06/2024."
                self.restrict([f"{first}{row + 1}"], "date", "DATE(2000,1,1)", label, prompt, error)
        self.row_height(row + 1, [], least=3)


def _whole(cell: str) -> str:
    return f"AND(ISNUMBER({cell}),N({cell})=INT(N({cell})))"
