"""The output of `poa explicar`: a figure's tree, or the figure under several methods."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.base.display import number_es, signed_es, upper_first, with_unit
from helpers.base.errors import UnknownFigure, UsageError
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import write_line
from helpers.desk.explanations.explanation import Explained, explain
from helpers.desk.explanations.explanation_text import CELL, DETAIL, FIGURE, NOTE, text_lines
from helpers.figures.book import Book
from helpers.figures.figure import split_id
from helpers.figures.records import Sensitivity, UnderMethod
from helpers.figures.replay import why_missing
from helpers.figures.situations import SITUATION_WORDS
from helpers.run.comparisons import book_under, compare_asked, under_method
from helpers.run.finished_run import Opened, open_book
from helpers.settings.params import load_run

STYLES = {FIGURE: "bold", DETAIL: "", CELL: "cyan", NOTE: "dim"}
FEWEST_METHODS = 2


@dataclass(frozen=True)
class ExplainRequest:
    """What is to be explained.

    Attributes
    ----------
    figure : str
        A figure's id, perhaps with `@METODO` behind.
    depth : int or None
        Number of levels whose parts are shown; None for all.
    whole : bool
        Whether to show every part and every cell, however many.
    """

    institution: str
    period: str
    figure: str
    overrides: tuple[str, ...] = ()
    depth: int | None = None
    whole: bool = False
    as_json: bool = False


def show_tree(console: Console, workspace: Workspace, asked: ExplainRequest) -> None:
    """Print a figure's tree, as text or JSON: where the Book is from, the figure, and all that it depends on.

    Raises
    ------
    UsageError
        For a figure that does not exist; the message names similar ones.
    """
    figure, method = under_method(workspace, asked.figure)
    opened = _opened(workspace, asked, method)
    explained = _explained(opened.book, figure, asked)
    if asked.as_json:
        plain = {"corrida": f"{asked.institution}/{asked.period}", "metodo": opened.book.method.get("id"),
                 "origen": opened.source, "cifra": explained.plain()}  # fmt: skip
        write_line(console, json.dumps(plain, ensure_ascii=False, indent=2))
        return
    write_line(console, opened.source, "dim")
    write_line(console, "")
    for line in text_lines(explained, width=console.width if console.is_terminal else None):
        write_line(console, Text.assemble((line.guide, "dim"), (line.text, STYLES[line.kind])))


def _opened(workspace: Workspace, asked: ExplainRequest, method: str) -> Opened:
    """The Book of the finished report or of a computation; with a method, always computed with it."""
    if not method:
        return open_book(workspace, asked.institution, asked.period, asked.overrides)
    corrida = load_run(workspace, asked.institution, asked.period, asked.overrides)
    return Opened(book_under(workspace, corrida, method), f"Calculado ahora con el método «{method}».")


def _explained(book: Book, figure: str, asked: ExplainRequest) -> Explained:
    """The explanation of a figure of the Book; UsageError with similar ids if it does not exist."""
    try:
        return explain(book, figure, depth=asked.depth, whole=asked.whole)
    except UnknownFigure as problem:
        raise UsageError(f"{problem}{_why(book, problem)} Todas están en cifras.csv.") from problem


def _why(book: Book, problem: UnknownFigure) -> str:
    """A sentence, after a space, on why a node lacks a figure; empty where its id names none."""
    if not problem.reason:
        return ""
    indicator, period, level, code = split_id(problem.figure_id)
    levels = book.method.get("indicadores", {}).get(indicator, {}).get("niveles")
    if levels and level not in levels:
        return f" El método no lo da en el nivel «{level}»."
    return f" {upper_first(SITUATION_WORDS[why_missing(book, indicator, period, level, code)])}."


def show_methods(console: Console, workspace: Workspace, asked: ExplainRequest, methods: Sequence[str]) -> None:
    """Print a figure under several methods, as a table or JSON; the others are compared with the first.

    Raises
    ------
    UsageError
        For fewer than two methods, one that does not exist, or a figure that none of them gives.
    ConfigError, InputsFailed
        As `compare_asked` does.
    """
    if len(methods) < FEWEST_METHODS:
        raise UsageError("«--metodos» compara dos métodos o más, separados por comas: --metodos mre-2024,mre-2021")
    corrida = load_run(workspace, asked.institution, asked.period, asked.overrides)
    found = compare_asked(workspace, corrida, methods, asked.figure)
    if asked.as_json:
        plain = {"cifras": [asdict(item) for item in found.figures], "pasos": [asdict(item) for item in found.steps]}
        write_line(console, json.dumps(plain, ensure_ascii=False, indent=2))
        return
    write_line(console, asked.figure, "bold")
    write_line(console, "")
    console.print(_side_by_side(found))
    for figure in found.figures[1:]:
        _show_difference(console, figure, found)
    write_line(console, "")
    for figure in found.allowed:
        run = f"{asked.institution}/{asked.period}"
        write_line(console, f"Para seguirla hasta su celda: poa explicar {run} {figure.id}", "dim")


def _side_by_side(found: Sensitivity) -> Table:
    """Return a table with a row for each method: value, grade, and difference from the first."""
    table = Table("Método", "Valor", "Calificación", "Diferencia", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for figure in found.figures:
        grade = f"{figure.simbolo} {figure.calificacion}".strip()
        difference = signed_es(Decimal(figure.diferencia)) if figure.diferencia else ""
        table.add_row(*map(Text, (figure.metodo, _value(figure), grade, difference)))
    return table


def _value(figure: UnderMethod) -> str:
    """Return a figure with its unit; `sin cifra` if the method gives none."""
    return "sin cifra" if figure.motivo else with_unit(Decimal(figure.publicado), figure.unidad_medida)


def _show_difference(console: Console, figure: UnderMethod, found: Sensitivity) -> None:
    """Print what makes a method's figure differ, rule by rule, or why it gives none."""
    write_line(console, "")
    write_line(console, Text.assemble((figure.metodo, "bold"), f" · {figure.nombre_metodo}"))
    if figure.motivo:
        write_line(console, f"  No da la cifra: {figure.motivo}.")
    elif not figure.diferencia:
        write_line(console, f"  No se compara con «{found.figures[0].metodo}», que no la da o la mide en otra unidad.")
    elif not Decimal(figure.diferencia):
        write_line(console, "  Da lo mismo.")
    for step in (step for step in found.steps if step.id == figure.id):
        if Decimal(step.efecto):
            head = f"  {signed_es(Decimal(step.efecto))} → {number_es(Decimal(step.valor))}  {step.regla}: "
            write_line(console, Text.assemble((head, "bold"), f"{step.despues}, en vez de {step.antes}."))
        else:
            write_line(console, f"  sin efecto  {step.regla}: {step.despues}, en vez de {step.antes}.", "dim")
