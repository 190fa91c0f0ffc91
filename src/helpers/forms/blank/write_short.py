"""The short form of a unit without tasks in the plan, as an Excel workbook: its percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from helpers.forms import form_labels
from helpers.forms.blank import form_styles, instructions_sheet, lists_sheet
from helpers.forms.blank.form_frame import FIRST_ROW, HEADER_ROW, draw_identity, new_workbook, set_up_sheets
from helpers.forms.blank.form_layout import PercentLine, ShortForm
from helpers.forms.blank.form_set import FormSet
from helpers.forms.blank.form_sheet import FormSheet
from helpers.forms.blank.progress_formulas import GUARD
from helpers.forms.blank.progress_sheet import ScaleCells
from helpers.settings.scales import Grado

VALUE, EXPECTED, GRADE, NOTE = "E", "F", "G", "H"
WIDTHS = (20.0, 22.0, 50.0, 9.0, 14.0, 17.0, 22.0, 43.0)
TEXT_AREAS = (("A", "B"), ("C", "C"), ("D", "G"), ("H", "H"))
PRESENTED_AREAS = (("A", "B"), ("C", "C"), ("D", "F"), ("G", "H"))


def short_workbook(forms: FormSet, form: ShortForm) -> Workbook:
    """Return a new workbook of a unit's short form, not yet saved: its percentages and its report on the period."""
    workbook, page = new_workbook(form)
    instructions = instructions_sheet.add_instructions(workbook, forms.corrida, form)
    lists = FormSheet(workbook.create_sheet(lists_sheet.NAME))
    scales = {line.indicator: grades for line in form.lines if (grades := forms.scale(line.indicator, form.unit))}
    graded, grades = next(iter(scales.items()), ("", ()))
    causes, scale = lists_sheet.draw_lists(lists, forms.entidad.causas, grades)
    drawing = _Drawing(page, form)
    draw_identity(drawing, forms.entidad, form, "")
    drawing.table(graded, grades, scale)
    drawing.told(causes)
    set_up_sheets(workbook, form.identity, (page, instructions), repeats_header=False)
    return workbook


@dataclass(frozen=True)
class _Drawing(FormSheet):
    """Writes the sheet to fill in."""
    form: ShortForm

    def table(self, graded: str, grades: Sequence[Grado], scale: ScaleCells) -> None:
        """Write the table of percentages, with the grade beside one of them.

        Parameters
        ----------
        graded : str
            The indicator whose grade is shown; empty for none. There is only one, because «Listas» holds one scale.
        grades : sequence of Grado
            Its scale.
        scale : ScaleCells
            Where «Listas» has that scale.
        """
        for letter, heading in zip("ABCDEFGH", form_labels.PERCENTAGES, strict=True):
            is_to_fill = heading in {form_labels.VALUE, form_labels.NOTE}
            look = form_styles.HEADING_TO_FILL if is_to_fill else form_styles.HEADING
            self.put(f"{letter}{HEADER_ROW}", heading, look)
        cells = {line.indicator: f"{VALUE}{FIRST_ROW + place}" for place, line in enumerate(self.form.lines)}
        for row, line in enumerate(self.form.lines, start=FIRST_ROW):
            self._line(row, line, cells)
            if line.indicator == graded:
                self._grade(row, scale, grades)
        self.set_widths(WIDTHS)
        self.sheet.freeze_panes = f"A{FIRST_ROW}"
        guarded = [f"{VALUE}{FIRST_ROW}:{VALUE}{FIRST_ROW + len(self.form.lines) - 1}"]
        prompt = "En puntos y con sus decimales: 92,16 y no 0,9216. Déjela vacía si no hay dato: vacío no es cero."
        self.add_amounts(guarded, "Valor", prompt)

    def _line(self, row: int, line: PercentLine, cells: dict[str, str]) -> None:
        self.put_row(row, "ABCD", (line.indicator, line.name, line.explanation, line.unit), form_styles.TEXT)
        self.put(f"{VALUE}{row}", None, form_styles.OPEN_NUMBER)
        expected = _expected(line, cells)
        self.put(f"{EXPECTED}{row}", expected, form_styles.WORKED)
        self.put(f"{GRADE}{row}", None, form_styles.WORKED_TEXT)
        self.put(f"{NOTE}{row}", None, form_styles.OPEN_TEXT)
        self.row_height(row, [(line.explanation, WIDTHS[2]), (line.name, WIDTHS[1])])
        here = f"{VALUE}{row}"
        self.colour_if(here, f"ISTEXT({here})", "rojo", stops=True)
        if expected:
            beside = f"{EXPECTED}{row}"
            differs = f"AND(ISNUMBER({here}),ISNUMBER({beside}),ROUND({here},{line.decimals})<>{beside})"
            self.colour_if(here, differs, "rojo", number=here)
        self.colour_if(here, f"ISBLANK({here})", "naranja")
        self.show_whole_numbers(here)

    def _grade(self, row: int, scale: ScaleCells, grades: Sequence[Grado]) -> None:
        value = f"ROUND({VALUE}{row},{self.form.lines[row - FIRST_ROW].decimals})"
        looked_up = f'IFERROR(INDEX({scale.names},MATCH({value},{scale.edges},1)),"")'
        self.put(f"{GRADE}{row}", f'=IF(ISNUMBER({VALUE}{row}),{looked_up},"")', form_styles.TOTAL_TEXT)
        self.colour_grades(f"{GRADE}{row}", f"${VALUE}${row}", grades)

    def told(self, causes: str) -> None:
        """Write the cells for the unit's report on the period, and the signature block.

        `causes` is the range with the list of causes to choose from.
        """
        row = FIRST_ROW + len(self.form.lines) + 1
        self.draw_signature(row, TEXT_AREAS, form_labels.PERIOD_REPORT)
        self.row_height(row + 1, [], least=5)
        self.add_causes([f"{TEXT_AREAS[2][0]}{row + 1}"], causes)
        self.draw_signature(row + 3, PRESENTED_AREAS)


def _expected(line: PercentLine, cells: dict[str, str]) -> str | None:
    """Formula of the value that the method derives from the other values; None if it has no formula."""
    if line.formula is None:
        return None
    used = [cells[name] for name in line.formula.names]
    value = f"ROUND(ROUND({line.formula.excel(cells)},{GUARD}),{line.decimals})"
    return f'=IF(COUNT({",".join(used)})={len(used)},IFERROR({value},""),"")'
