"""A sheet as an office sends it → the table in it: its heading in one line of known names, and its rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers.findings import Finding, Severity
from helpers.intake.columns import Table
from helpers.intake.grid import BLANK, Cell, Grid, Line
from helpers.intake.layout.heading_rows import Heading, find_heading, repeats
from helpers.intake.layout.merged_cells import filled_down
from helpers.intake.layout.rows_apart import foot, is_section, total_cells
from helpers.intake.problems import Code, found, listed

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Arranged:
    """A table ready to be read.

    Attributes
    ----------
    grid : Grid
        Its first line is the heading, with the contract's names where they were recognised.
    totals : Mapping of int to str
        Rows that are sums, by number, with what they are called; they are among the grid's lines.
    above : tuple of str
        What is written above the heading, row by row.
    findings : tuple of Finding
        Every row that was set apart.
    """

    grid: Grid
    totals: Mapping[int, str]
    above: tuple[str, ...]
    findings: tuple[Finding, ...]


def arrange(table: Table, grid: Grid, known: Mapping[str, str]) -> Arranged:
    """Find a table in its sheet.

    Parameters
    ----------
    known : Mapping of str to str
        Headings that are recognised, as `wording.plain` writes them, and their columns.
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
    places = {name: index for index, name in heading.columns.items()}
    sums = {line.number: cells for line in rows if (cells := total_cells(table, places, line))}
    header = _header_line(grid, heading)
    by_index = {index: table.column(name) for index, name in heading.columns.items()}
    first = rows[0].number if rows else header.number + 1
    filled, findings = filled_down(replace(grid, lines=tuple(rows)), by_index, first)
    lines = tuple(_without(line, sums.get(line.number, ())) for line in filled.lines)
    findings += _apart(grid, titles, again, sections, notes)
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
    """A sum's row without the word that names it, which is no code and no date."""
    if not indices:
        return line
    return Line(line.number, tuple(BLANK if i in indices else cell for i, cell in enumerate(line.cells)))


def _apart(
    grid: Grid, titles: Sequence[Line], again: Sequence[Line], sections: Sequence[Line], notes: Sequence[Line]
) -> list[Finding]:
    kinds = (
        (titles, "sobre el encabezado hay título o datos del reporte, que no se leen como filas"),
        (again, "el encabezado se repite y no se lee como fila"),
        (sections, "hay títulos de sección, que no se leen como filas"),
        (notes, "al pie hay notas, que no se leen como filas"),
    )
    return [finding for lines, told in kinds for finding in _told(grid, lines, told)]


def _told(grid: Grid, lines: Sequence[Line], told: str) -> Iterator[Finding]:
    if lines:
        numbers = listed(str(line.number) for line in lines)
        texts = " / ".join(" | ".join(cell.text for cell in line.cells if cell.text) for line in lines)
        shown = texts if len(texts) <= _LONGEST else f"{texts[:_LONGEST]}…"
        yield found(
            Code.ROWS_APART,
            Severity.NOTE,
            grid.place(lines[0].number),
            f"{told} ({'fila' if len(lines) == 1 else 'filas'} {numbers}): «{shown}».",
            value=texts[:2000],
        )
