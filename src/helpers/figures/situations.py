"""The situation of a subject in a window: data, zero, late, incomplete, nothing programmed or no data.

Scoring settles it once (`settled_situations`). Tables, charts, sentences, conclusions and rules all read it here, and
with it the state of received forms, the tasks whose execution differs from the programme and why, and unspent budgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.series import is_unplanned, share_of

SITUATIONS, REPORTERS = "situaciones", "informantes"
"""Listings of the Book that scoring adds: the situations, and the subjects that report data."""


class Situation(StrEnum):
    """The situation of a subject (a node, action or group) in a window.

    DATA: it has a figure. ZERO: its figure is 0. LATE: it has a figure, left out of the means because the form came
    after the deadline, or no figure because all its parts with one are left out so. PARTIAL: only a part of what was
    programmed was reported. NOTHING_DUE: nothing was programmed, whether or not anything was reported. BY_YEAR:
    everything is programmed for the year as a whole, so a part of the year has no figure. NOT_FOLLOWED: the plan gives
    it no task, and its level reports no percentages. UNDEFINED: the formula of an indicator divides by zero, as with a
    budget of zero, or no unit answers for a category. NO_DATA: something was expected and is missing.
    """

    DATA = "con_dato"
    ZERO = "cero"
    LATE = "fuera_de_plazo"
    PARTIAL = "incompleto"
    NOTHING_DUE = "nada_programado"
    BY_YEAR = "solo_anual"
    NOT_FOLLOWED = "sin_tareas"
    UNDEFINED = "entre_cero"
    NO_DATA = "sin_dato"


class FormState(StrEnum):
    """State of a received form, as the log `recepcion` writes it."""

    ACCEPTED = "aceptado"
    REPLACED = "reemplazado"
    REJECTED = "rechazado"
    DISCARDED = "descartado"


MEASURE = "avance_fisico"
WHOLE = 100
"""Percentage of a task that executed what was programmed."""
HAS_FIGURE = (Situation.DATA, Situation.ZERO, Situation.LATE)
NOT_DUE = (Situation.NOTHING_DUE, Situation.BY_YEAR, Situation.NOT_FOLLOWED, Situation.UNDEFINED)
"""Situations in which nothing was expected, so no figure is missing."""
GOAL_CAUSES = frozenset({"demanda", "programacion"})
"""Kinds of causes that change the goal, so that what was missing is not made up for."""
SITUATION_WORDS: Mapping[Situation, str] = {
    Situation.DATA: "con dato",
    Situation.ZERO: "informó cero",
    Situation.LATE: "fuera de plazo, y por eso fuera de la consolidación",
    Situation.PARTIAL: "con datos incompletos",
    Situation.NOTHING_DUE: "nada programado",
    Situation.BY_YEAR: "programado solo para todo el año",
    Situation.NOT_FOLLOWED: "sin tareas en el plan",
    Situation.UNDEFINED: "no corresponde",
    Situation.NO_DATA: "sin dato",
}
"""Each situation in Spanish words."""


def situation(book: Book, level: str, code: str, window: Period | str) -> Situation:
    """Return the situation of a subject in a window: as scoring settled it, else from its figures.

    Its figures are those of the indicators `Book.consolidated`. Without any, as for an unknown subject, it is
    `NO_DATA`; if all are printed as 0, `ZERO`; else `DATA`.

    Raises
    ------
    UsageError
        For a period that does not exist.
    """
    window = Period.parse(str(window))
    # Scoring keeps no entry for `DATA`, `ZERO` and `NO_DATA`, which the figures tell.
    settled = book.situations.get((window.code, level, code))
    if settled:
        return Situation(settled)
    figures = [figure for name in book.consolidated if (figure := book.get(name, window, level, code)) is not None]
    if not figures:
        return Situation.NO_DATA
    return Situation.DATA if any(figure.rounded for figure in figures) else Situation.ZERO


def is_late(book: Book, level: str, code: str, window: Period | str) -> bool:
    """Tell whether a subject's figure is left out of the means and rankings because its form came late.

    Raises
    ------
    UsageError
        For a period that does not exist.
    """
    return situation(book, level, code, window) is Situation.LATE


def measures_plan(book: Book, indicator: str) -> bool:
    """Tell whether an indicator has a rule `consolidar`, or its key begins with the key of one that has and `_`."""
    return any(indicator == name or indicator.startswith(f"{name}_") for name in book.consolidated)


def is_substitute(book: Book, figure: str) -> bool:
    """Tell whether a figure, given by its id, replaces one that the method computes from tasks, which the data lack.

    False for a figure that the Book lacks.
    """
    known = book.figures.get(figure)
    if known is None or book.series:
        return False
    return bool(book.rule_of(known.indicator, known.period).get("a_falta_de"))


def has_no_goal(book: Book, period: str, action: str) -> bool:
    """Tell whether `metas` lists an action in a period, but without a programmed quantity: «Sin Prog. SIGEP»."""
    rows = [row for row in book.listing("metas") if (row["acp"], row["periodo"]) == (action, period)]
    return bool(rows) and not any(row.get("programado") for row in rows)


def is_spread_of_one(book: Book, indicator: str, period: Period | str, level: str, code: str) -> bool:
    """Tell whether an indicator is a deviation, or an end of an interval, of one unit alone."""
    name, _, suffix = indicator.rpartition("_")
    units = book.get(f"{name}_n", period, level, code) if suffix in {"desviacion", "inferior", "superior"} else None
    return units is not None and units.rounded == 1


def reporters(book: Book, window: Period) -> tuple[tuple[str, str], ...]:
    """Return level and code of the subjects that report a window's data: nodes in the structure's order, then actions.

    Empty where scoring listed none for the window, as for months.
    """
    return tuple((row["nivel"], row["codigo"]) for row in book.listing(REPORTERS) if row["periodo"] == window.code)


def reporting_windows(book: Book) -> tuple[Period, ...]:
    """Return the quarters of the report's period in which anyone reported, in full or in part.

    If nobody did, or the period closes no quarter, it is the period itself.
    """
    return tuple(quarter for quarter in book.period.quarters() if _is_told(book, quarter)) or (book.period,)


def quarters_so_far(book: Book) -> tuple[Period, ...]:
    """Return the quarters from January to the report's end, or only its period if that alone has data.

    Empty for a plan.
    """
    if book.period.is_plan:
        return ()
    quarters = book.period.accumulated().quarters()
    alone = _is_told(book, book.period) and not any(_is_told(book, quarter) for quarter in quarters)
    return (book.period,) if alone else quarters


def _is_told(book: Book, window: Period) -> bool:
    """Whether anyone reported data of a window, in full or in part."""
    return any(situation(book, *key, window) in (*HAS_FIGURE, Situation.PARTIAL) for key in reporters(book, window))


def silent_reporters(book: Book) -> tuple[tuple[str, str], ...]:
    """Return level and code of those that have no data in one of `reporting_windows` although something was due.

    Without repetition, in the order of `reporters`. The report says that these did not report.
    """
    windows = reporting_windows(book)
    everybody = dict.fromkeys(key for window in windows for key in reporters(book, window))
    return tuple(
        key for key in everybody if any(situation(book, *key, window) is Situation.NO_DATA for window in windows)
    )


def empty_quarters(book: Book) -> tuple[Period, ...]:
    """Return the quarters of the report's period with data due and none reported; empty if no quarter of it has any."""
    windows = reporting_windows(book)
    others = (one for one in book.period.quarters() if one not in windows and windows != (book.period,))
    lacking = Situation.NO_DATA
    return tuple(one for one in others if any(situation(book, *key, one) is lacking for key in reporters(book, one)))


