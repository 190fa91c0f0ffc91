"""A task's year as received: what was programmed and executed in each month, and the cells that say so.

Figures of tasks refer to these records instead of keeping their months themselves: a year has up to nineteen windows,
and each would otherwise repeat the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from functools import reduce
from typing import NamedTuple

from helpers.exact import bounded
from helpers.periods import Period
from helpers.records import SourceCell

YEAR = 12
"""Place of the amount that is given for the whole year and not by month."""
PLACES = YEAR + 1
ROLES = PROGRAMMED, EXECUTED = "programado", "ejecutado"
"""What an amount of a task's year is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, and the column letters of its twelve months and of the year (empty where it has none)."""

    file: str
    sheet: str
    row: int
    letters: tuple[str, ...]

    def cell(self, place: int) -> SourceCell:
        return SourceCell(self.file, self.sheet, f"{self.letters[place]}{self.row}")


Amounts = tuple[Decimal | None, ...]
"""Twelve months and the year; None where nothing stands."""


@dataclass(frozen=True, slots=True)
class Series:
    """One task in one version of the plan.

    Attributes
    ----------
    version, task, unit, operation, action : str
        Codes; `unit` is a node's.
    description : str
    keeps : bool
        The goal is kept every month (`acumulable: no`) and not added up.
    programmed, executed : Amounts
    plan : Line
        Where the programme stands.
    reports : tuple of Line or None
        Where each executed amount stands; forms of several periods may have given them.
    id : str
        What its figures refer to it by.
    """

    version: str
    task: str
    unit: str
    operation: str
    action: str
    description: str
    keeps: bool
    programmed: Amounts
    executed: Amounts
    plan: Line
    reports: tuple[Line | None, ...]
    id: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Written once: every window asks for it.
        object.__setattr__(self, "id", f"{self.version}/{self.task}")

    def places(self, amounts: Amounts, window: Period) -> range:
        """Where a window's amounts stand: in its months, or in the year's place where they are given by year."""
        return range(PLACES)[_span(amounts, window)]

    def cells(self, window: Period) -> tuple[tuple[str, Decimal, SourceCell], ...]:
        """Role, amount and cell of everything that a window's figure rests on."""
        standing = zip(ROLES, self.standing(window), strict=True)
        return tuple((role, *self.at(role, place)) for role, places in standing for place in places)

    def standing(self, window: Period) -> tuple[list[int], list[int]]:
        """Where everything stands that a window's figure rests on: places of the programmed, and of the executed.

        Windows have most of them in common: whoever goes through them all need not ask for a place's cell again.
        """
        goals, done, reports = self.programmed, self.executed, self.reports
        return (
            [place for place in self.places(goals, window) if goals[place] is not None],
            [place for place in self.places(done, window) if done[place] is not None and reports[place] is not None],
        )

    def at(self, role: str, place: int) -> tuple[Decimal, SourceCell]:
        """Amount and cell of a place where something stands."""
        if role == PROGRAMMED:
            return self.programmed[place], self.plan.cell(place)
        return self.executed[place], self.reports[place].cell(place)


class Share(NamedTuple):
    """What a task contributes in a window, exact; a tuple, because each task has one in each window.

    Attributes
    ----------
    programmed, executed : Decimal
        Sums over the window.
    counted : Decimal
        What counts of the executed, at most the cap of the programmed.
    unreported : bool
        Something was programmed, and of a month of it, or of the year, nothing was reported; where months without data
        are left out, of no month of it.
    """

    programmed: Decimal
    executed: Decimal
    counted: Decimal
    unreported: bool

    @property
    def is_scheduled(self) -> bool:
        return self.programmed > 0


EXACT = Context(prec=600, traps=[Inexact])
"""Sums of amounts as typed never need rounding here; if one did, it must not pass unseen."""
ZERO = Decimal(0)


KNOWN_SERIES = "serie_con_dato"
"""Role of a task's year of which the months without data are left out; `serie` is of the whole year."""


