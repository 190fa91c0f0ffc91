"""«Listas»: what cells choose from and are graded by, in sight and locked."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from helpers.entidad import Causa
from helpers.forms import looks
from helpers.forms.furniture import cause_words, set_widths
from helpers.forms.looks import put
from helpers.forms.progress_sheet import ScaleCells
from helpers.scales import Grado

NAME = "Listas"
FIRST = 4
SCALE_HEADINGS = ("Desde", "Impreso", "Estado", "Calificación", "Desempeño", "Semáforo", "Símbolo")


def draw_lists(sheet: Worksheet, causes: Sequence[Causa], grades: Sequence[Grado]) -> tuple[str, ScaleCells]:
    """Write the declared causes and the scale.

    Returns
    -------
    str
        The cells of the causes, as other sheets refer to them.
    ScaleCells
        Those of the scale.
    """
    put(sheet, "A1", "Listas", looks.TITLE)
    set_widths(sheet, (58, 4, 9, 12, 24, 24, 18, 12, 10))
    put(sheet, "A3", "Causas de desviación", looks.HEADING)
    for row, cause in enumerate(causes, start=FIRST):
        put(sheet, f"A{row}", cause_words(cause), looks.TEXT)
    area = f"{NAME}!$A${FIRST}:$A${FIRST + len(causes) - 1}"
    return area, _scale(sheet, grades) if grades else ScaleCells()


def _scale(sheet: Worksheet, grades: Sequence[Grado]) -> ScaleCells:
    for letter, heading in zip("CDEFGHI", SCALE_HEADINGS, strict=True):
        put(sheet, f"{letter}3", heading, looks.HEADING)
    for row, grade in enumerate(grades, start=FIRST):
        put(sheet, f"C{row}", grade.desde, looks.NUMBER)
        words = (grade.impreso, grade.grado, grade.calificacion, grade.desempeno, grade.semaforo, grade.simbolo)
        for letter, text in zip("DEFGHI", words, strict=True):
            put(sheet, f"{letter}{row}", text, looks.TEXT)
    last = FIRST + len(grades) - 1
    return ScaleCells(f"{NAME}!$C${FIRST}:$C${last}", f"{NAME}!$F${FIRST}:$F${last}")
