"""A spreadsheet engine recalculates every formula of a workbook from wrong stored values, to compare with the Book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers.audit.audit_result import Difference
from helpers.audit.spreadsheet_engines import formulas_due, value_differences, write_canaries
from helpers.figures.book import Book
from helpers.outputs.workbook.sheet_model import Papers
from helpers.outputs.workbook.sheet_writer import render
from helpers.outputs.workbook.workbook_file import describe

Engine = Callable[[Path, Path, frozenset], dict]


def departures(book: Book, folder: Path, engine: Engine) -> tuple[Difference, ...]:
    """The formulas that do not give the Book's value: exact values to 1e-9 of themselves, published ones precisely."""
    return departures_of(describe(book, (), ()), folder, engine)


def departures_of(papers: Papers, folder: Path, engine: Engine) -> tuple[Difference, ...]:
    folder.mkdir(exist_ok=True)
    due = formulas_due(papers)
    spoiled = write_spoiled(papers, folder / "papeles.xlsx")
    differences, _ = value_differences(due, engine(spoiled, folder / "engine", frozenset(due)))
    return differences


def write_spoiled(papers: Papers, path: Path) -> Path:
    """Write a workbook, and a copy in which every stored value is the canary; return the copy's path."""
    render(papers, path)
    spoiled = path.with_name(f"spoiled-{path.name}")
    assert write_canaries(path, spoiled) > 0
    return spoiled
