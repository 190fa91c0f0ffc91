"""A dataset as it stood on a day, or as the plan sees it: what came later, and what was done, is left out.

A year's tables grow: in December they hold twelve cut-offs and every reformulation. A report of March made then
must say what it said in March.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from helpers.intake.dataset import Dataset
from helpers.periods import Period
from helpers.records import Row

DATED = {"gastos": "fecha_corte", "recursos": "fecha_corte", "modificaciones": "fecha", "versiones": "fecha"}
"""Tables whose rows are of a day, and the column that says which."""
OF_A_PERIOD = ("avances", "recuento", "recomendaciones")
"""Tables of the year whose rows are of a period, named in the column `periodo`."""

DONE = ("ejecucion", "avances", "presentaciones")
"""Tables that tell what was done, and nothing else."""
DONE_COLUMNS = {
    "gastos": ("modificaciones", "ppto_vigente", "certificado", "compromiso", "devengado", "pagado", "por_pagar"),
    "recursos": ("modificaciones", "ppto_vigente", "devengado", "percibido"),
    "produccion": ("cantidad", "recaudacion"),
    "metas": ("ejecutado",),
}
"""Columns of other tables that tell what was done, or what became of the budget as approved."""
INITIAL = "ppto_inicial"
CUTOFF = "fecha_corte"


def as_of(dataset: Dataset, day: date, run: Period) -> Dataset:
    """The dataset without what is dated after a day, or is of a period that ends after the run's.

    A version of the plan dated later is left out with its tasks, unless there is no earlier one: a plan approved
    after it began to rule is the plan all the same. What has no date stays.
    """
    ruling = {row.text("version") for row in dataset.rows("versiones") if _by(row, "fecha", day)}
    later = {row.text("version") for row in dataset.rows("versiones")} - ruling if ruling else set()
    tables = dict(dataset.tables)
    for name, column in DATED.items():
        if name in tables and (name != "versiones" or ruling):
            tables[name] = tuple(row for row in tables[name] if _by(row, column, day))
    for name in OF_A_PERIOD:
        if name in tables:
            tables[name] = tuple(row for row in tables[name] if not _ends_after(row, run))
    if later and "tareas" in tables:
        tables["tareas"] = tuple(row for row in tables["tareas"] if row.text("version") not in later)
    return replace(dataset, tables=tables)


def _by(row: Row, column: str, day: date) -> bool:
    dated = row.date(column)
    return dated is None or dated <= day


def _ends_after(row: Row, run: Period) -> bool:
    period = row.period("periodo")
    return period is not None and (period.year, period.last) > (run.year, run.last)


def as_planned(dataset: Dataset, day: date) -> Dataset:
    """The dataset of a plan: nothing of what was done, and of the budget only what was approved at first.

    The initial budget is the same at every cut-off: that of each report's first one is kept, as of the plan's day.
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
    """The rows with an initial budget of the first cut-off that has any, report by report."""
    stated = [row for row in rows if row.number(INITIAL) is not None]
    first: dict[str, date | None] = {}
    for row in sorted(stated, key=lambda row: row.date(CUTOFF) or date.max):
        first.setdefault(row.text("reporte"), row.date(CUTOFF))
    return (row for row in stated if row.date(CUTOFF) == first[row.text("reporte")])
