"""The declared printed tables as the report shows them: numbers with their source cell, and results of their rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from helpers.base.display import list_es, number_es, unit_heading
from helpers.base.periods import MONTH_NAMES, MONTHS
from helpers.figures.book import Book
from helpers.figures.findings import Verdict
from helpers.figures.printed_tables import (
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    PrintedValue,
    number_of,
    printed_number,
)
from helpers.settings.cuadros.cuadro_table import (
    ANNEXES,
    html_id,
    is_annexed,
    is_repeated,
    owner_node,
    section_of,
    tables_in_section,
)
from helpers.settings.params import SECTION_ID
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Missing, Number, counted
from helpers.views.elements.grid import Column, Pieces, Shown, Table, TableRow
from helpers.views.elements.prose import Paragraph, bullets, reference
from helpers.views.elements.tables import cut_note
from helpers.views.quality.cuadro_layout import JOINED, Layout

ZERO, NOT_DUE = "cero", "no_corresponde"
BLANK_ZERO = Missing("La celda está vacía en la fuente; al comprobar sumas cuenta como cero.", "vacía")
BLANK = Missing("La celda está vacía en la fuente.")
BLANK_NOT_DUE = Missing("A esta fila no le corresponde un valor en esta columna.", NOT_APPLICABLE)
BLANKS = {ZERO: BLANK_ZERO, NOT_DUE: BLANK_NOT_DUE}
PAGE_WIDTH, DENSE_WIDTH, GAP, LONGEST_TEXT, HEADING_LINES = 112, 127, 2, 18, 2
"""Estimates in characters: width of a portrait page in normal and in small type, space between columns, width after
which a text wraps; and the number of lines that a heading may use."""
MONTH_HEADS = 10
"""A table with at least this many months as columns abbreviates them, so that it fits on a portrait page."""
MOST_ROWS = 400
"""Maximum number of rows that a report prints of one table."""
VERDICTS = {
    Verdict.EXACT: ("que cumple sus reglas", "que cumplen sus reglas"),
    Verdict.ROUNDING: ("con diferencia de redondeo", "con diferencia de redondeo"),
    Verdict.OTHER_RULE: ("calculada con otra regla", "calculadas con otra regla"),
    Verdict.CARRIED: ("que arrastra otra cifra", "que arrastran otra cifra"),
    Verdict.IRRECONCILABLE: ("que no cuadra", "que no cuadran"),
}
"""Words for one checked cell and for several, by verdict. A cell is exact if it has what a rule asks for, even if that
is a number printed elsewhere that is itself wrong.
"""


def printed_table(table: PrintedTable) -> Table:
    """Return a table of a declared printed table as it was printed.

    Returns
    -------
    Table
        Notes state the blank cells, the unit, the results of the table's rules and the source. A table whose estimated
        width exceeds a portrait page is `wide`. After `MOST_ROWS` rows, headings apart, it is cut, and a note says so.
    """
    layout = Layout(table)
    unit = _common_unit(layout)
    heads = (
        Column(JOINED.join(column.title for column in layout.stub) or "Fila"),
        *_short_months([_head(column, unit) for column in layout.shown]),
    )
    rows = tuple(_rows(layout))
    cut = cut_note(MOST_ROWS, len(table.rows), "filas; el resto está en los datos abiertos.")
    lines = [at for at, row in enumerate(rows, start=1) if not row.heads_group]
    shown = Table(
        html_id(table),
        table.title,
        heads,
        rows[: max(lines[:MOST_ROWS], default=0)],
        (*_notes(table, layout, unit), *cut),
    )
    return replace(shown, wide=_width(heads, rows) > (DENSE_WIDTH if shown.dense else PAGE_WIDTH))


def _short_months(heads: Sequence[Column]) -> Sequence[Column]:
    """Abbreviate month headings to three letters if the table has at least `MONTH_HEADS` of them."""
    short = {name: code for name, code in zip(MONTH_NAMES, MONTHS, strict=True)}
    if sum(head.header.casefold() in short for head in heads) < MONTH_HEADS:
        return heads
    return [replace(head, header=short.get(head.header.casefold(), head.header)) for head in heads]


def _width(heads: Sequence[Column], rows: Sequence[TableRow]) -> int:
    """Estimated width of a table in characters: texts and headings wrap, numbers and long words do not."""
    lines = [row.cells for row in rows if not row.heads_group]
    widest = (max((len(_plain(cells[at])) for cells in lines), default=0) for at in range(len(heads)))
    return sum(
        GAP + max(cell if head.numeric else min(cell, LONGEST_TEXT), _heading_width(head.header))
        for head, cell in zip(heads, widest, strict=True)
    )


def _heading_width(heading: str) -> int:
    return max(len(heading) // HEADING_LINES, *map(len, heading.split()), 0)


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text


def section_tables(book: Book, section: str) -> Pieces:
    """Return the printed tables that a section shows, portrait ones first; none gives empty `Pieces`.

    Returns
    -------
    Pieces
        A table that is printed in the annexes is replaced by a sentence with a reference to it.
    """
    return _shown(book, tables_in_section(book, section))


def unit_tables(book: Book, section: str, code: str) -> Pieces:
    """Return the printed tables of a section that belong to one unit, portrait ones first.

    A table that is printed in the annexes is replaced by a sentence with a reference to it.

    Parameters
    ----------
    code : str
        The unit's code; empty for the tables that belong to no unit.
    """
    found = ((table, owner_node(book, table)) for table in tables_in_section(book, section))
    return _shown(book, [table for table, owner in found if (owner.code if owner else "") == code])


def annexed_tables(book: Book) -> Pieces:
    """Return the printed tables that are too long for their sections, in the Book's order; none without annexes."""
    return Pieces(tuple(printed_table(table) for table in book.printed if is_annexed(book, table)))


