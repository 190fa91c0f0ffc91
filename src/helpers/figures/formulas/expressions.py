"""An indicator's formula, parsed once into a tree that gives its value, its LaTeX, its Excel formula and its words.

The language has decimal numbers, names, `+ - * /`, parentheses, `min(…)` and `max(…)` of two or more arguments, and
`raiz(…)`, a square root. It has nothing else, so a method file can only do arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain
from operator import add, mul, sub, truediv
from typing import Any, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from helpers.base.errors import ExpressionError
from helpers.base.exact import WHOLE_DIGITS, exact, is_within_limits, square_root
from helpers.figures.formulas.formula_notation import (
    EXCEL,
    LATEX,
    SPANISH,
    Binary,
    Call,
    Name,
    Negative,
    Number,
    Tree,
    written,
)

GRAMMAR = r"""
?start: sum
?sum: product | sum "+" product -> add | sum "-" product -> sub
?product: factor | product "*" factor -> mul | product "/" factor -> div
?factor: NUMBER -> number | NAME -> name | "-" factor -> neg | "(" sum ")"
    | FUNCTION "(" sum ("," sum)+ ")" -> call | ROOT "(" sum ")" -> call
FUNCTION.2: /(min|max)(?=\s*\()/
ROOT.2: /raiz(?=\s*\()/
NAME: /[a-z_][a-z0-9_]*/
NUMBER: /[0-9]+(\.[0-9]+)?/
%ignore /\s+/
"""

LONGEST = 500
"""Most characters of a formula: a longer one is unreadable, and its tree may be too deep to evaluate."""
FUNCTIONS: dict[str, Callable[..., Fraction]] = {"min": min, "max": max, "raiz": square_root}
OPERATORS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"add": add, "sub": sub, "mul": mul, "div": truediv}


def _joined(operator: str) -> Callable[[object, list[Tree]], Binary]:
    """The method of `_Build` that joins two terms by an operator."""
    return lambda _, items: Binary(operator, *items)


class _Build(Transformer[Token, Tree]):
    """Builds the tree of a formula from its parsed text: one method for each rule of `GRAMMAR`."""

    def number(self, items: list[Token]) -> Number:
        """Make a number of the text of its token, decimals as written."""
        return Number(str(items[0]))

    def name(self, items: list[Token]) -> Name:
        """Make a variable."""
        return Name(str(items[0]))

    def neg(self, items: list[Tree]) -> Negative:
        """Make the negative of a term."""
        return Negative(items[0])

    def call(self, items: list[Any]) -> Call:
        """Make the call of a function (`min`, `max`, `raiz`)."""
        # The function's token, and then the arguments.
        return Call(str(items[0]), tuple(items[1:]))

    add, sub, mul, div = map(_joined, OPERATORS)


_PARSER = Lark(GRAMMAR, parser="lalr", transformer=_Build())


@dataclass(frozen=True)
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

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The variables (indicators and context names), each once, in order of appearance."""
        return names_in(self.tree)

    @cached_property
    def constants(self) -> tuple[str, ...]:
        """The numbers as written, each once, in order of appearance."""
        return tuple(dict.fromkeys(_numbers(self.tree)))

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        """Compute the exact value; a root without an exact value is rounded to 40 significant digits.

        Parameters
        ----------
        values : Mapping[str, Fraction]
            By variable.

        Raises
        ------
        KeyError
            For a variable without a value.
        ZeroDivisionError
            For a denominator of zero.
        ArithmeticError
            For the root of a negative number.
        """
        return _value(self.tree, values)

    def ratio(self, values: Mapping[str, Fraction]) -> tuple[Fraction, Fraction] | None:
        """Return numerator and denominator of `a / b`, `a / b * constant` or `constant * a / b`, without the constant.

        Returns
        -------
        tuple of Fraction or None
            None for a formula of another form.

        Raises
        ------
        KeyError
            For a variable without a value.
        ArithmeticError
            As in `value`, within one of the two.
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
        """Write the formula in LaTeX, without dollar signs; `symbols` has the LaTeX of each variable."""
        return written(self.tree, symbols, LATEX)

    def excel(self, cells: Mapping[str, str], constants: Mapping[str, str] | None = None) -> str:
        """Write the formula for Excel, without the leading `=`: `A1/B1*100`, `MIN(A1,100)`, `SQRT(A1)`.

        Parameters
        ----------
        cells : Mapping[str, str]
            The reference for each variable.
        constants : Mapping[str, str], optional
            The reference or defined name for each number as written; without it, numbers stay as they are.
        """
        style = EXCEL if constants is None else replace(EXCEL, number=constants.__getitem__)
        return written(self.tree, cells, style)

    def words(self, names: Mapping[str, str]) -> str:
        """Write the formula for Spanish readers: `Devengado ÷ Vigente × 100`, with decimal commas.

        `names` has the text of each variable.
        """
        return written(self.tree, names, SPANISH)


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """Parse a formula. Results are cached.

    Raises
    ------
    ExpressionError
        With the place of the first error; also for a formula or a number that is too long.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"{text[:60]}…", f"tiene {len(text)} letras y se admiten {LONGEST}.")
    try:
        # Lark's type declares its own tree; with a transformer, `parse` returns what the transformer builds.
        tree = cast(Tree, _PARSER.parse(text))
    except UnexpectedInput as problem:
        ends = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
        place = "está incompleta" if ends else f"no se entiende desde el carácter {problem.column}"
        known = "números, indicadores, + - * / ( ), min, max y raiz"
        raise ExpressionError(text, f"{place}; se admiten {known}.") from problem
    if not all(is_within_limits(Decimal(number)) for number in _numbers(tree)):
        raise ExpressionError(f"{text[:60]}…", f"un número tiene más de {WHOLE_DIGITS} cifras enteras.")
    return Expression(text, tree)


def names_in(tree: Tree) -> tuple[str, ...]:
    """Return the variables of a formula or of a part of one, each once, in order of appearance."""
    return tuple(dict.fromkeys(end.text for end in _ends(tree) if isinstance(end, Name)))


def _ends(tree: Tree) -> Iterator[Number | Name]:
    """Numbers and variables of a tree, with repetitions, in order of appearance."""
    match tree:
        case Number() | Name():
            yield tree
        case Negative(inner):
            yield from _ends(inner)
        case Binary(_, left, right):
            yield from chain(_ends(left), _ends(right))
        case Call(_, arguments):
            yield from chain.from_iterable(map(_ends, arguments))


def _numbers(tree: Tree) -> Iterator[str]:
    """Numbers of a tree as written, with repetitions."""
    return (end.text for end in _ends(tree) if isinstance(end, Number))


def _value(tree: Tree, values: Mapping[str, Fraction]) -> Fraction:
    """Exact value of a tree; raise as `Expression.value` does."""
    match tree:
        case Number(text):
            return exact(text)
        case Name(text):
            return values[text]
        case Negative(inner):
            return -_value(inner, values)
        case Call(function, arguments):
            return FUNCTIONS[function](*(_value(argument, values) for argument in arguments))
        case Binary(operator, left, right):
            return OPERATORS[operator](_value(left, values), _value(right, values))
    raise AssertionError(tree)
