"""Writes the calculation cells of a section after its tables and charts have run, and runs them in any notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.display import Markdown, display
from nbformat import NotebookNode, from_dict

from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.run.workings.approval_cells import approval_cells, bridge_cells
from helpers.run.workings.counts_cells import counts_cells, goals_cells, objective_cells
from helpers.run.workings.derived_cells import derived_cells, sum_of_quarters_cells
from helpers.run.workings.formula_cells import OF_FRAMES, formula_cells, with_operands
from helpers.run.workings.formulated_plan_cells import requirement_cells, version_cells, weight_cells
from helpers.run.workings.grade_cells import grade_cells
from helpers.run.workings.income_cells import amendment_cells, income_cells
from helpers.run.workings.interval_cells import dispersion_cells, projection_cells
from helpers.run.workings.money_cells import money_cells
from helpers.run.workings.physical_cells import physical_cells
from helpers.run.workings.plan_task_cells import due_cells, reformulation_cells, version_task_cells
from helpers.run.workings.programme_cells import programme_cells
from helpers.run.workings.services_cells import services_cells
from helpers.run.workings.systems_cells import systems_cells
from helpers.run.workings.task_cells import task_money_cells
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, words
from helpers.run.workings.workings import Workings
from helpers.views.elements.section_checks import GRADES, WRITTEN, figures_in, repeated_words

WRITERS: tuple[Callable[[Request], Iterator[WorkingCell]], ...] = (
    money_cells,
    programme_cells,
    services_cells,
    income_cells,
    amendment_cells,
    systems_cells,
    version_cells,
    weight_cells,
    requirement_cells,
    approval_cells,
    due_cells,
    version_task_cells,
    reformulation_cells,
    bridge_cells,
    counts_cells,
    objective_cells,
    goals_cells,
    physical_cells,
    task_money_cells,
    sum_of_quarters_cells,
    formula_cells,
    derived_cells,
    dispersion_cells,
    projection_cells,
    grade_cells,
)
"""The writers of cells, in the order in which the cells run: a later one may use what an earlier one has repeated."""
MOST_LINES = 11
"""Most lines of a cell that is joined from several; `FIRST_LINE`, which is added later, does not count."""
SHOWING = ("repetir(", "calificar(", "muestra(", "origenes(")
OPENING = """## Las cifras de esta sección, calculadas otra vez

Estas celdas repiten las cifras calculadas que la sección imprime; si de alguna no se puede, los anexos dicen cuál y por
qué. No usan el programa que calculó el Libro: parten de las tablas de entrada (`tabla`) y de lo que otras secciones
calculan (`cifras`), siguen el archivo del método y comparan cada resultado con el del Libro, hasta el último decimal.
Los números son exactos (enteros y fracciones); un valor sin dato queda vacío, que no es cero.

Para seguir una cifra hasta su celda: `muestra` y `origenes` ponen junto a cada valor de dónde se leyó, con archivo y
celda; de una fila sin números, con archivo y fila. Lo que otra sección calcula lleva su identificador en el Libro. De
una tabla larga salen las primeras filas. El caso de una sola cifra lo muestra entero `seccion.paso("…")`, con su
identificador, en una celda nueva y después de correr estas: la regla, sus filas con sus celdas y la comparación.

| función | qué da |
| --- | --- |
| `suma_completa` | la suma, o la de cada grupo; sin dato si a un sumando le falta |
| `sin_ceros` | el divisor como fracción y sin sus ceros: lo que se dividiría entre cero queda sin dato |
| `menor`, `mayor`, `raiz` | el menor, el mayor y la raíz cuadrada, valor por valor |
| `redondear` | el redondeo, mitad hacia arriba (2,345 da 2,35, y −2,345, −2,35) |
| `ascendientes` | cada nodo de `estructura` al lado de cada uno que tiene por encima |
| `de_nivel`, `de_ventanas`, `igual_para_todos` | los mismos valores, puestos por nivel, código y ventana |
| `de_versiones` | lo mismo, con los de cada versión del plan |
"""
ROUNDS_EACH_LEVEL = """Este método redondea en cada nivel: `cifras` entrega cada valor ya redondeado con sus decimales
impresos, porque así entra en el cálculo siguiente. Solo el resultado de cada paso se compara sin redondear.
"""
OPENED = "trabajo"
"""What the written cells call a section's `Workings`."""
TAGS = ("cuaderno", "calculo")
"""Tags of the cells that are part of the calculation: they stay in the executed notebook."""
FIRST_LINE = "# Cálculo de {}"
"""First line of every calculation cell: an executed notebook may be run again with another period."""
_FIRST_LINE = re.compile(FIRST_LINE.format(r"(\S+/\S+)"))


