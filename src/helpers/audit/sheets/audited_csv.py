"""Compares the run's CSV files, cell by cell, with those written from the reference."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, written_otherwise
from helpers.audit.audited_comparison import comparison_differences
from helpers.audit.pages.line_differences import line_differences
from helpers.audit.pages.word_differences import both_shortened, shortened
from helpers.outputs.run_files import OPEN_DATA, PACKAGE_FILE

SUBJECT = "Archivos CSV"
HOW = "Cada celda de cada CSV (cifras, hallazgos, conciliación, datos abiertos y los demás) es la que da el cálculo."
Row = tuple[str, ...]
_LONGEST_CELL = 2**31 - 1


def check_csv(case: Case) -> Result:
    """Compare each CSV file of the reference, and its open data's description, with the run's; the amount counts cells.

    If the inputs have changed, the figures under other methods are compared as in `comparison_differences`.
    """
    differences: list[Difference] = []
    amount = 0
    written = (path.relative_to(case.expected).as_posix() for path in case.expected.rglob("*.csv"))
    names = sorted(name for name in written if name not in case.taken)
    for name in names:
        expected = read_rows(case.expected / name)
        amount += sum(map(len, expected))
        path = case.folder / name
        if not path.is_file():
            differences.append(Difference(name, "el archivo", "no está"))
            continue
        found = read_rows(path)
        told = list(csv_differences(name, expected, found))
        if not told and path.read_bytes() != (case.expected / name).read_bytes():
            told.append(written_otherwise(name))
        differences += told
    differences += _package_differences(case)
    if case.taken:
        differences += comparison_differences(case)
    return Result(SUBJECT, HOW, amount, f"celdas en {len(names)} archivos", tuple(differences), tuple(_notes(case)))


def _package_differences(case: Case) -> Iterator[Difference]:
    """Yield the lines in which the description of the open data differs from the reference's."""
    name = f"{OPEN_DATA}/{PACKAGE_FILE}"
    due, path = case.expected / name, case.folder / name
    if not due.is_file():
        return
    if not path.is_file():
        yield Difference(name, "el archivo", "no está")
        return
    yield from line_differences(name, *(one.read_bytes().decode(errors="backslashreplace") for one in (due, path)))


def _notes(case: Case) -> Iterator[str]:
    """Yield what was compared only in part because the inputs have changed; nothing if they have not."""
    if case.is_against_saved:
        yield "Los insumos ya no son los del informe: los CSV se comparan con lo que el propio informe guardó."
        yield f"De {OPEN_DATA}/ se comprobaron solo las huellas: sus tablas salen de insumos que ya son otros."
    for name in sorted(case.taken):
        yield (
            f"{name} depende de insumos que ya no son los del informe: se comprobaron su huella, las cifras del "
            "propio método y las restas, no las cifras de otros métodos."
        )


def read_rows(path: Path) -> list[Row]:
    """Return all rows of a CSV file in UTF-8, header included, each as a tuple of texts.

    A cell may be of any length (a ministry's sources take a megabyte). The limit of the module `csv` is raised for the
    whole process.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)]


def csv_differences(name: str, expected: Sequence[Row], found: Sequence[Row]) -> Iterator[Difference]:
    """Yield one difference for all rows that only moved, then cells that differ, and rows missing or in excess.

    The rows that did not move are paired in order.

    Parameters
    ----------
    name : str
        The file as messages name it.
    expected, found : sequence of Row
        Rows with the header first; `expected` is not empty.
    """
    header = expected[0]
    blocks = [
        (expected[first:last], list(enumerate(found[start:end], start=start + 1)), end)
        for tag, first, last, start, end in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    gone = Counter(row for ours, _, _ in blocks for row in ours)
    new = Counter(row for _, theirs, _ in blocks for _, row in theirs)
    moved = {row for row, times in new.items() if gone[row] == times}
    if moved:
        line, row = next(one for _, theirs, _ in blocks for one in theirs if one[1] in moved)
        said = f"otro: la fila {line} («{_beginning(row)}»), por ejemplo, va en otro lugar"
        yield Difference(f"{name}, orden de las filas", "el que da el cálculo", said)
    for ours, theirs, end in blocks:
        due = [row for row in ours if row not in moved]
        lines = [one for one in theirs if one[1] not in moved]
        for row, (line, other) in zip(due, lines, strict=False):
            yield from _cells(name, header, row, other, line)
        for row in due[len(lines) :]:
            yield Difference(f"{name}, después de la fila {end}", _beginning(row), "(falta la fila)")
        for line, row in lines[len(due) :]:
            yield Difference(f"{name}, fila {line}", "(ninguna fila)", _beginning(row))


def _beginning(row: Row) -> str:
    """Return a row's first three cells for a message, shortened."""
    return shortened(" · ".join(row[:3]))


def _cells(name: str, header: Row, expected: Row, found: Row, line: int) -> Iterator[Difference]:
    """Yield the cells in which two rows differ, or one difference if the rows have different numbers of cells."""
    if len(expected) != len(found):
        yield Difference(f"{name}, fila {line}", f"{len(expected)} celdas", f"{len(found)} celdas")
        return
    for place, (due, said) in enumerate(zip(expected, found, strict=True)):
        if due != said:
            yield Difference(_place(name, header, expected[0], place, line), *both_shortened(due, said))


def _place(name: str, header: Row, key: str, place: int, line: int) -> str:
    """Return a cell in words; `key` names its row, and `place` is its column, from 0."""
    return f"{name}, celda {get_column_letter(place + 1)}{line} («{key}», columna {header[place]})"
