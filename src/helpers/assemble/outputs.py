"""What a cell of a section may show.

Nothing that a cell shows is left out in silence: it is printed in the report or the report is refused. A
repr, a `print` or a bare picture in a visible cell is an oversight, and would cost the reader a result.
"""

from __future__ import annotations

from nbformat import NotebookNode

from helpers.assemble.exporter import PUBLISHED
from helpers.assemble.problems import UnpublishableCell

MEND = "Etiquete la celda «cuaderno» si es un cálculo intermedio, o termínela con algo que se dibuje en HTML."


def is_working(cell: NotebookNode) -> bool:
    """Whether the cell is tagged `cuaderno`: workings that stay in the notebook."""
    return "cuaderno" in cell.metadata.get("tags", [])


def check_outputs(notebook: NotebookNode, section: str) -> None:
    """Refuse a notebook that shows something a report cannot print.

    Parameters
    ----------
    notebook : NotebookNode
        As executed.
    section : str
        The section's name, for the message.

    Raises
    ------
    UnpublishableCell
        At the first cell with an error, printed text, or an output with neither HTML, Markdown nor LaTeX.
    """
    for position, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            problem = _problem(output, working=is_working(cell))
            if problem:
                raise UnpublishableCell(section, position, problem)


def _problem(output: NotebookNode, *, working: bool) -> str:
    if output.output_type == "error":
        return f"terminó con un error ({output.ename}: {_excerpt(output.evalue)})."
    if working:
        return ""
    if output.output_type == "stream":
        return "" if output.name == "stderr" else f"imprime texto («{_excerpt(output.text)}»). {MEND}"
    if any(kind in output.data for kind in PUBLISHED):
        return ""
    if any(kind.startswith("image/") for kind in output.data):
        return f"muestra una imagen sin título ni texto alternativo. {MEND}"
    return f"muestra solo texto («{_excerpt(output.data.get('text/plain', ''))}»). {MEND}"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
