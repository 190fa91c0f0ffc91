"""Tables of a page as native tables of Word: repeated headers, rows that are not split, merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.html import HtmlElement

from helpers.outputs.pdf.table_measures import INDENT, Cell
from helpers.outputs.pdf.typst_tables import MARKED, WHOLE, PrintedTable
from helpers.outputs.word.word_document import BLUE, GRID, PALE
from helpers.outputs.word.word_paragraphs import KEPT, insert_property, properties_of, set_size
from helpers.outputs.word.word_text import PLAIN, Look
from helpers.outputs.word.word_xml import Element, made, valued

NARROWER = 0.86
"""Ratio of the document's font size to the report's own, at which words are about as wide as measured."""
TWIPS = 20
"""Twips in a point; Word measures widths in twips."""
ROOM = 9638
"""Width between the margins of an upright page, in twips."""
CENTRED, RIGHT = "center", "right"

Content = Callable[[HtmlElement, Look], list[Element]]
"""Returns the content of a cell (`td` or `th`) as paragraphs with a look of their text."""


def word_table(printed: PrintedTable, title: str, content: Content, *, has_notes: bool = False) -> Element:
    """Return a table, as wide as its page and with the columns of the printed report.

    Parameters
    ----------
    printed : PrintedTable
        The table with its measures.
    title : str
        Its alternative text; empty for none.
    content : callable
        Writes a cell's content as paragraphs.
    has_notes : bool
        Notes follow it, and its last row stays on their page.
    """
    return _Writer(printed, content, has_notes).table(title)


@dataclass
class _Writer:
    """Writes one table of Word."""

    printed: PrintedTable
    content: Content
    has_notes: bool

    def table(self, title: str) -> Element:
        """Return the table as an element of Word; `title` is its alternative text, if any."""
        printed = self.printed
        widths = [round(width * TWIPS) for width in printed.widths]
        look = "0620" if printed.heads else "0600"  # without bands; 0020 is the look of a header
        properties = made(
            "w:tblPr", None, valued("w:tblStyle", GRID), made("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
            made("w:tblLayout", {"w:type": "fixed"}), valued("w:tblLook", look),
            *([valued("w:tblCaption", title)] if title else []),
        )  # fmt: skip
        grid = made("w:tblGrid", None, *(made("w:gridCol", {"w:w": width}) for width in widths))
        return made("w:tbl", None, properties, grid, *self._rows(widths))

    def _rows(self, widths: list[int]) -> Iterator[Element]:
        """Yield the rows: those of the header are repeated on every page, and only long rows may be split."""
        printed = self.printed
        for at, cells in enumerate(_with_gaps(printed.heads)):
            marks = made("w:trPr", None, valued("w:cantSplit", 1), valued("w:tblHeader", 1))
            yield made("w:tr", None, marks, *(self._cell(one, at, widths, "cabeza", True) for one in cells))
        styles = printed.styles
        kept = self._kept(styles)
        for at, cells in enumerate(_with_gaps(printed.rows)):
            long = any("larga" in one.row_classes for one in cells)
            properties = [] if long else [made("w:trPr", None, valued("w:cantSplit", 1))]
            row = (self._cell(one, at, widths, styles[at], at in kept) for one in cells)
            yield made("w:tr", None, *properties, *row)

    def _kept(self, styles: Sequence[str]) -> set[int]:
        """Return the places of the rows that stay on the page of the next row or, for the last, of the notes.

        In a table lower than `WHOLE` all rows stay together; in another, those of its groups.
        """
        last = {len(styles) - 1} if self.has_notes else set()
        if self.printed.height < WHOLE:
            return {*range(len(styles) - 1), *last}
        groups = [(at, count) for at, count, may_part in self.printed.tied() if may_part == "false"]
        return {at + row for at, count in groups for row in range(count - 1)} | last

    def _cell(self, cell: Cell, row: int, widths: list[int], style: str, is_kept: bool) -> Element:
        """Return a cell of a row, or its continuation in one further down that it spans, without content.

        `widths` are those of all columns, `style` is the row's (`cabeza` for the header).
        """
        head, is_continued = style == "cabeza", cell.row < row
        properties = [made("w:tcW", {"w:w": sum(widths[cell.column : cell.column + cell.across]), "w:type": "dxa"})]
        if cell.across > 1:
            properties.append(valued("w:gridSpan", cell.across))
        if cell.down > 1:
            properties.append(made("w:vMerge", {} if is_continued else {"w:val": "restart"}))
        if line := {"total": 9, "subtotal": 5}.get(style):
            top = made("w:top", {"w:val": "single", "w:sz": line, "w:space": 0, "w:color": BLUE})
            properties.append(made("w:tcBorders", None, top))
        if head or style in ("grupo", "total"):
            properties.append(made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": PALE}))
        if head:
            properties.append(valued("w:vAlign", "bottom"))
        if is_continued:
            return made("w:tc", None, made("w:tcPr", None, *properties), made("w:p"))
        content = self.content(cell.element, Look(bold=True) if head or style in MARKED else PLAIN)
        for written in content:
            if written.tag == qn("w:p"):
                self._fit(written, cell, head=head, is_kept=is_kept)
        return made("w:tc", None, made("w:tcPr", None, *properties), *content)

    def _fit(self, written: Element, cell: Cell, *, head: bool, is_kept: bool) -> None:
        """Give a paragraph the table's size and its cell's place; keep it with the next row if `is_kept`.

        Numbers stand at the right, and header cells over several columns in the middle.
        """
        properties, size = properties_of(written), round(2 * NARROWER * self.printed.size)
        if is_kept:
            insert_property(properties, made(KEPT))
        if cell.depth:
            insert_property(properties, made("w:ind", {"w:left": round(TWIPS * INDENT * cell.depth)}))
        if cell.is_number or (head and cell.across > 1):
            insert_property(properties, valued("w:jc", RIGHT if cell.is_number else CENTRED))
        if properties.find(qn("w:numPr")) is not None:  # a list's mark is as large as the end of its paragraph
            insert_property(properties, made("w:rPr", None, valued("w:sz", size)))
        set_size(written, size)


def _with_gaps(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Yield the cells of each row by columns, and among them those that span it from rows above, as Word repeats these.
    """
    tall = [cell for row in rows for cell in row if cell.down > 1]
    for at, row in enumerate(rows):
        spanning = (cell for cell in tall if cell.row < at < cell.row + cell.down)
        yield sorted((*row, *spanning), key=lambda cell: cell.column)


