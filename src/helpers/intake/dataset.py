"""The contract's tables by name, the dataset that a run reads of them, and its cut to what was known on a given day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from helpers.base.periods import Period
from helpers.figures.records import Node, Row
from helpers.intake.tables.money_tables import MONEY_TABLES
from helpers.intake.tables.plan_tables import PLAN_TABLES
from helpers.intake.tables.report_tables import REPORT_TABLES
from helpers.intake.tables.table_columns import Table

TABLES: Mapping[str, Table] = {table.name: table for table in (*PLAN_TABLES, *MONEY_TABLES, *REPORT_TABLES)}

BUDGET_LEVELS = {"categoria": "cat_prog", "fuente": "fuente", "partida": "partida", "area": "area"}
"""By kind of expenditure report (`gastos.reporte`), the level of its lines, which is also the column of their codes."""


@dataclass(frozen=True)
class Dataset:
    """Everything that a run reads.

    Attributes
    ----------
    tables : Mapping of str to tuple of Row
        Rows by table name; a table that was not supplied has no entry.
    files : Mapping of str to str
        SHA-256 of every file read, by its path from the root.
    nodes : tuple of Node
        The institution's tree, in order.
    """

    tables: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, str]
    nodes: tuple[Node, ...] = ()

    @cached_property
    def worked_out(self) -> dict[str, object]:
        """Cache, empty at first, where callers keep results that depend on this dataset alone, by name."""
        return {}

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table, in the order of files and lines; empty if the table was not supplied.

        Raises
        ------
        KeyError
            If the contract has no table of that name.
        """
        return self.tables.get(TABLES[table].name, ())

    def has(self, table: str) -> bool:
        """Return whether a table was supplied, even without rows.

        Raises
        ------
        KeyError
            If the contract has no table of that name.
        """
        return TABLES[table].name in self.tables

    def node(self, level: str, code: str) -> Node | None:
        """Return the node with a level and code; None if there is none."""
        return self._by_key.get((level, code))

    @cached_property
    def entity(self) -> Node:
        """The institution's own node, at the top of its tree.

        Raises
        ------
        StopIteration
            If the tree has no such node; reading the structure reports that case as a finding.
        """
        return next(node for node in self.nodes if node.level == "entidad")

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Node]:
        return {node.key: node for node in self.nodes}


DATED = {"gastos": "fecha_corte", "recursos": "fecha_corte", "modificaciones": "fecha", "versiones": "fecha"}
"""Tables whose rows carry a date, and the column that holds it."""
OF_A_PERIOD = ("avances", "historico", "recuento", "recomendaciones")
"""Tables of the year's folder whose rows name their period in the column `periodo`."""

ACCOUNTS = frozenset(("gastos", "recursos"))
"""Tables of what was spent and received; SIGEP exports them."""
DONE = ("ejecucion", "avances", "presentaciones")
"""Tables that hold execution only; a plan does not use them."""
DONE_COLUMNS = {
    "gastos": ("modificaciones", "ppto_vigente", "certificado", "compromiso", "devengado", "pagado", "por_pagar"),
    "recursos": ("modificaciones", "ppto_vigente", "devengado", "percibido"),
    "produccion": ("cantidad", "recaudacion"),
    "metas": ("ejecutado",),
}
"""Columns of other tables that hold execution, or the budget as modified after its approval."""
INITIAL = "ppto_inicial"
CUTOFF = "fecha_corte"


def as_of(dataset: Dataset, day: date, run: Period) -> Dataset:
    """Return the dataset without the rows that are later than a day or a period.

    A year's tables grow: in December they hold twelve cut-offs and every reformulation of the plan. A report for March
    that is made in December must say what it said in March.

    Parameters
    ----------
    day : date
        Rows with a later date in the tables that have dates (`DATED`: budget, its changes, versions) are dropped; rows
        without a date stay.
    run : Period
        Rows of `OF_A_PERIOD` tables whose period ends after this one are dropped; rows without a period stay.

    Returns
    -------
    Dataset
        A version of the plan dated after `day` is dropped with its tasks. If every version is later, all stay: a plan
        that was approved after its year began is still the plan.
    """
    ruling = {row.text("version") for row in dataset.rows("versiones") if _by(row, "fecha", day)}
    later = {row.text("version") for row in dataset.rows("versiones")} - ruling if ruling else set()
    tables = dict(dataset.tables)
    for name, column in DATED.items():
        if name in tables and (name != "versiones" or ruling):
            tables[name] = tuple(row for row in tables[name] if _by(row, column, day))
    for name in OF_A_PERIOD:
        if name in tables:
            tables[name] = tuple(row for row in tables[name] if not ends_after(row, run))
    if later and "tareas" in tables:
        tables["tareas"] = tuple(row for row in tables["tareas"] if row.text("version") not in later)
    return replace(dataset, tables=tables)


def _by(row: Row, column: str, day: date) -> bool:
    """Return whether a row is dated no later than a day; True without a date."""
    dated = row.date(column)
    return dated is None or dated <= day


def ends_after(row: Row, run: Period) -> bool:
    """Return whether a row states a period that ends after another one; False for a row without a period."""
    period = row.period("periodo")
    return period is not None and (period.year, period.last) > (run.year, run.last)


def as_planned(dataset: Dataset, day: date) -> Dataset:
    """Return the dataset of a plan: without execution, and with the initial budget only.

    Parameters
    ----------
    day : date
        The plan's date. It replaces the cut-off date of the budget rows.

    Returns
    -------
    Dataset
        Without the tables of execution (`DONE`) and the columns of what was done or spent (`DONE_COLUMNS`). From
        `gastos` and `recursos` only lines with an initial budget are kept, and of each `reporte` only those of its
        first cut-off that has any, since every later one repeats them.
    """
    tables = {name: rows for name, rows in dataset.tables.items() if name not in DONE}
    for name, columns in DONE_COLUMNS.items():
        if name in tables:
            tables[name] = tuple(_without(row, columns) for row in tables[name])
    for name in ("gastos", "recursos"):
        if name in tables:
            tables[name] = tuple(_moved(row, day) for row in _first_cutoffs(tables[name]))
    return replace(dataset, tables=tables)


def _without(row: Row, columns: Sequence[str]) -> Row:
    return replace(row, values={name: value for name, value in row.values.items() if name not in columns})


def _moved(row: Row, day: date) -> Row:
    return replace(row, values={**row.values, CUTOFF: day})


def _first_cutoffs(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield, for each `reporte`, the rows of its first cut-off that state an initial budget."""
    stated = [row for row in rows if row.number(INITIAL) is not None]
    first: dict[str, date | None] = {}
    for row in sorted(stated, key=lambda row: row.date(CUTOFF) or date.max):
        first.setdefault(row.text("reporte"), row.date(CUTOFF))
    return (row for row in stated if row.date(CUTOFF) == first[row.text("reporte")])
