"""«Cifras»: every figure of the Book on one line, worked out there over the cells of its operands."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.trace import Figure
from helpers.workpapers.addresses import FIGURE_COLUMNS, FIGURES, Addresses, own_letter
from helpers.workpapers.constants import GUARD
from helpers.workpapers.operands_sheet import Listing
from helpers.workpapers.sheet import FIRST_LINE, Block, Cell, Line, Sheet, Style, text
from helpers.workpapers.workings import Workings

ABOUT = (
    "Una fila por cifra, en el orden de cifras.csv: <indicador>/<periodo>/<nivel>/<código>. «Valor exacto» se calcula "
    "ahí mismo, con las celdas de sus operandos; «Valor publicado» lo redondea una sola vez; «En el informe» es lo "
    "impreso, escrito como número, y «Control» compara ambos. Filtre cuanto quiera, pero no ordene: las fórmulas van "
    "por fila."
)
WITHOUT_TASKS = " Las de las tareas no se repiten aquí: cada una está en su fila de las hojas de tareas."
SAME = "igual"
DIFFERS = "difiere"


def figures_sheets(
    addresses: Addresses, grades: Mapping[str, Mapping[str, str]], decimals: Mapping[tuple[str, int], str]
) -> tuple[Sheet, ...]:
    """Describe the sheet, and the one of the operands that it could not take in.

    Parameters
    ----------
    grades : Mapping[str, Mapping[str, str]]
        By figure and column, the cell of its grade's words.
    decimals : Mapping[tuple[str, int], str]
        By indicator and decimals, the cell of the method that states them.
    """
    workings = Workings(addresses, Listing())
    lines = tuple(
        Line(
            {"cifra": text(figure.id, Style.STRONG), "nombre": text(figure.name), "regla": text(figure.rule)}
            | workings.cells(figure, row)
            | _printed(figure, row, decimals[figure.indicator, figure.decimals])
            | _grade(figure, grades.get(figure.id, {}))
        )
        for row, figure in enumerate(addresses.order, start=FIRST_LINE)
    )
    about = ABOUT + (WITHOUT_TASKS if addresses.tasks.years else "")
    listed = workings.listing.sheet()
    return (Sheet(FIGURES, "Cifras", about, (Block(FIGURE_COLUMNS, lines),)), *((listed,) if listed else ()))


def _printed(figure: Figure, row: int, decimals: str) -> dict[str, Cell]:
    exact, published, printed = (f"{own_letter(key)}{row}" for key in ("exacto", "publicado", "informe"))
    rounding = f"=ROUND(ROUND({exact},{GUARD}),{decimals})"
    return {
        "publicado": Cell(figure.rounded, rounding, Style.STRONG, figure.decimals),
        "informe": Cell(figure.rounded, style=Style.RECORDED, decimals=figure.decimals),
        "control": Cell(SAME, f'=IF({published}={printed},"{SAME}","{DIFFERS}")', Style.FORMULA),
    }


def _grade(figure: Figure, cells: Mapping[str, str]) -> dict[str, Cell]:
    if figure.grade is None:
        return {}
    words = {
        "calificacion": figure.grade.rating,
        "desempeno": figure.grade.performance,
        "semaforo": figure.grade.light,
    }
    return {
        key: Cell(word, f"={cells[key]}", Style.LINK) if key in cells else text(word, Style.RECORDED)
        for key, word in words.items()
        if word
    }
