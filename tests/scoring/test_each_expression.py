"""Every formula of every method's file has a case worked out by hand, which fails if the formula is wrong."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache

import pytest
from builders import WORKSPACE
from by_hand import printed
from hand_cases import HANDS, Hand, book_of

from helpers.base.periods import Period
from helpers.base.strict_yaml import load_file
from helpers.figures.formulas.expressions import parse
from helpers.figures.formulas.formula_notation import Binary, Call, Name, Negative, Number, Tree
from helpers.settings.methods import Metodo, methods_found

WINDOWS = {"mes": ("ene",), "trimestre": ("T1", "T2"), "acumulado": ("S1",)}
SCORED = tuple(Period.parse(f"2024-{window}") for windows in WINDOWS.values() for window in windows)
WRONG_OPERATOR = {"add": "sub", "sub": "add", "mul": "add", "div": "mul"}
"""A product becomes a sum and not a quotient, because `25 × 1` and `25 / 1` are the same."""
SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
OTHER_FUNCTION = {"min": "max", "max": "min"}


@cache
def plain(name: str) -> dict:
    return load_file(WORKSPACE.method_file(name), name)


RULES = [
    (name, indicator, window, rule["expresion"])
    for name in methods_found(WORKSPACE)
    for indicator, definition in plain(name)["indicadores"].items()
    for window, rule in definition["reglas"].items()
    if "expresion" in rule
]


def text_of(tree: Tree) -> str:
    """A formula as a method's file writes it, with every parenthesis."""
    match tree:
        case Binary(operator, left, right):
            return f"({text_of(left)} {SIGNS[operator]} {text_of(right)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(text_of, arguments))})"
        case Negative(of):
            return f"(-{text_of(of)})"
        case Number(text) | Name(text):
            return text
    raise AssertionError(tree)


def with_one_error(tree: Tree) -> Iterator[str]:
    """The formula with one error each: a term 1 too large, another operator, terms swapped, or a part left out."""
    match tree:
        case Binary(operator, left, right):
            yield text_of(Binary(WRONG_OPERATOR[operator], left, right))
            if operator in ("sub", "div"):
                yield text_of(Binary(operator, right, left))
            # Leaving out a factor would not be noticed: with one quarter, `25 * trimestres` is 25.
            if operator != "mul":
                yield from (text_of(left), text_of(right))
            yield from (f"({one} {SIGNS[operator]} {text_of(right)})" for one in with_one_error(left))
            yield from (f"({text_of(left)} {SIGNS[operator]} {one})" for one in with_one_error(right))
        case Call(function, arguments):
            parts = [text_of(argument) for argument in arguments]
            yield f"{OTHER_FUNCTION[function]}({', '.join(parts)})"
            yield from parts
            for place, argument in enumerate(arguments):
                yield from (f"{function}({', '.join([*parts[:place], one, *parts[place + 1 :]])})" for one in with_one_error(argument))
        case Number() | Name():
            yield f"({text_of(tree)} + 1)"
        case _:
            raise AssertionError(tree)


def with_expression(name: str, indicator: str, window: str, expression: str) -> Metodo:
    changed = copy.deepcopy(plain(name))
    changed["indicadores"][indicator]["reglas"][window]["expresion"] = expression
    return Metodo.model_validate(changed)


@cache
def right_book(name: str):
    return book_of(name)


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: f"{hand.method} {hand.figure}")
def test_the_figure_is_printed_as_worked_out_by_hand(hand: Hand):
    assert printed(right_book(hand.method), hand.figure) == [hand.printed], hand.working


@pytest.mark.parametrize(("name", "indicator", "window", "expression"), RULES)
def test_a_wrong_expression_fails_the_case_worked_out_by_hand(name, indicator, window, expression):
    """The case of the same indicator and window must fail, not only one of a figure computed from it."""
    own = tuple(f"{indicator}/2024-{one}/" for one in WINDOWS[window])
    hands = [hand for hand in HANDS if hand.method == name and hand.figure.startswith(own)]
    tree = parse(expression).tree
    assert parse(text_of(tree)).tree == tree

    def missed_by(method: Metodo | None) -> list[Hand]:
        book = book_of(name, method, windows=SCORED, asked=frozenset({indicator}))
        return [hand for hand in hands if printed(book, hand.figure) != [hand.printed]]

    assert missed_by(None) == []
    for planted in dict.fromkeys(with_one_error(tree)):
        assert missed_by(with_expression(name, indicator, window, planted)), f"«{planted}» in place of «{expression}» is not noticed"
