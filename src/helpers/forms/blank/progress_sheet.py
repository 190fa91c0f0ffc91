"""The sheet «Mi avance»: live computation of the unit's percentage and grade, step by step, locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.python_extras import grouped, not_none
from helpers.forms.blank import form_styles, progress_formulas
from helpers.forms.blank.form_frame import FIRST_ROW
from helpers.forms.blank.form_layout import FollowUp, TaskLine
from helpers.forms.blank.form_sheet import FormSheet
from helpers.forms.blank.percentage_scheme import Scheme, divisor_of, is_weighted, operation_weight, task_weight
from helpers.forms.blank.progress_formulas import NO_DATUM, Columns, Parts, TaskFormulas
from helpers.settings.rollups import Consolidacion

NAME = "Mi avance"
RESULT_ROW = 4
FIRST_OPERATION = 15
OPERATION_HEADINGS = (
    "Operación", "Tareas que entran", "Tareas sin dato", "", "", "Numerador", "Denominador", "%", "Peso",
    "Peso que entra", "% × peso",
)  # fmt: skip
TASK_HEADINGS = (
    "Tarea", "Operación", "Programado", "Ejecutado", "Situación", "Cuenta", "Se mide contra", "%", "Peso",
    "Peso que entra", "% × peso",
)  # fmt: skip
LETTERS = "ABCDEFGHIJK"
PROMISE = (
    "Aquí se ve cómo sale el porcentaje de la unidad con lo que lleva escrito. No hay nada que llenar: cambia solo. "
    "El porcentaje oficial es el que calcule planificación con el formulario aceptado."
)


@dataclass(frozen=True)
class ResultCells:
    """References to the cells with results.

    Attributes
    ----------
    scheme : Scheme
        The rules by which they are computed.
    percentage, grade, entering, missing : str
        Cells of the unit's percentage, its grade, the number of tasks that count, and of tasks without data.
    shares : dict of str to str
        Cell of each task's percentage, by task code.
    """

    scheme: Scheme
    percentage: str
    grade: str
    entering: str
    missing: str
    shares: dict[str, str]


@dataclass(frozen=True)
class ScaleCells:
    """Ranges of the grades' lower limits and names, including the sheet; empty if there is no scale."""

    edges: str = ""
    names: str = ""


def draw_progress(
    sheet: Worksheet, form: FollowUp, scheme: Scheme, columns: Columns, scale: ScaleCells
) -> ResultCells:
    """Write the sheet «Mi avance» into an empty sheet; return the references to its results.

    Its results are formulas on the form's first sheet (`columns`) and on the grading scale of «Listas».
    """
    drawing = _Drawing(sheet, form, scheme, columns)
    drawing.tables()
    return drawing.result(scale)


