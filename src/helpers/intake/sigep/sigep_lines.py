"""The lines of a SIGEP export: its headings, its category in three columns, and its kind of report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.intake.layout.cell_grid import BLANK, Cell, Grid, Line
from helpers.intake.layout.heading_rows import LOOKED_AT
from helpers.intake.tables.column_headings import known_headings
from helpers.intake.tables.money_tables import GASTOS, RECURSOS
from helpers.intake.tables.table_columns import Table, from_folder
from helpers.intake.values.word_matching import plain

PARTS = ("prog", "proy", "act")
"""Columns in which some exports split the category: programme, project and activity."""
_PARTS_WORDS = {
    "prog": ("prog", "programa", "cod prog", "prg"),
    "proy": ("proy", "proyecto", "cod proy", "pry"),
    "act": ("act", "actividad", "cod act", "obra actividad", "act obra"),
}
_GIVEN = ("fecha_corte", "reporte", "sistema", "estado")
_MORE = {
    "denominacion": ("descripcion objeto", "descripcion de la categoria", "descripcion del rubro", "concepto"),
    "partida": ("objeto", "obj", "part", "partida objeto"),
    "modificaciones": ("total modificaciones", "modif aprobadas", "modificado"),
    "por_pagar": ("saldo pagado", "saldo por pagar"),
    "ppto_inicial": ("presupuesto aprobado", "ppto aprobado"),
}


def export_table(table: Table) -> Table:
    """Return `gastos` or `recursos` as an export holds it.

    Columns given by the report's title come from outside the file, and no other column is required.
    """
    columns = (from_folder(one) if one.name in _GIVEN else replace(one, required=False) for one in table.columns)
    return replace(table, columns=tuple(columns))


EXPENDITURE, INCOME = export_table(GASTOS), export_table(RECURSOS)


def export_headings(table: Table, declared: Mapping[str, str]) -> dict[str, str]:
    """Return the headings of an export, as `plain` writes them, and their columns.

    Parameters
    ----------
    declared : Mapping of str to str
        Headings that the run's parameters map to columns.
    """
    known = dict(known_headings(table, declared))
    names = {column.name for column in table.file_columns}
    for column, words in _MORE.items():
        for word in words if column in names else ():
            known.setdefault(plain(word), column)
    return known


def with_category(grid: Grid) -> Grid:
    """Join the columns of programme, project and activity into one, `cat_prog`, with blanks between the parts.

    The joined code takes the place of the programme, and the other columns become blank; titles and sums stay as they
    are. The project may be lacking. A grid with a category of its own, or without programme or activity, is returned
    unchanged.
    """
    header = _parts_line(grid)
    if header is None:
        return grid
    position, places = header
    lines = [
        line if number < position else _joined(line, places, is_heading=number == position)
        for number, line in enumerate(grid.lines)
    ]
    return replace(grid, lines=tuple(lines))


def _parts_line(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    """Return the position of the heading with the parts of the category, and the index of each part; else None."""
    for position, line in enumerate(grid.lines[:LOOKED_AT]):
        texts = {plain(cell.text): index for index, cell in enumerate(line.cells) if cell.text}
        places = {
            part: texts[word] for part, words in _PARTS_WORDS.items() for word in reversed(words) if word in texts
        }
        has_own = any(word in texts for word in ("cat prog", "categoria programatica", "cat prg"))
        if {"prog", "act"} <= places.keys() and not has_own:
            return position, places
    return None


def _joined(line: Line, places: Mapping[str, int], *, is_heading: bool) -> Line:
    """Return a line with the category's parts joined in the first; unchanged unless all are digits or `is_heading`."""
    order = [places[part] for part in PARTS if part in places]
    parts = [line.at(index) for index in order]
    # Headings, titles and sums have no digits in these columns and stay unchanged.
    if not is_heading and not all(part.text.isdigit() and not part.fault for part in parts):
        return line
    joined = Cell("cat_prog") if is_heading else Cell(" ".join(part.text for part in parts))
    cells = list(line.cells) + [BLANK] * (max(order) + 1 - len(line.cells))
    for index in order:
        cells[index] = BLANK
    cells[order[0]] = joined
    return Line(line.number, tuple(cells))


def kind_of(columns: Sequence[str]) -> str:
    """Return an export's kind of report by its columns; empty if they do not tell it.

    It is `categoria` if there is a column `cat_prog`, else `partida` or `fuente` if there is a column of that name.
    Used where an export's title does not state its kind.
    """
    kinds = {"cat_prog": "categoria", "partida": "partida", "fuente": "fuente"}
    return next((kind for column, kind in kinds.items() if column in columns), "")
