"""Rules down a column: totals that are the sum or mean of rows, and the mistakes to try if they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from helpers.base.display import counted_es
from helpers.base.python_extras import first_by_key, not_none
from helpers.checks.causes.printed_case import Case, Other, Shape
from helpers.checks.causes.repeated_operations import Redo, Term, grouped_mean, mean_of, sum_of
from helpers.checks.cuadros.expected_value import (
    Expectation,
    Target,
    cell_term,
    headings,
    neighbours,
    subtotals,
)
from helpers.checks.printed.missing_parts import Missing
from helpers.figures.records import Row
from helpers.settings.cuadros.cuadro_model import Regla
from helpers.settings.cuadros.cuadro_table import Cuadro, filter_words

FEW_GROUPS = 8
"""Most groups of rows that are tried as left out."""


def blank_is_zero(cuadro: Cuadro, rule: Regla) -> bool:
    """Return whether an empty cell counts as zero under a rule; the rule's own setting precedes the table's."""
    return (rule.vacias or cuadro.definition.vacias) == "cero"


def targets_of(cuadro: Cuadro, rule: Regla) -> tuple[Row, ...]:
    """Return the rows that a rule checks: those its `total` selects, else the table's totals; always without `excepto`.

    Empty if the rule names no total and the table has none.
    """
    return cuadro.select(rule.total or cuadro.definition.totales, rule.excepto) if rule.total or cuadro.totals else ()


def parts_of(cuadro: Cuadro, rule: Regla, target: Row | None) -> tuple[Row, ...]:
    """Return the rows that make up a total, in the table's order.

    They are those that the rule's `partes` selects, else all that are not totals; only those with the total's own texts
    in the columns of `por`, without the total itself, and only the first row of each group of `una_vez_por`.

    Parameters
    ----------
    target : Row or None
        The total; None for the rows of all groups.
    """
    rows = cuadro.select(rule.partes) if rule.partes else cuadro.parts
    if target is not None:
        group = [target.text(column) for column in rule.por]
        rows = tuple(row for row in rows if row.line != target.line and [row.text(name) for name in rule.por] == group)
    if not rule.una_vez_por:
        return rows
    return tuple(first_by_key((tuple(map(row.text, rule.una_vez_por)), row) for row in rows).values())


@dataclass(frozen=True)
class Column:
    """One column over the rows that make up a total."""

    cuadro: Cuadro
    rule: Regla
    name: str
    rows: tuple[Row, ...]

    @property
    def terms(self) -> tuple[tuple[Row, Term | None], ...]:
        """Each row with its cell as a term; None for a cell without data, unless empty cells count as zero."""
        zero = blank_is_zero(self.cuadro, self.rule)
        return tuple(
            (row, cell_term(self.cuadro, row, self.name, self.cuadro.label(row), blank_is_zero=zero))
            for row in self.rows
        )

    @property
    def present(self) -> tuple[tuple[Row, Term], ...]:
        """The rows with data, and their terms."""
        return tuple((row, term) for row, term in self.terms if term is not None)

    @property
    def absent(self) -> tuple[str, ...]:
        """Labels of the rows without data."""
        return tuple(self.cuadro.label(row) for row, term in self.terms if term is None)


def down_the_column(cuadro: Cuadro, rule: Regla) -> Iterator[Expectation]:
    """Yield, for each total of a rule `suma` or `media`, the printed cell and the operation that should give it.

    There is one for each column of the rule. Totals without a number are skipped. If none of the rows has a number, the
    expectation has no case; if some lack one, its case covers the others and `why_not` names those rows.
    """
    for row in targets_of(cuadro, rule):
        for name in rule.columnas:
            target = Target(cuadro, row, name)
            if target.value is not None:
                yield _expectation(target, Column(cuadro, rule, name, parts_of(cuadro, rule, row)))


def _expectation(target: Target, column: Column) -> Expectation:
    """Return the expectation of a total; the case of a wrong one has the numbers around it, to search its cause."""
    rule, printed, having = column.rule, not_none(target.value), column.present
    if not having:
        return Expectation(target, _formula(column), None, "ninguna de sus filas tiene dato")
    shape = Shape.SUM if rule.regla == "suma" else Shape.MEAN
    # A mean of groups cannot be repeated with a row more or less.
    shape = Shape.FIXED if rule.agrupadas else shape
    rows, terms = tuple(row for row, _ in having), tuple(term for _, term in having)
    case = Case(printed, target.decimals, shape, terms, _redo(column, rows))
    if not case.ties:
        case = replace(
            case,
            neighbours=neighbours(target),
            subtotals=subtotals(target, rows),
            headings=headings(target, rows),
            others=tuple(_others(column, rows, terms)),
        )
    why_not = _missing(column).words(printed, target.decimals) if column.absent else ""
    return Expectation(target, _formula(column), case, why_not)


def _missing(column: Column) -> Missing:
    """Describe the rows without data, and how the total depends on their value."""
    redo, terms = _redo(column, column.rows), [term for _, term in column.terms]
    decimals = max(term.decimals for term in terms if term is not None)
    is_percentage = column.cuadro.definition.columnas[column.name].unidad == "%"

    def result(value: Fraction) -> Fraction:
        """Return the total if all rows without data had this value."""
        return redo([(1, value if term is None else term.value) for term in terms])

    return Missing(column.absent, decimals, is_percentage, True, result)


def _redo(column: Column, rows: Sequence[Row]) -> Redo:
    """Return the operation of the column's rule for the numbers of some rows, in order."""
    rule = column.rule
    if rule.regla == "suma":
        return sum_of
    if rule.agrupadas:
        return grouped_mean([tuple(row.text(name) for name in rule.agrupadas) for row in rows])
    return mean_of


