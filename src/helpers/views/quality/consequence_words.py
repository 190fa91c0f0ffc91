"""The findings that follow from a root, told in words: why they follow, and in which row of which table they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from helpers.base.display import date_es, number_es, upper_first
from helpers.base.exact import exact, round_half_up, shown_decimals, stated_number
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.findings import Finding, concerns_print
from helpers.figures.subjects import element_words
from helpers.views.quality.table_titles import as_printed

THROUGH = "a través de "
"""How a reason begins that names the finding between root and consequence."""
PRINTED_PLACE = re.compile(r"(?P<table>[^,:]+?), fila (?P<row>.+?), columna ")
"""How a message on a line of `publicado` begins."""
LONGEST_SUBJECT = 90
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


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
    by_value = grouped(findings, lambda finding: _value(book, finding))
    return "; ".join(_with_value(book, value, some) for value, some in by_value.items())


def _with_value(book: Book, value: str, findings: Sequence[Finding]) -> str:
    by_table = grouped(((finding, _place(book, finding)) for finding in findings), lambda pair: pair[1][0])
    told = []
    for table, some in by_table.items():
        rows = ", ".join(f"«{row}», {one.posicion}" if row else one.posicion for one, (_, row) in some)
        told.append(f"{table} ({rows})")
    return f"{value} en {', '.join(told)}" if value else ", ".join(told)


def _value(book: Book, finding: Finding) -> str:
    """Return the wrong value, a date in words; a figure of the data with no more decimals than are printed of it."""
    if DATE.fullmatch(finding.encontrado):
        return date_es(date.fromisoformat(finding.encontrado))
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
