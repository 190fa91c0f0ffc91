"""Markdown that somebody else wrote, as HTML that cannot run, reach out or upset the page it stands on."""

from __future__ import annotations

import mistune
import nh3

TAGS = {
    "p", "br", "hr", "strong", "b", "em", "i", "sub", "sup", "code", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
IN_A_CELL = TAGS - {"hr", "blockquote", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
"""Within a table's cell there are no headings, tables nor quotations: their words stay."""
ADDRESSES = {"http", "https", "mailto"}
# Their content is no prose: the words between the tags go with them.
SILENT = {"script", "style", "title", "noscript", "template", "iframe", "svg", "math", "object", "textarea"}
LOWEST_HEADING = 6


def block_html(markdown: str, *, demote: int = 2) -> str:
    """Whole paragraphs, lists, tables and headings.

    Parameters
    ----------
    demote : int
        How many levels stand above its headings: the section's title and its own headings. Whether the text begins
        with `#` or with `##`, the first level becomes the next one, and none is skipped.
    """
    tokens = mistune.create_markdown(renderer=None)(markdown)
    levels = [token["attrs"]["level"] for token in tokens if token["type"] == "heading"]
    renderer = _Renderer(demote, highest=min(levels, default=1))
    return _clean(mistune.create_markdown(renderer=renderer, plugins=["table"])(markdown), TAGS)


def cell_html(markdown: str) -> str:
    """What stands in a table's cell; a single paragraph without its tags."""
    html = _clean(mistune.create_markdown(renderer=_Renderer(LOWEST_HEADING))(markdown), IN_A_CELL)
    is_single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html.removeprefix("<p>").removesuffix("</p>") if is_single else html


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html, tags=tags, clean_content_tags=SILENT, attributes={"a": {"href"}}, url_schemes=ADDRESSES
    ).strip()


class _Renderer(mistune.HTMLRenderer):
    """Headings go down; a picture, which the report could not carry, leaves a word in its place."""

    def __init__(self, demote: int, highest: int = 1) -> None:
        # What is harmful is left to nh3: mistune would leave a link that leads nowhere.
        super().__init__(escape=False, allow_harmful_protocols=True)
        self.shift = demote + 1 - highest
        self.above = demote

    def heading(self, text: str, level: int, **attributes: object) -> str:
        self.above = min(level + self.shift, self.above + 1, LOWEST_HEADING)
        return super().heading(text, self.above)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>(imagen no incluida: {text or url})</em>"
