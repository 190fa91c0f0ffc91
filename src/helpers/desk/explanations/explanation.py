"""The explanation of a figure, down to its input cells: a tree of records built from the Book."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from helpers.base.display import with_unit
from helpers.base.exact import plain_text
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operand
from helpers.figures.operation_text import (
    CellLine,
    constant_words,
    exact_es,
    grade_words,
    has_parts,
    operation_sentence,
    role_words,
    rounding_words,
    shown_operands,
    source_lines,
)

Item = TypeVar("Item")

MOST_PARTS = 12
"""Parts or cells shown of one figure, unless all are requested."""
MOST_OPENED = 60
"""Figures whose parts are shown, unless all are requested: an institution has thousands."""
REPEATED = "repetida"
"""State of a figure that was explained earlier in the tree."""
WEIGHT_ROLE = "su peso"
UNOPENED = "sin abrir"
"""State of a figure whose parts are not shown, to keep the tree short."""


@dataclass(frozen=True)
class Explained:
    """A figure, or a constant of the method, with what it was computed from.

    Attributes
    ----------
    id : str
        Empty for a constant.
    role : str
        Its role in the figure above, in words; empty for a plain part.
    indicator, name, period : str
    printed : str
        As the report prints it, with its unit.
    exact : str
        Full precision, with a decimal point.
    sentence, rounding, rule, grade : str
        The operation with its numbers; how the value is rounded; the rule in words; the grade. Empty where there is
        none.
    weight : str
        Its weight in the figure above.
    weighed_by : Explained or None
        The figure that gives that weight.
    state : str
        `repetida`, `sin abrir` or empty.
    cells : tuple of CellLine
    parts : tuple of Explained
    hidden_cells, hidden_parts : int
        How many cells and parts are not shown.
    """

    id: str
    role: str
    indicator: str
    name: str
    period: str
    printed: str
    exact: str
    sentence: str = ""
    rounding: str = ""
    rule: str = ""
    grade: str = ""
    weight: str = ""
    weighed_by: Explained | None = None
    state: str = ""
    cells: tuple[CellLine, ...] = ()
    parts: tuple[Explained, ...] = ()
    hidden_cells: int = 0
    hidden_parts: int = 0

    def plain(self) -> dict[str, object]:
        """Return the tree as JSON-compatible data with Spanish keys; empty fields are left out."""
        texts = {
            "id": self.id, "papel": self.role, "indicador": self.indicator, "nombre": self.name, "periodo": self.period,
            "impreso": self.printed, "exacto": self.exact, "operacion": self.sentence, "redondeo": self.rounding,
            "regla": self.rule, "calificacion": self.grade, "peso": self.weight, "estado": self.state,
        }  # fmt: skip
        lists = {
            "celdas": [
                {"papel": line.role, "valor": line.value, "archivo": line.cell.file, "hoja": line.cell.sheet,
                 "celda": line.cell.cell}
                for line in self.cells
            ],
            "origen_del_peso": self.weighed_by.plain() if self.weighed_by else {},
            "partes": [part.plain() for part in self.parts],
            "celdas_omitidas": self.hidden_cells,
            "partes_omitidas": self.hidden_parts,
        }  # fmt: skip
        return {key: value for key, value in {**texts, **lists}.items() if value}


def explain(book: Book, figure: str, *, depth: int | None = None, whole: bool = False) -> Explained:
    """Return a figure of a Book as a tree: what it was computed from, down to its input cells.

    Parameters
    ----------
    book : Book
    figure : str
        Id.
    depth : int or None
        Number of levels whose parts are shown, the figure's own being the first; None for all.
    whole : bool
        True shows every part and every cell. Otherwise a wide figure shows its first 12, and a large tree is opened
        level by level up to 60 figures, plus one branch down to its cells.

    Raises
    ------
    UnknownFigure
        With similar ids.
    """
    root = book[figure]
    opened = None if whole else _opened(book, root, depth)
    return _Explainer(book, depth, whole, opened).figure(root)


def cell_lines(book: Book, figure: Figure) -> Iterator[CellLine]:
    """Yield the input cells that a figure reads itself, with their amounts: its own, then those of its task's series.

    Of a series, only cells of the figure's window; nothing for a figure computed from figures alone.
    """
    yield from source_lines(figure)
    for operand in figure.operands:
        if operand.series:
            for role, amount, cell in book.series[operand.series].cells(figure.period):
                yield CellLine(role, exact_es(amount), cell)


def _opened(book: Book, root: Figure, depth: int | None) -> frozenset[str]:
    """Ids of the figures whose parts are shown: level by level up to `MOST_OPENED`, plus one branch to its end."""
    opened: dict[str, None] = {}
    waiting = deque([(root, 0)])
    while waiting and len(opened) < MOST_OPENED:
        figure, level = waiting.popleft()
        if figure.id in opened or not has_parts(figure) or (depth is not None and level >= depth):
            continue
        opened[figure.id] = None
        waiting.extend((book[part.figure], level + 1) for part in shown_operands(figure)[:MOST_PARTS] if part.figure)
    branch: Figure | None = root
    while branch is not None:
        opened[branch.id] = None
        below = next((part for part in shown_operands(branch) if part.figure), None)
        branch = book[below.figure] if below else None
    return frozenset(opened)


@dataclass
class _Explainer:
    """Builds the tree from a figure downwards; a figure that was explained already is marked as repeated."""

    book: Book
    depth: int | None
    whole: bool
    opened: frozenset[str] | None
    seen: set[str] = field(default_factory=set)

    def figure(self, figure: Figure, role: str = "", weight: str = "", level: int = 0) -> Explained:
        """Explain a figure and everything below it; `weight` is the id of its weight in the figure above.

        One that was explained already, or is not opened, has no cells and parts.
        """
        state = self._state(figure, level)
        head = Explained(
            id=figure.id, role=role, indicator=self.book.indicator_name(figure.indicator),
            name=" ".join((figure.name or figure.code).split()), period=figure.period.code,
            printed=with_unit(figure.rounded, figure.unit), exact=plain_text(figure.value),
            grade=grade_words(figure.grade), state=state,
            weight=exact_es(self.book.handed_on(weight)) if weight else "",
        )  # fmt: skip
        if state == REPEATED:  # its weight here may be another
            return replace(head, weighed_by=self._weight(weight, level))
        if state:
            return head
        self.seen.add(figure.id)
        sentence = operation_sentence(self.book, figure, whole=self.whole)
        cells, more_cells = self._cut(tuple(cell_lines(self.book, figure)))
        parts, more_parts = self._cut(shown_operands(figure))
        return replace(
            head, sentence=sentence if figure.operands or len(cells) > 1 else "", rounding=rounding_words(figure),
            rule=figure.rule, weighed_by=self._weight(weight, level), cells=cells, hidden_cells=more_cells,
            parts=tuple(self._part(part, level + 1) for part in parts), hidden_parts=more_parts,
        )  # fmt: skip

    def _state(self, figure: Figure, level: int) -> str:
        """`REPEATED` if it was explained above, `UNOPENED` if too deep or not chosen to be opened, else empty."""
        if figure.id in self.seen:
            return REPEATED
        is_deep = self.depth is not None and level >= self.depth
        is_left = self.opened is not None and figure.id not in self.opened and has_parts(figure)
        return UNOPENED if is_deep or is_left else ""

    def _part(self, part: Operand, level: int) -> Explained:
        """Explain an operand: the figure that it is, at a level of the tree, or its constant."""
        role = role_words(self.book, part)
        if not part.figure:
            return _constant(part, role)
        return self.figure(self.book[part.figure], role, part.weight, level)

    def _weight(self, weight: str, level: int) -> Explained | None:
        """The explained figure that is a part's weight; None without weight."""
        return self.figure(self.book[weight], WEIGHT_ROLE, "", level + 1) if weight else None

    def _cut(self, items: tuple[Item, ...]) -> tuple[tuple[Item, ...], int]:
        """The items to show and the number of hidden ones; one surplus item is shown, since «1 more» saves no space."""
        if self.whole or len(items) <= MOST_PARTS + 1:
            return items, 0
        return items[:MOST_PARTS], len(items) - MOST_PARTS


def _constant(operand: Operand, role: str) -> Explained:
    """Explain a constant of the method, which has no id and no parts; a missing value is 0."""
    value = operand.constant or Fraction(0)
    return Explained("", role, "", constant_words(operand), "", exact_es(value), plain_text(value))
