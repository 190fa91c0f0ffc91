"""What the first page of a process would compile, read and draw, done beforehand on a page that nobody reads."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.assemble.cover import Cover
from helpers.assemble.document import assemble_document
from helpers.assemble.fragments import fragment_from_notebook

TEXT = "# Muestra\n\nUn texto con *énfasis* y $$\\frac{x^2}{\\sum y}$$\n\n| a | b |\n|---|---|\n| c | d |"
NOBODY = Cover(institution="", sigla="", title="", period="", cutoff="", state="borrador", method="", source="")


def warm() -> None:
    """Assemble a page of one section: templates, rules of Markdown, fonts and the notebooks' schema stay at hand."""
    shown = new_output("display_data", {"text/html": "<p>Un resultado</p>"})
    notebook = new_notebook(cells=[new_markdown_cell(TEXT), new_code_cell(outputs=[shown])])
    nbformat.validate(notebook)
    assemble_document([fragment_from_notebook("muestra", notebook)], NOBODY)
