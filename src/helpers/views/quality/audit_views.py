"""Tables and sentences on what does not agree: verdicts, printed and computed figures, control rules, input files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from helpers.base.display import number_es, upper_first
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict, count_by_severity
from helpers.figures.records import SourceCell
from helpers.figures.subjects import figure_phrase
from helpers.settings.cuadros.cuadro_table import COPIED, is_cell
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, Number, breakable, number_at
from helpers.views.elements.grid import Column, Table, TableRow
from helpers.views.quality.finding_tables import findings_table

VERDICT_CHIPS = {
    Verdict.EXACT: Chip("verde", "●", "Exacto"),
    Verdict.ROUNDING: Chip("amarillo", "■", "Redondeo"),
    Verdict.IRRECONCILABLE: Chip("rojo", "▼", "Irreconciliable"),
    Verdict.NOT_VERIFIABLE: Chip("gris", "○", "No verificable"),
}
VERDICT_WORDS = {
    Verdict.EXACT: "Lo impreso es lo calculado",
    Verdict.ROUNDING: "Difieren por la forma de redondear",
    Verdict.IRRECONCILABLE: "Ninguna operación legítima da lo impreso",
    Verdict.NOT_VERIFIABLE: "No están los datos con que calcularlo",
}
NOT_COMPARED = Missing("Entre dos palabras no hay resta.", NOT_APPLICABLE)
READING_RULE = "Regla de lectura o de cálculo"
PRINTED_TABLE, PRINTED_TABLES = "celda de un cuadro impreso", "celdas del cuadro impreso"
NAMED_CELL = re.compile(r"«(?P<table>.+?)», fila «(?P<row>.+?)», columna «(?P<column>.+?)»")
"""Format in which a place names a printed table and the row and column of a cell."""
SHOWN_BY_SECTION = {
    "metodo": ("PRE-TARDE",),
    "categorias": ("GAS-",),
    "areas": ("VEN-",),
    "unidades": ("REP-PARTES", "REP-SIN-DATO"),
    "trimestres": ("CIE-REEXPRESADA", "CIE-DESAPARECE"),
}
"""Sections that print the findings of their own subject, with the prefixes of those rules' codes."""
SEVERAL = {Severity.ERROR: "Errores", Severity.WARNING: "Advertencias", Severity.NOTE: "Notas"}
INBOX = "/formularios/"
"""Folder that identifies an input file as a unit's form."""
NOTES_SHOWN = 5
"""Maximum number of notes printed per rule; all errors and warnings are printed."""
FILES_SHOWN, ALL_LISTED = 24, "una por archivo, en manifiesto.json"
"""Maximum number of files of a folder that are listed one by one, and the text that replaces the digests of more."""
DIGEST_SHOWN = 16
"""Number of characters printed of a SHA-256; the manifest has all of them."""


COMPUTED, READ, COMPARED = KINDS = ("Calculadas aquí", "Leídas como dato", "Cotejadas con otro cuadro")
"""How a printed cell is checked: computed here, read as an input, or only compared with another printed table."""


def verdicts_table(book: Book, reconciliation: Sequence[Reconciled], *, id: str) -> Table:
    """Count the printed cells by verdict (rows) and by how each cell is checked (columns, see `KINDS`).

    Parameters
    ----------
    reconciliation : sequence of Reconciled
        One item per printed cell, so that each cell counts once.
    """
    counts = Counter((item.veredicto, how_checked(book, item)) for item in reconciliation)
    rows = [
        TableRow((VERDICT_CHIPS[verdict], VERDICT_WORDS[verdict], *(_count(counts[verdict, kind]) for kind in KINDS)))
        for verdict in Verdict
    ]
    totals = (_count(sum(counts[verdict, kind] for verdict in Verdict)) for kind in KINDS)
    heads = (Column("Veredicto"), Column("Qué significa"), *(Column(kind, numeric=True) for kind in KINDS))
    notes = (
        "Cada celda impresa se cuenta una vez, aunque la comprueben varias reglas, con el peor de sus veredictos; la "
        "que sale igual al calcularla aquí es exacta, y lo que la contradiga lleva su propio veredicto.",
        "Leídas como dato: cifras impresas que son a la vez un dato de entrada; coinciden consigo mismas.",
        "Cotejadas con otro cuadro: nada las calcula; «exacto» solo dice que otro cuadro impreso trae lo mismo.",
    )
    total = TableRow(("Total", "", *totals), "total")
    return Table(id, "Cifras publicadas por veredicto", heads, (*rows, total), notes)


def how_checked(book: Book, item: Reconciled) -> str:
    """How a printed figure is checked.

    Returns
    -------
    str
        A member of `KINDS`: `READ` for an input figure, `COMPARED` if its formula begins with `COPIED` (nothing
        computes it), `COMPUTED` otherwise.
    """
    figure = book.figures.get(item.id)
    if figure is not None and figure.operation is Operation.INPUT:
        return READ
    return COMPARED if item.formula.startswith(COPIED) else COMPUTED


