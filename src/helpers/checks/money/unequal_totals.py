"""The finding on a money column whose totals differ between two reports, and which of several follow from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from helpers.base.display import money_es
from helpers.checks.money.report_partitions import COLUMN_WORDS, Partition, line_words
from helpers.checks.rule_registry import Found
from helpers.figures.findings import difference_fields
from helpers.settings.indicators import BUDGET_COLUMNS

ACCRUED_FIRST = sorted(BUDGET_COLUMNS, key=lambda column: column != "devengado")
"""Money columns; of several that differ alike, the first is the one of which the others are told to follow."""


def once(found: Iterable[Found]) -> Iterator[Found]:
    """Yield findings on the columns of two reports; one with the difference of an earlier one follows from that."""
    first: dict[str, str] = {}
    for one in found:
        root = first.setdefault(one.fields["diferencia"], one.fields["elemento"])
        yield one if root == one.fields["elemento"] else replace(one, fields=one.fields | {"sigue_de": root})


def unequal(column: str, first: Partition, other: Partition) -> Iterator[Found]:
    """Yield a finding if the totals of a column differ between two reports; none if either lacks an amount.

    The first report's total is the expected one; the stated difference is the other's minus the first's. The element
    ends with the name of the line that differs most, if one does; it is the cause, if it differs by all of it.
    """
    expected, total = first.total(column), other.total(column)
    if expected is None or total is None or expected == total:
        return
    gaps = first.gaps(other, column)
    widest = [row for row, gap in gaps if abs(gap) == max(abs(other) for _, other in gaps)]
    where = f"/{line_words(widest[0])}" if len(widest) == 1 else ""
    line = line_words(widest[0]) if len(gaps) == 1 else ""
    scope = f", en «{line_words(first.rows[0])}»" if first.scope and len(first.scope) == 1 else ""
    verb = "suman" if COLUMN_WORDS[column].startswith("las ") else "suma"
    yield Found(
        f"Al {first.cutoff:%d/%m/%Y}{scope}, {COLUMN_WORDS[column]} {verb} Bs {money_es(expected)} en el reporte "
        f"{first.words} y Bs {money_es(total)} en el reporte {other.words}: una diferencia de "
        f"Bs {money_es(total - expected)}{f', toda en «{line}»' if line and not scope else ''}.",
        difference_fields(
            other.rows[0].cell(column),
            f"gastos/{first.cutoff}/{column}{where}",
            expected,
            total,
            causa=f"La diferencia está toda en la línea «{line}»" if line else "",
        ),
    )
