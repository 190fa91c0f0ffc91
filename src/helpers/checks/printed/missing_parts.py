"""For a printed number some of whose parts have no data, finds the value of these parts that would make it right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import list_es, number_es
from helpers.base.exact import exact, round_half_up, shown_decimals
from helpers.base.python_extras import if_computable
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation, split_id
from helpers.figures.supposed_figures import value_under

FARTHEST = 10**15
"""Most units of the last decimal that are tried; no budget has so many cents."""
WHOLE = 100
MOST_NAMED = 5
LINEAR = frozenset({Operation.SUM, Operation.MEAN, Operation.WEIGHTED, Operation.SAME})
"""Operations whose result is linear in a part, so that it is certain when no value gives the printed number."""


@dataclass(frozen=True)
class Missing:
    """The parts without data of one printed number.

    Attributes
    ----------
    names : Sequence of str
        Names of the parts for readers.
    decimals : int
        Decimals of their values.
    is_percentage : bool
        Their values lie between 0 and 100.
    is_linear : bool
        The result is linear in their value.
    result : callable
        Returns the exact result if each part had a given value; raises ArithmeticError where there is none.
    is_as_printed : bool
        Other parts, printed with other values than computed, enter the result as printed.
    """

    names: Sequence[str]
    decimals: int
    is_percentage: bool
    is_linear: bool
    result: Callable[[Fraction], Fraction]
    is_as_printed: bool = False

    def words(self, printed: Decimal, decimals: int) -> str:
        """Return the missing parts and a fitting value: `no hay dato en «X»; cuadraría con «X» = 90,00, …`.

        At most `MOST_NAMED` parts are named. Several parts are all given the same value. If no value fits, the text
        says so, or names the parts only if the result is not linear.

        Parameters
        ----------
        printed : Decimal
            The printed number.
        decimals : int
            Decimals at which it is compared.
        """
        more = len(self.names) - MOST_NAMED
        named = [f"«{name}»" for name in self.names[:MOST_NAMED]] + ([f"{number_es(more)} más"] if more > 0 else [])
        told = self._solution(printed, decimals)
        return f"no hay dato en {list_es(named)}{f'; {told}' if told else ''}"

    def _solution(self, printed: Decimal, decimals: int) -> str:
        """Return in Spanish the value that gives the printed number, or that none does; empty if that is unsure."""
        found = self.values(printed, decimals)
        each = " cada una" if len(self.names) > 1 else ""
        if found is None:
            return f"no cuadraría con ningún valor{each and ' igual en todas'}" if self.is_linear else ""
        least, best, most = found
        who = f"«{self.names[0]}» = {number_es(best)}" if not each else f"{number_es(best)}{each}"
        between = f" (entre {number_es(least)} y {number_es(most)})" if least < most else ""
        beside = ", con las demás como están impresas" if self.is_as_printed else ""
        return f"cuadraría con {who}{between}, {self._possible(least, most)}{beside}"

    def _possible(self, least: Decimal, most: Decimal) -> str:
        """Return in Spanish whether a value from `least` to `most` can be: a percentage of 0 to 100, or an amount."""
        if self.is_percentage and least > WHOLE:
            return f"fuera de 0 a {WHOLE}"
        if most < 0:
            return f"fuera de 0 a {WHOLE}" if self.is_percentage else "que es negativo"
        return "un valor posible"

    def values(self, printed: Decimal, decimals: int) -> tuple[Decimal, Decimal, Decimal] | None:
        """Return the smallest, best and largest value that give the printed number; None if no value does.

        All missing parts have the value. The best one gives the printed number without rounding, else it is the middle.
        Negative values are tried only if the result is linear.
        """

        def moved(units: int) -> int | None:
            """Compare the result, if the missing parts had `units` last decimals, with the printed number: −1, 0 or 1.

            None where there is no result.
            """
            value = Fraction(units, 10**self.decimals)
            result = if_computable(lambda: round_half_up(self.result(value), decimals))
            return None if result is None else (result > printed) - (result < printed)

        start = -FARTHEST if self.is_linear else 0
        # A value of zero may be a divisor.
        first = next((units for units in (start, start + 1) if moved(units) is not None), None)
        sign = moved(FARTHEST) or 0
        if first is None or sign * (moved(first) or 0) > 0:
            return None
        # Found by halving: the results rise or fall with the value.
        least = first + bisect_left(range(first, FARTHEST), True, key=lambda units: sign * (moved(units) or 0) >= 0)
        most = least + bisect_left(range(least, FARTHEST), True, key=lambda units: sign * (moved(units) or 0) > 0) - 1
        if moved(least) != 0 or moved(most) != 0:
            return None
        best = self._even(printed, least, most)
        return self._decimal(least), self._decimal(best), self._decimal(most)

    def _even(self, printed: Decimal, least: int, most: int) -> int:
        """Return the missing value, in units of its last decimal, that gives the printed number before any rounding.

        If no value from `least` to `most` does, or the result is not linear, it is the middle of the two.
        """
        if self.is_linear:
            # Two distant points, so that intermediate rounding hardly affects the slope.
            zero, far = self.result(Fraction(0)), self.result(Fraction(FARTHEST))
            if far != zero:
                even = (exact(printed) - zero) / (far - zero) * FARTHEST * 10**self.decimals
                if least <= even <= most:
                    return int(round_half_up(even, 0))
        return (least + most) // 2

    def _decimal(self, units: int) -> Decimal:
        return round_half_up(Fraction(units, 10**self.decimals), self.decimals)


def missing_below(book: Book, figure: Figure, printed: Mapping[str, Sequence[Decimal]] | None = None) -> Missing | None:
    """Return the parts without data among all from which a figure is computed, at any depth; None if there are none.

    If they also need a weight or a second number, or are of several indicators, their `result` always raises. Other
    parts that `printed` has with another value (`_known`) have that: who printed the figure computed it with them.
    """
    owners = [one for one in book.behind(figure) if one.lacking]
    lacking = {part.figure: part for owner in owners for part in owner.lacking}
    if not lacking:
        return None
    names = [_name(book, part) for part in lacking]
    solvable = all(_can_be_solved(owner) for owner in owners) and len({split_id(part)[0] for part in lacking}) == 1
    measured = owners[0]
    known = dict(_known(book, figure, printed or {}))

    def result(value: Fraction) -> Fraction:
        """Return the figure's value if all parts without data had this value."""
        return value_under(book, figure.id, known | dict.fromkeys(lacking, value))

    if not solvable:
        return Missing(names, measured.decimals, measured.unit == "%", False, _unsolvable)
    is_linear = {figure.operation, *(owner.operation for owner in owners)} <= LINEAR
    return Missing(names, measured.decimals, measured.unit == "%", is_linear, result, bool(known))


