"""Rules on reports of the budget: blank amounts, the amendments' bridge, and reports of one cut-off compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from helpers.base.display import list_es, money_es, short_list_es
from helpers.base.python_extras import first_by_key, grouped
from helpers.checks.money.report_partitions import (
    ACCRUED_FIRST,
    BOOK_OF_RECORD,
    COLUMN_WORDS,
    Partition,
    line_code,
    line_words,
    once,
    partitions_of,
    reference,
    unequal,
)
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.records import Row, SourceCell
from helpers.intake.dataset import BUDGET_LEVELS

COLUMNS = ("ppto_vigente", "devengado")


@REGISTRY.rule(
    "GAS-EN-BLANCO",
    Severity.WARNING,
    "Toda línea de un reporte usado tiene el vigente y el devengado, si otra de ese reporte los tiene.",
)
def blank_amounts(evidence: Evidence) -> Iterator[Found]:
    """Report lines with a blank budget in force or accrued amount, if the run reads that column from other lines.

    One finding for each report, cut-off and column, at the first such line. A line that has its figure from another
    report is no fault.
    """
    readers = {
        cell: figure for figure in evidence.book if figure.level in BUDGET_LEVELS.values() for cell in figure.sources
    }
    for partition in partitions_of(evidence.dataset):
        for column in COLUMNS:
            reader = _reader(partition, column, readers)
            blank = [row for row in partition.rows if reader and _is_missing(evidence, row, column, reader)]
            if reader and blank:
                yield _blank(partition, column, blank)


def _reader(partition: Partition, column: str, readers: Mapping[SourceCell, Figure]) -> Figure | None:
    """Return a figure that is read from a column of a report; None if the run reads no cell of it."""
    cells = (row.cell(column) for row in partition.rows if row.number(column) is not None)
    return next((readers[cell] for cell in cells if cell in readers), None)


def _is_missing(evidence: Evidence, row: Row, column: str, reader: Figure) -> bool:
    """Return whether a cell is blank and the Book lacks the line's figure for the indicator and window of `reader`."""
    place = (reader.level, line_code(row))
    return row.number(column) is None and evidence.book.get(reader.indicator, reader.period, *place) is None


def _blank(partition: Partition, column: str, blank: Sequence[Row]) -> Found:
    """Make the finding on a report's blank cells of a column."""
    first, others = blank[0], len(blank) - 1
    also = f" y en {'otra línea' if others == 1 else f'otras {others} líneas'}" if others else ""
    return Found(
        f"En el reporte {partition.words} al {partition.cutoff:%d/%m/%Y}, {COLUMN_WORDS[column]} está en blanco en "
        f"«{line_words(first)}»{also}. Un blanco no es 0: lo que no se escribió falta, y también los "
        "totales que lo suman, si otro reporte no los trae. Corresponde escribirlo, o 0 si no lo hubo.",
        cell_fields(first.cell(column), f"gastos/{line_code(first)}/{column}", "un importe", "en blanco"),
    )


KINDS = {"fuente": "la fuente", "cat_prog": "la categoría", "partida": "la partida"}
"""Columns by which amendments may be listed, most likely first, and their Spanish names."""


@REGISTRY.rule(
    "GAS-PUENTE",
    Severity.WARNING,
    "Las modificaciones presupuestarias listadas llevan del presupuesto inicial al vigente.",
)
def amendments(evidence: Evidence) -> Iterator[Found]:
    """Report codes whose amendments do not add up to budget in force minus initial budget.

    The last report of the system of record with both budgets is compared with the amendments dated up to its cut-off,
    by the first code that all these amendments state: `fuente`, `cat_prog` or `partida`. Without such a kind, without
    amendments, or where one of a code's amendments has no amount, nothing is reported.
    """
    reports = {BUDGET_LEVELS.get(partition.report): partition for partition in _last_of_record(evidence)}
    for level in KINDS:
        partition = reports.get(level)
        listed = _until(evidence, partition) if partition else []
        if partition is not None and listed and all(row.text(level) for row in listed):
            for code in dict.fromkeys(row.text(level) for row in (*partition.rows, *listed)):
                yield from _of_code(partition, level, code, [row for row in listed if row.text(level) == code])
            return


def _until(evidence: Evidence, partition: Partition) -> list[Row]:
    """Return the amendments up to a report's cut-off, that day included; without undated ones."""
    dated = [(row.date("fecha"), row) for row in evidence.dataset.rows("modificaciones")]
    return [row for day, row in dated if day is not None and day <= partition.cutoff]


def _last_of_record(evidence: Evidence) -> tuple[Partition, ...]:
    """Return the last report of each kind that has totals of both budgets, initial and in force.

    Only reports of the system and state that count, or that state none.
    """
    system, state = evidence.corrida.sistema_presupuesto, evidence.corrida.estado_presupuesto
    last: dict[str, Partition] = {}
    for partition in partitions_of(evidence.dataset):
        counts = partition.system in ("", system) and partition.state in ("", state)
        if counts and partition.total("ppto_inicial") is not None and partition.total("ppto_vigente") is not None:
            last[partition.report] = partition
    return tuple(last.values())


