"""Turns an executed notebook into plain HTML: its Markdown and its cells' outputs.

It does not use nbconvert, because importing that takes longer than making all sections of a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any

from mistune import HTMLRenderer, create_markdown

from helpers.outputs.html.cell_outputs import is_working, shown_as, text_in

PLUGINS = ("table", "url", "def_list")
"""Extensions of Markdown that paper shows too: it strikes no words, and has no boxes to tick."""
_REFERENCE = re.compile(r"&#?[0-9A-Za-z]+;")
_WITHOUT_END = re.compile(r"<(wbr|source|track)\b([^<>]*?)/?>", re.IGNORECASE)


def section_html(notebook: Mapping[str, Any]) -> str:
    """Return a section's Markdown and printed outputs as a fragment of HTML that lxml's HTML 4 parser understands.

    It is not sanitised. The parser would print the name of a character entity that it does not know, and treat `wbr` as
    an open element.

    Parameters
    ----------
    notebook : Mapping
        An executed notebook that `check_outputs` accepts. Cells tagged `cuaderno` are left out.
    """
    html = "\n".join(piece for cell in notebook["cells"] if not is_working(cell) for piece in _pieces(cell))
    html = _REFERENCE.sub(lambda found: escape(unescape(found[0])), html)
    return _WITHOUT_END.sub(r"<\1\2/>", html)


def _pieces(cell: Mapping[str, Any]) -> Iterator[str]:
    """Yield the HTML of a cell's Markdown and of each output that a report prints."""
    if cell["cell_type"] == "markdown":
        yield markdown_html(text_in(cell["source"]))
    for output in cell.get("outputs", ()):
        kind, text = shown_as(output)
        if kind:
            yield text if kind == "text/html" else markdown_html(text)


def markdown_html(source: str) -> str:
    """Return a Markdown text as HTML, not sanitised: `section_tree.tidy` refuses scripts with its own message."""
    renderer = HTMLRenderer(escape=False, allow_harmful_protocols=True)
    return str(create_markdown(renderer=renderer, plugins=PLUGINS)(source))
