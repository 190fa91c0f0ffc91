"""A rule on the bridge from the initial budget to the budget in force: amendments against the reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.base.display import number_es
from helpers.checks.case_grouping import some
from helpers.checks.money.report_partitions import Partition, partitions_of
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, difference_fields
from helpers.figures.records import Row
from helpers.scoring.code_names import BUDGET_LEVELS

KINDS = ("fuente", "cat_prog", "partida")
"""Columns by which amendments may be listed, most likely first."""


@REGISTRY.rule(
    "GAS-PUENTE",
    Severity.WARNING,
    "Las modificaciones presupuestarias listadas llevan del presupuesto inicial al vigente.",
)
def amendments(evidence: Evidence) -> Iterator[Found]:
    """Report codes whose amendments up to a cut-off do not add up to budget in force minus initial budget."""
    reports = {BUDGET_LEVELS.get(partition.report): partition for partition in _last_of_record(evidence)}
    for level in KINDS:
        partition = reports.get(level)
        listed = _until(evidence, partition) if partition else []
        if partition is not None and listed and all(row.text(level) for row in listed):
            for code in dict.fromkeys(row.text(level) for row in (*partition.rows, *listed)):
                yield from _of_code(partition, level, code, [row for row in listed if row.text(level) == code])
            return


def _until(evidence: Evidence, partition: Partition) -> list[Row]:
    """Return the amendments up to a report's cut-off."""
    dated = [(row.date("fecha"), row) for row in evidence.dataset.rows("modificaciones")]
    return [row for day, row in dated if day is not None and day <= partition.cutoff]


def _last_of_record(evidence: Evidence) -> tuple[Partition, ...]:
    """Return, of the system and state that count, each report at its last cut-off with both balances."""
    system, state = evidence.corrida.sistema_presupuesto, evidence.corrida.estado_presupuesto
    last: dict[str, Partition] = {}
    for partition in partitions_of(evidence.dataset):
        counts = partition.system == system and partition.state in ("", state)
        if counts and partition.total("ppto_inicial") is not None and partition.total("ppto_vigente") is not None:
            last[partition.report] = partition
    return tuple(last.values())


def _of_code(partition: Partition, level: str, code: str, listed: Sequence[Row]) -> Iterator[Found]:
    lines = [row for row in partition.rows if row.text(level) == code]
    expected = _total(lines, "ppto_vigente") - _total(lines, "ppto_inicial")
    total = _total(listed, "importe")
    if total == expected:
        return
    named = f" ({some(list(dict.fromkeys(row.text('norma') for row in listed)), 5)})" if listed else ""
    yield Found(
        f"Al {partition.cutoff:%d/%m/%Y}, {_kind_words(level)} {code} pasó de inicial a vigente en "
        f"{number_es(expected)}, y sus modificaciones listadas{named} suman {number_es(total)}: hay una diferencia de "
        f"{number_es(total - expected)}. Complete «modificaciones» o corrija sus importes.",
        difference_fields(
            listed[0].cell("importe") if listed else lines[0].cell("ppto_vigente"),
            f"modificaciones/{level}/{code}",
            expected,
            total,
        ),
    )


def _total(rows: Sequence[Row], column: str) -> Decimal:
    return sum((cell.value for row in rows if (cell := row.number(column)) is not None), Decimal(0))


def _kind_words(level: str) -> str:
    return {"fuente": "la fuente", "cat_prog": "la categoría", "partida": "la partida"}[level]
