"""The planning form as an Excel workbook: a unit's tasks by month, with weights that must add up to 100."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.periods import MONTHS
from helpers.forms.blank import form_styles, instructions_sheet
from helpers.forms.blank.form_frame import (
    FIRST_ROW,
    HEADER_ROW,
    LINE,
    add_amounts,
    colour_if,
    draw_identity,
    draw_signature,
    new_workbook,
    restrict,
    row_height,
    set_up_sheets,
    set_widths,
    show_whole_numbers,
)
from helpers.forms.blank.form_layout import PlanForm, PlannedTask
from helpers.forms.blank.form_set import FormSet
from helpers.forms.blank.form_styles import put, put_merged
from helpers.forms.form_labels import (
    ACTION,
    ADDS_UP,
    BUDGET,
    DESCRIPTION,
    GOAL,
    MONTHS_SUM,
    OPERATION,
    PLAN,
    PLAN_MONTHS,
    PLAN_NUMBERS,
    PLAN_TEXTS,
    REVIEW,
    TASK,
    TOTAL,
    WEIGHT,
    Kind,
)

MORE_ROWS = 30
"""Number of empty rows below the tasks of the plan in force."""
WIDTHS = (15.0, 9.8, 8.6, 4.8, 21.2, 8.8, 10.4, 7.0, 6.4, *[4.5] * 12, 6.6, 7.2, 11.5, 11.5, 14.2)
LETTER = {heading: get_column_letter(place) for place, heading in enumerate(PLAN, start=1)}
LAST_MONTH_HEADING = MONTHS[-1].capitalize()
FIRST_MONTH, LAST_MONTH = LETTER[MONTHS[0].capitalize()], LETTER[LAST_MONTH_HEADING]
KEPT, ADDED = "no", "si"
FINE = "Bien"
ADD_UP, TO_ADD_UP = "Las ponderaciones suman 100", "Las ponderaciones deben sumar 100"
"""The second text is shown while the form is empty: a form that was just opened has no errors yet."""
ACTIONS_SHEET = "Listas"


def plan_workbook(forms: FormSet, form: PlanForm) -> Workbook:
    """Return a new workbook of a unit's planning form, not yet saved: its tasks in force and 30 empty rows."""
    title = f"Formulario de programación del POA {form.period.year}"
    workbook, page = new_workbook(form.identity, Kind.PLAN, title)
    instructions = workbook.create_sheet(instructions_sheet.NAME)
    lists = workbook.create_sheet(ACTIONS_SHEET)
    actions = _draw_actions(lists, form)
    base = f"de la que parte: {form.identity.version}" if form.tasks else "sin plan anterior"
    draw_identity(page, title, forms.entidad, form, base)
    drawing = _Drawing(page, form)
    drawing.table()
    drawing.total()
    drawing.guards(actions)
    draw_signature(page, drawing.total_row + 2, (("A", "D"), ("E", "H"), ("I", "L"), ("M", LETTER[REVIEW])))
    instructions_sheet.draw_instructions(instructions, Kind.PLAN, forms.corrida, form.period.code)
    set_up_sheets(workbook, form.identity, (page, instructions))
    return workbook


def _draw_actions(sheet: Worksheet, form: PlanForm) -> str:
    """Write the actions that a task may serve; return their range, empty if there are none."""
    put(sheet, "A1", "Acciones de corto plazo", form_styles.TITLE)
    set_widths(sheet, (12, 100))
    for letter, heading in zip("AB", ("ACP", "Denominación"), strict=True):
        put(sheet, f"{letter}3", heading, form_styles.HEADING)
    for row, (code, name) in enumerate(form.actions, start=4):
        put(sheet, f"A{row}", code, form_styles.TEXT)
        put(sheet, f"B{row}", name, form_styles.TEXT)
    return f"{ACTIONS_SHEET}!$A$4:$A${3 + len(form.actions)}" if form.actions else ""


