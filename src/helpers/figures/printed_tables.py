"""Printed tables as the Book keeps them: each cell as read, which rows are totals, and the verdicts of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import MAX_PREC, Context, Decimal

from helpers.base.exact import stated_number
from helpers.figures.records import SourceCell

NUMBERS = frozenset({"numero", "entero"})
"""Column types that hold numbers, as the YAML names them."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column as its YAML declares it.

    Attributes
    ----------
    name, title, kind, unit : str
    decimals : int or None
        Decimals to print; None prints each cell as typed.
    letter : str
        The column's letter in the file.
    """

    name: str
    title: str
    kind: str
    unit: str
    decimals: int | None
    letter: str

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a printed table.

    Attributes
    ----------
    line : int
        Row number in the file, 1 for the first.
    label : str
        The row's name.
    is_total : bool
    texts : tuple of str
        One per column: a number as plain decimal text, any other text or declared word as typed; empty for an empty
        cell.
    """

    line: int
    label: str
    is_total: bool
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PrintedTable:
    """A declared printed table (cuadro) with the verdicts of its rules.

    Attributes
    ----------
    name : str
        `almacenes`; a table in a period's folder has the period before it (`T2.almacenes`).
    section, unit : str
        The report's section that shows it, and the unit that owns it; empty where the YAML does not say.
    declared : str
        The YAML file, as a path from the root.
    file, sheet : str
        The file and sheet with its cells.
    key, totals : tuple of str
        Columns that name a row, and columns that tell which rows are totals.
    blank : str
        Meaning of an empty cell: `cero`, `sin_dato` or `no_corresponde`.
    verdicts : Mapping of str to str
        By cell (`C7`), the verdict of the rules; a cell that no rule compares is absent.
    repeats : str
        The section that prints the same rows from the contract's tables; empty where none does.
    """

    name: str
    title: str
    section: str
    unit: str
    source: str
    note: str
    declared: str
    file: str
    sheet: str
    key: tuple[str, ...]
    totals: tuple[str, ...]
    columns: tuple[PrintedColumn, ...]
    rows: tuple[PrintedRow, ...]
    blank: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    repeats: str = ""

    def cell(self, row: PrintedRow, column: PrintedColumn) -> SourceCell:
        """Return the cell of a row and column in the table's file."""
        return SourceCell(self.file, self.sheet, f"{column.letter}{row.line}")

    def cells(self) -> Iterator[PrintedValue]:
        """Yield every number of the table, row by row; empty cells, texts and words in place of numbers give none."""
        for row in self.rows:
            for column, text in zip(self.columns, row.texts, strict=True):
                value = number_of(column, text)
                if value is not None:
                    yield PrintedValue(self, row, column, text, value)

    def words(self) -> tuple[str, ...]:
        """Return the words that stand in place of numbers (`COVID`), each once, in order of appearance."""
        found = (
            text
            for row in self.rows
            for column, text in zip(self.columns, row.texts, strict=True)
            if column.is_numeric and text and number_of(column, text) is None
        )
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A number of a printed table, with its row and column."""

    table: PrintedTable
    row: PrintedRow
    column: PrintedColumn
    text: str
    value: Decimal

    @property
    def cell(self) -> SourceCell:
        """The cell of the number in the table's file."""
        return self.table.cell(self.row, self.column)

    @property
    def verdict(self) -> str:
        """The verdict of the rules on this cell; empty where no rule compares it."""
        return self.table.verdicts.get(self.cell.cell, "")


def number_of(column: PrintedColumn, text: str) -> Decimal | None:
    """Return the number in a cell.

    Returns
    -------
    Decimal or None
        Exact, in the column's unit; None for a text, a word in place of a number, and an empty cell.
    """
    return stated_number(text) if column.is_numeric else None


def printed_number(value: PrintedValue) -> Decimal:
    """Return a number as its column prints it.

    Returns
    -------
    Decimal
        With the decimals that the column declares, and more where the value has them: nothing is rounded. Without a
        declaration, with those that were typed.
    """
    exactly, stated = Context(prec=MAX_PREC), value.column.decimals
    own = value.value if stated is None else value.value.normalize(exactly)
    places = max(-int(own.as_tuple().exponent), stated or 0, 0)
    return value.value.quantize(Decimal(1).scaleb(-places), context=exactly)
