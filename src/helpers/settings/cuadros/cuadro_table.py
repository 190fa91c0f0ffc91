"""A printed table (cuadro) as a run reads it: its definition, its rows, and the names of rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helpers.figures.records import Row, SourceCell
from helpers.settings.cuadros.cuadro_model import NUMERIC, Definicion, Filtro

OF_A_CELL = "cuadro/"
"""Prefix of the id of a printed table's cell."""
ACCENTED = {"area": "área", "categoria": "categoría", "gestion": "gestión", "operacion": "operación"}
"""Column names with the accent that a sentence writes."""
COPIED = "cotejo con otro cuadro impreso: "
"""Prefix of a reconciled line's formula where the cell is only compared with another printed table."""


@dataclass(frozen=True)
class Cuadro:
    """A printed table, ready to be shown and checked.

    Attributes
    ----------
    name : str
        The file's name without extension; for a table in a period's folder, the period before it (`T2.almacen`).
    definition : Definicion
    rows : tuple of Row
        In the order of the file; an empty cell is absent, never zero.
    declared : str
        The YAML file, as a path from the root.
    no_data : Mapping of SourceCell to str
        Cells with a declared word in place of a number (`COVID`), and that word.
    """

    name: str
    definition: Definicion
    rows: tuple[Row, ...]
    declared: str
    no_data: Mapping[SourceCell, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The position of each row among the rows, by its line in the file."""
        return {row.line: place for place, row in enumerate(self.rows)}

    @property
    def folder(self) -> str:
        """The period's folder that contains the table; empty for the year's folder."""
        return self.name.rpartition(".")[0]

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that hold numbers."""
        return tuple(name for name, column in self.definition.columnas.items() if column.tipo in NUMERIC)

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Names of the other columns."""
        return tuple(name for name, column in self.definition.columnas.items() if column.tipo not in NUMERIC)

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """The label of each row, by its line in the file; later rows with the same label end in `#2`, `#3`…"""
        seen: Counter[str] = Counter()
        named: dict[int, str] = {}
        for row in self.rows:
            label = " · ".join(filter(None, (row.text(column) for column in self.definition.clave)))
            label = label or f"fila {row.line}"
            seen[label] += 1
            named[row.line] = label if seen[label] == 1 else f"{label}#{seen[label]}"
        return named

    def label(self, row: Row) -> str:
        """Return a row's label (`labels`)."""
        return self.labels[row.line]

    def title(self, column: str) -> str:
        """Return a column's heading."""
        return self.definition.columnas[column].titulo or column

    def element(self, row: Row, column: str) -> str:
        """Return the id of a cell: `cuadro/<nombre>/<fila>/<columna>`; a slash in the row's label becomes a dash."""
        return f"{OF_A_CELL}{self.name}/{self.label(row).replace('/', '-')}/{column}"

    def select(self, wanted: Filtro, but: Filtro | None = None) -> tuple[Row, ...]:
        """Return the rows that a filter selects, in order.

        Parameters
        ----------
        wanted : Filtro
            An empty one selects all rows.
        but : Filtro, optional
            Rows that this one selects are left out.
        """
        return tuple(row for row in self.rows if matches(row, wanted) and not (but and matches(row, but)))

    def is_total(self, row: Row) -> bool:
        """Tell whether a row is a declared total or subtotal."""
        return bool(self.definition.totales) and matches(row, self.definition.totales)

    @cached_property
    def totals(self) -> tuple[Row, ...]:
        """The declared totals and subtotals, in order."""
        return tuple(row for row in self.rows if self.is_total(row))

    @cached_property
    def parts(self) -> tuple[Row, ...]:
        """The other rows, in order."""
        return tuple(row for row in self.rows if not self.is_total(row))


def is_cell(name: str) -> bool:
    """Tell whether an id is of a printed table's cell and not of a figure."""
    return name.startswith(OF_A_CELL)


def find(cuadros: Iterable[Cuadro], name: str, folder: str) -> Cuadro | None:
    """Return the table that another one refers to by name: in its own folder first, then in the year's; else None.

    Parameters
    ----------
    cuadros : iterable of Cuadro
    name : str
    folder : str
        The folder of the table that refers to it.
    """
    by_name = {cuadro.name: cuadro for cuadro in cuadros}
    beside = by_name.get(f"{folder}.{name}") if folder else None
    return beside or by_name.get(name)


def matches(row: Row, wanted: Filtro) -> bool:
    """Tell whether a row satisfies a filter: each named column has the wanted text, or one of the wanted texts."""
    return all(row.text(column) in _texts(value) for column, value in wanted.items())


def words(wanted: Filtro) -> str:
    """Return a filter in Spanish words: `nivel departamento o exterior; tarea digitalizacion`."""
    return "; ".join(
        f"{ACCENTED.get(column, column)} {' o '.join(map(_shown, _texts(value)))}" for column, value in wanted.items()
    )


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _shown(text: str) -> str:
    return text or "vacío"
