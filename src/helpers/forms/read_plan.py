"""A planning form that came back: the unit's tasks for the year, checked as a plan must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.display import number_es
from helpers.exact import exact, plain_text
from helpers.forms import headings
from helpers.forms.amounts import Amounts, Asked, measure_of, read_asked
from helpers.forms.form_table import FormTable, find_table
from helpers.forms.layout import PlanForm
from helpers.forms.leftovers import block_rows
from helpers.forms.problems import FormCode
from helpers.forms.reading import FormReader, given, missing_headings, text_of
from helpers.intake.columns import Measure, folded
from helpers.intake.grid import Line
from helpers.periods import MONTHS
from helpers.records import Origin, Row, SourceCell, Value

TABLE = "tareas"
NEEDED = (headings.TASK, headings.OPERATION, headings.DESCRIPTION, headings.ADDS_UP)
HUNDRED = Decimal(100)
NUMBERS = headings.PLAN_MONTHS | headings.PLAN_NUMBERS
MEASURES = {"ponderacion": Measure.POINTS, "ppto": Measure.MONEY}
"""What is not a quantity in the task's unit of measure."""
NEGATIVE = "Escriba la cifra sin signo."
Spot = tuple[int, str]
"""A row and a column of the contract."""


@dataclass
class PlanReader(FormReader):
    """Reads the programme of one unit."""

    form: PlanForm

    @cached_property
    def table(self) -> FormTable:
        return find_table(self.grid, headings.PLAN)

    @property
    def asked_texts(self) -> Collection[str]:
        return [heading for heading in headings.PLAN_TEXTS if heading != headings.TASK]

    @property
    def asked_numbers(self) -> Collection[str]:
        return NUMBERS

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows of `tareas`, without the version, which whoever gathers them gives."""
        lost = missing_headings(self.table, (*headings.PLAN_TEXTS, *NUMBERS))
        if lost:
            self.problems.extend(lost)
            return {}
        lines = self._lines
        if not lines:
            told = "no trae ninguna tarea. Llene una fila por tarea."
            self.tell(FormCode.NOTHING, self.grid.place(), told, element=TABLE)
        self.problems.extend(self._amounts.findings)
        letters = self.table.letters(headings.PLAN_TEXTS | NUMBERS)
        origin = Origin(TABLE, self.grid.file, self.grid.sheet, letters)
        rows = tuple(self._row(origin, line) for line in lines)
        for line, row in zip(lines, rows, strict=True):
            self._check_row(line, row)
        self._check_codes(lines, rows)
        self._check_below()
        if not any(self._is_wrong(line, "ponderacion") for line in lines):
            self._check_weights(rows)
        return {TABLE: rows}

    @cached_property
    def _lines(self) -> list[Line]:
        """The lines in which somebody programmed something."""
        end = self.table.total_line
        lines = [line for line in self.table.lines if end <= self.table.header or line.number < end]
        # «¿Se suma?» alone does not make a task: it is what a row that was emptied keeps.
        asked = [heading for heading in (*headings.PLAN_TEXTS, *NUMBERS) if heading != headings.ADDS_UP]
        return [line for line in lines if any(not self.table.is_blank(line, heading) for heading in asked)]

    @cached_property
    def _amounts(self) -> Amounts[Spot]:
        """What each row programmes, by its number and the contract's column."""
        asked = {
            (line.number, column): Asked(
                self.table.cell(line, heading),
                self.table.place(line, heading),
                f"{TABLE}/{line.number}/{column}",
                MEASURES.get(column) or measure_of(self.table.text(line, headings.MEASURE)),
            )
            for line in self._lines
            for heading, column in NUMBERS.items()
        }
        return read_asked(asked, self.settings, NEGATIVE)

    def _row(self, origin: Origin, line: Line) -> Row:
        read = self._amounts.values
        amounts = {name: read[line.number, name] for name in NUMBERS.values() if (line.number, name) in read}
        texts = {
            column: text_of(self.table.cell(line, heading), self.table.place(line, heading), TABLE, self.problems)
            for heading, column in headings.PLAN_TEXTS.items()
        }
        texts["acumulable"] = {"si": "si", "no": "no"}.get(folded(texts["acumulable"]), "")
        values: dict[str, Value | None] = {name: text or None for name, text in texts.items()}
        return Row(origin, line.number, given(values | {"unidad": self.form.unit.code, **amounts}))

    def _check_row(self, line: Line, row: Row) -> None:
        code = row.text("tarea") or f"fila {line.number}"
        columns = headings.PLAN_TEXTS | headings.PLAN_NUMBERS
        asked = (*NEEDED, headings.GOAL, headings.WEIGHT)
        lacks = [heading for heading in asked if not row.text(columns[heading])]
        for heading in lacks:
            if self._is_wrong(line, columns[heading]):
                continue
            told = f"a la tarea «{code}» le falta «{heading}»: complétela."
            self.tell(FormCode.LACKS, self.table.place(line, heading), told, element=code, expected=heading)
        action = row.text("acp")
        known = [action for action, _ in self.form.actions]
        if known and action not in known:
            told = (
                f"la tarea «{code}» no dice a qué ACP sirve, o dice una que no existe («{action}»). Elija una de la "
                "lista."
            )
            self.tell(FormCode.LACKS, self.table.place(line, headings.ACTION), told, element=code, value=action)
        self._check_goal(line, row, code)

    def _is_wrong(self, line: Line, column: str) -> bool:
        """Whether a cell cannot be used: that is told, and nothing that would only follow from it."""
        return (line.number, column) in self._amounts.wrong

    def _check_goal(self, line: Line, row: Row, code: str) -> None:
        """A goal that adds up is the sum of its months; one that is kept stands in each of them."""
        months = {month: number.value for month in MONTHS if (number := row.number(month)) is not None}
        goal = row.number("meta")
        if goal is None or not row.text("acumulable") or any(self._is_wrong(line, month) for month in MONTHS):
            return
        place = self.table.place(line, headings.GOAL)
        if row.text("acumulable") == "si":
            added = sum(months.values(), Decimal(0))
            if added != goal.value:
                told = (
                    f"la meta de «{code}» es {number_es(goal.value)} y sus meses suman {number_es(added)}. Corrija "
                    "la meta o los meses."
                )
                self._tell_goal(place, told, code, added, goal.value)
            return
        other = next((month for month, amount in months.items() if amount > 0 and amount != goal.value), None)
        if other is not None:
            told = (
                f"la meta de «{code}», que se mantiene, es {number_es(goal.value)} y en {other} se programó "
                f"{number_es(months[other])}."
            )
            self._tell_goal(place, f"{told} Ponga la meta en cada mes programado.", code, goal.value, months[other])

    def _tell_goal(self, place: SourceCell, told: str, code: str, expected: Decimal, value: Decimal) -> None:
        more = {"expected": plain_text(exact(expected)), "value": plain_text(exact(value))}
        self.tell(FormCode.GOAL, place, told, element=code, **more)

    def _check_codes(self, lines: list[Line], rows: tuple[Row, ...]) -> None:
        counts = Counter(folded(row.text("tarea")) for row in rows if row.text("tarea"))
        for line, row in zip(lines, rows, strict=True):
            code = row.text("tarea")
            if counts[folded(code)] > 1:
                told = f"el código «{code}» está en {counts[folded(code)]} filas. Dé a cada tarea el suyo."
                self.tell(FormCode.TASK_TWICE, self.table.place(line, headings.TASK), told, element=code, value=code)

    def _check_below(self) -> None:
        """A task below the totals is in no sum, and is not read."""
        end, of_blocks = self.table.total_line, block_rows(self.table, self.blocks)
        for line in self.table.lines:
            is_below = self.table.header < end < line.number and line.number not in of_blocks
            if is_below and any(not self.table.is_blank(line, heading) for heading in NUMBERS):
                told = "hay una tarea debajo del total, donde no se lee. Insértela en una fila de la tabla."
                self.tell(FormCode.OUTSIDE, self.table.place(line, headings.TASK), told)

    def _check_weights(self, rows: tuple[Row, ...]) -> None:
        weights = [number.value for row in rows if (number := row.number("ponderacion")) is not None]
        total = sum(weights, Decimal(0))
        if weights and total != HUNDRED:
            gap = f"faltan {number_es(HUNDRED - total)}" if total < HUNDRED else f"sobran {number_es(total - HUNDRED)}"
            told = f"las ponderaciones suman {number_es(total)} y deben sumar 100: {gap} puntos."
            place = self.table.place(self.table.total_line, headings.WEIGHT)
            more = {"expected": "100", "value": plain_text(exact(total))}
            self.tell(FormCode.WEIGHTS, place, told, element=self.form.unit.code, **more)
