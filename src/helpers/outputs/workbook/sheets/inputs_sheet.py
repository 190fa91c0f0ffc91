"""«Insumos»: every input cell of the Book, with its value and the figures that use it."""

from __future__ import annotations

from helpers.figures.figure import Figure
from helpers.outputs.workbook.input_cells import Input
from helpers.outputs.workbook.sheet_addresses import INPUT_COLUMNS, INPUTS, MEASURED, Addresses
from helpers.outputs.workbook.sheet_model import Block, Cell, Line, Sheet, Style, text

SEPARATOR = " · "
ABOUT = (
    "Cada celda de los archivos de entrada de la que sale alguna cifra, con su valor. Se puede cambiar un valor para "
    "ver qué cifras mueve."
)
WITHOUT_TASKS = " Las tareas, con sus meses, están en «Tareas»."


def inputs_sheet(addresses: Addresses) -> Sheet:
    """Describe «Insumos»: a line for each input, in their order, with cells, value and the figures that use it.

    The cells of tasks are not among them; they stand in «Tareas».
    """
    lines = tuple(_line(addresses, item, figures) for item, figures in addresses.inputs.users.items())
    about = ABOUT + (WITHOUT_TASKS if addresses.tasks.years else "")
    return Sheet(INPUTS, "Insumos", about, (Block(INPUT_COLUMNS, lines),))


def _line(addresses: Addresses, item: Input, figures: tuple[Figure, ...]) -> Line:
    """Return the line of an input, named after the node that a counted cell declares, else after its first figure.

    What the first figure measures is the link to it: the ids of all would not fit on the one line that a link has.
    """
    places = sorted({(cell.file, cell.sheet) for cell in item.cells})
    first = figures[0]
    node = next(
        (node for node in addresses.book.nodes if item.number is None and node.cell in item.cells), None
    )
    sheets = SEPARATOR.join(sheet for _, sheet in places if sheet)
    return Line(
        ({"hoja": text(sheets)} if sheets else {})
        | {
            "archivo": text(SEPARATOR.join(file for file, _ in places)),
            "celda": text(SEPARATOR.join(cell.cell for cell in item.cells)),
            "valor": _value(item),
            "nombre": text(node.name if node else first.name),
            MEASURED.key: text(addresses.what_and_when(first), target=addresses.of_figure(first.id, "cifra")),
            "cifras": text(SEPARATOR.join(figure.id for figure in figures)),
        }
    )


def _value(item: Input) -> Cell:
    """Return the cell of an input's number, or of its words if only its presence counts."""
    if item.number is None:
        return text(item.words, Style.INPUT)
    whole = item.number.denominator == 1
    return Cell(item.number, style=Style.INPUT, decimals=0 if whole else None)
