"""Expenditure reports as complete partitions of the budget: one report, system, state and cut-off each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from helpers.intake.dataset import Dataset
from helpers.records import Row
from helpers.scoring.names import BUDGET_LEVELS

MONEY_COLUMNS = (
    "ppto_inicial", "modificaciones", "ppto_vigente", "certificado",
    "compromiso", "devengado", "pagado", "por_pagar",
)  # fmt: skip
COLUMN_WORDS = {
    "ppto_inicial": "el presupuesto inicial",
    "modificaciones": "las modificaciones",
    "ppto_vigente": "el vigente",
    "certificado": "lo certificado",
    "compromiso": "el compromiso",
    "devengado": "el devengado",
    "pagado": "lo pagado",
    "por_pagar": "lo devengado por pagar",
}
WORDS = {"categoria": "categoría", "area": "área", "en linea": "en línea"}
"""Codes of the data contract as they are written in a sentence."""
LINE_COLUMNS = ("cat_prog", "area", "ue", "fuente", "organismo", "partida")
BOOK_OF_RECORD = "categoria"
"""The report that the others are compared with, where there is one."""

LineKey = tuple[str, ...]


@dataclass(frozen=True)
class Partition:
    """One report of one system and state at a cut-off.

    Attributes
    ----------
    cutoff : date
    report, system, state : str
        As in `gastos`; system and state may be empty.
    rows : tuple of Row
        Its lines, none twice.
    is_some : bool
        Whether only the lines are left that another report is about too.
    """

    cutoff: date
    report: str
    system: str
    state: str
    rows: tuple[Row, ...]
    is_some: bool = False

    def total(self, column: str) -> Decimal | None:
        """The sum of a column, in bolivianos; None where a line does not publish it, or where there is no line."""
        values = [cell.value for row in self.rows if (cell := row.number(column)) is not None]
        return sum(values, Decimal(0)) if values and len(values) == len(self.rows) else None

    @property
    def scope(self) -> frozenset[str] | None:
        """The categories that a report of no contract level is about; None for one of the whole budget.

        An office that compares two systems in one category only gives such a report.
        """
        categories = [row.text("cat_prog") for row in self.rows]
        return frozenset(categories) if self.report not in BUDGET_LEVELS and all(categories) else None

    def within(self, scope: frozenset[str] | None) -> Partition | None:
        """The lines of some categories; None where a line does not say its category."""
        if scope is None or scope == self.scope:
            return self
        if not all(row.text("cat_prog") for row in self.rows):
            return None
        return self._of(scope)

    def shared_with(self, other: Partition) -> tuple[Partition, Partition] | None:
        """This partition and another, each with only what both are about; None where nothing can be compared."""
        own = self.within(other.scope)
        if own is None or other.scope is None:
            return None if own is None else (own, other)
        known = frozenset(row.text("cat_prog") for row in own.rows)
        return (own, other if known == other.scope else other._of(known)) if known else None

    def _of(self, categories: frozenset[str]) -> Partition:
        rows = tuple(row for row in self.rows if row.text("cat_prog") in categories)
        return replace(self, rows=rows, is_some=len(rows) < len(self.rows))

    def unknown_to(self, other: Partition) -> tuple[Row, ...]:
        """The lines of a report about some categories whose category another report does not have."""
        known = {row.text("cat_prog") for row in other.rows}
        is_comparable = self.scope is not None and all(known)
        return tuple(row for row in self.rows if row.text("cat_prog") not in known) if is_comparable else ()

    def by_line(self) -> dict[LineKey, Row]:
        """Rows by everything that tells a line from another."""
        return {line_key(row): row for row in self.rows}

    @property
    def words(self) -> str:
        """As a sentence names it: `por categoría (SIGEP, aprobado)`."""
        details = ", ".join(WORDS.get(word, word) for word in (self.system, self.state) if word)
        by = f"por {WORDS.get(self.report, self.report)}"
        some = ", en las categorías que traen los dos" if self.is_some else ""
        return f"{by} ({details}){some}" if details else f"{by}{some}"


def partitions_of(dataset: Dataset) -> tuple[Partition, ...]:
    """The partitions of `gastos`, by cut-off and in the order of their first lines."""
    groups: dict[tuple[date, str, str, str], list[Row]] = {}
    for row in dataset.rows("gastos"):
        cutoff = row.date("fecha_corte")
        if cutoff is not None:
            key = (cutoff, row.text("reporte"), row.text("sistema"), row.text("estado"))
            groups.setdefault(key, []).append(row)
    found = (Partition(*key, tuple(rows)) for key, rows in groups.items())
    return tuple(sorted(found, key=lambda partition: partition.cutoff))


def reference(partitions: Sequence[Partition], column: str) -> Partition | None:
    """The partition whose total of a column stands for the others': by category, else the first that has it."""
    having = [partition for partition in partitions if partition.total(column) is not None]
    return min(having, key=lambda partition: partition.report != BOOK_OF_RECORD, default=None)


def line_key(row: Row) -> LineKey:
    return tuple(row.text(column) for column in LINE_COLUMNS)


def line_code(row: Row) -> str:
    """The code of a line at its report's own level; of a report by something else, all its codes."""
    level = BUDGET_LEVELS.get(row.text("reporte"))
    return row.text(level) if level else " ".join(filter(None, line_key(row)))


def line_words(row: Row) -> str:
    """A line as a sentence names it: by its name, else by its code."""
    return row.text("denominacion") or line_code(row)


def when_words(row: Row) -> str:
    """`al 30/06/2024, aprobado`: of which report a line is, where several tell of it."""
    day, state = row.date("fecha_corte"), row.text("estado")
    told = [f"al {day:%d/%m/%Y}" if day else "", WORDS.get(state, state)]
    return ", ".join(filter(None, told))
