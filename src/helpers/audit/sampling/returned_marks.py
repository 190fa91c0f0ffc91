"""What an auditor wrote in a returned sample: mark, verified number, date and remark of each item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from helpers.audit.sampling.returned_sample import ReturnedSample, SampleCode
from helpers.audit.sampling.sample_draw import Draw, Item
from helpers.audit.sampling.sample_evaluation import MARKS, Checked, Mark
from helpers.audit.sampling.sample_workbook import (
    DAY,
    MARK,
    REMARK,
    SAMPLE,
    VERIFIED,
    numbered,
    sample_columns,
)
from helpers.base.characters import folded
from helpers.base.display import date_es, quantity_es
from helpers.base.exact import plain_text
from helpers.figures.findings import Severity
from helpers.intake.dataset import TABLES
from helpers.intake.layout.cell_grid import BLANK, Cell, Grid, Line, Outcome
from helpers.intake.tables.table_columns import measure_of
from helpers.intake.values.amount_cells import read_amounts
from helpers.intake.values.column_kinds import Settings, convert
from helpers.outputs.workbook.sheet_model import FIRST_LINE

Kind = TypeVar("Kind", Decimal, date)


def read_marks(returned: ReturnedSample, draw: Draw, today: date) -> tuple[Checked, ...]:
    """Return what the auditor wrote for each item, in the order of the items' numbers; mistakes become findings.

    Parameters
    ----------
    returned : ReturnedSample
        With a «Muestra» that `check_sheet` found unchanged; the findings are added to it.
    today : date
        Latest date on which anything can have been verified.
    """
    grid = returned.grids[SAMPLE]
    items = tuple(numbered(draw).values())
    lines = {line.number: line for line in grid.lines}
    rows = [lines.get(number, Line(number, ())) for number in range(FIRST_LINE, FIRST_LINE + len(items))]
    reader = _Reader(returned, grid, {column.key: index for index, column in enumerate(sample_columns(draw))})
    amounts, days = reader.verified(rows, items), reader.days(rows, items, today)
    checked = []
    for row, item, amount, day in zip(rows, items, amounts, days, strict=True):
        remark = row.at(reader.places[REMARK]).text.strip()
        checked.append(Checked(item, reader.mark(row), amount, day, remark))
        reader.tell_contradictions(row, checked[-1])
    return tuple(checked)


@dataclass(frozen=True)
class _Reader:
    """Reads the auditor's cells; `places` has the index of each column."""

    returned: ReturnedSample
    grid: Grid
    places: Mapping[str, int]

    def mark(self, row: Line) -> Mark:
        """The mark of a row; `UNCHECKED` if the cell is blank, and also, with an error, if it is no mark."""
        cell = row.at(self.places[MARK])
        words = folded(" ".join(cell.text.split()))
        if words or cell.fault:
            for mark in MARKS:
                if words == mark:
                    return mark
            known = ", ".join(MARKS)
            what = f"«{cell.text}» no es una marca" if cell.text else f"la celda {cell.fault}"
            told = f"{what}. Elija de la lista: {known}; o déjela vacía si falta verificar."
            self._tell(SampleCode.MARK, row, MARK, told, known, cell.text)
        return Mark.UNCHECKED

    def verified(self, rows: Sequence[Line], items: Sequence[Item]) -> list[Decimal | None]:
        """The verified number of each row; None where blank or unusable, and for items reported without a number."""
        pairs = zip(rows, items, strict=True)
        cells = [BLANK if item.value is None else row.at(self.places[VERIFIED]) for row, item in pairs]
        measures = [measure_of(item.measure) for item in items]
        amounts = self._values(rows, VERIFIED, cells, read_amounts(cells, measures, in_form=True), Decimal)
        for place, (row, amount) in enumerate(zip(rows, amounts, strict=True)):
            if amount is not None and amount < 0:
                told = "lo verificado es negativo. Escriba cero o más, en la unidad de medida del resultado."
                self._tell(SampleCode.CONTRADICTION, row, VERIFIED, told, "0 o más", plain_text(amount))
                amounts[place] = None
        return amounts

    def days(self, rows: Sequence[Line], items: Sequence[Item], today: date) -> list[date | None]:
        """The date of verification of each row, in their order; None where blank or unusable.

        Unusable cells become findings. A date before the item's period or after today is an error, and is returned.
        """
        cells = [row.at(self.places[DAY]) for row in rows]
        settings = Settings(items[0].period.year)
        outcomes = convert(TABLES["presentaciones"].column("fecha_presentacion"), cells, settings)
        days = self._values(rows, DAY, cells, outcomes, date)
        for row, item, day in zip(rows, items, days, strict=True):
            first = item.period.first_day
            if day is not None and not first <= day <= today:
                why = "todavía no llega" if day > today else f"es anterior al comienzo {item.period.of_when}"
                told = f"la fecha de verificación, {date_es(day)}, {why}. Corríjala."
                self._tell(SampleCode.DAY, row, DAY, told, f"entre el {first} y el {today}", str(day))
        return days

    def _values(
        self, rows: Sequence[Line], key: str, cells: Sequence[Cell], outcomes: Sequence[Outcome], kind: type[Kind]
    ) -> list[Kind | None]:
        """The values of a column; None where blank or unusable. Unusable cells become findings."""
        for row, cell, outcome in zip(rows, cells, outcomes, strict=True):
            if (fault := outcome.fault) is not None:
                self._tell(fault.code, row, key, fault.sentence, fault.expected, cell.text, fault.severity)
        return [outcome.value if isinstance(outcome.value, kind) else None for outcome in outcomes]

    def tell_contradictions(self, row: Line, one: Checked) -> None:
        """Add an error if mark and verified number contradict each other, and warn of a missing mark or date."""
        reported = one.item.value
        if reported is not None and one.verified is not None:
            shown, wanted = quantity_es(one.verified), quantity_es(reported)
            told = ""
            if one.mark is Mark.CONFORMING and not one.is_as_reported:
                told = f"la marca es «conforme» y lo verificado, {shown}, no es lo informado, {wanted}."
            elif one.mark is Mark.WRONG and one.is_as_reported:
                told = (
                    f"la marca es «no conforme» y lo verificado, {shown}, es lo informado. Si la razón es otra, deje "
                    "vacío lo verificado y dígala en la observación."
                )
            elif one.mark is Mark.NO_EVIDENCE:
                told = f"la marca es «sin evidencia» y hay un valor verificado, {shown}."
            if told:
                self._tell(SampleCode.CONTRADICTION, row, VERIFIED, f"{told} Corrija uno de los dos.", wanted, shown)
        lacks_mark, lacks_day = (row.at(self.places[key]).is_blank for key in (MARK, DAY))
        if lacks_mark and (one.verified is not None or one.day or one.remark):
            told = "la fila tiene datos y no tiene marca: cuenta como sin verificar. Elija la marca."
            self._tell(SampleCode.MARK, row, MARK, told, severity=Severity.WARNING)
        if lacks_day and one.mark is not Mark.UNCHECKED:
            told = "no dice en qué fecha se verificó. Complétela."
            self._tell(SampleCode.DAY, row, DAY, told, severity=Severity.WARNING)

    def _tell(
        self, code: str, row: Line, key: str, told: str, expected: str = "", value: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:  # fmt: skip
        """Add a finding on a row's cell in the column `key`."""
        place = self.grid.place(row.number, self.places[key])
        self.returned.tell(code, place, told, expected, value, severity)