def shown_elsewhere(book: Book, section: str, code: str) -> Paragraph | None:
    """Return a sentence with links to a unit's own tables in other sections of the report.

    Parameters
    ----------
    section : str
        The section that will contain the sentence; its tables are not named.
    code : str
        The unit's code.

    Returns
    -------
    Paragraph or None
        None if there are no such tables.
    """
    listed = book.params.get("secciones", ())
    others = [
        table
        for table in book.printed
        if (owner := owner_node(book, table)) and owner.code == code and section != section_of(book, table) in listed
        if not is_repeated(book, table)
    ]
    named = (Markup("{} ({})").format(table.title, reference(html_id(table))) for table in others)
    return bullets(named, "También de la misma unidad:")


def repeated_tables(book: Book) -> Paragraph | None:
    """Return a sentence on the tables that are checked but not printed because a section already prints the same rows.

    Returns
    -------
    Paragraph or None
        None if there are no such tables.
    """
    found = [table for table in book.printed if is_repeated(book, table)]
    named = (Markup("{} ({})").format(table.title, reference(f"{SECTION_ID}{table.repeats}")) for table in found)
    lead = (
        "Se comprueba y no se imprime otra vez lo que otra sección trae con las mismas filas; como se transcribió, "
        "está en los datos abiertos:"
    )
    return bullets(named, lead)


def _shown(book: Book, tables: Iterable[PrintedTable]) -> Pieces:
    """The tables, or where the annexes print them; portrait ones first: a change of orientation starts a page."""
    shown = [_in_annexes(table) if is_annexed(book, table) else printed_table(table) for table in tables]
    return Pieces(tuple(sorted(shown, key=lambda one: isinstance(one, Table) and one.wide)))


def _in_annexes(table: PrintedTable) -> Shown:
    rows = counted(len(table.rows)).__html__()
    return Paragraph(
        f"<p>{escape(table.title)}: sus {rows} filas están en los anexos "
        f"({reference(html_id(table))}, {reference(f'{SECTION_ID}{ANNEXES}')}).</p>"
    )


def _common_unit(layout: Layout) -> str:
    """The unit of all numbers of a table; empty if there are several or if the headings state it."""
    units = {column.unit for column in layout.shown if column.is_numeric}
    unit = next(iter(units)) if len(units) == 1 else ""
    return "" if unit_heading(unit) else unit


