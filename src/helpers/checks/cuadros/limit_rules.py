"""Rules without an expected number: parts that add up to a given total, values within a range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.base.python_extras import grouped
from helpers.checks.cuadros.column_rules import Column, parts_of, targets_of
from helpers.checks.cuadros.expected_value import Target
from helpers.figures.findings import Finding, Severity, cell_fields
from helpers.intake.intake_problems import where
from helpers.settings.cuadros.cuadro_model import Regla
from helpers.settings.cuadros.cuadro_table import Cuadro

OUT_OF_RANGE = "CUA-RANGO"
NOT_WHOLE = "CUA-CIEN"


def add_up(cuadro: Cuadro, rule: Regla) -> Iterator[Finding]:
    """Report groups whose weights or shares do not add up to the rule's value."""
    groups = grouped(parts_of(cuadro, rule, None), lambda row: tuple(row.text(column) for column in rule.por))
    for group, rows in groups.items():
        for name in rule.columnas:
            yield from _of_group(Column(cuadro, rule, name, tuple(rows)), group)


def _of_group(column: Column, group: Sequence[str]) -> Iterator[Finding]:
    terms = tuple(term for _, term in column.present)
    wanted = column.rule.valor
    if not terms:
        return
    total = sum((term.value for term in terms), exact(0))
    if total == exact(wanted):
        return
    if column.absent:
        yield _unknown(column, group)
        return
    cuadro, decimals = column.cuadro, max(term.decimals for term in terms)
    shown = round_half_up(total, decimals)
    spare = [term for term in terms if total - term.value == exact(wanted)]
    cause = f"sin {spare[0].named} sumaría {number_es(wanted)}" if spare else ""
    first, last = column.rows[0].cell(column.name), column.rows[-1].cell(column.name)
    of_group = f" de {', '.join(group)}" if any(group) else ""
    yield Finding(
        codigo=NOT_WHOLE,
        severidad=Severity.WARNING,
        mensaje=(
            f"{where(first)} a {last.cell}: en «{cuadro.definition.titulo}», la columna «{cuadro.title(column.name)}»"
            f"{of_group} suma {number_es(shown)} y debe sumar {number_es(wanted)}"
            f"{f': {cause}' if cause else ''}. Revise los {len(terms)} valores."
        ),
        elemento=cuadro.element(column.rows[0], column.name),
        esperado=plain_text(wanted),
        encontrado=plain_text(shown),
        diferencia=plain_text(shown - wanted),
        causa=cause,
        **cell_fields(first),
    )


def _unknown(column: Column, group: Sequence[str]) -> Finding:
    cuadro, first = column.cuadro, column.rows[0].cell(column.name)
    of_group = f" de {', '.join(group)}" if any(group) else ""
    absent = ", ".join(f"«{label}»" for label in column.absent)
    return Finding(
        codigo=NOT_WHOLE,
        severidad=Severity.NOTE,
        mensaje=(
            f"{where(first)}: en «{cuadro.definition.titulo}», no se puede comprobar que la columna "
            f"«{cuadro.title(column.name)}»{of_group} sume {number_es(column.rule.valor)}: no hay dato en {absent}."
        ),
        elemento=cuadro.element(column.rows[0], column.name),
        esperado=plain_text(column.rule.valor),
        **cell_fields(first),
    )


def within_range(cuadro: Cuadro, rule: Regla) -> Iterator[Finding]:
    """Report cells below the minimum or above the maximum of a rule."""
    for row in cuadro.select(rule.filas, rule.excepto):
        yield from _outside(Target(cuadro, row, rule.columna), rule.minimo, rule.maximo, "rango admitido")


def between_parts(cuadro: Cuadro, rule: Regla) -> Iterator[Finding]:
    """Report totals outside the range of their own parts."""
    for row in targets_of(cuadro, rule):
        for name in rule.columnas:
            column = Column(cuadro, rule, name, parts_of(cuadro, rule, row))
            values = [value for part, _ in column.present if (value := part.amount(name)) is not None]
            # With a part missing, the range is unknown: the total may include it.
            if values and not column.absent:
                yield from _outside(Target(cuadro, row, name), min(values), max(values), "rango de sus partes")


def _outside(target: Target, least: Decimal | None, most: Decimal | None, what: str) -> Iterator[Finding]:
    value = target.value
    if value is None or ((least is None or value >= least) and (most is None or value <= most)):
        return
    nearest = least if least is not None and value < least else most
    limits = _limits(least, most)
    yield Finding(
        codigo=OUT_OF_RANGE,
        severidad=Severity.WARNING,
        mensaje=f"{where(target.cell)}: {target.words}, imprime {number_es(value)}, fuera del {what} ({limits}).",
        elemento=target.element,
        esperado=limits,
        encontrado=plain_text(value),
        diferencia=plain_text(value - nearest) if nearest is not None else "",
        **cell_fields(target.cell),
    )


def _limits(least: Decimal | None, most: Decimal | None) -> str:
    if least is None or most is None:
        return f"a lo más {number_es(most)}" if most is not None else f"al menos {number_es(least or Decimal(0))}"
    return f"{number_es(least)} a {number_es(most)}"
