"""Content of a returned sheet where the form asks for none: merged cells, extra columns and rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from helpers.base.characters import folded, printable
from helpers.base.display import short_list_es
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.forms.blank.form_frame import ONLY_YELLOW, PERCENTAGE, RESULTS, SYNTHETIC
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import LABELS, TASK_REPORT
from helpers.forms.returned.form_reader import FormReader
from helpers.forms.returned.form_table import FormTable, cells_below
from helpers.intake.intake_problems import Code, found
from helpers.intake.layout.cell_grid import Cell, Grid, Line, Merged, filled_down, letter
from helpers.intake.tables.table_columns import Column, text

NOTE_SHOWN = 200
"""Most characters of a comment that a message quotes."""
_ROW = re.compile(r"[0-9]+$")
_STRANGE_ROWS = (FormCode.TASK_UNKNOWN, FormCode.TASK_TWICE, FormCode.NO_CODE, FormCode.OUTSIDE)


def merged_texts(table: FormTable, headings: Collection[str]) -> tuple[Grid, tuple[Finding, ...]]:
    """Return a copy of the sheet in which a text merged over several rows stands in each of them, and the findings.

    Parameters
    ----------
    headings : Collection of str
        The columns in which this is done. Without such cells, there are no findings.
    """
    columns: dict[int, Column] = {
        index: text(heading, heading) for heading, index in table.columns.items() if heading in headings
    }
    grid, findings = filled_down(table.grid, columns, table.header + 1)
    return grid, tuple(findings)


def merged_amounts(reader: FormReader, used: Iterable[Row]) -> Iterator[Finding]:
    """Yield an error for each merged area with numbers in the columns of numbers: their month or task is ambiguous.

    Of the numbers that the merging hides only those in use count. The blocks below the table, whose cells the form
    itself merges, have none.

    Parameters
    ----------
    used : iterable of Row
        The rows read from the table.
    """
    table, headings = reader.table, reader.asked_numbers
    of_blocks = block_columns(table, reader.blocks)
    asked = sorted({table.columns[heading] for heading in headings if heading in table.columns})
    lines = {line.number: line for line in table.lines if line.number not in of_blocks}
    in_use = {row.cell(name) for row in used for name in row.values}
    for area in table.grid.merged:
        columns = [index for index in asked if area.first <= index <= area.last]
        rows = range(area.first_line, min(area.last_line, max(lines, default=0)) + 1) if columns else ()
        numbers = {
            table.grid.place(row, index): lines[row].at(index).text
            for row in rows if row in lines
            for index in columns if _is_number(lines[row].at(index))
        }  # fmt: skip
        shown = table.grid.place(area.first_line, area.first)
        place = next((place for place in numbers if place == shown or place in in_use), None)
        if place is not None:
            told = (
                f"la cifra «{numbers[place]}» está en celdas unidas ({_words(area)}): no se sabe de cuál es. "
                "Sepárelas y escriba en cada una lo suyo."
            )
            more = {"expected": "una cifra en cada celda", "value": numbers[place]}
            yield found(Code.MERGED, Severity.ERROR, place, told, **more)


def _is_number(cell: Cell) -> bool:
    return not cell.is_blank and any(character.isdigit() for character in cell.text)


def _words(area: Merged) -> str:
    return f"{letter(area.first)}{area.first_line}:{letter(area.last)}{area.last_line}"


def repeated_columns(table: FormTable) -> Iterator[Finding]:
    """Yield an error for each heading that appears again over different data: only the first column is read."""
    known = {folded(heading): heading for heading in table.columns}
    for index, cell in enumerate(_header(table)):
        heading = known.get(folded(" ".join(cell.text.split())))
        if heading is None or index == table.columns[heading]:
            continue
        other = next((line for line in table.lines if _differs(line, index, table.columns[heading])), None)
        if other is not None:
            told = (
                f"la columna «{heading}» está dos veces ({letter(table.columns[heading])} y {letter(index)}) y aquí "
                "dice otra cosa: no se sabe cuál vale. Deje una sola."
            )
            place = table.grid.place(other.number, index)
            yield found(FormCode.HEADING, Severity.ERROR, place, told, expected=heading, value=other.at(index).text)


def _differs(line: Line, index: int, read: int) -> bool:
    return not line.at(index).is_blank and line.at(index).text != line.at(read).text


def unread_content(
    reader: FormReader, above: Iterable[tuple[Line, int, Cell]], told_of: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield one warning, at the first of the cells with content that the form does not read; nothing if there are none.

    Below the headings, the row of the total and the cells of the form's blocks are left out. Above these, a row's own
    columns are left out too, and zeros in columns that the form computes: LibreOffice's .xls has one for an empty
    result. What was typed over a result, also of the total, is not left out where the column still has a formula: a
    copy of the form that has only values does not show what was typed over.

    Parameters
    ----------
    above : Iterable
        The strange cells above the headings (`strange_above`).
    told_of : Sequence of Finding
        Findings already made; rows that they report as unknown, repeated, without code or outside are left out.
    """
    table = reader.table
    of_blocks = block_columns(table, reader.blocks)
    end, worked = _end(table, of_blocks), _columns_of(table, reader.worked)
    live = {index for index in worked if any(_is_formula(table, line, index) for line in table.lines)}
    strange = (finding for finding in told_of if finding.codigo in _STRANGE_ROWS)
    settled = {int(number[0]) for finding in strange if (number := _ROW.search(finding.celda))}

    def own(line: Line) -> Collection[int]:
        """Return the columns in which a row may have content: those of its block, or its own, save where typed over."""
        if line.number in of_blocks:
            return of_blocks[line.number]
        headings = reader.own_headings(line) if line.number < end else ()
        columns = range(len(line.cells)) if table.is_total(line) else _columns_of(table, headings)
        return {index for index in columns if index not in live or _is_formula(table, line, index)}

    cells = [*above]
    for line in table.lines:
        columns = own(line)
        cells += [
            (line, index, cell)
            for index, cell in enumerate(line.cells)
            if line.number not in settled
            and cell.text
            and index not in columns
            and not (cell.text == "0" and index in worked)
        ]
    if cells:
        places = [table.grid.place(line.number, index) for line, index, _ in cells]
        told = (
            f"hay contenido donde el formulario no pide nada ({short_list_es(place.cell for place in places)}): no se "
            "lee. Si es un dato, páselo a su celda; si no, bórrelo."
        )
        yield found(FormCode.OUTSIDE, Severity.WARNING, places[0], told, value=cells[0][2].text)


