"""The calculation of a section as a part of the page that unfolds: its explanations, its code and its comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from helpers.outputs.html.cell_outputs import shown_as, text_in
from helpers.views.elements.safe_markdown import block_html
from helpers.views.elements.section_checks import FIGURES, GRADES, MIME, WRITTEN, repeated_words

COMPARISON = '<div class="comprobacion"'
_DRAWN = re.compile(r"^\$\$.*\$\$$", re.MULTILINE)
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")


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
    told = [_told(checks, FIGURES)]
    if any(GRADES in check for check in checks):
        told.append(_told(checks, GRADES))
    return f"Cálculo paso a paso: {'; '.join(told)}"


def _told(checks: list[Mapping[str, Any]], what: str) -> str:
    """How many figures, or grades, the checks compare and how many of them differ."""
    own = [check for check in checks if what in check or (what == FIGURES and GRADES not in check)]
    repeated = {name for check in own for name in check.get(what, ())}
    return repeated_words(len(repeated), sum(len(check["distintos"]) for check in own), what=what)


def _pieces(cell: Mapping[str, Any]) -> Iterator[str]:
    source = text_in(cell["source"])
    if cell["cell_type"] == "markdown":
        # The words are the method's, which anybody may have written. A drawn formula weighs 30 kB; the code has it too.
        words = block_html(_DRAWN.sub("", source))
        yield _HEADING.sub(lambda tag: "</p>" if tag[1] else '<p class="paso">', words)
        return
    yield f'<pre class="codigo"><code>{escape(source)}</code></pre>'
    for output in cell.get("outputs", ()):
        yield shown_as(output)[1].replace(COMPARISON, f'{COMPARISON} tabindex="0"')  # it may scroll, also by keyboard
