"""The follow-up form of a unit with tasks, as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from helpers.base.periods import MONTH_NAMES
from helpers.figures.series import YEAR
from helpers.forms.blank import form_styles, instructions_sheet, lists_sheet, progress_sheet
from helpers.forms.blank.form_frame import (
    BLOCK_ROW,
    FIRST_ROW,
    HEADER_ROW,
    ONLY_YELLOW,
    PAGE_WIDTH,
    PERCENTAGE,
    RESULTS,
    draw_identity,
    new_workbook,
    set_up_sheets,
)
from helpers.forms.blank.form_layout import FollowUp, TaskLine
from helpers.forms.blank.form_set import FormSet
from helpers.forms.blank.form_sheet import LINE, FormSheet
from helpers.forms.blank.percentage_scheme import scheme_of
from helpers.forms.blank.progress_formulas import Columns, published_value
from helpers.forms.blank.progress_sheet import ResultCells
from helpers.forms.form_labels import SHARE, TASK_DATA, TASK_REPORT, TOTAL, executed_heading, programmed_heading
from helpers.scoring.planning.plan_versions import version_row

TASK_WIDTH, OPERATION_WIDTH, MEASURE_WIDTH, GOAL_WIDTH = 15.0, 10.0, 11.0, 8.0
DESCRIPTION_WIDTHS = (24.0, 60.0)
"""Minimum and maximum width; within them, the description takes the width that other columns leave."""
TEXT_WIDTHS = (17.0, 19.0, 18.0, 19.0)
PROMPT_BEFORE = "Cantidad ejecutada en"
PROMPT_AFTER = "en la unidad de medida de la tarea. 0 si no se hizo nada; vacía si no hay dato."
NO_PERCENTAGE = "El porcentaje de la unidad no sale solo de lo que trae este formulario."
AMOUNT_WIDTHS, SHARE_WIDTH = (7.2, 11.0), 7.0


def columns_of(form: FollowUp) -> Columns:
    """Assign column letters to the form's columns, from left to right.

    The task's data come first; then all programmed quantities, all executed ones, the percentage and the unit's texts.
    """
    places, start = form.places, len(TASK_DATA) + 1
    letters = [get_column_letter(start + place) for place in range(2 * len(places) + 1 + len(TASK_REPORT))]
    programmed = dict(zip(places, letters, strict=False))
    executed = dict(zip(places, letters[len(places) :], strict=False))
    return Columns(programmed, executed, letters[2 * len(places)], tuple(letters[2 * len(places) + 1 :]))


def follow_up_workbook(forms: FormSet, form: FollowUp) -> Workbook:
    """Return a new workbook of a unit's follow-up form, not yet saved.

    Its sheets are the form, «Mi avance» (only where the form can compute the unit's percentage), instructions and
    lists.
    """
    workbook, page = new_workbook(form)
    scheme = scheme_of(forms, form)
    instructions = instructions_sheet.add_instructions(workbook, forms.corrida, form, has_progress=scheme is not None)
    lists = FormSheet(workbook.create_sheet(lists_sheet.NAME))
    drawing = _Drawing(page, form, columns_of(form))
    causes, scale = lists_sheet.draw_lists(lists, forms.entidad.causas, scheme.grades if scheme else ())
    draw_identity(drawing, forms.entidad, form, _version_words(forms, form))
    live = None
    if scheme:
        progress = workbook.create_sheet(progress_sheet.NAME, index=1)
        live = progress_sheet.draw_progress(progress, form, scheme, drawing.columns, scale)
    drawing.table(live)
    drawing.total(live)
    drawing.guards(causes)
    drawing.colours(live)
    drawing.presented()
    set_up_sheets(workbook, form.identity, (page, instructions))
    return workbook


def _version_words(forms: FormSet, form: FollowUp) -> str:
    """Resolution and description of the form's version of the plan; empty if `versiones` lacks it."""
    named = version_row(forms.dataset, form.identity.version)
    return " · ".join(filter(None, (named.text("resolucion"), named.text("descripcion")))) if named else ""


@dataclass(frozen=True)
class _Drawing(FormSheet):
    """Writes the sheet to fill in."""
    form: FollowUp
    columns: Columns

    @property
    def total_row(self) -> int:
        """Number of the row of totals, right below the last task."""
        return FIRST_ROW + len(self.form.tasks)

    @property
    def rows(self) -> Iterator[tuple[int, TaskLine]]:
        """Each task with its row in the sheet."""
        yield from enumerate(self.form.tasks, start=FIRST_ROW)

    @property
    def amount_width(self) -> float:
        """Width of a column for the longest programmed quantity of any task, within `AMOUNT_WIDTHS`."""
        least, most = AMOUNT_WIDTHS
        shown = (f"{amount:,f}" for task in self.form.tasks for amount in task.programmed if amount is not None)
        return min(max([least, *(len(text) + 1.0 for text in shown)]), most)

    @property
    def known_widths(self) -> tuple[float, ...]:
        """Widths of the columns with a task's data; the description takes the width that other columns leave."""
        others = 2 * len(self.columns.programmed) * self.amount_width + SHARE_WIDTH + sum(TEXT_WIDTHS)
        left = PAGE_WIDTH - others - TASK_WIDTH - OPERATION_WIDTH - MEASURE_WIDTH - GOAL_WIDTH
        least, most = DESCRIPTION_WIDTHS
        return TASK_WIDTH, OPERATION_WIDTH, min(max(left, least), most), MEASURE_WIDTH, GOAL_WIDTH

    def table(self, live: ResultCells | None) -> None:
        """Write the headings and one row per task.

        Parameters
        ----------
        live : ResultCells or None
            Cells of «Mi avance». The percentage in each task's row shows the value computed there; without them it is
            blank.
        """
        self._headings()
        for row, task in self.rows:
            self._task(row, task, live)
        amounts = [self.amount_width] * 2 * len(self.columns.programmed)
        self.set_widths((*self.known_widths, *amounts, SHARE_WIDTH, *TEXT_WIDTHS))
        self.sheet.freeze_panes = f"D{FIRST_ROW}"

    def _headings(self) -> None:
        programmed, executed = self.columns.programmed, self.columns.executed
        known = (*TASK_DATA, *map(programmed_heading, programmed))
        self.put_row(HEADER_ROW, (*"ABCDE", *programmed.values()), known, form_styles.HEADING)
        self.put_row(HEADER_ROW, executed.values(), map(executed_heading, executed), form_styles.HEADING_TO_FILL)
        self.put(f"{self.columns.share}{HEADER_ROW}", SHARE, form_styles.HEADING)
        self.put_row(HEADER_ROW, self.columns.texts, TASK_REPORT, form_styles.HEADING_TO_FILL)
        self.sheet.row_dimensions[HEADER_ROW].height = 2 * LINE + 6

    def _task(self, row: int, task: TaskLine, live: ResultCells | None) -> None:
        texts = (task.task, task.operation, task.description, task.measure_words)
        self.put_row(row, "ABCD", texts, form_styles.TEXT)
        self.put(f"E{row}", task.goal, form_styles.NUMBER)
        asked = task.places(self.form)
        for place, letter in self.columns.programmed.items():
            self.put(f"{letter}{row}", task.programmed[place] if place in asked else None, form_styles.NUMBER)
        for place, letter in self.columns.executed.items():
            self.put(f"{letter}{row}", None, form_styles.OPEN_NUMBER if place in asked else form_styles.NUMBER)
        share = live.shares[task.task] if live else ""
        worked = f'=IF(ISNUMBER({share}),{published_value(live.scheme, share)},"")' if live else None
        self._put_percentage(row, worked, form_styles.WORKED, live)
        for letter in self.columns.texts:
            self.put(f"{letter}{row}", None, form_styles.OPEN_TEXT)
        self.row_height(row, zip(texts, self.known_widths, strict=False))

    def _put_percentage(
        self, row: int, formula: str | None, look: form_styles.CellStyle, live: ResultCells | None
    ) -> None:
        cell = self.put(f"{self.columns.share}{row}", formula, look)
        if live:
            cell.number_format = live.scheme.number_format

    def total(self, live: ResultCells | None) -> None:
        """Write the totals row: the unit's percentage and grade, and the number of tasks without data.

        Without «Mi avance» (`live`), `NO_PERCENTAGE` stands there. The results are repeated beside the identity block.
        """
        row = self.total_row
        last = self.columns.executed[max(self.columns.executed)]
        self.put_merged(f"A{row}:{last}{row}", TOTAL, form_styles.TOTAL)
        value = f'=IF(ISNUMBER({live.percentage}),{live.percentage},"")' if live else None
        self._put_percentage(row, value, form_styles.TOTAL_WORKED, live)
        first, *others = self.columns.texts
        grade = f'=IF({live.grade}="","",{live.grade})' if live else None
        self.put(f"{first}{row}", grade, form_styles.TOTAL_TEXT)
        words = self._missing_words(live) if live else NO_PERCENTAGE
        self.put_merged(f"{others[0]}{row}:{others[-1]}{row}", words, form_styles.TOTAL_TEXT)
        self.sheet.row_dimensions[row].height = 20
        self.put(f"A{HEADER_ROW - 1}", ONLY_YELLOW, form_styles.NOTE)
        if live:
            self._headline(live)

    def _missing_words(self, live: ResultCells) -> str:
        """Formula for what the percentage lacks: numbers typed as text, which no formula counts, or tasks' data."""
        executed = [*self.columns.executed.values()]
        area = f"{executed[0]}{FIRST_ROW}:{executed[-1]}{self.total_row - 1}"
        return (
            f'=IF(COUNTA({area})>COUNT({area}),"Lo escrito como texto (en rojo) no se cuenta aquí",IF({live.missing}=0,'
            f'"Sin datos pendientes",IF({live.missing}=1,"Falta el dato de 1 tarea",'
            f'"Faltan datos de "&{live.missing}&" tareas")))'
        )

    def _headline(self, live: ResultCells) -> None:
        """Repeat the results beside the identity block, where they stay visible while the unit types."""
        headings = (f"{live.scheme.name}{PERCENTAGE}", *RESULTS)
        tops = (
            (f'=IF(ISNUMBER({live.percentage}),{live.percentage},"—")', form_styles.BIG),
            (f'=IF({live.grade}="","—",{live.grade})', form_styles.BIG_TEXT),
            (f"={live.entering}", form_styles.BIG),
            (f"={live.missing}", form_styles.BIG),
        )
        for letter, heading, (formula, look) in zip(self.columns.texts, headings, tops, strict=True):
            self.put(f"{letter}{BLOCK_ROW}", heading, form_styles.HEADING)
            self.put_merged(f"{letter}5:{letter}7", formula, look)
        self.sheet[f"{self.columns.texts[0]}5"].number_format = live.scheme.number_format
        self.row_height(BLOCK_ROW, zip(headings, TEXT_WIDTHS, strict=True), least=1)
        for letter in self.columns.texts[2:]:
            self.sheet[f"{letter}5"].number_format = "0"

    def guards(self, causes: str) -> None:
        """Restrict the executed cells to numbers from zero, and the causes to the list in the range `causes`."""
        for place, letter in self.columns.executed.items():
            rows = [row for row, task in self.rows if place in task.places(self.form)]
            when = "la gestión" if place == YEAR else MONTH_NAMES[place]
            prompt = f"{PROMPT_BEFORE} {when}, {PROMPT_AFTER}"
            self.add_amounts(_areas(letter, rows), f"Ejecutado en {when}", prompt)
        cause = self.columns.texts[2]
        self.add_causes([f"{cause}{FIRST_ROW}:{cause}{self.total_row - 1}"], causes)

    def colours(self, live: ResultCells | None) -> None:
        """Colour the cells while the unit types: orange for missing data or causes, blue for more than was programmed.

        Text in place of a number is red. With «Mi avance», percentages and the result have the colour of their grade.
        """
        last = self.total_row - 1
        for place, letter in self.columns.executed.items():
            area, cell = f"{letter}{FIRST_ROW}:{letter}{last}", f"{letter}{FIRST_ROW}"
            programmed = f"{self.columns.programmed[place]}{FIRST_ROW}"
            self.colour_if(area, f"ISTEXT({cell})", "rojo", stops=True)
            self.colour_if(area, f"AND(ISBLANK({cell}),N({programmed})>0)", "naranja")
            over = f"AND(ISNUMBER({cell}),N({programmed})>0,N({cell})>N({programmed}))"
            self.colour_if(area, over, "azul", number=cell)
            self.show_whole_numbers(area)
        share = self.columns.share
        cause = self.columns.texts[2]
        waits = f"AND(ISNUMBER(${share}{FIRST_ROW}),${share}{FIRST_ROW}<>100,ISBLANK({cause}{FIRST_ROW}))"
        self.colour_if(f"{cause}{FIRST_ROW}:{cause}{last}", waits, "naranja")
        if live:
            head, grades = self.columns.texts[0], live.scheme.grades
            self.colour_grades(f"{share}{FIRST_ROW}:{share}{last + 1}", f"{share}{FIRST_ROW}", grades)
            self.colour_grades(f"{head}5:{head}7", f"${head}$5", grades)

    def presented(self) -> None:
        """Write the signature block below the table."""
        first, second, _, last = self.columns.texts
        areas = (("A", "C"), ("D", self.columns.share), (first, first), (second, last))
        self.draw_signature(self.total_row + 2, areas)


def _areas(letter: str, rows: list[int]) -> list[str]:
    """Ranges of a column that cover the given rows; adjacent rows share a range."""
    areas: list[list[int]] = []
    for row in rows:
        if areas and areas[-1][1] == row - 1:
            areas[-1][1] = row
        else:
            areas.append([row, row])
    return [f"{letter}{first}:{letter}{last}" for first, last in areas]