def _head(column: PrintedColumn, common: str) -> Column:
    said = unit_heading(column.unit) or (f"({column.unit})" if column.unit and column.unit != common else "")
    is_said = not said or said in column.title or column.unit.casefold() in column.title.casefold()
    return Column(column.title if is_said else f"{column.title} {said}", numeric=column.is_numeric)


def _rows(layout: Layout) -> Iterable[TableRow]:
    for text, rows in layout.groups:
        if text:
            yield TableRow((layout.heading(text, rows),), "grupo")
        for row in rows:
            cells = tuple(_cell(layout, row, column) for column in layout.shown)
            yield TableRow((layout.name(row), *cells), _style(layout.table, row))


def _style(table: PrintedTable, row: PrintedRow) -> str:
    """Return `total` for the last row of the table if it is a total, `subtotal` for other totals, else nothing."""
    return "" if not row.is_total else "total" if row is table.rows[-1] else "subtotal"


def _cell(layout: Layout, row: PrintedRow, column: PrintedColumn) -> Cell:
    table, text = layout.table, layout.text(row, column)
    value = number_of(column, text)
    if value is not None:
        printed = PrintedValue(table, row, column, text, value)
        return Number(number_es(printed_number(printed)), text, cell=str(printed.cell))
    if column.is_numeric:
        unread = Missing(f"La fuente dice «{text}» donde iría un número.", text)
        return unread if text else BLANKS.get(table.blank, BLANK)
    # A total needs no description, so its blank text cell is not a missing value.
    blank = "" if row.is_total else BLANK_NOT_DUE if table.blank == NOT_DUE else BLANK
    shown = layout.shown_text(row, column)
    return "" if row.is_total and shown == layout.name(row) else shown or blank


def _notes(table: PrintedTable, layout: Layout, unit: str) -> Iterable[str | Markup]:
    for word in table.words():
        yield f"{word}: lo que la fuente imprime donde iría un número; no es una cantidad ni un cero, y no corresponde."
    numeric = [column for column in layout.shown if column.is_numeric]
    if table.blank == ZERO and any(not layout.text(row, column) for row in table.rows for column in numeric):
        yield f"{BLANK_ZERO.text}: celda sin nada escrito en la fuente; al comprobar sumas cuenta como cero."
    yield from layout.remarks()
    if table.note:
        yield table.note
    counted_in = [escape(f"Se cuentan {unit}.")] if unit else []
    yield Markup(" ").join([*counted_in, *_found(table), _origin(table)])


def _origin(table: PrintedTable) -> Markup:
    """Return the document of a table; its file is not named here but in the panel of each cell and the annexes."""
    return Markup("Fuente: {}.").format(table.source or "la tabla recibida de la institución")


def _found(table: PrintedTable) -> Iterable[Markup]:
    """Sentences on how many cells the table's rules check, with which verdicts, and how many they cannot check."""
    counts = Counter(table.verdicts.values())
    if not counts:
        yield Markup("Ninguna regla comprueba sus celdas.")
        return
    found = [(number, words) for verdict, words in VERDICTS.items() if (number := counts[verdict.value])]
    if found:
        yield _checked(found)
    if unknown := counts[Verdict.NOT_VERIFIABLE.value]:
        said = "Una celda no se puede comprobar." if unknown == 1 else "{} celdas no se pueden comprobar."
        yield Markup(said).format(counted(unknown))


def _checked(found: Sequence[tuple[int, tuple[str, str]]]) -> Markup:
    """`Se comprobaron 6 celdas: 4 que cumplen sus reglas y 2 que no cuadran`; with one verdict: `…, que no cuadran`."""
    total = sum(number for number, _ in found)
    lead = Markup("Se comprobó una celda" if total == 1 else "Se comprobaron {} celdas").format(counted(total))
    if len(found) > 1:
        said = [f"{'una' if one == 1 else counted(one).__html__()} {words[one != 1]}" for one, words in found]
        return Markup("{}: {}.").format(lead, Markup(list_es(said)))
    words = found[0][1][total != 1]
    if words.startswith("que "):
        return Markup("{}, {}.").format(lead, words)
    return Markup("{}: {}{}.").format(lead, "todas " if total > 1 else "", words)
