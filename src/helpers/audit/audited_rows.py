"""Compares the rows of the input tables, as the report published them in its open data, with those read now."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.audit.sheets.audited_csv import read_rows
from helpers.base.python_extras import by_key
from helpers.figures.records import Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.outputs.open_data.data_package import ORIGIN, input_rows
from helpers.outputs.run_files import OPEN_DATA

ABSENT = "(no hay)"
WHOLE_ROW, GONE = "toda la fila", "(falta la fila)"
MOVED = "{}, filas que cambiaron de lugar sin cambiar en nada ({}); la primera"
Texts = Mapping[str, str]


def row_differences(case: Case) -> Iterator[Difference]:
    """Yield how the rows of the tables of the contract differ from those in the report's open data, table by table.

    They have values of any kind: a weight that no figure counts, a description, a date. Rows are the same if they say
    the same, wherever in their file they stand; others are paired by file, sheet and line. New rows are no difference,
    because the year's tables grow. Of each file, the last difference is how many rows only moved. Nothing if the run
    cannot be computed now.
    """
    dataset = case.again.dataset if case.again else None
    if dataset is None:
        return
    moved: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in TABLES:
        before, now = _published(case.folder / OPEN_DATA / f"{name}.csv"), input_rows(dataset, name)
        pairs = _pairs(before, now)
        left = _left(dataset.rows(name), now, set(pairs.values()))
        yield from _of_table(dataset, left, [texts for texts in before if texts[ORIGIN] not in pairs])
        for one, other in pairs.items():
            if one != other:
                moved[one.partition("#")[0]].append((one, other))
    for file, found in moved.items():
        yield Difference(MOVED.format(file, len(found)), *found[0])


def _pairs(before: Sequence[Texts], now: Sequence[Texts]) -> dict[str, str]:
    """Return where each row stands now that says the same as before, by where it stood; the others are left out."""
    there = by_key((_content(texts), texts[ORIGIN]) for texts in now)
    here = by_key((_content(texts), texts[ORIGIN]) for texts in before)
    return {
        one: other
        for content, places in here.items()
        for one, other in zip(places, there.get(content, ()), strict=False)
    }


def _left(rows: Sequence[Row], now: Sequence[Texts], taken: Set[str]) -> Mapping[str, tuple[Row, Texts]]:
    """Return the rows read now that are none of `taken`, with their texts, by where they stand."""
    return {texts[ORIGIN]: (row, texts) for row, texts in zip(rows, now, strict=True) if texts[ORIGIN] not in taken}


def _of_table(
    dataset: Dataset, left: Mapping[str, tuple[Row, Texts]], changed: Sequence[Texts]
) -> Iterator[Difference]:
    """Yield the differences of the rows of a table, `changed`, that nowhere say what they said."""
    for texts in changed:
        origin = texts[ORIGIN]
        if origin in left:
            yield from _cells(*left[origin], texts)
        elif origin.partition("#")[0] in dataset.files:
            yield Difference(origin, WHOLE_ROW, GONE)


def _cells(row: Row, now: Texts, before: Texts) -> Iterator[Difference]:
    """Yield the cells of a row whose text is no longer the published one."""
    for column in dict.fromkeys((*before, *now)):
        one, other = before.get(column) or "", now.get(column) or ""
        if column != ORIGIN and one != other:
            lost = "" if column in row.origin.columns else f", columna «{column}», que el archivo no tiene"
            yield Difference(f"{row.cell(column)}{lost}", one or ABSENT, other or ABSENT)


def _published(path: Path) -> list[Texts]:
    """Return the rows of a table of the open data; none if the file is missing or cannot be read.

    That file is then reported as an output.
    """
    try:
        header, *lines = read_rows(path)
    except (OSError, ValueError, csv.Error):
        return []
    return [{ORIGIN: "", **dict(zip(header, line, strict=False))} for line in lines]


def _content(texts: Texts) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return the file and the filled cells of a row, wherever in the file it stands."""
    filled = frozenset((column, text) for column, text in texts.items() if text and column != ORIGIN)
    return texts[ORIGIN].partition("#")[0], filled
