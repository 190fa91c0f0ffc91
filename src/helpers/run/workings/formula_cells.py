"""Cells that repeat the formulas of a method: one line of pandas each, written from the method's own expression."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator

from helpers.base.periods import Period
from helpers.figures.formulas.formula_notation import LATEX, Binary, Call, Name, Negative, Number, Tree, written
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, words

QUARTERS = "trimestres"
FUNCTIONS = {"min": "menor", "max": "mayor", "raiz": "raiz"}
"""By function of the method's language: the function of `frame_functions` that does the same for frames."""
OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"}
EXACT = "Fraction"
OF_FRAMES = (
    "ascendientes", "de_nivel", "de_ventanas", "de_versiones", "mayor", "menor", "raiz", "sin_ceros",
    "suma_completa", "ultimo_mes",
)  # fmt: skip
"""Functions of `frame_functions` that the cells use."""
TAKEN = frozenset({
    *OF_FRAMES, *dir(builtins), "pd", EXACT, "seccion", "trabajo", "tabla", "cifras", "igual_para_todos",
    "redondear", "repetir", "calificar", "muestra", "origenes", "niveles", "ventanas",
})  # fmt: skip
"""Names that the cells use for something else; an indicator with this key has another name there (`variable`)."""


def with_operands(request: Request) -> Request:
    """Return the request with the figures that its formulas use, at any depth, after its own.

    The quarters of a sum of quarters are added too.
    """
    asked, found = list(request.places), dict.fromkeys(request.places)
    while asked:
        place = asked.pop()
        for operand in _operands(request, place):
            if operand not in found:
                found[operand] = None
                asked.append(operand)
    return request.also(found)


def _operands(request: Request, place: Place) -> Iterator[Place]:
    """Yield the figures that a figure's formula names, of the same node and window, or the quarters that it adds up."""
    window = Period.parse(place.window)
    rule = request.rules_of(place.indicator).get(window.kind)
    if rule is not None and rule["regla"] == "formula":
        yield from (place._replace(indicator=name) for name in names_of(rule["expresion"]) if name != QUARTERS)
    elif rule is not None and rule["regla"] == "sumar_trimestres":
        yield from (place._replace(window=str(quarter)) for quarter in window.quarters())


def formula_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every indicator of the rule `formula`, operands before results.

    A formula that only replaces a missing table (`a_falta_de`) is left out where that table has rows.
    """
    for indicator in in_order(request):
        for rule, levels, windows in request.by_rule(indicator, "formula"):
            if not rule["a_falta_de"] or not request.has_table(rule["a_falta_de"]):
                yield from _formula(request, indicator, rule["expresion"], levels, windows)


def in_order(request: Request) -> list[str]:
    """Return the keys of the indicators to repeat, without repetition, each after the operands of its formulas.

    Operands are listed even if the section does not print them, and so is `trimestres`, the number of quarters.
    """
    ordered: list[str] = []

    def add(indicator: str) -> None:
        """Append an indicator to `ordered`, after the operands of its formulas; do nothing if it is there already."""
        if indicator in ordered:
            return
        for rule in request.rules_of(indicator).values():
            for name in names_of(rule["expresion"]) if rule["regla"] == "formula" else ():
                add(name)
        ordered.append(indicator)

    for place in request.places:
        add(place.indicator)
    return ordered


def _formula(
    request: Request, indicator: str, expression: str, levels: list[str], windows: list[str]
) -> Iterator[WorkingCell]:
    """Write the cells of one formula: its words, and the operands, the result and its comparison in some windows."""
    own = request.method["indicadores"][indicator]
    heading = f"### {own['nombre']}, {', '.join(windows)}\n\n`{indicator} = {expression}`."
    drawn = f"$${symbol(indicator)} = {as_latex(expression)}$$"
    yield words(f"{heading} {own['explicacion']}\n\n{drawn}\n\nFuente: {own['fuente']}.")
    names = [name for name in names_of(expression) if name != QUARTERS]
    lines = [f"niveles, ventanas = {levels}, {windows}"]
    lines += [f'{variable(name)} = cifras("{name}", niveles, ventanas)' for name in names]
    if QUARTERS in names_of(expression):
        counts = {code: len(Period.parse(code).quarters()) for code in windows}
        lines.append(f"{QUARTERS} = pd.Series({counts}).map({EXACT})")
    text = as_pandas(expression)
    if not names and QUARTERS not in names_of(expression):
        text = f"pd.Series({text}, index=ventanas)"
    if not names:
        text = f'igual_para_todos("{indicator}", niveles, {text})'
    shown = "".join(f", {name}={variable(name)}" for name in names)
    yield code(*lines, f"{variable(indicator)} = {text}", f'repetir("{indicator}", {variable(indicator)}{shown})')


def variable(indicator: str) -> str:
    """Return an indicator's variable name in the cells: its key, with a final `_` if the cells use it otherwise."""
    return f"{indicator}_" if indicator in TAKEN else indicator


