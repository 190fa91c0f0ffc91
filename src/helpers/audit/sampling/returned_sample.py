"""Reads the workbook of a sample that an auditor filled in, and finds everything that is wrong in it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from helpers.audit.sampling.reported_results import Item
from helpers.audit.sampling.sample_draw import Design, Draw
from helpers.audit.sampling.sample_evaluation import MARKS, Checked, Mark
from helpers.audit.sampling.sample_workbook import (
    BY,
    DAY,
    DESIGN,
    DIGEST,
    MARK,
    NUMBER,
    REMARK,
    SAMPLE,
    SEED,
    SIZE,
    VERIFIED,
    item_cells,
    numbered,
    sample_columns,
)
from helpers.base.characters import folded
from helpers.base.display import quantity_es
from helpers.base.exact import plain_text
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import found, of_file
from helpers.intake.layout.cell_grid import BLANK, Cell, Fault, Grid, Line
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.tables.table_columns import Measure
from helpers.intake.values.amount_cells import read_amounts
from helpers.intake.values.column_kinds import Settings, convert
from helpers.outputs.workbook.sheet_model import Cell as SheetCell
from helpers.outputs.workbook.sheet_model import Column, Sheet, header_rows

AGAIN = "Vuelva a escribir lo esperado, o copie lo llenado en un libro nuevo hecho con «poa muestra»."
FIX_ONE = "Corrija uno de los dos."
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


@dataclass(frozen=True)
class StatedDesign:
    """What «Diseño» states: with it and the run's Book the sample can be drawn again."""

    design: Design
    size: int
    seed: int


@dataclass
class ReturnedSample:
    """A returned workbook: its sheets as grids, and the findings made so far."""

    label: str
    grids: Mapping[str, Grid]
    findings: list[Finding] = field(default_factory=list)

    def tell(self, code: str, place: SourceCell, sentence: str, expected: str = "", value: str = "") -> None:
        """Add an error."""
        self.findings.append(found(code, Severity.ERROR, place, sentence, expected=expected, value=value))


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


def stated_design(returned: ReturnedSample, digest: str) -> StatedDesign | None:
    """Return the design that the workbook states.

    Parameters
    ----------
    digest : str
        SHA-256 of the run's `libro.json`; a sample of another one is an error.

    Returns
    -------
    StatedDesign or None
        None if it cannot be used; the findings say why.
    """
    grid = returned.grids[DESIGN]
    stated = {cell.text: (line.number, line.at(1)) for line in grid.lines if (cell := line.at(0)).text}
    values = {name: stated.get(name, (0, BLANK)) for name in (DIGEST, SEED, SIZE, BY)}
    number, cell = values[DIGEST]
    if cell.text != digest:
        told = (
            f"la muestra es de otro informe: su huella es «{cell.text}» y la del libro de este es {digest}. Léala con "
            "el informe del que salió, o saque otra muestra."
        )
        returned.tell(SampleCode.RUN, grid.place(number or "", 1), told, digest, cell.text)
        return None
    for name in (SEED, SIZE):
        number, cell = values[name]
        if not cell.text.removeprefix("-").isdecimal():
            told = f"«{name}» no es un número entero: «{cell.text}». {AGAIN}"
            returned.tell(SampleCode.DESIGN, grid.place(number or "", 1), told, "un número entero", cell.text)
    number, cell = values[BY]
    if cell.text not in tuple(Design):
        told = f"«{BY}» no es «area» ni «dinero»: «{cell.text}». {AGAIN}"
        returned.tell(SampleCode.DESIGN, grid.place(number or "", 1), told, "area o dinero", cell.text)
    if returned.findings and any(one.codigo == SampleCode.DESIGN for one in returned.findings):
        return None
    return StatedDesign(Design(cell.text), int(values[SIZE][1].text), int(values[SEED][1].text))


def check_design(returned: ReturnedSample, expected: Sheet) -> None:
    """Compare every cell of «Diseño» with the sheet described again."""
    grid = returned.grids[DESIGN]
    lines = {line.number: line for line in grid.lines}
    for block, header in zip(expected.blocks, header_rows(expected.blocks), strict=True):
        for number, line in enumerate(block.lines, start=header + 1):
            for index, column in enumerate(block.columns):
                cell = lines.get(number, Line(number, ())).at(index)
                _compare(returned, grid.place(number, index), column, cell, line.cells[column.key])


