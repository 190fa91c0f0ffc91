"""The tables of the synthetic budget: reports at twelve cut-offs, links, amendments, income and programme."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from helpers.base.exact import plain_text
from helpers.base.periods import MONTHS
from helpers.demo.budget.demo_lines import (
    EXECUTING,
    FUND_NAMES,
    FUNDERS,
    ITEMS,
    MONTHS_A_YEAR,
    Amendment,
    Category,
    Line,
)
from helpers.demo.random_streams import Chance, apportion

SYSTEM, APPROVED, ON_LINE = "SIGEP", "aprobado", "en linea"
ON_LINE_MONTH = 6
"""Month, from 1, with both states of the budget at its end."""
CENTS = -2
GASTOS_COLUMNS = (
    "fecha_corte", "reporte", "sistema", "estado", "cat_prog", "denominacion", "ue", "fuente", "organismo", "partida",
    "ppto_inicial", "modificaciones", "ppto_vigente", "certificado", "compromiso", "devengado", "pagado", "por_pagar",
)  # fmt: skip
INCOME = (
    ("12200", "Venta de servicios", "20", 34),
    ("15100", "Tasas", "20", 52),
    ("15900", "Otros ingresos", "42", 14),
)
"""Items of income: code, name, source, and weight, by which the items of a source share its amount."""

RowOf = dict[str, str]


@dataclass(frozen=True)
class Report:
    """One breakdown of the budget: its name, the key of its lines, and the texts of a line."""

    name: str
    key: Callable[[Line], str]
    texts: Callable[[Line], RowOf]


REPORTS = (
    Report(
        "categoria",
        lambda line: line.category.code,
        lambda line: {
            "cat_prog": line.category.code,
            "denominacion": line.category.name,
            "ue": EXECUTING[line.category.area],
        },
    ),
    Report(
        "fuente",
        lambda line: line.fund,
        lambda line: {"fuente": line.fund, "organismo": FUNDERS[line.fund], "denominacion": FUND_NAMES[line.fund]},
    ),
    Report("partida", lambda line: line.item, lambda line: {"partida": line.item, "denominacion": ITEMS[line.item]}),
)


def money(cents: int) -> str:
    """Return cents as bolivianos with two decimals and a decimal point: 123456 gives `1234.56`."""
    return plain_text(Decimal(cents).scaleb(CENTS))


def cutoff(month: int) -> date:
    """Return the last day of a month of 2024.

    Parameters
    ----------
    month : int
        1 to 12.
    """
    return date(2024, month, calendar.monthrange(2024, month)[1])


def expenditure_rows(lines: Sequence[Line]) -> list[RowOf]:
    """Return the rows of `gastos`.

    Returns
    -------
    list of RowOf
        At each of twelve cut-offs, the three reports in the state `aprobado`; in June also those of `on_line`, in the
        state `en linea`. A row per code; amounts are texts, in bolivianos with two decimals.
    """
    rows = []
    for month in range(1, MONTHS_A_YEAR + 1):
        rows += _at(lines, month, APPROVED)
        if month == ON_LINE_MONTH:
            rows += _at(on_line(lines), month, ON_LINE)
    return rows


def on_line(lines: Sequence[Line]) -> list[Line]:
    """Return June's lines «en línea»: in the one with most left to certify, a fiftieth of that is accrued too.

    Its certified, committed and accrued amounts of June are greater by that; the paid one is not. The given lines do
    not change.
    """
    month = ON_LINE_MONTH - 1
    largest = max(lines, key=lambda line: line.budget[month] - line.certified[month])
    more = (largest.budget[month] - largest.certified[month]) // 50

    def raised(amounts: Sequence[int]) -> list[int]:
        """Return the amounts by month with the additional cents in June."""
        return [amount + (more if place == month else 0) for place, amount in enumerate(amounts)]

    shown = replace(
        largest,
        certified=raised(largest.certified),
        committed=raised(largest.committed),
        accrued=raised(largest.accrued),
    )
    return [shown if line is largest else line for line in lines]


def _at(lines: Sequence[Line], month: int, state: str) -> list[RowOf]:
    """Return the rows of the three reports at the end of a month, from 1, in one state of the budget."""
    head = {"fecha_corte": str(cutoff(month)), "sistema": SYSTEM, "estado": state}
    rows = []
    for report in REPORTS:
        for code in sorted({report.key(line) for line in lines}):
            own = [line for line in lines if report.key(line) == code]
            rows.append({**head, "reporte": report.name, **report.texts(own[0]), **_amounts(own, month)})
    return rows


def _amounts(lines: Iterable[Line], month: int) -> RowOf:
    """Return the sums of lines at the end of a month, from 1, by column and in bolivianos."""
    own = list(lines)
    initial = sum(line.initial for line in own)
    budget, certified, committed, accrued, paid = (
        sum(getattr(line, name)[month - 1] for line in own)
        for name in ("budget", "certified", "committed", "accrued", "paid")
    )
    return {
        "ppto_inicial": money(initial),
        "modificaciones": money(budget - initial),
        "ppto_vigente": money(budget),
        "certificado": money(certified),
        "compromiso": money(committed),
        "devengado": money(accrued),
        "pagado": money(paid),
        "por_pagar": money(accrued - paid),
    }


def link_rows(categories: Iterable[Category]) -> list[RowOf]:
    """Return the rows of `vinculacion`, one for each category: its action, area and unit (empty if it has none)."""
    return [{"cat_prog": item.code, "acp": item.action, "area": item.area, "unidad": item.unit} for item in categories]


def amendment_rows(amendments: Iterable[Amendment], lines: Sequence[Line]) -> list[RowOf]:
    """Return the rows of `modificaciones`, one for each amendment, by date; amounts in bolivianos."""
    return [
        {
            "fecha": str(item.day),
            "norma": item.norm,
            "descripcion": item.words,
            "fuente": lines[item.line].fund,
            "cat_prog": lines[item.line].category.code,
            "partida": lines[item.line].item,
            "importe": money(item.cents),
        }
        for item in sorted(amendments, key=lambda item: item.day)
    ]


def income_rows(lines: Sequence[Line], chance: Chance) -> list[RowOf]:
    """Return the rows of `recursos`: the income that pays sources 20 and 42, collected over the year.

    Returns
    -------
    list of RowOf
        Twelve cut-offs; amounts in bolivianos with two decimals, cumulative.
    """
    rows = []
    for code, name, fund, percent in INCOME:
        dice = chance.of("income", code)
        of_fund = [line for line in lines if line.fund == fund]
        whole = sum(share for _, _, other, share in INCOME if other == fund)
        steps = [dice.randrange(60, 100) for _ in MONTHS]
        for month in range(1, MONTHS_A_YEAR + 1):
            initial = sum(line.initial for line in of_fund) * percent // whole
            budget = sum(line.budget[month - 1] for line in of_fund) * percent // whole
            accrued = budget * sum(steps[:month]) // sum(steps)
            rows.append(
                {
                    "fecha_corte": str(cutoff(month)), "rubro": code, "denominacion": name, "fuente": fund,
                    "organismo": FUNDERS[fund], "ppto_inicial": money(initial),
                    "modificaciones": money(budget - initial), "ppto_vigente": money(budget),
                    "devengado": money(accrued), "percibido": money(accrued * 97 // 100),
                }
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row["fecha_corte"], row["rubro"]))


def programme_rows(categories: Iterable[Category], chance: Chance) -> list[RowOf]:
    """Return the rows of `programacion_financiera`, one per category, with its budget in Bs in twelve columns.

    The months add up exactly to the initial budget.
    """
    rows = []
    for category in categories:
        dice = chance.of("programme", category.code)
        months = apportion(category.initial, [dice.randrange(6, 14) for _ in MONTHS])
        amounts = {name: money(cents) for name, cents in zip(MONTHS, months, strict=True)}
        rows.append({"cat_prog": category.code, **amounts})
    return rows
