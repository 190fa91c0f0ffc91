"""The parts that all forms share: identity block, cell locks, print set-up, document properties, signature block."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, Protocol, cast

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.python_extras import not_none
from helpers.forms.blank import form_styles
from helpers.forms.blank.form_layout import Form
from helpers.forms.form_labels import LABELS, PROPERTIES, SIGNATURE, Identity, Kind
from helpers.settings.institution import Entidad
from helpers.settings.scales import Grado

SYNTHETIC = "DATOS SINTÉTICOS: entidad de demostración, que no existe."
BLOCK_ROW = 4
"""First row of the identity block."""
HEADER_ROW = BLOCK_ROW + len(LABELS) + 1
FIRST_ROW = HEADER_ROW + 1
A4 = 9
LINE = 12.0
"""Height in points of a line of a table's text."""
PAGE_WIDTH = 197.0
"""Total width of columns, in characters, that fills a page with the table's text printed at seven points."""
MARGIN = 0.25
WIDE_LETTER = 1.0
"""Estimated width of a letter, in units of column width, if words wrap between lines."""
MOST_IN_MESSAGE = 255
_OPERATORS: dict[str, Literal["greaterThan", "greaterThanOrEqual"]] = {
    "date": "greaterThan",
    "decimal": "greaterThanOrEqual",
}


class _WithProperties(Protocol):
    """A workbook with its custom properties, which openpyxl's type stubs omit."""

    custom_doc_props: CustomPropertyList[StringProperty]


def new_workbook(identity: Identity, kind: Kind, title: str) -> tuple[Workbook, Worksheet]:
    """Create a workbook with a form's identity in its custom properties.

    Returns
    -------
    tuple
        The workbook, and the sheet to fill in, which is named after the kind of form.
    """
    workbook = Workbook()
    form_styles.set_own_font(workbook)
    sheet = workbook.worksheets[0]
    sheet.title = kind.value
    workbook.properties.title = title
    workbook.properties.creator = ""
    properties = cast(_WithProperties, workbook).custom_doc_props
    for name, key in PROPERTIES.items():
        properties.append(StringProperty(name=key, value=getattr(identity, name)))
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.calculation.fullCalcOnLoad = True
    return workbook, sheet


def set_up_sheets(
    workbook: Workbook, identity: Identity, printed: Collection[Worksheet], *, repeats_header: bool = True
) -> None:
    """Lock every sheet, without a password, and set it up for printing; cells to fill in stay open.

    Parameters
    ----------
    identity : Identity
        Printed in the footers.
    printed : collection of Worksheet
        Sheets to print; the print area of the others is a blank cell.
    repeats_header : bool
        Whether each printed page of the workbook's active sheet repeats the header of its table.
    """
    for sheet in workbook.worksheets:
        _lock(sheet)
        _set_print(sheet, identity, HEADER_ROW if repeats_header and sheet is workbook.active else None)
        if sheet not in printed:
            sheet.print_area = f"{get_column_letter(sheet.max_column + 2)}{sheet.max_row + 2}"  # a blank cell


def draw_identity(sheet: Worksheet, title: str, entidad: Entidad, form: Form, version: str) -> None:
    """Write the title and the labelled block that identifies the form.

    Parameters
    ----------
    version : str
        Text beside the version's code, such as the resolution that approved it.
    """
    form_styles.put(sheet, "A1", title, form_styles.TITLE)
    form_styles.put(sheet, "A2", entidad.nombre, form_styles.SUBTITLE)
    if entidad.sintetica:
        form_styles.put(sheet, "A3", SYNTHETIC, form_styles.WARNING)
    words = {"institution": entidad.nombre, "period": form.period.words, "unit": form.unit.name, "version": version}
    for row, (name, label) in enumerate(LABELS.items(), start=BLOCK_ROW):
        form_styles.put(sheet, f"A{row}", label, form_styles.LABEL)
        form_styles.put(sheet, f"B{row}", getattr(form.identity, name), form_styles.KNOWN)
        form_styles.put(sheet, f"C{row}", words.get(name), form_styles.NAME)
    sheet.row_dimensions[1].height = 22


def draw_signature(
    sheet: Worksheet, row: int, areas: Iterable[tuple[str, str]], labels: Sequence[str] = SIGNATURE
) -> None:
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
        form_styles.put_merged(sheet, f"{first}{row}:{last}{row}", label, form_styles.HEADING_TO_FILL)
        form_styles.put_merged(sheet, f"{first}{row + 1}:{last}{row + 1}", None, look)
        if label == "Fecha":
            prompt = "Escriba la fecha en que presenta el formulario, como 30/06/2024."
            error = "Eso no es una fecha. Escríbala como 30/06/2024."
            restrict(sheet, [f"{first}{row + 1}"], "date", "DATE(2000,1,1)", label, prompt, error)
    row_height(sheet, row + 1, [], least=3)


