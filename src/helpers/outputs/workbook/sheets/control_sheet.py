"""«Control de tareas»: totals of the tasks' sheets in each window, beside the Book's."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.exact import exact_sum
from helpers.figures.series import share_of
from helpers.outputs.workbook.method_constants import REMAINDER
from helpers.outputs.workbook.sheet_addresses import Addresses, letter, reference, window_words
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, text
from helpers.outputs.workbook.sheets.figures_sheet import DIFFERS, SAME
from helpers.outputs.workbook.task_formulas import UNPLANNED, UNREPORTED, UNSCHEDULED, reason
from helpers.outputs.workbook.task_places import Key, Window

CONTROL = "Control de tareas"
ABOUT = (
    "En cada ventana, cuántas tareas entran y cuánto suman sus porcentajes según las fórmulas, junto a lo "
    "que tiene el libro de cifras, escrito como número; y cuántas no entran, por qué."
)
WHY = {"sin_dato": UNREPORTED, "sin_programa": UNSCHEDULED, "sin_plan": UNPLANNED}
COLUMNS = (
    Column("ventana", "Ventana", 12),
    Column("periodo", "Periodo", 30),
    Column("indicador", "Indicador", 34),
    Column("hoja", "Hoja", 20),
    Column("entran", "Entran", 10),
    Column("entran_libro", "Entran, según el libro", 14),
    Column("suma", "Suma de porcentajes", 18),
    Column("suma_libro", "Suma, según el libro", 18),
    Column("control", "Control", 10),
    *(Column(key, said.capitalize(), 16) for key, said in WHY.items()),
)


def control_sheet(addresses: Addresses) -> Sheet:
    """Describe «Control de tareas»: a line per window with totals of the tasks' sheets, by formulas, beside the Book's.

    The totals are how many tasks take part and the sum of their percentages; the last columns count those left out.
    """
    windows = addresses.tasks.windows
    lines = tuple(_line(addresses, window, row) for row, window in enumerate(windows, start=FIRST_LINE))
    return Sheet(CONTROL, CONTROL, ABOUT, (Block(COLUMNS, lines),))


def _line(addresses: Addresses, window: Window, row: int) -> Line:
    """Return a window's line: totals by formulas, those of the Book, their comparison, and who is left out and why."""
    last = addresses.tasks.last
    counted, shares = (
        reference(window.sheet, window.letter(key), FIRST_LINE, last) for key in (Key.COUNTED, Key.EXACT)
    )
    at = {key: f"{letter(COLUMNS, key)}{row}" for key in ("entran", "entran_libro", "suma", "suma_libro")}
    number = len(window.figures)
    total = exact_sum(figure.value for figure in window.figures.values())
    agree = f"ROUND({at['suma']}-{at['suma_libro']},{REMAINDER})=0"
    control = f'=IF(AND({at["entran"]}={at["entran_libro"]},{agree}),"{SAME}","{DIFFERS}")'
    first = reference(window.sheet, window.letter(Key.EXACT), min(window.figures))
    left_out = _left_out(addresses, window)
    return Line(
        {
            "ventana": text(window.period.code, Style.STRONG, first),
            "periodo": text(window_words(window.period)),
            "indicador": text(addresses.indicator(window.indicator)),
            "hoja": text(window.sheet),
            "entran": Cell(number, f"=COUNT({shares})", Style.FORMULA, 0),
            "entran_libro": Cell(number, style=Style.RECORDED, decimals=0),
            "suma": Cell(total, f"=SUM({shares})", Style.FORMULA),
            "suma_libro": Cell(total, style=Style.RECORDED),
            "control": Cell(SAME, control, Style.STRONG),
        }
        | {
            key: Cell(left_out.count(said), f'=COUNTIF({counted},"{said}")', Style.FORMULA, 0)
            for key, said in WHY.items()
        }
    )


def _left_out(addresses: Addresses, window: Window) -> Sequence[str]:
    """Return the reason for each task of the window's versions that does not take part, in the order of rows."""
    return [
        reason(year, share_of(year, window.period, None, only_known=window.only_known))
        for row, year in enumerate(addresses.tasks.years, start=FIRST_LINE)
        if window.works_out(row, year.version) and row not in window.figures
    ]
