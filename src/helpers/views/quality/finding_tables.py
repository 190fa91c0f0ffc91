"""Findings as tables: one by one (rule, severity, what is wrong, where), and counted by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from helpers.base.display import number_es, upper_first
from helpers.figures.book import Book
from helpers.figures.finding_families import criterion_of_rule
from helpers.figures.findings import CLOSED_CHANGED, OF_PRINT, Finding, Severity, count_by_severity
from helpers.figures.records import file_words
from helpers.views.elements.cells import NOT_APPLICABLE, Chip, Missing, breakable, counted
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns
from helpers.views.quality.table_titles import as_printed

SEVERITY_CHIPS = {
    Severity.ERROR: Chip("rojo", "■", "Error"),
    Severity.WARNING: Chip("amarillo", "▲", "Advertencia"),
    Severity.NOTE: Chip("gris", "●", "Nota"),
}
NOUNS = {
    Severity.ERROR: ("error", "errores"),
    Severity.WARNING: ("advertencia", "advertencias"),
    Severity.NOTE: ("nota", "notas"),
}
PLACE_IN_FILE = r"(?:, hoja «[^»]*»)?(?:, (?:celda|fila) [A-Z]*\d+(?: a [A-Z]*\d+)?)?"
"""What follows a file's path at the beginning of a message."""
READING_RULE = "Regla de lectura o de cálculo"
SEVERAL = {Severity.ERROR: "Errores", Severity.WARNING: "Advertencias", Severity.NOTE: "Notas"}
MOST_SHOWN = 5
"""Most notes printed per rule, and most findings on changed figures of closed periods; all others are printed."""
_NOT_APPLICABLE = Missing("No corresponde.", NOT_APPLICABLE)


def printed_message(book: Book, finding: Finding) -> str:
    """Return a finding's message as printed; `hallazgos.csv` keeps it with the names of the files.

    The finding's own place at the beginning is left out, because the tables have a column for it, and printed tables
    are named by their titles (`as_printed`).
    """
    return as_printed(book, without_place(finding.mensaje, finding.archivo))


def without_place(text: str, file: str) -> str:
    """Return a finding's text without the path, sheet and cells of its file, if it begins with them."""
    begun = re.match(rf"{re.escape(file)}{PLACE_IN_FILE}: ", text) if file else None
    return upper_first(text[begun.end() :]) if begun else text


def place_words(finding: Finding) -> str:
    """Return where a finding is, for readers: the file (`file_words`), sheet and cell; empty without a file."""
    if not finding.archivo:
        return ""
    sheet = f"hoja {finding.hoja}" if finding.hoja else ""
    return ", ".join(filter(None, (file_words(finding.archivo), sheet, finding.celda)))


def findings_summary_table(book: Book, findings: Sequence[Finding], *, id: str) -> Table:
    """Return a table that counts each rule's findings by severity and in total, beside what the rule requires.

    Returns
    -------
    Table
        Rules without findings have no row; a note counts them. Severities without findings have no column. Rules of
        reading and computing, which the Book does not list, come last.
    """
    counts = Counter(finding.codigo for finding in findings)
    graver = Counter((finding.codigo, finding.severidad) for finding in findings)
    kinds = [severity for severity in Severity if count_by_severity(findings)[severity]]
    rules = {rule["codigo"]: rule["promesa"] for rule in book.listing("reglas")}
    codes = (*(code for code in rules if counts[code]), *(code for code in counts if code not in rules))
    rows = []
    for code in codes:
        numbers = (*(graver[code, kind] for kind in kinds), counts[code])
        required = rules.get(code) or criterion_of_rule(code) or READING_RULE
        rows.append(TableRow((code, required, *map(counted, numbers))))
    totals = (counted(sum(graver[code, kind] for code in codes)) for kind in kinds)
    if rows:
        rows.append(TableRow(("Total", "", *totals, counted(len(findings))), "total"))
    heads = text_columns("Regla", "Qué debe cumplirse")
    heads += number_columns(*(SEVERAL[kind] for kind in kinds), "Hallazgos")
    title = "Reglas de control que tienen hallazgos"
    note = (
        f"Sin hallazgos propios, {len(rules.keys() - counts)} de {len(rules)} reglas. Lo que una regla encontró en lo "
        "impreso y ya dice la conciliación de la misma celda no se repite. Todas, con lo que cada una debe cumplir, "
        "están en la hoja «Reglas» de los papeles de trabajo."
    )
    return Table(id, title, heads, tuple(rows), (note,), empty="Ninguna regla tiene hallazgos.")


def is_comparison(finding: Finding) -> bool:
    """Return whether a finding is a line of the reconciliation with earlier documents.

    A rule on the plan may have a verdict too («no verificable»), without having compared anything printed.
    """
    return bool(finding.veredicto) and finding.codigo.startswith(OF_PRINT)


def findings_table(book: Book, findings: Sequence[Finding], *, id: str) -> Table:
    """Return a table of findings in their order, or a sentence that there are none.

    It has all errors and warnings, and `MOST_SHOWN` per rule of those of which there may be many: notes, and changed
    figures of closed periods. A rule's errors and warnings do not count towards its limit. A note counts what is left
    out.
    """
    many: Counter[str] = Counter()
    printed = []
    for finding in findings:
        is_limited = finding.severidad is Severity.NOTE or finding.codigo in CLOSED_CHANGED
        many[finding.codigo] += is_limited
        if not is_limited or many[finding.codigo] <= MOST_SHOWN:
            printed.append(finding)
    rest = len(findings) - len(printed)
    more = "Otro hallazgo está" if rest == 1 else f"Otros {number_es(rest)} hallazgos están"
    notes = (f"{more} en los papeles de trabajo.",) if rest else ()
    rows = tuple(
        TableRow((
            finding.posicion or _NOT_APPLICABLE, finding.codigo, SEVERITY_CHIPS[finding.severidad],
            printed_message(book, finding), breakable(place_words(finding)) or _NOT_APPLICABLE,
        ))
        for finding in printed
    )  # fmt: skip
    title, heads = "Hallazgos de las reglas de control", ("N.º", "Regla", "Severidad", "Hallazgo", "Archivo y celda")
    return Table(id, title, text_columns(*heads), rows, notes, empty="No hay hallazgos.")
