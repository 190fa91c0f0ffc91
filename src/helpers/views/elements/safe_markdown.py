"""Converts other people's Markdown to HTML that cannot run code, load anything or break the page around it."""

from __future__ import annotations

from typing import Any, cast

import mistune
import nh3

from helpers.texts.sentences.plain_reading import HeadingLevels

TAGS = {
    "p", "br", "hr", "strong", "b", "em", "i", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
IN_A_CELL = TAGS - {"hr", "blockquote", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
"""Tags allowed in a table cell. Headings, tables and quotations lose their tags and keep their words."""
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
ADDRESSES = {"http", "https", "mailto"}
# The content of these tags is not prose, so it is removed together with the tag.
SILENT = {"script", "style", "title", "noscript", "template", "iframe", "svg", "math", "object", "textarea"}
SECTION_HEADING, LOWEST_HEADING = 2, 6
"""Levels of the headings of a section in its notebook, and of the lowest heading in HTML."""


def block_html(markdown: str) -> str:
    """Convert paragraphs, lists, tables and headings to safe HTML, without scripts and styles.

    Other tags outside `TAGS` are removed, and their words stay. The text's highest heading becomes the level below a
    section's own headings, whether it is written `#` or `##`, and no level is skipped. A note replaces each picture.
    """
    # mistune declares one return type, but returns tokens if it has no renderer.
    tokens = cast("list[dict[str, Any]]", mistune.create_markdown(renderer=None)(markdown))
    levels = [token["attrs"]["level"] for token in tokens if token["type"] == "heading"]
    renderer = _Renderer(SECTION_HEADING, highest=min(levels, default=1))
    return _clean(rendered(mistune.create_markdown(renderer=renderer, plugins=["table"]), markdown), TAGS)


def cell_html(markdown: str) -> str:
    """Convert Markdown for a table cell to safe HTML (tags of `IN_A_CELL`); a single paragraph loses its `<p>`."""
    html = _clean(rendered(mistune.create_markdown(renderer=_Renderer(LOWEST_HEADING)), markdown), IN_A_CELL)
    is_single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html.removeprefix("<p>").removesuffix("</p>") if is_single else html


def rendered(to_html: mistune.Markdown, markdown: str) -> str:
    """Run a mistune converter that makes HTML on a text, and return the HTML, which is not made safe here."""
    return str(to_html(markdown))


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html, tags=tags, clean_content_tags=SILENT, attributes=ATTRIBUTES, url_schemes=ADDRESSES
    ).strip()


class _Renderer(mistune.HTMLRenderer):
    """Lowers the headings' level and replaces a picture, which the report cannot include, by a note."""

    def __init__(self, demote: int, highest: int = 1) -> None:
        """Lower a text's headings by `demote` levels, counted from its highest heading (`highest`, 1 for `#`)."""
        # nh3 removes harmful content; mistune would leave a link without a target instead.
        super().__init__(escape=False, allow_harmful_protocols=True)
        self.shift = demote + 1 - highest
        self.levels = HeadingLevels(demote)

    def heading(self, text: str, level: int, **attributes: object) -> str:
        """Write a heading at the shifted level, at most one level below the heading that it stands under."""
        return super().heading(text, min(self.levels.printed(level + self.shift), LOWEST_HEADING))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return a note with the picture's description or address in place of the picture."""
        return f"<em>(imagen no incluida: {text or url})</em>"
