"""Periods within a year: months, quarters, semesters, the year, and windows accumulated from January.

The code of a period includes its year: `2024-T2`, `2024-S1`, `2024-ene`, `2024-anual`, `2024-ene-sep` (accumulated
to September), `2024-poa` (formulation: the whole year as planned).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from helpers.base.errors import UsageError

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
MONTH_NAMES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
ORDINALS = ("primer", "segundo", "tercer", "cuarto")

_FORM = re.compile(r"^(?P<year>[1-9][0-9]{3})-(?P<window>.+)$")
_NAMED = {"S1": (1, 6), "S2": (7, 12), "anual": (1, 12), "poa": (1, 12)} | {
    f"T{quarter}": (3 * quarter - 2, 3 * quarter) for quarter in (1, 2, 3, 4)
}
_NAMES_BY_RANGE = {months: name for name, months in _NAMED.items() if name != "poa"}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A range of whole months within one year.

    Attributes
    ----------
    year : int
    first, last : int
        Months, 1 to 12, both included.
    is_plan : bool
        True for the formulation of the year's plan (`poa`), False for its execution.
    code : str
        The period as every file writes it: `2024-T2`.
    """

    year: int
    first: int
    last: int
    is_plan: bool = False
    code: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Computed once: the ids of tens of thousands of figures contain it.
        object.__setattr__(self, "code", f"{self.year}-{self.window}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period's code, such as `2024-T2`; spaces around it are ignored, and `2024-ene-mar` is `2024-T1`.

        Raises
        ------
        UsageError
            For any other text; the message lists the accepted forms.
        """
        return _parsed(text)

    @property
    def window(self) -> str:
        """The code without the year: `T2`, `S1`, `ene`, `ene-sep`, `anual`, `poa`."""
        if self.is_plan:
            return "poa"
        if self.first == self.last:
            return MONTHS[self.first - 1]
        name = _NAMES_BY_RANGE.get((self.first, self.last))
        return name or f"{MONTHS[self.first - 1]}-{MONTHS[self.last - 1]}"

    def __str__(self) -> str:
        """Return the code: `2024-T2`."""
        return self.code

    @property
    def words(self) -> str:
        """The period in Spanish, without article: `segundo trimestre de 2024`, `enero a mayo de 2024`."""
        return f"{_window_words(self)} de {self.year}"

    @property
    def when(self) -> str:
        """The period in a sentence: `en el primer trimestre de 2024`, `en junio de 2024`, `de enero a mayo de 2024`."""
        article = _article(self)
        is_range_of_months = not article and not self.is_month
        return f"{'de' if is_range_of_months else 'en'} {article}{self.words}"

    @property
    def of_when(self) -> str:
        """The period with «de», for a sentence: `del segundo trimestre de 2024`, `de junio de 2024`."""
        return f"de {_article(self)}{self.words}".replace("de el ", "del ", 1)

    @property
    def so_far(self) -> str:
        """For a title of accumulated values: `acumulado al primer semestre de 2024`.

        Months, ranges of months, the whole year and a plan are as in `words`: `gestión de 2024`.
        """
        is_summed = _article(self) == "el " and not self.is_plan
        return f"acumulado al {self.words}" if is_summed else self.words

    @property
    def short(self) -> str:
        """The period for a table heading, without its year: `T2`, `S1`, `Ene`, `Ene-sep`, `Año`."""
        return "Año" if self.window == "anual" else self.window[:1].upper() + self.window[1:]

    @property
    def is_year(self) -> bool:
        """Whether the window is the whole year in execution, so that no month is still to come."""
        return (self.first, self.last) == (1, 12) and not self.is_plan

    @property
    def is_month(self) -> bool:
        """Whether the window is a single month."""
        return self.first == self.last

    @property
    def is_quarter(self) -> bool:
        """Whether the window is one of the year's four quarters."""
        return self.last - self.first == 2 and self.last % 3 == 0

    @property
    def since_january(self) -> bool:
        """Whether the window begins in January."""
        return self.first == 1

    @property
    def kind(self) -> str:
        """The kind of window by which methods choose a rule: `mes`, `trimestre` or `acumulado` (anything else)."""
        if self.is_month:
            return "mes"
        return "trimestre" if self.is_quarter else "acumulado"

    @property
    def first_day(self) -> date:
        """The first day of the window."""
        return date(self.year, self.first, 1)

    @property
    def cutoff(self) -> date:
        """The last day of the window."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def quarter_number(self) -> int:
        """The quarter in which the window ends, 1 to 4."""
        return (self.last + 2) // 3

    def quarters(self) -> tuple[Period, ...]:
        """Return the quarters that make up the window, in order; empty where it is not made of whole quarters."""
        if self.is_month or self.first % 3 != 1 or self.last % 3:
            return ()
        return tuple(Period(self.year, month, month + 2) for month in range(self.first, self.last, 3))

    def months(self) -> tuple[Period, ...]:
        """Return the months of the window, in order."""
        return _months_within(self.year, self.first, self.last)

    def covers(self, other: Period) -> bool:
        """Tell whether another window lies within this one: a month, quarter or semester of it, or itself."""
        return self.year == other.year and self.first <= other.first and other.last <= self.last

    def accumulated(self) -> Period:
        """Return the window from January to this one's last month: T2 gives S1, T1 itself. A plan gives itself."""
        return self if self.is_plan else Period(self.year, 1, self.last)

    def before(self) -> Period | None:
        """Return the window from January to the month before this one; None where this one begins in January."""
        return None if self.since_january else Period(self.year, 1, self.first - 1)

    def following(self) -> Period | None:
        """Return the window of the same length that comes next; after December, the first one of the next year.

        None for a plan, and for a window that is not a whole month, quarter, semester or year.
        """
        length = self.last - self.first + 1
        if self.is_plan or length not in {1, 3, 6, 12} or self.last % length:
            return None
        if self.last == len(MONTHS):
            return Period(self.year + 1, 1, length)
        return Period(self.year, self.last + 1, self.last + length)

    def previous_quarter(self) -> Period | None:
        """Return the three months before this window, in the same year: of a quarter, the quarter before it.

        None for a window that begins before April.
        """
        return None if self.first < 4 else Period(self.year, self.first - 3, self.first - 1)


def run_windows(period: Period) -> tuple[Period, ...]:
    """Return the windows that a run computes: the months, the complete quarters and the accumulated windows.

    They cover the year from January, whatever the run's period. The accumulated windows end with each quarter and with
    the run. The run's own period is always among them, such as `2024-S2`.

    For `2024-T2`: the months to June, T1, T2, S1. For `2024-may`: January to May, T1, and January to May together. For
    `2024-poa`: its months, its quarters and the plan, because nothing has accumulated yet.

    Returns
    -------
    tuple of Period
        Ordered by last month, the shortest window first.
    """
    if period.is_plan:
        parts = sorted((*period.months(), *period.quarters()), key=lambda window: (window.last, -window.first))
        return (*parts, period)
    year_so_far = period.accumulated()
    quarters = Period(period.year, 1, period.last - period.last % 3).quarters() if period.last >= 3 else ()
    windows = {
        *year_so_far.months(),
        *quarters,
        *(quarter.accumulated() for quarter in quarters),
        year_so_far,
        period,
    }
    return tuple(sorted(windows, key=lambda window: (window.last, window.last - window.first, window.is_plan)))


@lru_cache(maxsize=1 << 10)
def _parsed(text: str) -> Period:
    """Period of a code, cached: every figure of a saved Book contains one."""
    match = _FORM.match(text.strip())
    months = _months_of(match["window"]) if match else None
    if match is None or months is None:
        raise UsageError(
            f"«{text}» no es un periodo. Se escribe con el año: 2024-T1 … 2024-T4, 2024-S1, 2024-S2, "
            "2024-ene … 2024-dic, 2024-ene-sep, 2024-anual o 2024-poa."
        )
    return Period(int(match["year"]), *months, is_plan=match["window"] == "poa")


@lru_cache(maxsize=1 << 10)
def _months_within(year: int, first: int, last: int) -> tuple[Period, ...]:
    """Months of a range, cached: every service asks for the months of every window."""
    return tuple(Period(year, month, month) for month in range(first, last + 1))


def _months_of(window: str) -> tuple[int, int] | None:
    """First and last month of a window's name; None where it has no such form."""
    if window in _NAMED:
        return _NAMED[window]
    months = window.split("-")
    if len(months) > 2 or any(month not in MONTHS for month in months):
        return None
    first, last = MONTHS.index(months[0]) + 1, MONTHS.index(months[-1]) + 1
    return (first, last) if first <= last else None


def _article(period: Period) -> str:
    """The article of a period in a sentence, with a space; empty for months and ranges of months."""
    if (period.first, period.last) == (1, 12) and not period.is_plan:
        return "la "
    has_name = period.is_plan or period.is_quarter or (period.first, period.last) in {(1, 6), (7, 12)}
    return "el " if has_name else ""


def _window_words(period: Period) -> str:
    if period.is_plan:
        return "plan operativo"
    if period.is_month:
        return MONTH_NAMES[period.first - 1]
    if period.is_quarter:
        return f"{ORDINALS[period.quarter_number - 1]} trimestre"
    if (period.first, period.last) == (1, 12):
        return "gestión"
    if (period.first, period.last) in {(1, 6), (7, 12)}:
        return "primer semestre" if period.first == 1 else "segundo semestre"
    return f"{MONTH_NAMES[period.first - 1]} a {MONTH_NAMES[period.last - 1]}"
