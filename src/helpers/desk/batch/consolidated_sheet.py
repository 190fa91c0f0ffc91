"""`consolidado.xlsx`: the consolidated table as a spreadsheet for sorting and summing.

Printed decimals are written to the file unchanged; no number is converted to binary.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import cast

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers.base.display import upper_first
from helpers.base.periods import Period
from helpers.desk.batch.batch_records import HeadlineFigure
from helpers.desk.batch.consolidated_table import FAILED, FIGURES, KINDS, Consolidated, Line

TITLE = "Consolidado de informes"
NOTE = "Cada número es el que imprime el informe de su fila; «corrida» es la huella SHA-256 de su manifiesto."
SYNTHETIC = "DATOS SINTÉTICOS: {} de {} informes son de entidades que no existen, inventadas para probar y enseñar."
WIDTHS = {"Institución": 42, "Periodo": 26, "Método": 38, "Corrida": 20, "Motivo": 60, "Informe": 12}
USUAL_WIDTH = 14
SHOWN_OF_HASH = 12
MOST_DIGITS = 15
"""Maximum number of significant digits that a spreadsheet keeps."""


@dataclass(frozen=True)
class _Looks:
    """Writes numbers with the format of their decimals."""

    book: Workbook

    def write(self, sheet: Worksheet, row: int, place: int, text: str) -> None:
        """Write a printed number with its decimals; as text if a spreadsheet would lose its last digits."""
        number = Decimal(text)
        if len(number.as_tuple().digits) > MOST_DIGITS:
            sheet.write_string(row, place, text)
            return
        decimals = len(text.partition(".")[2])
        look = self.book.add_format({"num_format": "#,##0." + "0" * decimals if decimals else "#,##0"})
        # XlsxWriter formats the value as text for the file, so a Decimal keeps all its digits.
        sheet.write_number(row, place, cast(float, number), look)


def write_sheet(table: Consolidated, path: Path) -> None:
    """Write the consolidated table to an Excel file at a path; the same table gives the same bytes."""
    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"{TITLE} · {table.name}", "created": _dated(table)})
        sheet = book.add_worksheet("Consolidado")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, f"{TITLE} · {table.name}", book.add_format({"bold": True, "font_size": 14}))
        synthetic = SYNTHETIC.format(table.synthetic, len(table.made)) if table.synthetic else ""
        sheet.write_string(1, 0, " ".join(filter(None, (synthetic, NOTE))))
        _fill(book, sheet, table, first=3)


def columns() -> tuple[str, ...]:
    """Return the spreadsheet's headings from left to right; each headline figure is followed by its rating."""
    figures = [f"{KINDS[kind]} {window}" for kind, window in FIGURES.values()]
    pairs = [text for figure in figures for text in (figure, f"{figure}: calificación")]
    findings = ("Errores", "Advertencias", "Notas")
    return ("Institución", "Sigla", "Periodo", "Resultado", *pairs, *findings, "Método", "Corrida", "Informe", "Motivo")


def _fill(book: Workbook, sheet: Worksheet, table: Consolidated, first: int) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E9EFF5"})
    looks = _Looks(book)
    for place, name in enumerate(columns()):
        sheet.set_column(place, place, WIDTHS.get(name, USUAL_WIDTH))
        sheet.write_string(first, place, name, heading)
    for row, line in enumerate(table.lines, start=first + 1):
        for place, value in enumerate(_cells(line)):
            if isinstance(value, HeadlineFigure):
                looks.write(sheet, row, place, value.published)
            elif isinstance(value, int):
                sheet.write_number(row, place, value)
            elif value:
                sheet.write_string(row, place, value)
        if link := table.links.get(line.report.name):
            # A formula, because XlsxWriter writes relative links with backslashes, which only Windows understands.
            sheet.write_formula(row, columns().index("Informe"), f'=HYPERLINK("{link}","abrir")', value="abrir")
    sheet.freeze_panes(first + 1, 2)
    sheet.autofilter(first, 0, first + len(table.lines), len(columns()) - 1)
    sheet.repeat_rows(first)


def _cells(line: Line) -> tuple[str | int | HeadlineFigure | None, ...]:
    figures = [line.figure(column) for column in FIGURES]
    graded = [value for figure in figures for value in (figure, _grade(figure))]
    words = upper_first(line.words)
    if line.card is None:
        return (line.report.institution, "", words, FAILED, *graded, *[None] * 3, "", "", "", line.reason)
    card = line.card
    findings = (card.errors, card.warnings, card.notes)
    name = f"{card.institution} (datos sintéticos)" if card.synthetic else card.institution
    run = card.manifest[:SHOWN_OF_HASH]
    return (name, card.sigla, words, line.state, *graded, *findings, card.method, run, "", "")


def _grade(figure: HeadlineFigure | None) -> str:
    return " ".join(filter(None, (figure.symbol, figure.rating))) if figure else ""


def _dated(table: Consolidated) -> datetime:
    """A fixed date for the file's properties: the last cut-off of the reports, not the current time."""
    days = [Period.parse(line.report.period).cutoff for line in table.made]
    return datetime.combine(max(days), time()) if days else datetime(2000, 1, 1)
