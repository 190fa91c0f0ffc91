"""Writes a comparison of two runs: the page `diferencias.html` and its two CSV tables."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from helpers.base.errors import UsageError
from helpers.base.exact import is_terminating, plain_text
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.figures.figure import Figure
from helpers.run.differences.changed_cells import value_text
from helpers.run.differences.differences_page import PAGE_CELLS_FILE, differences_page
from helpers.run.differences.explained_changes import Change, Differences

PAGE_FILE, TABLE_FILE = "diferencias.html", "diferencias.csv"
FILES = (PAGE_FILE, TABLE_FILE, PAGE_CELLS_FILE)
COLUMNS = (
    "indicador", "cifra_a", "cifra_b", "grupo", "valor_a", "valor_b", "publicado_a", "publicado_b", "aporte",
    "aporte_publicado", "unidad_medida", "numero_de_celdas", "celdas",
)  # fmt: skip
CELL_COLUMNS = (
    "cifra_b", "grupo", "tabla", "fila", "columna", "archivo", "hoja", "celda", "antes", "despues", "efecto_propio",
    "archivo_antes", "hoja_antes", "celda_antes",
)  # fmt: skip
MOST_IN_A_CELL = 20
"""Most cells that a line of `diferencias.csv` names; it counts the others, and the other table has all."""
SEPARATOR = " | "


def write_differences(differences: Differences, folder: Path, label: str) -> tuple[str, ...]:
    """Write the page and the tables into a folder, in place of those of an earlier comparison.

    Parameters
    ----------
    label : str
        The folder as messages name it.

    Returns
    -------
    tuple of str
        Names of the files.

    Raises
    ------
    UsageError
        As `check_destination` does.
    """
    check_destination(folder, label)
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write_text(folder / TABLE_FILE, csv_text([COLUMNS, *_lines(differences)]))
    atomic.write_text(folder / PAGE_CELLS_FILE, csv_text([CELL_COLUMNS, *_cell_lines(differences)]))
    atomic.write_text(folder / PAGE_FILE, differences_page(differences))
    return FILES


def check_destination(folder: Path, label: str) -> None:
    """Refuse a folder that a comparison must not fill, by UsageError: one with anything but a comparison, or a file."""
    if folder.exists() and not (folder.is_dir() and {one.name for one in folder.iterdir()} in (set(), {*FILES})):
        raise UsageError(f"{label} ya tiene otra cosa y no se toca: elija otra carpeta con «--destino».")


def exact_text(value: Fraction) -> str:
    """Return a number without loss: with a decimal point, or as `n/d` where its decimals do not end."""
    return plain_text(value) if is_terminating(value) else str(value)


def _lines(differences: Differences) -> Iterator[tuple[str, ...]]:
    """Yield one line of `diferencias.csv` for each part of each figure; a figure that a run lacks has none."""
    for change in differences.changes:
        for part in change.parts:
            cells = [str(one.cell.place) for one in part.cells]
            more = len(cells) - MOST_IN_A_CELL
            others = [f"y {more} más"] if more > 0 else []
            yield (
                *_ids(change), part.name, *_values(change.before, change.after), exact_text(part.value),
                plain_text(part.printed), change.after.unit if change.after else "", str(len(cells)),
                SEPARATOR.join([*cells[:MOST_IN_A_CELL], *others]),
            )  # fmt: skip


def _ids(change: Change) -> tuple[str, str, str]:
    """Return the headline's name and its figure's id in each run; empty where a run has no figure."""
    return (change.name, change.before.id if change.before else "", change.after.id if change.after else "")


def _values(before: Figure | None, after: Figure | None) -> tuple[str, ...]:
    """Return both exact values, then both as published; empty for a missing figure."""
    exactly = [exact_text(one.value) if one else "" for one in (before, after)]
    return (*exactly, *(one.published if one else "" for one in (before, after)))


def _cell_lines(differences: Differences) -> Iterator[tuple[str, ...]]:
    """Yield one line of `diferencias_celdas.csv` for each cell of each part."""
    for change in differences.changes:
        for part in change.parts:
            for one in part.cells:
                cell, before = one.cell, one.cell.place_before
                yield (
                    _ids(change)[2], part.name, cell.table, cell.subject, cell.column, *cell.place,
                    *map(value_text, cell.values), "" if one.effect is None else exact_text(one.effect),
                    *(before or ("", "", "")),
                )  # fmt: skip
