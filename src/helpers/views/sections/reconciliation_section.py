"""Tables and repeated values of the section on reconciliation (`13_conciliacion`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from helpers.base.display import as_sentence, counted_es, number_es, upper_first
from helpers.base.python_extras import by_key, grouped
from helpers.figures.book import Book
from helpers.figures.findings import DIFFERENT, Finding, Reconciled, Verdict
from helpers.figures.records import Sensitivity, SourceCell
from helpers.figures.subjects import figure_phrase
from helpers.settings.cuadros.cuadro_table import KINDS, PRINTED_TABLE, check_kind, is_cell
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, Number, counted, number_at, written
from helpers.views.elements.grid import NotIncluded, Shown, Table, TableRow, headed, number_columns, text_columns
from helpers.views.quality.finding_tables import as_printed, is_comparison
from helpers.views.sections.shown_section import ShownSection

ONE_VERDICT = "Toda celda publicada tiene un veredicto y solo uno"
EXACT = "«Exacto» quiere decir exactamente igual"
SAYS_WHY = "Lo distinto que no tiene valor con que compararse dice su causa"
SUBTRACTED = "La diferencia de lo distinto es lo publicado menos lo calculado"
NONE_IS_ZERO = "Ninguna diferencia de lo distinto es cero"
OWN_FIGURES = "Las cifras propias de la comparación entre métodos son las del Libro"
ADDED_UP = "Los efectos de las reglas suman la diferencia entera"
LISTED = {
    Verdict.IRRECONCILABLE: ("cuadro-irreconciliables", "Cifras publicadas que no se pueden obtener de los datos"),
    Verdict.OTHER_RULE: ("cuadro-otra-regla", "Cifras publicadas que da una regla distinta de la del método"),
    Verdict.CARRIED: ("cuadro-arrastres", "Cifras publicadas que se siguen de otra cifra equivocada"),
    Verdict.ROUNDING: ("cuadro-redondeos", "Cifras publicadas que difieren por la forma de redondear"),
    Verdict.NOT_VERIFIABLE: ("cuadro-no-verificables", "Cifras publicadas sin datos con que calcularlas"),
}
"""Id and title of the table that lists the cells of a verdict."""


def verdicts(section: ShownSection) -> Shown:
    """Table of the number of cells of earlier documents by verdict; returns NotIncluded if none was compared."""
    if not section.reconciliation:
        return section.leave_out("el cotejo con lo publicado antes")
    return verdicts_table(section.book, section.reconciliation, id="cuadro-veredictos")


def listed(section: ShownSection, verdict: Verdict) -> Shown:
    """Table of the printed cells of a verdict of `LISTED`; returns NotIncluded if no earlier document was compared."""
    if not section.reconciliation:
        return section.leave_out()
    found, (name, title) = with_verdict(section.reconciliation, verdict), LISTED[verdict]
    return reconciled_table(section.book, found, id=name, title=title)


def own_findings(section: ShownSection) -> list[Finding]:
    """The run's findings of rules other than the comparison with earlier documents."""
    return [finding for finding in section.findings if not is_comparison(finding)]


def differing_findings(section: ShownSection) -> list[Finding]:
    """The run's findings on a cell of an earlier document that is known to differ (`DIFFERENT`)."""
    return [one for one in section.findings if is_comparison(one) and one.veredicto in DIFFERENT]


def unverified_findings(section: ShownSection) -> list[Finding]:
    """The run's findings on cells of earlier documents that are not known to differ: they cannot be verified."""
    return [one for one in section.findings if is_comparison(one) and one.veredicto not in DIFFERENT]


def without_other_methods(section: ShownSection, sensitivity: Sensitivity) -> NotIncluded | None:
    """Return NotIncluded, in place of the comparison of methods, for a plan and for a run that no method scores.

    None for others.
    """
    is_scored = bool(sensitivity.allowed or sensitivity.refused)
    return None if is_scored and not section.period.is_plan else section.leave_out()


