"""What every form has: the block that says which form it is, locks, print set-up, properties and who presents it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from helpers.entidad import Causa, Entidad
from helpers.forms import looks
from helpers.forms.headings import PRESENTED
from helpers.forms.identity import LABELS, PROPERTIES, Identity, Kind
from helpers.periods import Period
from helpers.records import Node
from helpers.scales import Grado

SYNTHETIC = "DATOS SINTÉTICOS: entidad de demostración, que no existe."
BLOCK_ROW = 4
"""Row of the first line of the identity block."""
HEADER_ROW = BLOCK_ROW + len(LABELS) + 1
FIRST_ROW = HEADER_ROW + 1
A4 = 9
LINE = 12.0
"""Points of a line of text of the size of a table."""
PAGE_WIDTH = 197.0
"""Widths of columns that fill the page with the text of a table still printed at seven points."""
MARGIN = 0.25
WIDE_LETTER = 1.0
"""Of a column's width, what a letter takes where words break between lines."""
MOST_IN_MESSAGE = 255


def new_workbook(identity: Identity, kind: Kind, title: str) -> tuple[Workbook, Worksheet]:
    """A workbook that carries a form's identity in its custom properties, and its sheet to fill in."""
    workbook = Workbook()
    looks.set_own_font(workbook)
    workbook.active.title = kind.value
    workbook.properties.title = title
    workbook.properties.creator = ""
    for name, key in PROPERTIES.items():
        workbook.custom_doc_props.append(StringProperty(name=key, value=getattr(identity, name)))
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.calculation.fullCalcOnLoad = True
    return workbook, workbook.active


def finish(
    workbook: Workbook, identity: Identity, printed: Collection[Worksheet], *, repeats_header: bool = True
) -> None:
    """Lock and set up for print every sheet; a long first one repeats its table's header on each page.

    Parameters
    ----------
    printed : collection of Worksheet
        Those that go on paper; of the others nothing is printed.
    """
    for sheet in workbook.worksheets:
        _lock(sheet)
        _set_print(sheet, identity, HEADER_ROW if repeats_header and sheet is workbook.active else None)
        if sheet not in printed:
            sheet.print_area = f"{get_column_letter(sheet.max_column + 2)}{sheet.max_row + 2}"  # a blank cell


def draw_head(
    sheet: Worksheet, title: str, identity: Identity, entidad: Entidad, unit: Node, period: Period, version: str
) -> None:
    """Write the title and the labelled block that says which form this is."""
    looks.put(sheet, "A1", title, looks.TITLE)
    looks.put(sheet, "A2", entidad.nombre, looks.SUBTITLE)
    if entidad.sintetica:
        looks.put(sheet, "A3", SYNTHETIC, looks.WARNING)
    words = {"institution": entidad.nombre, "period": period.words, "unit": unit.name, "version": version}
    for row, (name, label) in enumerate(LABELS.items(), start=BLOCK_ROW):
        looks.put(sheet, f"A{row}", label, looks.LABEL)
        looks.put(sheet, f"B{row}", getattr(identity, name), looks.KNOWN)
        looks.put(sheet, f"C{row}", words.get(name), looks.NAME)
    sheet.row_dimensions[1].height = 22


def draw_presented(
    sheet: Worksheet, row: int, areas: Iterable[tuple[str, str]], labels: Sequence[str] = PRESENTED
) -> None:
    """Write headings in a row, and below each one what is filled in: who presents the form, or what else is told.

    Parameters
    ----------
    areas : Iterable of (str, str)
        First and last column letter of each heading, in the order of `labels`.
    """
    for label, (first, last) in zip(labels, areas, strict=True):
        look = looks.OPEN_DATE if label == "Fecha" else looks.OPEN_TEXT
        spread_or_put(sheet, first, last, row, label, looks.HEADING_TO_FILL)
        spread_or_put(sheet, first, last, row + 1, None, look)
        if label == "Fecha":
            add_date(sheet, f"{first}{row + 1}")
    row_height(sheet, row + 1, [], least=3)


def spread_or_put(sheet: Worksheet, first: str, last: str, row: int, value: looks.Value, look: looks.Look) -> None:
    """Write into one cell, or into several of a row merged into one."""
    if first == last:
        looks.put(sheet, f"{first}{row}", value, look)
    else:
        looks.spread(sheet, f"{first}{row}:{last}{row}", value, look)


