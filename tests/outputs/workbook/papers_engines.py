"""Every formula of a workbook, worked out by a spreadsheet engine from spoiled stored values, beside the Book's value."""

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
    """The formulas that do not give the Book's value: raw to 1e-9 of itself, published exactly."""
    return departures_of(describe(book, (), ()), folder, engine)


def departures_of(papers: Papers, folder: Path, engine: Engine) -> tuple[Difference, ...]:
    folder.mkdir(exist_ok=True)
    due = formulas_due(papers)
    spoiled = write_spoiled(papers, folder / "papeles.xlsx")
    differences, _ = value_differences(due, engine(spoiled, folder / "engine", frozenset(due)))
    return differences


def write_spoiled(papers: Papers, path: Path) -> Path:
    """Write a workbook, and beside it one in which every stored value is the canary; returns the latter."""
    render(papers, path)
    spoiled = path.with_name(f"spoiled-{path.name}")
    assert write_canaries(path, spoiled) > 0
    return spoiled
