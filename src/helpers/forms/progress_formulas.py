"""The formulas of «Mi avance»: a task's share, an operation from its tasks, a unit from either."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from helpers.exact import plain_text
from helpers.forms.identity import Kind
from helpers.forms.layout import FollowUp, TaskLine
from helpers.forms.scheme import Scheme
from helpers.rollups import WEIGHTED_RULES, Consolidacion

ENTERS, NO_DATUM, UNPLANNED, OUT = "entra", "sin dato", "ejecutada sin programa", "sin programa"
GUARD = 10
"""Decimals to which a binary quotient is brought before it is rounded: 23.525 must not arrive as 23.52499…"""


@dataclass(frozen=True)
class Spots:
    """Where a form's programme and input stand in its first sheet.

    Attributes
    ----------
    first_row : int
        Of the first task.
    programmed, executed : dict of int to str
        Column letter of each place of the year.
    """

    first_row: int
    programmed: dict[int, str]
    executed: dict[int, str]

    def cell(self, letter: str, row: int) -> str:
        """A cell of the first sheet as another sheet refers to it."""
        return f"{Kind.FOLLOW_UP.value}!{letter}{row}"


@dataclass(frozen=True)
class TaskFormulas:
    """The formulas of the row of one task.

    Attributes
    ----------
    row : int
        Of the sheet «Mi avance».
    source : int
        Of the first sheet.
    """

    scheme: Scheme
    spots: Spots
    form: FollowUp
    task: TaskLine
    row: int
    source: int

    def programmed(self) -> str:
        whole = f"SUM({self._area(self.spots.programmed)})"
        return f"=IF({self._known()}>0,{self._known()},{whole})" if self.scheme.only_known else f"={whole}"

    def executed(self) -> str:
        return f"=SUM({self._area(self.spots.executed)})"

    def situation(self) -> str:
        """Whether the task takes part, and if not, why."""
        blank = [
            f"AND(N({programmed})>0,NOT(ISNUMBER({executed})))" for programmed, executed in self._pairs
        ]  # fmt: skip
        lacks = f"OR({','.join(blank)})"
        if self.scheme.only_known:
            lacks = f"AND({lacks},{self._known()}=0)"
        unplanned = ENTERS if self.scheme.counts_unplanned else UNPLANNED
        return (
            f'=IF({lacks},"{NO_DATUM}",IF(C{self.row}>0,"{ENTERS}",'
            f'IF(D{self.row}>0,"{unplanned}","{OUT}")))'
        )

    def _known(self) -> str:
        """What was programmed in the months that have a datum."""
        goals = (
            f"IF(ISNUMBER({executed}),MAX(N({programmed}),0),0)" for programmed, executed in self._pairs
        )  # fmt: skip
        return f"({'+'.join(goals)})"

    def counted(self) -> str:
        row = self.row
        return f'=IF(E{row}="{ENTERS}",IF(C{row}>0,{self._counted()},D{row}),"")'

    def measure(self) -> str:
        row = self.row
        return f'=IF(E{row}="{ENTERS}",IF(C{row}>0,C{row},D{row}),"")'

    def share(self) -> str:
        return f'=IF(E{self.row}="{ENTERS}",{handed_on(self.scheme, f"F{self.row}/G{self.row}*100")},"")'

    def _counted(self) -> str:
        """What counts: over the whole window, or month by month where the goal is kept."""
        cap = self.scheme.cap
        if not self.task.keeps:
            return f"D{self.row}" if cap is None else f"MIN(D{self.row},C{self.row}*{_share(cap)})"
        months = []
        for programmed, executed in self._pairs:
            most = f"N({executed})" if cap is None else f"MIN(N({executed}),N({programmed})*{_share(cap)})"
            months.append(f"IF(N({programmed})>0,{most},0)")
        return "+".join(months)

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        """The cells of programmed and executed, place by place."""
        return [
            (self._cell(self.spots.programmed, place), self._cell(self.spots.executed, place))
            for place in self.task.places(self.form)
        ]

    def _cell(self, letters: dict[int, str], place: int) -> str:
        return self.spots.cell(letters[place], self.source)

    def _area(self, letters: dict[int, str]) -> str:
        places = self.task.places(self.form)
        first, last = letters[places[0]], letters[places[-1]]
        return self.spots.cell(f"{first}{self.source}:{last}", self.source)


def _share(cap: Decimal) -> str:
    return plain_text(cap / 100)


def handed_on(scheme: Scheme, value: str) -> str:
    """A value as its level hands it on: rounded where the method rounds at every level."""
    return printed(scheme, value) if scheme.every_level else value


def printed(scheme: Scheme, value: str) -> str:
    """A value as it is printed."""
    return f"ROUND(ROUND({value},{GUARD}),{scheme.decimals})"


@dataclass(frozen=True)
class Parts:
    """The rows of the parts of an operation or a unit, in «Mi avance».

    Attributes
    ----------
    first, last : int
    lacks_weight : bool
        Some of them has no weight.
    divisor : Decimal or None
        What a mean whose weights are not renormalised is divided by.
    """

    first: int
    last: int
    lacks_weight: bool = False
    divisor: Decimal | None = None

    def area(self, letter: str) -> str:
        return f"{letter}{self.first}:{letter}{self.last}"


def ratio_terms(plan: Consolidacion, parts: Parts) -> tuple[str, str] | None:
    """Numerator and denominator of what a rule gives; None for a mean or a sum, which has none to add up."""
    if plan.regla == "razon_de_sumas":
        return f"SUM({parts.area('F')})", f"SUM({parts.area('G')})"
    if plan.regla == "cumplidas":
        return f'COUNTIF({parts.area("H")},">=100")', f"COUNT({parts.area('H')})"
    return None


def rule_value(plan: Consolidacion, parts: Parts) -> str:
    """The value that a rule gives of its parts, without `=`; an empty text where there is none."""
    values = parts.area("H")
    mean = f"SUM({values})/COUNT({values})"
    return f'IF(COUNT({values})=0,"",{_of_some(plan, parts, mean)})'


def _of_some(plan: Consolidacion, parts: Parts, mean: str) -> str:
    """The value of parts of which at least one takes part."""
    terms = ratio_terms(plan, parts)
    if terms is not None:
        return f"{terms[0]}/{terms[1]}*100"
    if plan.regla == "suma":
        return f"SUM({parts.area('H')})"
    return _weighted(plan, parts, mean) if plan.regla in WEIGHTED_RULES else mean


def _weighted(plan: Consolidacion, parts: Parts, mean: str) -> str:
    weights = parts.area("J")
    divisor = f"SUM({weights})" if plan.renormaliza else _text(parts.divisor)
    product = f'IF({divisor}=0,"",SUM({parts.area("K")})/{divisor})' if divisor else '""'
    if not parts.lacks_weight:
        return product
    otherwise = mean if plan.sin_pesos == "media_simple" else '""'
    return f"IF(COUNT({weights})<COUNT({parts.area('H')}),{otherwise},{product})"


def _text(divisor: Decimal | None) -> str:
    return "" if divisor is None else plain_text(divisor)


def weight_that_enters(row: int) -> str:
    """A part's weight where it takes part and has one."""
    return f'=IF(AND(ISNUMBER(H{row}),ISNUMBER(I{row})),I{row},"")'


def product(row: int) -> str:
    return f'=IF(ISNUMBER(J{row}),H{row}*J{row},"")'
