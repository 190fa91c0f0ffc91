"""What the first page of a process would compile, read and draw, done beforehand on a page that nobody reads."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.assemble.cover import Cover
from helpers.assemble.document import assemble_document
from helpers.assemble.fragments import fragment_from_notebook

TEXT = "# Muestra\n\nUn texto con *énfasis* y $$\\frac{x^2}{\\sum y}$$\n\n| a | b |\n|---|---|\n| c | d |"
TABLE = '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>'
NOBODY = Cover(institution="", sigla="", title="", period="", cutoff="", state="borrador", method="", source="")


SHEET = f'<html lang="es"><head><title>Muestra</title></head><body>{TABLE}</body></html>'


def warm_press() -> None:
    """Print a table that nobody reads: WeasyPrint reads its own style sheets as the first document asks for them.

    Raises
    ------
    PdfUnavailable
        Pango is not installed.
    """
    import pikepdf  # noqa: F401 - what binds the pieces

    from helpers.assemble.pdf import drawn

    drawn(SHEET)


def warm() -> None:
    """Assemble a page of one section: templates, rules of Markdown, fonts and the notebooks' schema stay at hand."""
    shown = new_output("display_data", {"text/html": "<p>Un resultado</p>"})
    notebook = new_notebook(cells=[new_markdown_cell(TEXT), new_code_cell(outputs=[shown])])
    nbformat.validate(notebook)
    assemble_document([fragment_from_notebook("muestra", notebook)], NOBODY)
