"""The tree of a parsed formula, written on one line (for Excel and for readers), in LaTeX, and drawn as a picture.

Pictures look the same in browsers and in the PDF. A report loads no MathJax, so matplotlib draws each formula once as
vector outlines, with the LaTeX or words as the picture's alternative text.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from io import StringIO
from typing import cast

from helpers.base.errors import PoaError

BINDING = {"add": 1, "sub": 1, "mul": 2, "div": 2}
SIZE = 100.0  # units of the drawing per em
PIXELS = 18.4
"""Pixels of an em on the page: its letters' 17, and 8 % more."""
INK = "#1b2733"
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a formula, as written with a decimal point."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable of a formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Negative:
    """A term with a minus sign before it."""

    inner: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    """Two terms and their operator: `add`, `sub`, `mul` or `div`."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """A function (`min`, `max`, `raiz`) with its arguments."""

    function: str
    arguments: tuple[Tree, ...]


Tree = Number | Name | Negative | Binary | Call
"""A parsed formula, or a part of it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a notation (Excel's, Spanish, LaTeX) writes the parts of a formula; `{}` stands for what is inside.

    Attributes
    ----------
    signs, minus : Mapping of str to str, str
        The sign between two terms, by operator (`add`, `sub`, `mul`, `div`); the sign of a negative term.
    number : Callable
        Writes a number, which has a decimal point in the method.
    separator, functions : str, Mapping of str to str
        What stands between a function's arguments; a function with them, by its name in the method: `MIN({})`.
    wrapped : str
        A term in parentheses.
    fraction : str
        Dividend over divisor, where a bar divides them; empty where `signs` has a sign for it.
    """

    signs: Mapping[str, str]
    minus: str
    number: Callable[[str], str]
    separator: str
    functions: Mapping[str, str]
    wrapped: str = "({})"
    fraction: str = ""


EXCEL = Style(
    {"add": "+", "sub": "-", "mul": "*", "div": "/"}, "-", str, ",",
    {"min": "MIN({})", "max": "MAX({})", "raiz": "SQRT({})"},
)  # fmt: skip
# A semicolon separates arguments, because the comma is the decimal sign.
SPANISH = Style(
    {"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}, "−", lambda text: text.replace(".", ","), "; ",
    {"min": "MIN({})", "max": "MAX({})", "raiz": "√({})"},
)  # fmt: skip
LATEX = Style(
    {"add": " + ", "sub": " - ", "mul": r" \times "}, "-", lambda text: text.replace(".", "{,}"), "; ",
    {"min": r"\min\left({}\right)", "max": r"\max\left({}\right)", "raiz": r"\sqrt{{{}}}"},
    r"\left({}\right)", r"\frac{{{}}}{{{}}}",
)  # fmt: skip


def written(tree: Tree, names: Mapping[str, str], style: Style) -> str:
    """Write a tree in a style: `EXCEL`, `SPANISH` or `LATEX`, this one without dollar signs.

    Parentheses stand only where the text would otherwise be read as another tree, such as `a + (b + c)`, or where two
    signs would meet. `names` has the text of each variable: a cell for Excel, a name for readers, LaTeX.

    Raises
    ------
    KeyError
        For a variable without text.
    """
    match tree:
        case Number(text):
            return style.number(text)
        case Name(text):
            return names[text]
        case Negative(inner):
            return f"{style.minus}{_wrapped(inner, 3, names, style)}"
        case Call(function, arguments):
            given = style.separator.join(written(argument, names, style) for argument in arguments)
            return style.functions[function].format(given)
        case Binary("div", left, right) if style.fraction:
            return style.fraction.format(written(left, names, style), written(right, names, style))
        case Binary(operator, left, right):
            strength = BINDING[operator]
            is_negative = isinstance(left, Negative)
            first = written(left, names, style) if is_negative else _wrapped(left, strength, names, style)
            return f"{first}{style.signs[operator]}{_wrapped(right, strength + 1, names, style)}"
    raise AssertionError(tree)


def _wrapped(tree: Tree, strength: int, names: Mapping[str, str], style: Style) -> str:
    """An operand, in parentheses where it binds less than its operator or where two signs would meet."""
    text = written(tree, names, style)
    return style.wrapped.format(text) if _binds_less(tree, strength, style) else text


def _binds_less(tree: Tree, strength: int, style: Style) -> bool:
    """Whether an operand needs parentheses beside an operator of a binding strength; a fraction with a bar does not."""
    if not isinstance(tree, Binary):
        return isinstance(tree, Negative)
    return BINDING[tree.operator] < strength and not (tree.operator == "div" and style.fraction)


@cache
def formula_svg(latex: str) -> str:
    r"""Draw a formula as an HTML image, with its fractions at full size and its LaTeX as alternative text.

    Parameters
    ----------
    latex : str
        In matplotlib's mathtext: fractions, sums, sub- and superscripts, roots, `\mathrm`, `\text`; no environments and
        no surrounding dollar signs.

    Returns
    -------
    str
        `<img class="formula" …>` with an embedded SVG.

    Raises
    ------
    PoaError
        Where matplotlib cannot read the formula.
    """
    width, height, depth, outline = _outline(latex)
    high, scale = height + depth, PIXELS / SIZE
    # Typst takes a missing height for that of the box, which is in other units than the width.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {_short(-height)} {_short(width)} {_short(high)}" '
        f'width="{width * scale:.1f}" height="{high * scale:.1f}"><path fill="{INK}" d="{outline}"/></svg>'
    )
    source = base64.b64encode(svg.encode()).decode()
    return f'<img class="formula" alt="{escape(latex)}" src="data:image/svg+xml;base64,{source}">'


def _outline(latex: str) -> tuple[float, float, float, str]:
    """Width, height above and depth below the baseline, in `SIZE` units per em, and the SVG path."""
    from matplotlib import rc_context
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    text = "$" + latex.replace(r"\frac", r"\dfrac") + "$"
    with rc_context({"mathtext.fontset": "stix", "font.family": "STIXGeneral"}):
        properties = FontProperties(family="STIXGeneral", size=SIZE)
        drawing = TextToPath()
        try:
            width, height, depth = drawing.get_text_width_height_descent(text, properties, ismath=True)
            # The function returns lists, although its type declares arrays.
            vertices, codes = drawing.get_text_path(properties, text, ismath=True)
        except ValueError as problem:
            detail = str(problem).strip().splitlines()[-1]
            raise PoaError(f"La fórmula «{latex}» no se puede dibujar: {detail}") from problem
    return width, height - depth, depth, _svg_path(cast(Points, vertices), cast("list[int]", codes))


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
