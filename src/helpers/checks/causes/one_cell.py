"""One cell which, replaced by another number, makes several totals right at once.

Alone, any total ties if one of its parts is changed. What convinces is that the same number in the same cell also
mends another total, or another reading of it, and breaks none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.checks.causes.case import Case, Cause, Other
from helpers.display import number_es
from helpers.exact import exact, round_half_up
from helpers.records import SourceCell


@dataclass(frozen=True, slots=True)
class Placed:
    """A case and the cell in which its number is printed, called by its label."""

    cell: SourceCell
    label: str
    case: Case


@dataclass(frozen=True, slots=True)
class Repair:
    """A number that, put into a cell, makes one case tie.

    Attributes
    ----------
    owner : int
        Place of that case among all.
    """

    cell: SourceCell
    label: str
    printed: Decimal
    instead: Decimal
    owner: int

    @property
    def words(self) -> str:
        where = f" ({self.cell.cell} de {self.cell.file.rpartition('/')[2]})" if self.cell.cell else ""
        return f"«{self.label}»{where} dice {number_es(self.printed)} y debe decir {number_es(self.instead)}"


Found = tuple[Cause, Repair]
SEVERAL = "una celda"
"""Kind of a cause that mends several totals at once."""
ECHO = "eco"
"""Kind of a cause that only says what else a repair puts right, with its cell behind."""


@dataclass(frozen=True)
class _Board:
    """All cases, which of them each cell takes part in, and what each cell would have to say."""

    placed: Sequence[Placed]
    touching: Mapping[SourceCell, Sequence[int]]
    repairs: Mapping[SourceCell, Sequence[Repair]]

    def asked_of(self, cell: SourceCell | None) -> Sequence[Repair]:
        return self.repairs.get(cell, ()) if cell is not None else ()


def one_cell_causes(placed: Sequence[Placed]) -> Mapping[int, tuple[Cause, ...]]:
    """Causes by the place of each case that does not tie."""
    failing = [place for place, item in enumerate(placed) if not item.case.ties]
    board = _board(placed, failing)
    causes: dict[int, dict[Cause, None]] = defaultdict(dict)
    for place in failing:
        for cause, repair in _of_case(board, place):
            causes[place][cause] = None
            if cause.kind != SEVERAL:
                causes[repair.owner].setdefault(_echo(placed[place], repair, placed[repair.owner]), None)
    return {place: tuple(sorted(found, key=_is_echo)) for place, found in causes.items()}


def _is_echo(cause: Cause) -> bool:
    return cause.kind.startswith(ECHO)


def _board(placed: Sequence[Placed], failing: Sequence[int]) -> _Board:
    touching: dict[SourceCell, list[int]] = defaultdict(list)
    repairs: dict[SourceCell, list[Repair]] = defaultdict(list)
    for place, item in enumerate(placed):
        for cell in _all_cells(item):
            touching[cell].append(place)
    for place in failing:
        for repair in _repairs(place, placed[place]):
            repairs[repair.cell].append(repair)
    return _Board(placed, touching, repairs)


def _all_cells(item: Placed) -> tuple[SourceCell, ...]:
    return tuple(dict.fromkeys((item.cell, *(part.cell for part in item.case.parts if part.cell))))


def _echo(mended: Placed, repair: Repair, owner: Placed) -> Cause:
    """For the case that asked for the repair: what else it puts right."""
    return Cause(f"{ECHO} {repair.cell}", f"{_change(repair, owner)} se explica también «{mended.label}»")


def _change(repair: Repair, item: Placed) -> str:
    """What changes, as the beginning of a sentence; of the number itself nothing needs saying again."""
    return "con ese valor" if repair.cell == item.cell else f"{repair.words}, y con ese cambio"


def _repairs(place: int, item: Placed) -> Iterator[Repair]:
    """What each cell of a case would have to say for it to tie."""
    case = item.case
    yield Repair(item.cell, item.label, case.printed, case.computed, place)
    for index, part in enumerate(case.parts):
        if part.cell is not None:
            value = _solved(case, index)
            if value is not None and value != part.value:
                instead = round_half_up(value, part.decimals)
                if case.closes_with(index, exact(instead)):
                    label = part.full or part.label
                    yield Repair(part.cell, label, round_half_up(part.value, part.decimals), instead, place)


def _solved(case: Case, index: int) -> Fraction | None:
    """The value of one part that gives the printed number, for what is linear in it or one over it."""
    needed = case.needed(index)
    if needed is not None:
        return needed
    tried = [_with(case, index, Fraction(point)) for point in (1, 2, 3)]
    values = [value for value in (*tried, exact(case.printed)) if value is not None]
    if len(values) < len(tried) + 1:
        return None
    straight = _on_a_line(values)
    if straight is None and all(values):
        return _on_a_line([1 / value for value in values])
    return straight


def _on_a_line(values: Sequence[Fraction]) -> Fraction | None:
    """Where a line through the first three values, at 1, 2 and 3, takes the fourth; None where there is no line."""
    first, second, third, goal = values
    return 1 + (goal - first) / (second - first) if first - second == second - third != 0 else None


def _with(case: Case, index: int, value: Fraction) -> Fraction | None:
    counted = list(case.counted)
    counted[index] = (1, value)
    try:
        return case.redo(counted)
    except ZeroDivisionError:
        return None


def _of_case(board: _Board, place: int) -> Iterator[Found]:
    item = board.placed[place]
    for cell in _all_cells(item):
        asked = [repair for repair in board.asked_of(cell) if not _is_same_check(board.placed[repair.owner], item)]
        yield from _confirmed(board, place, asked)
    yield from _through_siblings(board, item)
    yield from _through_others(board, place)


def _is_same_check(first: Placed, second: Placed) -> bool:
    """A figure printed twice is checked twice in the same way, and one does not confirm the other."""
    return first is second or (first.cell == second.cell and _all_cells(first) == _all_cells(second))


def _confirmed(board: _Board, place: int, repairs: Sequence[Repair]) -> Iterator[Found]:
    """A repair that another case asks for also mends this one, and nothing that ties is broken by it."""
    for repair in repairs:
        instead = {repair.cell: exact(repair.instead)}
        touched = [board.placed[other] for other in board.touching[repair.cell]]
        if not ties_with(board.placed[place], instead) or not all(ties_with(other, instead) for other in touched):
            continue
        mended = sum(not other.case.ties for other in touched)
        change = _change(repair, board.placed[place])
        yield Cause(SEVERAL, f"{change} cuadran a la vez {mended} controles"), repair


def ties_with(item: Placed, instead: Mapping[SourceCell, Fraction]) -> bool:
    """Whether a case ties when some cells hold other numbers, its own printed one included."""
    case = item.case
    try:
        value = case.redo([(1, instead.get(part.cell, part.value)) for part in case.parts])
    except ZeroDivisionError:
        return False
    printed = instead.get(item.cell, exact(case.printed))
    return round_half_up(value, case.decimals) == round_half_up(printed, case.decimals)


def _through_siblings(board: _Board, item: Placed) -> Iterator[Found]:
    """The number ties with its own parts; one of these does not tie with something else and carries it along."""
    goal = exact(item.case.computed)
    siblings = (board.placed[place] for place in board.touching[item.cell])
    for sibling in siblings:
        if sibling.cell != item.cell or not sibling.case.ties:
            continue
        for index, part in enumerate(sibling.case.parts):
            for repair in board.asked_of(part.cell):
                if exact(repair.instead) == part.value:
                    continue
                changed = _with(sibling.case, index, exact(repair.instead))
                if changed is not None and round_half_up(changed, item.case.decimals) == goal:
                    yield Cause("arrastre", f"arrastra otra cifra: {repair.words}"), repair


def _through_others(board: _Board, place: int) -> Iterator[Found]:
    """Another operation gives it once a cell is repaired as some other case asks."""
    case = board.placed[place].case
    for other in case.others:
        for part in other.parts:
            for repair in board.asked_of(part.cell):
                if repair.owner != place and _gives(case, other, repair):
                    sentence = f"{other.sentence}, con un dato distinto del impreso: {repair.words}"
                    yield Cause("operacion", sentence), repair


def _gives(case: Case, other: Other, repair: Repair) -> bool:
    value = other.value({repair.cell: exact(repair.instead)})
    return value is not None and case.closes(value)