def share_of(series: Series, window: Period, cap: Decimal | None, *, only_known: bool = False) -> Share:
    """Add up a task's window.

    Parameters
    ----------
    cap : Decimal or None
        The largest share of the programmed that counts (1 for 100 %).
    only_known : bool
        A month of which nothing was reported is left out, of what was programmed too; where nothing was reported of
        any, the task is unreported.
    """
    goals = series.programmed[_span(series.programmed, window)]
    reports = series.executed[_span(series.executed, window)]
    # One of them may be given by month and the other by year.
    is_like_for_like = len(goals) == len(reports)
    is_lacking = is_like_for_like and _lacks_report(goals, reports)
    if only_known and is_lacking:
        known = tuple(goal if done is not None else None for goal, done in zip(goals, reports, strict=True))
        is_lacking = not any(goal is not None and goal > 0 for goal in known)
        goals = goals if is_lacking else known
    programmed, executed = _total(goals), _total(reports)
    if series.keeps and is_like_for_like:
        counted = _total([capped(done, goal, cap) for goal, done in zip(goals, reports, strict=True)])
    else:
        counted = capped(executed, programmed, cap)
    if is_like_for_like:
        is_unreported = is_lacking
    else:
        # A goal kept every month and a yearly amount say nothing of each other: which months kept it is not known.
        is_unreported = programmed > 0 and (series.keeps or all(done is None for done in reports))
    return Share(programmed, executed, counted, is_unreported)


def _span(amounts: Amounts, window: Period) -> slice:
    is_by_year = window.first == 1 and window.last == YEAR and amounts[YEAR] is not None
    return slice(YEAR, PLACES) if is_by_year else slice(window.first - 1, window.last)


def _total(amounts: Sequence[Decimal | None]) -> Decimal:
    given = [amount for amount in amounts if amount is not None]
    return given[0] if len(given) == 1 else reduce(EXACT.add, given, ZERO)


def capped(executed: Decimal | None, programmed: Decimal | None, cap: Decimal | None) -> Decimal:
    """What counts of an amount; nothing where nothing was programmed."""
    if executed is None or programmed is None or programmed <= 0:
        return ZERO
    return executed if cap is None else min(executed, EXACT.multiply(programmed, cap))


def _lacks_report(goals: Amounts, reports: Amounts) -> bool:
    """Whether something was programmed of which, in the same month or for the year, nothing was reported."""
    if None not in reports:
        return False
    return any(goal is not None and goal > 0 and done is None for goal, done in zip(goals, reports, strict=True))


def to_plain(series: Series) -> dict[str, object]:
    """Turn a series into plain data for JSON; lines that its reports share are written once."""
    lines = list(dict.fromkeys(line for line in series.reports if line is not None))
    return {
        "version": series.version,
        "tarea": series.task,
        "unidad": series.unit,
        "operacion": series.operation,
        "acp": series.action,
        "descripcion": series.description,
        "se_mantiene": series.keeps,
        "programado": _plain_amounts(series.programmed),
        "ejecutado": _plain_amounts(series.executed),
        "plan": _plain_line(series.plan),
        "informes": [_plain_line(line) for line in lines],
        "informe_de": [None if line is None else lines.index(line) for line in series.reports],
    }


def from_plain(plain: dict) -> Series:
    """Rebuild a series from `to_plain`."""
    lines = [_line(item) for item in plain["informes"]]
    return Series(
        version=plain["version"],
        task=plain["tarea"],
        unit=plain["unidad"],
        operation=plain["operacion"],
        action=plain["acp"],
        description=plain["descripcion"],
        keeps=plain["se_mantiene"],
        programmed=_amounts(plain["programado"]),
        executed=_amounts(plain["ejecutado"]),
        plan=_line(plain["plan"]),
        reports=tuple(None if place is None else lines[place] for place in plain["informe_de"]),
    )


def _plain_amounts(amounts: Amounts) -> list[str | None]:
    return [None if amount is None else str(amount) for amount in amounts]


def _amounts(plain: list[str | None]) -> Amounts:
    return tuple(None if text is None else bounded(text) for text in plain)


def _plain_line(line: Line) -> list[object]:
    return [line.file, line.sheet, line.row, list(line.letters)]


def _line(plain: list) -> Line:
    file, sheet, row, letters = plain
    return Line(file, sheet, row, tuple(letters))