def names_of(expression: str) -> list[str]:
    """Return the names that an expression uses, in order and without repetition; names of functions are left out."""
    found = [node for node in ast.walk(parsed(expression or "0")) if isinstance(node, ast.Name)]
    ordered = sorted(found, key=lambda node: node.col_offset)
    return list(dict.fromkeys(node.id for node in ordered if node.id not in (*FUNCTIONS, EXACT)))


def as_pandas(expression: str, named: Callable[[str], str] = variable) -> str:
    """Return a formula of the method as Python over pandas frames.

    A divisor of zero gives no data (`sin_ceros`), and functions become those of `frame_functions`. Decimals and
    quotients of plain numbers become exact (`Fraction`). `named` gives the Python that stands for each indicator.
    """
    return ast.unparse(_OfFrames(named).visit(parsed(expression)))


def as_latex(expression: str) -> str:
    """Return a formula of the method in LaTeX, without dollar signs, with each indicator's key in upright type."""
    return written(_tree(parsed(expression).body), {name: symbol(name) for name in names_of(expression)}, LATEX)


def symbol(indicator: str) -> str:
    """Return an indicator's key in upright type, in LaTeX without dollar signs."""
    escaped = indicator.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def _tree(node: ast.expr) -> Tree:
    """Return a parsed formula as the tree from which every notation is written; TypeError for other Python."""
    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.Constant(value=value) | ast.Call(func=ast.Name(id="Fraction"), args=[ast.Constant(value=value)]):
            return Number(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return Negative(_tree(inner))
        case ast.BinOp(left=left, op=operator, right=right):
            return Binary(OPERATORS[type(operator)], _tree(left), _tree(right))
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return Call(function, tuple(map(_tree, arguments)))
    raise TypeError(ast.unparse(node))


def parsed(expression: str) -> ast.Expression:
    """Parse an expression of the method as Python; decimals become exact (`Fraction('0.25')`).

    The text may have line breaks, and zeros before a number, which Python alone refuses.
    """
    one_line = " ".join(expression.split())
    quoted_decimals = re.sub(r"[0-9]+\.[0-9]+", lambda number: f"{EXACT}('{number[0]}')", one_line)
    return ast.parse(re.sub(r"(?<![\w.'])0+(?=[0-9])", "", quoted_decimals), mode="eval")


def _has_indicator(node: ast.AST) -> bool:
    """Whether an expression names an indicator or `trimestres`, and so is no plain number."""
    return any(isinstance(one, ast.Name) and one.id not in (*FUNCTIONS, EXACT) for one in ast.walk(node))


class _OfFrames(ast.NodeTransformer):
    """Rewrites an expression of the method for frames; `named` gives the Python of each indicator."""

    def __init__(self, named: Callable[[str], str]) -> None:
        self.named = named

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Return the operation with `sin_ceros` around a divisor of figures, so that a division by zero gives no data.

        In a quotient of numbers only, the dividend becomes an exact `Fraction`; other operations stay.
        """
        has_frame = [_has_indicator(side) for side in (node.left, node.right)]
        self.generic_visit(node)
        if isinstance(node.op, ast.Div) and has_frame[1]:
            node.right = ast.Call(ast.Name("sin_ceros", ast.Load()), [node.right], [])
        elif isinstance(node.op, ast.Div) and not has_frame[0]:
            node.left = ast.Call(ast.Name(EXACT, ast.Load()), [node.left], [])
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Return the expression that stands for the indicator, as `named` gives it."""
        return ast.parse(self.named(node.id), mode="eval").body

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Return the call with the function for frames (`FUNCTIONS`) and rewritten arguments."""
        node.args = [self.visit(argument) for argument in node.args]
        name = ast.unparse(node.func)
        node.func = ast.Name(FUNCTIONS.get(name, name), ast.Load())
        return node
