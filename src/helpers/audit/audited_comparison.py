"""Verifies the run's comparison of methods against the rest of the run, if the inputs have changed since."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.base.exact import exact, plain_text, round_half_up, stated_number
from helpers.figures.records import AT
from helpers.outputs.run_files import SENSITIVITY_FILES

Row = Mapping[str, str]
FIGURES, STEPS = SENSITIVITY_FILES


Own = Mapping[tuple[str | None, str | None], Row]
"""The figures of the run's own method, by period and place."""


def comparison_differences(case: Case) -> Iterator[Difference]:
    """Yield where the run's two files of `sensibilidad` differ from its own Book or from their own arithmetic.

    The figures of other methods cannot be computed again, because their inputs have changed.
    """
    figures, steps = _read(case.folder / FIGURES), _read(case.folder / STEPS)
    own = {(row.get("periodo"), row.get("lugar")): row for row in figures if _is_own(case, row)}
    for line, row in enumerate(figures, start=2):
        for column, due in _due(case, row, own.get((row.get("periodo"), row.get("lugar")))):
            if row.get(column) != due:
                yield Difference(_place(FIGURES, line, row, column), due, row.get(column, ""))
    yield from _step_differences(steps, {row.get("id", ""): row for row in figures}, own)


def _is_own(case: Case, row: Row) -> bool:
    """Return whether a row is of the run's own method."""
    return row.get("metodo") == case.reference.corrida.metodo


def _due(case: Case, row: Row, own: Row | None) -> Iterator[tuple[str, str]]:
    """Yield the columns whose content the Book or the line determines, with that content; none without a value.

    `own` is the line of the run's own method for the same period and place.
    """
    if not row.get("valor"):
        return
    figure = case.reference.book.figures.get(row.get("id", "").rpartition(AT)[0])
    if _is_own(case, row) and figure is not None:
        yield "valor", plain_text(figure.value)
        yield "publicado", figure.published
        return
    value, printed = stated_number(row["valor"]), stated_number(row.get("publicado", ""))
    rounded = "un número"
    if value is not None and printed is not None:
        rounded = str(round_half_up(exact(value), -int(printed.as_tuple().exponent)))
    yield "publicado", rounded
    base = stated_number((own or {}).get("publicado", ""))
    if row.get("diferencia") and printed is not None and base is not None:
        yield "diferencia", plain_text(printed - base)


def _step_differences(steps: Sequence[Row], by_id: Mapping[str, Row], own: Own) -> Iterator[Difference]:
    """Yield each step whose effect is not its value less the one before, then last steps that miss the published value.

    Before the first step is the published figure of the run's own method. `by_id` has the figures under other methods.
    """
    before: dict[str, Decimal | None] = {}
    for line, step in enumerate(steps, start=2):
        id = step.get("id", "")
        figure = by_id.get(id, {})
        base = own.get((figure.get("periodo"), figure.get("lugar")), {}).get("publicado", "")
        value, last = stated_number(step.get("valor", "")), before.get(id, stated_number(base))
        if value is not None and last is not None and stated_number(step.get("efecto", "")) != value - last:
            yield Difference(_place(STEPS, line, step, "efecto"), plain_text(value - last), step.get("efecto", ""))
        before[id] = value
    for id, value in before.items():
        if value != stated_number(by_id.get(id, {}).get("publicado", "")):
            due = by_id.get(id, {}).get("publicado", "(no está)")
            said = "(no es un número)" if value is None else str(value)
            yield Difference(f"{STEPS}, último paso de «{id}», columna valor", due, said)


def _read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column, without cells beyond the header; empty if there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [{name: text or "" for name, text in row.items() if name} for row in csv.DictReader(stream)]


def _place(name: str, line: int, row: Row, column: str) -> str:
    """Return a cell in words, with the row's id; its letter is `?` if the file lacks the column."""
    letter = get_column_letter(list(row).index(column) + 1) if column in row else "?"
    return f"{name}, celda {letter}{line} («{row.get('id', '')}», columna {column})"
