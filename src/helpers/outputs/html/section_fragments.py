"""Turns an executed notebook into the HTML of one section."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from helpers.outputs.html.cell_outputs import check_outputs, shown_as, text_in
from helpers.outputs.html.html_trees import parse, to_html
from helpers.outputs.html.omissions import Missing, remove_omissions
from helpers.outputs.html.section_html import section_html
from helpers.outputs.html.section_tree import tidy
from helpers.settings.params import SECTION_ID
from helpers.views.elements.safe_markdown import block_html
from helpers.views.elements.section_checks import FIGURES, GRADES, MIME, WRITTEN, repeated_words

END = "</section>"
COMPARISON = '<div class="comprobacion"'
_DRAWN = re.compile(r"^\$\$.*\$\$$", re.MULTILINE)
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")


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
        What the section does not include.
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
        The section with references not yet filled.

    Raises
    ------
    PoaError
        If the notebook shows something that does not belong in a report.
    """
    return fragment_from_notebook(name, json.loads(path.read_text(encoding="utf-8")))


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
    PoaError
        If the notebook shows something that does not belong in a report.
    """
    check_outputs(notebook, name)
    section = parse(section_html(notebook))
    held = list(section.iter())  # references keep lxml from making new proxies for each rule
    section.set("class", "seccion")
    section.set("id", f"{SECTION_ID}{name}")
    missing = remove_omissions(section)
    if not len(section):
        return Fragment(name, "", missing)
    tidy(section, name)
    held.clear()
    calculation = calculation_html(notebook)
    return Fragment(name, to_html(section).removesuffix(END) + calculation + END, missing)


def calculation_html(notebook: Mapping[str, Any]) -> str:
    """Return the HTML of a section's calculation as a `<details>` element; empty if the section calculates nothing.

    It contains no headings, so that the page's contents do not list them. The printed report leaves it out.

    Parameters
    ----------
    notebook : Mapping
        An executed notebook.
    """
    cells = [cell for cell in notebook["cells"] if cell.get("id", "").startswith(WRITTEN)]
    shown = (output.get("data", {}) for cell in cells for output in cell.get("outputs", ()))
    checks = [data[MIME] for data in shown if MIME in data]
    if not checks:
        return ""
    pieces = "\n".join(piece for cell in cells for piece in _pieces(cell))
    return f'<details class="calculo"><summary>{_summary(checks)}</summary>{pieces}</details>'


def _summary(checks: list[Mapping[str, Any]]) -> str:
    """Say how many figures a section calculates again and, if it does, how many grades."""
    told = [_told(checks, FIGURES)]
    if any(GRADES in check for check in checks):
        told.append(_told(checks, GRADES))
    return f"Cálculo paso a paso: {'; '.join(told)}"


def _told(checks: list[Mapping[str, Any]], what: str) -> str:
    """Say how many figures, or grades (`what`), the checks compare and how many values differ."""
    own = [check for check in checks if what in check or (what == FIGURES and GRADES not in check)]
    repeated = {name for check in own for name in check.get(what, ())}
    return repeated_words(len(repeated), sum(len(check["distintos"]) for check in own), what=what)


def _pieces(cell: Mapping[str, Any]) -> Iterator[str]:
    """Yield the HTML of a cell of the calculation: its Markdown without drawn formulas, or its code and outputs."""
    source = text_in(cell["source"])
    if cell["cell_type"] == "markdown":
        # The words are the method's, which anybody may have written. A drawn formula weighs 30 kB; the code has it too.
        words = block_html(_DRAWN.sub("", source))
        yield _HEADING.sub(lambda tag: "</p>" if tag[1] else '<p class="paso">', words)
        return
    yield f'<pre class="codigo"><code>{escape(source)}</code></pre>'
    for output in cell.get("outputs", ()):
        yield shown_as(output)[1].replace(COMPARISON, f'{COMPARISON} tabindex="0"')  # it may scroll, also by keyboard
