"""Rules on the printed figures among themselves: printed twice, or outside the range of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import list_es, lower_first, number_es
from helpers.base.errors import UsageError
from helpers.base.exact import exact, plain_text, round_half_up, shown_decimals
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.checks.printed.missing_parts import missing_below
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation, split_id
from helpers.figures.finding_families import OUTSIDE
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.records import Row
from helpers.figures.replay import MEANS

ZERO = Fraction(0)
BETWEEN = MEANS | {Operation.RATIO}
"""Operations whose result lies between their parts."""
FEWEST_PARTS = 2
"""A mean of one part is that part, which another rule compares."""


@REGISTRY.rule("PUB-ID", Severity.ERROR, "Cada cifra de «publicado» está nombrada por su identificador.")
def named_otherwise(evidence: Evidence) -> Iterator[Found]:
    """Report rows of `publicado` whose id is no figure's: it has not four parts, or its second part is no period."""
    for row in evidence.dataset.rows("publicado"):
        name = row.text("id")
        if not names_a_figure(name):
            yield Found(
                f"«{name}» no es el identificador de una cifra. Corresponde escribir indicador/periodo/nivel/código, "
                "con su año y su ventana: avance_fisico/2024-T2/area/DGAA.",
                cell_fields(row.cell("id"), "publicado/id", "indicador/periodo/nivel/codigo", name),
            )


@REGISTRY.rule("PUB-DOS-VALORES", Severity.WARNING, "Una misma cifra se imprime igual en todas partes.")
def printed_twice(evidence: Evidence) -> Iterator[Found]:
    """Report figures that `publicado` states with different values; one finding for each figure.

    Values are compared at the fewest decimals of any of them: 48 and 48.04 may be the same figure.
    """
    for figure, rows in printed_figures(evidence).items():
        values = [not_none(row.amount("valor")) for row in rows]
        fewest = min(map(shown_decimals, values))
        same = [round_half_up(exact(value), fewest) == round_half_up(exact(values[0]), fewest) for value in values]
        if not all(same):
            places = "; ".join(f"{number_es(not_none(row.amount('valor')))} en {row.text('donde')}" for row in rows)
            other = same.index(False)
            yield Found(
                f"La misma cifra está impresa con valores distintos: {places}.",
                difference_fields(rows[other].cell("valor"), figure, values[0], values[other]),
            )


@REGISTRY.rule(
    "PUB-RANGO",
    Severity.WARNING,
    "Un promedio o una razón impresa está entre la menor y la mayor de sus partes.",
)
def mean_outside_its_parts(evidence: Evidence) -> Iterator[Found]:
    """Report printed means and ratios outside the range of their parts; a value in several places gives one finding.

    A part counts as printed, else as computed. Figures with fewer than two parts, or with a part without data, are
    skipped.
    """
    ranges = PartRanges(evidence)
    for figure, rows in ranges.printed.items():
        for value, same in grouped(rows, lambda row: not_none(row.amount("valor"))).items():
            passed = ranges.passed_by(figure, value)
            if passed is not None:
                yield _outside(same, value, *passed)


class PartRanges:
    """The ranges in which printed means and ratios must lie: those of their parts, as printed."""

    def __init__(self, evidence: Evidence) -> None:
        """Index the rows of `publicado` by figure; ranges are worked out when asked for."""
        self.evidence = evidence
        self.printed = printed_figures(evidence)

    def passed_by(self, figure: str, value: Decimal) -> tuple[Decimal, Decimal] | None:
        """Return the range (least, greatest) outside which a printed value lies; None if inside or without a range.

        There is no range for a figure that is no mean or ratio, is not in the Book, has fewer than two parts, or has a
        part without data.
        """
        computed = self.evidence.book.figures.get(figure)
        parts = [_printed_or_read(self.evidence, part.id, self.printed) for part in _parts_of(self.evidence, computed)]
        passed = range_passed(value, parts)
        # With a part missing, the range is unknown: the printed value may include it.
        lacks = passed is not None and computed is not None and missing_below(self.evidence.book, computed) is not None
        return None if lacks else passed


