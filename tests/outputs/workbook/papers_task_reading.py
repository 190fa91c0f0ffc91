"""Find a task, a result or a figure in a workbook that has tasks."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from papers_reading import FIRST_LINE, lines
from papers_written import Written, write

from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.outputs.workbook.task_layout import lay_out


def written_by(book: Book, folder: Path) -> Written:
    return write(book, folder / "papeles.xlsx")


def row_of(workbook: Workbook, sheet: str, task: str, version: str = "v1") -> dict[str, object]:
    known = zip(lines(workbook["Tareas"]), lines(workbook[sheet]), strict=True)
    return next(line for said, line in known if (said["Tarea"], said["Versión del plan"]) == (task, version))


def values_of(written: Written, figure: Figure) -> tuple[object, object]:
    """Exact and published value of a figure, on whichever sheet it is. A task may have one cell that shows both."""
    place = lay_out(written.book).place(figure)
    if place is not None:
        page = written.values[place.sheet]
        exact, published = page[f"{place.exact}{place.row}"], page[f"{place.published}{place.row}"]
        if figure.operation is Operation.LEAF and exact.coordinate == published.coordinate:
            assert published.number_format == "#,##0" + "." * bool(figure.decimals) + "0" * figure.decimals
            return exact.value, float(figure.rounded)
        return exact.value, published.value
    line = next(line for line in lines(written.values["Cifras"]) if line["Cifra"] == figure.id)
    return line["Valor exacto"], line["Valor publicado"]


def tasks_row(written: Written, task: str) -> int:
    tasks = [line["Tarea"] for line in lines(written.values["Tareas"])]
    return FIRST_LINE + tasks.index(task)


def result_line(written: Written, figure: str) -> dict[str, object]:
    """A figure's line of «Cifras», with its formulas."""
    return next(line for line in lines(written.formulas["Cifras"]) if line["Cifra"] == figure)


def operand_lines(written: Written, figure: str) -> list[dict[str, object]]:
    return [line for line in lines(written.values["Operandos"]) if line["Cifra"] == figure]


def method_block(written: Written, title: str) -> list[dict[str, object]]:
    """The lines of a block of «Método», by header."""
    rows = list(written.values["Método"].iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if str(row[0]).startswith(title))
    headers = rows[start + 1]
    block = []
    for row in rows[start + 2 :]:
        if row[0] is None:
            break
        block.append(dict(zip(headers, row, strict=True)))
    return block
