"""Reports of the budget, one for each kind, system, state and cut-off; those of income; where two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from helpers.base.display import money_es
from helpers.base.python_extras import by_key
from helpers.checks.rule_registry import Found
from helpers.figures.findings import difference_fields
from helpers.figures.records import Row
from helpers.intake.dataset import BUDGET_LEVELS, Dataset
from helpers.settings.indicators import BUDGET_COLUMNS

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
ACCRUED_FIRST = sorted(BUDGET_COLUMNS, key=lambda column: column != "devengado")
"""Money columns; of several that differ alike, the first is the one of which the others are told to follow."""
WORDS = {"categoria": "categoría", "area": "área", "en linea": "en línea"}
"""Codes of the data contract, as sentences write them."""
LINE_COLUMNS = ("cat_prog", "area", "ue", "rubro", "fuente", "organismo", "partida")
BOOK_OF_RECORD = "categoria"
"""The kind of report with which others are compared, if it exists."""

INCOME = "recursos"
"""Table of income; its reports have its name as their kind."""

LineKey = tuple[str, ...]


@dataclass(frozen=True)
class Partition:
    """One report of one system and state at a cut-off.

    Attributes
    ----------
    cutoff : date
    report, system, state : str
        As in `gastos`; system and state may be empty, as they are in a report of income.
    rows : tuple of Row
        Its lines.
    is_some : bool
        The rows were reduced to the categories that another report has too.
    """

    cutoff: date
    report: str
    system: str
    state: str
    rows: tuple[Row, ...]
    is_some: bool = False

    def total(self, column: str) -> Decimal | None:
        """Return the sum of a column in bolivianos; None if a line lacks the amount or there are no lines."""
        values = [cell.value for row in self.rows if (cell := row.number(column)) is not None]
        return sum(values, Decimal(0)) if values and len(values) == len(self.rows) else None

    @property
    def scope(self) -> frozenset[str] | None:
        """The categories that a partial report covers; None for a report of the whole budget.

        A report of a kind that is no level of the Book, with a category on every line, counts as partial: for example
        one that compares two systems in one category.
        """
        categories = [row.text("cat_prog") for row in self.rows]
        return frozenset(categories) if self.report not in BUDGET_LEVELS and all(categories) else None

    def shared_with(self, other: Partition) -> tuple[Partition, Partition] | None:
        """Return this report and another, each reduced to the categories that both cover; None if they share none.

        If the other covers the whole budget, both are returned as they are. None also if the other is partial and a
        line here has no category.
        """
        if other.scope is None:
            return self, other
        if not all(row.text("cat_prog") for row in self.rows):
            return None
        own = self._of(other.scope)
        known = frozenset(row.text("cat_prog") for row in own.rows)
        return (own, other._of(known)) if known else None

    def _of(self, categories: frozenset[str]) -> Partition:
        """Return this report with only the lines of some categories; `is_some` says whether any was left out."""
        rows = tuple(row for row in self.rows if row.text("cat_prog") in categories)
        return replace(self, rows=rows, is_some=len(rows) < len(self.rows))

    def unknown_to(self, other: Partition) -> tuple[Row, ...]:
        """Return the lines of a partial report whose category another report lacks.

        Empty for a report of the whole budget, and if the other report has lines without a category.
        """
        known = {row.text("cat_prog") for row in other.rows}
        is_comparable = self.scope is not None and all(known)
        return tuple(row for row in self.rows if row.text("cat_prog") not in known) if is_comparable else ()

    def by_line(self, columns: Sequence[str] = LINE_COLUMNS) -> dict[LineKey, Row]:
        """Return the rows by the codes that identify a line (`line_key`); of rows with the same codes, the last."""
        return {line_key(row, columns): row for row in self.rows}

    def codes_shared_with(self, other: Partition) -> tuple[str, ...]:
        """Return the columns of `LINE_COLUMNS` that both reports fill in: one may not tell the executing units."""
        both = (self.rows, other.rows)
        return tuple(name for name in LINE_COLUMNS if all(any(row.text(name) for row in rows) for rows in both))

    def gaps(self, other: Partition, column: str) -> list[tuple[Row, Decimal]]:
        """Return the lines that differ: the row here, or else in the other, and the amount there minus that here.

        Empty for reports of two kinds or with two lines of the same codes. A line that is not there is 0.
        """
        ours, theirs = self.by_line(), other.by_line()
        if self.report != other.report or (len(ours), len(theirs)) != (len(self.rows), len(other.rows)):
            return []
        both = ((row, amounts(ours.get(key), theirs.get(key), column)) for key, row in (theirs | ours).items())
        return [(row, pair[1] - pair[0]) for row, pair in both if pair is not None and pair[0] != pair[1]]

    @property
    def words(self) -> str:
        """The report in Spanish: `por categoría (SIGEP, aprobado)`, with what it states of system and state.

        A clause follows if the report was reduced (`is_some`).
        """
        details = ", ".join(WORDS.get(word, word) for word in (self.system, self.state) if word)
        by = f"de {INCOME}" if self.report == INCOME else f"por {WORDS.get(self.report, self.report)}"
        some = ", en las categorías que traen los dos" if self.is_some else ""
        return f"{by} ({details}){some}" if details else f"{by}{some}"


def partitions_of(dataset: Dataset) -> tuple[Partition, ...]:
    """Return the reports in `gastos`, by cut-off and then in the order of their first lines; without undated rows."""
    groups = by_key(
        ((cutoff, row.text("reporte"), row.text("sistema"), row.text("estado")), row)
        for row in dataset.rows("gastos")
        if (cutoff := row.date("fecha_corte")) is not None
    )
    found = (Partition(*key, tuple(rows)) for key, rows in groups.items())
    return tuple(sorted(found, key=lambda partition: partition.cutoff))


def income_reports(dataset: Dataset) -> tuple[Partition, ...]:
    """Return the report of income of each cut-off, by date; without undated rows."""
    dated = by_key((cutoff, row) for row in dataset.rows(INCOME) if (cutoff := row.date("fecha_corte")) is not None)
    return tuple(Partition(cutoff, INCOME, "", "", tuple(rows)) for cutoff, rows in sorted(dated.items()))


def reference(partitions: Sequence[Partition], column: str) -> Partition | None:
    """Return the report that represents the others for a column: by category, else the first that has its total.

    None if no report has an amount on every line of the column.
    """
    having = [partition for partition in partitions if partition.total(column) is not None]
    return min(having, key=lambda partition: partition.report != BOOK_OF_RECORD, default=None)


def amounts(one: Row | None, other: Row | None, column: str) -> tuple[Decimal, Decimal] | None:
    """Return the amounts of a line in two reports; None if either leaves it blank.

    A report is complete, so a line that it does not list has an amount of 0 there.
    """
    first, second = (Decimal(0) if row is None else row.amount(column) for row in (one, other))
    return None if first is None or second is None else (first, second)


def line_key(row: Row, columns: Sequence[str] = LINE_COLUMNS) -> LineKey:
    """Return the codes that identify a line, in the order of the columns; codes that it lacks are empty texts."""
    return tuple(row.text(column) for column in columns)


def line_code(row: Row) -> str:
    """Return a line's code at its report's level, such as its category; for other reports, all its codes."""
    level = BUDGET_LEVELS.get(row.text("reporte"))
    return row.text(level) if level else " ".join(filter(None, line_key(row)))


def line_words(row: Row) -> str:
    """Return a line as a sentence names it: by its name, else by its code."""
    return row.text("denominacion") or line_code(row)


def when_words(row: Row) -> str:
    """Return the cut-off and state of a line's report: `al 30/06/2024, aprobado`; what it lacks is left out."""
    day, state = row.date("fecha_corte"), row.text("estado")
    told = [f"al {day:%d/%m/%Y}" if day else "", WORDS.get(state, state)]
    return ", ".join(filter(None, told))


