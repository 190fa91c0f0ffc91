"""«Cifras»: every figure of the Book on one line, exact by link to its working, published by rounding."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.trace import Figure
from helpers.workpapers.addresses import FIGURE_COLUMNS, FIGURES, Addresses
from helpers.workpapers.constants import GUARD, is_stated
from helpers.workpapers.sheet import FIRST_LINE, Block, Cell, Line, Sheet, Style, letter, text

ABOUT = (
    "Una fila por cifra, en el orden de cifras.csv. «Valor exacto» enlaza con la celda que lo calcula; "
    "«Valor publicado» lo redondea una sola vez; «En el informe» es lo impreso, escrito como número, y "
    "«Control» compara ambos. Filtre cuanto quiera, pero no ordene: los enlaces van por fila."
)
WITHOUT_TASKS = " Las de las tareas no se repiten aquí: cada una está en su fila de las hojas de tareas."
NUMBERS = {key: letter(FIGURE_COLUMNS, key) for key in ("exacto", "decimales", "publicado", "informe")}
"""Letters of the columns that formulas of the sheet itself read."""
SAME = "igual"
DIFFERS = "difiere"


def exact_cells(addresses: Addresses, worked: Mapping[str, str]) -> dict[str, str]:
    """The cell of each figure's exact value: on a sheet of working, an input, the method's, or of what it repeats."""
    cells = dict(worked)
    for figure in addresses.order:
        if figure.id not in cells:
            cells[figure.id] = _read_or_repeated(addresses, figure)
    return cells


def _read_or_repeated(addresses: Addresses, figure: Figure) -> str:
    if figure.id in addresses.inputs:
        (only,) = addresses.inputs[figure.id]
        return addresses.of_input(only)
    if is_stated(figure):
        return addresses.constants.of_stated(figure)
    return addresses.value(figure.operands[0].figure).formula.removeprefix("=")


def figures_sheet(
    addresses: Addresses,
    exact: Mapping[str, str],
    grades: Mapping[str, Mapping[str, str]],
    decimals: Mapping[tuple[str, int], str],
) -> Sheet:
    """Describe the sheet.

    Parameters
    ----------
    exact : Mapping[str, str]
        By figure, the cell of its exact value.
    grades : Mapping[str, Mapping[str, str]]
        By figure and column, the cell of its grade's words.
    decimals : Mapping[tuple[str, int], str]
        By indicator and decimals, the cell of the method that states them.
    """
    lines = []
    for row, figure in enumerate(addresses.order, start=FIRST_LINE):
        stated = decimals[figure.indicator, figure.decimals]
        numbers = _numbers(figure, row, exact[figure.id], stated)
        lines.append(
            Line(_words(figure, exact[figure.id]) | numbers | _grade(figure, grades.get(figure.id, {})))
        )
    about = ABOUT + (WITHOUT_TASKS if addresses.tasks.years else "")
    return Sheet(FIGURES, "Cifras", about, (Block(FIGURE_COLUMNS, tuple(lines)),))


def _words(figure: Figure, exact: str) -> dict[str, Cell]:
    return {
        "cifra": text(figure.id, Style.STRONG),
        "indicador": text(figure.indicator),
        "nivel": text(figure.level),
        "codigo": text(figure.code),
        "nombre": text(figure.name),
        "periodo": text(figure.period.code),
        "unidad": text(figure.unit),
        "operacion": text(figure.operation.value),
        "cedula": text(exact.replace("$", "").replace("'", ""), target=exact if "!" in exact else ""),
        "regla": text(figure.rule),
    }


def _numbers(figure: Figure, row: int, exact: str, decimals: str) -> dict[str, Cell]:
    at = {key: f"{column}{row}" for key, column in NUMBERS.items()}
    rounding = f"=ROUND(ROUND({at['exacto']},{GUARD}),{at['decimales']})"
    control = f'=IF(ROUND({at["publicado"]}-{at["informe"]},{at["decimales"]})=0,"{SAME}","{DIFFERS}")'
    whole = figure.decimals == 0 and figure.value.denominator == 1
    return {
        "exacto": Cell(figure.value, f"={exact}", Style.LINK, 0 if whole else None),
        "decimales": Cell(figure.decimals, f"={decimals}", Style.LINK, 0),
        "publicado": Cell(figure.rounded, rounding, Style.STRONG, figure.decimals),
        "informe": Cell(figure.rounded, style=Style.RECORDED, decimals=figure.decimals),
        "control": Cell(SAME, control, Style.FORMULA),
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
