"""Rules along a row: columns that follow from others, from another table, from a figure or from a balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from helpers.base.display import lower_first
from helpers.base.python_extras import not_none
from helpers.checks.causes.printed_case import Case, Other, Shape
from helpers.checks.causes.repeated_operations import Counted, Term, mean_of, sum_of
from helpers.checks.cuadros.column_rules import blank_is_zero, other_means
from helpers.checks.cuadros.expected_value import (
    Expectation,
    Target,
    cell_term,
    input_alternatives,
    neighbours,
    without_result,
)
from helpers.checks.cuadros.rule_references import Referenced, References
from helpers.checks.printed.missing_parts import Missing
from helpers.figures.formulas.expressions import Expression, parse
from helpers.figures.formulas.formula_notation import Binary, Name, Negative, Tree
from helpers.settings.cuadros.cuadro_model import Regla
from helpers.settings.cuadros.cuadro_table import Cuadro

FEW_TERMS = 6
"""Most inputs that a formula's text shows with their numbers."""


def along_the_row(references: References, cuadro: Cuadro, rule: Regla) -> Iterator[Expectation]:
    """Yield, for each cell of a rule `formula` or `saldo`, the printed cell and the operation that should give it.

    Cells without a number are skipped, and those for which a reference names an unknown table or text. If an input has
    no number, the expectation has no case and `why_not` names the input.
    """
    for row in cuadro.select(rule.filas, rule.excepto):
        for name in rule.targets:
            target = Target(cuadro, row, name)
            if target.value is not None:
                expectation = _by_formula(references, target, rule)
                if expectation is not None:
                    yield expectation


def equal_to(references: References, cuadro: Cuadro, rule: Regla) -> Iterator[Expectation]:
    """Yield what the cells of a rule `igual` must equal: a cell of another declared table, a figure or a constant.

    Yields
    ------
    Expectation
        The printed cell and the value that it must have. A cell without a number is skipped, and one for which the
        reference names an unknown table or `correspondencia` does not list its row. If the other table has no such row
        or number, or the Book no such figure, the expectation has no case and `why_not` says what is missing.
    """
    for row in cuadro.select(rule.filas, rule.excepto):
        target = Target(cuadro, row, rule.columna)
        referenced = references.look_up(cuadro, row, rule.a) if target.value is not None and rule.a else None
        if referenced is not None:
            yield _equality(target, rule, referenced)


def _equality(target: Target, rule: Regla, referenced: Referenced) -> Expectation:
    """Return the expectation that a cell equals what a reference gives; without case if it gives nothing."""
    operation = rule.a.operacion if rule.a else "valor"
    words = {"suma": f"suma de {referenced.words}", "media": f"promedio de {referenced.words}"}.get(
        operation, referenced.words
    )
    words = rule.nota if rule.nota and rule.a and rule.a.valor is not None else words
    if not referenced.terms:
        return Expectation(target, words, None, referenced.why_not)
    shape = {"suma": Shape.SUM, "media": Shape.MEAN}.get(operation, Shape.FIXED)
    redo = {Shape.SUM: sum_of, Shape.MEAN: mean_of}.get(shape, _only)
    others = tuple(_over_referenced_total(referenced, rule.a.columna)) if rule.a and operation == "valor" else ()
    printed = not_none(target.value)
    case = Case(printed, target.decimals, shape, referenced.terms, redo, neighbours(target), others=others)
    elsewhere = referenced.cuadro is not None
    return Expectation(target, words, case, referenced.why_not, elsewhere, figure=referenced.figure)


def _only(counted: Counted) -> Fraction:
    return counted[0][1]


def _over_referenced_total(referenced: Referenced, column: str) -> Iterator[Other]:
    """Yield other means of the other table's rows, if a reference names one of its totals."""
    cuadro = referenced.cuadro
    if cuadro is None or not cuadro.is_total(referenced.rows[0]):
        return
    found = [(row, cell_term(cuadro, row, column, cuadro.label(row))) for row in cuadro.parts]
    having = [(row, term) for row, term in found if term is not None]
    rows, terms = tuple(row for row, _ in having), tuple(term for _, term in having)
    if len(terms) > 1:
        title = cuadro.definition.titulo
        yield Other(f"es el promedio simple de las {len(terms)} filas de «{title}»", terms, mean_of)
        for other in other_means(cuadro, rows, terms):
            yield replace(other, sentence=f"{other.sentence} de «{title}»")


