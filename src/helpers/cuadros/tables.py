"""A cuadro as a run reads it: its definition, its rows, and how each row and column is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helpers.cuadros.model import NUMERIC, Definicion, Filtro
from helpers.records import Row, SourceCell

OF_A_CELL = "cuadro/"
"""How the id of a printed table's cell begins."""
ACCENTED = {"area": "área", "categoria": "categoría", "gestion": "gestión", "operacion": "operación"}
"""Names of columns that a sentence writes with an accent."""
COPIED = "cotejo con otro cuadro impreso: "
"""How the formula of a line begins whose cell is only held against another printed table: nothing computes it."""


@dataclass(frozen=True)
class Cuadro:
    """A printed table, ready to be shown and checked.

    Attributes
    ----------
    name : str
        The file's name without extension, behind its period for those of a period's folder (`T2.almacen`).
    definition : Definicion
    rows : tuple of Row
        In the order of the file; an empty cell is absent, never zero.
    declared : str
        The YAML file, named from the root.
    no_data : Mapping of SourceCell to str
        Cells that hold a declared word instead of a number (`COVID`), as printed.
    """

    name: str
    definition: Definicion
    rows: tuple[Row, ...]
    declared: str
    no_data: Mapping[SourceCell, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The place of each row among the rows, by its line."""
        return {row.line: place for place, row in enumerate(self.rows)}

    @property
    def folder(self) -> str:
        """The period's folder that it lies in; empty for the year's."""
        return self.name.rpartition(".")[0]

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.definition.columnas.items() if column.tipo in NUMERIC)

    @property
    def text_columns(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.definition.columnas.items() if column.tipo not in NUMERIC)

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """How each row is called, by its line; the second of two alike takes `#2`."""
        seen: Counter[str] = Counter()
        named: dict[int, str] = {}
        for row in self.rows:
            label = " · ".join(filter(None, (row.text(column) for column in self.definition.clave)))
            label = label or f"fila {row.line}"
            seen[label] += 1
            named[row.line] = label if seen[label] == 1 else f"{label}#{seen[label]}"
        return named

    def label(self, row: Row) -> str:
        return self.labels[row.line]

    def title(self, column: str) -> str:
        """How a column is called."""
        return self.definition.columnas[column].titulo or column

    def element(self, row: Row, column: str) -> str:
        """The id of a cell: `cuadro/<nombre>/<fila>/<columna>`; a slash within a row's label becomes a dash."""
        return f"{OF_A_CELL}{self.name}/{self.label(row).replace('/', '-')}/{column}"

    def select(self, wanted: Filtro, but: Filtro | None = None) -> tuple[Row, ...]:
        """The rows that a filter chooses, in order, all for an empty one; without those that another one names."""
        return tuple(row for row in self.rows if matches(row, wanted) and not (but and matches(row, but)))

    def is_total(self, row: Row) -> bool:
        """Whether a row is one of the declared totals or subtotals."""
        return bool(self.definition.totales) and matches(row, self.definition.totales)

    @cached_property
    def totals(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if self.is_total(row))

    @cached_property
    def parts(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not self.is_total(row))


def is_cell(name: str) -> bool:
    """Whether an id is that of a printed table's cell, and no figure's."""
    return name.startswith(OF_A_CELL)


def find(cuadros: Iterable[Cuadro], name: str, folder: str) -> Cuadro | None:
    """The table of a name as another one means it: of its own folder first, then of the year's; None for none."""
    by_name = {cuadro.name: cuadro for cuadro in cuadros}
    beside = by_name.get(f"{folder}.{name}") if folder else None
    return beside or by_name.get(name)


def matches(row: Row, wanted: Filtro) -> bool:
    """Whether each named column of a row holds the text, or one of the texts, that is wanted."""
    return all(row.text(column) in _texts(value) for column, value in wanted.items())


def words(wanted: Filtro) -> str:
    """A filter in words: `nivel departamento o exterior; tarea digitalizacion`."""
    return "; ".join(
        f"{ACCENTED.get(column, column)} {' o '.join(map(_shown, _texts(value)))}" for column, value in wanted.items()
    )


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _shown(text: str) -> str:
    return text or "vacío"
