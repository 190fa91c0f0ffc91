"""The lines of an export: its headings, the category told in three columns, and which table they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.intake.columns import Column, Table, from_folder
from helpers.intake.grid import BLANK, Cell, Grid, Line
from helpers.intake.headings import known_headings
from helpers.intake.money_tables import GASTOS, RECURSOS
from helpers.intake.wording import plain

PARTS = ("prog", "proy", "act")
"""Columns in which some exports tell programme, project and activity apart."""
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


DERIVED = frozenset(
    {"pct ejec", "pct ejecucion", "ejec pct", "pct ejecutado", "pct ejec dev", "saldo por devengar", "saldo devengado",
     "saldo por comprometer", "saldo disponible", "saldo", "da", "d a", "entidad", "ent transf", "ent tr", "gestion"}
)  # fmt: skip
"""Headings of what SIGEP works out from the other columns, or says of every line alike: not read, and only noted."""


def export_table(table: Table) -> Table:
    """`gastos` or `recursos` as an export holds it: what the whole report says is no column of it."""
    columns: list[Column] = []
    for column in table.columns:
        columns.append(from_folder(column) if column.name in _GIVEN else replace(column, required=False))
    return replace(table, columns=tuple(columns))


EXPENDITURE, INCOME = export_table(GASTOS), export_table(RECURSOS)


def export_headings(table: Table, declared: Mapping[str, str]) -> dict[str, str]:
    """The headings of an export, as `plain` writes them, and their columns; the parts of a category among them."""
    known = dict(known_headings(table, declared))
    names = {column.name for column in table.file_columns}
    for column, words in _MORE.items():
        for word in words if column in names else ():
            known.setdefault(plain(word), column)
    return known


def with_category(grid: Grid) -> Grid:
    """Join programme, project and activity into one column `cat_prog`, where the category has none of its own.

    The heading is looked for as the table is; the category stands in the place of the programme.
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
    for position, line in enumerate(grid.lines[:60]):
        texts = {plain(cell.text): index for index, cell in enumerate(line.cells) if cell.text}
        places = {
            part: texts[word] for part, words in _PARTS_WORDS.items() for word in reversed(words) if word in texts
        }
        has_own = any(word in texts for word in ("cat prog", "categoria programatica", "cat prg"))
        if {"prog", "act"} <= places.keys() and not has_own:
            return position, places
    return None


def _joined(line: Line, places: Mapping[str, int], *, is_heading: bool) -> Line:
    order = [places[part] for part in PARTS if part in places]
    parts = [line.at(index) for index in order]
    # Two-rowed or repeated headings, titles and sums have no digits there and stay as they are.
    if not is_heading and not all(_is_digits(part) for part in parts):
        return line
    joined = Cell("cat_prog") if is_heading else Cell(" ".join(part.text for part in parts))
    cells = list(line.cells) + [BLANK] * (max(order) + 1 - len(line.cells))
    for index in order:
        cells[index] = BLANK
    cells[order[0]] = joined
    return Line(line.number, tuple(cells))


def _is_digits(cell: Cell) -> bool:
    return cell.text.isdigit() and not cell.fault


def kind_of(columns: Sequence[str]) -> str:
    """What an export without a word of it is by: the most telling of its columns; empty where none tells it."""
    if "cat_prog" in columns:
        return "categoria"
    return next((name for name in ("partida", "fuente") if name in columns), "")