def range_passed(value: Decimal, parts: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest part if a value lies outside them; else None.

    Both are rounded to the value's decimals before it is compared with them; a value equal to one of them is inside.
    None also for fewer than two parts.
    """
    if len(parts) < FEWEST_PARTS:
        return None
    # The bounds are rounded like the mean: rounding keeps the order.
    decimals = -int(value.as_tuple().exponent)
    low, high = (round_half_up(exact(bound), decimals) for bound in (min(parts), max(parts)))
    return None if low <= value <= high else (low, high)


def range_words(low: Decimal, high: Decimal) -> str:
    """Return in Spanish why a value outside the range of its parts cannot be right, for use after a colon or comma."""
    return f"{OUTSIDE} ({number_es(low)} a {number_es(high)}): ningún promedio de ellas puede darlo"


def _parts_of(evidence: Evidence, figure: Figure | None) -> Sequence[Figure]:
    """Return the parts between which a figure must lie: those of a mean; of a ratio, the same ratio of its parts.

    The parts of the institution are its actions, the narrowest range that is printed; of others, those of the
    numerator. Their terms must add up to those of the figure: if some money is of no action, its ratio may lie outside
    theirs. The institution's progress towards what is due of everybody, such as the ideal range, needs no sums.
    """
    if figure is None or figure.operation in MEANS:
        return averaged(evidence.book, figure) if figure else ()
    if figure.denominator is None:
        return ()
    book, kind = evidence.book, (figure.indicator, figure.period)
    if figure.level == "entidad":
        same = book.select(*kind, "acp")
    else:
        terms = (one for numerator in book.operands(figure)[:1] for one in book.operands(numerator))
        same = tuple(found for one in terms if (found := book.get(*kind, one.level, one.code)) is not None)
    above, below = ([getattr(one, term) or ZERO for one in same] for term in ("numerator", "denominator"))
    is_sum = (sum(above), sum(below)) == (figure.numerator, figure.denominator) and all(term > 0 for term in below)
    is_of_one_goal = figure.level == "entidad" and set(below) == {figure.denominator}
    return same if is_sum or is_of_one_goal else ()


def averaged(book: Book, figure: Figure) -> Sequence[Figure]:
    """Return the parts of a mean or a ratio of sums, between which it must lie; none of another figure.

    None either if what does not take part divides it too, so that it may be below all its parts.
    """
    is_between = figure.operation in BETWEEN and all(operand.role != "divisor" for operand in figure.operands)
    return book.operands(figure) if is_between else ()


def _outside(rows: Sequence[Row], value: Decimal, low: Decimal, high: Decimal) -> Found:
    nearest = low if value < low else high
    places = list_es([row.text("donde") for row in rows])
    return Found(
        f"{places} {'imprime' if len(rows) == 1 else 'imprimen'} {number_es(value)}, {range_words(low, high)}.",
        cell_fields(
            rows[0].cell("valor"),
            rows[0].text("id"),
            f"entre {plain_text(low)} y {plain_text(high)}",
            plain_text(value),
            diferencia=plain_text(value - nearest),
        ),
    )


def _printed_or_read(evidence: Evidence, figure: str, printed: dict[str, list[Row]]) -> Decimal:
    """Return the first printed value of a figure; the computed one, rounded, if none is printed."""
    rows = printed.get(figure)
    return not_none(rows[0].amount("valor")) if rows else evidence.book[figure].rounded


def printed_figures(evidence: Evidence) -> dict[str, list[Row]]:
    """Return the rows of `publicado` with a value, by figure id, in the order of the table.

    Rows whose id is no figure's are left out: the reconciliation says that they cannot be verified.
    """
    rows = evidence.dataset.rows("publicado")
    return grouped(
        (row for row in rows if row.number("valor") is not None and names_a_figure(row.text("id"))),
        lambda row: row.text("id"),
    )


def names_a_figure(text: str) -> bool:
    """Return whether a text has the four parts of a figure's id, and its second part is a period."""
    try:
        Period.parse(split_id(text)[1])
    except (UsageError, ValueError):
        return False
    return True


def first_printed(printed: dict[str, list[Row]], figure: str) -> Row | None:
    """Return the first row that prints a figure, of those that `printed_figures` gives; None if there is none."""
    return printed[figure][0] if figure in printed else None


def why_absent(book: Book, figure: str) -> str:
    """Return in Spanish why the Book lacks a figure: its id is wrong, or its node, indicator or data are missing."""
    if not names_a_figure(figure):
        return "no es el identificador de una cifra: «indicador/periodo/nivel/codigo»"
    indicator, period, level, code = split_id(figure)
    if book.node(level, code) is None and level not in {"acp", "cat_prog", "fuente", "partida", "rubro"}:
        return f"la estructura no tiene «{code}» en el nivel «{level}»"
    if indicator not in book.method["indicadores"] and not any(other.indicator == indicator for other in book):
        return f"el método no define «{indicator}»"
    return f"no hay datos con que calcular {lower_first(book.indicator_name(indicator))} {Period.parse(period).of_when}"
