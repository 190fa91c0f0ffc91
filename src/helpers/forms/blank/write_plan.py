"""The planning form as an Excel workbook: a unit's tasks by month, with weights that must add up to 100."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from helpers.base.periods import MONTHS
from helpers.figures.series import YEAR
from helpers.forms import form_labels as labels
from helpers.forms.blank import form_styles, instructions_sheet
from helpers.forms.blank.form_frame import FIRST_ROW, HEADER_ROW, draw_identity, new_workbook, set_up_sheets
from helpers.forms.blank.form_layout import PlanForm, TaskLine
from helpers.forms.blank.form_set import FormSet
from helpers.forms.blank.form_sheet import LINE, FormSheet

MORE_ROWS = 30
"""Number of empty rows below the tasks of the plan in force."""
WIDTHS = (15.0, 9.8, 8.6, 4.8, 21.2, 8.8, 10.4, 7.0, 6.4, *[4.5] * 12, 6.6, 7.2, 11.5, 11.5, 14.2)
LETTER = {heading: get_column_letter(place) for place, heading in enumerate(labels.PLAN, start=1)}
LAST_MONTH_HEADING = MONTHS[-1].capitalize()
FIRST_MONTH, LAST_MONTH = LETTER[MONTHS[0].capitalize()], LETTER[LAST_MONTH_HEADING]
KEPT, ADDED = "no", "si"
FINE = "Bien"
ADD_UP, TO_ADD_UP = "Las ponderaciones suman 100", "Las ponderaciones deben sumar 100"
"""The second text is shown while the form is empty: a form that was just opened has no errors yet."""
ACTIONS_SHEET = "Listas"


def plan_workbook(forms: FormSet, form: PlanForm) -> Workbook:
    """Return a new workbook of a unit's planning form, not yet saved: its tasks in force and 30 empty rows."""
    workbook, page = new_workbook(form)
    instructions = instructions_sheet.add_instructions(workbook, forms.corrida, form)
    actions = _draw_actions(FormSheet(workbook.create_sheet(ACTIONS_SHEET)), form)
    base = f"de la que parte: {form.identity.version}" if form.tasks else "sin plan anterior"
    drawing = _Drawing(page, form)
    draw_identity(drawing, forms.entidad, form, base)
    drawing.table()
    drawing.total()
    drawing.guards(actions)
    drawing.draw_signature(drawing.total_row + 2, (("A", "D"), ("E", "H"), ("I", "L"), ("M", LETTER[labels.REVIEW])))
    set_up_sheets(workbook, form.identity, (page, instructions))
    return workbook


def _draw_actions(lists: FormSheet, form: PlanForm) -> str:
    """Write the actions that a task may serve; return their range, empty if there are none."""
    lists.put("A1", "Acciones de corto plazo", form_styles.TITLE)
    lists.set_widths((12, 100))
    lists.put_row(3, "AB", ("ACP", "Denominación"), form_styles.HEADING)
    for row, action in enumerate(form.actions, start=4):
        lists.put_row(row, "AB", action, form_styles.TEXT)
    return f"{ACTIONS_SHEET}!$A$4:$A${3 + len(form.actions)}" if form.actions else ""