def once(found: Iterable[Found]) -> Iterator[Found]:
    """Yield findings on the columns of two reports; one with the difference of an earlier one follows from that."""
    first: dict[str, str] = {}
    for one in found:
        root = first.setdefault(one.fields["diferencia"], one.fields["elemento"])
        yield one if root == one.fields["elemento"] else replace(one, fields=one.fields | {"sigue_de": root})


def unequal(column: str, first: Partition, other: Partition) -> Iterator[Found]:
    """Yield a finding if the totals of a column differ between two reports; none if either lacks an amount.

    The first report's total is the expected one; the stated difference is the other's minus the first's. The element
    ends with the name of the line that differs most, if one does; it is the cause, if it differs by all of it.
    """
    expected, total = first.total(column), other.total(column)
    if expected is None or total is None or expected == total:
        return
    gaps = first.gaps(other, column)
    widest = [row for row, gap in gaps if abs(gap) == max(abs(other) for _, other in gaps)]
    where = f"/{line_words(widest[0])}" if len(widest) == 1 else ""
    line = line_words(widest[0]) if len(gaps) == 1 else ""
    scope = f", en «{line_words(first.rows[0])}»" if first.scope and len(first.scope) == 1 else ""
    verb = "suman" if COLUMN_WORDS[column].startswith("las ") else "suma"
    yield Found(
        f"Al {first.cutoff:%d/%m/%Y}{scope}, {COLUMN_WORDS[column]} {verb} Bs {money_es(expected)} en el reporte "
        f"{first.words} y Bs {money_es(total)} en el reporte {other.words}: una diferencia de "
        f"Bs {money_es(total - expected)}{f', toda en «{line}»' if line and not scope else ''}.",
        difference_fields(
            other.rows[0].cell(column),
            f"gastos/{first.cutoff}/{column}{where}",
            expected,
            total,
            causa=f"La diferencia está toda en la línea «{line}»" if line else "",
        ),
    )
