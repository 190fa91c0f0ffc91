"""`papeles_de_trabajo.xlsx`: the auditor's workbook of a Book, from input cells to published figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from helpers.base.system.processes import uncollected
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled
from helpers.outputs.browser.page_style import SYNTHETIC
from helpers.outputs.workbook import input_cells, method_constants
from helpers.outputs.workbook.sheet_addresses import Addresses, window_words
from helpers.outputs.workbook.sheet_model import Papers, Sheet
from helpers.outputs.workbook.sheet_writer import render
from helpers.outputs.workbook.sheets.control_sheet import control_sheet
from helpers.outputs.workbook.sheets.figures_sheet import figures_sheets
from helpers.outputs.workbook.sheets.findings_sheets import (
    findings_sheet,
    reception_sheet,
    reconciliation_sheet,
    rules_sheet,
)
from helpers.outputs.workbook.sheets.index_sheets import index_sheet, readme_sheet, state_words
from helpers.outputs.workbook.sheets.inputs_sheet import inputs_sheet
from helpers.outputs.workbook.sheets.method_sheet import method_sheet
from helpers.outputs.workbook.sheets.results_sheet import results_sheet
from helpers.outputs.workbook.sheets.task_sheets import tasks_sheet, worked_sheets
from helpers.outputs.workbook.task_layout import lay_out

FOOTER = "&C&A&RPágina &P de &N"
"""Footer of every printed page, in Excel's codes: the sheet's name and the number of the page."""


def write_workpapers(
    book: Book, findings: Sequence[Finding], reconciliation: Sequence[Reconciled], path: Path
) -> Papers:
    """Write the auditor's workbook.

    Every figure is a formula over cells of the workbook, down to the input cells. Every formula carries the Book's
    value, for programs that do not calculate. The same Book gives the same bytes.

    Parameters
    ----------
    book : Book
    findings : Sequence[Finding]
        In the order in which they are listed.
    reconciliation : Sequence[Reconciled]
    path : Path
        File to write.

    Returns
    -------
    Papers
        What was written: every cell with its formula and its exact value.
    """
    with uncollected():
        papers = describe(book, findings, reconciliation)
        render(papers, path)
    return papers


def describe(book: Book, findings: Sequence[Finding], reconciliation: Sequence[Reconciled]) -> Papers:
    """Describe the whole workbook without writing a file; findings come in the given order.

    Returns
    -------
    Papers
        Sheets, defined names and document properties, for `sheet_writer.render`.
    """
    tasks = lay_out(book)
    addresses = Addresses(book, input_cells.collect(book, tasks), method_constants.collect(book), tasks)
    method = method_sheet(book, addresses.constants, tasks)
    made = (
        results_sheet(addresses),
        findings_sheet(addresses, findings),
        readme_sheet(book),
        method.sheet,
        inputs_sheet(addresses),
        *_task_sheets(addresses, method.decimals),
        *figures_sheets(addresses, method.decimals),
        reconciliation_sheet(addresses, reconciliation),
        rules_sheet(book, findings),
        reception_sheet(book),
    )
    sheets = tuple(sheet for sheet in made if sheet is not None)
    index = index_sheet(addresses, sheets, findings, reconciliation)
    return _papers(book, (index, *sheets), "Papeles de trabajo", method.names)


def write_run_workbook(book: Book, sheets: Sequence[Sheet], title: str, path: Path) -> None:
    """Write another workbook of a run: its sheets, with the run's identity in properties, headers and footers.

    The same Book and sheets give the same bytes.

    Parameters
    ----------
    title : str
        What the workbook is, in Spanish: `Muestra`.
    """
    render(_papers(book, sheets, title), path)


def write_sheets(sheets: Sequence[Sheet], title: str, path: Path, day: date | None = None) -> None:
    """Write a workbook of no run: its sheets, with the title in properties and headers.

    Parameters
    ----------
    title : str
        What the workbook is, in Spanish.
    day : date, optional
        The date in its properties, with which the same sheets give the same bytes; the current time by default.
    """
    properties = {"title": title} | ({"created": datetime.combine(day, time())} if day else {})
    render(Papers(sheets, {}, properties, f"&L{_plain(title)}", FOOTER), path)


def _task_sheets(addresses: Addresses, decimals: Mapping[tuple[str, int], str]) -> tuple[Sheet, ...]:
    """Describe the sheets of tasks, and their control if windows score them; empty without tasks."""
    if not addresses.tasks.years:
        return ()
    control = (control_sheet(addresses),) if addresses.tasks.windows else ()
    return (tasks_sheet(addresses), *worked_sheets(addresses, decimals), *control)


def _papers(book: Book, sheets: Sequence[Sheet], title: str, names: Mapping[str, str] | None = None) -> Papers:
    """Return sheets with the run's identity in properties, headers and footers."""
    institution = str(book.identity.get("nombre", book.institution))
    period, state = window_words(book.period), state_words(book)
    properties: dict[str, str | datetime] = {
        "title": f"{title} · {institution} · {period}",
        "subject": str(book.params.get("titulo", "")),
        "author": institution,
        "keywords": f"{book.institution} {book.period} {book.method.get('id', '')}",
        "status": state,
        # The period's last day instead of the clock, so that the same Book gives the same bytes.
        "created": datetime.combine(book.period.cutoff, time()),
    }
    header = f"&L{_plain(institution)}&C{_plain(period)}&R&B{_plain(state)}"
    return Papers(_marked(book, sheets), names or {}, properties, header, f"&L{title}{FOOTER}")


def _marked(book: Book, sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Return sheets whose title or introduction says that the data are synthetic, if they are.

    Headers are seen on paper only, and a sheet may be copied into another workbook.
    """
    if not book.identity.get("sintetica"):
        return sheets
    mark = SYNTHETIC.words
    return [one if mark in one.about else replace(one, title=f"{one.title} · {mark}") for one in sheets]


def _plain(words: str) -> str:
    """Return a text for a printed header: cut after 70 characters, and with `&`, which begins a code, escaped."""
    return words[:70].replace("&", "&&")
