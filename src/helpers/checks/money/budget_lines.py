"""Rules on each budget line: its columns against each other, and against the same line at the cut-off before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from helpers.base.display import counted_es, money_es
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.base.name_phrases import contracted
from helpers.base.python_extras import by_key
from helpers.checks.money.report_partitions import (
    COLUMN_WORDS,
    Partition,
    income_reports,
    line_code,
    line_key,
    line_words,
    partitions_of,
    when_words,
)
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.records import Row, Sourced
from helpers.settings.indicators import BUDGET_COLUMNS

REVIEW = "corresponde revisar {} en el sistema de gastos."


@REGISTRY.rule("GAS-DECIMALES", Severity.WARNING, "Todo importe tiene a lo más dos decimales.")
def more_than_cents(evidence: Evidence) -> Iterator[Found]:
    """Report amounts of `gastos` that are no whole number of cents: probably a thousands separator read as decimal.

    Zeros at the end do not count: 1.230 is an amount in cents.
    """
    for row in evidence.dataset.rows("gastos"):
        for column in BUDGET_COLUMNS:
            amount = row.number(column)
            if amount is not None and round_half_up(exact(amount.value), 2) != amount.value:
                yield Found(
                    f"{_line(row)}: {COLUMN_WORDS[column]} dice {money_es(amount.value)}, con más de dos decimales. "
                    "Si el punto o la coma separaba miles, corresponde escribir el importe sin separadores.",
                    cell_fields(amount.cell, _element(row, column), "dos decimales", plain_text(amount.value)),
                )


@REGISTRY.rule(
    "GAS-VIGENTE", Severity.WARNING, "El presupuesto vigente de cada línea es el inicial más las modificaciones."
)
def budget_in_force(evidence: Evidence) -> Iterator[Found]:
    """Report lines of expenditure or income whose initial budget plus amendments differs from the budget in force.

    The comparison is exact; lines that lack one of the three amounts are skipped.
    """
    for row in (*evidence.dataset.rows("gastos"), *evidence.dataset.rows("recursos")):
        first, changes, budget = (row.number(name) for name in ("ppto_inicial", "modificaciones", "ppto_vigente"))
        if first is not None and changes is not None and budget is not None:
            words = f"Bs {money_es(first.value)} de inicial y Bs {money_es(changes.value)} de modificaciones"
            yield from _differs(row, "ppto_vigente", budget, first.value + changes.value, words)


@REGISTRY.rule("GAS-SOBREGIRO", Severity.WARNING, "Ninguna línea devenga más que su presupuesto vigente.")
def accrued_over_budget(evidence: Evidence) -> Iterator[Found]:
    """Report lines of `gastos`, at every cut-off, that accrued more than their budget in force; blanks are skipped."""
    for row in evidence.dataset.rows("gastos"):
        yield from _exceeds(row, "devengado", "ppto_vigente", REVIEW.format("la línea"))


@REGISTRY.rule(
    "GAS-COMPROMISO",
    Severity.WARNING,
    "En cada línea el devengado no pasa del compromiso, ni el compromiso del vigente.",
)
def accrued_over_commitment(evidence: Evidence) -> Iterator[Found]:
    """Report lines of `gastos` with accrued above committed, or with committed above the budget in force.

    The second is left out where accrued is above the budget too, which another rule reports. Blank amounts are skipped.
    """
    for row in evidence.dataset.rows("gastos"):
        yield from _exceeds(row, "devengado", "compromiso", REVIEW.format("los dos importes"))
        budget, accrued = row.number("ppto_vigente"), row.number("devengado")
        if budget is None or accrued is None or accrued.value <= budget.value:
            yield from _exceeds(row, "compromiso", "ppto_vigente", REVIEW.format("la línea"))


@REGISTRY.rule("GAS-PAGADO", Severity.WARNING, "Ninguna línea paga más de lo que devengó.")
def paid_over_accrued(evidence: Evidence) -> Iterator[Found]:
    """Report lines of `gastos`, at every cut-off, that paid more than they accrued; blanks are skipped."""
    for row in evidence.dataset.rows("gastos"):
        yield from _exceeds(row, "pagado", "devengado", "corresponde revisar si las dos columnas están cambiadas.")


@REGISTRY.rule("GAS-POR-PAGAR", Severity.WARNING, "Lo que cada línea tiene por pagar es lo devengado menos lo pagado.")
def owed(evidence: Evidence) -> Iterator[Found]:
    """Report lines of `gastos` whose amount owed is not exactly accrued minus paid.

    Lines that lack one of the three amounts are skipped, and those that paid more than accrued, which have another
    rule.
    """
    for row in evidence.dataset.rows("gastos"):
        accrued, paid, left = (row.number(name) for name in ("devengado", "pagado", "por_pagar"))
        if accrued is not None and paid is not None and left is not None and paid.value <= accrued.value:
            words = f"Bs {money_es(accrued.value)} devengado menos Bs {money_es(paid.value)} pagado"
            yield from _differs(row, "por_pagar", left, accrued.value - paid.value, words)


@REGISTRY.rule("GAS-OTRA-GESTION", Severity.WARNING, "Toda fecha de corte es de la gestión de su tabla.")
def cutoffs_of_another_year(evidence: Evidence) -> Iterator[Found]:
    """Report the cut-off dates of expenditure and income that are not of the run's year, each date once in a table.

    A date that the run's parameters state as a cut-off is not reported.
    """
    year, stated = evidence.corrida.period.year, {cut.fecha for cut in evidence.corrida.cortes.values()}
    for table in ("gastos", "recursos"):
        dated = ((row.date("fecha_corte"), row) for row in evidence.dataset.rows(table))
        for day, rows in by_key((day, row) for day, row in dated if day is not None).items():
            if day.year != year and day not in stated:
                told = f"{day:%d/%m/%Y}"
                yield Found(
                    f"«{line_words(rows[0])}»: la fecha de corte dice {told}, que no es de la gestión {year}, y lo que "
                    f"la dice ({counted_es(len(rows), 'línea', 'líneas')}) no entra en las cifras de {year}. "
                    "Corresponde corregir la fecha, o quitar lo que es de otra gestión.",
                    cell_fields(rows[0].cell("fecha_corte"), f"{table}/{day}/fecha_corte", str(year), told),
                )


@REGISTRY.rule("GAS-REVERSION", Severity.NOTE, "El devengado acumulado no baja de un corte al siguiente.")
def reversals(evidence: Evidence) -> Iterator[Found]:
    """Report lines of expenditure or income that accrued less than at the cut-off before: reversals, or typing errors.

    Each report is compared with the one before it in the year, of the same kind, system and state; lines match by all
    codes that both reports fill in. Where several lines of one have the same, the two reports are not compared.
    """
    for earlier, later in _consecutive(evidence):
        columns = earlier.codes_shared_with(later)
        lines, last_lines = earlier.by_line(columns), later.by_line(columns)
        if (len(lines), len(last_lines)) != (len(earlier.by_line()), len(later.by_line())):
            continue
        for key, row in last_lines.items():
            first = lines[key].number("devengado") if key in lines else None
            last = row.number("devengado")
            if first is not None and last is not None and last.value < first.value:
                yield _reversed(row, last, first, earlier, later)


@REGISTRY.rule(
    "GAS-DESAPARECE", Severity.WARNING, "Toda línea que ya devengó sigue en el mismo reporte del corte siguiente."
)
def vanished_lines(evidence: Evidence) -> Iterator[Found]:
    """Report lines of expenditure or income with accrued amounts that the same report's next cut-off does not list.

    The same report has the same kind, system and state; lines match by all codes that both reports fill in.
    """
    for earlier, later in _consecutive(evidence):
        columns = earlier.codes_shared_with(later)
        listed = later.by_line(columns)
        for row in earlier.by_line().values():
            accrued = row.number("devengado")
            if line_key(row, columns) not in listed and accrued is not None and accrued.value != 0:
                yield Found(
                    f"«{line_words(row)}» tenía Bs {money_es(accrued.value)} devengado al {earlier.cutoff:%d/%m/%Y} y "
                    f"no está en el reporte {later.words} al {later.cutoff:%d/%m/%Y}, que debe ser completo: ese "
                    "dinero se restaría. Corresponde agregar la línea, o corregir su código, su fecha o su estado.",
                    cell_fields(accrued.cell, _element(row, "devengado"), line_code(row), "sin línea"),
                )


def _consecutive(evidence: Evidence) -> Iterator[tuple[Partition, Partition]]:
    """Yield the earlier and the later of each two consecutive reports of one year, kind, system and state.

    Reports of expenditure come first, then those of income, each by cut-off.
    """
    before: dict[tuple[int, str, str, str], Partition] = {}
    for partition in (*partitions_of(evidence.dataset), *income_reports(evidence.dataset)):
        kind = (partition.cutoff.year, partition.report, partition.system, partition.state)
        if kind in before:
            yield before[kind], partition
        before[kind] = partition


def _reversed(row: Row, last: Sourced, first: Sourced, earlier: Partition, later: Partition) -> Found:
    return Found(
        f"«{line_words(row)}»: el devengado acumulado bajó de Bs {money_es(first.value)} al "
        f"{earlier.cutoff:%d/%m/%Y} a Bs {money_es(last.value)} al {later.cutoff:%d/%m/%Y}, en "
        f"Bs {money_es(first.value - last.value)}. Corresponde comprobar los dos importes en el reporte; si son los "
        "suyos, hubo reversiones, y corresponde explicarlas en el informe.",
        difference_fields(last.cell, _element(row, "devengado"), first.value, last.value, "≥ "),
    )


def _exceeds(row: Row, column: str, limit: str, mend: str) -> Iterator[Found]:
    """Yield the finding on a line whose amount in `column` is above that in `limit`; nothing for blanks."""
    amount, most = row.number(column), row.number(limit)
    if amount is None or most is None or amount.value <= most.value:
        return
    yield Found(
        f"{_line(row)}: {COLUMN_WORDS[column]}, Bs {money_es(amount.value)}, pasa "
        f"{contracted('de', COLUMN_WORDS[limit])}, Bs {money_es(most.value)}; {mend}",
        difference_fields(amount.cell, _element(row, column), most.value, amount.value, "≤ "),
    )


def _differs(row: Row, column: str, amount: Sourced, expected: Decimal, operation: str) -> Iterator[Found]:
    """Yield the finding if an amount is not what the two others of its line give; `operation` says which they are."""
    if amount.value != expected:
        yield Found(
            f"{_line(row)}: {COLUMN_WORDS[column]} dice Bs {money_es(amount.value)}, pero {operation} dan "
            f"Bs {money_es(expected)}; corresponde corregir la columna equivocada.",
            difference_fields(amount.cell, _element(row, column), expected, amount.value),
        )


def _line(row: Row) -> str:
    """Return a line's name with its cut-off and state, because several reports may list it."""
    return ", ".join(filter(None, (f"«{line_words(row)}»", when_words(row))))


def _element(row: Row, column: str) -> str:
    return f"{row.origin.table}/{row.text('rubro') or line_code(row)}/{column}"
