"""The output of `poa explicar`: a figure's tree as lines of text, or the figure under several methods."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from itertools import chain

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.base.display import number_es, signed_es, upper_first, with_unit
from helpers.base.errors import UnknownFigure, UsageError
from helpers.base.name_phrases import number_with_noun
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import write_line
from helpers.desk.explanations.explanation import REPEATED, UNOPENED, Explained, explain
from helpers.figures.book import Book
from helpers.figures.figure import split_id
from helpers.figures.operation_text import CellLine
from helpers.figures.records import Sensitivity, UnderMethod
from helpers.figures.replay import why_missing
from helpers.figures.situations import SITUATION_WORDS
from helpers.run.comparisons import book_under, compare_asked, under_method
from helpers.run.finished_run import Opened, open_book
from helpers.settings.params import load_run

FIGURE, DETAIL, CELL, NOTE = "cifra", "detalle", "celda", "aviso"
"""Kinds of lines."""
STATE_WORDS = {REPEATED: "ya explicada arriba", UNOPENED: "no se abre aquí"}
NARROWEST = 20
"""Least width of the text in columns, however deep its place in the tree."""
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


@dataclass(frozen=True)
class TextLine:
    """One line: the guide characters before it, its text, its kind, and the guide where it goes on if it is wrapped."""

    guide: str
    text: str
    kind: str
    rest: str = "  "


def text_lines(explained: Explained, *, width: int | None = None) -> tuple[TextLine, ...]:
    """Return an explanation as lines of a tree, from the figure downwards; nothing is printed.

    Parameters
    ----------
    explained : Explained
    width : int or None
        Columns to wrap to; None writes every entry on one line, for pipes and files.
    """
    return tuple(_wrapped(_root(explained), width))


def _root(explained: Explained) -> Iterator[TextLine]:
    """Entries of the whole tree: the figure's heading, id and value, then everything below."""
    heading = " · ".join(filter(None, (explained.indicator, explained.name, explained.period)))
    yield TextLine("", heading, FIGURE)
    yield TextLine("  ", explained.id, NOTE)
    yield TextLine("  ", "  ".join(filter(None, (explained.printed, explained.grade))), FIGURE)
    yield from _below(explained, "")


def _below(explained: Explained, guide: str) -> Iterator[TextLine]:
    """Entries below a figure's heading: operation, rounding and rule, then weight, cells and parts with all below them.

    `guide` is what stands before each line: the strokes of the tree that lead down to the figure; empty for the root.
    """
    children = _children(explained)
    trunk = f"{guide}│ " if children else f"{guide}  "
    for text in _details(explained):
        yield TextLine(trunk, text, DETAIL, f"{trunk}  ")
    for place, child in enumerate(children):
        is_last = place == len(children) - 1
        own, further = f"{guide}{'└─' if is_last else '├─'} ", f"{guide}{'  ' if is_last else '│ '} "
        if isinstance(child, Explained):
            yield TextLine(own, _head(child, explained), FIGURE, f"{further}  ")
            yield from _below(child, further)
        else:
            text, kind = child
            yield TextLine(own, text, kind, f"{further}  ")


def _children(explained: Explained) -> list[Explained | tuple[str, str]]:
    """The weight, cells and parts below a figure, with the numbers of hidden ones; text entries have their kind."""
    rule = f" · {explained.rule}" if _is_read(explained) else ""
    cells = [(f"{_cell_text(line)}{rule}", CELL) for line in explained.cells]
    more_cells = [(_more(explained.hidden_cells, "celda", "celdas"), NOTE)] if explained.hidden_cells else []
    more_parts = [(_more(explained.hidden_parts, "parte", "partes"), NOTE)] if explained.hidden_parts else []
    weight = [explained.weighed_by] if explained.weighed_by else []
    return list(chain(weight, cells, more_cells, explained.parts, more_parts))


def _is_read(explained: Explained) -> bool:
    """Whether a figure is one cell's amount, so that its rule fits on that cell's line."""
    return len(explained.cells) == 1 and not explained.parts


def _more(count: int, one: str, many: str) -> str:
    """Return in Spanish how many more there are, and the option that shows them."""
    return f"… y {number_with_noun(count, one, many)} más (--completo las muestra)"


def _details(explained: Explained) -> Iterator[str]:
    """The operation, the rounding and the rule, as far as there are any."""
    if explained.sentence:
        yield explained.sentence
    if explained.rounding:
        yield explained.rounding
    if explained.rule and not _is_read(explained):
        yield explained.rule


def _head(part: Explained, above: Explained) -> str:
    """One line with a part's role, name, value and weight; indicator and window only where they change."""
    indicator = part.indicator if part.indicator != above.indicator else ""
    period = part.period if part.period != above.period else ""
    whose = " · ".join(filter(None, (indicator, part.name if part.name != above.name or not indicator else "", period)))
    value = "  ".join(filter(None, (part.printed, part.grade)))
    role = f"({part.role}) " if part.role else ""
    weight = f", peso {part.weight}" if part.weight else ""
    state = f" — {STATE_WORDS[part.state]}" if part.state else ""
    return f"{role}{whose}: {value}{weight}{f'  [{part.id}]' if part.id else ''}{state}"


def _cell_text(line: CellLine) -> str:
    """Return a cell's line: role, file, sheet, address and amount, as far as it has them."""
    sheet = f", hoja «{line.cell.sheet}»" if line.cell.sheet else ""
    value = f": {line.value}" if line.value else ""
    role = f"{line.role} " if line.role else ""
    return f"← {role}{line.cell.file}{sheet}, celda {line.cell.cell}{value}"


def _wrapped(entries: Iterator[TextLine], width: int | None) -> Iterator[TextLine]:
    """Lines of the entries, wrapped to the width but never below `NARROWEST`; without width, one line for each."""
    for entry in entries:
        room = None if width is None else max(NARROWEST, width - len(entry.rest))
        lines = [entry.text] if room is None else textwrap.wrap(entry.text, room, break_on_hyphens=False) or [""]
        for place, text in enumerate(lines):
            yield replace(entry, guide=entry.rest if place else entry.guide, text=text)
