"""Compares the rows of the input tables, as the report published them in its open data, with those read now."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.audit.sheets.audited_csv import read_rows
from helpers.figures.records import Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.outputs.open_data.data_package import ORIGIN, input_rows
from helpers.outputs.run_files import OPEN_DATA

ABSENT = "(no hay)"
WHOLE_ROW, GONE = "toda la fila", "(falta la fila)"
Texts = Mapping[str, str]
Content = tuple[str, frozenset[tuple[str, str]]]


def row_differences(case: Case) -> Iterator[Difference]:
    """Yield the cells of input rows that say something else than when the report was made, then the rows that are gone.

    They are values of any kind: a weight that no figure counts, a description, a date. Rows are paired by file, sheet
    and line; those that only moved are the same, and new rows are no difference, because the year's tables grow.
    """
    dataset = case.again.dataset if case.again else None
    if dataset is None:
        return
    for name in TABLES:
        yield from _of_table(dataset, name, _published(case.folder / OPEN_DATA / f"{name}.csv"))


def _of_table(dataset: Dataset, name: str, before: tuple[Texts, ...]) -> Iterator[Difference]:
    """Yield the differences of one table of the contract, which the report published as `before`."""
    now = list(zip(dataset.rows(name), input_rows(dataset, name), strict=True))
    same = Counter(map(_content, before)) & Counter(_content(texts) for _, texts in now)
    changed = _without(same, before)
    there = {texts[ORIGIN]: (row, texts) for row, texts in now}
    kept = {texts[ORIGIN] for texts in _without(same, tuple(texts for _, texts in now))}
    for texts in changed:
        origin = texts.get(ORIGIN, "")
        if origin in kept:
            yield from _cells(*there[origin], texts)
        elif origin.partition("#")[0] in dataset.files:
            yield Difference(origin, WHOLE_ROW, GONE)


def _cells(row: Row, now: Texts, before: Texts) -> Iterator[Difference]:
    """Yield the cells of a row whose text is no longer the published one."""
    for column in dict.fromkeys((*before, *now)):
        one, other = before.get(column) or "", now.get(column) or ""
        if column != ORIGIN and one != other:
            yield Difference(str(row.cell(column)), one or ABSENT, other or ABSENT)


def _published(path: Path) -> tuple[Texts, ...]:
    """Return the rows of a table of the open data; none if the file is missing or cannot be read.

    That file is then reported as an output.
    """
    try:
        header, *lines = read_rows(path)
    except (OSError, ValueError, csv.Error):
        return ()
    return tuple(dict(zip(header, line, strict=False)) for line in lines)


def _without(same: Counter[Content], rows: tuple[Texts, ...]) -> tuple[Texts, ...]:
    """Return the rows but those that `same` counts, each as often as it counts it."""
    left = same.copy()
    kept = []
    for texts in rows:
        content = _content(texts)
        if left[content]:
            left[content] -= 1
        else:
            kept.append(texts)
    return tuple(kept)


def _content(texts: Texts) -> Content:
    """Return the file and the filled cells of a row, wherever in the file it stands."""
    filled = frozenset((column, text) for column, text in texts.items() if text and column != ORIGIN)
    return texts.get(ORIGIN, "").partition("#")[0], filled
