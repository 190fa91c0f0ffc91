"""The sheet «Instrucciones»: short instructions for filling in a form."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.display import date_es
from helpers.base.python_extras import not_none
from helpers.forms.blank import form_styles
from helpers.forms.blank.form_layout import Form
from helpers.forms.blank.form_sheet import FormSheet
from helpers.forms.form_labels import Kind
from helpers.settings.params import Corrida

NAME = "Instrucciones"
WIDTH = 110
LINE = 13
RETURN = (
    "Devuelva este mismo archivo de Excel, con el nombre que quiera. No cambie los datos de arriba (entidad, "
    "periodo, unidad, versión del plan, número de formulario): con ellos se reconoce.",
    "Si corrige algo después, mande otra vez el formulario completo: el nuevo reemplaza al anterior y ambos se "
    "guardan.",
)
FILL = (
    "Escriba solo en las celdas amarillas; las demás están bloqueadas.",
    "Vacío no es cero. Si no se hizo nada, escriba 0. Si no se sabe, deje la celda vacía: quedará «sin dato».",
)
SIGN = "Al terminar, escriba quién presenta el formulario, su cargo y la fecha."
PROGRESS = (
    "Arriba y en la última fila se ve el porcentaje de la unidad y su calificación, que cambian mientras escribe; "
    "en «Mi avance» está cómo salen."
)
BY_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.FOLLOW_UP: (
        *FILL,
        "En «Ejec.» ponga la cantidad de cada mes, en la unidad de medida de la tarea: no lo acumulado, ni qué parte "
        "de su programa es.",
        "Una celda anaranjada espera un dato porque ese mes hay programa. Una azul dice que se ejecutó más de lo "
        "programado: compruébelo. Una roja tiene un texto donde va un número.",
        "Si una tarea tuvo avance que su programa no preveía, escríbalo igual: se informa aparte.",
        "En «Medio de verificación» nombre el documento que respalda lo ejecutado (informe, acta, resolución, con su "
        "número).",
        "Si lo ejecutado de una tarea no es lo programado, de menos o de más, elija la causa en la lista y explíquela "
        "en una frase.",
        PROGRESS,
        "Las tareas, sus metas y su programa son los del plan vigente. Si algo no está bien, no lo cambie aquí: "
        "dígalo en «Observaciones». No agregue ni borre filas.",
    ),
    Kind.PERCENTAGES: (
        *FILL,
        "Escriba cada porcentaje en puntos y con sus decimales: 92,16 y no 0,9216.",
        "«Según el método» dice cuánto debería ser el valor por los otros que escribió; si no coincide, se pone "
        "roja: compruébelo.",
        "Cuente el resultado principal del periodo y el documento que lo respalda; si no se llegó a 100, la causa y "
        "su explicación.",
    ),
    Kind.PLAN: (
        "Escriba solo en las celdas amarillas. Una fila es una tarea; las filas que no use, déjelas vacías.",
        "El código de cada tarea es único. Si la tarea ya existía, conserve el suyo.",
        "Si la meta se suma a lo largo del año, «¿Se suma?» es «si» y la meta es la suma de los meses. Si se "
        "mantiene cada mes (atender el 100 % de los pedidos, por ejemplo), es «no» y cada mes programado lleva la "
        "meta.",
        "La ponderación dice cuánto pesa la tarea en la unidad, en puntos: las de todas las tareas deben sumar "
        "exactamente 100.",
        "La última columna, «Revisión», dice qué falta en cada fila mientras escribe. La fila de totales dice cuánto "
        "falta o sobra para que las ponderaciones sumen 100.",
    ),
}  # fmt: skip


def add_instructions(workbook: Workbook, corrida: Corrida, form: Form, *, has_progress: bool = True) -> Worksheet:
    """Add a sheet with the numbered instructions for a form to its workbook, in Spanish, and return the sheet.

    The period's deadline in the run's parameters is among the instructions, if there is one; where the unit's
    percentage is, only if the form shows it (`has_progress`).
    """
    instructions = FormSheet(workbook.create_sheet(NAME))
    instructions.put("A1", "Cómo se llena este formulario", form_styles.TITLE)
    instructions.set_widths((5, WIDTH))
    of_kind = (step for step in BY_KIND[not_none(form.identity.kind)] if has_progress or step != PROGRESS)
    steps = (*of_kind, SIGN, *_deadline(corrida, form.period.code), *RETURN)
    for row, step in enumerate(steps, start=3):
        instructions.put(f"A{row}", row - 2, form_styles.LABEL)
        instructions.put(f"B{row}", step, form_styles.STEP)
        instructions.sheet.row_dimensions[row].height = LINE * (1 + len(step) // (WIDTH - 5)) + 4
    return instructions.sheet


def _deadline(corrida: Corrida, period: str) -> tuple[str, ...]:
    """Return the sentence on the deadline that a document sets for a period; none without one."""
    stated = corrida.plazos.get(period)
    if stated is None or stated.is_proposed:
        return ()
    reminder = f" (con la reiteración, hasta el {date_es(stated.reiteracion)})" if stated.reiteracion else ""
    return (f"Se presenta hasta el {date_es(stated.fecha)}{reminder}: {stated.fuente}.",)
