"""Writes `consolidado.html`, `.pdf`, `.csv` and `.xlsx`, each replaced as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from helpers.base.display import upper_first
from helpers.base.periods import Period
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.desk.batch.batch_records import Card
from helpers.desk.batch.consolidated_page import SHOWN_OF_HASH, page
from helpers.desk.batch.consolidated_table import FIGURES, KINDS, Consolidated, csv_columns, csv_rows
from helpers.desk.batch.consolidated_table import Line as Report
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.workbook.sheet_model import Block, Cell, Column, Line, Sheet, Style, text, texts
from helpers.outputs.workbook.workbook_file import write_sheets

NAME = "consolidado"
HTML, CSV, XLSX, PDF = FILES = tuple(f"{NAME}.{kind}" for kind in ("html", "csv", "xlsx", "pdf"))
TITLE = "Consolidado de informes"
NOTE = (
    "Cada número es el que imprime el informe de su fila; «corrida» es el comienzo de la huella SHA-256 de su "
    "manifiesto. A quiénes o cuánto presupuesto no cuenta un avance, y si es una estimación, lo dice su informe."
)
SYNTHETIC = "DATOS SINTÉTICOS: {} de {} informes son de entidades que no existen, inventadas para probar y enseñar."
GRADE = "_calificacion"
MOST_DIGITS = 15
"""Maximum number of significant digits that a spreadsheet keeps."""
COLUMNS = (
    Column("institucion", "Institución", 25),
    Column("sigla", "Sigla", 9),
    Column("periodo", "Periodo", 18),
    Column("resultado", "Resultado", 10),
    *(
        column
        for key, (kind, window) in FIGURES.items()
        for column in (
            Column(key, f"{KINDS[kind]} {window}", 11),
            Column(f"{key}{GRADE}", f"{KINDS[kind]} {window}: calificación", 13),
        )
    ),
    Column("errores", "Errores", 8),
    Column("advertencias", "Advertencias", 14),
    Column("notas", "Notas", 7),
    Column("metodo", "Método", 22),
    Column("corrida", "Corrida", 13),
    Column("informe", "Informe", 20),
    Column("motivo", "Motivo", 23),
)
"""Columns of the workbook's table; together they are as wide as a page of A3."""
NO_DAY = date(2000, 1, 1)


def write_consolidated(table: Consolidated, folder: Path, *, with_pdf: bool = True) -> tuple[str, ...]:
    """Write a batch's table into a folder.

    Parameters
    ----------
    with_pdf : bool
        Also print it; if not, the PDF of an earlier table is deleted.

    Returns
    -------
    tuple of str
        The names of the files: `consolidado.html`, `.csv`, `.xlsx` and, if it is printed, `.pdf`.

    Raises
    ------
    PdfFailed
        If it cannot be printed. The other files are then written, and an earlier table's PDF is deleted.
    """
    atomic.write_text(folder / HTML, page(table))
    columns = csv_columns()
    rows = ([row.get(name, "") for name in columns] for row in csv_rows(table))
    atomic.write_text(folder / CSV, csv_text([columns, *rows]))
    day = _last_day(table)
    with atomic.replacing(folder / XLSX) as aside:
        write_sheet(table, aside, day)
    printed = folder / PDF
    printed.unlink(missing_ok=True)
    if with_pdf:
        with atomic.replacing(printed) as aside:
            write_pdf(page(table, on_paper=True), aside, dated=day)
    return FILES if with_pdf else FILES[:-1]


def _last_day(table: Consolidated) -> date | None:
    """The last day of the latest period of the reports made, so that the same table gives the same file."""
    return max((Period.parse(line.report.period).cutoff for line in table.made), default=None)


def write_sheet(table: Consolidated, path: Path, day: date | None) -> None:
    """Write the consolidated table to an Excel file; the same table and day give the same bytes.

    Parameters
    ----------
    day : date or None
        Date of the file; None for a table without any report made, which is dated 1 January 2000.
    """
    synthetic = SYNTHETIC.format(table.synthetic, len(table.made)) if table.synthetic else ""
    about = " ".join(filter(None, (synthetic, NOTE)))
    title = f"{TITLE} · {table.name}"
    lines = tuple(Line(_cells(line, table.links)) for line in table.lines)
    write_sheets((Sheet("Consolidado", title, about, (Block(COLUMNS, lines),)),), title, path, day or NO_DAY)


def _cells(line: Report, links: Mapping[str, str]) -> dict[str, Cell]:
    """Return the cells of a report's row; a failed one has only institution, period, result and reason."""
    told = {"institucion": line.report.institution, "periodo": upper_first(line.words), "resultado": line.state}
    cells = texts(told | {"motivo": line.reason})
    return cells | _of_card(line.card, links[line.report.name]) if line.card else cells


def _of_card(card: Card, link: str) -> dict[str, Cell]:
    """Return the cells that a finished report adds to its row, with a link to its page."""
    name = f"{card.institution} (datos sintéticos)" if card.synthetic else card.institution
    words = {"institucion": name, "sigla": card.sigla, "metodo": card.method, "corrida": card.manifest[:SHOWN_OF_HASH]}
    words |= {f"{key}{GRADE}": f"{one.symbol} {one.rating}".strip() for key, one in card.figures.items()}
    name_and_state = f"{card.report} · {card.state}"
    counts = {"errores": card.errors, "advertencias": card.warnings, "notas": card.notes}
    return {
        **texts(words),
        **{key: _number(one.published) for key, one in card.figures.items()},
        **{key: Cell(count, decimals=0) for key, count in counts.items()},
        # A formula, because XlsxWriter writes relative links with backslashes, which only Windows understands.
        "informe": Cell(name_and_state, f'=HYPERLINK("{link}","{name_and_state}")', Style.LINK),
    }


def _number(printed: str) -> Cell:
    """A printed number with its decimals; as text if a spreadsheet would lose its last digits."""
    number = Decimal(printed)
    if len(number.as_tuple().digits) > MOST_DIGITS:
        return text(printed)
    return Cell(number, decimals=len(printed.partition(".")[2]))
