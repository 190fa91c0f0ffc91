"""Writes `consolidado.html`, `.pdf`, `.csv` and `.xlsx`, each replaced as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from helpers.base.display import list_es, upper_first, with_unit
from helpers.base.name_phrases import number_with_noun
from helpers.base.periods import Period
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.desk.batch.batch_records import FIGURES, KINDS, Card, Consolidated, HeadlineFigure, ReportLine
from helpers.outputs.browser.page_style import SYNTHETIC, content_policy, dark_rules, style_sheet
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.workbook.sheet_model import Block, Cell, Column, Line, Sheet, Style, text, texts
from helpers.outputs.workbook.workbook_file import write_sheets
from helpers.views.elements.html_templates import environment

HERE = Path(__file__).parent
SHOWN_OF_HASH = 12
UNBROKEN_HYPHEN = "\N{NON-BREAKING HYPHEN}"
NAME = "consolidado"
HTML, CSV, XLSX, PDF = FILES = tuple(f"{NAME}.{kind}" for kind in ("html", "csv", "xlsx", "pdf"))
TITLE = "Consolidado de informes"
NOTE = (
    "Cada número es el que imprime el informe de su fila; «corrida» es el comienzo de la huella SHA-256 de su "
    "manifiesto. A quiénes o cuánto presupuesto no cuenta un avance, y si es una estimación, lo dice su informe."
)
SOME = "DATOS SINTÉTICOS: {} de {} informes son de entidades que no existen, inventadas para probar y enseñar."
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
_HEAD = ("informe", "institucion", "sigla", "periodo", "resultado", "estado", "metodo", "datos")
_PARTS = ("_unidad", "_calificacion", "_semaforo", "_indicador", "_cifra")


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
    columns = _csv_columns()
    rows = ([row.get(name, "") for name in columns] for row in map(_csv_row, table.lines))
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
    return max((Period.parse(line.period).cutoff for line in table.made), default=None)


def page(table: Consolidated, *, on_paper: bool = False) -> str:
    """Return the consolidated table as a self-contained HTML document; nothing is written.

    The mark of synthetic data stands on the pages if all reports that were made are synthetic. If only some are, a
    sentence says how many.

    Parameters
    ----------
    on_paper : bool
        Whether the page is for the PDF, without links to the reports.
    """
    all_synthetic = bool(table.made) and table.synthetic == len(table.made)
    style = style_sheet([SYNTHETIC] if all_synthetic else ())
    style += "\n" + (HERE / "styles" / "consolidado.css").read_text(encoding="utf-8") + dark_rules()
    return (
        _environment(on_paper=on_paper)
        .get_template("consolidado.html.j2")
        .render(
            table=table,
            figures=FIGURES,
            kinds=KINDS,
            mark=SYNTHETIC,
            all_synthetic=all_synthetic,
            on_paper=on_paper,
            style=Markup(style),
            policy=content_policy(style, ""),
            hash_length=SHOWN_OF_HASH,
        )
    )


def _shown(figure: HeadlineFigure) -> Markup:
    """Return a figure with its unit as its report prints it, in a `<data>` element with its value, id and name."""
    text = with_unit(Decimal(figure.published), figure.unit)
    return Markup('<data value="{}" data-cifra="{}" title="{}">{}</data>').format(
        figure.published, figure.id, figure.name, text
    )


def _unbroken(code: str) -> str:
    """Return a code that no line breaks at its hyphens: Spanish would repeat the hyphen on the next line."""
    return code.replace("-", UNBROKEN_HYPHEN)


def _environment(*, on_paper: bool) -> Environment:
    """Return the templates with the table's filters; on paper, no code breaks at its hyphens."""
    own = environment(HERE / "templates", keeps_last_line_end=True)
    own.filters |= {"shown": _shown, "upper_first": upper_first, "list_es": list_es}
    own.filters["code"] = _unbroken if on_paper else str
    own.globals |= {"counted": number_with_noun}
    return own


def _csv_columns() -> tuple[str, ...]:
    """Return the names of the columns of `consolidado.csv`, in order."""
    of_figures = (f"{column}{part}" for column in FIGURES for part in ("", *_PARTS))
    return (*_HEAD, *of_figures, "errores", "advertencias", "notas", "manifiesto", "carpeta", "motivo")


def _csv_row(line: ReportLine) -> dict[str, str]:
    """Return a report's row of `consolidado.csv`: texts by column, without those that it does not have.

    Numbers are as in the report's own `cifras.csv`. A failed report's row has only `informe`, `periodo`, `resultado`
    and `motivo`. A made report's row lacks the columns of the headline figures that it does not have.
    """
    head = {"informe": line.report, "periodo": line.period, "resultado": line.state, "motivo": line.reason}
    return head | (_csv_of_card(line.card) if line.card else {})


def _csv_of_card(card: Card) -> dict[str, str]:
    """Return the columns that only a finished report has; those of missing figures are absent."""
    told = {
        "institucion": card.institution, "sigla": card.sigla, "estado": card.state, "metodo": card.method,
        "datos": "sintéticos" if card.synthetic else "reales", "errores": str(card.errors),
        "advertencias": str(card.warnings), "notas": str(card.notes), "manifiesto": card.manifest,
        "carpeta": card.folder,
    }  # fmt: skip
    for column, figure in card.figures.items():
        values = (figure.published, figure.unit, figure.rating, figure.light, figure.name, figure.id)
        told |= dict(zip((f"{column}{part}" for part in ("", *_PARTS)), values, strict=True))
    return told


def write_sheet(table: Consolidated, path: Path, day: date | None) -> None:
    """Write the consolidated table to an Excel file; the same table and day give the same bytes.

    Parameters
    ----------
    day : date or None
        Date of the file; None for a table without any report made, which is dated 1 January 2000.
    """
    synthetic = SOME.format(table.synthetic, len(table.made)) if table.synthetic else ""
    about = " ".join(filter(None, (synthetic, NOTE)))
    title = f"{TITLE} · {table.name}"
    lines = tuple(Line(_cells(line)) for line in table.lines)
    write_sheets((Sheet("Consolidado", title, about, (Block(COLUMNS, lines),)),), title, path, day or NO_DAY)


def _cells(line: ReportLine) -> dict[str, Cell]:
    """Return the cells of a report's row; a failed one has only institution, period, result and reason."""
    told = {"institucion": line.institution, "periodo": upper_first(line.words), "resultado": line.state}
    cells = texts(told | {"motivo": line.reason})
    return cells | _of_card(line.card, line.link) if line.card else cells


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