def cells(section: ShownSection) -> set[tuple[str, str, str]]:
    """File, sheet and cell of every printed value that has a verdict."""
    return {(line.archivo, line.hoja, line.celda) for line in section.reconciliation}


def exact_numbers(section: ShownSection) -> list[Reconciled]:
    """The printed values that are numbers and have the verdict «exacto»."""
    return [line for line in with_verdict(section.reconciliation, Verdict.EXACT) if line.is_number]


def different(section: ShownSection) -> list[Reconciled]:
    """The printed numbers known to differ (`DIFFERENT`) that have a computed value to compare with."""
    return [line for line in _differing(section) if line.calculado and line.is_number]


def without_value(section: ShownSection) -> list[Reconciled]:
    """The cells known to differ (`DIFFERENT`) but without a computed value, such as a percentage of zero."""
    return [line for line in _differing(section) if not line.calculado]


def _differing(section: ShownSection) -> Sequence[Reconciled]:
    return [line for line in section.reconciliation if line.veredicto in DIFFERENT]


def effects(sensitivity: Sensitivity) -> Mapping[str, Decimal]:
    """Sum of the effects of a method's changed rules on each figure, by figure id.

    Figures without steps are absent.
    """
    steps = {one.id: [step for step in sensitivity.steps if step.id == one.id] for one in sensitivity.allowed}
    return {name: sum((Decimal(step.efecto) for step in some), Decimal(0)) for name, some in steps.items() if some}


VERDICT_CHIPS = {
    Verdict.EXACT: Chip("verde", "●", "Exacto"),
    Verdict.ROUNDING: Chip("amarillo", "■", "Redondeo"),
    Verdict.OTHER_RULE: Chip("amarillo", "◆", "Otra regla"),
    Verdict.CARRIED: Chip("rojo", "▷", "Arrastre"),
    Verdict.IRRECONCILABLE: Chip("rojo", "▼", "Irreconciliable"),
    Verdict.NOT_VERIFIABLE: Chip("gris", "○", "No verificable"),
}
NOT_COMPARED = Missing("Entre dos palabras no hay resta.", NOT_APPLICABLE)
PRINTED_TABLES = "celdas del cuadro impreso"
NAMED_CELL = re.compile(r"«(?P<table>.+?)», fila «(?P<row>.+?)», columna «(?P<column>.+?)»")
"""Format in which a place names a printed table and the row and column of a cell."""


def verdicts_table(book: Book, reconciliation: Sequence[Reconciled], *, id: str) -> Table:
    """Return a table that counts printed cells by verdict (rows) and by how they are checked (columns, `KINDS`).

    Parameters
    ----------
    reconciliation : sequence of Reconciled
        One item per printed cell, so that each cell counts once.
    """
    counts = Counter((item.veredicto, check_kind(book, item)) for item in reconciliation)
    rows = [
        TableRow((VERDICT_CHIPS[verdict], *(counted(counts[verdict, kind]) for kind in KINDS)))
        for verdict in Verdict
    ]
    totals = (counted(sum(counts[verdict, kind] for verdict in Verdict)) for kind in KINDS)
    heads = text_columns("Veredicto") + number_columns(*KINDS)
    notes = (
        "Cada celda impresa se cuenta una vez, aunque la comprueben varias reglas, con el peor de sus veredictos. La "
        "que sale igual al calcularla aquí es exacta, y lo que la contradiga lleva su propio veredicto.",
        "Leídas como dato: cifras impresas que son a la vez un dato de entrada; coinciden consigo mismas.",
        "Solo cotejadas: el método no las calcula; «exacto» solo dice que otro cuadro impreso trae lo mismo, o que lo "
        "dan los datos informados de sus partes.",
    )
    total = TableRow(("Total", *totals), "total")
    return Table(id, "Cifras publicadas por veredicto", heads, (*rows, total), notes)


