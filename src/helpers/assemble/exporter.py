"""The notebook exporter of a section: nbconvert with the project's own template and Markdown rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath, MathInlineParser
from nbformat import NotebookNode
from traitlets.config import Config

TEMPLATES = Path(__file__).parent / "templates"
PUBLISHED = ("text/html", "text/markdown", "text/latex")
_REFERENCE = re.compile(r"&#?[0-9A-Za-z]+;")
_WITHOUT_END = re.compile(r"<(wbr|source|track)\b([^<>]*?)/?>", re.IGNORECASE)


class SectionInlineParser(MathInlineParser):
    """Inline rules without `$…$`: in a budget report "$us 100 … $us 200" is money, not a formula."""

    DEFAULT_RULES = tuple(rule for rule in MathInlineParser.DEFAULT_RULES if rule != "inline_math_tex")


class SectionRenderer(IPythonRenderer):
    """Markdown to HTML, leaving formulas marked for `formulas` to draw."""

    def block_math(self, body: str) -> str:
        """Mark a displayed formula; a span, because Markdown puts it inside a paragraph."""
        return f'<span class="formula bloque" data-latex="{escape(body.strip())}"></span>'

    def inline_math(self, body: str) -> str:
        """Mark a formula within a sentence."""
        return f'<span class="formula" data-latex="{escape(body.strip())}"></span>'

    def latex_environment(self, name: str, body: str) -> str:
        """Mark an environment as a displayed formula."""
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def without_delimiters(latex: str) -> str:
    """The formula itself, without the dollar signs or the command that IPython's `Math` adds."""
    return latex.strip().strip("$").removeprefix("\\displaystyle").strip()


class SectionExporter(TemplateExporter):
    """Markdown and outputs of a notebook as bare HTML.

    Not nbconvert's own HTML exporter: that one parses what it made and writes it again, to make cells of JupyterLab
    focusable, which a report has not, and to give pictures without a description one, which `tidy` refuses.
    """

    output_mimetype = "text/html"

    @property
    def default_config(self) -> Config:
        """Own output preferences: HTML, then Markdown, then LaTeX, and nothing else."""
        config = super().default_config.copy()
        config.NbConvertBase.display_data_priority = list(PUBLISHED)
        # Each preprocessor copies the whole notebook and has it validated again.
        config.Exporter.default_preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
        config.TagRemovePreprocessor.enabled = True
        config.TagRemovePreprocessor.remove_cell_tags = {"cuaderno"}
        return config

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """The template's filters, nbconvert's and the section's."""
        yield from super().default_filters()
        yield "markdown2html", self.markdown2html
        yield "without_delimiters", without_delimiters

    def body(self, notebook: NotebookNode) -> str:
        """A section's HTML, as the parser that comes next understands it, which was made for HTML 4.

        It would print the name of a character that it does not know, and put all that follows a `wbr` inside it.
        """
        html, _ = self.from_notebook_node(notebook)
        html = _REFERENCE.sub(lambda found: escape(unescape(found[0])), html)
        return _WITHOUT_END.sub(r"<\1\2/>", html)

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Markdown to HTML with the section's renderer; attached pictures come along, others do not."""
        cell: dict[str, Any] = context.get("cell", {})
        renderer = SectionRenderer(
            escape=False,
            # nbconvert's embedding parses each piece of inline HTML alone and would empty every <data>.
            embed_images=False,
            exclude_anchor_links=True,
            attachments=cell.get("attachments", {}),
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
        )
        return MarkdownWithMath(renderer=renderer, inline=SectionInlineParser(hard_wrap=False)).render(source)


@cache
def section_exporter() -> SectionExporter:
    """The exporter that finds the template beside this module; its templates are compiled once in a process.

    Returns
    -------
    SectionExporter
        Ready for the notebook of any section, one after another.
    """
    return SectionExporter(template_name="seccion", file_extension=".html", extra_template_basedirs=[str(TEMPLATES)])
