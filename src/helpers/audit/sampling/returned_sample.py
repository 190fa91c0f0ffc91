"""Reads the workbook of a sample that an auditor filled in, and finds everything that is wrong in it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from helpers.audit.sampling.sample_draw import Design, Draw, draw
from helpers.audit.sampling.sample_population import Population
from helpers.audit.sampling.sample_workbook import (
    BY,
    DESIGN,
    DIGEST,
    SAMPLE,
    SEED,
    SIZE,
)
from helpers.base.display import quantity_es
from helpers.base.errors import UsageError
from helpers.base.exact import plain_text
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import found, of_file
from helpers.intake.layout.cell_grid import Cell, Grid, Line
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.outputs.workbook.sheet_model import OPEN_STYLES, Column, Sheet, header_rows
from helpers.outputs.workbook.sheet_model import Cell as SheetCell

AGAIN = "Vuelva a escribir lo esperado, o copie lo llenado en un libro nuevo hecho con «poa muestra»."
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


def check_sheet(returned: ReturnedSample, expected: Sheet) -> None:
    """Add an error for each cell of a returned sheet that does not say what was written; the auditor's cells are free.

    A row whose first cell differs is a single error, and so is each new row below the last one.
    """
    grid = returned.grids[expected.name]
    lines = {line.number: line for line in grid.lines}
    last = 0
    for block, header in zip(expected.blocks, header_rows(expected.blocks), strict=True):
        for last, line in enumerate(block.lines, start=header + 1):
            here = lines.get(last, Line(last, ()))
            for index, column in enumerate(block.columns):
                wanted = line.cells[column.key]
                if wanted.style in OPEN_STYLES:
                    continue
                if _tell_changed(returned, grid.place(last, index), column, here.at(index), wanted) and index == 0:
                    break
    for number in (number for number in lines if number > last):
        told = "la fila no es de la muestra, que termina antes. Bórrela; lo que quiera decir va en «Observación»."
        returned.tell(SampleCode.ROW, grid.place(number), told)


def _tell_changed(returned: ReturnedSample, place: SourceCell, column: Column, cell: Cell, expected: SheetCell) -> bool:
    """Add an error if a cell does not say what was written into it; return True in that case.

    Blanks between the words of a text do not count, nor does what a spreadsheet changes of a number (`ALMOST`).
    """
    wanted = expected.value
    if isinstance(wanted, str):
        is_same, words = " ".join(cell.text.split()) == " ".join(wanted.split()), wanted
    else:
        number, written = cell.value, Decimal(plain_text(wanted or 0))
        is_same = isinstance(number, Decimal) and abs(number - written) <= ALMOST * max(abs(written), Decimal(1))
        words = quantity_es(written)
    if not is_same:
        told = f"«{column.header}» es un dato de la muestra y cambió: dice «{cell.text}» y decía «{words}». {AGAIN}"
        returned.tell(SampleCode.CHANGED, place, told, words, cell.text)
    return not is_same