@dataclass(frozen=True)
class _Drawing:
    sheet: Worksheet
    form: PlanForm

    @property
    def last_row(self) -> int:
        """Number of the last empty row of the table."""
        return FIRST_ROW + len(self.form.tasks) + MORE_ROWS - 1

    @property
    def total_row(self) -> int:
        """Number of the row of totals, right below the table."""
        return self.last_row + 1

    def area(self, heading: str) -> str:
        """Return the range of a column's cells, from the first task to the last empty row."""
        return f"{LETTER[heading]}{FIRST_ROW}:{LETTER[heading]}{self.last_row}"

    def table(self) -> None:
        """Write headings, one row for each task in force, and 30 empty rows (`MORE_ROWS`) for more tasks."""
        for heading, letter in LETTER.items():
            look = form_styles.HEADING if heading in {MONTHS_SUM, REVIEW} else form_styles.HEADING_TO_FILL
            put(self.sheet, f"{letter}{HEADER_ROW}", heading, look)
        self.sheet.row_dimensions[HEADER_ROW].height = 3 * LINE + 6
        for row in range(FIRST_ROW, self.total_row):
            place = row - FIRST_ROW
            self._row(row, self.form.tasks[place] if place < len(self.form.tasks) else None)
        set_widths(self.sheet, WIDTHS)
        self.sheet.freeze_panes = f"B{FIRST_ROW}"

    def _row(self, row: int, task: PlannedTask | None) -> None:
        texts = (
            (task.task, task.operation, task.activity, task.action, task.description, task.measure, task.indicator,
             task.baseline, KEPT if task.keeps else ADDED)
            if task else ()
        )  # fmt: skip
        for place, heading in enumerate(PLAN_TEXTS):
            put(self.sheet, f"{LETTER[heading]}{row}", texts[place] if task else None, form_styles.OPEN_CODE)
        for place, heading in enumerate(PLAN_MONTHS):
            put(self.sheet, f"{LETTER[heading]}{row}", task.months[place] if task else None, form_styles.OPEN_NUMBER)
        numbers = (task.goal, task.weight, task.budget) if task else (None, None, None)
        for heading, number in zip(PLAN_NUMBERS, numbers, strict=True):
            put(self.sheet, f"{LETTER[heading]}{row}", number, form_styles.OPEN_NUMBER)
        months = f"{FIRST_MONTH}{row}:{LAST_MONTH}{row}"
        put(self.sheet, f"{LETTER[MONTHS_SUM]}{row}", f'=IF(COUNT({months})=0,"",SUM({months}))', form_styles.WORKED)
        put(self.sheet, f"{LETTER[REVIEW]}{row}", self._review(row), form_styles.WORKED_TEXT)
        if task:
            row_height(self.sheet, row, zip(texts, WIDTHS, strict=False), least=1)

    def _review(self, row: int) -> str:
        """Formula that states what a row lacks; it gives an empty text for an unused row."""
        at = {heading: f"{letter}{row}" for heading, letter in LETTER.items()}
        months = f"{FIRST_MONTH}{row}:{LAST_MONTH}{row}"
        codes = self.area(TASK).replace(LETTER[TASK], f"${LETTER[TASK]}$")
        goal, added = at[GOAL], at[MONTHS_SUM]
        lacks = [
            *(f'IF({at[heading]}="","Falta {words}. ","")' for heading, words in _NEEDED.items()),
            f'IF({at[TASK]}="","",IF(SUMPRODUCT(({codes}={at[TASK]})*1)>1,"El código está repetido. ",""))',
            f'IF({at[ADDS_UP]}="{KEPT}",IF(AND(ISNUMBER({goal}),COUNTIF({months},">0")<>COUNTIF({months},{goal})),'
            f'"Algún mes no lleva la meta. ",""),IF(AND(ISNUMBER({goal}),ISNUMBER({added})),'
            f'IF(ROUND({goal}-{added},8)=0,"","Los meses no suman la meta. "),""))',
            f'IF(COUNT({months})=0,"No hay ningún mes programado. ","")',
        ]
        return f'=IF({self._used(row, row)}=0,"",IF({"&".join(lacks)}="","{FINE}",TRIM({"&".join(lacks)})))'

    def total(self) -> None:
        """Write the totals row: sums of weights and budget, and in words how far the weights are from 100.

        The words, and the review of each row, are green if all is well.
        """
        row = self.total_row
        put_merged(self.sheet, f"A{row}:{LETTER[MONTHS_SUM]}{row}", TOTAL, form_styles.TOTAL)
        for heading in (WEIGHT, BUDGET):
            area = self.area(heading)
            put(self.sheet, f"{LETTER[heading]}{row}", f'=IF(COUNT({area})=0,"",SUM({area}))', form_styles.TOTAL_WORKED)
        words = f"{LETTER[REVIEW]}{row}"
        put(self.sheet, words, self._weights(f"{LETTER[WEIGHT]}{row}"), form_styles.TOTAL_TEXT)
        self.sheet.row_dimensions[row].height = 4 * LINE + 3
        place = f"{LETTER[WEIGHT]}{row}:{words}"
        colour_if(self.sheet, place, f'${words}="{ADD_UP}"', "verde")
        colour_if(self.sheet, place, f'AND(${words}<>"{ADD_UP}",${words}<>"{TO_ADD_UP}")', "rojo")
        review = f"{LETTER[REVIEW]}{FIRST_ROW}"
        colour_if(self.sheet, self.area(REVIEW), f'{review}="{FINE}"', "verde")
        colour_if(self.sheet, self.area(REVIEW), f'AND({review}<>"",{review}<>"{FINE}")', "naranja")

    def _weights(self, weight: str) -> str:
        """Formula that states in words how far the weights are from 100; FIXED uses the user's decimal separator."""
        lacks = f'"A las ponderaciones les faltan "&FIXED(100-N({weight}),2)'
        exceeds = f'"A las ponderaciones les sobran "&FIXED(N({weight})-100,2)'
        told = f'IF(ROUND(N({weight})-100,8)=0,"{ADD_UP}",IF(N({weight})<100,{lacks},{exceeds})&" puntos")'
        return f'=IF({self._used(FIRST_ROW, self.last_row)}=0,"{TO_ADD_UP}",{told})'

    def _used(self, first: int, last: int) -> str:
        """Formula that counts the filled cells of some rows."""
        areas = ((TASK, LAST_MONTH_HEADING), (GOAL, GOAL), (WEIGHT, BUDGET))
        return f"COUNTA({','.join(f'{LETTER[start]}{first}:{LETTER[end]}{last}' for start, end in areas)})"

    def guards(self, actions: str) -> None:
        """Restrict months and quantities to numbers from zero, «¿Se suma?» to yes or no, and ACP to the listed actions.

        `actions` is their range; empty, any ACP may be typed.
        """
        months = f"{FIRST_MONTH}{FIRST_ROW}:{LAST_MONTH}{self.last_row}"
        prompt = "Cantidad programada en el mes; vacía si no hay nada programado."
        add_amounts(self.sheet, [months], "Programado", prompt)
        numbers = [self.area(heading) for heading in PLAN_NUMBERS]
        prompt = "Meta en la unidad de medida; ponderación en puntos; presupuesto en Bs."
        add_amounts(self.sheet, numbers, "Cantidad", prompt)
        for area in (months, *numbers):
            show_whole_numbers(self.sheet, area)
        choices, error = f'"{ADDED},{KEPT}"', "Elija «si» o «no»."
        restrict(self.sheet, [self.area(ADDS_UP)], "list", choices, ADDS_UP, _ADDS_UP_WORDS, error)
        if actions:
            prompt = "Acción de corto plazo a la que sirve."
            error = "Elija una acción de la lista: están en la hoja «Listas»."
            restrict(self.sheet, [self.area(ACTION)], "list", actions, ACTION, prompt, error)


_NEEDED = {
    TASK: "el código",
    OPERATION: "la operación",
    DESCRIPTION: "la descripción",
    ADDS_UP: "decir si se suma",
    GOAL: "la meta",
    WEIGHT: "la ponderación",
}
_ADDS_UP_WORDS = "«si»: la meta es la suma de los meses. «no»: la meta se mantiene cada mes."