def with_verdict(reconciliation: Sequence[Reconciled], verdict: Verdict) -> tuple[Reconciled, ...]:
    """The reconciled cells that have a given verdict."""
    return tuple(item for item in reconciliation if item.veredicto is verdict)


def reconciled_table(book: Book, items: Sequence[Reconciled], *, id: str, title: str) -> Table:
    """Printed figures beside the computed ones: one row per figure and printed value.

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
    heads = (
        Column("Cifra"), Column("Impreso", numeric=True), Column("Calculado", numeric=True),
        Column("Diferencia", numeric=True), Column("Causa"),
    )  # fmt: skip
    lines: dict[str, list[TableRow]] = {"": []}
    for places in same.values():
        lines.setdefault(_table_of(places[0]), []).append(TableRow(_reconciled_cells(book, places)))
    rows = tuple(
        row for name, own in lines.items() for row in ((TableRow((name,), "grupo"),) if name else ()) + tuple(own)
    )
    notes = _fewer_rows(len(same), len(items)) if len(same) < len(items) else ()
    return Table(id, title, heads, rows, notes, empty="Ninguna.")


def _table_of(item: Reconciled) -> str:
    """The group heading for a cell of a printed table; empty for a figure of the Book."""
    found = NAMED_CELL.search(item.donde)
    return f"{upper_first(PRINTED_TABLES)} «{found['table']}»" if found and is_of_printed_table(item) else ""


def _fewer_rows(rows: int, cells: int) -> tuple[str, ...]:
    return (
        f"{number_es(Decimal(rows))} filas para {number_es(Decimal(cells))} celdas impresas: la misma cifra impresa "
        "igual en varios lugares tiene una sola fila.",
    )


def _reconciled_cells(book: Book, same: Sequence[Reconciled]) -> tuple[Cell, ...]:
    first = same[0]
    return (
        _cell_words(first) if is_of_printed_table(first) else _figure_words(book, same),
        _as_printed(book, first),
        _computed(book, first),
        _number(first.diferencia) if first.diferencia else _no_difference(first),
        _sentence(first.causa),
    )


def _figure_words(book: Book, same: Sequence[Reconciled]) -> str:
    """A figure's name with every place that prints it."""
    return f"{figure_phrase(book, same[0].id)} ({'; '.join(item.donde for item in same)})"


def _cell_words(item: Reconciled) -> str:
    """Row and column of a printed table's cell (`TOTAL, Avance 2022`), or the whole place if it has another format."""
    found = NAMED_CELL.search(item.donde)
    return f"{found['row']}, {found['column']}" if found else f"{upper_first(PRINTED_TABLE)}: {item.donde}"


def _as_printed(book: Book, item: Reconciled) -> Cell:
    """The printed value; a number of a declared printed table keeps the reference to its source cell."""
    if not item.is_number:
        return item.publicado
    cell = str(SourceCell(item.archivo, item.hoja, item.celda))
    value = book.printed_values.get(cell) if is_of_printed_table(item) else None
    return Number(number_es(value.value), value.text, cell=cell) if value else _number(item.publicado)


def is_of_printed_table(item: Reconciled) -> bool:
    """Whether a reconciled cell belongs to a declared printed table rather than to a figure of the Book."""
    return is_cell(item.id)


def _computed(book: Book, item: Reconciled) -> Cell:
    """The computed value: the Book's figure, or the result of the rule of a printed table's cell."""
    if not item.is_number:
        return item.calculado or _not_computed(item)
    figure = book.figures.get(item.id)
    if figure is not None:
        return number_at(figure, -int(Decimal(item.calculado).as_tuple().exponent))
    return _number(item.calculado) if item.calculado else _not_computed(item)


def findings_summary_table(book: Book, findings: Sequence[Finding], *, id: str) -> Table:
    """Count the findings of each rule by severity, with what the rule requires.

    Returns
    -------
    Table
        Severities without any finding have no column. A note counts the rules without findings.
    """
    counts = Counter(finding.codigo for finding in findings)
    graver = Counter((finding.codigo, finding.severidad) for finding in findings)
    kinds = [severity for severity in Severity if count_by_severity(findings)[severity]]
    rules = {rule["codigo"]: rule["promesa"] for rule in book.listing("reglas")}
    codes = (*(code for code in rules if counts[code]), *(code for code in counts if code not in rules))
    rows = [
        TableRow((
            code, rules.get(code, READING_RULE), *(_count(graver[code, kind]) for kind in kinds), _count(counts[code]),
        ))
        for code in codes
    ]  # fmt: skip
    totals = (_count(sum(graver[code, kind] for code in codes)) for kind in kinds)
    if rows:
        rows.append(TableRow(("Total", "", *totals, _count(len(findings))), "total"))
    heads = (
        Column("Regla"), Column("Qué debe cumplirse"), *(Column(SEVERAL[kind], numeric=True) for kind in kinds),
        Column("Hallazgos", numeric=True),
    )  # fmt: skip
    title = "Reglas de control que tienen hallazgos"
    return Table(id, title, heads, tuple(rows), _kept_rules(rules, counts), empty="Ninguna regla tiene hallazgos.")


