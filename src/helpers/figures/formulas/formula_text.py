"""A formula's tree written on one line (for Excel and for readers) and in LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from helpers.figures.formulas.formula_tree import ROOT, Binary, Call, Name, Negative, Number, Tree

BINDING = {"add": 1, "sub": 1, "mul": 2, "div": 2}


@dataclass(frozen=True, slots=True)
class Style:
    """A one-line notation: signs, minus, numbers, separator of a function's arguments and name of the square root."""

    signs: Mapping[str, str]
    minus: str
    number: Callable[[str], str]
    separator: str
    root: str


def _decimal_point(text: str) -> str:
    return text


def _decimal_comma(text: str) -> str:
    return text.replace(".", ",")


EXCEL = Style({"add": "+", "sub": "-", "mul": "*", "div": "/"}, "-", _decimal_point, ",", "SQRT")
# A semicolon separates arguments, because the comma is the decimal sign.
SPANISH = Style({"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}, "−", _decimal_comma, "; ", "√")


def inline(tree: Tree, names: Mapping[str, str], style: Style) -> str:
    """Write a tree on one line in a style; `names` has the text of each variable.

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
            given = style.separator.join(inline(argument, names, style) for argument in arguments)
            return f"{style.root if function == ROOT else function.upper()}({given})"
        case Binary(operator, left, right):
            strength = BINDING[operator]
            is_negative = isinstance(left, Negative)
            first = inline(left, names, style) if is_negative else _wrapped(left, strength, names, style)
            return f"{first}{style.signs[operator]}{_wrapped(right, strength + 1, names, style)}"
    raise AssertionError(tree)


def _wrapped(tree: Tree, strength: int, names: Mapping[str, str], style: Style) -> str:
    """An operand, in parentheses where it binds less than its operator or where two signs would meet."""
    text = inline(tree, names, style)
    return f"({text})" if _binds_less(tree, strength) else text


def _binds_less(tree: Tree, strength: int) -> bool:
    """Whether an operand needs parentheses beside an operator of some binding strength."""
    return isinstance(tree, Negative) or (isinstance(tree, Binary) and BINDING[tree.operator] < strength)


def latex(tree: Tree, symbols: Mapping[str, str]) -> str:
    """Write a tree in LaTeX; `symbols` has the LaTeX of each variable.

    Raises
    ------
    KeyError
        For a variable without LaTeX.
    """
    match tree:
        case Number(text):
            return text.replace(".", "{,}")
        case Name(text):
            return symbols[text]
        case Negative(inner):
            return f"-{_latex_wrapped(inner, 3, symbols)}"
        case Call("raiz", (argument,)):
            return rf"\sqrt{{{latex(argument, symbols)}}}"
        case Call(function, arguments):
            given = "; ".join(latex(argument, symbols) for argument in arguments)
            return rf"\{function}\left({given}\right)"
        case Binary("div", left, right):
            return rf"\frac{{{latex(left, symbols)}}}{{{latex(right, symbols)}}}"
        case Binary(operator, left, right):
            sign = {"add": "+", "sub": "-", "mul": r"\times"}[operator]
            strength = BINDING[operator]
            first = latex(left, symbols) if isinstance(left, Negative) else _latex_wrapped(left, strength, symbols)
            return f"{first} {sign} {_latex_wrapped(right, strength + 1, symbols)}"
    raise AssertionError(tree)


def _latex_wrapped(tree: Tree, strength: int, symbols: Mapping[str, str]) -> str:
    """An operand in LaTeX, in parentheses where needed; the bar of a fraction makes them unnecessary."""
    is_fraction = isinstance(tree, Binary) and tree.operator == "div"
    text = latex(tree, symbols)
    return rf"\left({text}\right)" if _binds_less(tree, strength) and not is_fraction else text
