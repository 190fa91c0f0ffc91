"""The Excel formulas of «Mi avance»: score of a task, of an operation and of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from helpers.base.exact import plain_text
from helpers.figures.series import is_by_year
from helpers.forms.blank.form_layout import FollowUp, TaskLine
from helpers.forms.blank.percentage_scheme import Scheme
from helpers.forms.form_labels import Kind
from helpers.settings.rollups import WEIGHTED_RULES, Consolidacion

ENTERS, NO_DATUM, UNPLANNED, OUT = "entra", "sin dato", "ejecutada sin programa", "sin programa"
GUARD = 10
"""Decimals for a first rounding of binary quotients, so that 23.525 is not rounded as 23.52499…"""


@dataclass(frozen=True)
class Columns:
    """Column letters of a form's first sheet.

    Attributes
    ----------
    programmed, executed : dict of int to str
        By position of the year.
    texts : tuple of str
        In the order of `TASK_REPORT`.
    """

    programmed: dict[int, str]
    executed: dict[int, str]
    share: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class TaskFormulas:
    """The formulas of one task's row.

    Attributes
    ----------
    row : int
        Row in the sheet «Mi avance».
    source : int
        Row in the first sheet.
    """

    scheme: Scheme
    columns: Columns
    form: FollowUp
    task: TaskLine
    row: int
    source: int

    def programmed(self) -> str:
        """Return the formula of the quantity programmed in the months, or the year, that the form asks for.

        If the method leaves months without data out, only those with data are added; all of them if that sum is 0.
        """
        whole = f"SUM({self._area(self.columns.programmed)})"
        return f"=IF({self._known()}>0,{self._known()},{whole})" if self.scheme.only_known else f"={whole}"

    def executed(self) -> str:
        """Return the formula of the quantity executed in the same months, or year; 0 if all cells are blank."""
        return f"=SUM({self._area(self.columns.executed)})"

    def situation(self) -> str:
        """Return the formula of the task's situation, in words: `entra` if it counts, else why it does not.

        It may lack data of a programmed month (of all of them, if the method leaves months without data out), have
        execution without programme, or have neither.
        """
        blank = [
            f"AND(N({programmed})>0,NOT(ISNUMBER({executed})))" for programmed, executed in self._pairs
        ]  # fmt: skip
        lacks = f"OR({','.join(blank)})"
        if self.scheme.only_known:
            lacks = f"AND({lacks},{self._known()}=0)"
        unplanned = OUT if is_by_year(self.task.programmed) else UNPLANNED
        return f'=IF({lacks},"{NO_DATUM}",IF(C{self.row}>0,"{ENTERS}",IF(D{self.row}>0,"{unplanned}","{OUT}")))'

    def _known(self) -> str:
        """Formula for the quantity programmed in the months that have data."""
        goals = (
            f"IF(ISNUMBER({executed}),MAX(N({programmed}),0),0)" for programmed, executed in self._pairs
        )  # fmt: skip
        return f"({'+'.join(goals)})"

    def counted(self) -> str:
        """Return the formula of the executed quantity that counts, within the cap.

        It gives an empty text if the task does not count.
        """
        return f'=IF(E{self.row}="{ENTERS}",{self._counted()},"")'

    def measure(self) -> str:
        """Return the formula of the divisor, the programmed quantity.

        It gives an empty text if the task does not count.
        """
        return f'=IF(E{self.row}="{ENTERS}",C{self.row},"")'

    def share(self) -> str:
        """Return the formula of the task's percentage, counted over divisor, rounded if every level is rounded.

        It gives an empty text if the task does not count.
        """
        return f'=IF(E{self.row}="{ENTERS}",{level_value(self.scheme, f"F{self.row}/G{self.row}*100")},"")'

    def _counted(self) -> str:
        """Formula for the quantity that counts: in total, or month by month if the goal applies to every month."""
        cap = self.scheme.leaf.tope
        if not self.task.keeps:
            return f"D{self.row}" if cap is None else f"MIN(D{self.row},C{self.row}*{_share(cap)})"
        months = []
        for programmed, executed in self._pairs:
            most = f"N({executed})" if cap is None else f"MIN(N({executed}),N({programmed})*{_share(cap)})"
            months.append(f"IF(N({programmed})>0,{most},0)")
        return "+".join(months)

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        """The cells of programmed and executed quantities, by position of the year."""
        return [
            (self._cell(self.columns.programmed, place), self._cell(self.columns.executed, place))
            for place in self.task.places(self.form)
        ]

    def _cell(self, letters: dict[int, str], place: int) -> str:
        """A cell of the first sheet: `Seguimiento!F12`."""
        return f"{Kind.FOLLOW_UP.value}!{letters[place]}{self.source}"

    def _area(self, letters: dict[int, str]) -> str:
        places = self.task.places(self.form)
        return f"{self._cell(letters, places[0])}:{letters[places[-1]]}{self.source}"


def _share(cap: Decimal) -> str:
    return plain_text(cap / 100)


def level_value(scheme: Scheme, value: str) -> str:
    """Return the formula, without `=`, of a value as its level passes it on: rounded if every level is rounded."""
    return published_value(scheme, value) if scheme.every_level else value


def published_value(scheme: Scheme, value: str) -> str:
    """Return the formula, without `=`, of a value rounded half up to the decimals that are published."""
    return f"ROUND(ROUND({value},{GUARD}),{scheme.decimals})"


@dataclass(frozen=True)
class Parts:
    """Rows of the parts of an operation or a unit in «Mi avance».

    Attributes
    ----------
    lacks_weight : bool
        Whether some part has no weight.
    divisor : Decimal or None
        Divisor of a mean whose weights are not renormalised.
    """

    first: int
    last: int
    lacks_weight: bool = False
    divisor: Decimal | None = None

    def area(self, letter: str) -> str:
        """Return the range of a column over these rows: `H15:H20`."""
        return f"{letter}{self.first}:{letter}{self.last}"


def ratio_terms(plan: Consolidacion, parts: Parts) -> tuple[str, str] | None:
    """Return the formulas, without `=`, of a ratio's numerator and denominator; None for means and sums."""
    if plan.regla == "razon_de_sumas":
        return f"SUM({parts.area('F')})", f"SUM({parts.area('G')})"
    if plan.regla == "cumplidas":
        return f'COUNTIF({parts.area("H")},">=100")', f"COUNT({parts.area('H')})"
    return None


