"""Turns an executed notebook into plain HTML: its Markdown and its cells' outputs.

It does not use nbconvert, because importing that takes longer than making all sections of a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape, unescape
from types import MappingProxyType
from typing import Any, cast

from mistune import BlockParser, BlockState, HTMLRenderer, InlineParser, InlineState, Markdown
from mistune.plugins import import_plugin

from helpers.outputs.html.cell_outputs import is_working, shown_as, text_in

PLUGINS = ("strikethrough", "table", "url", "task_lists", "def_list")
"""Extensions of Markdown, as in JupyterLab."""
_DISPLAYED = (
    r"(?<!\\)\$\$.+?(?<!\\)\$\$|\\\\\[.+?\\\\\]"
    r"|\\begin\{(?P<environment>[a-z]*\*?)\}.*?\\end\{(?P=environment)\}"
)
_FORMULA = rf"(?s:{_DISPLAYED}|\\\\\(.+?\\\\\))"
"""A formula as JupyterLab reads it, except `$…$`: in a budget report "$us 100 … $us 200" is money."""
_DELIMITERS = re.compile(r"^(?:\$\$|\\\\[\[(])|(?:\$\$|\\\\[\])])$")
_REFERENCE = re.compile(r"&#?[0-9A-Za-z]+;")
_WITHOUT_END = re.compile(r"<(wbr|source|track)\b([^<>]*?)/?>", re.IGNORECASE)
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")


def section_html(notebook: Mapping[str, Any]) -> str:
    """Return a section's Markdown and printed outputs as a fragment of HTML that lxml's HTML 4 parser understands.

    It is not sanitised, and formulas are empty elements with their LaTeX (`draw_formulas`). The parser would print the
    name of a character entity that it does not know, and treat `wbr` as an open element.

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
        yield markdown_html(text_in(cell["source"]), cell.get("attachments", {}))
    for output in cell.get("outputs", ()):
        kind, text = shown_as(output)
        if kind == "text/html":
            yield text
        elif kind == "text/markdown":
            yield markdown_html(text)
        elif kind == "text/latex":
            latex = text.strip().strip("$").removeprefix("\\displaystyle").strip()
            yield f'<div class="formula" data-latex="{escape(latex)}"></div>'


def markdown_html(source: str, attachments: Mapping[str, Any] = MappingProxyType({})) -> str:
    """Return a Markdown text as HTML, not sanitised.

    A formula becomes a `span` with its LaTeX in `data-latex`, which `section_tree` draws later. An attached picture is
    embedded as a data URI.

    Parameters
    ----------
    source : str
    attachments : Mapping
        The cell's attachments, as the notebook holds them: contents by MIME type, by name.
    """
    markdown = _markdown()
    cast(_Renderer, markdown.renderer).attachments = attachments
    return str(markdown(source))


class _Blocks(BlockParser):
    """Block rules: a displayed formula is one paragraph, whatever its lines begin with; `#Title` needs no space."""

    SPECIFICATION = BlockParser.SPECIFICATION | {
        "atx_heading": r"^ {0,3}(?P<atx_1>#{1,6})(?!#+)(?P<atx_2>[ \t]*(.*?)?)$",
        "formula": f"(?s:{_DISPLAYED})",
    }
    # The base class accepts any number of rules; its annotation fixes the number.
    DEFAULT_RULES = ("formula", *BlockParser.DEFAULT_RULES)  # type: ignore[assignment]

    def parse_formula(self, found: re.Match[str], state: BlockState) -> int:
        """Add a displayed formula to the state as one paragraph; return the position in the text after it."""
        state.add_paragraph(found[0])
        return found.end()


class _Lines(InlineParser):
    """Rules within a line: a formula is one token, whatever it contains."""

    SPECIFICATION = InlineParser.SPECIFICATION | {"formula": _FORMULA}
    DEFAULT_RULES = ("formula", *InlineParser.DEFAULT_RULES)  # type: ignore[assignment]

    def parse_formula(self, found: re.Match[str], state: InlineState) -> int:
        """Add a formula to the state as one token; return the position in the text after it."""
        state.append_token({"type": "formula", "raw": found[0]})
        return found.end()


class _Renderer(HTMLRenderer):
    """Markdown to HTML. Formulas are marked for `section_tree`; attached pictures are embedded."""

    attachments: Mapping[str, Any] = {}

    def formula(self, written: str) -> str:
        r"""Return a `span` with a formula's LaTeX in `data-latex`, without its delimiters: in a line `\\(…\\)`.

        A displayed formula, `$$…$$` or `\\[…\\]`, is a span too, of the class `bloque`, because Markdown puts it
        inside a paragraph.
        """
        name = "formula" if written.startswith("\\\\(") else "formula bloque"
        return f'<span class="{name}" data-latex="{escape(_DELIMITERS.sub("", written).strip())}"></span>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return a picture as HTML: an attached one (`attachment:NAME`) as a data URI, others with their address."""
        kinds = self.attachments.get(url.removeprefix("attachment:"), {}) if url.startswith("attachment:") else {}
        kind = next((kind for kind in _PICTURES if kind in kinds), None)
        return super().image(text, f"data:{kind};base64,{text_in(kinds[kind])}" if kind else url, title)


@cache
def _markdown() -> Markdown:
    # Unescaped, because `section_tree.tidy` refuses scripts with its own message.
    renderer = _Renderer(escape=False, allow_harmful_protocols=True)
    return Markdown(renderer, _Blocks(), _Lines(hard_wrap=False), [import_plugin(name) for name in PLUGINS])
