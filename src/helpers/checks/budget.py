"""Rules over the money: reports of one cut-off against each other, and each line against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import number_es
from helpers.exact import exact, plain_text, round_half_up
from helpers.findings import Severity, at
from helpers.records import Row
from helpers.scoring.names import BUDGET_LEVELS

COLUMNS = ("ppto_inicial", "ppto_vigente", "devengado")
MONEY_COLUMNS = (*COLUMNS, "modificaciones", "certificado", "compromiso", "pagado", "por_pagar")

WORDS = {"categoria": "categoría", "area": "área", "en linea": "en línea"}
"""Codes of the data contract as they are written in a sentence."""
Kind = tuple[str, str, str]
"""Report, system and state of the budget: what makes one complete partition at a cut-off."""
Total = tuple[Decimal, Row]


@REGISTRY.rule("GAS-REPORTES", Severity.WARNING, "Los reportes de un mismo corte y estado suman lo mismo.")
def reports_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Two complete partitions of the same budget, of one system or of two, with different totals."""
    yield from _compare(evidence, same_state=True)


@REGISTRY.rule(
    "GAS-ESTADOS", Severity.WARNING, "Los estados «aprobado» y «en línea» de un mismo corte coinciden."
)
def states_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """The approved and the on-line state of the same date, with the difference."""
    yield from _compare(evidence, same_state=False)


@REGISTRY.rule("GAS-NIVEL", Severity.NOTE, "Cada reporte de gastos es por categoría, fuente, partida o área.")
def reports_that_give_no_figures(evidence: Evidence) -> Iterator[Found]:
    """A report by something that is no level of the Book: only its total is compared."""
    seen: set[tuple[str, date | None]] = set()
    for row in evidence.dataset.rows("gastos"):
        report, cutoff = row.text("reporte"), row.date("fecha_corte")
        if report not in BUDGET_LEVELS and (report, cutoff) not in seen:
            seen.add((report, cutoff))
            yield Found(
                f"El reporte por «{report}» al {cutoff:%d/%m/%Y} no da cifras, solo se compara su total: "
                f"se usan los reportes por {', '.join(BUDGET_LEVELS)}.",
                {"elemento": f"gastos/{cutoff}/{report}", "encontrado": report} | at(row.cell("reporte")),
            )


@REGISTRY.rule("GAS-DECIMALES", Severity.WARNING, "Todo importe tiene a lo más dos decimales.")
def more_than_cents(evidence: Evidence) -> Iterator[Found]:
    """An amount with more than two decimals: most likely a thousands separator read as decimal."""
    for row in evidence.dataset.rows("gastos"):
        for column in MONEY_COLUMNS:
            amount = row.number(column)
            if amount is not None and round_half_up(exact(amount.value), 2) != amount.value:
                yield Found(
                    f"{column} dice {number_es(amount.value)}, con más de dos decimales. Si el punto o la coma "
                    "separaba miles, escriba el importe sin separadores.",
                    {
                        "elemento": f"gastos/{_line_code(row)}/{column}",
                        "esperado": "dos decimales",
                        "encontrado": plain_text(amount.value),
                    }
                    | at(amount.cell),
                )


@REGISTRY.rule("GAS-SOBREGIRO", Severity.WARNING, "Ninguna línea devenga más que su presupuesto vigente.")
def accrued_over_budget(evidence: Evidence) -> Iterator[Found]:
    """Accrued above the budget in force, line by line."""
    for row in evidence.dataset.rows("gastos"):
        budget, accrued = row.number("ppto_vigente"), row.number("devengado")
        if budget is not None and accrued is not None and accrued.value > budget.value:
            yield Found(
                f"«{row.text('denominacion') or _line_code(row)}»: devengado "
                f"{number_es(accrued.value)} mayor que el vigente {number_es(budget.value)}; "
                "revise la línea en el SIGEP.",
                {
                    "elemento": f"gastos/{_line_code(row)}/devengado",
                    "esperado": f"≤ {plain_text(budget.value)}",
                    "encontrado": plain_text(accrued.value),
                    "diferencia": plain_text(accrued.value - budget.value),
                }
                | at(accrued.cell),
            )


@REGISTRY.rule("GAS-REVERSION", Severity.NOTE, "El devengado de cada ventana es positivo o cero.")
def negative_flows(evidence: Evidence) -> Iterator[Found]:
    """A window whose accrued is negative: a reversal, worth knowing and no error."""
    for figure in evidence.book:
        if figure.indicator == "devengado" and figure.level == "cat_prog" and figure.value < 0:
            yield Found(
                f"«{figure.name}»: el devengado de {figure.period.words} es {figure.published}; "
                "hubo reversiones.",
                {"elemento": figure.id, "encontrado": figure.published},
            )


