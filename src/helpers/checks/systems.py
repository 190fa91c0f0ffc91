"""Rules over one budget told by two systems or in two states: the difference, line by line, and what explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from helpers.checks.budget import unequal
from helpers.checks.partitions import (
    BOOK_OF_RECORD,
    COLUMN_WORDS,
    MONEY_COLUMNS,
    Partition,
    line_code,
    line_words,
    partitions_of,
    reference,
)
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import number_es
from helpers.exact import plain_text
from helpers.findings import Severity, at
from helpers.records import Row

LISTED = 20
"""Up to how many lines of a pair of reports are told one by one, the largest differences first."""


@dataclass(frozen=True)
class LineGap:
    """A line that two reports tell differently.

    Attributes
    ----------
    row : Row
        In the second report; in the first where only that has it.
    gaps : Mapping[str, tuple]
        Amounts of the first and second report, in bolivianos, by the column in which they differ.
    missing_in : Partition or None
        The report that does not list the line.
    """

    row: Row
    gaps: Mapping[str, tuple[Decimal, Decimal]]
    missing_in: Partition | None

    @property
    def largest(self) -> Decimal:
        return max(abs(second - first) for first, second in self.gaps.values())

    @property
    def accrued(self) -> Decimal:
        """Second minus first, of the accrued."""
        first, second = self.gaps.get("devengado", (Decimal(0), Decimal(0)))
        return second - first


@REGISTRY.rule(
    "GAS-SISTEMAS", Severity.WARNING, "Dos sistemas que llevan el mismo presupuesto dan los mismos totales."
)
def systems_of_one_cutoff(evidence: Evidence) -> Iterator[Found]:
    """The system of record against each other one, total by total, with what explains the accrued."""
    for of_cutoff in _by_cutoff(evidence).values():
        first, others = _record_and_others(of_cutoff, evidence.corrida.sistema_presupuesto)
        for other in others:
            for column in MONEY_COLUMNS:
                for mine, theirs in _references(evidence, first, other, column):
                    for found in unequal(column, mine, theirs):
                        yield _explained(found, column, mine, theirs)


@REGISTRY.rule(
    "GAS-LINEAS",
    Severity.NOTE,
    "El mismo reporte, de dos sistemas o en dos estados, da lo mismo línea por línea.",
)
def lines_of_two_reports(evidence: Evidence) -> Iterator[Found]:
    """The lines in which a report of one system or state differs from the same report of another."""
    for first, second in _same_reports(evidence):
        if len(first.rows) == len(second.rows) == 1:
            continue  # its one line is its total, of which the rules over totals tell
        gaps = sorted(_gaps(first, second), key=lambda gap: (-gap.largest, line_code(gap.row)))
        for gap in gaps[:LISTED]:
            yield _line_found(gap, first, second)
        if len(gaps) > LISTED:
            yield _the_rest(gaps[LISTED:], first, second)


def _by_cutoff(evidence: Evidence) -> dict[date, list[Partition]]:
    found: dict[date, list[Partition]] = {}
    for partition in partitions_of(evidence.dataset):
        found.setdefault(partition.cutoff, []).append(partition)
    return found


def _record_and_others(
    partitions: Sequence[Partition], record: str
) -> tuple[Sequence[Partition], list[Sequence[Partition]]]:
    """The partitions of the system of record (else of the first system), and those of each other one."""
    systems: dict[str, list[Partition]] = {}
    for partition in partitions:
        systems.setdefault(partition.system, []).append(partition)
    first = record if record in systems else next(iter(systems))
    return systems[first], [of_system for name, of_system in systems.items() if name != first]


def _references(
    evidence: Evidence, first: Sequence[Partition], other: Sequence[Partition], column: str
) -> Iterator[tuple[Partition, Partition]]:
    """The reports that stand for two systems: of the state that counts, and the same report if both have it."""
    mine, theirs = (_of_state(side, evidence.corrida.estado_presupuesto) for side in (first, other))
    common = [report for report in (p.report for p in mine) if report in {p.report for p in theirs}]
    if common:
        report = BOOK_OF_RECORD if BOOK_OF_RECORD in common else common[0]
        mine, theirs = ([p for p in side if p.report == report] for side in (mine, theirs))
    pair = reference(mine, column), reference(theirs, column)
    if pair[0] is not None and pair[1] is not None:
        yield pair[0], pair[1]


def _of_state(partitions: Sequence[Partition], wanted: str) -> Sequence[Partition]:
    return [partition for partition in partitions if partition.state == wanted] or partitions


def _explained(found: Found, column: str, first: Partition, other: Partition) -> Found:
    """The finding with what explains the difference: what one system has certified and not yet accrued."""
    cause = _certified_cause(first, other) if column == "devengado" else ""
    if not cause:
        return found
    return replace(found, message=f"{found.message[:-1]}. {cause}.", fields=found.fields | {"causa": cause})


def _certified_cause(first: Partition, other: Partition) -> str:
    for one, counterpart in ((other, first), (first, other)):
        certified, accrued, theirs = one.total("certificado"), one.total("devengado"), counterpart.total("devengado")
        if certified is None or accrued is None or theirs is None or certified <= accrued:
            continue
        pending, gap = certified - accrued, theirs - accrued
        begin = f"{one.system or 'uno'} tiene {number_es(pending)} certificado y aún no devengado"
        if gap == pending:
            return f"{begin}: es exactamente la diferencia"
        if 0 < gap < pending:
            rest = number_es(pending - gap)
            return f"{begin}: la diferencia cabe en ello, y lo certificado que nadie devengó es {rest}"
        return f"{begin}, que no explica la diferencia"
    return ""


def _same_reports(evidence: Evidence) -> Iterator[tuple[Partition, Partition]]:
    """Pairs of the same report and cut-off: a system in two states, and the system of record with each other one."""
    for of_cutoff in _by_cutoff(evidence).values():
        first, others = _record_and_others(of_cutoff, evidence.corrida.sistema_presupuesto)
        pairs = [pair for of_system in (first, *others) for pair in combinations(of_system, 2)]
        state = evidence.corrida.estado_presupuesto
        for other in others:
            pairs += [(mine, theirs) for mine in _of_state(first, state) for theirs in _of_state(other, state)]
        yield from (pair for pair in pairs if pair[0].report == pair[1].report)


def _gaps(first: Partition, second: Partition) -> Iterator[LineGap]:
    mine, theirs = first.by_line(), second.by_line()
    for key in dict.fromkeys((*mine, *theirs)):
        one, other = mine.get(key), theirs.get(key)
        gaps = {}
        for column in MONEY_COLUMNS:
            amounts = _amounts(one, other, column)
            if amounts is not None and amounts[0] != amounts[1]:
                gaps[column] = amounts
        if gaps:
            missing = second if other is None else first if one is None else None
            yield LineGap(other or one, gaps, missing)


def _amounts(one: Row | None, other: Row | None, column: str) -> tuple[Decimal, Decimal] | None:
    """What two reports say of a line; None where either leaves it blank."""
    first, second = _amount(one, column), _amount(other, column)
    return None if first is None or second is None else (first, second)


def _amount(row: Row | None, column: str) -> Decimal | None:
    """A line's amount: 0 where a report, which is complete, does not list it; None where it is blank."""
    if row is None:
        return Decimal(0)
    cell = row.number(column)
    return cell.value if cell else None