def received_forms(book: Book) -> tuple[Mapping[str, str], ...]:
    """Return the last line of the log `recepcion` on each received form, in the order of first reception."""
    log = book.listing("recepcion")
    return tuple({(line["periodo"], line["archivo"], line["sha256"]): line for line in log}.values())


def rejected_forms(book: Book, window: Period) -> tuple[Mapping[str, str], ...]:
    """Return a period's rejected forms that are still to correct: the last of each unit, and those of no unit.

    A form that is no longer in the period's folder is not to correct, nor is one whose unit had another accepted with
    the same or a later date. If the rejected form bears the day on which it was received, as a form without date does,
    any form accepted afterwards settles it.
    """
    forms = [one for one in received_forms(book) if one["periodo"] == window.code]
    accepted = {one["unidad"]: one for one in forms if one["estado"] == FormState.ACCEPTED}
    there = {digest for path, digest in book.inputs.items() if f"/{window.year}/{window.window}/" in path}
    rejected = [one for one in forms if one["estado"] == FormState.REJECTED and one["sha256"] in there]
    waiting = (one for one in rejected if not _is_settled(one, accepted.get(one["unidad"])))
    return tuple({one["unidad"] or one["archivo"]: one for one in waiting}.values())


def _is_settled(rejected: Mapping[str, str], accepted: Mapping[str, str] | None) -> bool:
    """Whether an accepted form of the unit leaves nothing to correct in a rejected one (see `rejected_forms`)."""
    if accepted is None:
        return False
    day, came = rejected["fecha_presentacion"], rejected["recibido"]
    is_undated = came.startswith(day) and accepted["recibido"] >= came
    return is_undated or (accepted["fecha_presentacion"], accepted["recibido"]) >= (day, came)


