"""Checks the subtotals that SIGEP prints above their lines and removes them, so that they are never added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from helpers.base.exact import plain_text
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.intake.intake_problems import Code, found, listed
from helpers.intake.tables.table_columns import Kind, Table

_BY_DIGITS = frozenset({"partida", "rubro"})
_IDENTITY = ("ue", "cat_prog", "fuente", "organismo", "partida", "rubro")
Key = tuple[str, ...]


def check_subtotals(table: Table, rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Finding]]:
    """Remove the rows that are the sum of others, and compare each with its lines.

    A row is a subtotal of another if each of its codes is equal to the other's, blank, or the other's group (`40000` of
    `43110`, `570` of `570 0 004`).

    Returns
    -------
    tuple of Row
        The rows that are no subtotal.
    list of Finding
        One note on all the right subtotals, and a warning for each wrong amount.
    """
    names = [name for name in _IDENTITY if any(row.text(name) for row in rows)]
    keys = {row.line: tuple(row.text(name) for name in names) for row in rows}
    over = {above for key in set(keys.values()) for above in _above(names, key)}
    sums = [row for row in rows if keys[row.line] in over]
    kept = tuple(row for row in rows if keys[row.line] not in over)
    under = _under(names, kept, keys, {keys[row.line] for row in sums})
    findings: list[Finding] = []
    right = []
    for row in sums:
        wrong = list(_differences(table, row, under[keys[row.line]]))
        findings.extend(wrong)
        right += [] if wrong else [row]
    if right:
        findings.append(_recognised(table, right))
    return kept, findings


def _above(names: Sequence[str], key: Key) -> Iterator[Key]:
    """Yield the keys that a subtotal of a line with this key may have."""
    choices = [dict.fromkeys((code, *_groups(name, code), "")) for name, code in zip(names, key, strict=True)]
    return (above for above in product(*choices) if above != key)


def _groups(name: str, code: str) -> Iterator[str]:
    """Yield the groups of a code: with its last digits as zeros, or without its last parts."""
    if name in _BY_DIGITS:
        for place in range(len(code) - 1, 0, -1):
            group = code[:place] + "0" * (len(code) - place)
            if group != code:
                yield group
    else:
        parts = code.split(" ")
        yield from (" ".join(parts[:place]) for place in range(len(parts) - 1, 0, -1))


def _under(names: Sequence[str], kept: Sequence[Row], keys: dict[int, Key], wanted: set[Key]) -> dict[Key, list[Row]]:
    under: dict[Key, list[Row]] = defaultdict(list)
    for row in kept:
        for above in _above(names, keys[row.line]):
            if above in wanted:
                under[above].append(row)
    return under


def _differences(table: Table, row: Row, lines: Sequence[Row]) -> Iterator[Finding]:
    for column in table.file_columns:
        printed = row.number(column.name)
        numbers = [number.value for line in lines if (number := line.number(column.name)) is not None]
        # If one line has no amount, its subtotal cannot be compared.
        if column.kind is not Kind.NUMBER or printed is None or len(numbers) < len(lines):
            continue
        real = sum(map(Fraction, numbers), Fraction(0))
        if real != printed.value:
            yield found(
                Code.TOTAL_DIFFERS,
                Severity.WARNING,
                row.cell(column.name),
                f"el subtotal «{_called(row)}» dice {plain_text(printed.value)} en «{column.name}» y sus {len(lines)} "
                f"líneas suman {plain_text(real)} (diferencia {plain_text(Fraction(printed.value) - real)}). El "
                "subtotal no se suma; revise si el reporte está completo.",
                element=f"{table.name}/{row.line}/{column.name}",
                expected=plain_text(real),
                value=plain_text(printed.value),
            )


def _recognised(table: Table, right: Sequence[Row]) -> Finding:
    numbers = listed(str(row.line) for row in right)
    return found(
        Code.TOTAL,
        Severity.NOTE,
        right[0].cell(""),
        f"se reconocieron subtotales en {'la fila' if len(right) == 1 else 'las filas'} {numbers}: no se suman, y lo "
        "que se puede comparar coincide con sus líneas.",
        element=table.name,
        value=", ".join(_called(row) for row in right),
    )


def _called(row: Row) -> str:
    codes = " / ".join(text for name in _IDENTITY if (text := row.text(name)))
    return codes or row.text("denominacion") or f"fila {row.line}"
