"""Turns the declared tables, once checked, into the records that the Book keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpers.checks.cuadros.cell_verdicts import PrintedCell
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable
from helpers.figures.records import Origin, Row, SourceCell
from helpers.settings.cuadros.cuadro_table import Cuadro


def kept(cuadros: Iterable[Cuadro], cells: Iterable[PrintedCell]) -> tuple[PrintedTable, ...]:
    """Return the declared tables as the Book keeps them, with the verdict of each compared cell.

    Parameters
    ----------
    cells : iterable of PrintedCell
        Results of the rules of all the tables.

    Returns
    -------
    tuple of PrintedTable
        Numbers are texts with a decimal point, exactly as read; words that stand for no number are kept.
    """
    verdicts = {cell.cell: cell.verdict.value for cell in cells}
    return tuple(_kept(cuadro, verdicts) for cuadro in cuadros)


def _kept(cuadro: Cuadro, verdicts: Mapping[SourceCell, str]) -> PrintedTable:
    definition = cuadro.definition
    # All rows come from one file and sheet; a table without rows has no source.
    origin = cuadro.rows[0].origin if cuadro.rows else Origin(cuadro.name, "", "", {})
    columns = tuple(
        PrintedColumn(name, one.titulo or name, one.tipo, one.unidad, one.decimales, origin.columns.get(name, ""))
        for name, one in definition.columnas.items()
    )
    own = {cell.cell: verdict for cell, verdict in verdicts.items() if (cell.file, cell.sheet) == _place(origin)}
    return PrintedTable(
        name=cuadro.name, title=definition.titulo, section=definition.seccion, unit=definition.unidad,
        source=definition.fuente, note=definition.nota, declared=cuadro.declared, file=origin.file, sheet=origin.sheet,
        key=definition.clave, totals=tuple(definition.totales), columns=columns,
        rows=tuple(_row(cuadro, row) for row in cuadro.rows), blank=definition.vacias,
        verdicts=own, repeats=definition.repetido_en,
    )  # fmt: skip


def _place(origin: Origin) -> tuple[str, str]:
    return origin.file, origin.sheet


def _row(cuadro: Cuadro, row: Row) -> PrintedRow:
    texts = tuple(_text(cuadro, row, name) for name in cuadro.definition.columnas)
    return PrintedRow(row.line, cuadro.label(row), cuadro.is_total(row), texts)


def _text(cuadro: Cuadro, row: Row, column: str) -> str:
    """Return a cell as text: its number with a decimal point, its text, or the word that stands for no number."""
    number = row.number(column)
    if number is not None:
        return format(number.value, "f")
    return row.text(column) or cuadro.no_data.get(row.cell(column), "")
