"""Finds single cells whose correction makes several totals right at once.

Any one total becomes right if one of its parts is changed, so a single total proves nothing. A correction is convincing
if it also makes another total right, or another check of the same total, and makes none wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.base.display import number_es
from helpers.base.exact import exact, round_half_up
from helpers.base.python_extras import by_key, grouped
from helpers.checks.causes.printed_case import Case, Cause, Other
from helpers.figures.findings import Verdict
from helpers.figures.records import SourceCell


@dataclass(frozen=True, slots=True)
class Placed:
    """A case, the cell in which its number is printed, and that cell's label."""

    cell: SourceCell
    label: str
    case: Case

    @property
    def cells(self) -> tuple[SourceCell, ...]:
        """The printed cell and those of its parts, each once."""
        return tuple(dict.fromkeys((self.cell, *(part.cell for part in self.case.parts if part.cell))))

    def own_repair(self, owner: int) -> Repair:
        """Return the repair of the printed cell itself: the computed number; `owner` is the case's position."""
        return Repair(self.cell, self.label, self.case.printed, self.case.computed, owner)


@dataclass(frozen=True, slots=True)
class Repair:
    """A number that makes one case right if it replaces the one in a cell.

    Attributes
    ----------
    cell : SourceCell
    label : str
        Name of the cell for readers.
    printed, instead : Decimal
        The printed number and its replacement.
    owner : int
        Position of that case among all cases.
    """

    cell: SourceCell
    label: str
    printed: Decimal
    instead: Decimal
    owner: int

    @property
    def named(self) -> str:
        """The cell in Spanish: `«Total» (B7 de a.xlsx)`."""
        where = f" ({self.cell.cell} de {self.cell.file.rpartition('/')[2]})" if self.cell.cell else ""
        return f"«{self.label}»{where}"

    @property
    def change(self) -> Mapping[SourceCell, Fraction]:
        """The number that replaces the one in the cell."""
        return {self.cell: exact(self.instead)}

    @property
    def words(self) -> str:
        """The correction in Spanish, with its cell: `«Total» (B7 de a.xlsx) dice 10 y debe decir 12`."""
        return f"{self.named} dice {number_es(self.printed)} y debe decir {number_es(self.instead)}"


Found = tuple[Cause, Repair]
SEVERAL = "una celda"
"""Kind of a cause that makes several totals right at once."""
ECHO = "eco"
"""Start of the kind of causes that only tell what else a repair makes right; the cell follows."""


@dataclass(frozen=True)
class Board:
    """Cases that are examined together."""

    placed: Sequence[Placed]

    @property
    def failing(self) -> Sequence[int]:
        """Positions, in `placed`, of the wrong cases."""
        return [place for place, item in enumerate(self.placed) if not item.case.ties]

    @cached_property
    def touching(self) -> Mapping[SourceCell, Sequence[int]]:
        """Positions, in `placed`, of the cases in which each cell takes part, as their printed cell or as a part."""
        return by_key((cell, place) for place, item in enumerate(self.placed) for cell in item.cells)

    def touched_by(self, repair: Repair) -> Sequence[Placed]:
        """Return the cases in which a repair's cell takes part."""
        return [self.placed[place] for place in self.touching[repair.cell]]

    @cached_property
    def repairs(self) -> Mapping[SourceCell, Sequence[Repair]]:
        """Repairs of each cell, from all wrong cases."""
        found = (repair for place in self.failing for repair in repairs_of(place, self.placed[place]))
        return grouped(found, lambda repair: repair.cell)

    def asked_of(self, cell: SourceCell | None) -> Sequence[Repair]:
        """Return the corrections that cases ask of a cell; none without a cell."""
        return self.repairs.get(cell, ()) if cell is not None else ()


def one_cell_causes(board: Board) -> Mapping[int, tuple[Cause, ...]]:
    """Return the causes of each wrong case, by its position in the board's `placed`.

    A cause corrects one cell so that this and another case become right and none wrong, or so that another check of the
    cell or another operation gives this number. One that only tells what else a correction makes right (`ECHO`) comes
    last. Right cases, and wrong ones without such a cause, are absent.
    """
    placed = board.placed
    causes: dict[int, dict[Cause, None]] = defaultdict(dict)
    for place in board.failing:
        for cause, repair in _causes_of_case(board, place):
            causes[place][cause] = None
            if cause.kind != SEVERAL:
                causes[repair.owner].setdefault(_echo(placed[place], repair, placed[repair.owner]), None)
    return {
        place: tuple(sorted(found, key=lambda cause: cause.kind.startswith(ECHO))) for place, found in causes.items()
    }


def _echo(mended: Placed, repair: Repair, owner: Placed) -> Cause:
    """Return the cause that tells the owner of a repair which other case it explains."""
    return Cause(f"{ECHO} {repair.cell}", f"{_change(repair, owner)} se explica también «{mended.label}»")


