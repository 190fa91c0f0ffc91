"""The step of a figure that a user asks for, with its rule in words; or a message that says why it is not here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from helpers.base.display import number_es
from helpers.base.errors import UnknownFigure, UsageError
from helpers.figures.book import Book
from helpers.figures.figure import Operation, split_id
from helpers.outputs.run_files import NOTEBOOKS
from helpers.outputs.saved_checks import read_checks
from helpers.run.workings.figure_step import FigureStep, step_of
from helpers.run.workings.section_calculation import calculation
from helpers.run.workings.working_request import WorkingCell
from helpers.run.workings.workings import Workings

HEADING = ("## ", "### ")
"""How the first words of a step begin."""
NOT_HERE = "Esta sección no repite «{figure}»."
NOTHING_YET = "Todavía no se repite ninguna cifra aquí: corra los pasos del cálculo o, si no hay, `seccion.calcular()`."
HERE = "Cifras repetidas aquí: {count}, de {indicators}."
READ = "No se calcula, se lee de {cell}."
ELSEWHERE = "Se repite en {notebooks}: pídala allí."
NOWHERE = "Ningún cuaderno ejecutado de este informe la repite."
UNKNOWN_PLACE = "La calcula otra sección, o nadie la repite; los cuadernos ejecutados de un informe dicen cuál."


class NotRepeated(UsageError):
    """A figure that the section has not repeated; a notebook shows the message without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def asked_step(book: Book, workings: Workings, figure: str, notebooks: Path | None) -> FigureStep:
    """Return the step of a figure, with the words of the cells that are written for it.

    Parameters
    ----------
    notebooks : Path or None
        Folder of the executed notebooks of the report; None if the run is of no report.

    Raises
    ------
    NotRepeated
        If the section has not repeated the figure.
    """
    if figure not in workings.pasos:
        raise NotRepeated(" ".join(_why_not(book, workings.pasos, figure, notebooks)))
    indicator, window, _, _ = split_id(figure)
    alike = [name for name in workings.pasos if split_id(name)[1] == window]
    # Cells for a weight are only written where what it weighs is repeated too.
    rules = (rule_of(calculation(book, names, workings.leida), indicator) for names in ([figure], alike))
    return step_of(workings, figure, next(filter(None, rules), ""))


def rule_of(cells: Sequence[WorkingCell], indicator: str) -> str:
    """Return the Markdown of the step that compares an indicator, from its heading on; empty if there is none.

    Parameters
    ----------
    cells : sequence of WorkingCell
        The cells that are written for one figure: the last comparison of the indicator is that of the figure.
    """
    words: list[str] = []
    found = False
    for cell in reversed(cells):
        found = found or (cell.kind == "code" and f'repetir("{indicator}"' in cell.source)
        if found and cell.kind == "markdown":
            words.insert(0, cell.source)
            if cell.source.startswith(HEADING):
                break
    return "\n\n".join(words)


def _why_not(book: Book, repeated: Collection[str], figure: str, notebooks: Path | None) -> Iterator[str]:
    """Yield the sentences of the message: whether there is such a figure, who repeats it, and what is repeated here."""
    yield NOT_HERE.format(figure=figure)
    try:
        known = book[figure]
    except UnknownFigure as problem:
        yield str(problem)
    else:
        if known.operation is Operation.INPUT:
            yield READ.format(cell=", ".join(map(str, known.sources)))
        else:
            yield _elsewhere(figure, notebooks)
    if not repeated:
        yield NOTHING_YET
        return
    yield HERE.format(
        count=number_es(len(repeated)), indicators=", ".join(dict.fromkeys(split_id(name)[0] for name in repeated))
    )


def _elsewhere(figure: str, notebooks: Path | None) -> str:
    """Return the sentence on which of a report's executed notebooks repeat a figure, or that it is not known."""
    if notebooks is None or not notebooks.is_dir():
        return UNKNOWN_PLACE
    checks = read_checks((path.stem, path) for path in sorted(notebooks.glob("*.ipynb")))
    found = dict.fromkeys(f"{NOTEBOOKS}/{check.notebook}" for check in checks if figure in check.figures)
    return ELSEWHERE.format(notebooks=", ".join(found)) if found else NOWHERE
