"""Draws formulas that a section's Markdown contains as LaTeX. A method's formulas are already drawn."""

from __future__ import annotations

from lxml.html import Element, HtmlElement, fragment_fromstring

from helpers.figures.formulas.formula_notation import formula_svg
from helpers.outputs.html.html_trees import replace, text_of, with_class


def draw_formulas(root: HtmlElement) -> None:
    """Replace every `.formula[data-latex]` below `root` with its picture, in place.

    Parameters
    ----------
    root : HtmlElement
        A `div` or a `span` of the class `bloque` becomes a displayed formula with its former text beneath; another
        `span`
        becomes a picture in its sentence. `data-alt` becomes the alternative text.
    """
    marks = [found for found in with_class(root, "*", "formula") if found.get("data-latex")]
    for marked in [found for found in marks if found.find("img") is None]:
        display = marked.tag != "span" or "bloque" in marked.get("class", "").split()
        latex, words = marked.get("data-latex"), text_of(marked)
        alt = marked.get("data-alt") or ("" if display else words)
        picture = fragment_fromstring(formula_svg(latex, alt=alt, display=display))
        if display:
            _display(marked, picture, words)
        else:
            replace(marked, picture)


def _display(marked: HtmlElement, picture: HtmlElement, words: str) -> None:
    """Put the picture in place of the text, and the text beneath it."""
    marked.set("class", "formula bloque")
    marked.text = None
    marked[:] = [picture]
    if words:
        beneath = Element("span")
        beneath.set("class", "palabras")
        beneath.text = words
        marked.append(beneath)
