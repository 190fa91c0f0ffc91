"""Reads a returned planning form: the unit's tasks for the year, with the checks that a plan must pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.characters import folded
from helpers.base.display import number_es
from helpers.base.exact import exact, plain_text
from helpers.base.periods import MONTHS
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.forms import form_labels
from helpers.forms.blank.form_layout import PlanForm
from helpers.forms.form_codes import FormCode
from helpers.forms.returned.extra_content import block_columns
from helpers.forms.returned.form_reader import FormReader, present_values
from helpers.forms.returned.form_table import Amounts, FormTable, find_table, read_amount_cells
from helpers.intake.layout.cell_grid import Line
from helpers.intake.tables.table_columns import Measure, measure_of

TABLE = "tareas"
NEEDED = (form_labels.TASK, form_labels.OPERATION, form_labels.DESCRIPTION, form_labels.ADDS_UP)
HUNDRED = Decimal(100)
NUMBERS = form_labels.PLAN_MONTHS | form_labels.PLAN_NUMBERS
MEASURES = {"ponderacion": Measure.POINTS, "ppto": Measure.MONEY}
"""Columns that are not in the task's unit of measure."""
NEGATIVE = "Escriba la cifra sin signo."
Spot = tuple[int, str]
"""Row number and column of the contract."""