@REGISTRY.rule(
    "VIN-CATEGORIA", Severity.WARNING, "Cada categoría programática sirve a una acción y tiene área."
)
def categories_without_links(evidence: Evidence) -> Iterator[Found]:
    """A category without action or area."""
    has_areas = any(node.level == "area" for node in evidence.dataset.nodes)
    needed = ("acp", "area") if has_areas else ("acp",)
    for row in evidence.dataset.rows("vinculacion"):
        absent = [column for column in needed if not row.text(column)]
        if absent:
            yield Found(
                f"La categoría {row.text('cat_prog')} no tiene {' ni '.join(absent)}: "
                "escríbalo en «vinculacion».",
                {"elemento": f"vinculacion/{row.text('cat_prog')}"} | at(row.cell("cat_prog")),
            )


@REGISTRY.rule(
    "VIN-DOBLE", Severity.WARNING, "Cada categoría programática sirve a una sola acción, área y unidad."
)
def categories_linked_twice(evidence: Evidence) -> Iterator[Found]:
    """A category with a second link: its money goes whole to the first."""
    first: dict[str, Row] = {}
    for row in evidence.dataset.rows("vinculacion"):
        category = row.text("cat_prog")
        earlier = first.setdefault(category, row)
        if earlier is not row:
            yield Found(
                f"La categoría {category} está vinculada a {_link_words(earlier)} y otra vez a "
                f"{_link_words(row)}: su dinero va entero a la primera. "
                "Deje un solo vínculo, o abra otra categoría.",
                {
                    "elemento": f"vinculacion/{category}",
                    "esperado": _link_words(earlier),
                    "encontrado": _link_words(row),
                }
                | at(row.cell("cat_prog")),
            )


@REGISTRY.rule(
    "VIN-ACCION",
    Severity.WARNING,
    "Cada acción de corto plazo tiene categorías y unidades que responden por ella.",
)
def actions_without_links(evidence: Evidence) -> Iterator[Found]:
    """An action with no category or no unit."""
    budgeted = {row.text("acp") for row in evidence.dataset.rows("vinculacion")}
    answered = {node.acp for node in evidence.dataset.nodes}
    for row in evidence.dataset.rows("acciones"):
        code = row.text("acp")
        absent = [
            what
            for what, codes in (("categoría programática", budgeted), ("unidad responsable", answered))
            if code not in codes
        ]
        if absent:
            yield Found(
                f"La acción {code} no tiene {' ni '.join(absent)}.",
                {"elemento": f"acciones/{code}"} | at(row.cell("acp")),
            )


def _line_code(row: Row) -> str:
    """The code of a budget line at its report's own level."""
    return row.text(BUDGET_LEVELS.get(row.text("reporte"), "cat_prog"))


def _link_words(link: Row) -> str:
    return ", ".join(
        f"{column} {link.text(column)}" for column in ("acp", "area", "unidad") if link.text(column)
    )


def _compare(evidence: Evidence, *, same_state: bool) -> Iterator[Found]:
    rows = evidence.dataset.rows("gastos")
    for cutoff in sorted({row.date("fecha_corte") for row in rows} - {None}):
        for column in COLUMNS:
            totals = _totals(rows, cutoff, column)
            for first, second in combinations(totals, 2):
                if (first[2] == second[2]) is same_state and totals[first][0] != totals[second][0]:
                    yield _unequal(cutoff, column, (first, totals[first]), (second, totals[second]))


def _totals(rows: Sequence[Row], cutoff: date, column: str) -> dict[Kind, Total]:
    """Total of a column by partition, where every line publishes it, with the first row of each."""
    groups: dict[Kind, list[Row]] = {}
    for row in rows:
        if row.date("fecha_corte") == cutoff:
            groups.setdefault((row.text("reporte"), row.text("sistema"), row.text("estado")), []).append(row)
    totals = {}
    for key, lines in groups.items():
        values = [cell.value for line in lines if (cell := line.number(column)) is not None]
        if len(values) == len(lines):
            totals[key] = (sum(values, Decimal(0)), lines[0])
    return totals


def _unequal(cutoff: date, column: str, first: tuple[Kind, Total], second: tuple[Kind, Total]) -> Found:
    (kind, (total, _)), (other_kind, (other, row)) = first, second
    return Found(
        f"Al {cutoff:%d/%m/%Y}, {column} suma {number_es(total)} en el reporte {_kind_words(kind)} "
        f"y {number_es(other)} en el reporte {_kind_words(other_kind)}: una diferencia de {number_es(other - total)}.",
        {
            "elemento": f"gastos/{cutoff}/{column}",
            "esperado": plain_text(total),
            "encontrado": plain_text(other),
            "diferencia": plain_text(other - total),
        }
        | at(row.cell(column)),
    )


def _kind_words(kind: Kind) -> str:
    report, system, state = kind
    details = ", ".join(WORDS.get(word, word) for word in (system, state) if word)
    by = f"por {WORDS.get(report, report)}"
    return f"{by} ({details})" if details else by
