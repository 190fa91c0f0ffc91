"""An indicator's formula, parsed once: from the same tree come its value, LaTeX, Excel and Spanish sentence.

The language has decimal numbers, names, `+ - * /`, parentheses, `min(…)` and `max(…)`. Nothing else can be written
in it, so a method file cannot do anything but arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from helpers.errors import ExpressionError

GRAMMAR = r"""
?start: sum
?sum: product | sum "+" product -> add | sum "-" product -> sub
?product: factor | product "*" factor -> mul | product "/" factor -> div
?factor: NUMBER -> number | NAME -> name | FUNCTION "(" sum ("," sum)* ")" -> call | "-" factor -> neg | "(" sum ")"
FUNCTION.2: /(min|max)(?=\s*\()/
NAME: /[a-z_][a-z0-9_]*/
NUMBER: /\d+(\.\d+)?/
%ignore /\s+/
"""

SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
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
        """Numerator and denominator where the formula is `a / b` or `a / b * constant`; None for other forms."""
        tree = self.tree
        if isinstance(tree, Binary) and tree.operator == "mul" and isinstance(tree.right, Number):
            tree = tree.left
        if not (isinstance(tree, Binary) and tree.operator == "div"):
            return None
        return _value(tree.left, values), _value(tree.right, values)

    def latex(self, symbols: Mapping[str, str]) -> str:
        """Write it in LaTeX; `symbols` gives each variable's LaTeX."""
        return _latex(self.tree, symbols)

    def excel(self, cells: Mapping[str, str]) -> str:
        """Write it as an Excel formula without the leading `=`; `cells` gives each variable's reference."""
        return _inline(self.tree, cells, SIGNS, _decimal_point)

    def words(self, names: Mapping[str, str]) -> str:
        """Write it as Spanish readers do, with × and ÷; `names` gives each variable's words or printed number."""
        return _inline(self.tree, names, {"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}, _decimal_comma)


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
        column = getattr(problem, "column", 0)
        place = f"no se entiende desde el carácter {column}" if column and column > 0 else "está incompleta"
        raise ExpressionError(text, f"{place}; se admiten números, indicadores, + - * / ( ), min y max.") from problem
    return Expression(text, tree)


def _decimal_point(text: str) -> str:
    return text


def _decimal_comma(text: str) -> str:
    return text.replace(".", ",")


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


def _inline(tree: Tree, names: Mapping[str, str], signs: Mapping[str, str], number: Callable[[str], str]) -> str:
    match tree:
        case Number(text):
            return number(text)
        case Name(text):
            return names[text]
        case Negative(inner):
            return f"-{_wrapped(inner, 3, names, signs, number)}"
        case Call(function, arguments):
            inner = ",".join(_inline(argument, names, signs, number) for argument in arguments)
            return f"{function.upper()}({inner})"
        case Binary(operator, left, right):
            strength = BINDING[operator]
            first = _wrapped(left, strength, names, signs, number)
            second = _wrapped(right, strength + 1, names, signs, number)
            return f"{first}{signs[operator]}{second}"
    raise AssertionError(tree)


def _wrapped(
    tree: Tree, strength: int, names: Mapping[str, str], signs: Mapping[str, str], number: Callable[[str], str]
) -> str:
    text = _inline(tree, names, signs, number)
    return f"({text})" if isinstance(tree, Binary) and BINDING[tree.operator] < strength else text


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
            return f"{_latex_wrapped(left, strength, symbols)} {sign} {_latex_wrapped(right, strength + 1, symbols)}"
    raise AssertionError(tree)


def _latex_wrapped(tree: Tree, strength: int, symbols: Mapping[str, str]) -> str:
    text = _latex(tree, symbols)
    weak = isinstance(tree, Binary) and tree.operator != "div" and BINDING[tree.operator] < strength
    return rf"\left({text}\right)" if weak else text
