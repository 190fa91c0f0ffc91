"""Rules over the printed figures among themselves: printed twice, or outside the range of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import number_es
from helpers.exact import plain_text
from helpers.findings import Severity, at
from helpers.records import Row
from helpers.trace import Figure, Operation


@REGISTRY.rule("PUB-DOS-VALORES", Severity.WARNING, "Una misma cifra se imprime igual en todas partes.")
def printed_twice(evidence: Evidence) -> Iterator[Found]:
    """The same figure printed with different values in two places."""
    for figure, rows in _by_figure(evidence).items():
        values = list(dict.fromkeys(row.number("valor").value for row in rows))
        if len(values) > 1:
            places = "; ".join(
                f"{number_es(row.number('valor').value)} en {row.text('donde')}" for row in rows
            )
            yield Found(
                f"La misma cifra está impresa con valores distintos: {places}.",
                {
                    "elemento": figure,
                    "esperado": plain_text(values[0]),
                    "encontrado": plain_text(values[1]),
                    "diferencia": plain_text(values[1] - values[0]),
                }
                | at(rows[1].cell("valor")),
            )


@REGISTRY.rule(
    "PUB-RANGO",
    Severity.WARNING,
    "Un promedio o una razón impresa está entre la menor y la mayor de sus partes.",
)
def mean_outside_its_parts(evidence: Evidence) -> Iterator[Found]:
    """A printed mean that lies outside the range of its own parts."""
    printed = _by_figure(evidence)
    for figure, rows in printed.items():
        computed = evidence.book.figures.get(figure)
        parts = [_printed_or_read(evidence, part.id, printed) for part in _parts(evidence, computed)]
        if not parts:
            continue
        for row in rows:
            value = row.number("valor").value
            if not min(parts) <= value <= max(parts):
                yield _outside(row, value, min(parts), max(parts))


def _parts(evidence: Evidence, figure: Figure | None) -> Sequence[Figure]:
    """What a mean is taken of; for a ratio of the entity, the same ratio of its actions."""
    if figure is None:
        return ()
    if figure.operation is Operation.MEAN:
        return evidence.book.operands(figure)
    is_ratio = figure.denominator is not None and figure.level == "entidad"
    return evidence.book.select(figure.indicator, figure.period, "acp") if is_ratio else ()


def _outside(row: Row, value: Decimal, low: Decimal, high: Decimal) -> Found:
    nearest = low if value < low else high
    return Found(
        f"{row.text('donde')} imprime {number_es(value)}, fuera del rango de sus partes "
        f"({number_es(low)} a {number_es(high)}): ningún promedio de ellas puede darlo.",
        {
            "elemento": row.text("id"),
            "esperado": f"entre {plain_text(low)} y {plain_text(high)}",
            "encontrado": plain_text(value),
            "diferencia": plain_text(value - nearest),
        }
        | at(row.cell("valor")),
    )


def _printed_or_read(evidence: Evidence, figure: str, printed: dict[str, list[Row]]) -> Decimal:
    rows = printed.get(figure)
    return rows[0].number("valor").value if rows else evidence.book[figure].rounded


def _by_figure(evidence: Evidence) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in evidence.dataset.rows("publicado"):
        if row.number("valor") is not None:
            found.setdefault(row.text("id"), []).append(row)
    return found
