"""The calculation cells that have run in a notebook, with the frames that each left, and what a comparison rests on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from helpers.base.python_extras import first_by_key

Table = pd.DataFrame | pd.Series
TABLES = (pd.DataFrame, pd.Series)
COMPARES, SHOWS = "repetir", ("muestra", "origenes")
FILTER = "isin"
"""A method whose arguments only say which rows stay; values do not come from these arguments."""


class Shown(NamedTuple):
    """A frame that a cell shows: its columns (`muestra`), or the indicator whose values it has (`origenes`)."""

    columns: tuple[str, ...] = ()
    indicator: str = ""


class Held(NamedTuple):
    """A frame that a comparison rests on: its name in the cells, its values, and how a cell shows it, if one does."""

    name: str
    frame: Table
    shown: Shown | None


@dataclass(frozen=True)
class RunCell:
    """A cell that has run: its code, and the frames that it made, by name."""

    source: str
    frames: Mapping[str, Table]

    @property
    def statements(self) -> Sequence[ast.stmt]:
        """The cell's statements, in order; empty for a cell that is no plain Python, such as one with a magic."""
        try:
            return ast.parse(self.source).body
        except SyntaxError:
            return ()


@dataclass
class RunCells:
    """The calculation cells in the order in which they ran. Frames are held as they are, without a copy."""

    _cells: list[RunCell] = field(default_factory=list)
    _repeated: dict[str, int] = field(default_factory=dict)
    _asked: list[tuple[Table, Shown]] = field(default_factory=list)
    _shown: dict[int, Shown] = field(default_factory=dict)
    _known: dict[str, Table] = field(default_factory=dict)

    def shown(self, frame: Table, columns: Sequence[str], indicator: str = "") -> None:
        """Note that the running cell shows a frame."""
        self._asked.append((frame, Shown(tuple(columns), indicator)))

    def repeated(self, figures: Iterable[str]) -> None:
        """Note that the running cell has compared these figures."""
        self._repeated |= dict.fromkeys(figures, len(self._cells))

    def close(self, source: str, names: Mapping[str, object]) -> None:
        """Record a cell that has run, with those of the notebook's frames that it has made or replaced.

        Parameters
        ----------
        source : str
            The cell's code.
        names : Mapping
            The notebook's variables.
        """
        made = {
            name: value
            for name, value in names.items()
            if isinstance(value, TABLES) and self._known.get(name) is not value and not name.startswith("_")
        }
        self._known |= made
        self._cells.append(RunCell(source, made))
        if self._asked:
            held = set(map(id, self._known.values()))  # the id of a frame that nobody holds may become another's
            self._shown |= {id(frame): how for frame, how in self._asked if id(frame) in held}
            self._asked.clear()

    def under(self, figure: str) -> tuple[Held, ...]:
        """Return the frames that the comparison of a figure rests on, the nearest first; empty if no cell was held.

        They are found in the code: the variables that the comparison names, those that these were made from, and so on.
        """
        last = self._repeated.get(figure, -1)
        if not 0 <= last < len(self._cells):
            return ()
        return tuple(first_by_key((id(held.frame), held) for held in self._followed(last)).values())

    def _followed(self, last: int) -> Iterator[Held]:
        """Yield the frames that the comparisons of the cell at index `last` rest on, from there back to the input."""
        needed: set[str] = set()
        is_near = True
        for number in range(last, -1, -1):
            cell = self._cells[number]
            statements = cell.statements
            # What is shown before an earlier comparison belongs to that one.
            is_near = is_near and (number == last or not any(_called(one) == COMPARES for one in statements))
            beside: set[str] = set()
            for one in reversed(statements):
                made = _made(one)
                if number == last and _called(one) == COMPARES:
                    needed |= _used(one)
                elif is_near and _called(one) in SHOWS:
                    beside |= _used(one)
                elif made & needed or (made & beside and _used(one) & needed):
                    for name in sorted(made & set(cell.frames)):
                        yield Held(name, cell.frames[name], self._shown.get(id(cell.frames[name])))
                    if made & needed:
                        needed = (needed - _anew(one)) | _used(one)


def _called(one: ast.stmt) -> str:
    """Return the name of the function (`repetir`) if a statement is just a call of it; else empty."""
    call = one.value if isinstance(one, ast.Expr) else None
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""


def _targets(one: ast.stmt) -> list[ast.expr]:
    """Return what a statement assigns to; empty if it is no assignment."""
    if isinstance(one, ast.Assign):
        return one.targets
    return [one.target] if isinstance(one, (ast.AugAssign, ast.AnnAssign)) else []


def _made(one: ast.stmt) -> set[str]:
    """Return the variables that a statement makes or changes: `plan` for `plan["operacion"] = …`."""
    return {next(_names(part)) for target in _targets(one) for part in getattr(target, "elts", [target])}


def _anew(one: ast.stmt) -> set[str]:
    """Return the variables that a statement assigns as a whole, so that their earlier values do not matter."""
    parts = (part for target in _targets(one) for part in getattr(target, "elts", [target]))
    return {part.id for part in parts if isinstance(part, ast.Name)} if isinstance(one, ast.Assign) else set()


def _used(one: ast.stmt) -> set[str]:
    """Return the variables from which a statement takes values."""
    value = getattr(one, "value", None)
    return set(_names(value)) if isinstance(value, ast.AST) else set()


def _names(node: ast.AST) -> Iterator[str]:
    """Yield the names in an expression, without the arguments of a filter."""
    if isinstance(node, ast.Name):
        yield node.id
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == FILTER:
        yield from _names(node.func)
        return
    for child in ast.iter_child_nodes(node):
        yield from _names(child)
