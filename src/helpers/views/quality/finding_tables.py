"""Findings as a table: rule, severity, what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markupsafe import Markup

from helpers.base.display import number_es
from helpers.figures.findings import Finding, Severity
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, breakable
from helpers.views.elements.grid import Column, Table, TableRow

SEVERITY_CHIPS = {
    Severity.ERROR: Chip("rojo", "■", "Error"),
    Severity.WARNING: Chip("amarillo", "▲", "Advertencia"),
    Severity.NOTE: Chip("gris", "●", "Nota"),
}
FINDING_HEADERS = {
    "codigo": "Regla",
    "severidad": "Severidad",
    "veredicto": "Veredicto",
    "elemento": "Elemento",
    "esperado": "Esperado",
    "encontrado": "Encontrado",
    "diferencia": "Diferencia",
    "causa": "Causa",
    "mensaje": "Hallazgo",
    "lugar": "Archivo y celda",
}
LONG_MESSAGE, KEPT_OF_LONG = 420, 300
"""A message with more characters than the first number has its list cut after at most the second number."""
MORE = re.compile(r" y (\d+) más")
ENDED = re.compile(r" y \d+ más|\. |\.$|; |: ")
"""Text that ends a list within a message."""
UNBROKEN = 30
"""A place of at most this many characters is kept on one line."""
FINDING_COLUMNS = ("codigo", "severidad", "elemento", "mensaje", "lugar")
_NOT_APPLICABLE = Missing("No corresponde.", NOT_APPLICABLE)


def findings_table(
    findings: Sequence[Finding],
    *,
    id: str,
    title: str,
    columns: Sequence[str] = FINDING_COLUMNS,
    limit: int | None = None,
    notes: Sequence[str | Markup] = (),
    wide: bool = False,
) -> Table:
    """Findings as a table, in the given order.

    Parameters
    ----------
    columns : sequence of str
        Keys of `FINDING_HEADERS`.
    limit : int or None
        Maximum number of findings printed. If some are cut, a note says how many; `hallazgos.csv` has all of them.
    wide : bool
        Whether the table is printed on a landscape page.
    """
    printed = findings[:limit]
    rows = tuple(TableRow(tuple(_finding_cell(finding, column) for column in columns)) for finding in printed)
    heads = tuple(Column(FINDING_HEADERS[column]) for column in columns)
    count = f"{number_es(len(printed))} de {number_es(len(findings))}"
    cut = f"Se muestran {count} hallazgos; todos están en hallazgos.csv."
    every_note = (*notes, cut) if len(printed) < len(findings) else tuple(notes)
    return Table(id, title, heads, rows, every_note, wide, empty="No hay hallazgos.")


def printed_message(finding: Finding) -> str:
    """A finding's message as printed.

    Returns
    -------
    str
        A message of more than `LONG_MESSAGE` characters has its first list cut after about `KEPT_OF_LONG` characters
        and ends the list with the number of items left out. `hallazgos.csv` keeps the complete message.
    """
    message = finding.mensaje
    if len(message) <= LONG_MESSAGE:
        return message
    commas = [place for place in _outside_brackets(message) if message.startswith(", ", place)]
    cut = max((place for place in commas if place <= KEPT_OF_LONG), default=0)
    stop = next((place for place in _outside_brackets(message) if place > cut and ENDED.match(message, place)), 0)
    if not cut or not stop:
        return message
    ended = MORE.match(message, stop)
    left = sum(cut <= place < stop for place in commas) + (int(ended[1]) if ended else 0)
    return f"{message[:cut]} y {left} más{message[ended.end() if ended else stop :]}"


def _outside_brackets(text: str) -> Iterator[int]:
    """The positions of a text that are not inside brackets."""
    depth = 0
    for place, letter in enumerate(text):
        depth += letter == "("
        if not depth:
            yield place
        depth -= letter == ")" and depth > 0


def _finding_cell(finding: Finding, column: str) -> Cell:
    if column == "severidad":
        return SEVERITY_CHIPS[finding.severidad]
    words = {"lugar": _place_words, "mensaje": printed_message}
    text = words[column](finding) if column in words else getattr(finding, column)
    if not text:
        return _NOT_APPLICABLE
    if column == "lugar" and len(text) <= UNBROKEN:
        return Markup('<span class="junto">{}</span>').format(text)
    return breakable(text) if column in {"elemento", "lugar"} else text


def _place_words(finding: Finding) -> str:
    """Where a finding is, for a reader: the file's name without folders, the sheet and the cell."""
    if not finding.archivo:
        return ""
    sheet = f"hoja {finding.hoja}" if finding.hoja else ""
    return ", ".join(filter(None, (PurePosixPath(finding.archivo).name, sheet, finding.celda)))
