"""Checks the sums printed among a table's rows and removes them, so that they are never added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from helpers.base.exact import plain_text
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.intake.intake_problems import Code, found, listed
from helpers.intake.tables.table_columns import Kind, Table
from helpers.intake.values.word_matching import plain

_NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER})


def check_totals(table: Table, rows: Sequence[Row], totals: Mapping[int, str]) -> tuple[tuple[Row, ...], list[Finding]]:
    """Remove the sums from a table's rows and compare each with the rows that it may add up.

    A sum is right if it equals the sum of all rows before it, of those since the last sum, or of those since the last
    sum of its own kind (total or subtotal). Columns that have no sum, such as percentages, are not compared.

    Parameters
    ----------
    totals : Mapping of int to str
        Row numbers of the sums, with their names.

    Returns
    -------
    tuple of Row
        The rows without the sums.
    list of Finding
        One note for all the right sums, and one warning for each wrong amount.
    """
    kept = tuple(row for row in rows if row.line not in totals)
    findings, right = [], []
    for row in rows:
        if row.line in totals:
            wrong = list(_differences(table, row, kept, totals))
            findings.extend(wrong)
            right += [] if wrong else [row]
    if right:
        findings.append(_recognised(table, right, totals))
    return kept, findings


def _differences(table: Table, total: Row, kept: Sequence[Row], totals: Mapping[int, str]) -> Iterator[Finding]:
    blocks = _blocks(total, kept, totals)
    for column in table.file_columns:
        printed = total.number(column.name)
        if column.kind not in _NUMBERS or not column.adds or printed is None:
            continue
        sums = [_sum(block, column.name) for block in blocks]
        if printed.value in sums or all(value is None for value in sums):
            continue
        sum_of_all = next(value for value in sums if value is not None)
        yield _differs(table, total, column.name, totals[total.line], printed.value, sum_of_all)


def _blocks(total: Row, kept: Sequence[Row], totals: Mapping[int, str]) -> list[list[Row]]:
    """Return the groups of rows that a sum may add up, nearest first."""
    before = [line for line in totals if line < total.line]
    kind = plain(totals[total.line]).startswith("sub")
    own = [line for line in before if plain(totals[line]).startswith("sub") == kind]
    starts = sorted({max(before, default=0), max(own, default=0), 0}, reverse=True)
    blocks = [[row for row in kept if start < row.line < total.line] for start in starts]
    following = [row for row in kept if row.line > total.line]
    # Some reports print the sum above its rows.
    return [block for block in (*blocks, *([following] if not blocks[-1] else [])) if block]


def _sum(rows: Sequence[Row], name: str) -> Fraction | None:
    numbers = [Fraction(number.value) for row in rows if (number := row.number(name)) is not None]
    return sum(numbers, Fraction(0)) if numbers else None


def _differs(table: Table, total: Row, name: str, called: str, printed: Decimal, real: Fraction) -> Finding:
    return found(
        Code.TOTAL_DIFFERS,
        Severity.WARNING,
        total.cell(name),
        f"«{called}» dice {plain_text(printed)} en «{name}» y sus filas suman {plain_text(real)} (diferencia "
        f"{plain_text(Fraction(printed) - real)}). El total no se suma; revise si falta o sobra una fila.",
        element=f"{table.name}/{total.line}/{name}",
        expected=plain_text(real),
        value=plain_text(printed),
    )


def _recognised(table: Table, right: Sequence[Row], totals: Mapping[int, str]) -> Finding:
    numbers = listed(str(row.line) for row in right)
    is_one = len(right) == 1
    words = "se reconoció la fila de total" if is_one else "se reconocieron las filas de total"
    return found(
        Code.TOTAL,
        Severity.NOTE,
        right[0].cell(""),
        f"{words} {numbers}: no se {'suma' if is_one else 'suman'} con las demás, y lo que se puede comparar coincide.",
        element=table.name,
        value=", ".join(dict.fromkeys(totals[row.line] for row in right)),
    )
