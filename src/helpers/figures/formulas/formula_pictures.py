"""LaTeX formulas as pictures that look the same in browsers and in the PDF.

A report loads no MathJax, so matplotlib draws each formula once as vector outlines, with the LaTeX or words as the
picture's alternative text.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from html import escape
from io import StringIO
from typing import cast

from helpers.base.errors import PoaError

SIZE = 100.0  # units of the drawing per em
INK = "#1b2733"


@dataclass
class BadFormula(PoaError):
    """LaTeX that matplotlib cannot draw.

    Attributes
    ----------
    latex : str
        The formula as written.
    problem : str
        The drawing library's message.
    """

    latex: str
    problem: str

    def __str__(self) -> str:
        return f"La fórmula «{self.latex}» no se puede dibujar: {self.problem}"


@cache
def formula_svg(latex: str, *, alt: str = "", display: bool = False) -> str:
    r"""Draw a formula as an HTML image.

    Parameters
    ----------
    latex : str
        In matplotlib's mathtext: fractions, sums, sub- and superscripts, roots, `\mathrm`, `\text`; no environments and
        no surrounding dollar signs.
    alt : str
        The formula in words; the LaTeX itself where empty.
    display : bool
        True for a formula on a line of its own: fractions are drawn at full size.

    Returns
    -------
    str
        `<img class="formula" …>` with an embedded SVG, sized in em, its baseline aligned with the text's.

    Raises
    ------
    BadFormula
        Where matplotlib cannot read the formula.
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
    """Width, height above and depth below the baseline, in `SIZE` units per em, and the SVG path."""
    from matplotlib import rc_context
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    text = f"${latex}$"
    with rc_context({"mathtext.fontset": "stix", "font.family": "STIXGeneral"}):
        properties = FontProperties(family="STIXGeneral", size=SIZE)
        drawing = TextToPath()
        try:
            width, height, depth = drawing.get_text_width_height_descent(text, properties, ismath=True)
            # The function returns lists, although its type declares arrays.
            vertices, codes = drawing.get_text_path(properties, text, ismath=True)
        except ValueError as problem:
            raise BadFormula(latex, str(problem).strip().splitlines()[-1]) from problem
    return width, height - depth, depth, _svg_path(cast(Points, vertices), cast("list[int]", codes))


Points = list[tuple[float, float]]


def _svg_path(vertices: Points, codes: list[int]) -> str:
    """SVG path with y downwards. Matplotlib repeats the code of a curve for each of its points."""
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
    """Number with at most one decimal (a thousandth of an em), without `.0` or `-0`."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