def restrict(
    sheet: Worksheet,
    areas: Iterable[str],
    kind: Literal["list", "date", "decimal"],
    formula: str,
    title: str,
    prompt: str,
    error: str,
) -> None:
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
    sheet.add_data_validation(rule)
    for area in areas:
        rule.add(area)


def add_causes(sheet: Worksheet, areas: Iterable[str], causes: str) -> None:
    """Let cells choose from the declared causes, or stay blank; Excel refuses any other text.

    Parameters
    ----------
    causes : str
        Range with the list of causes, including the sheet's name.
    """
    prompt = "Elija de la lista por qué se cumplió menos o más de lo programado."
    error = "Elija una causa de la lista. Si es otra, elija «Otra» y explíquela al lado."
    restrict(sheet, areas, "list", causes, "Causa de la desviación", prompt, error)


def add_amounts(sheet: Worksheet, areas: Iterable[str], title: str, prompt: str) -> None:
    """Let cells accept only numbers from zero, or stay blank; title and prompt as in `restrict`."""
    error = "Escriba solo un número, sin texto ni signos. Si no hay dato, deje la celda vacía: vacío no es cero."
    restrict(sheet, areas, "decimal", "0", title, prompt, error)


def colour_if(sheet: Worksheet, area: str, formula: str, word: str, *, stops: bool = False, number: str = "") -> None:
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
        Address of the area's first cell, if the area has numbers. A rule then sets the colour and the format of whole
        numbers together, since some programs apply only the first true rule.
    """
    if number:
        dxf, is_both = form_styles.light(word, form_styles.WHOLE), f"AND({formula},{_whole(number)})"
        sheet.conditional_formatting.add(area, Rule("expression", formula=[is_both], dxf=dxf))
    rule = Rule("expression", formula=[formula], dxf=form_styles.light(word), stopIfTrue=stops)
    sheet.conditional_formatting.add(area, rule)


def show_whole_numbers(sheet: Worksheet, area: str) -> None:
    """Display the whole numbers of an area of cells without decimal separator; their values do not change."""
    rule = Rule("expression", formula=[_whole(area.partition(":")[0])], dxf=form_styles.light("", form_styles.WHOLE))
    sheet.conditional_formatting.add(area, rule)


def _whole(cell: str) -> str:
    return f"AND(ISNUMBER({cell}),N({cell})=INT(N({cell})))"


def colour_grades(sheet: Worksheet, area: str, cell: str, grades: Iterable[Grado]) -> None:
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
        if grade.semaforo in form_styles.LIGHTS:
            colour_if(sheet, area, f"AND(ISNUMBER({cell}),{cell}>={grade.desde}{below})", grade.semaforo)


class _GrowingRow(RowDimension):
    """A row with an initial height that Excel increases as text is typed."""

    @property
    def customHeight(self) -> bool:
        """Always False: Excel lets no row grow that has a height of its own."""
        return False


def row_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]], least: int = 2) -> None:
    """Set a row's height so that its texts fit.

    Parameters
    ----------
    texts : Iterable of (str, float)
        Each text with the width of its column in characters.
    least : int
        Minimum number of lines, to leave room for writing.
    """
    lines = max([least, *(math.ceil(len(text) * WIDE_LETTER / width) for text, width in texts)])
    dimension = _GrowingRow(sheet, index=row, ht=lines * LINE + 3)
    sheet.row_dimensions[row] = dimension


def _lock(sheet: Worksheet) -> None:
    """Lock the cells that are not to be filled in; row and column sizes may still be changed.

    There is no password: reading the returned form detects changes in locked cells.
    """
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.sort = sheet.protection.autoFilter = True
    sheet.sheet_view.showGridLines = False


def _set_print(sheet: Worksheet, identity: Identity, repeated: int | None = None) -> None:
    """Print one page wide, in landscape A4, with the header row repeated and the form's number in the footer."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    not_none(sheet.sheet_properties.pageSetUpPr).fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.3
    if repeated is not None:
        sheet.print_title_rows = f"{repeated}:{repeated}"
    foot = f"{identity.institution} · {identity.unit} · {identity.period} · {identity.number}".replace("&", "&&")
    sheet.HeaderFooter.scaleWithDoc = False
    footer = not_none(sheet.oddFooter)
    for part, text in ((not_none(footer.left), foot), (not_none(footer.right), "&P de &N")):
        part.text, part.size = text, 8


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Set the widths of the columns from A on, in characters; further columns keep theirs."""
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