def _of_code(partition: Partition, level: str, code: str, listed: Sequence[Row]) -> Iterator[Found]:
    """Yield the finding if a code's amendments do not add up to budget in force minus initial budget."""
    lines = [row for row in partition.rows if row.text(level) == code]
    expected = _total(lines, "ppto_vigente") - _total(lines, "ppto_inicial")
    total = _total(listed, "importe")
    if total == expected or any(row.number("importe") is None for row in listed):
        return
    named = f" ({short_list_es(list(dict.fromkeys(row.text('norma') for row in listed)), 5)})" if listed else ""
    yield Found(
        f"Al {partition.cutoff:%d/%m/%Y}, {KINDS[level]} {code} pasó de inicial a vigente en "
        f"Bs {money_es(expected)}, y sus modificaciones listadas{named} suman Bs {money_es(total)}: hay una diferencia "
        f"de Bs {money_es(abs(total - expected))}. Corresponde completar «modificaciones» o corregir sus importes.",
        difference_fields(
            listed[0].cell("importe") if listed else lines[0].cell("ppto_vigente"),
            f"modificaciones/{level}/{code}",
            expected,
            total,
        ),
    )


def _total(rows: Sequence[Row], column: str) -> Decimal:
    """Return the sum of a column; blanks add nothing."""
    return sum((cell.value for row in rows if (cell := row.number(column)) is not None), Decimal(0))


OfSystem = tuple[date, str]
MOST_NAMED = 10


@REGISTRY.rule("GAS-REPORTES", Severity.WARNING, "Los reportes de un mismo corte y estado suman lo mismo.")
def reports_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Report totals that differ at all from those of the reference report of the same cut-off, system and state.

    Every money column is compared, over the categories that both reports cover: all, or those of `Partition.scope`. Of
    the reports without a blank in the column, the reference is the one by category, else the first in `gastos`. Where
    columns of a report differ by the same amount, the later ones follow from the first.
    """
    for states in _by_system(evidence).values():
        for of_state in states.values():
            for other in of_state:
                yield from once(_against_reference(of_state, other))


def _against_reference(of_state: Sequence[Partition], other: Partition) -> Iterator[Found]:
    for column in ACCRUED_FIRST:
        first = reference(of_state, column)
        comparable = first.shared_with(other) if first is not None else None
        if comparable is not None and other is not first:
            yield from unequal(column, *comparable)


@REGISTRY.rule(
    "GAS-AJENAS", Severity.NOTE, "Las categorías de un reporte parcial están en el reporte con que se compara."
)
def categories_that_only_one_report_has(evidence: Evidence) -> Iterator[Found]:
    """Report the categories of a partial report that the reference lacks, so they cannot be compared.

    One finding for each partial report. The reference is the report by category of the same cut-off, system and state,
    else the first.
    """
    for states in _by_system(evidence).values():
        for of_state in states.values():
            first = next(iter(sorted(of_state, key=lambda one: one.report != BOOK_OF_RECORD)))
            for other in of_state:
                rows = other.unknown_to(first) if other is not first else ()
                if rows:
                    yield _not_comparable(first, other, rows)


def _not_comparable(first: Partition, other: Partition, rows: Sequence[Row]) -> Found:
    codes = tuple(dict.fromkeys(row.text("cat_prog") for row in rows))
    named = short_list_es([f"«{code}»" for code in codes], MOST_NAMED)
    return Found(
        f"Al {other.cutoff:%d/%m/%Y}, el reporte {other.words} trae categorías que el reporte {first.words} no tiene, "
        f"y no se comparan: {named}. Si son las mismas con otro código, corresponde escribirlo como está en el otro "
        "reporte.",
        cell_fields(rows[0].cell("cat_prog"), f"gastos/{other.cutoff}/{other.report}", encontrado=", ".join(codes)),
    )


@REGISTRY.rule(
    "GAS-ESTADOS", Severity.WARNING, "Si los estados «aprobado» y «en línea» de un corte difieren, se explica por qué."
)
def states_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Report differences between the approved and on-line states of one system and date, one for each money column.

    Each state is represented by its report by category, else by the first that has the column's total.
    """
    for states in _by_system(evidence).values():
        for pair in combinations(states.values(), 2):
            yield from once(_between_states(*pair))


def _between_states(one: Sequence[Partition], other: Sequence[Partition]) -> Iterator[Found]:
    for column in ACCRUED_FIRST:
        first, second = reference(one, column), reference(other, column)
        comparable = first.shared_with(second) if first and second else None
        if comparable is not None:
            yield from unequal(column, *comparable)


@REGISTRY.rule("GAS-NIVEL", Severity.NOTE, "Cada reporte de gastos es por categoría, fuente, partida o área.")
def reports_of_no_level(evidence: Evidence) -> Iterator[Found]:
    """Report kinds of report that are no level of the Book, once for each cut-off: only their totals are used."""
    levels = list_es([LEVEL_WORDS.get(level, level) for level in BUDGET_LEVELS.values()], any_of=True)
    others = (one for one in partitions_of(evidence.dataset) if one.report not in BUDGET_LEVELS)
    for (report, cutoff), partition in first_by_key(((one.report, one.cutoff), one) for one in others).items():
        yield Found(
            f"El reporte por «{report}» al {cutoff:%d/%m/%Y} no es por {levels}: de él solo se usan sus totales, "
            "para compararlos con los de otros reportes.",
            cell_fields(partition.rows[0].cell("reporte"), f"gastos/{cutoff}/{report}", encontrado=report),
        )


def _by_system(evidence: Evidence) -> dict[OfSystem, dict[str, list[Partition]]]:
    """Return the reports by cut-off and system, then by state."""
    found = grouped(partitions_of(evidence.dataset), lambda partition: (partition.cutoff, partition.system))
    return {key: grouped(partitions, lambda partition: partition.state) for key, partitions in found.items()}