def _compare(returned: ReturnedSample, place: SourceCell, column: Column, cell: Cell, expected: SheetCell) -> None:
    """Add an error if a locked cell does not say what was written into it."""
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


def read_marks(returned: ReturnedSample, draw: Draw) -> tuple[Checked, ...]:
    """Read what the auditor wrote for each item of a sample, in the sample's order.

    Rows are recognised by their number, wherever they stand; an item without a row, with two, or with other data is an
    error, and so is what the auditor wrote wrongly.
    """
    table = _Table(returned, draw, returned.grids[SAMPLE])
    if not table.find_header():
        return ()
    rows = table.rows()
    for number, line in rows.items():
        for column in table.columns.values():
            expected = item_cells(number, table.items[number], draw)[column.key]
            if column.entry is None or expected.value:
                index = table.places[column.key]
                _compare(returned, table.grid.place(line.number, index), column, line.at(index), expected)
    checked = table.checked(rows)
    return tuple(checked[item.id] for item in draw.items if item.id in checked)


@dataclass
class _Table:
    """The table of «Muestra» in a returned workbook."""

    returned: ReturnedSample
    draw: Draw
    grid: Grid
    header: int = 0
    places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = numbered(self.draw)
        self.columns = {column.key: column for column in sample_columns(self.draw)}

    def find_header(self) -> bool:
        """Find the row with the headings; missing ones are an error."""
        keys = {folded(column.header): key for key, column in self.columns.items()}
        for line in self.grid.lines:
            here = {
                keys[name]: i
                for i, cell in enumerate(line.cells)
                if (name := folded(" ".join(cell.text.split()))) in keys
            }
            if len(here) > len(self.places):
                self.header, self.places = line.number, here
        lost = [column.header for key, column in self.columns.items() if key not in self.places]
        if lost:
            told = f"faltan columnas de la muestra, o les cambiaron el título: {', '.join(lost)}. {AGAIN}"
            self.returned.tell(SampleCode.SHEET, self.grid.place(self.header or ""), told, ", ".join(lost))
        return not lost

    def rows(self) -> dict[int, Line]:
        """Return the line of each item by its number; rows that are missing, double or foreign are errors."""
        rows: dict[int, Line] = {}
        last = len(self.items)
        for line in self.grid.lines:
            if line.number <= self.header:
                continue
            cell = line.at(self.places[NUMBER])
            place = self.grid.place(line.number, self.places[NUMBER])
            number = int(cell.text) if cell.text.isdecimal() else 0
            if number not in self.items:
                told = f"la fila no es de la muestra: su número «{cell.text}» no está entre 1 y {last}. Bórrela."
                self.returned.tell(SampleCode.ROW, place, told, f"de 1 a {last}", cell.text)
            elif number in rows:
                told = f"el número {number} está dos veces: también en la fila {rows[number].number}. Deje una sola."
                self.returned.tell(SampleCode.ROW, place, told, "una fila", "dos filas")
            else:
                rows[number] = line
        for number, item in self.items.items():
            if number not in rows:
                told = f"falta la fila {number} de la muestra ({item.id}). {AGAIN}"
                self.returned.tell(SampleCode.ROW, self.grid.place(), told, item.id)
        return rows

    def checked(self, rows: Mapping[int, Line]) -> dict[str, Checked]:
        """Return what the auditor wrote for each item that has a row, by id."""
        lines = tuple(rows.values())
        items = [self.items[number] for number in rows]
        verified = self._verified(lines, items)
        days = self._days(lines)
        checked = {}
        for line, item, amount, day in zip(lines, items, verified, days, strict=True):
            remark = line.at(self.places[REMARK]).text.strip()
            one = Checked(item, self._mark(line), amount, day, remark)
            self._contradictions(line, one)
            checked[item.id] = one
        return checked

    def _mark(self, line: Line) -> Mark:
        cell, place = line.at(self.places[MARK]), self._place(line, MARK)
        words = folded(" ".join(cell.text.split()))
        known = {folded(mark): mark for mark in MARKS}
        if not words and not cell.fault:
            return Mark.UNCHECKED
        if words not in known:
            shown = cell.text or cell.fault
            told = (
                f"«{shown}» no es una marca. Elija de la lista: {', '.join(MARKS)}; o déjela vacía si falta verificar."
            )
            self.returned.tell(SampleCode.MARK, place, told, ", ".join(MARKS), shown)
            return Mark.UNCHECKED
        return known[words]

    def _verified(self, lines: Sequence[Line], items: Sequence[Item]) -> Iterator[Decimal | None]:
        """The verified numbers, read together; items that were reported without a number have none."""
        blank_if_none = [
            line.at(self.places[VERIFIED]) if item.value is not None else BLANK
            for line, item in zip(lines, items, strict=True)
        ]
        measures = [Measure.POINTS if item.measure == "%" else Measure.QUANTITY for item in items]
        outcomes = read_amounts(blank_if_none, measures, in_form=True)
        for line, cell, outcome in zip(lines, blank_if_none, outcomes, strict=True):
            self._fault(line, VERIFIED, cell, outcome.fault)
            amount = outcome.value if isinstance(outcome.value, Decimal) else None
            if amount is not None and amount < 0:
                told = f"«{cell.text}» es negativo. Escriba cero o más, en la unidad de medida del resultado."
                self.returned.tell(SampleCode.CONTRADICTION, self._place(line, VERIFIED), told, "0 o más", cell.text)
            yield amount

    def _days(self, lines: Sequence[Line]) -> Iterator[date | None]:
        column = TABLES["presentaciones"].column("fecha_presentacion")
        cells = [line.at(self.places[DAY]) for line in lines]
        outcomes = convert(column, cells, Settings(self.draw.items[0].period.year))
        for line, cell, outcome in zip(lines, cells, outcomes, strict=True):
            self._fault(line, DAY, cell, outcome.fault)
            yield outcome.value if isinstance(outcome.value, date) else None

    def _contradictions(self, line: Line, one: Checked) -> None:
        """Add what does not fit together: mark and verified number, mark and date."""
        place, reported = self._place(line, VERIFIED), one.item.value
        if reported is not None and one.verified is not None:
            shown, wanted = quantity_es(one.verified), quantity_es(reported)
            if one.mark is Mark.CONFORMING and one.verified != reported:
                told = f"la marca es «conforme» y lo verificado, {shown}, no es lo informado, {wanted}. {FIX_ONE}"
                self.returned.tell(SampleCode.CONTRADICTION, place, told, wanted, shown)
            elif one.mark is Mark.WRONG and one.verified == reported:
                told = (
                    f"la marca es «no conforme» y lo verificado, {shown}, es lo informado. Si no es conforme por otra "
                    "razón, deje vacío lo verificado y dígala en la observación."
                )
                self.returned.tell(SampleCode.CONTRADICTION, place, told, f"distinto de {wanted}", shown)
            elif one.mark is Mark.NO_EVIDENCE and one.verified:
                told = f"la marca es «sin evidencia» y hay algo verificado, {shown}. {FIX_ONE}"
                self.returned.tell(SampleCode.CONTRADICTION, place, told, "vacío", shown)
        lacks_mark, lacks_day = (line.at(self.places[key]).is_blank for key in (MARK, DAY))
        if lacks_mark and (one.verified is not None or one.day or one.remark):
            self._warn(line, MARK, "la fila está llenada y no tiene marca: cuenta como sin verificar. Elija la marca.")
        if lacks_day and one.mark is not Mark.UNCHECKED:
            self._warn(line, DAY, "no dice en qué fecha se verificó. Complétela.")

    def _warn(self, line: Line, key: str, sentence: str) -> None:
        code = SampleCode.MARK if key == MARK else SampleCode.DAY
        self.returned.findings.append(found(code, Severity.WARNING, self._place(line, key), sentence))

    def _fault(self, line: Line, key: str, cell: Cell, fault: Fault | None) -> None:
        if fault is not None:
            more = {"expected": fault.expected, "value": cell.text}
            self.returned.findings.append(
                found(fault.code, fault.severity, self._place(line, key), fault.sentence, **more)
            )

    def _place(self, line: Line, key: str) -> SourceCell:
        return self.grid.place(line.number, self.places[key])
