"""Rules on periods: a quarter against its months, a semester or year against its quarters, reported or printed.

The method decides which indicators add up over periods: those it sums or reads as flows, and formulas linear in them
(`devengado / ppto_vigente * 100` adds up while the budget in force stays the same).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.base.display import number_es, upper_first
from helpers.base.exact import exact, round_half_up
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.checks.follow_up.budget_months import BudgetMonths, MonthRepair
from helpers.checks.printed.printed_figures import first_printed, printed_figures
from helpers.checks.rule_registry import REGISTRY, Evidence, Found, against
from helpers.figures.figure import Figure, Operation, figure_id, split_id
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.formulas.expressions import names_in
from helpers.figures.formulas.formula_notation import Binary, Name, Negative, Tree
from helpers.figures.records import Row
from helpers.settings.methods import CONTEXT_NAMES, Metodo

ADDED_RULES = ("flujo", "sumar_trimestres", "programa")


@REGISTRY.rule("VEN-MESES", Severity.WARNING, "La eficacia o ejecución de un trimestre es la suma de la de sus meses.")
def quarter_against_months(evidence: Evidence) -> Iterator[Found]:
    """Report quarters up to the run's period that differ from the sum of the months reported for the same node.

    Only additive indicators count, values as printed, and quarters of which all three months are reported. Percentages
    of a budget that changed within the quarter are brought to its budget first.
    """
    additive = additive_indicators(evidence.method)
    quarters = set(evidence.corrida.period.accumulated().quarters())
    rebased = {name: months for name in additive if (months := budget_months(evidence, name)) is not None}
    for figure in evidence.book:
        if figure.indicator in additive and figure.period in quarters:
            yield from _sum_of_months(evidence, figure, rebased.get(figure.indicator))


@REGISTRY.rule(
    "VEN-IMPRESO",
    Severity.WARNING,
    "El trimestre, el semestre o la gestión que imprime un documento es la suma de los meses o trimestres que imprime.",
)
def printed_period_against_its_parts(evidence: Evidence) -> Iterator[Found]:
    """Report figures of additive indicators whose printed quarter is not the sum of their three printed months.

    Likewise a printed semester or year that is not the sum of its quarters; all the parts must be printed. A period
    printed several times is reported only if none of its values is that sum. Not reported are differences that rounding
    can cause, or a budget (or other balance in the indicator's formula) that changed between the parts.
    """
    printed = printed_figures(evidence)
    additive = additive_indicators(evidence.method)
    for figure, rows in printed.items():
        indicator, code, level, element = split_id(figure)
        period = Period.parse(code)
        windows = period.months() if period.is_quarter else period.quarters()
        parts = [first_printed(printed, figure_id(indicator, window, level, element)) for window in windows]
        if indicator in additive and parts and None not in parts:
            yield from _printed_sum(evidence, rows, [row for row in parts if row is not None])


def additive_indicators(method: Metodo) -> frozenset[str]:
    """Return the indicators of a method whose value in a period is the sum of the values in its parts.

    They are those it sums or reads as flows, and formulas linear in them.
    """
    found: dict[str, bool] = dict.fromkeys(CONTEXT_NAMES, True)
    for name in method.indicadores:
        _decide(name, method, found)
    return frozenset(name for name, is_additive in found.items() if is_additive) - set(CONTEXT_NAMES)


def _decide(name: str, method: Metodo, found: dict[str, bool]) -> None:
    """Enter in `found` whether an indicator adds up, after those in its formulas; a method has no circular formulas."""
    if name in found:
        return
    rules = tuple(method.indicadores[name].reglas.values())
    formulas = [rule.formula for rule in rules if rule.regla == "formula" and rule.formula is not None]
    for word in (word for formula in formulas for word in formula.names):
        _decide(word, method, found)
    additive = {word for word, is_additive in found.items() if is_additive}
    is_linear = len(formulas) == len(rules) > 0 and all(_adds_up(formula.tree, additive) for formula in formulas)
    found[name] = is_linear or any(rule.regla in ADDED_RULES for rule in rules)


def _adds_up(tree: Tree, additive: set[str]) -> bool:
    """Return whether an expression is linear in additive names; factors and divisors must not depend on them."""
    match tree:
        case Name(text):
            return text in additive
        case Negative(inner):
            return _adds_up(inner, additive)
        case Binary("add" | "sub", left, right):
            return _adds_up(left, additive) and _adds_up(right, additive)
        case Binary("mul", left, right):
            return (_adds_up(left, additive) and _is_state(right, additive)) or (
                _adds_up(right, additive) and _is_state(left, additive)
            )
        case Binary("div", left, right):
            return _adds_up(left, additive) and _is_state(right, additive)
        case _:
            return False


def _is_state(tree: Tree, additive: set[str]) -> bool:
    """Return whether an expression has no additive name: constants, or balances such as the budget in force."""
    return additive.isdisjoint(names_in(tree))


def budget_months(evidence: Evidence, indicator: str) -> BudgetMonths | None:
    """Return the months of an indicator that is a flow over one balance; None for other indicators."""
    balances = _balances(evidence.method, indicator, evidence.corrida.period)
    return BudgetMonths(evidence, indicator, balances.pop()) if len(balances) == 1 else None


def _balances(method: Metodo, indicator: str, period: Period) -> set[str]:
    """Return the names in an indicator's formula that do not add up over periods, such as the budget in force."""
    definition = method.indicadores.get(indicator)
    rule = definition.rule(period) if definition is not None else None
    formula = rule.formula if rule is not None and rule.regla == "formula" else None
    return set(formula.names if formula else ()) - additive_indicators(method)


def _sum_of_months(evidence: Evidence, quarter: Figure, rebased: BudgetMonths | None) -> Iterator[Found]:
    """Yield the finding if a quarter is not the sum of its three reported months, as reported or at its budget.

    Nothing if one is not reported. If the correction of one month explains it, the finding is at that month's cell; if
    the quarter is computed, at that of the first month.
    """
    months = [
        evidence.book.get(quarter.indicator, month, quarter.level, quarter.code) for month in quarter.period.months()
    ]
    reported = [month for month in months if month is not None and month.operation is Operation.INPUT]
    if len(reported) < len(months):
        return
    total = sum((exact(month.rounded) for month in reported), exact(0))
    printed = round_half_up(total, quarter.decimals)
    if printed != quarter.rounded and not (rebased and rebased.is_rebased(quarter)):
        words = " + ".join(number_es(month.rounded) for month in reported)
        repair = rebased.repair(quarter) if rebased else None
        cause = _repair_words(evidence, repair) if repair else ""
        told = f"sus meses informados suman {words} = {number_es(printed)}{f': {cause}' if cause else ''}"
        found = against(evidence, quarter, printed, told)
        place = {} if quarter.sources else cell_fields(reported[0].sources[0])
        place = cell_fields(repair.cell, causa=cause) if repair else place
        yield replace(found, fields=found.fields | place)


def _repair_words(evidence: Evidence, repair: MonthRepair) -> str:
    month, whole = repair.figure, evidence.book.figure_words(repair.whole)
    return (
        f"con los meses llevados al presupuesto vigente del trimestre, cuadraría con {month.period.words} = "
        f"{number_es(repair.instead)} en lugar de {number_es(month.rounded)}, y entonces cuadraría también lo impreso "
        f"en {whole} ({number_es(repair.printed)})"
    )


def _printed_sum(evidence: Evidence, rows: Sequence[Row], parts: Sequence[Row]) -> Iterator[Found]:
    """Yield the finding if no printed value is the sum of its parts within rounding, unless a balance changed."""
    total = sum((not_none(part.amount("valor")) for part in parts), Decimal(0))
    values = [not_none(row.amount("valor")) for row in rows]
    if any(abs(value - total) <= _slack(evidence, row, parts) for row, value in zip(rows, values, strict=True)):
        return
    if _balance_changed(evidence, parts):
        return
    words = " + ".join(number_es(not_none(part.amount("valor"))) for part in parts)
    cause, follows = _cause(evidence, rows[0], parts)
    near = abs(values[0] - total) <= evidence.corrida.tolerancia_redondeo
    yield Found(
        f"{rows[0].text('donde')} imprime {number_es(values[0])}, pero los valores impresos de sus partes suman "
        f"{words} = {number_es(total)}.{f' {upper_first(cause)}.' if cause else ''}",
        difference_fields(rows[0].cell("valor"), rows[0].text("id"), total, values[0], causa=cause, sigue_de=follows),
        severity=Severity.NOTE if near else None,
    )


def _slack(evidence: Evidence, row: Row, parts: Sequence[Row]) -> Decimal:
    """Return the largest difference that rounding can cause: half a unit for the total and for each part.

    It is zero if the total is the sum of the printed parts: money, and quarters that the method adds as rounded.
    """
    indicator, code, _, _ = split_id(row.text("id"))
    definition = evidence.method.indicadores[indicator]
    rule = definition.rule(Period.parse(code))
    adds_rounded = rule is not None and rule.regla == "sumar_trimestres" and evidence.method.rounds_every_level
    if definition.unidad == "Bs" or adds_rounded:
        return Decimal(0)
    unit = max(Decimal(1).scaleb(int(not_none(part.amount("valor")).as_tuple().exponent)) for part in (row, *parts))
    return unit * (len(parts) + 1) / 2


def _balance_changed(evidence: Evidence, parts: Sequence[Row]) -> bool:
    """Return whether a balance in the indicator's formula, such as the budget in force, changed between the parts.

    Percentages of different totals do not add up, which is no fault.
    """
    indicator, code, level, element = split_id(parts[0].text("id"))
    for name in _balances(evidence.method, indicator, Period.parse(code)):
        figures = [evidence.book.get(name, split_id(part.text("id"))[1], level, element) for part in parts]
        if len({figure.value for figure in figures if figure is not None}) > 1:
            return True
    return False


def _cause(evidence: Evidence, total: Row, parts: Sequence[Row]) -> tuple[str, str]:
    """Return in Spanish which printed numbers differ from the computed ones, and the place of the first wrong one.

    Parts come before the total. If the sum does not hold with the computed numbers in place of the wrong ones either,
    the text says so and the place is empty. Both are empty if no printed number differs.
    """
    wrong = [row for row in (total, *parts) if _is_wrong(evidence, row)]
    if not wrong:
        return "", ""
    whole, *others = (_mended(evidence, row) for row in (total, *parts))
    if abs(whole - sum(others)) > max(_slack(evidence, total, parts), evidence.corrida.tolerancia_redondeo):
        added = f"{' + '.join(map(number_es, others))} = {number_es(sum(others))}"
        return f"con los valores calculados de los que difieren tampoco cuadra: {added} y no {number_es(whole)}", ""
    words = "; ".join(
        f"{number_es(not_none(row.amount('valor')))} (se calcula {number_es(_mended(evidence, row))})" for row in wrong
    )
    first = next((row for row in wrong if row is not total), total)
    return f"la diferencia se arrastra de lo impreso, que no es lo calculado: {words}", str(first.cell("valor"))


def _is_wrong(evidence: Evidence, row: Row) -> bool:
    """Return whether a printed value differs from the computed figure by more than rounding; False without a figure."""
    figure, value = evidence.book.figures.get(row.text("id")), not_none(row.amount("valor"))
    return figure is not None and abs(value - figure.rounded) > evidence.corrida.tolerancia_redondeo


def _mended(evidence: Evidence, row: Row) -> Decimal:
    """Return the computed value in place of a wrong printed one; a right one as printed."""
    return evidence.book[row.text("id")].rounded if _is_wrong(evidence, row) else not_none(row.amount("valor"))