def with_verdict(reconciliation: Sequence[Reconciled], verdict: Verdict) -> tuple[Reconciled, ...]:
    """Return the reconciled cells that have a given verdict, in their order."""
    return tuple(item for item in reconciliation if item.veredicto is verdict)


def reconciled_table(book: Book, items: Sequence[Reconciled], *, id: str, title: str) -> Table:
    """Return a table of printed figures beside the computed ones: one row per figure and printed value.

    Parameters
    ----------
    items : sequence of Reconciled
        Reconciled cells, usually of one verdict. Cells with the same figure and printed value share a row; a note then
        states the number of cells.

    Returns
    -------
    Table
        Cells of a declared printed table come under its name; the row of a Book's figure lists the places that print
        it.
    """
    same = grouped(items, lambda item: (item.id, item.publicado))
    heads = text_columns("Cifra") + number_columns("Impreso", "Calculado", "Diferencia") + text_columns("Causa")
    lines = by_key((_table_of(places[0]), TableRow(_reconciled_cells(book, places))) for places in same.values())
    rows = headed((name, lines[name]) for name in sorted(lines, key=bool))
    fewer = (
        f"{number_es(len(items))} celdas impresas en {counted_es(len(same), 'fila', 'filas')}: la misma cifra impresa "
        "igual en varios lugares tiene una sola."
    )
    return Table(id, title, heads, rows, (fewer,) if len(same) < len(items) else (), empty="Ninguna.")


def _table_of(item: Reconciled) -> str:
    """The group heading for a cell of a printed table; empty for a figure of the Book."""
    found = NAMED_CELL.search(item.donde)
    return f"{upper_first(PRINTED_TABLES)} «{found['table']}»" if found and is_cell(item.id) else ""


def _reconciled_cells(book: Book, same: Sequence[Reconciled]) -> tuple[Cell, ...]:
    """The cells of a row: what and where, printed and computed value, difference, cause."""
    first, places = same[0], as_printed(book, "; ".join(item.donde for item in same))
    return (
        _cell_words(first) if is_cell(first.id) else f"{figure_phrase(book, first.id)} ({places})",
        _as_printed(book, first),
        _computed(book, first),
        written(first.diferencia) if first.diferencia else _no_difference(first),
        as_printed(book, as_sentence(first.causa)),
    )


def _cell_words(item: Reconciled) -> str:
    """Row and column of a printed table's cell (`TOTAL, Avance 2022`), or the whole place if it has another format."""
    found = NAMED_CELL.search(item.donde)
    return f"{found['row']}, {found['column']}" if found else f"{upper_first(PRINTED_TABLE)}: {item.donde}"


def _as_printed(book: Book, item: Reconciled) -> Cell:
    """The printed value; a number of a declared printed table keeps the reference to its source cell."""
    if not item.is_number:
        return item.publicado
    cell = str(SourceCell(item.archivo, item.hoja, item.celda))
    value = book.printed_values.get(cell) if is_cell(item.id) else None
    return Number(number_es(value.value), value.text, cell=cell) if value else written(item.publicado)


def _computed(book: Book, item: Reconciled) -> Cell:
    """The computed value: the Book's figure, or the result of the rule of a printed table's cell."""
    if not item.is_number:
        return item.calculado or _not_computed(item)
    figure = book.figures.get(item.id)
    if figure is not None:
        return number_at(figure, -int(Decimal(item.calculado).as_tuple().exponent))
    return written(item.calculado) if item.calculado else _not_computed(item)


def _no_difference(item: Reconciled) -> Cell:
    """Why a row has no difference: its two values are words, or none was computed."""
    return NOT_COMPARED if not item.is_number and item.calculado else _not_computed(item)


def _not_computed(item: Reconciled) -> Missing:
    """The empty cell of a value that was not computed; its tooltip is the cause."""
    return Missing(as_sentence(item.causa))