@dataclass(frozen=True)
class _Drawing(FormSheet):
    """Writes «Mi avance»; `columns` says where the first sheet has the quantities."""
    form: FollowUp
    scheme: Scheme
    columns: Columns

    @cached_property
    def operations(self) -> Mapping[str, tuple[TaskLine, ...]]:
        """The tasks of each operation, by its code."""
        operations = grouped(self.form.tasks, lambda task: task.operation)
        return {code: tuple(tasks) for code, tasks in operations.items()}

    @property
    def first_task(self) -> int:
        """Number of the row of the first task: below the operations, if the method has that level."""
        count = len(self.operations) if self.scheme.operation else 0
        return FIRST_OPERATION + count + 3 if count else FIRST_OPERATION

    def tables(self) -> None:
        """Write the tables of operations (if the method has that level) and of tasks, below the place of the result."""
        self.put("A1", "Mi avance", form_styles.TITLE)
        self.put("A2", PROMISE, form_styles.NAME)
        self.set_widths((16, 16, 13, 13, 22, 13, 15, 13, 11, 14, 13))
        if self.scheme.operation is not None:
            self._heading(FIRST_OPERATION - 2, "Operaciones", OPERATION_HEADINGS, is_weighted(self.scheme.unit))
            self._operations()
        weighs_tasks = is_weighted(self._rule_of_tasks)
        self._heading(self.first_task - 2, "Tareas", TASK_HEADINGS, weighs_tasks)
        for place, task in enumerate(self.form.tasks):
            self._task(self.first_task + place, FIRST_ROW + place, task)

    @property
    def _rule_of_tasks(self) -> Consolidacion:
        return self.scheme.operation or self.scheme.unit

    def _heading(self, row: int, title: str, headings: Sequence[str], weighs: bool) -> None:
        """Write a table's title and, below, its headings; those of weights (I to K) only if `weighs`."""
        self.put(f"A{row}", title, form_styles.LABEL)
        for letter, heading in zip(LETTERS, headings, strict=True):
            if heading and (weighs or letter not in "IJK"):
                self.put(f"{letter}{row + 1}", heading, form_styles.HEADING)

    def _task(self, row: int, source: int, task: TaskLine) -> None:
        formulas = TaskFormulas(self.scheme, self.columns, self.form, task, row, source)
        self.put_row(row, "AB", (task.task, task.operation), form_styles.TEXT)
        self.put(f"E{row}", formulas.situation(), form_styles.WORKED_TEXT)
        worked = (formulas.programmed(), formulas.executed(), formulas.counted(), formulas.measure(), formulas.share())
        self.put_row(row, "CDFGH", worked, form_styles.WORKED)
        self.sheet[f"H{row}"].number_format = self.scheme.number_format
        if is_weighted(self._rule_of_tasks):
            self.put(f"I{row}", task_weight(self._rule_of_tasks, task), form_styles.NUMBER)
            self._weigh(row)

    def _weigh(self, row: int) -> None:
        formulas = (progress_formulas.counted_weight(row), progress_formulas.weighted_share(row))
        self.put_row(row, "JK", formulas, form_styles.WORKED)

    def _operations(self) -> None:
        first = self.first_task
        for place, (code, tasks) in enumerate(self.operations.items()):
            self._operation(FIRST_OPERATION + place, code, tasks, first)
            first += len(tasks)

    def _operation(self, row: int, code: str, tasks: tuple[TaskLine, ...], first: int) -> None:
        """Write an operation's row; `first` is the row of the first of its tasks."""
        plan = not_none(self.scheme.operation)
        parts = self._parts_of(tasks, first)
        self.put(f"A{row}", code, form_styles.TEXT)
        counts = (f"=COUNT({parts.area('H')})", f'=COUNTIF({parts.area("E")},"{NO_DATUM}")')
        for letter, count in zip("BC", counts, strict=True):
            self.put(f"{letter}{row}", count, form_styles.WORKED).number_format = "0"
        terms = progress_formulas.ratio_terms(plan, parts)
        self.put_row(row, "FG", [f"={term}" for term in terms] if terms else (None, None), form_styles.WORKED)
        value = progress_formulas.rule_value(plan, parts)
        # The value appears twice, to test it and to round it, because older versions of Excel lack LET.
        level = f'IF(ISNUMBER({value}),{progress_formulas.level_value(self.scheme, value)},"")'
        rounded = level if self.scheme.every_level else value
        self.put(f"H{row}", f"={rounded}", form_styles.WORKED).number_format = self.scheme.number_format
        if is_weighted(self.scheme.unit):
            self._weigh_operation(row, code, tasks)

    def _parts_of(self, tasks: tuple[TaskLine, ...], first: int) -> Parts:
        """Rows of some tasks, the first of which is in row `first`, as parts of their operation or unit."""
        plan = self._rule_of_tasks
        lacks = any(task_weight(plan, task) is None for task in tasks)
        return Parts(first, first + len(tasks) - 1, lacks, divisor_of(plan, tasks))

    def _weigh_operation(self, row: int, code: str, tasks: tuple[TaskLine, ...]) -> None:
        """Write an operation's weight (in means by tasks, the number of tasks that count) and its weighted share."""
        if self.scheme.unit.regla == "media_por_tareas":
            self.put(f"I{row}", f"=B{row}", form_styles.WORKED)
        else:
            weight = operation_weight(self.scheme.unit, tasks)
            self.put(f"I{row}", weight, form_styles.NUMBER)
        self._weigh(row)

    def _unit_parts(self) -> Parts:
        """Rows of the unit's parts: its operations if the method has that level, else its tasks."""
        plan = self.scheme.unit
        if self.scheme.operation is None:
            return self._parts_of(self.form.tasks, self.first_task)
        by_tasks = plan.regla == "media_por_tareas"
        lacks = not by_tasks and any(operation_weight(plan, tasks) is None for tasks in self.operations.values())
        last = FIRST_OPERATION + len(self.operations) - 1
        return Parts(FIRST_OPERATION, last, lacks, divisor_of(plan, self.form.tasks))

    def result(self, scale: ScaleCells) -> ResultCells:
        """Write the unit's result at the top of the sheet; return where it and each task's percentage are."""
        first, last = self.first_task, self.first_task + len(self.form.tasks) - 1
        value = progress_formulas.rule_value(self.scheme.unit, self._unit_parts())
        row = RESULT_ROW
        exact, percentage, grade, entering, missing = (f"C{row + place}" for place in range(5))
        published = f'=IF(ISNUMBER({exact}),{progress_formulas.published_value(self.scheme, exact)},"")'
        lines = (
            ("Sin redondear", exact, f"={value}", form_styles.WORKED),
            (f"{self.scheme.name} del periodo (%)", percentage, published, form_styles.TOTAL_WORKED),
            ("Calificación", grade, _grade(percentage, scale), form_styles.TOTAL_TEXT),
            ("Tareas que entran", entering, f"=COUNT(H{first}:H{last})", form_styles.WORKED),
            ("Tareas programadas sin dato", missing, f'=COUNTIF(E{first}:E{last},"{NO_DATUM}")', form_styles.WORKED),
        )
        for place, (label, cell, formula, look) in enumerate(lines):
            self.put(f"A{row + place}", label, form_styles.LABEL)
            self.put(cell, formula, look)
        self.sheet[exact].number_format = "0.000000"
        self.sheet[percentage].number_format = self.scheme.number_format
        self.sheet[entering].number_format = self.sheet[missing].number_format = "0"
        self.put(f"A{row + 6}", f"Cada tarea: {self.scheme.leaf.explicacion}", form_styles.NAME)
        self.put(f"A{row + 7}", f"La unidad: {self.scheme.unit.explicacion}", form_styles.NAME)
        shares = {task.task: f"'{NAME}'!H{first + place}" for place, task in enumerate(self.form.tasks)}
        here = f"'{NAME}'!"
        return ResultCells(
            self.scheme, f"{here}{percentage}", f"{here}{grade}", f"{here}{entering}", f"{here}{missing}", shares
        )


def _grade(percentage: str, scale: ScaleCells) -> str:
    if not scale.edges:
        return '="sin escala en el método"'
    return f'=IF(ISNUMBER({percentage}),IFERROR(INDEX({scale.names},MATCH({percentage},{scale.edges},1)),""),"")'
