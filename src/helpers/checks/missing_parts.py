"""A printed number of which a part has no data: the value of that part with which it would tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.book import Book
from helpers.display import count_es, list_es, number_es
from helpers.exact import exact, round_half_up
from helpers.replay import supposing
from helpers.trace import Figure, Operation, split_id

FARTHEST = 10**15
"""Up to how many units of the last decimal are tried: more than any budget has cents."""
WHOLE = 100
MOST_NAMED = 5
LINEAR = frozenset({Operation.SUM, Operation.MEAN, Operation.WEIGHTED, Operation.SAME})
"""Operations whose result grows evenly with a part: for them it can be said that no value gives the printed one."""


@dataclass(frozen=True)
class Missing:
    """The parts without data of one printed number.

    Attributes
    ----------
    names : Sequence of str
        How a reader calls them.
    decimals : int
        With how many their values are written.
    is_percentage : bool
        Whether they are measured from 0 to 100.
    is_linear : bool
        Whether the result moves evenly with their value.
    result : callable
        The exact result if each of them had a value; ZeroDivisionError where there is none.
    """

    names: Sequence[str]
    decimals: int
    is_percentage: bool
    is_linear: bool
    result: Callable[[Fraction], Fraction]

    def words(self, printed: Decimal, decimals: int) -> str:
        """`no hay dato en «Ceremonial»: cuadraría con 90,00, un valor posible`."""
        more = len(self.names) - MOST_NAMED
        named = [f"«{name}»" for name in self.names[:MOST_NAMED]] + ([f"{count_es(more)} más"] if more > 0 else [])
        told = self._solution(printed, decimals)
        return f"no hay dato en {list_es(named)}{f'; {told}' if told else ''}"

    def _solution(self, printed: Decimal, decimals: int) -> str:
        found = self.values(printed, decimals)
        each = " cada una" if len(self.names) > 1 else ""
        if found is None:
            return f"no cuadraría con ningún valor{each and ' igual en todas'}" if self.is_linear else ""
        least, best, most = found
        who = f"«{self.names[0]}» = {number_es(best)}" if not each else f"{number_es(best)}{each}"
        between = f" (entre {number_es(least)} y {number_es(most)})" if least < most else ""
        return f"cuadraría con {who}{between}, {self._possible(least, most)}"

    def _possible(self, least: Decimal, most: Decimal) -> str:
        if self.is_percentage and least > WHOLE:
            return f"fuera de 0 a {WHOLE}"
        if most < 0:
            return f"fuera de 0 a {WHOLE}" if self.is_percentage else "que es negativo"
        return "un valor posible"

    def values(self, printed: Decimal, decimals: int) -> tuple[Decimal, Decimal, Decimal] | None:
        """The least, the best and the largest value with which the result is printed so; None where there is none."""

        def moved(units: int) -> int | None:
            """−1, 0 or 1: how the result compares with the printed number; None where it divides by zero."""
            try:
                result = round_half_up(self.result(Fraction(units, 10**self.decimals)), decimals)
            except ZeroDivisionError:
                return None
            return (result > printed) - (result < printed)

        first = self._first(moved, -FARTHEST if self.is_linear else 0)
        sign = moved(FARTHEST) or 0
        if first is None or sign * (moved(first) or 0) > 0:
            return None
        least = _least(first, FARTHEST, lambda units: sign * (moved(units) or 0) >= 0)
        most = _least(least, FARTHEST, lambda units: sign * (moved(units) or 0) > 0) - 1
        if moved(least) != 0 or moved(most) != 0:
            return None
        best = self._even(printed, least, most)
        return self._decimal(least), self._decimal(best), self._decimal(most)

    def _first(self, moved: Callable[[int], int | None], start: int) -> int | None:
        """The smallest value tried that gives a result: the divisor may be the part itself."""
        return next((units for units in (start, start + 1) if moved(units) is not None), None)

    def _even(self, printed: Decimal, least: int, most: int) -> int:
        """The value that gives the printed number without rounding; the one in the middle where none does."""
        if self.is_linear:
            # Far apart, so that rounding on the way up does not tilt the line.
            zero, far = self.result(Fraction(0)), self.result(Fraction(FARTHEST))
            if far != zero:
                even = (exact(printed) - zero) / (far - zero) * FARTHEST * 10**self.decimals
                if least <= even <= most:
                    return int(round_half_up(even, 0))
        return (least + most) // 2

    def _decimal(self, units: int) -> Decimal:
        return round_half_up(Fraction(units, 10**self.decimals), self.decimals)


def _least(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The least number of a range from which something holds, given that it holds from some number on."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def missing_below(book: Book, figure: Figure) -> Missing | None:
    """What has no data among all that a figure rests on; None where nothing lacks."""
    owners = _lacking(book, figure)
    lacking = {part.figure: part for owner in owners for part in owner.lacking}
    if not lacking:
        return None
    names = [_name(book, part) for part in lacking]
    solvable = all(_can_be_solved(owner) for owner in owners) and len({split_id(part)[0] for part in lacking}) == 1
    measured = owners[0]

    def result(value: Fraction) -> Fraction:
        return supposing(book, figure.id, dict.fromkeys(lacking, value))

    if not solvable:
        return Missing(names, measured.decimals, measured.unit == "%", False, _unsolvable)
    is_linear = {figure.operation, *(owner.operation for owner in owners)} <= LINEAR
    return Missing(names, measured.decimals, measured.unit == "%", is_linear, result)


def _unsolvable(value: Fraction) -> Fraction:
    raise ZeroDivisionError(value)


def _can_be_solved(owner: Figure) -> bool:
    """Whether one number stands for a missing part: a ratio wants two, and a weighted part its weight."""
    if owner.operation is Operation.WEIGHTED:
        return all(part.constant is not None for part in owner.lacking)
    return owner.operation in {*LINEAR, Operation.FULFILLED}


def _lacking(book: Book, figure: Figure) -> list[Figure]:
    """The figures below one, and itself, that lack a part."""
    found, seen, waiting = [], set(), [figure]
    while waiting:
        current = waiting.pop()
        if current.id not in seen:
            seen.add(current.id)
            found += [current] if current.lacking else []
            waiting += book.operands(current)
    return found


def _name(book: Book, part: str) -> str:
    _, _, level, code = split_id(part)
    node = book.node(level, code)
    if node is not None:
        return node.name
    return f"ACP {code}" if level == "acp" else code
