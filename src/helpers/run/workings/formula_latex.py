"""A formula of the method in LaTeX, from its text as the cells read it."""

from __future__ import annotations

import ast

SIGNS = {ast.Add: "+", ast.Sub: "-"}
FUNCTIONS = {"min": r"\min", "max": r"\max"}


def as_latex(tree: ast.Expression) -> str:
    """Return a formula from `formula_cells.parsed` in LaTeX, without dollar signs.

    A division is a fraction, brackets stand only where they are needed, and names are in upright type.
    """
    return _latex(tree.body)


def _latex(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return named(name)
        case ast.Constant(value=value):
            return str(value)
        case ast.UnaryOp(operand=inner):
            return f"-{_in_product(inner)}"
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return rf"\frac{{{_latex(left)}}}{{{_latex(right)}}}"
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return rf"{_in_product(left)} \cdot {_in_product(right)}"
        case ast.BinOp(left=left, op=operator, right=right):
            taken = _in_product(right) if isinstance(operator, ast.Sub) else _latex(right)
            return f"{_latex(left)} {SIGNS[type(operator)]} {taken}"
        case ast.Call(func=ast.Name(id="raiz"), args=[inner]):
            return rf"\sqrt{{{_latex(inner)}}}"
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
            return rf"{FUNCTIONS[name]}({', '.join(map(_latex, arguments))})"
        case ast.Call(args=[ast.Constant(value=decimal)]):
            return str(decimal)
    raise TypeError(ast.unparse(node))


def _in_product(node: ast.expr) -> str:
    is_sum = isinstance(node, ast.UnaryOp) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub))
    return f"({_latex(node)})" if is_sum else _latex(node)


def named(indicator: str) -> str:
    """Return an indicator's key as LaTeX in upright type: `\\mathrm{…}`, with its underscores escaped."""
    escaped = indicator.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"
