"""Findings as a table, by rule and severity: what is wrong and where, with the titles and names that readers know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from helpers.base.display import list_es, number_es, upper_first
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.finding_families import promise_of_rule
from helpers.figures.findings import CLOSED_CHANGED, OF_PRINT, Finding, Severity
from helpers.figures.records import REPORTING, file_words
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, breakable
from helpers.views.elements.grid import Table, TableRow, headed, text_columns
from helpers.views.elements.tables import cut_note

FILE_NAMED = re.compile(
    r"(?P<and> [ey] )?(?<![\w/.-])(?P<file>[\w-]+\.[a-z]+)"
    r"(?:(?P<between>, fila [^;]*?, columna )(?P<column>\w+))?(?!\w|\.\w)"
)
"""A file without folders, the conjunction before it, and the row and column in it if they follow."""
UNIT_NAMED = re.compile(r"(?P<before>\b(?:unidad|puesto) |» \()(?P<code>[\w.-]*\w)(?: → (?P<now>[\w.-]*\w))?")
"""A unit's code after the words that findings put before it, and the code of the unit that follows it, if any."""


def as_printed(book: Book, text: str) -> str:
    """Return a text that names printed tables and their columns by the titles that they have in their documents.

    `unidades.csv, fila DNP, columna poa_ejecutado` becomes `«Ejecución por unidad», fila DNP, columna «POA ejecutado»`.
    A file name stays if no declared table has it, or several have. The conjunction before it becomes «y» or «e», as the
    title requires. The code of a unit or post after the words of findings becomes its acronym (`unidad DGAA`).
    """
    siglas = {node.code: node.sigla for node in book.nodes if node.level in REPORTING and node.sigla}

    def called(found: re.Match[str]) -> str:
        both = [siglas.get(code, code) for code in (found["code"], found["now"]) if code]
        return found["before"] + " → ".join(both)

    def titled(found: re.Match[str]) -> str:
        tables = [table for table in book.printed if PurePosixPath(table.file).name == found["file"]]
        if len(tables) != 1:
            return found[0]
        (table,) = tables
        titles = {column.name: column.title for column in table.columns}
        column = titles.get(found["column"] or "", "")
        rest = f"{found['between']}«{column}»" if column else found[0].partition(found["file"])[2]
        named = f"«{table.title}»"
        return f"{list_es(('', named)) if found['and'] else named}{rest}"

    return FILE_NAMED.sub(titled, UNIT_NAMED.sub(called, text))


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


def is_comparison(finding: Finding) -> bool:
    """Return whether a finding is a line of the reconciliation with earlier documents.

    A rule on the plan may have a verdict too («no verificable»), without having compared anything printed.
    """
    return bool(finding.veredicto) and finding.codigo.startswith(OF_PRINT)


def findings_table(book: Book, findings: Sequence[Finding], *, id: str) -> Table:
    """Return a table of findings by rule and severity, with their number and what the rule requires, or a sentence that
    there are none.

    It has all errors and warnings, and `MOST_SHOWN` of each rule of those of which there may be many: notes, and
    changed figures of closed periods. Notes below count what is left out, and the rules without findings.
    """
    rules = {rule["codigo"] for rule in book.listing("reglas")}
    groups = by_key(((one.severidad, one.codigo), one) for one in findings)
    shown = {key: some[:MOST_SHOWN] if _may_be_many(*key) else some for key, some in groups.items()}
    heads = {
        (kind, code): f"{SEVERITY_CHIPS[kind].symbol} {number_es(len(some))} {NOUNS[kind][len(some) > 1]} · {code}: "
        f"{promise_of_rule(book, code) or READING_RULE}"
        for (kind, code), some in groups.items()
    }
    rows = headed((heads[key], [TableRow(_cells(book, one)) for one in some]) for key, some in shown.items())
    printed = sum(map(len, shown.values()))
    kept = len(rules - {code for _, code in groups})
    notes = (
        *cut_note(printed, len(findings), "hallazgos; el resto está en los papeles de trabajo."),
        f"Sin hallazgos propios, {kept} de {len(rules)} reglas. Lo que una regla encontró en lo impreso y ya dice la "
        "conciliación de la misma celda no se repite. Todas, con lo que cada una debe cumplir, están en la hoja "
        "«Reglas» de los papeles de trabajo.",
    )
    columns = text_columns("N.º", "Hallazgo", "Archivo y celda")
    return Table(id, "Hallazgos de las reglas de control", columns, rows, notes, empty="No hay hallazgos.")


def _may_be_many(severity: Severity, code: str) -> bool:
    return severity is Severity.NOTE or code in CLOSED_CHANGED


def _cells(book: Book, finding: Finding) -> tuple[Cell, ...]:
    """Position, message and place of a finding."""
    place = breakable(place_words(finding)) or _NOT_APPLICABLE
    return finding.posicion or _NOT_APPLICABLE, printed_message(book, finding), place
