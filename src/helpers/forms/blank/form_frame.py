"""The parts that all forms share: identity block, cell locks, print set-up, document properties."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.python_extras import not_none
from helpers.forms.blank import form_styles
from helpers.forms.blank.form_layout import Form
from helpers.forms.blank.form_sheet import FormSheet
from helpers.forms.form_labels import LABELS, PROPERTIES, Identity
from helpers.settings.institution import Entidad

SYNTHETIC = "DATOS SINTÉTICOS: entidad de demostración, que no existe."
ONLY_YELLOW = "Escriba solo en las celdas amarillas. Vacío no es cero."
PERCENTAGE, RESULTS = " (%)", ("Calificación", "Tareas que entran", "Tareas sin dato")
"""End of the first heading of the unit's results, and the other headings."""
BLOCK_ROW = 4
"""First row of the identity block."""
HEADER_ROW = BLOCK_ROW + len(LABELS) + 1
FIRST_ROW = HEADER_ROW + 1
A4 = 9
PAGE_WIDTH = 197.0
"""Total width of columns, in characters, that fills a page with the table's text printed at seven points."""
MARGIN = 0.25


def new_workbook(form: Form) -> tuple[Workbook, Worksheet]:
    """Create a workbook with a form's identity in its custom properties.

    Returns
    -------
    tuple
        The workbook, and the sheet to fill in, which is named after the kind of form.
    """
    workbook = Workbook()
    form_styles.set_own_font(workbook)
    sheet = workbook.worksheets[0]
    sheet.title = not_none(form.identity.kind).value
    workbook.properties.title = form.title
    workbook.properties.creator = ""
    untyped: Any = workbook  # openpyxl's type stubs omit the custom properties
    for name, key in PROPERTIES.items():
        untyped.custom_doc_props.append(StringProperty(name=key, value=getattr(form.identity, name)))
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


def draw_identity(page: FormSheet, entidad: Entidad, form: Form, version: str) -> None:
    """Write the title and the labelled block that identifies the form.

    Parameters
    ----------
    version : str
        Text beside the version's code, such as the resolution that approved it.
    """
    page.put("A1", form.title, form_styles.TITLE)
    page.put("A2", entidad.nombre, form_styles.SUBTITLE)
    if entidad.sintetica:
        page.put("A3", SYNTHETIC, form_styles.WARNING)
    words = {"institution": entidad.nombre, "period": form.period.words, "unit": form.unit.name, "version": version}
    for row, (name, label) in enumerate(LABELS.items(), start=BLOCK_ROW):
        page.put(f"A{row}", label, form_styles.LABEL)
        page.put(f"B{row}", getattr(form.identity, name), form_styles.KNOWN)
        page.put(f"C{row}", words.get(name), form_styles.NAME)
    page.sheet.row_dimensions[1].height = 22


def _lock(sheet: Worksheet) -> None:
    """Lock the cells that are not to be filled in; row and column sizes may still be changed.

    There is no password: reading the returned form detects changes in locked cells.
    """
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.sort = sheet.protection.autoFilter = True
    sheet.sheet_view.showGridLines = False


def _set_print(sheet: Worksheet, identity: Identity, repeated: int | None = None) -> None:
    """Print one page wide, in landscape A4, with row `repeated` on each page, if any, and the form's number below."""
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
