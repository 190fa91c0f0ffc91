"""Cells that repeat the formulas of a method: one line of pandas each, written from the method's own expression."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.run.workings.working_request import Request, WorkingCell, by_rule, code, rules_of, words

QUARTERS = "trimestres"
FUNCTIONS = {"min": "menor", "max": "mayor", "raiz": "raiz"}
"""Functions of the method's language, by the name of what does the same for frames."""


def with_operands(request: Request) -> Request:
    """Return the request with the operands of its formulas: a section repeats them too, down to the input tables."""
    asked, found = list(request.places), dict.fromkeys(request.places)
    while asked:
        place = asked.pop()
        rule = rules_of(request, place.indicator).get(Period.parse(place.window).kind)
        if rule is None or rule["regla"] != "formula":
            continue
        for name in names_of(rule["expresion"]):
            operand = place._replace(indicator=name)
            if name != QUARTERS and operand not in found:
                found[operand] = None
                asked.append(operand)
    return request.also(found)


def formula_cells(request: Request) -> Iterator[WorkingCell]:
    """Write the cells of every indicator that is a formula of others, operands before results."""
    for indicator in in_order(request):
        for rule, levels, windows in by_rule(request, indicator, "formula"):
            if not rule["a_falta_de"] or not request.has_table(rule["a_falta_de"]):
                yield from _formula(request, indicator, rule["expresion"], levels, windows)


def in_order(request: Request) -> list[str]:
    """Return the printed indicators so that each comes after the operands of its formulas."""
    ordered: list[str] = []

    def add(indicator: str) -> None:
        if indicator in ordered:
            return
        for rule in rules_of(request, indicator).values():
            for name in names_of(rule["expresion"]) if rule["regla"] == "formula" else ():
                add(name)
        ordered.append(indicator)

    for place in request.places:
        add(place.indicator)
    return ordered


def _formula(
    request: Request, indicator: str, expression: str, levels: list[str], windows: list[str]
) -> Iterator[WorkingCell]:
    own = request.method["indicadores"][indicator]
    heading = f"### {own['nombre']}\n\n`{indicator} = {expression}`."
    yield words(f"{heading} {own['explicacion']}\n\nFuente: {own['fuente']}.")
    names = [name for name in names_of(expression) if name != QUARTERS]
    lines = [f"niveles, ventanas = {levels}, {windows}"]
    lines += [f'{name} = cifras("{name}", niveles, ventanas)' for name in names]
    if QUARTERS in names_of(expression):
        lines.append(f"{QUARTERS} = pd.Series({ {code: len(Period.parse(code).quarters()) for code in windows} })")
    text = as_pandas(expression)
    if not names and QUARTERS not in names_of(expression):
        text = f"pd.Series({text}, index=ventanas)"
    if not names:
        lines.append(f'{indicator} = igual_para_todos("{indicator}", niveles, {text})')
    else:
        lines.append(f"{indicator} = {text}")
    shown = "".join(f", {name}={name}" for name in names)
    yield code(*lines, f'repetir("{indicator}", {indicator}{shown})')


def names_of(expression: str) -> list[str]:
    """Return the names that an expression uses, each once, in their order."""
    found = [node for node in ast.walk(ast.parse(expression or "0", mode="eval")) if isinstance(node, ast.Name)]
    ordered = sorted(found, key=lambda node: node.col_offset)
    return list(dict.fromkeys(node.id for node in ordered if node.id not in FUNCTIONS))


def as_pandas(expression: str) -> str:
    """Return an expression of the method as an expression of pandas frames.

    It is the same text, but for two things: a frame divides only where it is not zero, and `min`, `max` and `raiz`
    have the names of functions of frames.
    """
    return ast.unparse(_OfFrames().visit(ast.parse(expression, mode="eval")))


class _OfFrames(ast.NodeTransformer):
    """Rewrites an expression of the method for frames."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Div) and not isinstance(node.right, ast.Constant):
            node.right = ast.Call(ast.Name("sin_ceros", ast.Load()), [node.right], [])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = ast.unparse(node.func)
        node.func = ast.Name(FUNCTIONS.get(name, name), ast.Load())
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, int):
            return node
        return ast.Call(ast.Name("Fraction", ast.Load()), [ast.Constant(str(node.value))], [])

