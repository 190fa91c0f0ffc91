"""Reads a returned follow-up form: compares its tasks with the plan and takes the executed quantities."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.characters import folded
from helpers.base.display import number_es, short_list_es
from helpers.base.exact import plain_text
from helpers.base.written_values import read_cell
from helpers.figures.findings import Severity
from helpers.figures.records import Origin, Row, Value
from helpers.forms import form_labels
from helpers.forms.blank.form_layout import FollowUp, TaskLine
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import executed_heading, place_name, programmed_heading
from helpers.forms.returned.form_reader import FormReader, present_values
from helpers.forms.returned.form_table import AmountCell, Amounts, FormTable, find_table, read_amount_cells
from helpers.forms.returned.task_amounts import by_task, deviates, doubted_share, seems_accumulated
from helpers.intake.layout.cell_grid import Line
from helpers.intake.tables.table_columns import Measure, measure_of

TABLE = "ejecucion"
Spot = tuple[str, int]
"""Code of a task and position of the year."""
NEGATIVE = "Escriba lo que se hizo, 0 si no se hizo nada; si en otro mes se informó de más, corrija ese mes."
_NO_CODE = "hay cantidades ejecutadas en una fila sin código de tarea. Escriba el código o borre las cantidades."
_NOTHING_EXECUTED = (
    "no trae ninguna cantidad ejecutada. Llene las celdas amarillas de «Ejec.»; donde no se hizo nada, va 0."
)
TEXT_COLUMNS = {
    form_labels.PROOF: "medio_verificacion",
    form_labels.RESULT: "resultado",
    form_labels.CAUSE: "causa_codigo",
    form_labels.WHY: "causa_desviacion",
}


@dataclass
class FollowUpReader(FormReader):
    """Reads one follow-up form."""

    form: FollowUp
    worked = (form_labels.SHARE,)

    @cached_property
    def table(self) -> FormTable:
        """The table of tasks."""
        headings = (*form_labels.TASK_DATA, *self._programmed, *self._executed, *form_labels.TASK_REPORT)
        return find_table(self.grid, headings)

    @property
    def asked_texts(self) -> Collection[str]:
        """Headings of what the unit writes about each task."""
        return form_labels.TASK_REPORT

    @property
    def asked_numbers(self) -> Collection[str]:
        """Headings of the executed quantities."""
        return self._executed

    def own_headings(self, line: Line) -> Collection[str]:
        """Return those of a task of the form; its percentage is computed only if a quantity is filled in."""
        if self._task_of(line) is None:
            return ()
        is_filled = any(not self.table.is_blank(line, heading) for heading in self._executed)
        return (*self.table.columns, *(self.worked if is_filled else ()))

    @property
    def _programmed(self) -> Mapping[str, int]:
        return {programmed_heading(place): place for place in self.form.places}

    @property
    def _executed(self) -> Mapping[str, int]:
        return {executed_heading(place): place for place in self.form.places}

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Return the rows of `ejecucion` and `resultados`; nothing if a needed heading is missing.

        A task about which the unit wrote nothing has no row. Findings go to `problems`.
        """
        needed = (form_labels.TASK, *self._programmed, *self._executed, *form_labels.TASK_REPORT)
        if self.lacks_headings(needed):
            return {}
        lines = self._lines_of_tasks()
        self._compare(lines)
        amounts = self._amounts(lines)
        executed = by_task(lines, amounts.values)
        origin = self._origin()
        rows = tuple(
            row for task, line in lines.items() if (row := self._row(origin, self._tasks[task], line, executed[task]))
        )
        if lines and not amounts.values and not amounts.wrong:
            self.tell(FormCode.NOTHING, self.table.grid.place(), _NOTHING_EXECUTED, element=TABLE)
        self._ask_for_proof(lines, executed)
        self._ask_if_accumulated(lines, executed)
        wrong = {code for code, _ in amounts.wrong}
        self._ask_for_causes({code: line for code, line in lines.items() if code not in wrong}, executed)
        return {TABLE: rows, "resultados": tuple(self._results(lines))}

    @cached_property
    def _tasks(self) -> Mapping[str, TaskLine]:
        return {task.task: task for task in self.form.tasks}

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {folded(code): code for code in self._tasks}

    def _task_of(self, line: Line) -> str | None:
        return self._codes.get(folded(self.table.text(line, form_labels.TASK)))

    def _lines_of_tasks(self) -> dict[str, Line]:
        """The line of each task of the form; missing, repeated and unknown tasks give findings."""
        found_lines: dict[str, Line] = {}
        for line in self.table.lines:
            text, code = self.table.text(line, form_labels.TASK), self._task_of(line)
            if code in found_lines:
                first, place = found_lines[code].number, self.table.place(line, form_labels.TASK)
                told = f"la tarea «{code}» está dos veces en el formulario (también en la fila {first}). Deje una."
                self.tell(FormCode.TASK_TWICE, place, told, element=code, value=text)
            elif code is not None:
                found_lines[code] = line
            elif not self.table.is_total(line) and not all(self.table.is_blank(line, name) for name in self._executed):
                self._report_unknown_task(line, text)
        lost = [code for code in self._tasks if code not in found_lines]
        if lost:
            told = (
                f"no están estas tareas de la unidad: {short_list_es(lost)}. No borre filas ni cambie códigos: copie "
                "lo llenado en un formulario nuevo, hecho con «poa formularios»."
            )
            place = self.table.grid.place(self.table.header)
            self.tell(FormCode.TASK_MISSING, place, told, element=", ".join(lost), expected=short_list_es(lost))
        return found_lines

    def _report_unknown_task(self, line: Line, text: str) -> None:
        place = self.table.place(line, form_labels.TASK)
        if not text:
            self.tell(FormCode.NO_CODE, place, _NO_CODE)
            return
        owner = self.forms.unit_of_task.get(text)
        if owner is not None and owner not in self.forms.plan.units:
            return  # the plan has an error in the task's unit, which is reported there
        of_plan = ": una nueva entra al reformular el plan, y lo hecho en una retirada se escribe en «ejecucion»"
        why, more = (f"es de la unidad «{owner}»", "") if owner else ("no está en el plan vigente", of_plan)
        told = f"la tarea «{text}» {why}. Si se cambió su código, devuélvalo al del plan; si no, quite la fila{more}."
        self.tell(FormCode.TASK_UNKNOWN, place, told, element=text, value=text)

    def _compare(self, lines: Mapping[str, Line]) -> None:
        """Report the locked cells that differ from the plan: quantities as errors, texts as warnings."""
        for code, line in lines.items():
            task = self._tasks[code]
            asked = task.places(self.form)
            for heading, place in self._programmed.items():
                expected = task.programmed[place] if place in asked else None
                self._compare_amount(line, heading, expected, code, place_name(place))
            self._compare_amount(line, form_labels.GOAL, task.goal, code, "meta")
            printed = ((form_labels.OPERATION, task.operation), (form_labels.DESCRIPTION, task.description),
                       (form_labels.MEASURE, task.measure_words))  # fmt: skip
            for heading, text in printed:
                self._compare_text(line, heading, text, code)

    def _compare_amount(self, line: Line, heading: str, expected: Decimal | None, code: str, column: str) -> None:
        if heading in self.table.missing or self.forms.is_unread(code, column):
            return
        cell = self.table.cell(line, heading)
        reading = read_cell(cell.text)
        values = (cell.value,) if isinstance(cell.value, Decimal) else (reading.value, *reading.readings)
        if expected in values and not cell.fault and not (expected is None and cell.text):
            return
        plan = "nada" if expected is None else number_es(expected)
        typed = number_es(cell.value) if isinstance(cell.value, Decimal) else cell.text or "nada"
        told = (
            f"«{heading}» de la tarea «{code}» dice «{typed}» y el plan, «{plan}». El programa no se cambia en el "
            "formulario: devuelva la celda a su valor, o reformule el plan."
        )
        place = self.table.place(line, heading)
        self.tell(FormCode.PROGRAMME, place, told, element=code, expected=plan, value=cell.text)

    def _compare_text(self, line: Line, heading: str, expected: str, code: str) -> None:
        text = self.table.text(line, heading)
        hides = bool(self.table.cell(line, heading).fault) and not text  # a formula, of which nothing is seen
        is_same = " ".join(text.split()) == " ".join(expected.split())
        if heading in self.table.missing or (is_same and not hides):
            return
        told = f"«{heading}» de la tarea «{code}» fue cambiada; vale lo que dice el plan: «{expected}»."
        place = self.table.place(line, heading)
        self.tell(FormCode.TEXT, place, told, Severity.WARNING, element=code, expected=expected, value=text)

    def _amounts(self, lines: Mapping[str, Line]) -> Amounts[Spot]:
        """The executed quantities by task and position of the year; cells that a task must leave blank give errors."""
        asked: dict[Spot, AmountCell] = {}
        for code, line in lines.items():
            places, measure = self._tasks[code].places(self.form), measure_of(self._tasks[code].measure)
            for heading, place in self._executed.items():
                item = self.amount(line, heading, f"{TABLE}/{code}/{place_name(place)}", measure)
                if place in places:
                    asked[code, place] = item
                elif not item.cell.is_blank:
                    text = item.cell.text
                    told = f"la tarea «{code}» no se informa en «{heading}», y la celda dice «{text}». Bórrela."
                    self.tell(FormCode.LOCKED, item.place, told, element=code, value=text)
        amounts = read_amount_cells(asked, self.settings, NEGATIVE)
        self.problems.extend(amounts.findings)
        told_of = {finding.celda for finding in amounts.findings}
        for (code, place), amount in amounts.values.items():
            item, told = asked[code, place], doubted_share(amount, self._tasks[code].programmed[place])
            if told and item.measure is Measure.POINTS and item.place.cell not in told_of:
                element, value = item.element, plain_text(amount)
                self.tell(FormCode.PERCENTAGE, item.place, told, Severity.WARNING, element=element, value=value)
        return amounts

    def _origin(self) -> Origin:
        names = {form_labels.TASK: "tarea"} | TEXT_COLUMNS
        names |= {heading: place_name(place) for heading, place in self._executed.items()}
        return Origin(TABLE, self.grid.file, self.grid.sheet, self.table.letters(names))

    def _row(self, origin: Origin, task: TaskLine, line: Line, executed: Mapping[int, Decimal]) -> Row | None:
        """A row of `ejecucion`; None if the unit wrote nothing about the task."""
        place = f"{TABLE}/{task.task}"
        texts = {column: self.text(line, heading, f"{place}/{heading}") for heading, column in TEXT_COLUMNS.items()}
        amounts = {place_name(place): amount for place, amount in executed.items()}
        if not amounts and not any(texts.values()):
            return None
        self._settle_cause(line, task.task, texts)
        values: dict[str, Value | None] = {"periodo": self.form.period, "tarea": task.task, **amounts}
        return Row(origin, line.number, present_values(values | {name: text or None for name, text in texts.items()}))

    def _settle_cause(self, line: Line, code: str, texts: dict[str, str]) -> None:
        """Replace a chosen cause in `texts` by its code; one that is not in the list is put before the explanation."""
        chosen = texts["causa_codigo"]
        if not chosen:
            return
        cause = self.declared_cause(chosen, self.table.place(line, form_labels.CAUSE), f"{TABLE}/{code}/causa")
        texts["causa_codigo"] = cause.codigo if cause else ""
        if cause is None:
            texts["causa_desviacion"] = ". ".join(filter(None, (chosen.rstrip("."), texts["causa_desviacion"])))

    def _results(self, lines: Mapping[str, Line]) -> Iterator[Row]:
        """Yield a result for each task with a usable text in «Resultado», in the unit's words, with its proof."""
        names = {form_labels.TASK: "tarea", form_labels.RESULT: "texto", form_labels.PROOF: "fuente"}
        origin = Origin("resultados", self.grid.file, self.grid.sheet, self.table.letters(names))
        for code, line in lines.items():
            cell = self.table.cell(line, form_labels.RESULT)
            if not cell.text or cell.fault:
                continue
            task = self._tasks[code]
            values: dict[str, Value | None] = {
                "periodo": self.form.period, "id": code, "acp": task.action or None, "unidad": self.form.unit.code,
                "tarea": code, "resultado_programado": task.description, "texto": cell.text.strip(),
                "fuente": self.table.text(line, form_labels.PROOF) or None,
            }  # fmt: skip
            yield Row(origin, line.number, present_values(values))

    def _ask_for_proof(self, lines: Mapping[str, Line], executed: Mapping[str, Mapping[int, Decimal]]) -> None:
        """Warn if a task with execution names no document that proves it."""
        without = [
            code
            for code, line in lines.items()
            if any(amount > 0 for amount in executed[code].values()) and not self.table.text(line, form_labels.PROOF)
        ]
        lacks, mend = "ejecución y no nombra{} medio de verificación", "Corresponde nombrar el documento de respaldo."
        self._ask_of_many(FormCode.NO_PROOF, form_labels.PROOF, lines, without, (lacks, mend))

    def _ask_for_causes(self, lines: Mapping[str, Line], executed: Mapping[str, Mapping[int, Decimal]]) -> None:
        """Warn if a task did less or more than was programmed and has no cause."""
        why = (form_labels.CAUSE, form_labels.WHY)
        without = [
            code
            for code, line in lines.items()
            if deviates(self._tasks[code], self.form, executed[code])
            and not any(self.table.text(line, heading) for heading in why)
        ]
        lacks, mend = "una ejecución distinta de lo programado y no dice{} por qué", "Corresponde explicar la causa."
        self._ask_of_many(FormCode.NO_CAUSE, form_labels.CAUSE, lines, without, (lacks, mend))

    def _ask_if_accumulated(self, lines: Mapping[str, Line], executed: Mapping[str, Mapping[int, Decimal]]) -> None:
        """Warn if a task's quantities seem to be running totals."""
        doubted = [code for code in lines if seems_accumulated(self._tasks[code], executed[code])]
        lacks = "en cada mes una cantidad que parece la acumulada hasta él, y no la del mes"
        words = lacks, "Si es así, corresponde escribir la de cada mes."
        self._ask_of_many(FormCode.ACCUMULATED, next(iter(self._executed)), lines, doubted, words)

    def _ask_of_many(
        self, code: FormCode, heading: str, lines: Mapping[str, Line], tasks: list[str], words: tuple[str, str]
    ) -> None:
        """Add one warning for all tasks that lack something, placed at the first of them; `{}` takes a plural's `n`."""
        if tasks:
            whose, count = f"de «{self.form.unit.name or self.form.unit.code}»", len(tasks)
            have, ending = (f"1 tarea {whose} tiene", "") if count == 1 else (f"{count} tareas {whose} tienen", "n")
            told = f"{have} {words[0].format(ending)}: {short_list_es(tasks)}. {words[1]}"
            place = self.table.place(lines[tasks[0]], heading)
            self.tell(code, place, told, Severity.WARNING, element=", ".join(tasks))
