"""Turns an executed notebook into the HTML of one section."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.outputs.html.assembly_problems import BadSection
from helpers.outputs.html.calculation_details import calculation_html
from helpers.outputs.html.cell_outputs import check_outputs
from helpers.outputs.html.html_trees import parse, settle, to_html
from helpers.outputs.html.omissions import Missing, remove_omissions
from helpers.outputs.html.section_html import section_html
from helpers.outputs.html.section_tree import draw_formulas, tidy
from helpers.settings.params import SECTION_ID

END = "</section>"


@dataclass(frozen=True)
class Fragment:
    """One section's HTML, not yet numbered.

    Attributes
    ----------
    name : str
        The section's name; its id in the document is `sec-NAME`.
    html : str
        `<section class="seccion" id="sec-NAME">…</section>`, its title an `h2`; empty if it has no data.
    missing : tuple of Missing
        What it does not include.
    """

    name: str
    html: str
    missing: tuple[Missing, ...] = ()


def fragment_from_file(name: str, path: Path) -> Fragment:
    """Read an executed notebook and make its section.

    Parameters
    ----------
    name : str
        The section's name.
    path : Path
        The executed notebook, in version 4 of the format.

    Returns
    -------
    Fragment
        The section with formulas drawn and references not yet filled.

    Raises
    ------
    AssembleError
        If the notebook cannot be read, or shows something that does not belong in a report.
    """
    unreadable = f"no se puede leer el cuaderno {path.name}"
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadSection(name, f"{unreadable} ({problem}).") from problem
    if not _is_notebook(notebook):
        raise BadSection(name, f"{unreadable}: no es un cuaderno de Jupyter en su formato 4.")
    return fragment_from_notebook(name, notebook)


def _is_notebook(read: object) -> bool:
    """Whether the JSON has the keys that every notebook has."""
    if not isinstance(read, dict) or read.get("nbformat") != 4 or not isinstance(read.get("cells"), list):
        return False
    has_all = (isinstance(cell, dict) and cell.keys() >= {"cell_type", "metadata", "source"} for cell in read["cells"])
    return all(has_all) and all("output_type" in one for cell in read["cells"] for one in cell.get("outputs", ()))


def fragment_from_notebook(name: str, notebook: Mapping[str, Any]) -> Fragment:
    """Make a section from a notebook in memory; its `html` is empty if the section has no data.

    Parameters
    ----------
    name : str
        The section's name.
    notebook : Mapping
        An executed notebook; it is not changed.

    Raises
    ------
    AssembleError
        If it shows something that does not belong in a report.
    """
    check_outputs(notebook, name)
    section = parse(section_html(notebook))
    settle(section)
    held = list(section.iter())  # references keep lxml from making new proxies for each rule
    section.set("class", "seccion")
    section.set("id", f"{SECTION_ID}{name}")
    missing = remove_omissions(section)
    if not len(section):
        return Fragment(name, "", missing)
    tidy(section, name)
    draw_formulas(section)
    held.clear()
    calculation = calculation_html(notebook)
    return Fragment(name, to_html(section).removesuffix(END) + calculation + END, missing)