@dataclass(frozen=True)
class _Drawing(FormSheet):
    """Writes the sheet to fill in."""
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
            look = form_styles.HEADING if heading in {labels.MONTHS_SUM, labels.REVIEW} else form_styles.HEADING_TO_FILL
            self.put(f"{letter}{HEADER_ROW}", heading, look)
        self.sheet.row_dimensions[HEADER_ROW].height = 3 * LINE + 6
        for row in range(FIRST_ROW, self.total_row):
            place = row - FIRST_ROW
            self._row(row, self.form.tasks[place] if place < len(self.form.tasks) else None)
        self.set_widths(WIDTHS)
        self.sheet.freeze_panes = f"B{FIRST_ROW}"

    def _row(self, row: int, task: TaskLine | None) -> None:
        texts = (
            (task.task, task.operation, task.activity, task.action, task.description, task.measure, task.indicator,
             task.baseline, KEPT if task.keeps else ADDED)
            if task else ()
        )  # fmt: skip
        numbers = (*task.programmed[:YEAR], task.goal, task.weight, task.budget) if task else ()
        for headings, values, look in (
            (labels.PLAN_TEXTS, texts, form_styles.OPEN_CODE),
            ((*labels.PLAN_MONTHS, *labels.PLAN_NUMBERS), numbers, form_styles.OPEN_NUMBER),
        ):
            self.put_row(row, map(LETTER.__getitem__, headings), values or [None] * len(headings), look)
        months = f"{FIRST_MONTH}{row}:{LAST_MONTH}{row}"
        self.put(f"{LETTER[labels.MONTHS_SUM]}{row}", f'=IF(COUNT({months})=0,"",SUM({months}))', form_styles.WORKED)
        self.put(f"{LETTER[labels.REVIEW]}{row}", self._review(row), form_styles.WORKED_TEXT)
        if task:
            self.row_height(row, zip(texts, WIDTHS, strict=False), least=1)

    def _review(self, row: int) -> str:
        """Formula that states what a row lacks, or that it is fine; it gives an empty text for an unused row."""
        at = {heading: f"{letter}{row}" for heading, letter in LETTER.items()}
        months = f"{FIRST_MONTH}{row}:{LAST_MONTH}{row}"
        codes = self.area(labels.TASK).replace(LETTER[labels.TASK], f"${LETTER[labels.TASK]}$")
        task, goal, added = at[labels.TASK], at[labels.GOAL], at[labels.MONTHS_SUM]
        lacks = [
            *(f'IF({at[heading]}="","Falta {words}. ","")' for heading, words in _NEEDED.items()),
            f'IF({task}="","",IF(SUMPRODUCT(({codes}={task})*1)>1,"El código está repetido. ",""))',
            f'IF({at[labels.ADDS_UP]}="{KEPT}",IF(AND(ISNUMBER({goal}),COUNTIF({months},">0")<>COUNTIF({months},{goal})),'
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
        self.put_merged(f"A{row}:{LETTER[labels.MONTHS_SUM]}{row}", labels.TOTAL, form_styles.TOTAL)
        for heading in (labels.WEIGHT, labels.BUDGET):
            area = self.area(heading)
            self.put(f"{LETTER[heading]}{row}", f'=IF(COUNT({area})=0,"",SUM({area}))', form_styles.TOTAL_WORKED)
        words = f"{LETTER[labels.REVIEW]}{row}"
        self.put(words, self._weights(f"{LETTER[labels.WEIGHT]}{row}"), form_styles.TOTAL_TEXT)
        self.sheet.row_dimensions[row].height = 4 * LINE + 3
        place = f"{LETTER[labels.WEIGHT]}{row}:{words}"
        self.colour_if(place, f'${words}="{ADD_UP}"', "verde")
        self.colour_if(place, f'AND(${words}<>"{ADD_UP}",${words}<>"{TO_ADD_UP}")', "rojo")
        review = f"{LETTER[labels.REVIEW]}{FIRST_ROW}"
        self.colour_if(self.area(labels.REVIEW), f'{review}="{FINE}"', "verde")
        self.colour_if(self.area(labels.REVIEW), f'AND({review}<>"",{review}<>"{FINE}")', "naranja")

    def _weights(self, weight: str) -> str:
        """Formula that states in words how far the weights are from 100, with all its decimals: 0,001 is not 0,00."""
        lacks = f'"A las ponderaciones les faltan "&ROUND(100-N({weight}),8)'
        exceeds = f'"A las ponderaciones les sobran "&ROUND(N({weight})-100,8)'
        told = f'IF(ROUND(N({weight})-100,8)=0,"{ADD_UP}",IF(N({weight})<100,{lacks},{exceeds})&" puntos")'
        return f'=IF({self._used(FIRST_ROW, self.last_row)}=0,"{TO_ADD_UP}",{told})'

    def _used(self, first: int, last: int) -> str:
        """Formula that counts the filled cells of some rows."""
        areas = ((labels.TASK, LAST_MONTH_HEADING), (labels.GOAL, labels.GOAL), (labels.WEIGHT, labels.BUDGET))
        return f"COUNTA({','.join(f'{LETTER[start]}{first}:{LETTER[end]}{last}' for start, end in areas)})"

    def guards(self, actions: str) -> None:
        """Restrict months and quantities to numbers from zero, «¿Se suma?» to yes or no, and ACP to the listed actions.

        `actions` is their range; empty, any ACP may be typed.
        """
        months = f"{FIRST_MONTH}{FIRST_ROW}:{LAST_MONTH}{self.last_row}"
        prompt = "Cantidad programada en el mes; vacía si no hay nada programado."
        self.add_amounts([months], "Programado", prompt)
        numbers = [self.area(heading) for heading in labels.PLAN_NUMBERS]
        prompt = "Meta en la unidad de medida; ponderación en puntos; presupuesto en Bs."
        self.add_amounts(numbers, "Cantidad", prompt)
        for area in (months, *numbers):
            self.show_whole_numbers(area)
        choices, error = f'"{ADDED},{KEPT}"', "Elija «si» o «no»."
        self.restrict([self.area(labels.ADDS_UP)], "list", choices, labels.ADDS_UP, _ADDS_UP_WORDS, error)
        if actions:
            prompt = "Acción de corto plazo a la que sirve."
            error = "Elija una acción de la lista: están en la hoja «Listas»."
            self.restrict([self.area(labels.ACTION)], "list", actions, labels.ACTION, prompt, error)


_NEEDED = {
    labels.TASK: "el código",
    labels.OPERATION: "la operación",
    labels.DESCRIPTION: "la descripción",
    labels.ADDS_UP: "decir si se suma",
    labels.GOAL: "la meta",
    labels.WEIGHT: "la ponderación",
}
_ADDS_UP_WORDS = "«si»: la meta es la suma de los meses. «no»: la meta se mantiene cada mes."
