"""Compares the run's CSV files, cell by cell, with those written from the reference.

If the inputs have changed since, the run's comparison of methods is verified against the rest of the run.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import chain, repeat
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, written_otherwise
from helpers.audit.pages.word_differences import both_shortened, line_differences, shortened
from helpers.base.exact import exact, plain_text, round_half_up, stated_number
from helpers.figures.records import AT
from helpers.outputs.run_files import OPEN_DATA, PACKAGE_FILE, SENSITIVITY_FILES

SUBJECT = "Archivos CSV"
HOW = "Cada celda de cada CSV (cifras, hallazgos, conciliación, datos abiertos y los demás) es la que da el cálculo."
FIGURES, STEPS = SENSITIVITY_FILES
Row = tuple[str, ...]
Keyed = Mapping[str, str]
"""A row by the columns of the header."""
Own = Mapping[tuple[str | None, str | None], Keyed]
"""The figures of the run's own method, by period and place."""
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
            yield Difference(_place(name, line, expected[0], header, header[place]), *both_shortened(due, said))


def _place(name: str, line: int, key: str, header: Sequence[str], column: str) -> str:
    """Return a cell in words; `key` names its row. Its letter is `?` if the header lacks the column."""
    letter = get_column_letter(header.index(column) + 1) if column in header else "?"
    return f"{name}, celda {letter}{line} («{key}», columna {column})"


def keyed_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column, without cells beyond the header; a cell that is not there is empty."""
    header, *lines = read_rows(path) or [()]
    return [dict(zip(header, chain(line, repeat("")), strict=False)) for line in lines if line]


def comparison_differences(case: Case) -> Iterator[Difference]:
    """Yield where the run's two files of `sensibilidad` differ from its own Book or from their own arithmetic.

    The figures of other methods cannot be computed again, because their inputs have changed.
    """
    figures, steps = (keyed_rows(path) if (path := case.folder / name).is_file() else [] for name in SENSITIVITY_FILES)
    own = {(row.get("periodo"), row.get("lugar")): row for row in figures if _is_own(case, row)}
    for line, row in enumerate(figures, start=2):
        for column, due in _due(case, row, own.get((row.get("periodo"), row.get("lugar")))):
            if row.get(column) != due:
                yield Difference(_cell_of(FIGURES, line, row, column), due, row.get(column, ""))
    yield from _step_differences(steps, {row.get("id", ""): row for row in figures}, own)


def _is_own(case: Case, row: Keyed) -> bool:
    """Return whether a row is of the run's own method."""
    return row.get("metodo") == case.reference.corrida.metodo


def _due(case: Case, row: Keyed, own: Keyed | None) -> Iterator[tuple[str, str]]:
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


def _step_differences(steps: Sequence[Keyed], by_id: Mapping[str, Keyed], own: Own) -> Iterator[Difference]:
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
            yield Difference(_cell_of(STEPS, line, step, "efecto"), plain_text(value - last), step.get("efecto", ""))
        before[id] = value
    for id, value in before.items():
        if value != stated_number(by_id.get(id, {}).get("publicado", "")):
            due = by_id.get(id, {}).get("publicado", "(no está)")
            said = "(no es un número)" if value is None else str(value)
            yield Difference(f"{STEPS}, último paso de «{id}», columna valor", due, said)


def _cell_of(name: str, line: int, row: Keyed, column: str) -> str:
    """Return a cell in words, with the id of its row."""
    return _place(name, line, row.get("id", ""), tuple(row), column)