def cards(cells: Sequence[Sequence[Element]], fill: str = "") -> Element:
    """Return a table without lines between its cells, for key figures, signatures or particulars.

    A row has four cells if that fills all rows, else three, or all of them if they are fewer.

    Parameters
    ----------
    cells : sequence
        The paragraphs of each cell.
    fill : str
        The cells' colour; empty for none.
    """
    across = 4 if len(cells) % 4 == 0 else min(3, len(cells))
    width = ROOM // max(1, across)
    rows = []
    for at in range(0, len(cells), across):
        row = cells[at : at + across]
        shown = [_card(one, width, fill) for one in row]
        shown += [made("w:tc", None, made("w:tcPr", None, _wide(width)), made("w:p")) for _ in range(across - len(row))]
        rows.append(made("w:tr", None, made("w:trPr", None, valued("w:cantSplit", 1)), *shown))
    margins = [made(f"w:{side}", {"w:w": 110, "w:type": "dxa"}) for side in ("top", "left", "bottom", "right")]
    properties = made(
        "w:tblPr", None, made("w:tblW", {"w:w": width * across, "w:type": "dxa"}),
        made("w:tblLayout", {"w:type": "fixed"}), made("w:tblCellMar", None, *margins),
    )  # fmt: skip
    grid = made("w:tblGrid", None, *(made("w:gridCol", {"w:w": width}) for _ in range(across)))
    return made("w:tbl", None, properties, grid, *rows)


def _wide(width: int) -> Element:
    return made("w:tcW", {"w:w": width, "w:type": "dxa"})


def _card(content: Sequence[Element], width: int, fill: str) -> Element:
    """Return a cell of `cards` with a line above it, thicker if the cell is filled."""
    line = {"w:val": "single", "w:sz": 12 if fill else 5, "w:space": 0, "w:color": BLUE}
    properties = [_wide(width), made("w:tcBorders", None, made("w:top", line))]
    if fill:
        properties.append(made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))
    return made("w:tc", None, made("w:tcPr", None, *properties), *content)
