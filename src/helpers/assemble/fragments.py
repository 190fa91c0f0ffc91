"""An executed notebook → the HTML of one section."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.assemble.exporter import section_exporter
from helpers.assemble.formulas import draw_formulas
from helpers.assemble.markup import parse, settle, to_html
from helpers.assemble.missing import Missing, take_missing
from helpers.assemble.outputs import check_outputs
from helpers.assemble.problems import BadSection
from helpers.assemble.tidy import tidy


@dataclass(frozen=True)
class Fragment:
    """One section's page, not yet numbered.

    Attributes
    ----------
    name : str
        The section's name; its id in the document is `sec-NAME`.
    html : str
        `<section class="seccion" id="sec-NAME">…</section>`, its title an `h2`; empty where there is no data for it.
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
        The notebook as executed.

    Returns
    -------
    Fragment
        The section, formulas drawn, references still to be filled.

    Raises
    ------
    AssembleError
        The notebook cannot be read, or shows something that does not belong in a report.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as problem:
        raise BadSection(name, f"no se puede leer el cuaderno {path.name} ({problem}).") from problem
    return fragment_from_notebook(name, notebook)


def fragment_from_notebook(name: str, notebook: NotebookNode) -> Fragment:
    """Make a section of a notebook in memory.

    Parameters
    ----------
    name : str
        The section's name.
    notebook : NotebookNode
        As executed; it is not changed.

    Returns
    -------
    Fragment
        The section.
    """
    check_outputs(notebook, name)
    section = parse(section_exporter().body(notebook))
    settle(section)
    held = list(section.iter())  # while they are held lxml need not make them anew for each rule
    section.set("class", "seccion")
    section.set("id", f"sec-{name}")
    missing = take_missing(section)
    if not len(section):
        return Fragment(name, "", missing)
    tidy(section, name)
    draw_formulas(section)
    held.clear()
    return Fragment(name, to_html(section), missing)
