"""Turns an executed notebook into the HTML of one section.

Nothing that a cell shows is dropped silently: it is printed, or the report is refused. A repr, a `print` or a bare
picture in a visible cell is a mistake that would hide a result from the reader. The program does not use nbconvert,
because importing that takes longer than making all sections of a report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from mistune import HTMLRenderer, create_markdown

from helpers.base.errors import PoaError
from helpers.outputs.html.html_trees import parse, to_html
from helpers.outputs.html.omissions import Missing, remove_omissions
from helpers.outputs.html.section_tree import tidy
from helpers.settings.params import SECTION_ID
from helpers.views.elements.safe_markdown import block_html
from helpers.views.elements.section_checks import FIGURES, GRADES, MIME, WRITTEN, repeated_words

END = "</section>"
COMPARISON = '<div class="comprobacion"'
_DRAWN = re.compile(r"^\$\$.*\$\$$", re.MULTILINE)
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
PLUGINS = ("table", "url", "def_list")
"""Extensions of Markdown that paper shows too: it strikes no words, and has no boxes to tick."""
_REFERENCE = re.compile(r"&#?[0-9A-Za-z]+;")
_WITHOUT_END = re.compile(r"<(wbr|source|track)\b([^<>]*?)/?>", re.IGNORECASE)
PUBLISHED = ("text/html", "text/markdown")
"""MIME types that a report prints, in order of preference."""
MEND = "Etiquete la celda «cuaderno» si es un cálculo intermedio, o termínela con algo que se dibuje en HTML."


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
    _check_outputs(notebook, name)
    section = parse(_section_html(notebook))
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
    source = _text_in(cell["source"])
    if cell["cell_type"] == "markdown":
        # The words are the method's, which anybody may have written. A drawn formula weighs 30 kB; the code has it too.
        words = block_html(_DRAWN.sub("", source))
        yield _HEADING.sub(lambda tag: "</p>" if tag[1] else '<p class="paso">', words)
        return
    yield f'<pre class="codigo"><code>{escape(source)}</code></pre>'
    for output in cell.get("outputs", ()):
        yield _shown_as(output)[1].replace(COMPARISON, f'{COMPARISON} tabindex="0"')  # it may scroll, also by keyboard


def _section_html(notebook: Mapping[str, Any]) -> str:
    """Return a section's Markdown and printed outputs as a fragment of HTML that lxml's HTML 4 parser understands.

    It is not sanitised. The parser would print the name of a character entity that it does not know, and treat `wbr` as
    an open element.

    Parameters
    ----------
    notebook : Mapping
        An executed notebook that `_check_outputs` accepts. Cells tagged `cuaderno` are left out.
    """
    html = "\n".join(piece for cell in notebook["cells"] if not _is_working(cell) for piece in _printed_pieces(cell))
    html = _REFERENCE.sub(lambda found: escape(unescape(found[0])), html)
    return _WITHOUT_END.sub(r"<\1\2/>", html)


def _printed_pieces(cell: Mapping[str, Any]) -> Iterator[str]:
    """Yield the HTML of a cell's Markdown and of each output that a report prints."""
    if cell["cell_type"] == "markdown":
        yield _markdown_html(_text_in(cell["source"]))
    for output in cell.get("outputs", ()):
        kind, text = _shown_as(output)
        if kind:
            yield text if kind == "text/html" else _markdown_html(text)


def _markdown_html(source: str) -> str:
    """Return a Markdown text as HTML, not sanitised: `section_tree.tidy` refuses scripts with its own message."""
    renderer = HTMLRenderer(escape=False, allow_harmful_protocols=True)
    return str(create_markdown(renderer=renderer, plugins=PLUGINS)(source))


def _is_working(cell: Mapping[str, Any]) -> bool:
    """Return whether the cell is tagged `cuaderno`: workings that stay in the notebook and out of the report."""
    return "cuaderno" in cell["metadata"].get("tags", [])


def _text_in(value: str | list[str]) -> str:
    """Return a text of a notebook as one string; the file may store it as a list of lines with their line ends."""
    return value if isinstance(value, str) else "".join(value)


def _shown_as(output: Mapping[str, Any]) -> tuple[str, str]:
    """Return the MIME type of `PUBLISHED` by which an output is printed, and its text; both empty if there is none."""
    data = output.get("data", {})
    kind = next((kind for kind in PUBLISHED if kind in data), "")
    return kind, _text_in(data[kind]) if kind else ""


def _check_outputs(notebook: Mapping[str, Any], section: str) -> None:
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
            problem = _problem(output, working=_is_working(cell))
            if problem:
                raise PoaError(f"Sección «{section}», celda {position}: {problem}")


def _problem(output: Mapping[str, Any], *, working: bool) -> str:
    """Say in Spanish why a report cannot print an output; empty if it can. In a working cell only an error counts."""
    if output["output_type"] == "error":
        return f"terminó con un error ({output['ename']}: {_excerpt(output['evalue'])})."
    if working:
        return ""
    if output["output_type"] == "stream":
        printed = _excerpt(_text_in(output["text"]))
        return "" if output["name"] == "stderr" else f"imprime texto («{printed}»). {MEND}"
    if _shown_as(output)[0]:
        return ""
    return f"muestra solo texto o una imagen («{_excerpt(_text_in(output['data'].get('text/plain', '')))}»). {MEND}"


def _excerpt(text: str) -> str:
    """Return a text on one line of at most 60 characters; a longer one is cut and ends in `…`."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
