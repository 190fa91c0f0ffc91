"""Reads a returned follow-up form: compares its tasks with the plan and takes the executed quantities."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.characters import folded
from helpers.base.display import number_es
from helpers.base.exact import exact, plain_text
from helpers.base.numerals import read_alone
from helpers.figures.findings import Severity
from helpers.figures.records import Origin, Row, Value
from helpers.forms import form_headings
from helpers.forms.blank.form_layout import FollowUp, TaskLine, place_name
from helpers.forms.form_headings import executed_heading, programmed_heading
from helpers.forms.returned.form_amounts import Amounts, Asked, measure_of, read_asked
from helpers.forms.returned.form_problems import FormCode
from helpers.forms.returned.form_reading import FormReader, cause_of, given, missing_headings, text_of, unknown_cause
from helpers.forms.returned.form_table import FormTable, find_table
from helpers.intake.intake_problems import listed
from helpers.intake.layout.cell_grid import Line
from helpers.intake.tables.table_columns import Measure

TABLE = "ejecucion"
HUNDRED = Decimal(100)
Spot = tuple[str, int]
"""Code of a task and position of the year."""
NEGATIVE = "Escriba lo que se hizo, 0 si no se hizo nada; si en otro mes se informó de más, corrija ese mes."
TEXT_COLUMNS = {
    form_headings.PROOF: "medio_verificacion",
    form_headings.RESULT: "resultado",
    form_headings.CAUSE: "causa_codigo",
    form_headings.WHY: "causa_desviacion",
}


@dataclass
class FollowUpReader(FormReader):
    """Reads one follow-up form."""

    form: FollowUp
    worked = (form_headings.SHARE,)

    @cached_property
    def table(self) -> FormTable:
        return find_table(self.grid, (*form_headings.KNOWN, *self._programmed, *self._executed, *form_headings.TOLD))

    @property
    def asked_texts(self) -> Collection[str]:
        return form_headings.TOLD

    @property
    def asked_numbers(self) -> Collection[str]:
        return self._executed

    @property
    def _programmed(self) -> Mapping[str, int]:
        return {programmed_heading(place): place for place in self.form.places}

    @property
    def _executed(self) -> Mapping[str, int]:
        return {executed_heading(place): place for place in self.form.places}

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows of `ejecucion` and `resultados`."""
        lost = missing_headings(
            self.table, (form_headings.TASK, *self._programmed, *self._executed, *form_headings.TOLD)
        )
        if lost:
            self.problems.extend(lost)
            return {}
        lines = self._lines_of_tasks()
        self._compare(lines)
        amounts = self._amounts(lines)
        executed = self._executed_of(lines, amounts)
        origin = self._origin()
        rows = tuple(
            row for task, line in lines.items() if (row := self._row(origin, self._tasks[task], line, executed[task]))
        )
        if not amounts.values and not amounts.wrong:
            told = (
                "no trae ninguna cantidad ejecutada. Llene las celdas amarillas de «Ejec.»; donde no se hizo nada, "
                "va 0."
            )
            self.tell(FormCode.NOTHING, self.table.grid.place(), told, element=TABLE)
        self._ask_for_proof(lines, executed)
        wrong = {code for code, _ in amounts.wrong}
        self._ask_for_causes({code: line for code, line in lines.items() if code not in wrong}, executed)
        return {TABLE: rows, "resultados": tuple(self._results(lines))}

    @cached_property
    def _tasks(self) -> Mapping[str, TaskLine]:
        return {task.task: task for task in self.form.tasks}

    def _lines_of_tasks(self) -> dict[str, Line]:
        """The line of each task of the form; missing, repeated and unknown tasks become findings."""
        found_lines: dict[str, Line] = {}
        known = {folded(code): code for code in self._tasks}
        for line in self.table.lines:
            text = self.table.text(line, form_headings.TASK)
            code = known.get(folded(text))
            if code in found_lines:
                told = (
                    f"la tarea «{code}» está dos veces en el formulario (también en la fila "
                    f"{found_lines[code].number}). Deje una."
                )
                self.tell(
                    FormCode.TASK_TWICE, self.table.place(line, form_headings.TASK), told, element=code, value=text
                )
            elif code is not None:
                found_lines[code] = line
            elif self._has_amount(line) and not self.table.is_total(line):
                self._report_unknown_task(line, text)
        lost = [code for code in self._tasks if code not in found_lines]
        if lost:
            told = (
                f"faltan {len(lost)} tareas de la unidad: {listed(lost)}. No borre filas: copie lo llenado en un "
                "formulario nuevo, hecho con «poa formularios»."
            )
            place = self.table.grid.place(self.table.header)
            self.tell(FormCode.TASK_MISSING, place, told, element=", ".join(lost), expected=listed(lost))
        return found_lines

    def _has_amount(self, line: Line) -> bool:
        return any(not self.table.is_blank(line, heading) for heading in self._executed)

    def _report_unknown_task(self, line: Line, text: str) -> None:
        place = self.table.place(line, form_headings.TASK)
        if not text:
            told = (
                "hay cantidades ejecutadas en una fila sin código de tarea. Escriba el código o borre las cantidades."
            )
            self.tell(FormCode.NO_CODE, place, told)
            return
        owner = self.forms.unit_of_task.get(text)
        why = f"es de la unidad «{owner}»" if owner else "no está en el plan vigente"
        told = f"la tarea «{text}» {why}. Quite la fila; si la tarea es nueva, entra al reformular el plan."
        self.tell(FormCode.TASK_UNKNOWN, place, told, element=text, value=text)

    def _compare(self, lines: Mapping[str, Line]) -> None:
        """Compare the locked cells with the plan."""
        for code, line in lines.items():
            task = self._tasks[code]
            asked = task.places(self.form)
            for heading, place in self._programmed.items():
                self._compare_amount(line, heading, task.programmed[place] if place in asked else None, code)
            self._compare_amount(line, form_headings.GOAL, task.goal, code)
            printed = ((form_headings.OPERATION, task.operation), (form_headings.DESCRIPTION, task.description),
                       (form_headings.MEASURE, task.measure_words))  # fmt: skip
            for heading, text in printed:
                self._compare_text(line, heading, text, code)

    def _compare_amount(self, line: Line, heading: str, expected: Decimal | None, code: str) -> None:
        if heading in self.table.missing:
            return
        cell = self.table.cell(line, heading)
        reading = read_alone(cell.text)
        values = (cell.value,) if isinstance(cell.value, Decimal) else (reading.value, *reading.readings)
        if expected in values and not cell.fault and not (expected is None and cell.text):
            return
        wanted = "vacía" if expected is None else plain_text(expected)
        told = (
            f"«{heading}» de la tarea «{code}» dice «{cell.text or 'nada'}» y en el plan es {wanted}. El programa no "
            "se cambia en el formulario: devuelva la celda a su valor, o reformule el plan."
        )
        self.tell(
            FormCode.PROGRAMME, self.table.place(line, heading), told, element=code, expected=wanted, value=cell.text
        )

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
        """The executed quantities by task and position of the year."""
        asked: dict[Spot, Asked] = {}
        for code, line in lines.items():
            places, measure = self._tasks[code].places(self.form), measure_of(self._tasks[code].measure)
            for heading, place in self._executed.items():
                cell, where = self.table.cell(line, heading), self.table.place(line, heading)
                if place in places:
                    asked[code, place] = Asked(cell, where, f"{TABLE}/{code}/{place_name(place)}", measure)
                elif not cell.is_blank:
                    told = f"la tarea «{code}» no se informa en «{heading}», y la celda dice «{cell.text}». Bórrela."
                    self.tell(FormCode.LOCKED, where, told, element=code, value=cell.text)
        amounts = read_asked(asked, self.settings, NEGATIVE)
        self.problems.extend(amounts.findings)
        told_of = {finding.celda for finding in amounts.findings}
        for (code, place), amount in amounts.values.items():
            item = asked[code, place]
            if item.measure is Measure.POINTS and item.place.cell not in told_of:
                self._ask_if_share(item, amount, self._tasks[code].programmed[place])
        return amounts

    def _ask_if_share(self, asked: Asked, amount: Decimal, programmed: Decimal | None) -> None:
        """Warn if a percentage seems to be typed as a fraction of one: 0.5, or 1 for 100."""
        if programmed is None or not (0 < amount < 1 < programmed or (amount == 1 and programmed == HUNDRED)):
            return
        likely = plain_text(exact(amount * 100)).replace(".", ",")
        told = (
            f"dice {number_es(amount)} y se programó {number_es(programmed)}: la tarea se mide en porcentaje, y eso "
            f"es {number_es(amount)} %. Si quiso decir {likely} %, escriba {likely}."
        )
        more = {"element": asked.element, "value": plain_text(amount)}
        self.tell(FormCode.PERCENTAGE, asked.place, told, Severity.WARNING, **more)

    @staticmethod
    def _executed_of(lines: Mapping[str, Line], amounts: Amounts[Spot]) -> dict[str, dict[int, Decimal]]:
        """The executed quantities grouped by task, then by position of the year."""
        executed: dict[str, dict[int, Decimal]] = {code: {} for code in lines}
        for (code, place), amount in amounts.values.items():
            executed[code][place] = amount
        return executed

    def _origin(self) -> Origin:
        names = {form_headings.TASK: "tarea"} | {
            heading: place_name(place) for heading, place in self._executed.items()
        }
        return Origin(TABLE, self.grid.file, self.grid.sheet, self.table.letters(names | TEXT_COLUMNS))

    def _row(self, origin: Origin, task: TaskLine, line: Line, executed: Mapping[int, Decimal]) -> Row | None:
        """A row of `ejecucion`; None if the unit wrote nothing about the task."""
        texts = {column: self._text(line, heading, task.task) for heading, column in TEXT_COLUMNS.items()}
        amounts = {place_name(place): amount for place, amount in executed.items()}
        if not amounts and not any(texts.values()):
            return None
        self._settle_cause(line, task.task, texts)
        values: dict[str, Value | None] = {"periodo": self.form.period, "tarea": task.task, **amounts}
        return Row(origin, line.number, given(values | {name: text or None for name, text in texts.items()}))

    def _text(self, line: Line, heading: str, code: str) -> str:
        cell, place = self.table.cell(line, heading), self.table.place(line, heading)
        return text_of(cell, place, f"{TABLE}/{code}/{heading}", self.problems)

    def _settle_cause(self, line: Line, code: str, texts: dict[str, str]) -> None:
        """Replace a chosen cause by its code; a cause that is not in the list is kept as text."""
        chosen = texts["causa_codigo"]
        if not chosen:
            return
        causes = self.forms.entidad.causas
        cause = cause_of(chosen, causes)
        if cause is not None:
            texts["causa_codigo"] = cause.codigo
            return
        place = self.table.place(line, form_headings.CAUSE)
        self.problems.append(unknown_cause(place, f"{TABLE}/{code}/causa", chosen, causes))
        texts["causa_codigo"] = ""
        texts["causa_desviacion"] = ". ".join(filter(None, (chosen.rstrip("."), texts["causa_desviacion"])))

    def _results(self, lines: Mapping[str, Line]) -> Iterator[Row]:
        """The results of the tasks, in the unit's words."""
        letters = self.table.letters(
            {form_headings.TASK: "tarea", form_headings.RESULT: "texto", form_headings.PROOF: "fuente"}
        )
        origin = Origin("resultados", self.grid.file, self.grid.sheet, letters)
        for code, line in lines.items():
            cell = self.table.cell(line, form_headings.RESULT)
            if not cell.text or cell.fault:
                continue
            task = self._tasks[code]
            values: dict[str, Value | None] = {
                "periodo": self.form.period, "id": code, "acp": task.action or None, "unidad": self.form.unit.code,
                "tarea": code, "resultado_programado": task.description, "texto": cell.text.strip(),
                "fuente": self.table.text(line, form_headings.PROOF) or None,
            }  # fmt: skip
            yield Row(origin, line.number, given(values))

    def _ask_for_proof(self, lines: Mapping[str, Line], executed: Mapping[str, Mapping[int, Decimal]]) -> None:
        without = [
            code
            for code, line in lines.items()
            if any(amount > 0 for amount in executed[code].values()) and not self.table.text(line, form_headings.PROOF)
        ]
        lacks, mend = "ejecución y no nombra medio de verificación", "Nombre el documento que la respalda."
        self._ask_of_many(FormCode.NO_PROOF, form_headings.PROOF, lines, without, (lacks, mend))

    def _ask_for_causes(self, lines: Mapping[str, Line], executed: Mapping[str, Mapping[int, Decimal]]) -> None:
        """Warn if a task did less or more than was programmed and has no cause."""
        without = [code for code in lines if self._deviates(code, executed[code]) and not self._says_why(lines[code])]
        lacks, mend = "una ejecución distinta de lo programado y no dice por qué", "Elija la causa y explíquela."
        self._ask_of_many(FormCode.NO_CAUSE, form_headings.CAUSE, lines, without, (lacks, mend))

    def _deviates(self, code: str, executed: Mapping[int, Decimal]) -> bool:
        task = self._tasks[code]
        programmed = sum((task.programmed[place] or Decimal(0) for place in task.places(self.form)), Decimal(0))
        return bool(executed) and programmed > 0 and sum(executed.values(), Decimal(0)) != programmed

    def _says_why(self, line: Line) -> bool:
        return bool(self.table.text(line, form_headings.CAUSE) or self.table.text(line, form_headings.WHY))

    def _ask_of_many(
        self, code: FormCode, heading: str, lines: Mapping[str, Line], tasks: list[str], words: tuple[str, str]
    ) -> None:
        """Add one warning for all tasks that lack something, placed at the first of them."""
        if tasks:
            have = "1 tarea tiene" if len(tasks) == 1 else f"{len(tasks)} tareas tienen"
            told = f"{have} {words[0]}: {listed(tasks)}. {words[1]}"
            place = self.table.place(lines[tasks[0]], heading)
            self.tell(code, place, told, Severity.WARNING, element=", ".join(tasks))
