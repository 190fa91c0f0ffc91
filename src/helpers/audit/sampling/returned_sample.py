"""Reads the workbook of a sample that an auditor filled in, and finds everything that is wrong in it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from helpers.audit.sampling.sample_draw import Design, Draw, Population, draw
from helpers.audit.sampling.sample_workbook import (
    BY,
    DESIGN,
    DIGEST,
    SAMPLE,
    SEED,
    SIZE,
)
from helpers.base.display import list_es, quantity_es
from helpers.base.errors import UsageError
from helpers.base.exact import plain_text
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import found, of_file
from helpers.intake.layout.cell_grid import Cell, Grid, Line
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.outputs.workbook.sheet_model import OPEN_STYLES, Sheet, Table, Value, header_rows

AGAIN = "Vuelva a escribir lo esperado, o copie lo llenado en un libro nuevo hecho con «poa muestra»."
MOVED = (
    "las filas {} cambiaron de lugar, según «{}». Devuélvalas enteras a su orden, o copie lo llenado en un libro nuevo "
    "hecho con «poa muestra»; hasta entonces no se lee lo llenado."
)
ALMOST = Decimal("1e-9")
"""Greatest relative difference of a number that a spreadsheet saved again."""


class SampleCode(StrEnum):
    """Codes of the findings on a returned sample."""

    SHEET = "MUE-HOJA"
    RUN = "MUE-LIBRO"
    DESIGN = "MUE-DISENO"
    CHANGED = "MUE-CELDA"
    ROW = "MUE-FILA"
    MARK = "MUE-MARCA"
    CONTRADICTION = "MUE-CONTRADICE"
    DAY = "MUE-FECHA"


@dataclass
class ReturnedSample:
    """A returned workbook: its sheets as grids, and the findings made so far."""

    label: str
    grids: Mapping[str, Grid]
    findings: list[Finding] = field(default_factory=list)

    def tell(
        self, code: str, place: SourceCell, sentence: str, expected: str = "", value: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:  # fmt: skip
        """Add a finding."""
        self.findings.append(found(code, severity, place, sentence, expected=expected, value=value))


def open_returned(path: Path, label: str) -> ReturnedSample:
    """Read the sheets «Muestra» and «Diseño» of a workbook; what is missing or unreadable becomes a finding."""
    grids, findings = read_workbook(path, label, lambda names: [name for name in names if name in (SAMPLE, DESIGN)])
    returned = ReturnedSample(label, grids, list(findings))
    if grids or not findings:
        for name in (SAMPLE, DESIGN):
            if name not in grids:
                told = f"falta la hoja «{name}»: no es un libro hecho con «poa muestra», o le quitaron la hoja. {AGAIN}"
                returned.findings.append(of_file(SampleCode.SHEET, Severity.ERROR, label, told, expected=name))
    return returned


def drawn_again(returned: ReturnedSample, digest: str, population: Population) -> Draw | None:
    """Draw the sample again that the sheet «Diseño» states; call it only if the workbook has that sheet.

    Parameters
    ----------
    digest : str
        SHA-256 of the run's `libro.json`; a sample of another one is an error.
    population : Population
        The run's reported results.

    Returns
    -------
    Draw or None
        None if no sample can be drawn like this; the findings say why.
    """
    grid = returned.grids[DESIGN]
    stated = {line.at(0).text: (grid.place(line.number, 1), line.at(1).text) for line in grid.lines}
    (at, said), *rest = (stated.get(name, (grid.place(), "")) for name in (DIGEST, SEED, SIZE, BY))
    if said != digest:
        told = (
            f"la muestra es de otro informe: su huella es «{said}» y la del libro de este es {digest}. Léala con el "
            "informe del que salió, o saque otra muestra."
        )
        returned.tell(SampleCode.RUN, at, told, digest, said)
        return None
    forms = (
        (SEED, r"-?\d{1,4000}", "un número entero"),
        (SIZE, r"[1-9]\d{0,8}", "un número entero"),
        (BY, "area|dinero", "area o dinero"),
    )
    wrong = [
        (at, said, name, wanted)
        for (at, said), (name, form, wanted) in zip(rest, forms, strict=True)
        if not re.fullmatch(form, said)
    ]
    for at, said, name, wanted in wrong:
        returned.tell(SampleCode.DESIGN, at, f"«{name}» dice «{said}» y debe ser {wanted}. {AGAIN}", wanted, said)
    if wrong:
        return None
    (_, seed), (at, size), (_, by) = rest
    try:
        return draw(population, Design(by), int(size), int(seed))
    except UsageError:
        told = f"con «{SIZE}» {size} y «{BY}» {by} no sale ninguna muestra de este informe: uno cambió. {AGAIN}"
        returned.tell(SampleCode.DESIGN, at, told, value=size)
        return None


def check_sheet(returned: ReturnedSample, expected: Sheet) -> bool:
    """Add an error for each cell of a returned sheet that does not say what was written; the auditor's cells are free.

    A row whose first cell differs is a single error, and so are all rows together that changed place, and each new row
    below the last one. Return whether no row changed place, so that what the auditor wrote stands beside its item.
    """
    grid = returned.grids[expected.name]
    lines = {line.number: line for line in grid.lines}
    last, is_in_order = 0, True
    for block, header in zip(expected.blocks, header_rows(expected.blocks), strict=True):
        last = header + block.height
        changed = list(_changed_cells(block, header + 1, lines))
        firsts = {_words(line.cells[block.columns[0].key].value) for line in block.lines}
        moved = [one.row for one in changed if one.column == 0 and one.said in firsts]
        if len(moved) > 1:
            is_in_order = False
            told = MOVED.format(_rows_es(moved), block.columns[0].header)
            returned.tell(SampleCode.ROW, grid.place(moved[0]), told)
            changed = [one for one in changed if one.row not in moved]
        for one in changed:
            told = f"«{block.columns[one.column].header}» es un dato de la muestra y cambió: "
            told += f"dice «{one.said}» y decía «{one.due}». {AGAIN}"
            returned.tell(SampleCode.CHANGED, grid.place(one.row, one.column), told, one.due, one.said)
    for number in (number for number in lines if number > last):
        told = "la fila no es de la muestra, que termina antes. Bórrela; lo que quiera decir va en «Observación»."
        returned.tell(SampleCode.ROW, grid.place(number), told)
    return is_in_order


class _Changed(NamedTuple):
    """A cell that does not say what was written into it: its row, its column from 0, and both texts."""

    row: int
    column: int
    due: str
    said: str


def _changed_cells(block: Table, first: int, lines: Mapping[int, Line]) -> Iterator[_Changed]:
    """Yield the changed cells of a block that begins in row `first`; of a row whose first cell changed, only that."""
    for row, line in enumerate(block.lines, start=first):
        here = lines.get(row, Line(row, ()))
        for index, column in enumerate(block.columns):
            wanted, cell = line.cells[column.key], here.at(index)
            if wanted.style not in OPEN_STYLES and not _says(cell, wanted.value):
                said = _words(cell.value) if isinstance(cell.value, Decimal) else cell.text
                yield _Changed(row, index, _words(wanted.value), said)
                if index == 0:
                    break


def _says(cell: Cell, wanted: Value) -> bool:
    """Return whether a cell says a value.

    Blanks between the words of a text do not count, nor does what a spreadsheet changes of a number (`ALMOST`).
    """
    if isinstance(wanted, str):
        return " ".join(cell.text.split()) == " ".join(wanted.split())
    number, written = cell.value, Decimal(plain_text(wanted or 0))
    return isinstance(number, Decimal) and abs(number - written) <= ALMOST * max(abs(written), Decimal(1))


def _words(value: Value) -> str:
    """Return a cell's value in words."""
    return value if isinstance(value, str) else quantity_es(Decimal(plain_text(value or 0)))


def _rows_es(rows: Sequence[int]) -> str:
    """Return rows in words: `5 y 7`, or `5 a 9` for more than two that follow each other."""
    is_run = len(rows) > 2 and rows[-1] - rows[0] == len(rows) - 1
    return f"{rows[0]} a {rows[-1]}" if is_run else list_es([str(row) for row in rows])
