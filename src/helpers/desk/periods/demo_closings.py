"""Closes the synthetic institution's quarters as they were at the time, before later corrections.

Three quarters were closed before a correction: of a reported quantity, of a date in the parameters, of a formula of the
method. The fourth was closed with everything as it is now.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from helpers.base.periods import Period
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.workspace import Workspace
from helpers.demo.budget.demo_money_tables import cutoff
from helpers.demo.follow_up import months_of
from helpers.demo.generate import DATA, PARAMS, YEAR
from helpers.demo.params_files import METHOD
from helpers.demo.params_files import YEAR as NUMBER
from helpers.desk.periods.close_period import write_closing
from helpers.intake.closings import closing_folder
from helpers.run.compute import compute, save
from helpers.run.report.manifest import COMPLETE, origin, write_manifest

WHO = "Responsable de planificación (persona ficticia)"
CLOSED_AT = {1: datetime(2024, 4, 22), 2: datetime(2024, 7, 22), 3: datetime(2024, 10, 21), 4: datetime(2025, 1, 20)}
CUTOFF, CUTOFF_THEN = 6, 5
"""Month of the budget's cut-off in the second quarter's parameters: now, and when it was closed."""
GAP, GAP_THEN = '"eficacia_ponderada - rango_ideal"', '"rango_ideal - eficacia_ponderada"'
"""The method's formula for the gap now, and when the third quarter was closed."""

Tell = Callable[[int], None]
EarlierFile = tuple[str, str]
"""A file's path from the root, and its text when a quarter was closed."""


def close_quarters(workspace: Workspace, tell: Tell = lambda quarter: None) -> None:
    """Close the four quarters of the synthetic institution, each with its data or rules as they were at the time.

    An earlier text of a file stands in its place only while a quarter is closed.

    Parameters
    ----------
    workspace : Workspace
        Has `data/demo`, `params/demo` and the method's file; each quarter gets a folder `cierre/`.
    tell : Callable
        Called with the number of each quarter before it is closed.
    """
    for quarter, moment in CLOSED_AT.items():
        tell(quarter)
        with _as_then(workspace, quarter):
            _close(workspace, Period.parse(f"{NUMBER}-T{quarter}"), moment)


def _close(workspace: Workspace, period: Period, moment: datetime) -> None:
    """Compute a period from the files as they are and write its closing, dated `moment`, without making a report."""
    computed = compute(workspace, "demo", period.code)
    folder = closing_folder(workspace, "demo", period)
    saved = folder.with_name("cierre.libro")
    saved.mkdir()
    try:
        save(computed, saved)
        write_manifest(saved, COMPLETE, origin(workspace, computed, (), ()), {}, with_pdf=False)
        write_closing(folder, saved, WHO, moment)
    finally:
        shutil.rmtree(saved)


@contextmanager
def _as_then(workspace: Workspace, quarter: int) -> Iterator[None]:
    """Restore a file's earlier text while the `with` block lasts; the current one is put back in any case."""
    changed = THEN[quarter](workspace) if quarter in THEN else None
    if changed is None:
        yield
        return
    name, then = changed
    path = workspace.root / name
    now = path.read_bytes()
    atomic.write_text(path, then)
    try:
        yield
    finally:
        atomic.write_bytes(path, now)


def _one_less(workspace: Workspace) -> EarlierFile:
    """The first quarter's execution with one unit less in one task, which was corrected later."""
    name = f"{YEAR}/T1/ejecucion.csv"
    rows = list(csv.DictReader(io.StringIO(_read(workspace, name))))
    touched = {row["pista"] for row in csv.DictReader(io.StringIO(_read(workspace, f"{DATA}/fallas.csv")))}
    row, month = next(_countable(rows, touched))
    row[month] = str(int(row[month]) - 1)
    return name, csv_text([rows[0], *(one.values() for one in rows)])


def _countable(rows: list[dict[str, str]], touched: set[str]) -> Iterator[tuple[dict[str, str], str]]:
    """Rows without planted faults, each with every month of the quarter in which it executed at least two units."""
    for row in rows:
        for month in months_of(1):
            if row["tarea"] not in touched and row[month].isdigit() and Decimal(row[month]) > 1:
                yield row, month


def _earlier_cutoff(workspace: Workspace) -> EarlierFile:
    """The second quarter's parameters with the budget's cut-off a month earlier, before June's report arrived."""
    now, then = (f"fecha: {cutoff(month)}" for month in (CUTOFF, CUTOFF_THEN))
    return _replaced(workspace, f"{PARAMS}/{NUMBER}-T2.yaml", now, then)


def _gap_reversed(workspace: Workspace) -> EarlierFile:
    """The method with the gap subtracted the other way round."""
    return _replaced(workspace, f"params/metodos/{METHOD}.yaml", GAP, GAP_THEN)


THEN: Mapping[int, Callable[[Workspace], EarlierFile]] = {1: _one_less, 2: _earlier_cutoff, 3: _gap_reversed}


def _replaced(workspace: Workspace, name: str, now: str, then: str) -> EarlierFile:
    """A file with `then` in place of its text `now`, everywhere; ValueError if it does not have that text."""
    text = _read(workspace, name)
    if now not in text:
        raise ValueError(f"{name} does not say {now}")
    return name, text.replace(now, then)


def _read(workspace: Workspace, name: str) -> str:
    return Path(workspace.root / name).read_text(encoding="utf-8")