@dataclass
class PlanReader(FormReader):
    """Reads one planning form."""

    form: PlanForm
    worked = (form_labels.MONTHS_SUM, form_labels.REVIEW)

    @cached_property
    def table(self) -> FormTable:
        """The table of planned tasks."""
        return find_table(self.grid, form_labels.PLAN)

    @property
    def asked_texts(self) -> Collection[str]:
        """Headings of the texts about each task, except its code."""
        return [heading for heading in form_labels.PLAN_TEXTS if heading != form_labels.TASK]

    @property
    def asked_numbers(self) -> Collection[str]:
        """Headings of the months, the goal, the weight and the budget."""
        return NUMBERS

    def own_headings(self, line: Line) -> Collection[str]:
        """Return those of a task, which each row above the totals may have; a row without any computes nothing."""
        is_filled = any(not self.table.is_blank(line, heading) for heading in (*form_labels.PLAN_TEXTS, *NUMBERS))
        return self.table.columns if is_filled else self.table.columns.keys() - set(self.worked)

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Return the rows of `tareas` without the version, which `plan_year` adds, by the name of that one table.

        Empty if the heading of a text, month, goal, weight or budget is missing. A row with errors stays, without what
        is unreadable. Findings go to `problems`.
        """
        if self.lacks_headings((*form_labels.PLAN_TEXTS, *NUMBERS)):
            return {}
        lines = self._lines
        if not lines:
            told = "no trae ninguna tarea. Llene una fila por tarea."
            self.tell(FormCode.NOTHING, self.grid.place(), told, element=TABLE)
        self.problems.extend(self._amounts.findings)
        letters = self.table.letters(form_labels.PLAN_TEXTS | NUMBERS)
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
        """The lines above the totals with some cell of a task filled in, other than «¿Se suma?»."""
        end = self.table.total_line
        lines = [line for line in self.table.lines if end <= self.table.header or line.number < end]
        # A row with only «¿Se suma?» is no task: users who empty a row often leave that cell.
        asked = [heading for heading in (*form_labels.PLAN_TEXTS, *NUMBERS) if heading != form_labels.ADDS_UP]
        return [line for line in lines if any(not self.table.is_blank(line, heading) for heading in asked)]

    @cached_property
    def _amounts(self) -> Amounts[Spot]:
        """The numbers of each row, by row number and column of the contract."""
        asked = {
            (line.number, column): self.amount(
                line,
                heading,
                f"{TABLE}/{line.number}/{column}",
                MEASURES.get(column) or measure_of(self.table.text(line, form_labels.MEASURE)),
            )
            for line in self._lines
            for heading, column in NUMBERS.items()
        }
        return read_amount_cells(asked, self.settings, NEGATIVE)

    def _row(self, origin: Origin, line: Line) -> Row:
        """Return a task's row; what is blank or unreadable is absent, also a «¿Se suma?» other than «sí» and «no».

        An action written by its name has its code, if no other action has that name.
        """
        read = self._amounts.values
        amounts = {name: read[line.number, name] for name in NUMBERS.values() if (line.number, name) in read}
        texts = {column: self.text(line, heading, TABLE) for heading, column in form_labels.PLAN_TEXTS.items()}
        wanted = folded(texts["acp"])
        called = [code for code, name in self.form.actions if wanted and folded(name) == wanted]
        texts["acp"] = called[0] if len(called) == 1 else texts["acp"]
        texts["acumulable"] = {"si": "si", "no": "no"}.get(folded(texts["acumulable"]), "")
        values: dict[str, Value | None] = {name: text or None for name, text in texts.items()}
        return Row(origin, line.number, present_values(values | {"unidad": self.form.unit.code, **amounts}))

    def _check_row(self, line: Line, row: Row) -> None:
        """Report what a task lacks, an action that does not exist, and a goal that its months contradict.

        A cell that has an error already is not said to be lacking; without a list of actions, none is checked.
        """
        code = row.text("tarea") or f"fila {line.number}"
        named = f"la tarea «{code}»" if row.text("tarea") else f"la tarea de la fila {line.number}"
        columns = form_labels.PLAN_TEXTS | form_labels.PLAN_NUMBERS
        asked = (*NEEDED, form_labels.GOAL, form_labels.WEIGHT)
        lacks = [heading for heading in asked if not row.text(columns[heading])]
        for heading in lacks:
            if self._is_wrong(line, columns[heading]):
                continue
            typed = self.table.text(line, heading) if heading == form_labels.ADDS_UP else ""
            told = f"a {named} le falta «{heading}»: complétela."
            if typed:
                told = f"en «{heading}» de {named} dice «{typed}»: escriba «sí» o «no»."
            place = self.table.place(line, heading)
            self.tell(FormCode.LACKS, place, told, element=code, expected=heading, value=typed)
        action = row.text("acp")
        known = [action for action, _ in self.form.actions]
        if known and action not in known:
            what = f"dice que sirve a una ACP que no existe («{action}»)" if action else "no dice a qué ACP sirve"
            told = f"{named} {what}. Elija una de la lista."
            self.tell(FormCode.LACKS, self.table.place(line, form_labels.ACTION), told, element=code, value=action)
        self._check_goal(line, row, code, named)

    def _is_wrong(self, line: Line, column: str) -> bool:
        """Whether a cell already has an error; findings that would only follow from it are not made."""
        return (line.number, column) in self._amounts.wrong

    def _check_goal(self, line: Line, row: Row, code: str, named: str) -> None:
        """Report a cumulative goal unequal to the sum of its months, or any other goal unequal to a programmed month.

        Nothing without a goal or its kind, or if a month has an error.
        """
        months = {month: number.value for month in MONTHS if (number := row.number(month)) is not None}
        goal = row.number("meta")
        if goal is None or not row.text("acumulable") or any(self._is_wrong(line, month) for month in MONTHS):
            return
        place = self.table.place(line, form_labels.GOAL)
        if row.text("acumulable") == "si":
            added = sum(months.values(), Decimal(0))
            if added != goal.value:
                told = (
                    f"la meta de {named} es {number_es(goal.value)} y sus meses suman {number_es(added)}. Corrija "
                    "la meta o los meses."
                )
                self._tell_goal(place, told, code, added, goal.value)
            return
        other = next((month for month, amount in months.items() if amount > 0 and amount != goal.value), None)
        if other is not None:
            told = (
                f"la meta de {named}, que se mantiene, es {number_es(goal.value)} y en {other} se programó "
                f"{number_es(months[other])}."
            )
            self._tell_goal(place, f"{told} Ponga la meta en cada mes programado.", code, goal.value, months[other])

    def _tell_goal(self, place: SourceCell, told: str, code: str, expected: Decimal, value: Decimal) -> None:
        due, stands = plain_text(exact(expected)), plain_text(exact(value))
        self.tell(FormCode.GOAL, place, told, element=code, expected=due, value=stands)

    def _check_codes(self, lines: list[Line], rows: tuple[Row, ...]) -> None:
        """Report each row whose task code another row has too."""
        counts = Counter(folded(row.text("tarea")) for row in rows if row.text("tarea"))
        for line, row in zip(lines, rows, strict=True):
            code = row.text("tarea")
            if counts[folded(code)] > 1:
                told = f"el código «{code}» está en {counts[folded(code)]} filas. Dé a cada tarea el suyo."
                self.tell(FormCode.TASK_TWICE, self.table.place(line, form_labels.TASK), told, element=code, value=code)

    def _check_below(self) -> None:
        """Report rows with numbers below the totals row: a task there is not read."""
        end, of_blocks = self.table.total_line, block_columns(self.table, self.blocks)
        for line in self.table.lines:
            is_below = self.table.header < end < line.number and line.number not in of_blocks
            if is_below and any(not self.table.is_blank(line, heading) for heading in NUMBERS):
                told = "hay una tarea debajo del total, donde no se lee. Insértela en una fila de la tabla."
                self.tell(FormCode.OUTSIDE, self.table.place(line, form_labels.TASK), told)

    def _check_weights(self, rows: tuple[Row, ...]) -> None:
        """Report weights that do not add up to exactly 100; nothing if no task has one."""
        weights = [number.value for row in rows if (number := row.number("ponderacion")) is not None]
        total = sum(weights, Decimal(0))
        if weights and total != HUNDRED:
            gap = f"{'faltan' if total < HUNDRED else 'sobran'} {number_es(abs(HUNDRED - total))}"
            told = f"las ponderaciones suman {number_es(total)} y deben sumar 100: {gap}."
            place = self.table.place(self.table.total_line, form_labels.WEIGHT)
            unit, added = self.form.unit.code, plain_text(exact(total))
            self.tell(FormCode.WEIGHTS, place, told, element=unit, expected="100", value=added)
