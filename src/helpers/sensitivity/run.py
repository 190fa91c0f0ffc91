"""From a run's params and data to its comparison under other methods: what the report and `poa explain` call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.book import Book
from helpers.comparison import AT, Sensitivity
from helpers.entidad import load_institution
from helpers.errors import ConfigError, InputsFailed, UnknownFigure, UsageError
from helpers.gathering import gather_run
from helpers.headlines import headline_indicators
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo, load_method, methods_found
from helpers.params import Corrida
from helpers.periods import Period, run_windows
from helpers.sensitivity.cases import Case, headline_windows
from helpers.sensitivity.compare import compare_figure, compare_headlines
from helpers.trace import split_id
from helpers.workspace import Workspace


def compare_run(workspace: Workspace, corrida: Corrida, dataset: Dataset | None = None) -> Sensitivity:
    """The run's headline figures under its own method and under every other that there is.

    A method file that does not load is named with the reason: another institution's mistake stops nobody's report.

    Parameters
    ----------
    dataset : Dataset or None
        What the run was computed from, where that is at hand: it is not read and checked again.

    Raises
    ------
    InputsFailed
        Where the data cannot be scored at all.
    """
    others: list[Metodo] = []
    unread: dict[str, str] = {}
    for name in methods_found(workspace):
        if name == corrida.metodo:
            continue
        try:
            others.append(load_method(workspace, name))
        except ConfigError as problem:
            unread[name] = str(problem)
    own = load_method(workspace, corrida.metodo)
    asked = frozenset(name for method in (own, *others) for name in headline_indicators(method))
    case = replace(_case(workspace, corrida, headline_windows(corrida.period), dataset), asked=asked)
    tops = [node.key for node in case.dataset.nodes if node.level == "entidad"]
    return compare_headlines(case, own, others, unread, (*tops, ("entidad", case.entidad.codigo))[0])


def compare_asked(workspace: Workspace, corrida: Corrida, methods: Sequence[str], figure: str) -> Sensitivity:
    """One figure under some methods; the first is what the others are held against.

    Raises
    ------
    UsageError
        For a method that does not exist, or a figure that none of them gives because it is misspelt.
    """
    loaded = [load_method(workspace, name) for name in methods]
    case = _case(workspace, corrida, run_windows(corrida.period))
    books = [case.under(method).book for method in loaded]
    if not any(figure in book.figures for book in books):
        _refuse(books[0], figure)
    return compare_figure(case, loaded, figure, Period.parse(split_id(figure)[1]))


def _refuse(book: Book, figure: str) -> None:
    try:
        book[figure]
    except UnknownFigure as problem:
        raise UsageError(f"Ninguno de esos métodos da la cifra. {problem}") from problem


def book_under(workspace: Workspace, corrida: Corrida, method: str) -> Book:
    """The run's Book under another method.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
    """
    return _case(workspace, corrida, ()).under(load_method(workspace, method)).book


def under_method(workspace: Workspace, figure: str) -> tuple[str, str]:
    """Take `CIFRA@METODO` apart; the method is empty where what follows the last `@` names none."""
    id, at, method = figure.rpartition(AT)
    return (id, method) if at and method in methods_found(workspace) else (figure, "")


def _case(workspace: Workspace, corrida: Corrida, windows: tuple[Period, ...], dataset: Dataset | None = None) -> Case:
    """What the run itself reads, accepted forms included, to be scored under other methods."""
    entidad = load_institution(workspace, corrida.entidad).in_year(corrida.period.year)
    if dataset is None:
        gathered = gather_run(workspace, entidad, corrida, load_method(workspace, corrida.metodo))
        if gathered.fails:
            raise InputsFailed(gathered.findings)
        dataset = gathered.dataset
    return Case(dataset, corrida, entidad, windows)