def _known(book: Book, figure: Figure, printed: Mapping[str, Sequence[Decimal]]) -> Iterator[tuple[str, Fraction]]:
    """Yield id and printed value of each figure behind one that lacks no part and was printed with one other value."""
    behind = (one for one in book.behind(figure) if one.id != figure.id and len(printed.get(one.id, ())) == 1)
    for one in behind:
        (value,) = printed[one.id]
        is_other = round_half_up(one.value, shown_decimals(value)) != value
        if is_other and not any(part.lacking for part in book.behind(one)):
            yield one.id, exact(value)


def _unsolvable(value: Fraction) -> Fraction:
    """Raise ZeroDivisionError: no value can be tried."""
    raise ZeroDivisionError(value)


def _can_be_solved(owner: Figure) -> bool:
    """Return whether a value for each missing part is enough to compute the figure that lacks it.

    A ratio needs two numbers for a part, and a weighted mean also needs the part's weight, which may be unknown.
    """
    if owner.operation is Operation.WEIGHTED:
        return all(part.constant is not None for part in owner.lacking)
    return owner.operation in {*LINEAR, Operation.FULFILLED}


def _name(book: Book, part: str) -> str:
    """Return a part's name for readers: its node's, else `ACP 1` for an action, else its code."""
    _, _, level, code = split_id(part)
    node = book.node(level, code)
    if node is not None:
        return node.name
    return f"ACP {code}" if level == "acp" else code
