"""Loads what the first page of a process needs, by assembling a page that is thrown away."""

from __future__ import annotations

from helpers.outputs.html.cover import Cover
from helpers.outputs.html.page_document import assemble_document
from helpers.outputs.html.section_fragments import fragment_from_notebook

TEXT = "# Muestra\n\nUn texto con *énfasis*\n\n| a | b |\n|---|---|\n| c | d |"
NOBODY = Cover(institution="", sigla="", title="", period="", cutoff="", state="borrador", method="", source="")


def warm() -> None:
    """Assemble a page with one section, so that templates, Markdown rules and style sheets are cached."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": TEXT}
    assemble_document([fragment_from_notebook("muestra", {"cells": [cell]})], NOBODY)