def _formula(column: Column) -> str:
    """Return in Spanish what the column's rule does with which rows: `suma de 12 filas de igual area`."""
    rule, count = column.rule, len(column.rows)
    chosen = f" con {filter_words(rule.partes)}" if rule.partes else ""
    within = f" de igual {', '.join(rule.por)}" if rule.por else ""
    rows = f"{counted_es(count, 'fila', 'filas')}{chosen}{within}"
    if rule.regla == "suma":
        return f"suma de {rows}"
    if rule.agrupadas:
        return f"promedio de los promedios por {', '.join(rule.agrupadas)} de {rows}"
    return f"promedio de {rows}"


def _others(column: Column, rows: Sequence[Row], terms: tuple[Term, ...]) -> Iterator[Other]:
    """Yield operations perhaps done by mistake: a mean for a sum or the reverse, other means, a group left out."""
    is_sum = column.rule.regla == "suma"
    if is_sum and len({term.value for term in terms}) > 1:
        yield Other(f"es el promedio de las {len(terms)} filas, no su suma", terms, mean_of)
    if not is_sum:
        yield from other_means(column.cuadro, rows, terms, column.rule.agrupadas)
        if len(terms) > 1:
            yield Other(f"es la suma de las {len(terms)} filas, no su promedio", terms, sum_of)
    yield from _groups_left_out(column.cuadro, rows, terms, sum_of if is_sum else mean_of)


def other_means(
    cuadro: Cuadro, rows: Sequence[Row], terms: tuple[Term, ...], declared: tuple[str, ...] = ()
) -> Iterator[Other]:
    """Yield other means that may have been taken: simple, if the rule groups the rows, or of groups by a text column.

    A text column counts if some of its rows, but not all, share a text. `terms` are the numbers of `rows`, in order.

    Parameters
    ----------
    declared : tuple of str
        Columns by which the rule itself groups; empty if it does not group.
    """
    if declared:
        yield Other(f"es el promedio simple de las {len(terms)} filas, sin agruparlas", terms, mean_of)
    for name in cuadro.text_columns:
        groups = [(row.text(name),) for row in rows]
        if (name,) != declared and 1 < len(set(groups)) < len(groups):
            sentence = f"es el promedio de los promedios por «{cuadro.title(name)}», no el de las {len(rows)} filas"
            yield Other(sentence, terms, grouped_mean(groups))


def _groups_left_out(cuadro: Cuadro, rows: Sequence[Row], terms: tuple[Term, ...], redo: Redo) -> Iterator[Other]:
    """Yield the operation without one group of two or more rows with the same text, for each text column.

    Columns with more than `FEW_GROUPS` groups, with one alone, or in which no text repeats are not tried.
    """
    for name in cuadro.text_columns:
        groups = [row.text(name) for row in rows]
        kinds = dict.fromkeys(groups)
        if not 1 < len(kinds) <= min(FEW_GROUPS, len(groups) - 1):
            continue
        for kind in kinds:
            kept = tuple(term for term, group in zip(terms, groups, strict=True) if group != kind)
            out = len(terms) - len(kept)
            if out > 1:
                sentence = f"quedaron fuera las {out} filas con {cuadro.title(name)} «{kind}»"
                yield Other(sentence, kept, redo, is_rule=False)
