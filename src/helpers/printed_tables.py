"""Printed tables as a run keeps them: each cell as it was read, which rows are totals, and what the rules found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import MAX_PREC, Context, Decimal, InvalidOperation

from helpers.records import SourceCell

NUMBERS = frozenset({"numero", "entero"})
"""Types of a column that holds numbers, as the YAML says them."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column as its YAML declares it.

    Attributes
    ----------
    name, title, kind, unit : str
    decimals : int or None
        With how many it is printed; None for those that each cell shows.
    letter : str
        Of the column in the file.
    """

    name: str
    title: str
    kind: str
    unit: str
    decimals: int | None
    letter: str

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a printed table.

    Attributes
    ----------
    line : int
        Of the file, 1 for the first.
    label : str
        How the row is called.
    is_total : bool
    texts : tuple of str
        One a column: a number's digits with a decimal point, a text or a declared word as typed, empty for nothing.
    """

    line: int
    label: str
    is_total: bool
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PrintedTable:
    """A declared printed table (cuadro) with what its rules found.

    Attributes
    ----------
    name : str
        `almacenes`, behind its period for those of a period's folder (`T2.almacenes`).
    section, unit : str
        The report's section that shows it and whose table it is; empty where the YAML does not say.
    file, sheet : str
        Where its cells are.
    key, totals : tuple of str
        Columns that name a row, and those that say which rows are totals.
    blank : str
        What an empty cell is: `cero`, `sin_dato` or `no_corresponde`.
    verdicts : Mapping of str to str
        By cell (`C7`): what its own rules came to; a cell that no rule compares is absent.
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
        return SourceCell(self.file, self.sheet, f"{column.letter}{row.line}")

    def cells(self) -> Iterator[PrintedValue]:
        """Every number of the table, in the order of rows and columns."""
        for row in self.rows:
            for column, text in zip(self.columns, row.texts, strict=True):
                value = number_of(column, text)
                if value is not None:
                    yield PrintedValue(self, row, column, text, value)

    def words(self) -> tuple[str, ...]:
        """What stands where there is no number (`COVID`), each word once."""
        found = (
            text
            for row in self.rows
            for column, text in zip(self.columns, row.texts, strict=True)
            if column.is_numeric and text and number_of(column, text) is None
        )
        return tuple(dict.fromkeys(found))

    def verdict_counts(self) -> Counter[str]:
        """How many of its cells have each verdict."""
        return Counter(self.verdicts.values())


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A number of a printed table, in its place."""

    table: PrintedTable
    row: PrintedRow
    column: PrintedColumn
    text: str
    value: Decimal

    @property
    def cell(self) -> SourceCell:
        return self.table.cell(self.row, self.column)

    @property
    def verdict(self) -> str:
        return self.table.verdicts.get(self.cell.cell, "")


def number_of(column: PrintedColumn, text: str) -> Decimal | None:
    """The number that stands in a cell; None for a text, for a word instead of a number, and for nothing."""
    if not column.is_numeric or not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def to_plain(table: PrintedTable) -> dict[str, object]:
    """As `libro.json` has it."""
    return {
        "nombre": table.name, "titulo": table.title, "seccion": table.section, "unidad": table.unit,
        "fuente": table.source, "nota": table.note, "declarado": table.declared, "archivo": table.file,
        "hoja": table.sheet, "clave": list(table.key), "totales": list(table.totals),
        "columnas": [asdict(column) for column in table.columns],
        "filas": [[row.line, row.label, row.is_total, list(row.texts)] for row in table.rows],
        "vacias": table.blank, "veredictos": dict(table.verdicts), "repetido_en": table.repeats,
    }  # fmt: skip


def from_plain(plain: Mapping) -> PrintedTable:
    """Read back what `to_plain` wrote."""
    return PrintedTable(
        name=plain["nombre"], title=plain["titulo"], section=plain["seccion"], unit=plain["unidad"],
        source=plain["fuente"], note=plain["nota"], declared=plain["declarado"], file=plain["archivo"],
        sheet=plain["hoja"], key=tuple(plain["clave"]), totals=tuple(plain["totales"]),
        columns=tuple(PrintedColumn(**column) for column in plain["columnas"]),
        rows=tuple(PrintedRow(line, label, total, tuple(texts)) for line, label, total, texts in plain["filas"]),
        blank=plain["vacias"], verdicts=plain["veredictos"], repeats=plain.get("repetido_en", ""),
    )  # fmt: skip


def printed_number(value: PrintedValue) -> Decimal:
    """A number with the decimals that its column declares, and never fewer than it was typed with."""
    typed = -int(value.value.as_tuple().exponent)
    places = max(typed, value.column.decimals or 0, 0)
    return value.value.quantize(Decimal(1).scaleb(-places), context=Context(prec=MAX_PREC))
