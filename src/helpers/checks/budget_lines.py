"""Rules over each line of the budget: its columns against each other, and the line against its earlier self."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from helpers.checks.partitions import (
    COLUMN_WORDS,
    MONEY_COLUMNS,
    Partition,
    line_code,
    line_words,
    partitions_of,
    when_words,
)
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import number_es
from helpers.exact import exact, plain_text, round_half_up
from helpers.findings import Severity, at
from helpers.records import Row, Sourced


@REGISTRY.rule("GAS-DECIMALES", Severity.WARNING, "Todo importe tiene a lo más dos decimales.")
def more_than_cents(evidence: Evidence) -> Iterator[Found]:
    """An amount with more than two decimals: most likely a thousands separator read as decimal."""
    for row in evidence.dataset.rows("gastos"):
        for column in MONEY_COLUMNS:
            amount = row.number(column)
            if amount is not None and round_half_up(exact(amount.value), 2) != amount.value:
                yield Found(
                    f"{_line(row)}: {COLUMN_WORDS[column]} dice {number_es(amount.value)}, con más de dos decimales. "
                    "Si el punto o la coma separaba miles, escriba el importe sin separadores.",
                    {
                        "elemento": _element(row, column),
                        "esperado": "dos decimales",
                        "encontrado": plain_text(amount.value),
                    }
                    | at(amount.cell),
                )


@REGISTRY.rule(
    "GAS-VIGENTE", Severity.WARNING, "El presupuesto vigente de cada línea es el inicial más las modificaciones."
)
def budget_in_force(evidence: Evidence) -> Iterator[Found]:
    """A line of expenditure or income that publishes the three and where they do not tie."""
    for row in (*evidence.dataset.rows("gastos"), *evidence.dataset.rows("recursos")):
        first, changes, budget = (row.number(name) for name in ("ppto_inicial", "modificaciones", "ppto_vigente"))
        if first is None or changes is None or budget is None:
            continue
        expected = first.value + changes.value
        if budget.value != expected:
            yield _differs(
                row,
                "ppto_vigente",
                budget,
                expected,
                f"el vigente dice {number_es(budget.value)}, pero {number_es(first.value)} de inicial y "
                f"{number_es(changes.value)} de modificaciones dan {number_es(expected)}; corrija la columna "
                "equivocada.",
            )


@REGISTRY.rule("GAS-SOBREGIRO", Severity.WARNING, "Ninguna línea devenga más que su presupuesto vigente.")
def accrued_over_budget(evidence: Evidence) -> Iterator[Found]:
    """Accrued above the budget in force, line by line."""
    for row in evidence.dataset.rows("gastos"):
        yield from _exceeds(row, "devengado", "ppto_vigente", "revise la línea en el sistema de gastos.")


@REGISTRY.rule(
    "GAS-COMPROMISO",
    Severity.WARNING,
    "En cada línea el devengado no pasa del compromiso, ni el compromiso del vigente.",
)
def accrued_over_commitment(evidence: Evidence) -> Iterator[Found]:
    """Accrued above the commitment, or the commitment above a budget that the accrued does not pass itself."""
    for row in evidence.dataset.rows("gastos"):
        yield from _exceeds(row, "devengado", "compromiso", "revise los dos importes en el sistema de gastos.")
        budget, accrued = row.number("ppto_vigente"), row.number("devengado")
        if budget is None or accrued is None or accrued.value <= budget.value:
            yield from _exceeds(row, "compromiso", "ppto_vigente", "revise la línea en el sistema de gastos.")


@REGISTRY.rule("GAS-PAGADO", Severity.WARNING, "Ninguna línea paga más de lo que devengó.")
def paid_over_accrued(evidence: Evidence) -> Iterator[Found]:
    """Paid above accrued, line by line."""
    for row in evidence.dataset.rows("gastos"):
        yield from _exceeds(row, "pagado", "devengado", "revise si las dos columnas están cambiadas.")


@REGISTRY.rule(
    "GAS-POR-PAGAR", Severity.WARNING, "Lo que cada línea tiene por pagar es lo devengado menos lo pagado."
)
def owed(evidence: Evidence) -> Iterator[Found]:
    """A line that publishes the three, pays no more than it accrued, and where they do not tie."""
    for row in evidence.dataset.rows("gastos"):
        accrued, paid, left = (row.number(name) for name in ("devengado", "pagado", "por_pagar"))
        if accrued is None or paid is None or left is None or paid.value > accrued.value:
            continue
        expected = accrued.value - paid.value
        if left.value != expected:
            yield _differs(
                row,
                "por_pagar",
                left,
                expected,
                f"por pagar dice {number_es(left.value)}, pero {number_es(accrued.value)} devengado menos "
                f"{number_es(paid.value)} pagado dan {number_es(expected)}; corrija la columna equivocada.",
            )


@REGISTRY.rule("GAS-REVERSION", Severity.NOTE, "El devengado acumulado no baja de un corte al siguiente.")
def reversals(evidence: Evidence) -> Iterator[Found]:
    """A line that has accrued less than at the cut-off before: a reversal, worth knowing and no error."""
    for earlier, later in _consecutive(evidence):
        lines = earlier.by_line()
        for key, row in later.by_line().items():
            first = lines[key].number("devengado") if key in lines else None
            last = row.number("devengado")
            if first is not None and last is not None and last.value < first.value:
                yield _reversed(row, last, first, earlier, later)


@REGISTRY.rule(
    "GAS-DESAPARECE", Severity.WARNING, "Toda línea que ya devengó sigue en el mismo reporte del corte siguiente."
)
def vanished_lines(evidence: Evidence) -> Iterator[Found]:
    """A line with something accrued that the next cut-off of the same report does not list."""
    for earlier, later in _consecutive(evidence):
        listed = later.by_line()
        for key, row in earlier.by_line().items():
            accrued = row.number("devengado")
            if key not in listed and accrued is not None and accrued.value != 0:
                yield Found(
                    f"«{line_words(row)}» tenía {number_es(accrued.value)} devengado al {earlier.cutoff:%d/%m/%Y} y no "
                    f"está en el reporte {later.words} al {later.cutoff:%d/%m/%Y}, que debe ser completo: ese dinero "
                    "se restaría. Agregue la línea, o corrija su código si cambió.",
                    {"elemento": _element(row, "devengado"), "esperado": line_code(row), "encontrado": "sin línea"}
                    | at(accrued.cell),
                )


def _consecutive(evidence: Evidence) -> Iterator[tuple[Partition, Partition]]:
    """Each partition with the one of the same report, system and state at the cut-off before."""
    before: dict[tuple[str, str, str], Partition] = {}
    for partition in partitions_of(evidence.dataset):
        kind = (partition.report, partition.system, partition.state)
        if kind in before:
            yield before[kind], partition
        before[kind] = partition


def _reversed(row: Row, last: Sourced, first: Sourced, earlier: Partition, later: Partition) -> Found:
    return Found(
        f"«{line_words(row)}»: el devengado acumulado bajó de {number_es(first.value)} al "
        f"{earlier.cutoff:%d/%m/%Y} a {number_es(last.value)} al {later.cutoff:%d/%m/%Y}: hubo reversiones por "
        f"{number_es(first.value - last.value)}. No es un error; explíquelo en el informe.",
        {
            "elemento": _element(row, "devengado"),
            "esperado": f"≥ {plain_text(first.value)}",
            "encontrado": plain_text(last.value),
            "diferencia": plain_text(last.value - first.value),
        }
        | at(last.cell),
    )


def _exceeds(row: Row, column: str, limit: str, mend: str) -> Iterator[Found]:
    amount, most = row.number(column), row.number(limit)
    if amount is None or most is None or amount.value <= most.value:
        return
    yield Found(
        f"{_line(row)}: {COLUMN_WORDS[column]}, {number_es(amount.value)}, pasa de {COLUMN_WORDS[limit]}, "
        f"{number_es(most.value)}; {mend}".replace(" de el ", " del "),
        {
            "elemento": _element(row, column),
            "esperado": f"≤ {plain_text(most.value)}",
            "encontrado": plain_text(amount.value),
            "diferencia": plain_text(amount.value - most.value),
        }
        | at(amount.cell),
    )


def _differs(row: Row, column: str, amount: Sourced, expected: Decimal, sentence: str) -> Found:
    return Found(
        f"{_line(row)}: {sentence}",
        {
            "elemento": _element(row, column),
            "esperado": plain_text(expected),
            "encontrado": plain_text(amount.value),
            "diferencia": plain_text(amount.value - expected),
        }
        | at(amount.cell),
    )


def _line(row: Row) -> str:
    """A line by its name, with its cut-off and state: the same one may be wrong in several reports."""
    return ", ".join(filter(None, (f"«{line_words(row)}»", when_words(row))))


def _element(row: Row, column: str) -> str:
    return f"{row.origin.table}/{row.text('rubro') or line_code(row)}/{column}"