def add_date(sheet: Worksheet, cell: str) -> None:
    """Accept only a date of this century."""
    rule = DataValidation("date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True)
    prompt = "Escriba la fecha en que presenta el formulario, como 30/06/2024."
    told(rule, "Fecha", prompt, "Eso no es una fecha. Escríbala como 30/06/2024.")
    sheet.add_data_validation(rule)
    rule.add(cell)


def add_causes(sheet: Worksheet, cells: Iterable[str], causes: str) -> None:
    """Let cells choose from the declared causes.

    Parameters
    ----------
    causes : str
        The cells of the list, with their sheet.
    """
    rule = DataValidation("list", formula1=causes, allow_blank=True)
    told(
        rule,
        "Causa de la desviación",
        "Elija de la lista por qué se cumplió menos o más de lo programado.",
        "Elija una causa de la lista. Si es otra, elija «Otra» y explíquela al lado.",
    )
    sheet.add_data_validation(rule)
    for cell in cells:
        rule.add(cell)


def add_amounts(sheet: Worksheet, areas: Iterable[str], title: str, prompt: str) -> None:
    """Accept only numbers from zero up."""
    rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    error = "Escriba solo un número, sin texto ni signos. Si no hay dato, deje la celda vacía: vacío no es cero."
    told(rule, title, prompt, error)
    sheet.add_data_validation(rule)
    for area in areas:
        rule.add(area)


def told(rule: DataValidation, title: str, prompt: str, error: str) -> None:
    """Give a validation its Spanish messages, on entering the cell and on refusing a value."""
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle, rule.prompt = title[:32], prompt[:MOST_IN_MESSAGE]
    rule.errorTitle, rule.error = title[:32], error[:MOST_IN_MESSAGE]
    rule.errorStyle = "stop"


def colour(sheet: Worksheet, area: str, formula: str, word: str, *, stops: bool = False, number: str = "") -> None:
    """Colour the cells of an area where a formula, written for its first cell, holds.

    Parameters
    ----------
    number : str
        The first cell, where the area holds numbers: some programs apply only the first rule that holds, so that
        of the colour also says how a whole number is shown.
    """
    if number:
        dxf, is_both = looks.light(word, looks.WHOLE), f"AND({formula},{_whole(number)})"
        sheet.conditional_formatting.add(area, Rule("expression", formula=[is_both], dxf=dxf))
    rule = Rule("expression", formula=[formula], dxf=looks.light(word), stopIfTrue=stops)
    sheet.conditional_formatting.add(area, rule)


def show_whole_numbers(sheet: Worksheet, area: str) -> None:
    """Show whole numbers, as they are typed, without a decimal sign behind them; their value stays as it is."""
    rule = Rule("expression", formula=[_whole(area.partition(":")[0])], dxf=looks.light("", looks.WHOLE))
    sheet.conditional_formatting.add(area, rule)


def _whole(cell: str) -> str:
    return f"AND(ISNUMBER({cell}),N({cell})=INT(N({cell})))"


def colour_grades(sheet: Worksheet, area: str, cell: str, grades: Iterable[Grado]) -> None:
    """Colour cells by the light of the grade that a percentage has."""
    for grade in grades:
        below = "" if grade.hasta is None else f",{cell}<{grade.hasta}"
        if grade.semaforo in looks.LIGHTS:
            colour(sheet, area, f"AND(ISNUMBER({cell}),{cell}>={grade.desde}{below})", grade.semaforo)


class _GrowingRow(RowDimension):
    """A row with a height to begin with, which Excel makes higher as somebody types into it."""

    @property
    def customHeight(self) -> bool:
        return False


def row_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]], least: int = 2) -> None:
    """Make a row high enough for its texts.

    Parameters
    ----------
    texts : Iterable of (str, float)
        Each text and how many characters wide its column is.
    least : int
        Lines, so that there is room to write.
    """
    lines = max([least, *(math.ceil(len(text) * WIDE_LETTER / width) for text, width in texts)])
    dimension = _GrowingRow(sheet, index=row, ht=lines * LINE + 3)
    sheet.row_dimensions[row] = dimension


def _lock(sheet: Worksheet) -> None:
    """Lock what is not to be filled in; rows and columns may still be made larger to read them.

    There is no password: whoever unlocks the sheet and changes something is found when the form comes back.
    """
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.sort = sheet.protection.autoFilter = True
    sheet.sheet_view.showGridLines = False


def _set_print(sheet: Worksheet, identity: Identity, repeated: int | None = None) -> None:
    """Print on one page wide, with the header on every page and the form's number at the foot."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.3
    if repeated is not None:
        sheet.print_title_rows = f"{repeated}:{repeated}"
    foot = f"{identity.institution} · {identity.unit} · {identity.period} · {identity.number}".replace("&", "&&")
    sheet.HeaderFooter.scaleWithDoc = False
    for part, text in ((sheet.oddFooter.left, foot), (sheet.oddFooter.right, "&P de &N")):
        part.text, part.size = text, 8


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Widths of the columns from A on, in characters."""
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def cause_words(cause: Causa) -> str:
    """A cause as the list shows it: code and words."""
    return f"{cause.codigo} · {cause.descripcion}"
