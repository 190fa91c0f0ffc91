"""LaTeX formulas as pictures that browsers and the PDF draw alike.

A report fetches no MathJax, so matplotlib's typesetter draws each formula once, as outlines, with the LaTeX as the
picture's alternative text.
"""

from __future__ import annotations

import base64
from functools import cache
from html import escape
from io import StringIO

from lxml.html import Element, HtmlElement, fragment_fromstring

from helpers.assemble.markup import replace, text_of, with_class
from helpers.assemble.problems import BadFormula

SIZE = 100.0  # units of the drawing for one em
INK = "#1b2733"


def draw_formulas(root: HtmlElement) -> None:
    """Replace every `.formula[data-latex]` below `root` with its picture, in place.

    Parameters
    ----------
    root : HtmlElement
        A `div` becomes a displayed formula with the words it held beneath; so does a `span` of the class
        `bloque`, and any other `span` becomes a picture within its sentence. `data-alt` is what a screen
        reader says instead of the LaTeX.
    """
    for marked in [found for found in with_class(root, "*", "formula") if found.get("data-latex")]:
        display = marked.tag != "span" or "bloque" in marked.get("class").split()
        latex, words = marked.get("data-latex"), text_of(marked)
        alt = marked.get("data-alt") or ("" if display else words)
        picture = fragment_fromstring(formula_svg(latex, alt=alt, display=display))
        if display:
            _display(marked, picture, words)
        else:
            replace(marked, picture)


def _display(marked: HtmlElement, picture: HtmlElement, words: str) -> None:
    """Put the picture where the words were, and the words beneath it."""
    marked.set("class", "formula bloque")
    marked.text = None
    marked[:] = [picture]
    if words:
        beneath = Element("span")
        beneath.set("class", "palabras")
        beneath.text = words
        marked.append(beneath)


@cache
def formula_svg(latex: str, *, alt: str = "", display: bool = False) -> str:
    r"""Draw a formula.

    Parameters
    ----------
    latex : str
        What matplotlib's mathtext reads: fractions, sums, sub- and superscripts, roots, `\mathrm`, `\text`;
        no environments. No dollar signs around it.
    alt : str
        The formula in words; the LaTeX itself when empty.
    display : bool
        On a line of its own: fractions at full size.

    Returns
    -------
    str
        `<img class="formula" …>` sized in em, its baseline on the line's.

    Raises
    ------
    BadFormula
        The formula cannot be read.
    """
    width, height, depth, outline = _outline(latex.replace(r"\frac", r"\dfrac") if display else latex)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {_short(-height)} {_short(width)} '
        f'{_short(height + depth)}"><path fill="{INK}" d="{outline}"/></svg>'
    )
    source = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="formula" alt="{escape(alt or latex)}" src="data:image/svg+xml;base64,{source}" '
        f'style="width:{width / SIZE:.3f}em;vertical-align:{-depth / SIZE:.3f}em">'
    )


def _outline(latex: str) -> tuple[float, float, float, str]:
    """Width, height above the baseline and depth below it, in units of SIZE an em, and the SVG path."""
    from matplotlib import rc_context
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    text = f"${latex}$"
    with rc_context({"mathtext.fontset": "stix", "font.family": "STIXGeneral"}):
        properties = FontProperties(family="STIXGeneral", size=SIZE)
        drawing = TextToPath()
        try:
            width, height, depth = drawing.get_text_width_height_descent(text, properties, ismath=True)
            vertices, codes = drawing.get_text_path(properties, text, ismath=True)
        except ValueError as problem:
            raise BadFormula(latex, str(problem).strip().splitlines()[-1]) from problem
    return width, height - depth, depth, _svg_path(vertices, codes)


def _svg_path(vertices: list[tuple[float, float]], codes: list[int]) -> str:
    """An SVG path, y downwards; matplotlib repeats a curve's code for each of its points."""
    letters, lengths = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}, {1: 1, 2: 1, 3: 2, 4: 3, 79: 1}
    path, position = StringIO(), 0
    while position < len(codes):
        code = int(codes[position])
        points = vertices[position : position + lengths[code]]
        path.write(letters[code])
        if code != 79:
            path.write(" ".join(f"{_short(x)} {_short(-y)}" for x, y in points))
        position += lengths[code]
    return path.getvalue()


def _short(number: float) -> str:
    """One decimal (a thousandth of an em), without a needless `.0` or `-0`."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
