"""Rules on one budget in two systems or states: differences, line by line, and their explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from helpers.base.display import counted_es, money_es
from helpers.base.exact import plain_text
from helpers.base.python_extras import grouped, not_none
from helpers.checks.money.report_partitions import (
    ACCRUED_FIRST,
    BOOK_OF_RECORD,
    COLUMN_WORDS,
    Partition,
    amounts,
    line_code,
    line_words,
    once,
    partitions_of,
    reference,
    unequal,
)
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.records import Row
from helpers.settings.indicators import BUDGET_COLUMNS

LISTED = 20
"""Most lines of a pair of reports that are reported one by one, largest differences first."""


@dataclass(frozen=True)
class LineGap:
    """A line with different amounts in two reports.

    Attributes
    ----------
    row : Row
        The line in the second report, or in the first if the second lacks it.
    gaps : Mapping[str, tuple]
        Amounts of the first and second report, in bolivianos, by column that differs.
    missing_in : Partition or None
        The report that does not list the line.
    """

    row: Row
    gaps: Mapping[str, tuple[Decimal, Decimal]]
    missing_in: Partition | None

    @property
    def largest(self) -> Decimal:
        """Largest difference of any column, without sign."""
        return max(map(self.of, self.gaps))

    def of(self, column: str) -> Decimal:
        """Difference of a column of `gaps`, without sign."""
        first, second = self.gaps[column]
        return abs(second - first)

    @property
    def accrued(self) -> Decimal:
        """Accrued amount of the second report minus that of the first; 0 if they do not differ or one is blank."""
        first, second = self.gaps.get("devengado", (Decimal(0), Decimal(0)))
        return second - first


@REGISTRY.rule("GAS-SISTEMAS", Severity.WARNING, "Dos sistemas que llevan el mismo presupuesto dan los mismos totales.")
def systems_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """Report totals that differ between the system of record and another, with an explanation of the accrued amount.

    For each cut-off, other system and money column, in the state that counts; by category if both have that report,
    else by the first kind that both have. Without the system of record, the first system stands in for it. The
    explanation is money certified and not yet accrued.
    """
    for first, others in _record_and_others(evidence):
        for other in others:
            yield from once(_between_systems(evidence, first, other))


def _between_systems(evidence: Evidence, first: Sequence[Partition], other: Sequence[Partition]) -> Iterator[Found]:
    for column in ACCRUED_FIRST:
        mine, theirs = _references(evidence, first, other, column)
        if mine is not None and theirs is not None:
            yield from (_explained(found, column, mine, theirs) for found in unequal(column, mine, theirs))


@REGISTRY.rule(
    "GAS-LINEAS",
    Severity.NOTE,
    "El mismo reporte, de dos sistemas o en dos estados, da lo mismo línea por línea.",
)
def lines_of_two_reports(evidence: Evidence) -> Iterator[Found]:
    """Report the lines that differ between the same report in two systems or states, largest difference first.

    For each pair, up to `LISTED` lines have a finding of their own, and one more tells of the rest. A line that one
    report lacks counts there as 0; reports of a single line are skipped.
    """
    for first, second in _same_reports(evidence):
        if len(first.rows) == len(second.rows) == 1:
            continue  # its only line is its total, which other rules compare
        gaps = sorted(_gaps(first, second), key=lambda gap: (-gap.largest, line_code(gap.row)))
        for gap in gaps[:LISTED]:
            yield _line_found(gap, first, second)
        if len(gaps) > LISTED:
            yield _the_rest(gaps[LISTED:], first, second)


def _record_and_others(evidence: Evidence) -> Iterator[tuple[Sequence[Partition], list[Sequence[Partition]]]]:
    """Yield, for each cut-off, the reports of the system of record (else of the first), and those of each other one."""
    record = evidence.corrida.sistema_presupuesto
    for of_cutoff in grouped(partitions_of(evidence.dataset), lambda partition: partition.cutoff).values():
        systems = grouped(of_cutoff, lambda partition: partition.system)
        first = record if record in systems else next(iter(systems))
        yield systems[first], [of_system for name, of_system in systems.items() if name != first]


def _references(
    evidence: Evidence, first: Sequence[Partition], other: Sequence[Partition], column: str
) -> tuple[Partition | None, Partition | None]:
    """Return the reports that represent two systems for a column; None for a system without its total.

    They are in the state that counts, if the system has it, and of one kind, if both systems have one.
    """
    mine, theirs = (_of_state(side, evidence.corrida.estado_presupuesto) for side in (first, other))
    common = [report for report in (p.report for p in mine) if report in {p.report for p in theirs}]
    if common:
        report = BOOK_OF_RECORD if BOOK_OF_RECORD in common else common[0]
        mine, theirs = ([p for p in side if p.report == report] for side in (mine, theirs))
    return reference(mine, column), reference(theirs, column)


def _of_state(partitions: Sequence[Partition], wanted: str) -> Sequence[Partition]:
    """Return the reports in a state; all of them if none is in it."""
    return [partition for partition in partitions if partition.state == wanted] or partitions


def _explained(found: Found, column: str, first: Partition, other: Partition) -> Found:
    """Return a finding with the explanation of a difference in the accrued amount added: certified, not yet accrued.

    A finding on another column, or without an explanation, is returned as it is.
    """
    cause = _certified_cause(first, other) if column == "devengado" else ""
    if not cause:
        return found
    return replace(found, message=f"{found.message[:-1]}. {cause}.", fields=found.fields | {"causa": cause})


def _certified_cause(first: Partition, other: Partition) -> str:
    """Return in Spanish how far money certified and not accrued in one report explains the other's accrued total.

    The report for which it does explain it counts, else the second, else the first. Empty if neither has more certified
    than accrued, or a total is missing.
    """
    unexplained = ""
    for one, counterpart in ((other, first), (first, other)):
        certified, accrued, theirs = one.total("certificado"), one.total("devengado"), counterpart.total("devengado")
        if certified is None or accrued is None or theirs is None or certified <= accrued:
            continue
        pending, gap = certified - accrued, theirs - accrued
        begin = f"{one.system or 'uno'} tiene Bs {money_es(pending)} certificado y aún no devengado"
        if gap == pending:
            return f"{begin}: es exactamente la diferencia"
        if 0 < gap < pending:
            rest = f"Bs {money_es(pending - gap)}"
            return f"{begin}: la diferencia cabe en ello, y lo certificado que nadie devengó es {rest}"
        unexplained = unexplained or f"{begin}, que no explica la diferencia"
    return unexplained


def _same_reports(evidence: Evidence) -> Iterator[tuple[Partition, Partition]]:
    """Yield pairs of reports of one kind and cut-off: of one system in two states, and of two systems.

    Of two systems, the first is the system of record; both are in the state that counts, if they have it.
    """
    for first, others in _record_and_others(evidence):
        pairs = [pair for of_system in (first, *others) for pair in combinations(of_system, 2)]
        state = evidence.corrida.estado_presupuesto
        for other in others:
            pairs += [(mine, theirs) for mine in _of_state(first, state) for theirs in _of_state(other, state)]
        yield from (pair for pair in pairs if pair[0].report == pair[1].report)


def _gaps(first: Partition, second: Partition) -> Iterator[LineGap]:
    """Yield the lines with different amounts in two reports; a line that one lacks has 0 there, blanks do not count."""
    mine, theirs = first.by_line(), second.by_line()
    for key in dict.fromkeys((*mine, *theirs)):
        one, other = mine.get(key), theirs.get(key)
        gaps = {}
        for column in BUDGET_COLUMNS:
            pair = amounts(one, other, column)
            if pair is not None and pair[0] != pair[1]:
                gaps[column] = pair
        if gaps:
            missing = second if other is None else first if one is None else None
            yield LineGap(not_none(other or one), gaps, missing)


def _line_found(gap: LineGap, first: Partition, second: Partition) -> Found:
    told = "; ".join(
        f"{COLUMN_WORDS[column]} es Bs {money_es(one)} y Bs {money_es(other)} (Bs {money_es(other - one, signed=True)})"
        for column, (one, other) in gap.gaps.items()
    )
    absent = f" La línea no está en el reporte {gap.missing_in.words}." if gap.missing_in else ""
    largest = [column for column in ACCRUED_FIRST if column in gap.gaps and gap.of(column) == gap.largest]
    one, other = gap.gaps[largest[0]]
    return Found(
        f"«{line_words(gap.row)}», al {first.cutoff:%d/%m/%Y}, en los reportes {first.words} y {second.words}: "
        f"{told}.{absent}{_line_cause(gap)}",
        difference_fields(
            gap.row.cell(largest[0]),
            f"gastos/{line_code(gap.row)}/{largest[0]}",
            one,
            other,
            sigue_de=f"gastos/{first.cutoff}/{largest[0]}/{line_words(gap.row)}",
        ),
    )


def _line_cause(gap: LineGap) -> str:
    """Return in Spanish that the line's certified, unaccrued money covers what the second report accrued less.

    Empty if it does not, the second report did not accrue less, or one of the two lacks the line.
    """
    certified, accrued = gap.row.number("certificado"), gap.row.number("devengado")
    if certified is None or accrued is None or "devengado" not in gap.gaps or gap.missing_in:
        return ""
    pending = certified.value - accrued.value
    if 0 < -gap.accrued <= pending:
        return f" Cabe en lo certificado y aún no devengado de la línea, Bs {money_es(pending)}."
    return ""


def _the_rest(gaps: Sequence[LineGap], first: Partition, second: Partition) -> Found:
    """Make the finding on the lines, sorted by size, that have no finding of their own."""
    accrued = sum((gap.accrued for gap in gaps), Decimal(0))
    others = "Otra línea difiere" if len(gaps) == 1 else f"Otras {len(gaps)} líneas difieren"
    return Found(
        f"{others}, en Bs {money_es(gaps[0].largest)} como máximo, entre los reportes "
        f"{first.words} y {second.words} al {first.cutoff:%d/%m/%Y}; en el devengado suman "
        f"Bs {money_es(accrued, signed=True)}.",
        cell_fields(
            gaps[0].row.cell("devengado"),
            f"gastos/{first.cutoff}",
            encontrado=counted_es(len(gaps), "línea", "líneas"),
            diferencia=plain_text(accrued),
        ),
    )
