"""An indicator's formula, parsed once: from the same tree come its value, LaTeX, Excel and Spanish sentence.

The language has decimal numbers, names, `+ - * /`, parentheses, and `min(…)` and `max(…)` of two or more. Nothing
else can be written in it, so a method file cannot do anything but arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from helpers.errors import ExpressionError

GRAMMAR = r"""
?start: sum
?sum: product | sum "+" product -> add | sum "-" product -> sub
?product: factor | product "*" factor -> mul | product "/" factor -> div
?factor: NUMBER -> number | NAME -> name | FUNCTION "(" sum ("," sum)+ ")" -> call | "-" factor -> neg | "(" sum ")"
FUNCTION.2: /(min|max)(?=\s*\()/
NAME: /[a-z_][a-z0-9_]*/
NUMBER: /\d+(\.\d+)?/
%ignore /\s+/
"""

BINDING = {"add": 1, "sub": 1, "mul": 2, "div": 2}
FUNCTIONS: dict[str, Callable[..., Fraction]] = {"min": min, "max": max}


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    text: str


@dataclass(frozen=True, slots=True)
class Negative:
    inner: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Tree, ...]


Tree = Number | Name | Negative | Binary | Call


class _Build(Transformer):
    def number(self, items: list[Token]) -> Number:
        return Number(str(items[0]))

    def name(self, items: list[Token]) -> Name:
        return Name(str(items[0]))

    def neg(self, items: list[Tree]) -> Negative:
        return Negative(items[0])

    def call(self, items: list) -> Call:
        return Call(str(items[0]), tuple(items[1:]))

    def add(self, items: list[Tree]) -> Binary:
        return Binary("add", *items)

    def sub(self, items: list[Tree]) -> Binary:
        return Binary("sub", *items)

    def mul(self, items: list[Tree]) -> Binary:
        return Binary("mul", *items)

    def div(self, items: list[Tree]) -> Binary:
        return Binary("div", *items)


_PARSER = Lark(GRAMMAR, parser="lalr", transformer=_Build())


@dataclass(frozen=True, slots=True)
class _Style:
    """How a formula is written on one line: its signs, its numbers, and what parts a function's arguments."""

    signs: Mapping[str, str]
    minus: str
    number: Callable[[str], str]
    separator: str


def _decimal_point(text: str) -> str:
    return text


def _decimal_comma(text: str) -> str:
    return text.replace(".", ",")


EXCEL = _Style({"add": "+", "sub": "-", "mul": "*", "div": "/"}, "-", _decimal_point, ",")
# Arguments are parted by a semicolon, because the comma is the decimal sign.
SPANISH = _Style({"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}, "−", _decimal_comma, "; ")


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed formula.

    Attributes
    ----------
    text : str
        As written in the method file.
    tree : Tree
    """

    text: str
    tree: Tree

    @property
    def names(self) -> tuple[str, ...]:
        """The variables, each once, in the order they appear."""
        return tuple(dict.fromkeys(_names(self.tree)))

    @property
    def constants(self) -> tuple[str, ...]:
        """The numbers as written, each once, in the order they appear."""
        return tuple(dict.fromkeys(_numbers(self.tree)))

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        """Compute exactly.

        Raises
        ------
        KeyError
            For a variable without a value.
        ZeroDivisionError
            For a denominator of zero.
        """
        return _value(self.tree, values)

    def ratio(self, values: Mapping[str, Fraction]) -> tuple[Fraction, Fraction] | None:
        """Numerator and denominator of `a / b`, `a / b * constant` and `constant * a / b`, without the constant.

        None for formulas of another form.
        """
        tree = self.tree
        if isinstance(tree, Binary) and tree.operator == "mul" and isinstance(tree.right, Number):
            tree = tree.left
        if not (isinstance(tree, Binary) and tree.operator == "div"):
            return None
        top = tree.left
        if isinstance(top, Binary) and top.operator == "mul" and isinstance(top.left, Number):
            top = top.right
        return _value(top, values), _value(tree.right, values)

    def latex(self, symbols: Mapping[str, str]) -> str:
        """Write it in LaTeX; `symbols` gives each variable's LaTeX."""
        return _latex(self.tree, symbols)

    def excel(self, cells: Mapping[str, str], constants: Mapping[str, str] | None = None) -> str:
        """Write it as an Excel formula without the leading `=`.

        Parameters
        ----------
        cells : Mapping[str, str]
            Each variable's reference.
        constants : Mapping[str, str], optional
            The reference or defined name that stands for each number; without it, numbers are written as they are.
        """
        style = EXCEL if constants is None else replace(EXCEL, number=constants.__getitem__)
        return _inline(self.tree, cells, style)

    def words(self, names: Mapping[str, str]) -> str:
        """Write it as Spanish readers do, with × and ÷; `names` gives each variable's words or printed number."""
        return _inline(self.tree, names, SPANISH)


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """Parse a formula.

    Raises
    ------
    ExpressionError
        Saying where it stops making sense.
    """
    try:
        tree = _PARSER.parse(text)
    except UnexpectedInput as problem:
        ends = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
        place = "está incompleta" if ends else f"no se entiende desde el carácter {problem.column}"
        raise ExpressionError(text, f"{place}; se admiten números, indicadores, + - * / ( ), min y max.") from problem
    return Expression(text, tree)


def _names(tree: Tree) -> list[str]:
    match tree:
        case Name(text):
            return [text]
        case Negative(inner):
            return _names(inner)
        case Binary(_, left, right):
            return _names(left) + _names(right)
        case Call(_, arguments):
            return [name for argument in arguments for name in _names(argument)]
    return []


def _numbers(tree: Tree) -> list[str]:
    match tree:
        case Number(text):
            return [text]
        case Negative(inner):
            return _numbers(inner)
        case Binary(_, left, right):
            return _numbers(left) + _numbers(right)
        case Call(_, arguments):
            return [number for argument in arguments for number in _numbers(argument)]
    return []


def _value(tree: Tree, values: Mapping[str, Fraction]) -> Fraction:
    match tree:
        case Number(text):
            return Fraction(text)
        case Name(text):
            return values[text]
        case Negative(inner):
            return -_value(inner, values)
        case Call(function, arguments):
            return FUNCTIONS[function](*(_value(argument, values) for argument in arguments))
        case Binary(operator, left, right):
            return _apply(operator, _value(left, values), _value(right, values))
    raise AssertionError(tree)


def _apply(operator: str, left: Fraction, right: Fraction) -> Fraction:
    match operator:
        case "add":
            return left + right
        case "sub":
            return left - right
        case "mul":
            return left * right
    return left / right


def _inline(tree: Tree, names: Mapping[str, str], style: _Style) -> str:
    match tree:
        case Number(text):
            return style.number(text)
        case Name(text):
            return names[text]
        case Negative(inner):
            return f"{style.minus}{_wrapped(inner, 3, names, style)}"
        case Call(function, arguments):
            inner = style.separator.join(_inline(argument, names, style) for argument in arguments)
            return f"{function.upper()}({inner})"
        case Binary(operator, left, right):
            strength = BINDING[operator]
            is_negative = isinstance(left, Negative)
            first = _inline(left, names, style) if is_negative else _wrapped(left, strength, names, style)
            return f"{first}{style.signs[operator]}{_wrapped(right, strength + 1, names, style)}"
    raise AssertionError(tree)


def _wrapped(tree: Tree, strength: int, names: Mapping[str, str], style: _Style) -> str:
    """An operand, in parentheses where it binds less than its operator or would put two signs side by side."""
    text = _inline(tree, names, style)
    return f"({text})" if _binds_less(tree, strength) else text


def _binds_less(tree: Tree, strength: int) -> bool:
    return isinstance(tree, Negative) or (isinstance(tree, Binary) and BINDING[tree.operator] < strength)


def _latex(tree: Tree, symbols: Mapping[str, str]) -> str:
    match tree:
        case Number(text):
            return text.replace(".", "{,}")
        case Name(text):
            return symbols[text]
        case Negative(inner):
            return f"-{_latex_wrapped(inner, 3, symbols)}"
        case Call(function, arguments):
            inner = "; ".join(_latex(argument, symbols) for argument in arguments)
            return rf"\{function}\left({inner}\right)"
        case Binary("div", left, right):
            return rf"\frac{{{_latex(left, symbols)}}}{{{_latex(right, symbols)}}}"
        case Binary(operator, left, right):
            sign = {"add": "+", "sub": "-", "mul": r"\times"}[operator]
            strength = BINDING[operator]
            first = _latex(left, symbols) if isinstance(left, Negative) else _latex_wrapped(left, strength, symbols)
            return f"{first} {sign} {_latex_wrapped(right, strength + 1, symbols)}"
    raise AssertionError(tree)


def _latex_wrapped(tree: Tree, strength: int, symbols: Mapping[str, str]) -> str:
    """An operand; a fraction holds together by its bar and needs no parentheses."""
    is_fraction = isinstance(tree, Binary) and tree.operator == "div"
    text = _latex(tree, symbols)
    return rf"\left({text}\right)" if _binds_less(tree, strength) and not is_fraction else text