def scored_tasks(book: Book) -> tuple[Figure, ...]:
    """Return the figures `avance_fisico` of tasks in the run's period; tasks without one are left out."""
    return book.select(MEASURE, book.period, "tarea")


def exceeds_programme(book: Book, task: Figure) -> bool:
    """Tell whether a task executed more than was programmed, even where a cap limits its score to 100.

    Compares the printed percentage before the cap (indicator `…_bruto`) with 100, and the score itself where the task
    has no such figure.
    """
    raw = book.get(f"{MEASURE}_bruto", task.period, task.level, task.code)
    return (raw or task).rounded > WHOLE


def deviating_tasks(book: Book) -> tuple[Figure, ...]:
    """Return the scores of the tasks that executed less or more than was programmed in the run's period.

    They are those of `scored_tasks`, in its order, whose printed score is not 100 or that `exceeds_programme`.
    """
    return tuple(one for one in scored_tasks(book) if _side(book, one))


def _side(book: Book, task: Figure) -> int:
    """−1 for a task that did less than was programmed, 1 for one that did more, else 0."""
    return -1 if task.rounded < WHOLE else int(exceeds_programme(book, task))


def reported_causes(book: Book, *, of_unfulfilled: bool = False, of_any: bool = False) -> tuple[Mapping[str, str], ...]:
    """Return a row of `causas`, the last that fits, for each cause reported of each task that deviated in the period.

    A task with several causes has a row for each; a cause without code is told apart by its text.
    The rows are those of `periods_within`. A row fits if the task deviated in the row's period to the same side as in
    the run's period, or if that is unknown: why it did more in one quarter does not explain what it lacks in the year.
    A task that did not deviate in the run's period as a whole (`deviating_tasks`) has no row. Where no task has a score
    in that period, every row fits.

    Parameters
    ----------
    book : Book
    of_unfulfilled, of_any : bool
        Leave out the tasks that did all that was programmed, or more; let every row of these periods fit.
    """
    asked = periods_within(book, "causas")
    told = [row for row in book.listing("causas") if row["periodo"] in asked]
    if scored_tasks(book) and not of_any:
        sides = {task.code: _side(book, task) for task in deviating_tasks(book)}
        wanted = {code for code, side in sides.items() if side < 0 or not of_unfulfilled}
        told = [row for row in told if row["tarea"] in wanted and _side_told(book, row) in (None, sides[row["tarea"]])]
    return tuple({(row["tarea"], row["causa_codigo"] or row["causa_desviacion"]): row for row in told}.values())


def _side_told(book: Book, row: Mapping[str, str]) -> int | None:
    """Return `_side` of a task in a row's period; 1 for unscheduled execution; None without period or score."""
    if not row["periodo"]:
        return None
    window = Period.parse(row["periodo"])
    score = book.get(MEASURE, window, "tarea", row["tarea"])
    if score is not None:
        return _side(book, score)
    every = [one for one in book.series.values() if one.task == row["tarea"]]
    return 1 if any(is_unplanned(one, share_of(one, window, None)) for one in every[-1:]) else None


def periods_within(book: Book, listing: str) -> frozenset[str]:
    """Return the codes of a listing's periods that the run's period covers, and "" for rows without period."""
    codes = {row.get("periodo", "") for row in book.listing(listing)}
    return frozenset({"", *(code for code in codes if code and book.period.covers(Period.parse(code)))})


def unspent_budgets(book: Book, window: Period) -> tuple[Figure, ...]:
    """Return the budgets in force (Bs, largest first) of the categories without accrued expense in a window.

    Left out are categories with a budget of zero or less, or without a figure of accrued expenses.
    """
    budgets = book.select("ppto_vigente", window, "cat_prog")
    accrued = ((one, book.get("devengado", one.period, one.level, one.code)) for one in budgets)
    found = (one for one, spent in accrued if one.rounded > 0 and spent is not None and not spent.rounded)
    return tuple(sorted(found, key=lambda one: -one.rounded))
