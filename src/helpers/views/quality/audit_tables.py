"""The findings as auditors write them: each cause with its condition, criterion, cause, effect and recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from markupsafe import Markup

from helpers.base.display import date_es, list_es, lower_first, number_es, upper_first
from helpers.base.exact import exact, round_half_up, shown_decimals, stated_number
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.finding_families import AuditFinding, audit_findings
from helpers.figures.findings import Finding, Severity, concerns_print
from helpers.figures.subjects import element_words
from helpers.views.elements.cells import Cell
from helpers.views.elements.grid import Table, TableRow, text_columns
from helpers.views.quality.finding_tables import SEVERITY_CHIPS, as_printed, place_words, without_place

TITLE = "Hallazgos de auditoría: las causas, de la que más mueve a la que menos"
LISTED = 20
"""Most consequences of one finding that are printed; the workbook has them all."""
CONDITION = "Condición"
REPLY = "Respuesta"
ROOM = f"{'_' * 48}  Fecha: {'_' * 12}"
"""Room that a unit fills in by hand."""
LEFT_OUT = (
    "Otra es una nota: está en los papeles de trabajo.",
    "Otras {} son notas: están en los papeles de trabajo.",
)
THROUGH = "a través de "
"""Beginning of a reason that names the finding between root and consequence."""
PRINTED_PLACE = re.compile(r"(?P<table>[^,:]+?), fila (?P<row>.+?), columna ")
"""Beginning of a message on a line of `publicado`."""
LONGEST_SUBJECT = 90
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def audit_table(book: Book, findings: Sequence[Finding]) -> Table:
    """Return a table with a group of rows for each root finding that is an error or a warning, in the findings' order.

    Findings that stand together and have rule, criterion and cause in common share one group. Each finding ends with
    room for the unit's reply. Its consequences stand in one row. A note counts the root findings that are only notes.
    """
    every = audit_findings(book, findings)
    told = [one for one in every if one.family.root.severidad is not Severity.NOTE]
    documents = {table.file: table.source for table in book.printed}
    rows = tuple(_by_title(book, row) for some in _alike(told) for row in _rows(book, some, documents))
    left = len(every) - len(told)
    notes = (
        "El efecto es lo que la falla mueve en las cifras principales, como se imprimen: con ella menos sin ella. Van "
        "primero las que más las mueven; después, aquellas cuyo efecto no se puede calcular o depende de qué dato sea "
        "el correcto; al final, las que no las cambian. Entre estas, los bolivianos que no cuadran no cuentan para el "
        "orden. Las cifras principales son el avance y la ejecución de la institución, en el periodo y en lo que va "
        "del año. La falla de un trimestre anterior puede cambiar solo la comparación con él, o lo que suma los "
        "trimestres.",
        *((LEFT_OUT[left > 1].format(left),) if left else ()),
    )
    heads = text_columns("Parte", "Hallazgo")
    return Table("cuadro-auditoria", TITLE, heads, rows, notes, empty="No hay errores ni advertencias.")


def _by_title(book: Book, row: TableRow) -> TableRow:
    """A row whose texts name printed tables by their titles and not by the files that transcribe them."""
    cells = (as_printed(book, cell) if type(cell) is str else cell for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _alike(findings: Iterable[AuditFinding]) -> Iterator[tuple[AuditFinding, ...]]:
    """Join findings that stand together and have rule, criterion and cause in common; the others stay alone."""

    def shared(one: AuditFinding) -> tuple[str, ...]:
        """What findings of one group have in common."""
        root = one.family.root
        return root.codigo, root.severidad, one.criterion, one.cause

    return (tuple(some) for _, some in groupby(findings, shared))


def _rows(book: Book, some: Sequence[AuditFinding], documents: Mapping[str, str]) -> Iterator[TableRow]:
    """The rows of findings that are alike, at least one: a heading, what they share, and what each has of its own.

    A single finding has its condition first. `documents` has the source of each printed table by its file, which the
    condition names in place of the file.
    """
    first = some[0]
    chip, code = SEVERITY_CHIPS[first.family.root.severidad], first.family.root.codigo
    numbers = list_es([one.family.root.posicion or "—" for one in some])
    yield TableRow((f"{numbers} · {chip.text} · {code}",), "grupo")
    common: list[tuple[str, Cell]] = [("Criterio", first.criterion), ("Causa", first.cause)]
    if len(some) == 1:
        whole = [(CONDITION, _condition(first, documents)), *common, *_outcome(first)]
        yield from map(TableRow, _own(book, first, whole))
        return
    outcomes = [_outcome(one) for one in some]
    same = [part for part in outcomes[0] if all(part in outcome for outcome in outcomes)]
    yield from map(TableRow, (*common, *same))
    for one, outcome in zip(some, outcomes, strict=True):
        condition = (f"{one.family.root.posicion} · {CONDITION}", _condition(one, documents))
        yield from map(TableRow, _own(book, one, [condition, *(part for part in outcome if part not in same)]))


def _condition(one: AuditFinding, documents: Mapping[str, str]) -> str:
    """What was found and where; of a printed table, with its document in place of the file that transcribes it."""
    root = one.family.root
    said = without_place(one.condition, root.archivo)
    document, place = documents.get(root.archivo, ""), place_words(root)
    if document:
        return f"{upper_first(document)}: {lower_first(said)}" if said != one.condition else said
    return f"{said} Lugar: {place}." if place else said


def _outcome(one: AuditFinding) -> list[tuple[str, Cell]]:
    """The effect and the recommendation of a finding, each after its heading."""
    return [("Efecto", one.effect), ("Recomendación", one.recommendation)]


def _own(book: Book, one: AuditFinding, parts: Sequence[tuple[str, Cell]]) -> Iterator[tuple[str, Cell]]:
    """Yield the given parts, the consequences if there are any, and the room for a reply."""
    yield from parts
    if one.family.consequences:
        yield "Se siguen de él", _consequences(book, one.family.consequences)
    yield REPLY, ROOM


def _consequences(book: Book, findings: Sequence[Finding]) -> Markup:
    """The lines on the first `LISTED` consequences, and one that counts the others."""
    lines = list(consequence_lines(book, findings[:LISTED]))
    more = len(findings) - LISTED
    lines += [f"y {more} más, en los papeles de trabajo."] if more > 0 else []
    return Markup("<br>").join(lines)


def consequence_lines(book: Book, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return a line for each reason for which findings follow from their root, in the order of the findings.

    A line names, for each wrong value, the tables and rows that have it, with the position of each finding:
    `Es la misma cifra, con el mismo valor, en otro lugar: 80,96 en «Metas» («TOTAL», 1.2), «Meses» («TOTAL», 1.3).`
    """
    by_reason = grouped(findings, _reason)
    return tuple(f"{upper_first(reason)}: {_places(book, some)}." for reason, some in by_reason.items())