def rule_value(plan: Consolidacion, parts: Parts) -> str:
    """Return the formula of a rule's value, without the leading `=`.

    It gives an empty text if no part counts, if the divisor of a weighted mean is 0 or unknown, or if a part that
    counts has no weight and the rule does not then take the simple mean.
    """
    values = parts.area("H")
    value = mean = f"SUM({values})/COUNT({values})"
    if terms := ratio_terms(plan, parts):
        value = f"{terms[0]}/{terms[1]}*100"
    elif plan.regla == "suma":
        value = f"SUM({values})"
    elif plan.regla in WEIGHTED_RULES:
        value = _weighted(plan, parts, mean)
    return f'IF(COUNT({values})=0,"",{value})'


def _weighted(plan: Consolidacion, parts: Parts, mean: str) -> str:
    """Return the formula of a weighted mean, without `=`; `mean` is that of the simple mean.

    Where a part that counts lacks a weight, its result is the simple mean or an empty text, as the rule says.
    """
    weights = parts.area("J")
    divisor = f"SUM({weights})" if plan.renormaliza else plain_text(parts.divisor) if parts.divisor else ""
    product = f'IF({divisor}=0,"",SUM({parts.area("K")})/{divisor})' if divisor else '""'
    if not parts.lacks_weight:
        return product
    otherwise = mean if plan.sin_pesos == "media_simple" else '""'
    return f"IF(COUNT({weights})<COUNT({parts.area('H')}),{otherwise},{product})"


def counted_weight(row: int) -> str:
    """Return the formula of the weight (column I) of the part in a row, for column J.

    It gives an empty text if the part has no percentage (column H) or no weight.
    """
    return f'=IF(AND(ISNUMBER(H{row}),ISNUMBER(I{row})),I{row},"")'


def weighted_share(row: int) -> str:
    """Return the formula of the percentage (column H) times the counted weight (J) of the part in a row.

    It gives an empty text if there is no such weight.
    """
    return f'=IF(ISNUMBER(J{row}),H{row}*J{row},"")'
