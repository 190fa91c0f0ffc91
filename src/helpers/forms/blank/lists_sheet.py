"""The sheet «Listas»: the causes to choose from and the grading scale, visible and locked."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.forms.blank import form_styles
from helpers.forms.blank.form_sheet import FormSheet
from helpers.forms.blank.progress_sheet import ScaleCells
from helpers.forms.form_labels import cause_words
from helpers.settings.institution import Causa
from helpers.settings.scales import Grado

NAME = "Listas"
FIRST = 4
SCALE_HEADINGS = ("Desde", "Impreso", "Estado", "Calificación", "Desempeño", "Semáforo", "Símbolo")


def draw_lists(lists: FormSheet, causes: Sequence[Causa], grades: Sequence[Grado]) -> tuple[str, ScaleCells]:
    """Write the sheet «Listas»: the declared causes and the grading scale.

    Returns
    -------
    str
        Range of the causes, including the sheet's name.
    ScaleCells
        Ranges of the scale; empty if there are no grades.
    """
    lists.put("A1", "Listas", form_styles.TITLE)
    lists.set_widths((58, 4, 9, 12, 24, 24, 18, 12, 10))
    lists.put("A3", "Causas de desviación", form_styles.HEADING)
    for row, cause in enumerate(causes, start=FIRST):
        lists.put(f"A{row}", cause_words(cause), form_styles.TEXT)
    area = f"{NAME}!$A${FIRST}:$A${FIRST + len(causes) - 1}"
    return area, _scale(lists, grades) if grades else ScaleCells()


def _scale(lists: FormSheet, grades: Sequence[Grado]) -> ScaleCells:
    """Write the grading scale beside the causes; return the ranges of its lower limits and names."""
    lists.put_row(3, "CDEFGHI", SCALE_HEADINGS, form_styles.HEADING)
    for row, grade in enumerate(grades, start=FIRST):
        lists.put(f"C{row}", grade.desde, form_styles.NUMBER)
        words = (grade.impreso, grade.grado, grade.calificacion, grade.desempeno, grade.semaforo, grade.simbolo)
        lists.put_row(row, "DEFGHI", words, form_styles.TEXT)
    last = FIRST + len(grades) - 1
    return ScaleCells(f"{NAME}!$C${FIRST}:$C${last}", f"{NAME}!$F${FIRST}:$F${last}")
