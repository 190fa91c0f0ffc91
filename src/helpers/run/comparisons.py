"""Compares a run with other methods (the report, `poa explicar`), and two runs with each other (`poa diferencias`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers.base.errors import ConfigError, UnknownFigure, UsageError
from helpers.base.periods import Period, run_windows
from helpers.base.python_extras import not_none
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.figures.figure import split_id
from helpers.figures.findings import InputsFailed
from helpers.figures.records import AT, Sensitivity
from helpers.outputs.csv_exports import write_sensitivity
from helpers.outputs.run_files import SENSITIVITY_FILES
from helpers.run.differences.compared_side import Side, open_side
from helpers.run.differences.differences_files import check_destination, write_differences, zero_words
from helpers.run.differences.explained_changes import Change, Differences, compare_sides
from helpers.run.gathered_inputs import gather_run
from helpers.run.sensitivity.compared_methods import compare_figure, compare_headlines
from helpers.run.sensitivity.method_cases import Case, Scored, headline_windows
from helpers.settings.institution import load_institution
from helpers.settings.methods import Metodo, load_method, methods_found
from helpers.settings.params import Corrida, method_of

__all__ = [
    "Change", "Differences", "Side", "check_destination", "compare_sides", "open_side", "write_differences",
    "zero_words",
]  # fmt: skip
"""What two runs are compared with; the other functions compare methods."""


def compare_run(workspace: Workspace, computed: Computed) -> Sensitivity:
    """Return the headline figures of a run that was computed in this process, under its own method and every other.

    A method file that does not load is listed with the reason and stops nothing.
    """
    corrida, own = computed.corrida, computed.metodo
    others: list[Metodo] = []
    unread: dict[str, str] = {}
    for name in methods_found(workspace):
        if name == corrida.metodo:
            continue
        try:
            others.append(load_method(workspace, name))
        except ConfigError as problem:
            unread[name] = str(problem)
    asked = frozenset(name for method in (own, *others) for name in method.headline_indicators)
    case = Case(not_none(computed.dataset), corrida, computed.entidad, headline_windows(corrida.period), asked)
    case.know(Scored(own, computed.book, computed.findings))
    tops = [node.key for node in case.dataset.nodes if node.level == "entidad"]
    return compare_headlines(case, own, others, unread, (*tops, ("entidad", case.entidad.codigo))[0])


def write_comparison(workspace: Workspace, computed: Computed, folder: Path) -> None:
    """Compute the headline figures under other methods and write them as two CSV files (`SENSITIVITY_FILES`)."""
    write_sensitivity(compare_run(workspace, computed), *(folder / name for name in SENSITIVITY_FILES))


def compare_asked(workspace: Workspace, corrida: Corrida, methods: Sequence[str], figure: str) -> Sensitivity:
    """Compute one figure under some methods, and compare each with the first.

    Parameters
    ----------
    methods : Sequence[str]
        Names of method files, at least one.
    figure : str
        The figure's id.

    Raises
    ------
    UsageError
        If a method does not exist, or if none gives the figure; the message names similar figures.
    ConfigError, InputsFailed
        If a params or method file does not load, or the data have errors.
    """
    loaded = [load_method(workspace, name) for name in methods]
    case = _case(workspace, corrida, run_windows(corrida.period))
    books = [case.under(method).book for method in loaded]
    if not any(figure in book.figures for book in books):
        _refuse(books[0], figure)
    return compare_figure(case, loaded, figure, Period.parse(split_id(figure)[1]))


def _refuse(book: Book, figure: str) -> None:
    """Raise the UsageError for a figure that no method gives; it names similar figures of the Book."""
    try:
        book[figure]
    except UnknownFigure as problem:
        raise UsageError(f"Ninguno de esos métodos da la cifra. {problem}") from problem


def book_under(workspace: Workspace, corrida: Corrida, method: str) -> Book:
    """Return the Book of a run's data scored under another method, by the name of its file; no file is written.

    Raises
    ------
    UsageError
        If there is no such method.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If the data have errors.
    """
    return _case(workspace, corrida, ()).under(load_method(workspace, method)).book


def under_method(workspace: Workspace, figure: str) -> tuple[str, str]:
    """Split `CIFRA@METODO` at the last `@`.

    Returns
    -------
    tuple of str
        Figure and method. The method is empty if the text after the `@` is not the name of a method.
    """
    id, at, method = figure.rpartition(AT)
    return (id, method) if at and method in methods_found(workspace) else (figure, "")


def _case(workspace: Workspace, corrida: Corrida, windows: tuple[Period, ...]) -> Case:
    """Return a run's inputs as they are now, for scoring under other methods; InputsFailed if they have errors."""
    entidad = load_institution(workspace, corrida.entidad).in_year(corrida.period.year)
    gathered = gather_run(workspace, entidad, corrida, method_of(workspace, corrida))
    if gathered.fails:
        raise InputsFailed(gathered.findings)
    return Case(gathered.dataset, corrida, entidad, windows)