def _by_formula(references: References, target: Target, rule: Regla) -> Expectation | None:
    """Return the expectation of a cell by a formula; None if a reference names an unknown table or text.

    If inputs lack a number it has no case, and `why_not` names them; of a single column, also the value that would fit.
    """
    formula = parse(rule.expression)
    found: dict[str, Term | None] = {}
    problems: list[str] = []
    for name in formula.names:
        if name in rule.con:
            referenced = references.look_up(target.cuadro, target.row, rule.con[name])
            if referenced is None:
                return None
            found[name] = _one_term(referenced, rule.con[name].operacion)
            problems += [referenced.why_not] if referenced.why_not else []
        else:
            zero, title = blank_is_zero(target.cuadro, rule), target.cuadro.title(name)
            found[name] = cell_term(target.cuadro, target.row, name, title, blank_is_zero=zero)
            problems += [] if found[name] else [f"no hay dato en «{title}»"]
    terms = {name: term for name, term in found.items() if term is not None}
    text = formula.words({name: _word(target.cuadro, rule, name) for name in formula.names})
    if len(problems) == 1 and len(terms) == len(found) - 1:
        (name,) = found.keys() - terms.keys()
        if name not in rule.con:
            missing = _missing(target, formula, name, terms)
            problems = [missing.words(not_none(target.value), target.decimals)]
    if problems or len(terms) < len(found):
        return Expectation(target, text, None, "; ".join(problems))
    return _computed(target, formula, f"{text}{_with_numbers(formula, terms)}", terms)


def _missing(target: Target, formula: Expression, name: str, terms: Mapping[str, Term]) -> Missing:
    """Describe the one column without data in a row, and how the formula depends on its value."""
    column = target.cuadro.definition.columnas[name]
    decimals = max(column.decimales or 0, *(term.decimals for term in terms.values()), 0)

    def result(value: Fraction) -> Fraction:
        """Return the formula's result if the missing column had this value."""
        return formula.value({known: term.value for known, term in terms.items()} | {name: value})

    title = target.cuadro.title(name)
    return Missing((title,), decimals, column.unidad == "%", _only_adds(formula.tree), result)


def _computed(target: Target, formula: Expression, text: str, terms: Mapping[str, Term]) -> Expectation:
    """Return the expectation of a cell by a formula whose inputs, `terms`, are all known."""
    names = tuple(terms)

    def redo(counted: Counted) -> Fraction:
        """Return the formula's result with each column's value multiplied by how often it counts."""
        pairs = zip(names, counted, strict=True)
        return formula.value({name: times * value for name, (times, value) in pairs})

    shape = Shape.SIGNED if _only_adds(formula.tree) else Shape.FIXED
    case = Case(not_none(target.value), target.decimals, shape, tuple(terms.values()), redo)
    try:
        ties = case.ties
    except ZeroDivisionError:
        return without_result(target, text, "se divide entre cero")
    except ArithmeticError:
        return without_result(target, text, "se saca la raíz de un número negativo")
    return Expectation(target, text, case if ties else _with_surroundings(target, case, names))


def _with_surroundings(target: Target, case: Case, names: Sequence[str]) -> Case:
    """Add to a wrong case the numbers around it and around its inputs."""
    cuadro, row = target.cuadro, target.row
    parts = tuple(
        part if part.near or name not in cuadro.definition.columnas
        else replace(part, near=input_alternatives(cuadro, row, name, target.column))
        for name, part in zip(names, case.parts, strict=True)
    )  # fmt: skip
    others = tuple(_over_parts(target)) if case.shape is Shape.FIXED else ()
    return replace(case, parts=parts, neighbours=neighbours(target), others=others)


def _one_term(referenced: Referenced, operation: str) -> Term | None:
    """Return the result of a reference as one number; None if data are missing."""
    if not referenced.terms or referenced.why_not:
        return None
    if operation in {"suma", "media"}:
        counted = [(1, term.value) for term in referenced.terms]
        value = sum_of(counted) if operation == "suma" else mean_of(counted)
        decimals = max(term.decimals for term in referenced.terms)
        return Term(f"{operation} de {referenced.words}", value, decimals, near=referenced.alternatives)
    return referenced.terms[0]


def _over_parts(target: Target) -> Iterator[Other]:
    """Yield the mean and the sum of the column over the rows that are no totals.

    Nothing unless the target is a total and two or more of those rows have a number.
    """
    cuadro = target.cuadro
    if not cuadro.is_total(target.row):
        return
    found = (cell_term(cuadro, row, target.column, cuadro.label(row)) for row in cuadro.parts)
    terms = tuple(term for term in found if term is not None)
    if len(terms) > 1:
        count = len(terms)
        yield Other(f"es el promedio de los {count} porcentajes, no la razón de las sumas", terms, mean_of)
        yield Other(f"es la suma de los {count} valores de la columna", terms, sum_of)


def _only_adds(tree: Tree) -> bool:
    """Return whether a formula only adds and subtracts names."""
    match tree:
        case Name():
            return True
        case Negative(inner):
            return _only_adds(inner)
        case Binary("add" | "sub", left, right):
            return _only_adds(left) and _only_adds(right)
    return False


def _word(cuadro: Cuadro, rule: Regla, name: str) -> str:
    if name in rule.con:
        return rule.con[name].titulo or name.replace("_", " ")
    return lower_first(cuadro.title(name))


def _with_numbers(formula: Expression, terms: Mapping[str, Term]) -> str:
    if len(terms) > FEW_TERMS:
        return ""
    return f": {formula.words({name: _number(term) for name, term in terms.items()})}"


def _number(term: Term) -> str:
    return f"({term.shown})" if term.value < 0 else term.shown
