"""The made-up institution's quarters, closed as they stood then: what was corrected afterwards is what the year tells.

Three quarters were closed before something was corrected: a number that a unit had reported, a deadline of the
parameters, a formula of the method. The fourth was closed as everything is now.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from helpers import atomic
from helpers.closings import closing_folder
from helpers.compute import BOOK_FILE, compute, save
from helpers.cycle.close import Basis, write_closing
from helpers.demo.follow_up import months_of
from helpers.demo.generate import DATA, JUNE, PARAMS, YEAR
from helpers.demo.money_tables import cutoff
from helpers.demo.params_files import METHOD
from helpers.demo.params_files import YEAR as NUMBER
from helpers.digest import file_sha256
from helpers.periods import Period
from helpers.runner.manifest import origin
from helpers.workspace import Workspace

WHO = "Responsable de planificación (persona ficticia)"
CLOSED_AT = {1: datetime(2024, 4, 22), 2: datetime(2024, 7, 22), 3: datetime(2024, 10, 21), 4: datetime(2025, 1, 20)}
CUTOFF_THEN = 5
"""The month at whose end the second quarter's budget was cut off, by the parameters that it was closed with."""
GAP, GAP_THEN = '"eficacia_ponderada - rango_ideal"', '"rango_ideal - eficacia_ponderada"'
"""How the method works out the gap, and how it did when the third quarter was closed."""

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Text:
    """A file as it was when a quarter was closed, by its name from the workbook's root."""

    name: str
    then: str


def close_quarters(workspace: Workspace, tell: Tell = lambda quarter: None) -> None:
    """Close the four quarters of the institution that stands in a workbook.

    Parameters
    ----------
    workspace : Workspace
        Has `data/demo`, `params/demo` and the method's file, and gets `<trimestre>/cierre/`.
    tell : Callable
        Told which quarter is being closed.
    """
    for quarter, moment in CLOSED_AT.items():
        tell(quarter)
        with _as_then(workspace, quarter):
            _close(workspace, Period.parse(f"{NUMBER}-T{quarter}"), moment)


def _close(workspace: Workspace, period: Period, moment: datetime) -> None:
    computed = compute(workspace, "demo", period.code)
    source = origin(workspace, computed, (), ())
    folder = closing_folder(workspace, "demo", period)
    saved = folder.with_name("cierre.libro")
    saved.mkdir()
    try:
        save(computed, saved)
        basis = Basis(
            fingerprint=source.fingerprint,
            revision=source.revision.commit,
            configuration=dict(source.configuration),
            findings=computed.findings,
            book_digest=file_sha256(saved / BOOK_FILE),
            inputs=computed.inputs,
        )
    finally:
        shutil.rmtree(saved)
    write_closing(folder, computed.book, basis, WHO, moment)


@contextmanager
def _as_then(workspace: Workspace, quarter: int) -> Iterator[None]:
    """The workbook as it stood when a quarter was closed; as it is now again afterwards, whatever happens."""
    changed = THEN[quarter](workspace) if quarter in THEN else None
    if changed is None:
        yield
        return
    path = workspace.root / changed.name
    now = path.read_bytes()
    atomic.write_text(path, changed.then)
    try:
        yield
    finally:
        atomic.write_bytes(path, now)


def _one_less(workspace: Workspace) -> Text:
    """The first quarter's report with one unit of work less in one task, which its unit told of later."""
    name = f"{YEAR}/T1/ejecucion.csv"
    rows = list(csv.DictReader(io.StringIO(_read(workspace, name))))
    touched = {row["pista"] for row in csv.DictReader(io.StringIO(_read(workspace, f"{DATA}/fallas.csv")))}
    row, month = next(_countable(rows, touched))
    row[month] = str(int(row[month]) - 1)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return Text(name, stream.getvalue())


def _countable(rows: list[dict[str, str]], touched: set[str]) -> Iterator[tuple[dict[str, str], str]]:
    """Rows in which no fault was planted, with a month in which at least two were done."""
    for row in rows:
        for month in months_of(1):
            if row["tarea"] not in touched and row[month].isdigit() and Decimal(row[month]) > 1:
                yield row, month


def _earlier_cutoff(workspace: Workspace) -> Text:
    """The second quarter's parameters with the budget as it was a month before: June's report had not come."""
    now, then = (f"fecha: {cutoff(month)}" for month in (JUNE, CUTOFF_THEN))
    return _replaced(workspace, f"{PARAMS}/{NUMBER}-T2.yaml", now, then)


def _gap_reversed(workspace: Workspace) -> Text:
    """The method that took the gap the other way round."""
    return _replaced(workspace, f"params/metodos/{METHOD}.yaml", GAP, GAP_THEN)


THEN: Mapping[int, Callable[[Workspace], Text]] = {1: _one_less, 2: _earlier_cutoff, 3: _gap_reversed}


def _replaced(workspace: Workspace, name: str, now: str, then: str) -> Text:
    text = _read(workspace, name)
    if now not in text:
        raise ValueError(f"{name} does not say {now}")
    return Text(name, text.replace(now, then))


def _read(workspace: Workspace, name: str) -> str:
    return Path(workspace.root / name).read_text(encoding="utf-8")
