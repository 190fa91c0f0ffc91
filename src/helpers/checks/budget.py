"""Rules over the money: reports of one cut-off against each other, and each line against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.exact import plain_text
from helpers.findings import Severity, at
from helpers.records import Row

COLUMNS = ("ppto_inicial", "ppto_vigente", "devengado")

Total = tuple[Decimal, Row]


@REGISTRY.rule("GAS-REPORTES", Severity.WARNING, "Los reportes de un mismo corte y estado suman lo mismo.")
def reports_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Two complete partitions of the same budget with different totals."""
    yield from _compare(evidence, same_state=True)


@REGISTRY.rule("GAS-ESTADOS", Severity.WARNING, "Los estados «aprobado» y «en línea» de un mismo corte coinciden.")
def states_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """The approved and the on-line state of the same date, with the difference."""
    yield from _compare(evidence, same_state=False)


@REGISTRY.rule("GAS-SOBREGIRO", Severity.WARNING, "Ninguna línea devenga más que su presupuesto vigente.")
def accrued_over_budget(evidence: Evidence) -> Iterator[Found]:
    """Accrued above the budget in force, line by line."""
    for row in evidence.dataset.rows("gastos"):
        budget, accrued = row.number("ppto_vigente"), row.number("devengado")
        if budget is not None and accrued is not None and accrued.value > budget.value:
            yield Found(
                f"«{row.text('denominacion') or row.text('cat_prog')}»: devengado {plain_text(accrued.value)} mayor que el vigente "
                f"{plain_text(budget.value)}; revise la línea en el SIGEP.",
                {
                    "elemento": f"gastos/{row.text('cat_prog')}/devengado",
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
                f"«{figure.name}»: el devengado de {figure.period.words} es {figure.published}; hubo reversiones.",
                {"elemento": figure.id, "encontrado": figure.published},
            )


@REGISTRY.rule("VIN-CATEGORIA", Severity.WARNING, "Cada categoría programática sirve a una acción y tiene área.")
def categories_without_links(evidence: Evidence) -> Iterator[Found]:
    """A category without action or area."""
    for row in evidence.dataset.rows("vinculacion"):
        absent = [column for column in ("acp", "area") if not row.text(column)]
        if absent:
            yield Found(
                f"La categoría {row.text('cat_prog')} no tiene {' ni '.join(absent)}: escríbalo en «vinculacion».",
                {"elemento": f"vinculacion/{row.text('cat_prog')}"} | at(row.cell("cat_prog")),
            )


@REGISTRY.rule("VIN-ACCION", Severity.WARNING, "Cada acción de corto plazo tiene categorías y unidades que responden por ella.")
def actions_without_links(evidence: Evidence) -> Iterator[Found]:
    """An action with no category or no unit."""
    budgeted = {row.text("acp") for row in evidence.dataset.rows("vinculacion")}
    answered = {node.acp for node in evidence.dataset.nodes}
    for row in evidence.dataset.rows("acciones"):
        code = row.text("acp")
        absent = [what for what, codes in (("categoría programática", budgeted), ("unidad responsable", answered)) if code not in codes]
        if absent:
            yield Found(
                f"La acción {code} no tiene {' ni '.join(absent)}.",
                {"elemento": f"acciones/{code}"} | at(row.cell("acp")),
            )


def _compare(evidence: Evidence, *, same_state: bool) -> Iterator[Found]:
    cutoffs = sorted({row.date("fecha_corte") for row in evidence.dataset.rows("gastos")} - {None})
    for cutoff in cutoffs:
        for column in COLUMNS:
            totals = _totals(evidence.dataset.rows("gastos"), cutoff, column)
            keys = list(totals)
            for place, first in enumerate(keys):
                for second in keys[place + 1 :]:
                    if (first[1] == second[1]) is same_state and totals[first][0] != totals[second][0]:
                        yield _unequal(cutoff, column, (first, totals[first]), (second, totals[second]))


def _totals(rows: Sequence[Row], cutoff: date, column: str) -> dict[tuple[str, str], Total]:
    """Total of a column by (report, state), where every line publishes it, with the first row of each."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.date("fecha_corte") == cutoff:
            groups.setdefault((row.text("reporte"), row.text("estado")), []).append(row)
    totals = {}
    for key, lines in groups.items():
        values = [cell.value for line in lines if (cell := line.number(column)) is not None]
        if len(values) == len(lines):
            totals[key] = (sum(values, Decimal(0)), lines[0])
    return totals


def _unequal(
    cutoff: date, column: str, first: tuple[tuple[str, str], Total], second: tuple[tuple[str, str], Total]
) -> Found:
    (report, state), (total, _) = first
    (other_report, other_state), (other, row) = second
    return Found(
        f"Al {cutoff:%d/%m/%Y}, {column} suma {plain_text(total)} en el reporte por {report} ({state}) y {plain_text(other)} en el "
        f"reporte por {other_report} ({other_state}).",
        {
            "elemento": f"gastos/{cutoff}/{column}",
            "esperado": plain_text(total),
            "encontrado": plain_text(other),
            "diferencia": plain_text(other - total),
        }
        | at(row.cell(column)),
    )