def _kept_rules(rules: Mapping[str, str], counts: Mapping[str, int]) -> tuple[str, ...]:
    kept = [code for code in rules if code not in counts]
    if not kept:
        return ()
    return (
        f"Sin hallazgos propios, {len(kept)} de {len(rules)} reglas. Lo que una regla encontró en lo impreso y ya dice "
        "la conciliación de la misma celda no se repite. Todas, con lo que cada una debe cumplir, están en la hoja "
        "«Reglas» de los papeles de trabajo.",
    )


def findings_under(findings: Sequence[Finding], prefix: str, *, id: str, title: str) -> Table:
    """The findings of the rules whose code begins with a prefix.

    Returns
    -------
    Table
        Messages, and a column of places if any finding has one.
    """
    found = [finding for finding in findings if finding.codigo.startswith(prefix)]
    columns = ("mensaje", "lugar") if any(finding.place for finding in found) else ("mensaje",)
    return findings_table(found, id=id, title=title, columns=columns)


def findings_not_shown(findings: Sequence[Finding], sections: Collection[str]) -> tuple[Finding, ...]:
    """The findings that no section of the report prints for its own subject.

    Parameters
    ----------
    sections : collection of str
        Names of the sections that the report includes.
    """
    shown = tuple(code for name in sections for code in SHOWN_BY_SECTION.get(name, ()))
    return tuple(finding for finding in findings if not finding.codigo.startswith(shown))


def other_findings_table(findings: Sequence[Finding], sections: Collection[str], *, id: str) -> Table:
    """The findings that no other section prints: all errors and warnings, and at most `NOTES_SHOWN` notes per rule.

    Parameters
    ----------
    sections : collection of str
        Names of the sections that the report includes.
    """
    others = findings_not_shown(findings, sections)
    told: Counter[str] = Counter()
    printed, left = [], Counter[str]()
    for finding in others:
        told[finding.codigo] += 1
        if finding.severidad is Severity.NOTE and told[finding.codigo] > NOTES_SHOWN:
            left[finding.codigo] += 1
        else:
            printed.append(finding)
    some = ", ".join(f"{code} ({number_es(Decimal(count))})" for code, count in left.items())
    notes = (f"Otras notas, que están en hallazgos.csv y en los papeles de trabajo: {some}.",) if left else ()
    columns = ("codigo", "severidad", "mensaje", "lugar")
    return findings_table(printed, id=id, title="Hallazgos de las reglas de control", columns=columns, notes=notes)


def inputs_table(book: Book, *, id: str) -> Table:
    """The input files with the beginning of their SHA-256.

    Returns
    -------
    Table
        Units' forms are only counted in a note. A folder with more than `FILES_SHOWN` files has a single row with their
        number. The planner's texts are absent: otherwise each edited word would change this table.
    """
    files = {name: digest for name, digest in sorted(book.inputs.items()) if INBOX not in name}
    sizes = Counter(_folder(name) for name in files)
    many = {folder: size for folder, size in sizes.items() if size > FILES_SHOWN}
    lines: dict[str, TableRow] = {}
    for name, digest in files.items():
        size = many.get(_folder(name), 0)
        shown = f"{_folder(name)}/ ({size} archivos)" if size else name
        lines[shown] = TableRow((breakable(shown), ALL_LISTED if size else f"{digest[:DIGEST_SHOWN]}…"))
    rows = tuple(lines.values())
    forms = len(book.inputs) - len(files)
    noun = "formulario" if forms == 1 else "formularios"
    others = f" También las de {number_es(Decimal(forms))} {noun}." if forms else ""
    notes = (f"Las huellas completas, y las de los textos propios, están en manifiesto.json.{others}",)
    return Table(id, "Archivos de entrada", (Column("Archivo"), Column("Huella SHA-256")), rows, notes)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _number(text: str) -> Number:
    return Number(number_es(Decimal(text)), text)


def _count(count: int) -> Number:
    return Number(number_es(Decimal(count)), str(count))


def _no_difference(item: Reconciled) -> Cell:
    return NOT_COMPARED if not item.is_number and item.calculado else _not_computed(item)


def _not_computed(item: Reconciled) -> Missing:
    return Missing(_sentence(item.causa))


def _sentence(text: str) -> str:
    return f"{upper_first(text)}." if text else ""
