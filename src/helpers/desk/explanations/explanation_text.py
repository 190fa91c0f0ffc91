"""An explained figure as lines of text: a tree with guide lines, wrapped to a width if one is given."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from helpers.base.name_phrases import number_with_noun
from helpers.desk.explanations.explanation import REPEATED, UNOPENED, Explained
from helpers.figures.operation_text import CellLine

FIGURE, DETAIL, CELL, NOTE = "cifra", "detalle", "celda", "aviso"
"""Kinds of lines."""
STATE_WORDS = {REPEATED: "ya explicada arriba", UNOPENED: "no se abre aquí"}
NARROWEST = 20
"""Least width of the text in columns, however deep its place in the tree."""


@dataclass(frozen=True)
class TextLine:
    """One line: the guide characters before it, its text, and its kind."""

    guide: str
    text: str
    kind: str


def text_lines(explained: Explained, *, width: int | None = None) -> tuple[TextLine, ...]:
    """Return an explanation as lines of a tree, from the figure downwards; nothing is printed.

    Parameters
    ----------
    explained : Explained
    width : int or None
        Columns to wrap to; None writes every entry on one line, for pipes and files.
    """
    return tuple(_wrapped(_root(explained), width))


@dataclass(frozen=True)
class _Entry:
    """A line before wrapping: the guide of its first line and of the following ones, its text and its kind."""

    first: str
    rest: str
    text: str
    kind: str


def _root(explained: Explained) -> Iterator[_Entry]:
    """Entries of the whole tree: the figure's heading, id and value, then everything below."""
    heading = " · ".join(filter(None, (explained.indicator, explained.name, explained.period)))
    yield _Entry("", "  ", heading, FIGURE)
    yield _Entry("  ", "  ", explained.id, NOTE)
    yield _Entry("  ", "  ", "  ".join(filter(None, (explained.printed, explained.grade))), FIGURE)
    yield from _below(explained, "")


def _below(explained: Explained, guide: str) -> Iterator[_Entry]:
    """Entries below a figure's heading: operation, rounding and rule, then weight, cells and parts."""
    children = _children(explained)
    trunk = f"{guide}│ " if children else f"{guide}  "
    for text in _details(explained):
        yield _Entry(trunk, f"{trunk}  ", text, DETAIL)
    for place, child in enumerate(children):
        is_last = place == len(children) - 1
        own, further = f"{guide}{'└─' if is_last else '├─'} ", f"{guide}{'  ' if is_last else '│ '} "
        if isinstance(child, Explained):
            yield _Entry(own, f"{further}  ", _head(child, explained), FIGURE)
            yield from _below(child, further)
        else:
            text, kind = child
            yield _Entry(own, f"{further}  ", text, kind)


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


def _wrapped(entries: Iterator[_Entry], width: int | None) -> Iterator[TextLine]:
    """Lines of the entries, wrapped to the width but never below `NARROWEST`; without width, one line for each."""
    for entry in entries:
        room = None if width is None else max(NARROWEST, width - len(entry.rest))
        lines = [entry.text] if room is None else textwrap.wrap(entry.text, room, break_on_hyphens=False) or [""]
        for place, text in enumerate(lines):
            yield TextLine(entry.rest if place else entry.first, text, entry.kind)
