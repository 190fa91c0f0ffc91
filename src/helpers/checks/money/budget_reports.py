"""Rules on the expenditure reports of one system: reports and states compared with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from helpers.base.display import number_es
from helpers.checks.money.report_partitions import (
    BOOK_OF_RECORD,
    COLUMN_WORDS,
    MONEY_COLUMNS,
    Partition,
    partitions_of,
    reference,
)
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.records import Row
from helpers.scoring.code_names import BUDGET_LEVELS

OfSystem = tuple[date, str]
MOST_NAMED = 10


@REGISTRY.rule("GAS-REPORTES", Severity.WARNING, "Los reportes de un mismo corte y estado suman lo mismo.")
def reports_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Report totals that differ from those of the reference report of the same cut-off, system and state."""
    for states in _by_system(evidence).values():
        for of_state in states.values():
            for column in MONEY_COLUMNS:
                first = reference(of_state, column)
                for other in of_state:
                    comparable = first.shared_with(other) if first is not None else None
                    if comparable is not None and other is not first:
                        yield from unequal(column, *comparable)


@REGISTRY.rule(
    "GAS-AJENAS", Severity.NOTE, "Las categorías de un reporte parcial están en el reporte con que se compara."
)
def categories_that_only_one_report_has(evidence: Evidence) -> Iterator[Found]:
    """Report the categories of a partial report that the reference lacks, so they cannot be compared."""
    for states in _by_system(evidence).values():
        for of_state in states.values():
            first = next(iter(sorted(of_state, key=lambda one: one.report != BOOK_OF_RECORD)))
            for other in of_state:
                rows = other.unknown_to(first) if other is not first else ()
                if rows:
                    yield _not_comparable(first, other, rows)


def _not_comparable(first: Partition, other: Partition, rows: Sequence[Row]) -> Found:
    codes = tuple(dict.fromkeys(row.text("cat_prog") for row in rows))
    named = ", ".join(f"«{code}»" for code in codes[:MOST_NAMED])
    more = f" y {len(codes) - MOST_NAMED} más" if len(codes) > MOST_NAMED else ""
    return Found(
        f"Al {other.cutoff:%d/%m/%Y}, el reporte {other.words} trae categorías que el reporte {first.words} no tiene, "
        f"y no se comparan: {named}{more}. Si son las mismas con otro código, escríbalo como está en el otro reporte.",
        cell_fields(
            rows[0].cell("cat_prog"), elemento=f"gastos/{other.cutoff}/{other.report}", encontrado=", ".join(codes)
        ),
    )


@REGISTRY.rule("GAS-ESTADOS", Severity.WARNING, "Los estados «aprobado» y «en línea» de un mismo corte coinciden.")
def states_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Report differences between the approved and on-line states of the same system and date."""
    for states in _by_system(evidence).values():
        for column in MONEY_COLUMNS:
            ones = [one for of_state in states.values() if (one := reference(of_state, column))]
            for first, other in combinations(ones, 2):
                comparable = first.shared_with(other)
                if comparable is not None:
                    yield from unequal(column, *comparable)


@REGISTRY.rule("GAS-NIVEL", Severity.NOTE, "Cada reporte de gastos es por categoría, fuente, partida o área.")
def reports_that_give_no_figures(evidence: Evidence) -> Iterator[Found]:
    """Report kinds of report that are no level of the Book: only their totals are compared."""
    seen: set[tuple[str, date]] = set()
    for partition in partitions_of(evidence.dataset):
        report, cutoff = partition.report, partition.cutoff
        if report not in BUDGET_LEVELS and (report, cutoff) not in seen:
            seen.add((report, cutoff))
            yield Found(
                f"El reporte por «{report}» al {cutoff:%d/%m/%Y} no da cifras, solo se compara su total: "
                f"se usan los reportes por {', '.join(BUDGET_LEVELS)}.",
                cell_fields(partition.rows[0].cell("reporte"), elemento=f"gastos/{cutoff}/{report}", encontrado=report),
            )


def unequal(column: str, first: Partition, other: Partition) -> Iterator[Found]:
    """Yield a finding if the totals of a column differ between two reports; none if either does not publish it."""
    expected, total = first.total(column), other.total(column)
    if expected is None or total is None or expected == total:
        return
    verb = "suman" if COLUMN_WORDS[column].startswith("las ") else "suma"
    yield Found(
        f"Al {first.cutoff:%d/%m/%Y}, {COLUMN_WORDS[column]} {verb} {number_es(expected)} en el reporte {first.words} "
        f"y {number_es(total)} en el reporte {other.words}: una diferencia de {number_es(total - expected)}.",
        difference_fields(other.rows[0].cell(column), f"gastos/{first.cutoff}/{column}", expected, total),
    )


def _by_system(evidence: Evidence) -> dict[OfSystem, dict[str, list[Partition]]]:
    """Return the reports by cut-off and system, then by state."""
    found: dict[OfSystem, dict[str, list[Partition]]] = {}
    for partition in partitions_of(evidence.dataset):
        states = found.setdefault((partition.cutoff, partition.system), {})
        states.setdefault(partition.state, []).append(partition)
    return found
