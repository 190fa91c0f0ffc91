"""A sheet of working for each formula of the method: variables side by side, one formula down the column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.expressions import Expression, parse
from helpers.trace import Figure
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.sheet import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, letter, reference, text
from helpers.workpapers.stacks import RESULT, Step

LONGEST_NAME = 31
"""Of a sheet, by Excel's limit."""
UNFIT = re.compile(r"[\[\]:*?/\\']")
"""What the name of a sheet may not hold."""

SUBJECT = (
    Column("cifra", "Cifra", 42),
    Column("nivel", "Nivel", 9),
    Column("codigo", "Código", 14),
    Column("nombre", "Nombre", 42),
    Column("periodo", "Periodo", 10),
)


def formula_steps(addresses: Addresses, figures: Sequence[Figure]) -> tuple[Step, ...]:
    """One sheet for each indicator and formula, in the method's order."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.indicator, figure.expression), []).append(figure)
    known = list(addresses.book.method.get("indicadores", {}))
    order = sorted(groups, key=lambda key: known.index(key[0]) if key[0] in known else len(known))
    names: dict[str, None] = {}
    steps = []
    for indicator, expression in order:
        name = _sheet_name(indicator, names)
        names[name.lower()] = None
        steps.append(_step(addresses, name, indicator, parse(expression), groups[indicator, expression]))
    return tuple(steps)


def _step(
    addresses: Addresses, name: str, indicator: str, formula: Expression, figures: Sequence[Figure]
) -> Step:
    # A variable may bear the name of a column of the subject: `v_` keeps them apart.
    variables = tuple(Column(f"v_{variable}", addresses.indicator(variable), 17) for variable in formula.names)
    columns = (*SUBJECT, *variables, RESULT)
    letters = {variable: letter(columns, f"v_{variable}") for variable in formula.names}
    constants = addresses.constants.of_formula(indicator, formula.text)
    result_letter = letter(columns, RESULT.key)
    lines, results = [], {}
    for row, figure in enumerate(figures, start=FIRST_LINE):
        cells = {variable: f"{column}{row}" for variable, column in letters.items()}
        result = Cell(figure.value, f"={formula.excel(cells, constants)}", Style.STRONG)
        values = {f"v_{operand.role}": addresses.handed_on(operand) for operand in figure.operands}
        lines.append(Line(_subject(addresses, figure) | values | {"resultado": result}))
        results[figure.id] = reference(name, result_letter, row)
    sheet = Sheet(name, _title(addresses, indicator), _about(addresses, formula), (Block(columns, tuple(lines)),))
    return Step(sheet, results)


def _subject(addresses: Addresses, figure: Figure) -> dict[str, Cell]:
    return {
        "cifra": addresses.id_cell(figure.id),
        "nivel": text(figure.level),
        "codigo": text(figure.code),
        "nombre": text(figure.name),
        "periodo": text(figure.period.code),
    }


def _title(addresses: Addresses, indicator: str) -> str:
    is_defined = indicator in addresses.book.method.get("indicadores", {})
    name = addresses.indicator(indicator) if is_defined else addresses.book.indicator_name(indicator)
    return f"{name}: cálculo por fórmula"


def _about(addresses: Addresses, formula: Expression) -> str:
    indicators = addresses.book.method.get("indicadores", {})
    words = formula.words(
        {name: indicators.get(name, {}).get("nombre", name).lower() for name in formula.names}
    )
    where = "Los números de la fórmula están en «Método»; cada variable enlaza con su fila de «Cifras»."
    return f"Resultado = {words}. {where}"


def _sheet_name(indicator: str, taken: dict[str, None]) -> str:
    """`F saldo`; numbered where an indicator has several formulas or its name does not fit."""
    count = 1
    while True:
        end = "" if count == 1 else f" {count}"
        name = UNFIT.sub("_", f"F {indicator}")[: LONGEST_NAME - len(end)] + end
        if name.lower() not in taken:
            return name
        count += 1