def _line_found(gap: LineGap, first: Partition, second: Partition) -> Found:
    told = "; ".join(
        f"{COLUMN_WORDS[column]} es {number_es(one)} y {number_es(other)} ({_signed(other - one)})"
        for column, (one, other) in gap.gaps.items()
    )
    absent = f" La línea no está en el reporte {gap.missing_in.words}." if gap.missing_in else ""
    column, (one, other) = max(gap.gaps.items(), key=lambda item: abs(item[1][1] - item[1][0]))
    return Found(
        f"«{line_words(gap.row)}», al {first.cutoff:%d/%m/%Y}, en los reportes {first.words} y {second.words}: "
        f"{told}.{absent}{_line_cause(gap)}",
        {
            "elemento": f"gastos/{line_code(gap.row)}/{column}",
            "esperado": plain_text(one),
            "encontrado": plain_text(other),
            "diferencia": plain_text(other - one),
        }
        | at(gap.row.cell(column)),
    )


def _line_cause(gap: LineGap) -> str:
    certified, accrued = gap.row.number("certificado"), gap.row.number("devengado")
    if certified is None or accrued is None or "devengado" not in gap.gaps or gap.missing_in:
        return ""
    pending = certified.value - accrued.value
    if 0 < -gap.accrued <= pending:
        return f" Cabe en lo certificado y aún no devengado de la línea, {number_es(pending)}."
    return ""


def _the_rest(gaps: Sequence[LineGap], first: Partition, second: Partition) -> Found:
    accrued = sum((gap.accrued for gap in gaps), Decimal(0))
    return Found(
        f"Otras {len(gaps)} líneas difieren, en {number_es(gaps[0].largest)} o menos cada una, entre los reportes "
        f"{first.words} y {second.words} al {first.cutoff:%d/%m/%Y}; en el devengado suman {_signed(accrued)}.",
        {"elemento": f"gastos/{first.cutoff}", "encontrado": f"{len(gaps)} líneas", "diferencia": plain_text(accrued)}
        | at(gaps[0].row.cell("devengado")),
    )


def _signed(amount: Decimal) -> str:
    return f"+{number_es(amount)}" if amount > 0 else number_es(amount)
