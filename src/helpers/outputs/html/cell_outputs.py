"""What a cell of a section may show.

Nothing that a cell shows is dropped silently: it is printed, or the report is refused. A repr, a `print` or a bare
picture in a visible cell is a mistake that would hide a result from the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.base.errors import PoaError

PUBLISHED = ("text/html", "text/markdown")
"""MIME types that a report prints, in order of preference."""
MEND = "Etiquete la celda «cuaderno» si es un cálculo intermedio, o termínela con algo que se dibuje en HTML."


def is_working(cell: Mapping[str, Any]) -> bool:
    """Return whether the cell is tagged `cuaderno`: workings that stay in the notebook and out of the report."""
    return "cuaderno" in cell["metadata"].get("tags", [])


def text_in(value: str | list[str]) -> str:
    """Return a text of a notebook as one string; the file may store it as a list of lines with their line ends."""
    return value if isinstance(value, str) else "".join(value)


def shown_as(output: Mapping[str, Any]) -> tuple[str, str]:
    """Return the MIME type of `PUBLISHED` by which an output is printed, and its text; both empty if there is none."""
    data = output.get("data", {})
    kind = next((kind for kind in PUBLISHED if kind in data), "")
    return kind, text_in(data[kind]) if kind else ""


def check_outputs(notebook: Mapping[str, Any], section: str) -> None:
    """Refuse a notebook that shows something that a report cannot print; it returns nothing.

    Cells tagged `cuaderno` may show anything but an error; what a cell writes to stderr is ignored.

    Parameters
    ----------
    notebook : Mapping
        An executed notebook.
    section : str
        The section's name, for the message.

    Raises
    ------
    PoaError
        At the first cell with an error, printed text, or an output without HTML or Markdown, such as a picture.
    """
    for position, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            problem = _problem(output, working=is_working(cell))
            if problem:
                raise PoaError(f"Sección «{section}», celda {position}: {problem}")


def _problem(output: Mapping[str, Any], *, working: bool) -> str:
    """Say in Spanish why a report cannot print an output; empty if it can. In a working cell only an error counts."""
    if output["output_type"] == "error":
        return f"terminó con un error ({output['ename']}: {_excerpt(output['evalue'])})."
    if working:
        return ""
    if output["output_type"] == "stream":
        printed = _excerpt(text_in(output["text"]))
        return "" if output["name"] == "stderr" else f"imprime texto («{printed}»). {MEND}"
    if shown_as(output)[0]:
        return ""
    return f"muestra solo texto o una imagen («{_excerpt(text_in(output['data'].get('text/plain', '')))}»). {MEND}"


def _excerpt(text: str) -> str:
    """Return a text on one line of at most 60 characters; a longer one is cut and ends in `…`."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