def _is_formula(table: FormTable, line: Line, index: int) -> bool:
    return table.grid.place(line.number, index).cell in table.grid.formulas


def strange_above(table: FormTable, title: str, institution: str) -> Iterator[tuple[Line, int, Cell]]:
    """Yield the cells above the headings with a text that a form of this title and institution does not print there.

    The two cells beside a label of the identity block are left out: other findings compare the value, and the words of
    the version may have changed since the form was sent. So are the unit's results, beside the block and below their
    headings in its first line.
    """
    labels = [folded(label) for label in LABELS.values()]
    printed = set(map(folded, (title, institution, SYNTHETIC, ONLY_YELLOW, *RESULTS)))
    results = _columns_of(table, TASK_REPORT)
    for line in (line for line in table.grid.lines if line.number < table.header):
        texts = [folded(" ".join(cell.text.split()).rstrip(" :")) for cell in line.cells]
        label = next((index for index, text in enumerate(texts) if text in labels), len(texts))
        own = {label, label + 1, label + 2} | (results if set(labels[1:]) & set(texts) else set())
        for index, cell in enumerate(line.cells):
            is_printed = texts[index] in printed or texts[index].endswith(PERCENTAGE)
            if not (cell.is_blank or is_printed or index in own):
                yield line, index, cell


def unread_notes(grid: Grid) -> Iterator[Finding]:
    """Yield one warning with the comments on the cells of a sheet, at the first of them; nothing without any."""
    told = [f"{cell}: «{printable(' '.join(words.split()))[:NOTE_SHOWN]}»" for cell, words in grid.notes.items()]
    if told:
        said = (
            f"los comentarios de las celdas no se leen ({short_list_es(told)}). Lo que deba constar va en su celda o "
            "en «Observaciones»."
        )
        yield found(FormCode.OUTSIDE, Severity.WARNING, grid.place(next(iter(grid.notes))), said)


def _columns_of(table: FormTable, headings: Collection[str]) -> set[int]:
    wanted = {folded(heading) for heading in headings}
    return {index for index, cell in enumerate(_header(table)) if folded(cell.text) in wanted}


def _header(table: FormTable) -> tuple[Cell, ...]:
    return next((line.cells for line in table.grid.lines if line.number == table.header), ())


def block_columns(table: FormTable, blocks: Sequence[Sequence[str]]) -> Mapping[int, Collection[int]]:
    """Return the columns of the blocks below a table, from 0, by row: that of the labels and the next, to be filled."""
    found_blocks = (cells_below(table.grid, labels, table.header) for labels in blocks)
    return {row: block.indices.values() for block in found_blocks if block.row for row in (block.row - 1, block.row)}


def _end(table: FormTable, of_blocks: Collection[int]) -> int:
    """The first row below the table."""
    ends = [row for row in (table.total_line, *of_blocks) if row > table.header]
    return min(ends, default=max((line.number for line in table.lines), default=table.header) + 1)