def _change(repair: Repair, item: Placed) -> str:
    """Return the start of a sentence on a repair; shorter if the repaired cell is the case's own."""
    return "con ese valor" if repair.cell == item.cell else f"{repair.words}, y con ese cambio"


def repairs_of(place: int, item: Placed) -> Iterator[Repair]:
    """Yield the repairs that would make a case right: of its printed cell, and of each part of which one is found."""
    case = item.case
    yield item.own_repair(place)
    for index, part in enumerate(case.parts):
        if part.cell is not None:
            value = _solved(case, index)
            if value is not None and value != part.value:
                instead = round_half_up(value, part.decimals)
                if case.closes_with(index, exact(instead)):
                    label = part.full or part.label
                    yield Repair(part.cell, label, round_half_up(part.value, part.decimals), instead, place)


def _solved(case: Case, index: int) -> Fraction | None:
    """Return a part's value that gives the printed number, if the result or its inverse is linear in it; else None."""
    tried = [case.value_with(index, Fraction(point)) for point in (1, 2, 3)]
    values = [value for value in (*tried, exact(case.printed)) if value is not None]
    if len(values) < len(tried) + 1:
        return None
    straight = _on_a_line(values)
    if straight is None and all(values):
        return _on_a_line([1 / value for value in values])
    return straight


def _on_a_line(values: Sequence[Fraction]) -> Fraction | None:
    """Return where the line through three values, at 1, 2 and 3, reaches the fourth; None if they form no line."""
    first, second, third, goal = values
    return 1 + (goal - first) / (second - first) if first - second == second - third != 0 else None


def _causes_of_case(board: Board, place: int) -> Iterator[Found]:
    """Yield the causes of a wrong case, each with the repair that it needs; the surest first."""
    item = board.placed[place]
    for cell in item.cells:
        asked = [repair for repair in board.asked_of(cell) if not _is_same_check(board.placed[repair.owner], item)]
        yield from _confirmed(board, place, asked)
    yield from _through_siblings(board, item)
    yield from _through_others(board, place)


def _is_same_check(first: Placed, second: Placed) -> bool:
    """Return whether two cases are one, or check the same printed cell against the same cells.

    Then one does not confirm the other.
    """
    return first is second or (first.cell == second.cell and first.cells == second.cells)


def _confirmed(board: Board, place: int, repairs: Sequence[Repair]) -> Iterator[Found]:
    """Yield, with causes, the repairs of other cases after which this case, and every one that they touch, is right."""
    for repair in repairs:
        touched = board.touched_by(repair)
        if not all(ties_with(item, repair.change) for item in (board.placed[place], *touched)):
            continue
        mended = sum(not other.case.ties for other in touched)
        change = _change(repair, board.placed[place])
        own = repair.cell == board.placed[place].cell
        verdict, follows = (Verdict.IRRECONCILABLE, "") if own else (Verdict.CARRIED, str(repair.cell))
        yield Cause(SEVERAL, f"{change} cuadran a la vez {mended} controles", verdict, follows, clears=not own), repair


def ties_with(item: Placed, instead: Mapping[SourceCell, Fraction]) -> bool:
    """Return whether a case is right if some cells, its own included, held other numbers; False without a result."""
    case = item.case
    value = case.value_under(instead)
    if value is None:
        return False
    printed = instead.get(item.cell, exact(case.printed))
    return round_half_up(value, case.decimals) == round_half_up(printed, case.decimals)


def _through_siblings(board: Board, item: Placed) -> Iterator[Found]:
    """Yield the repairs with which another check of the same cell, right as printed, gives what this check computes.

    Each repair is of a part of that other check.
    """
    goal = exact(item.case.computed)
    siblings = (board.placed[place] for place in board.touching[item.cell])
    for sibling in siblings:
        if sibling.cell != item.cell or not sibling.case.ties:
            continue
        for index, part in enumerate(sibling.case.parts):
            for repair in board.asked_of(part.cell):
                if exact(repair.instead) == part.value:
                    continue
                changed = sibling.case.value_with(index, exact(repair.instead))
                if changed is not None and round_half_up(changed, item.case.decimals) == goal:
                    said = f"arrastra otra cifra: {repair.words}"
                    yield Cause("arrastre", said, Verdict.CARRIED, str(repair.cell)), repair


def _through_others(board: Board, place: int) -> Iterator[Found]:
    """Yield other operations that give the printed number once a cell is repaired for another case."""
    case = board.placed[place].case
    for other in case.others:
        for part in other.parts:
            for repair in board.asked_of(part.cell):
                if repair.owner != place and _gives(case, other, repair):
                    sentence = f"{other.sentence}, con un dato distinto del impreso: {repair.words}"
                    yield Cause("operacion", sentence, other.verdict, str(repair.cell)), repair


def _gives(case: Case, other: Other, repair: Repair) -> bool:
    value = other.value_under(repair.change)
    return value is not None and case.closes(value)