def _reason(finding: Finding) -> str:
    """Why a finding follows, without what it is about and without the findings between it and the root."""
    reason = finding.causa_raiz.rpartition("): ")[2] or finding.causa_raiz
    return reason.rpartition("), ")[2] if reason.startswith(THROUGH) else reason


def _places(book: Book, findings: Sequence[Finding]) -> str:
    """The wrong values of some findings, each with the tables and rows that have it."""
    by_value = grouped(findings, lambda finding: _value(book, finding))
    return "; ".join(_with_value(book, value, some) for value, some in by_value.items())


def _with_value(book: Book, value: str, findings: Sequence[Finding]) -> str:
    """A wrong value and the tables that have it, with the row and position of each finding."""
    by_table = grouped(((finding, _place(book, finding)) for finding in findings), lambda pair: pair[1][0])
    told = []
    for table, some in by_table.items():
        rows = ", ".join(f"«{row}», {one.posicion}" if row else one.posicion for one, (_, row) in some)
        told.append(f"{table} ({rows})")
    return f"{value} en {', '.join(told)}" if value else ", ".join(told)


def _value(book: Book, finding: Finding) -> str:
    """Return the wrong value for printing: a date in words, a figure of the data with no more than its own decimals."""
    if DATE.fullmatch(finding.encontrado):
        return date_es(finding.encontrado)
    number, figure = stated_number(finding.encontrado), book.figures.get(finding.elemento)
    if number is None:
        return finding.encontrado
    is_fine = figure is not None and not concerns_print(finding) and shown_decimals(number) > figure.decimals
    return number_es(round_half_up(exact(number), figure.decimals) if figure and is_fine else number)


def _place(book: Book, finding: Finding) -> tuple[str, str]:
    """Table and row of a printed cell; else the place that the message names, or what it is about, and no row."""
    kind, *names = finding.elemento.split("/")
    if kind == "cuadro" and len(names) > 2:
        title = next((f"«{table.title}»" for table in book.printed if table.name == names[0]), names[0])
        return title, "/".join(names[1:-1])
    printed = PRINTED_PLACE.match(finding.mensaje)
    if printed is not None:
        return as_printed(book, printed["table"]), printed["row"]
    subject = finding.mensaje.partition(":")[0].partition(" imprime ")[0]
    if subject != finding.mensaje and len(subject) <= LONGEST_SUBJECT:
        return subject, ""
    return element_words(book, finding.elemento), ""
