"""Finds the table in a sheet: its heading on one line, its rows without titles and notes, and the sums among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from helpers.base.display import short_list_es
from helpers.base.exact import plain_text
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.intake.intake_problems import Code, found, of_cell
from helpers.intake.layout.cell_grid import BLANK, Cell, Grid, Line, filled_down
from helpers.intake.layout.header_line import with_slips
from helpers.intake.layout.heading_rows import Heading, find_heading, repeats
from helpers.intake.tables.table_columns import Column, Table
from helpers.intake.values.word_matching import plain

_TOTAL = re.compile(r"(sub ?total(es)?|total(es)?|suma total|gran total|sumas iguales)( .{1,80})?")
_FOOT = re.compile(
    r"\s*(fuentes?\s*:|notas?\s*[:0-9]|elaborad[oa] (por|en base)|elaboraci[oó]n\b|observaci[oó]n(es)?\s*:|"
    r"aclaraci[oó]n|son\s*:|\(?\*+\)?\s*\w|\(\d{1,2}\)\s*\w|\d{1,2}/\s*\w|[¹²³]\s*\w|\[\d{1,2}\]\s*\w)",
    re.IGNORECASE,
)
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Arranged:
    """A table ready to be read.

    Attributes
    ----------
    grid : Grid
        Its first line is the heading, with the contract's names for the recognised columns.
    totals : Mapping of int to str
        Row numbers of the sums, with their names; the rows are still in the grid, where the cells of the names are
        blank.
    above : tuple of str
        The text of each row above the heading.
    findings : tuple of Finding
        Notes on the rows that are not data, and findings on merged cells.
    """

    grid: Grid
    totals: Mapping[int, str]
    above: tuple[str, ...]
    findings: tuple[Finding, ...]


def arrange(table: Table, grid: Grid, known: Mapping[str, str]) -> Arranged:
    """Find a table in its sheet: its heading, its rows without titles, notes and repeated headings, and its sums.

    Parameters
    ----------
    known : Mapping of str to str
        Recognised headings, as `word_matching.plain` writes them, and their columns.

    Returns
    -------
    Arranged
        If the sheet has no rows, the grid as given.
    """
    heading = find_heading(grid, known)
    if heading is None:
        return Arranged(grid, {}, (), ())
    titles, body = grid.lines[: heading.first], grid.lines[heading.last + 1 :]
    end = foot(body) if heading.score > 1 else len(body)
    notes, body = body[end:], body[:end]
    again = [line for line in body if repeats(heading, grid.lines, line)]
    sections = [line for line in body if line not in again and is_section(grid, line, list(heading.texts))]
    rows = [line for line in body if line not in again and line not in sections]
    places = with_slips(table, {name: index for index, name in heading.columns.items()}, heading.texts)
    sums = {line.number: cells for line in rows if (cells := total_cells(table, places, line))}
    header = _header_line(grid, heading)
    by_index = {index: table.column(name) for name, index in places.items()}
    first = rows[0].number if rows else header.number + 1
    filled, findings = filled_down(replace(grid, lines=tuple(rows)), by_index, first)
    lines = tuple(_without(line, sums.get(line.number, ())) for line in filled.lines)
    findings += _rows_apart(grid, titles, again, sections, notes)
    named = {line.number: line.at(sums[line.number][0]).text for line in rows if line.number in sums}
    above = tuple(" ".join(cell.text for cell in line.cells if cell.text) for line in titles)
    return Arranged(replace(grid, lines=(header, *lines)), named, above, tuple(findings))


def _header_line(grid: Grid, heading: Heading) -> Line:
    width = max(heading.texts, default=-1) + 1
    cells = [
        Cell(heading.columns.get(index) or heading.texts[index]) if index in heading.texts else BLANK
        for index in range(width)
    ]
    return Line(grid.lines[heading.last].number, tuple(cells))


def _without(line: Line, indices: Iterable[int]) -> Line:
    """Blank the words that name a sum, which are neither codes nor dates."""
    if not indices:
        return line
    return Line(line.number, tuple(BLANK if i in indices else cell for i, cell in enumerate(line.cells)))


def _rows_apart(
    grid: Grid, titles: Sequence[Line], again: Sequence[Line], sections: Sequence[Line], notes: Sequence[Line]
) -> list[Finding]:
    """Make the notes on titles, repeated headings, section titles and notes, which are not read as rows."""
    kinds = (
        (titles, "sobre el encabezado hay título o datos del reporte, que no se leen como filas"),
        (again, "el encabezado se repite y no se lee como fila"),
        (sections, "hay títulos de sección, que no se leen como filas"),
        (notes, "al pie hay notas, que no se leen como filas"),
    )
    return [finding for lines, told in kinds for finding in rows_left_out(grid, lines, told)]


def rows_left_out(grid: Grid, lines: Sequence[Line], told: str) -> Iterator[Finding]:
    """Yield a note on rows that are not read as rows of the table, if there are any; it quotes equal ones once.

    `told` says in Spanish what they are.
    """
    if lines:
        rows = f"{'fila' if len(lines) == 1 else 'filas'} {short_list_es(str(line.number) for line in lines)}"
        said = [" | ".join(cell.text for cell in line.cells if cell.text) for line in lines]
        texts = " / ".join(dict.fromkeys(said))
        shown = texts if len(texts) <= _LONGEST else f"{texts[:_LONGEST]}…"
        place = grid.place(lines[0].number)
        yield found(Code.ROWS_APART, Severity.NOTE, place, f"{told} ({rows}): «{shown}».", value=texts[:2000])


@lru_cache(maxsize=1 << 14)
def is_total_word(text: str) -> bool:
    """Return whether a whole text names a sum, whatever its case and accents: TOTAL, SUBTOTAL ACP 1, Totales."""
    return bool(_TOTAL.fullmatch(plain(text)))


def total_cells(table: Table, columns: Mapping[str, int], line: Line) -> tuple[int, ...]:
    """Return the indices of the cells whose words mark a row as a sum; empty if the row is a line of the table.

    A row with such a word, in any column, and an amount is a sum if a column that every row must fill is blank, or a
    required column of the key (of the table, if it has no key) holds the word, or each optional column of the key holds
    the word or is blank. In a table of reports, columns that all rows of a report share do not count there, and one
    code that holds the word is enough. A task with a code and the description «Total de trámites» is a task.
    """
    there = [column for column in table.file_columns if column.name in columns]
    amounts = {columns[column.name] for column in there if column.is_number}
    words = {i for i, cell in enumerate(line.cells) if i not in amounts and cell.text and is_total_word(cell.text)}
    if not words or all(line.at(index).is_blank for index in amounts):
        return ()

    def says_nothing(column: Column) -> bool:
        """Return whether a column of the row is blank or holds only a word for a sum."""
        index = columns[column.name]
        return line.at(index).is_blank or index in words

    words_there = [column for column in there if not column.is_number]
    must = [column for column in words_there if column.required and not column.blank]
    own = [each for each in words_there if each.name in {*table.key} - {*table.shared} and not each.required]
    telling = [column for column in must if not table.key or column.name in table.key]
    is_blank = any(line.at(columns[column.name]).is_blank for column in must)
    is_coded = any(columns[column.name] in words for column in own if table.shared)
    is_sum = is_blank or is_coded or any(map(says_nothing, telling)) or (bool(own) and all(map(says_nothing, own)))
    return tuple(sorted(words)) if is_sum else ()


def is_section(grid: Grid, line: Line, named: Sequence[int]) -> bool:
    """Return whether a row is a section title: a single text, in a cell merged over several columns.

    It must cover at least three columns, and half as many as have a heading (`named`, their indices).
    """
    if not grid.merged:
        return False
    filled = [index for index, cell in enumerate(line.cells) if not cell.is_blank]
    if len(filled) != 1 or isinstance(line.at(filled[0]).value, Decimal):
        return False
    return any(
        area.first_line <= line.number <= area.last_line
        and area.first == filled[0]
        and area.last - area.first + 1 >= max(3, len(named) // 2)
        for area in grid.merged
    )


def foot(lines: Sequence[Line]) -> int:
    """Return the position of the first note at a table's end (`Fuente: SIGEP`, `(1) Incluye…`), or else the end.

    `lines` are the rows below the heading. Valid for tables of several columns, whose rows have more than one cell.
    """
    start = len(lines)
    while start > 0 and _is_note(lines[start - 1]):
        start -= 1
    return start


def _is_note(line: Line) -> bool:
    filled = [cell for cell in line.cells if not cell.is_blank]
    of_two = len(filled) == 2 and filled[0].text.rstrip().endswith(":")
    is_short = len(filled) == 1 or of_two
    return is_short and not filled[0].fault and bool(_FOOT.match(" ".join(cell.text for cell in filled)))


def check_totals(table: Table, rows: Sequence[Row], totals: Mapping[int, str]) -> tuple[tuple[Row, ...], list[Finding]]:
    """Remove the sums from a table's rows and compare each with the rows that it may add up.

    A sum is right if it equals the sum of one of these groups of rows: all rows before it; the rows since the last sum,
    or since the last sum of its own kind (total or subtotal); the rows with the same date and other texts that it
    states; all rows, if it stands above them. Columns that have no sum, such as percentages, are not compared.

    Parameters
    ----------
    totals : Mapping of int to str
        Row numbers of the sums, with their names.

    Returns
    -------
    tuple of Row
        The rows without the sums.
    list of Finding
        One note for all the right sums, and one warning for each wrong amount.
    """
    kept = tuple(row for row in rows if row.line not in totals)
    compared = [
        (row, totals[row.line], list(_differences(table, row, kept, totals))) for row in rows if row.line in totals
    ]
    return kept, judged_sums(compared)


def judged_sums(compared: Sequence[tuple[Row, str, Sequence[Finding]]]) -> list[Finding]:
    """Return the findings on wrong sums, and one note for all the right ones.

    Parameters
    ----------
    compared : sequence of (Row, str, sequence of Finding)
        Each sum with its name and what is wrong with it.
    """
    findings = [finding for _, _, wrong in compared for finding in wrong]
    right = [(row, name) for row, name, wrong in compared if not wrong]
    if right:
        (first, _), lines = right[0], short_list_es(str(row.line) for row, _ in right)
        one, many = "se reconoció la fila de total {}: no se suma", "se reconocieron las filas de total {}: no se suman"
        words = (one if len(right) == 1 else many).format(lines)
        told = f"{words} con las demás, y lo que se puede comparar coincide."
        names = ", ".join(dict.fromkeys(name for _, name in right))
        place, element = first.cell(""), first.origin.table
        findings.append(found(Code.TOTAL, Severity.NOTE, place, told, element=element, value=names))
    return findings


def _differences(table: Table, total: Row, kept: Sequence[Row], totals: Mapping[int, str]) -> Iterator[Finding]:
    """Yield a warning for each amount of a sum that no group of rows adds up to."""
    blocks = _blocks(table, total, kept, totals)
    for column in table.file_columns:
        printed = total.number(column.name)
        if not column.is_number or not column.adds or printed is None:
            continue
        sums = [value for block in blocks if (value := _sum(block, column.name)) is not None]
        if sums and printed.value not in sums:
            yield sum_differs(total, column, totals[total.line], printed.value, sums[0])


def _blocks(table: Table, total: Row, kept: Sequence[Row], totals: Mapping[int, str]) -> list[list[Row]]:
    """Return the groups of rows that a sum may add up, the likeliest first; some reports print the sum above them."""
    names = [one.name for one in table.file_columns if not one.is_number]
    stated = [name for name in names if total.text(name) not in ("", totals[total.line])]
    alike = [row for row in kept if stated and all(row.text(name) == total.text(name) for name in stated)]
    before = [line for line in totals if line < total.line]
    kind = plain(totals[total.line]).startswith("sub")
    own = [line for line in before if plain(totals[line]).startswith("sub") == kind]
    starts = {max(before, default=0), max(own, default=0), 0}
    blocks = [[row for row in kept if start < row.line < total.line] for start in sorted(starts, reverse=True)]
    following = [] if blocks[-1] else [row for row in kept if row.line > total.line]
    return [block for block in (alike, *blocks, following) if block]


def _sum(rows: Sequence[Row], name: str) -> Fraction | None:
    numbers = [Fraction(number.value) for row in rows if (number := row.number(name)) is not None]
    return sum(numbers, Fraction(0)) if numbers else None


def sum_differs(total: Row, column: Column, called: str, printed: Decimal, real: Fraction) -> Finding:
    """Return the warning on a printed sum, by its name (`called`), that is not the sum of its rows."""
    gap = Fraction(printed) - real
    said, summed, differing = (column.shown(Decimal(plain_text(value))) for value in (printed, real, gap))
    told = (
        f"«{called}» dice {said} en «{column.name}» y sus filas suman {summed} (diferencia {differing}). El total no "
        "se suma; revise si falta o sobra una fila."
    )
    more = {"expected": plain_text(real), "value": plain_text(printed)}
    return of_cell(Code.TOTAL_DIFFERS, Severity.WARNING, total, column.name, told, **more)