def run_written(book: Book, workings: Workings) -> Markdown | None:
    """Write and run the cells that compute again the figures that this notebook's cells have shown so far.

    Where the shell runs a report, the cells become part of the notebook; in another notebook they are shown and run at
    once. Cells that the notebook already has are not written again. A program without notebook has shown no figure.

    Returns
    -------
    Markdown or None
        How many figures were repeated, and how many differ; None before the cells have run, and without notebook.
    """
    shell = get_ipython()
    if shell is None:
        return None
    if shell.user_ns.get(OPENED) is not workings:  # the first of the written cells names it so
        cells = calculation(book, printed_figures(shell.user_ns["Out"]), workings.leida)
        if cells and hasattr(shell, "written_cells"):  # the report's own shell
            shell.written_cells += [_as_notebook_cell(cell, place) for place, cell in enumerate(cells)]
            return None
        for cell in cells:
            display(Markdown(cell.source if cell.kind == "markdown" else f"```python\n{cell.source}\n```"))
            if cell.kind == "code":
                shell.run_cell(cell.source).raise_error()
    steps, grades = workings.pasos.values(), workings.calificadas.values()
    differing = sum(step.value != step.book for step in steps)
    graded = ""
    if grades:
        graded = f"; {repeated_words(len(grades), sum(map(_differs, grades)), what=GRADES)}"
    return Markdown(f"**{repeated_words(len(steps), differing)}{graded}** en esta sección.")


def _differs(grade: tuple[str, str]) -> bool:
    """Whether a repeated grade is not the Book's."""
    repeated, given = grade
    return repeated != given


def run_of(book: Book) -> str:
    """Return a Book's run, institution and period (`mre/2024-T2`), as the first line of calculation cells names it."""
    return f"{book.params['entidad']}/{book.params['periodo']}"


def written_for(line: str) -> str:
    """Return the run (`mre/2024-T2`) that a cell's first line names; empty text if it is no calculation cell."""
    found = _FIRST_LINE.fullmatch(line.strip())
    return found[1] if found else ""


def _as_notebook_cell(cell: WorkingCell, place: int) -> NotebookNode:
    """Return a cell as nbformat has it; its id says its place, so that equal runs give equal notebooks."""
    # nbformat's `new_code_cell` would check each cell against the schema; writing the notebook checks them all at once.
    plain = {"cell_type": cell.kind, "id": f"{WRITTEN}{place}", "metadata": {"tags": list(TAGS)}, "source": cell.source}
    made: NotebookNode = from_dict(plain | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {}))
    return made


def calculation(
    book: Book, printed: list[str], table: Callable[[str], pd.DataFrame]
) -> tuple[WorkingCell, ...]:
    """Return the notebook cells that compute again the printed figures that `WRITERS` can repeat, else an empty tuple.

    Parameters
    ----------
    printed : list of str
        Ids of figures. Those that the Book lacks, and those read from a cell of the input, are left out.
    table : Callable
        Returns an input table, by its name in the contract, as the cells read it.
    """
    figures = [book.figures[name] for name in printed if name in book.figures]
    shown = {one.id: Place(one.indicator, str(one.period), one.level, one.code) for one in figures}
    places = tuple(shown[one.id] for one in figures if one.operation is not Operation.INPUT)
    institution = str(book.identity.get("sigla") or book.identity.get("nombre", ""))
    request = with_operands(Request(book.method, book.params, places, table, institution, tuple(shown.values())))
    written = [cell for writer in WRITERS for cell in writer(request)]
    if not written:
        return ()
    opening = code(
        "import pandas as pd",
        "from fractions import Fraction",
        f"from helpers.run.workings.frame_functions import {', '.join(OF_FRAMES)}",
        f"{OPENED} = seccion.trabajo",
        "tabla, cifras, igual_para_todos = trabajo.tabla, trabajo.cifras, trabajo.igual_para_todos",
        "redondear, repetir, calificar = trabajo.redondear, trabajo.repetir, trabajo.calificar",
        "muestra, origenes = trabajo.muestra, trabajo.origenes",
    )
    first = FIRST_LINE.format(run_of(book))
    said = f"{OPENING}\n{ROUNDS_EACH_LEVEL}" if request.passes_rounded else OPENING
    cells = (words(said), opening, *_together(written))
    return tuple(code(first, one.source) if one.kind == "code" else one for one in cells)


def _together(cells: Iterable[WorkingCell]) -> Iterator[WorkingCell]:
    """Join each code cell that shows nothing to the code cell after it, while the two are short."""
    waiting: WorkingCell | None = None
    for cell in cells:
        if waiting is not None and cell.kind == "code" and _lines(waiting) + _lines(cell) <= MOST_LINES:
            cell = code(waiting.source, cell.source)
        elif waiting is not None:
            yield waiting
        waiting = cell if cell.kind == "code" and not _shows(cell) else None
        if waiting is None:
            yield cell
    if waiting is not None:
        yield waiting


def _lines(cell: WorkingCell) -> int:
    """Return how many lines a cell has."""
    return cell.source.count("\n") + 1


def _shows(cell: WorkingCell) -> bool:
    """Whether the last line of a cell shows something."""
    return cell.source.rpartition("\n")[2].startswith(SHOWING)


def printed_figures(shown: Mapping[int, object]) -> list[str]:
    """Return the ids of the figures that the HTML outputs of cells show, without repetition, in their order.

    Parameters
    ----------
    shown : Mapping
        IPython's `Out`: the values of the cells that have run.
    """
    pages = (str(value._repr_html_()) for value in shown.values() if hasattr(value, "_repr_html_"))
    return figures_in("\n".join(pages))
