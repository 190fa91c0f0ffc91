"""The sheet «Listas»: the causes to choose from and the grading scale, visible and locked."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.blank import form_styles
from helpers.forms.blank.form_frame import set_widths
from helpers.forms.blank.form_styles import put
from helpers.forms.blank.progress_sheet import ScaleCells
from helpers.forms.form_labels import cause_words
from helpers.settings.institution import Causa
from helpers.settings.scales import Grado

NAME = "Listas"
FIRST = 4
SCALE_HEADINGS = ("Desde", "Impreso", "Estado", "Calificación", "Desempeño", "Semáforo", "Símbolo")


def draw_lists(sheet: Worksheet, causes: Sequence[Causa], grades: Sequence[Grado]) -> tuple[str, ScaleCells]:
    """Write the sheet «Listas»: the declared causes and the grading scale.

    Returns
    -------
    str
        Range of the causes, including the sheet's name.
    ScaleCells
        Ranges of the scale; empty if there are no grades.
    """
    put(sheet, "A1", "Listas", form_styles.TITLE)
    set_widths(sheet, (58, 4, 9, 12, 24, 24, 18, 12, 10))
    put(sheet, "A3", "Causas de desviación", form_styles.HEADING)
    for row, cause in enumerate(causes, start=FIRST):
        put(sheet, f"A{row}", cause_words(cause), form_styles.TEXT)
    area = f"{NAME}!$A${FIRST}:$A${FIRST + len(causes) - 1}"
    return area, _scale(sheet, grades) if grades else ScaleCells()


def _scale(sheet: Worksheet, grades: Sequence[Grado]) -> ScaleCells:
    for letter, heading in zip("CDEFGHI", SCALE_HEADINGS, strict=True):
        put(sheet, f"{letter}3", heading, form_styles.HEADING)
    for row, grade in enumerate(grades, start=FIRST):
        put(sheet, f"C{row}", grade.desde, form_styles.NUMBER)
        words = (grade.impreso, grade.grado, grade.calificacion, grade.desempeno, grade.semaforo, grade.simbolo)
        for letter, text in zip("DEFGHI", words, strict=True):
            put(sheet, f"{letter}{row}", text, form_styles.TEXT)
    last = FIRST + len(grades) - 1
    return ScaleCells(f"{NAME}!$C${FIRST}:$C${last}", f"{NAME}!$F${FIRST}:$F${last}")
