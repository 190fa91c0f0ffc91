"""Rules over the printed figures among themselves: printed twice, or outside the range of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.checks.missing_parts import missing_below
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import list_es, number_es
from helpers.exact import exact, plain_text, round_half_up
from helpers.findings import Severity, at
from helpers.records import Row
from helpers.trace import Figure, Operation

FEWEST_PARTS = 2
"""The mean of one part is that part: another rule compares them."""


@REGISTRY.rule("PUB-DOS-VALORES", Severity.WARNING, "Una misma cifra se imprime igual en todas partes.")
def printed_twice(evidence: Evidence) -> Iterator[Found]:
    """The same figure printed with different values in two places."""
    for figure, rows in printed_figures(evidence).items():
        values = list(dict.fromkeys(row.number("valor").value for row in rows))
        if _differ(values):
            places = "; ".join(f"{number_es(row.number('valor').value)} en {row.text('donde')}" for row in rows)
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


def _differ(values: Sequence[Decimal]) -> bool:
    """Whether values differ at the decimals of the one printed with fewest: 48 and 48.04 may be one figure."""
    fewest = min(max(0, -int(value.as_tuple().exponent)) for value in values)
    return len({round_half_up(exact(value), fewest) for value in values}) > 1


@REGISTRY.rule(
    "PUB-RANGO",
    Severity.WARNING,
    "Un promedio o una razón impresa está entre la menor y la mayor de sus partes.",
)
def mean_outside_its_parts(evidence: Evidence) -> Iterator[Found]:
    """A printed mean that lies outside the range of its own parts; printed alike in several places, told once."""
    ranges = PartRanges(evidence)
    for figure, rows in ranges.printed.items():
        for value, same in _by_value(rows).items():
            passed = ranges.passed_by(figure, value)
            if passed is not None:
                yield _outside(same, value, *passed)


class PartRanges:
    """Between what a printed mean or ratio must lie: the least and the most of its parts, as they are printed."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.printed = printed_figures(evidence)

    def passed_by(self, figure: str, value: Decimal) -> tuple[Decimal, Decimal] | None:
        """The range that a printed value lies outside of; None where it does not, or where there is no range."""
        computed = self.evidence.book.figures.get(figure)
        parts = [_printed_or_read(self.evidence, part.id, self.printed) for part in _parts(self.evidence, computed)]
        passed = range_passed(value, parts)
        # What has no data may lie anywhere, and the printed value may have counted it.
        lacks = passed is not None and computed is not None and missing_below(self.evidence.book, computed) is not None
        return None if lacks else passed


def range_passed(value: Decimal, parts: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The least and the most of some parts where a mean of theirs lies outside; None where it does not."""
    if len(parts) < FEWEST_PARTS:
        return None
    # A mean printed with fewer decimals than its parts is rounded, and rounding keeps the order.
    decimals = -int(value.as_tuple().exponent)
    low, high = (round_half_up(exact(bound), decimals) for bound in (min(parts), max(parts)))
    return None if low <= value <= high else (low, high)


def range_words(low: Decimal, high: Decimal) -> str:
    """Why a value outside a range cannot be right, in words that can follow a colon or a comma."""
    return f"fuera del rango de sus partes ({number_es(low)} a {number_es(high)}): ningún promedio de ellas puede darlo"


def _by_value(rows: Sequence[Row]) -> dict[Decimal, list[Row]]:
    found: dict[Decimal, list[Row]] = {}
    for row in rows:
        found.setdefault(row.number("valor").value, []).append(row)
    return found


def _parts(evidence: Evidence, figure: Figure | None) -> Sequence[Figure]:
    """What a mean is taken of; for a ratio, the same ratio of whatever its numerator adds up.

    A ratio of the entity is held against those of its actions, whose range is the narrowest that is printed.
    """
    if figure is None:
        return ()
    if figure.operation is Operation.MEAN:
        return evidence.book.operands(figure)
    if figure.denominator is None:
        return ()
    if figure.level == "entidad":
        return evidence.book.select(figure.indicator, figure.period, "acp")
    return _same_ratio(evidence, figure)


def _same_ratio(evidence: Evidence, ratio: Figure) -> Sequence[Figure]:
    """The ratio of each part of a ratio's summed numerator; nothing where one has none or a denominator below zero."""
    summed = [part for part in evidence.book.operands(ratio) if part.operation is Operation.SUM]
    if len(summed) < 2:
        return ()
    parts = [
        evidence.book.get(ratio.indicator, ratio.period, part.level, part.code)
        for part in evidence.book.operands(summed[0])
    ]
    complete = all(part is not None and part.denominator is not None and part.denominator > 0 for part in parts)
    return [part for part in parts if part is not None] if complete else ()


def _outside(rows: Sequence[Row], value: Decimal, low: Decimal, high: Decimal) -> Found:
    nearest = low if value < low else high
    places = list_es([row.text("donde") for row in rows])
    return Found(
        f"{places} {'imprime' if len(rows) == 1 else 'imprimen'} {number_es(value)}, {range_words(low, high)}.",
        {
            "elemento": rows[0].text("id"),
            "esperado": f"entre {plain_text(low)} y {plain_text(high)}",
            "encontrado": plain_text(value),
            "diferencia": plain_text(value - nearest),
        }
        | at(rows[0].cell("valor")),
    )


def _printed_or_read(evidence: Evidence, figure: str, printed: dict[str, list[Row]]) -> Decimal:
    rows = printed.get(figure)
    return rows[0].number("valor").value if rows else evidence.book[figure].rounded


def printed_figures(evidence: Evidence) -> dict[str, list[Row]]:
    """Rows of `publicado` that hold a value, by the figure's id."""
    found: dict[str, list[Row]] = {}
    for row in evidence.dataset.rows("publicado"):
        if row.number("valor") is not None:
            found.setdefault(row.text("id"), []).append(row)
    return found


def first_printed(printed: dict[str, list[Row]], figure: str) -> Row | None:
    """The first row that prints a figure; None where none does."""
    return printed[figure][0] if figure in printed else None
