"""Runs every rule of every declared table: cells for the reconciliation, findings, and records for the Book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.exact import exact, exact_sum, plain_text, round_half_up
from helpers.base.python_extras import grouped
from helpers.base.yaml_models import nearest
from helpers.checks.cuadros.cell_verdicts import PrintedCell, by_cell, judge_all
from helpers.checks.cuadros.column_rules import Column, down_the_column, parts_of, targets_of
from helpers.checks.cuadros.expected_value import Expectation, Target
from helpers.checks.cuadros.row_rules import along_the_row, equal_to
from helpers.checks.cuadros.rule_references import References
from helpers.checks.rule_registry import Evidence
from helpers.figures.findings import Finding, Severity, difference_fields
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable
from helpers.figures.records import Origin, Row, SourceCell
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import found, of_file, where
from helpers.settings.cuadros.cuadro_model import Regla
from helpers.settings.cuadros.cuadro_table import Cuadro

OUT_OF_RANGE = "CUA-RANGO"
NOT_WHOLE = "CUA-CIEN"


def add_up(cuadro: Cuadro, rule: Regla) -> Iterator[Finding]:
    """Report groups (by the rule's `por`) whose weights or shares do not add up to the rule's `valor`.

    The rows are those the rule names, else all that are not totals. A group without any number gives nothing.

    Yields
    ------
    Finding
        For each column of a group: a warning if its exact sum, without rounding, is another; a note if cells are blank
        and the sum cannot be checked.
    """
    groups = grouped(parts_of(cuadro, rule, None), lambda row: tuple(row.text(column) for column in rule.por))
    for group, rows in groups.items():
        for name in rule.columnas:
            yield from _of_group(Column(cuadro, rule, name, tuple(rows)), group)


def _of_group(column: Column, group: Sequence[str]) -> Iterator[Finding]:
    """Yield the finding on one column of a group of rows; `group` has their texts in the columns of `por`."""
    cuadro, wanted, terms = column.cuadro, column.rule.valor, [term for _, term in column.present]
    total = exact_sum(term.value for term in terms)
    if not terms or total == exact(wanted):
        return
    first, last = (row.cell(column.name) for row in (column.rows[0], column.rows[-1]))
    element, of_group = cuadro.element(column.rows[0], column.name), f" de {', '.join(group)}" if any(group) else ""
    table, named = f"en «{cuadro.definition.titulo}»", f"la columna «{cuadro.title(column.name)}»{of_group}"
    if column.absent:
        absent = ", ".join(f"«{label}»" for label in column.absent)
        told = f"{table}, no se puede comprobar que {named} sume {number_es(wanted)}: no hay dato en {absent}."
        yield found(NOT_WHOLE, Severity.NOTE, first, told, element=element, expected=plain_text(wanted))
        return
    shown = round_half_up(total, max(term.decimals for term in terms))
    spare = [term for term in terms if total - term.value == exact(wanted)]
    cause = f"sin {spare[0].named} sumaría {number_es(wanted)}" if spare else ""
    told = (
        f"{where(first)} a {last.cell}: {table}, {named} suma {number_es(shown)} y debe sumar {number_es(wanted)}"
        f"{f': {cause}' if cause else ''}. Corresponde revisar los {len(terms)} valores."
    )
    fields = difference_fields(first, element, wanted, shown, causa=cause)
    yield Finding(NOT_WHOLE, Severity.WARNING, told, **fields)


def within_range(cuadro: Cuadro, rule: Regla) -> Iterator[Finding]:
    """Report cells below the minimum or above the maximum of a rule.

    Yields
    ------
    Finding
        A warning for each cell; the limits themselves are allowed, and blank cells are skipped.
    """
    for row in cuadro.select(rule.filas, rule.excepto):
        yield from _outside(Target(cuadro, row, rule.columna), rule.minimo, rule.maximo, "rango admitido")


def between_parts(cuadro: Cuadro, rule: Regla) -> Iterator[Finding]:
    """Report totals outside the range of their own parts.

    Yields
    ------
    Finding
        A warning for each total below the least or above the greatest part, as printed. A total whose parts are not all
        there is skipped.
    """
    for row in targets_of(cuadro, rule):
        for name in rule.columnas:
            column = Column(cuadro, rule, name, parts_of(cuadro, rule, row))
            values = [value for part, _ in column.present if (value := part.amount(name)) is not None]
            # With a part missing, the range is unknown: the total may include it.
            if values and not column.absent:
                yield from _outside(Target(cuadro, row, name), min(values), max(values), "rango de sus partes")


def _outside(target: Target, least: Decimal | None, most: Decimal | None, what: str) -> Iterator[Finding]:
    """Yield the finding on a cell below `least` or above `most`; None is no limit, and a blank cell gives nothing."""
    value = target.value
    if value is None or ((least is None or value >= least) and (most is None or value <= most)):
        return
    nearest = least if least is not None and value < least else most
    limits = _limits(least, most)
    told = f"{target.words}, imprime {number_es(value)}, fuera del {what} ({limits})."
    apart = plain_text(value - nearest) if nearest is not None else ""
    more = {"element": target.element, "expected": limits, "value": plain_text(value), "difference": apart}
    yield found(OUT_OF_RANGE, Severity.WARNING, target.cell, told, **more)


def _limits(least: Decimal | None, most: Decimal | None) -> str:
    if least is None or most is None:
        return f"a lo más {number_es(most)}" if most is not None else f"al menos {number_es(least or Decimal(0))}"
    return f"{number_es(least)} a {number_es(most)}"


IDLE, STRANGER = "CUA-REGLA", "CUA-UNIDAD"

Compare = Callable[[References, Cuadro, Regla], Iterator[Expectation]]
Limit = Callable[[Cuadro, Regla], Iterator[Finding]]

COMPARISONS: Mapping[str, Compare] = {
    "suma": lambda references, cuadro, rule: down_the_column(cuadro, rule),
    "media": lambda references, cuadro, rule: down_the_column(cuadro, rule),
    "formula": along_the_row,
    "saldo": along_the_row,
    "igual": equal_to,
}
LIMITS: Mapping[str, Limit] = {"cien": add_up, "rango": within_range, "entre_partes": between_parts}


def judge_cuadros(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[PrintedCell, ...]]:
    """Run the rules of all the declared tables on their printed cells.

    Returns
    -------
    tuple of Finding
        Numbers outside their range, sums that are not the rule's, rules that check nothing, and tables of unknown
        units.
    tuple of PrintedCell
        Each printed cell that a rule compares.
    """
    references = References(evidence.cuadros, evidence.book)
    expectations: list[Expectation] = []
    findings: list[Finding] = []
    for cuadro in evidence.cuadros:
        findings.extend(_unknown_unit(cuadro, evidence.dataset))
        for number, rule in enumerate(cuadro.definition.reglas, 1):
            of_rule = tuple(COMPARISONS[rule.regla](references, cuadro, rule)) if rule.regla in COMPARISONS else ()
            expectations.extend(of_rule)
            findings.extend(LIMITS[rule.regla](cuadro, rule) if rule.regla in LIMITS else ())
            findings.extend(_idle(cuadro, rule, number, of_rule))
    return tuple(findings), by_cell(judge_all(expectations, evidence.corrida.tolerancia_redondeo))


def _unknown_unit(cuadro: Cuadro, dataset: Dataset) -> Iterator[Finding]:
    """Warn of a table whose unit is not in the structure, if there is one: the report would show it under no unit."""
    unit = cuadro.definition.unidad
    codes = {node.code for node in dataset.nodes}
    if unit and codes and unit not in codes:
        told = (
            f"«unidad: {unit}» no está en la estructura, y el cuadro se muestra entre los que no son de ninguna unidad."
            f" {nearest(unit, codes)}"
        )
        yield of_file(STRANGER, Severity.WARNING, cuadro.declared, told, element=cuadro.name, value=unit)


def _idle(cuadro: Cuadro, rule: Regla, number: int, expectations: Sequence[Expectation]) -> Iterator[Finding]:
    """Warn of a rule that selects no rows: it checks nothing and would seem fulfilled.

    Parameters
    ----------
    number : int
        The rule's place in its table's definition, from 1.
    expectations : sequence of Expectation
        What the rule expects of cells, if it compares; empty for a rule of limits.
    """
    if rule.regla in COMPARISONS:
        is_idle = not expectations
    elif rule.regla == "rango":
        is_idle = not cuadro.select(rule.filas, rule.excepto)
    else:
        rows = targets_of(cuadro, rule) if rule.regla == "entre_partes" else (None,)
        is_idle = not any(parts_of(cuadro, rule, row) for row in rows)
    if is_idle:
        told = (
            f"«reglas.{number} ({rule.regla})» no comprueba nada: ninguna fila con dato cumple lo que pide. "
            "Corresponde revisar sus filtros y lo que el cuadro escribe en esas columnas."
        )
        yield of_file(IDLE, Severity.WARNING, cuadro.declared, told, element=cuadro.name)


def printed_tables(cuadros: Iterable[Cuadro], cells: Iterable[PrintedCell]) -> tuple[PrintedTable, ...]:
    """Return the declared tables as the Book keeps them, with the verdict of each compared cell.

    Parameters
    ----------
    cells : iterable of PrintedCell
        Results of the rules of all the tables.

    Returns
    -------
    tuple of PrintedTable
        Numbers are texts with a decimal point, exactly as read; words that stand for no number are kept.
    """
    verdicts = {cell.cell: cell.verdict.value for cell in cells}
    return tuple(_printed_table(cuadro, verdicts) for cuadro in cuadros)


def _printed_table(cuadro: Cuadro, verdicts: Mapping[SourceCell, str]) -> PrintedTable:
    """Return a declared table as the Book keeps it; without file, sheet and cells if it has no rows."""
    definition = cuadro.definition
    # All rows come from one file and sheet; a table without rows has no source.
    origin = cuadro.rows[0].origin if cuadro.rows else Origin(cuadro.name, "", "", {})
    columns = tuple(
        PrintedColumn(name, one.titulo or name, one.tipo, one.unidad, one.decimales, origin.columns.get(name, ""))
        for name, one in definition.columnas.items()
    )
    here = (origin.file, origin.sheet)
    own = {cell.cell: verdict for cell, verdict in verdicts.items() if (cell.file, cell.sheet) == here}
    return PrintedTable(
        name=cuadro.name, title=definition.titulo, section=definition.seccion, unit=definition.unidad,
        source=definition.fuente, note=definition.nota, declared=cuadro.declared, file=origin.file, sheet=origin.sheet,
        key=definition.clave, totals=tuple(definition.totales), columns=columns,
        rows=tuple(_row(cuadro, row) for row in cuadro.rows), blank=definition.vacias,
        verdicts=own, repeats=definition.repetido_en,
    )  # fmt: skip


def _row(cuadro: Cuadro, row: Row) -> PrintedRow:
    texts = tuple(_text(cuadro, row, name) for name in cuadro.definition.columnas)
    return PrintedRow(row.line, cuadro.label(row), cuadro.is_total(row), texts)


def _text(cuadro: Cuadro, row: Row, column: str) -> str:
    """Return a cell as text: its number with a decimal point, its text or the word in place of a number; else empty."""
    number = row.number(column)
    if number is not None:
        return format(number.value, "f")
    return row.text(column) or cuadro.no_data.get(row.cell(column), "")
