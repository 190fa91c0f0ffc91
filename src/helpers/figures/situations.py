"""The situation of a subject in a window: data, zero, late, incomplete, nothing programmed or no data.

Scoring settles it once (`settled_situations`). Tables, charts, sentences, conclusions and rules all read it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.figures.book import Book

SITUATIONS, REPORTERS = "situaciones", "informantes"
"""Listings of the Book that scoring adds: the situations, and the subjects that report data."""


class Situation(StrEnum):
    """The situation of a subject (a node, action or group) in a window.

    DATA: it has a figure. ZERO: its figure is 0. LATE: it has a figure, left out of the means because the form came
    after the deadline. PARTIAL: only a part of what was programmed was reported. NOTHING_DUE: nothing was programmed,
    whether or not anything was reported. BY_YEAR: everything is programmed for the year as a whole, so a part of the
    year has no figure. NOT_FOLLOWED: the plan gives it no task, and its level reports no percentages. NO_DATA:
    something was expected and is missing.
    """

    DATA = "con_dato"
    ZERO = "cero"
    LATE = "fuera_de_plazo"
    PARTIAL = "incompleto"
    NOTHING_DUE = "nada_programado"
    BY_YEAR = "solo_anual"
    NOT_FOLLOWED = "sin_tareas"
    NO_DATA = "sin_dato"


HAS_FIGURE = (Situation.DATA, Situation.ZERO, Situation.LATE)
NOT_DUE = (Situation.NOTHING_DUE, Situation.BY_YEAR, Situation.NOT_FOLLOWED)
"""Situations in which nothing was expected, so no figure is missing."""
WORDS: Mapping[Situation, str] = {
    Situation.DATA: "con dato",
    Situation.ZERO: "informó cero",
    Situation.LATE: "fuera de plazo, y por eso fuera de la consolidación",
    Situation.PARTIAL: "con datos incompletos",
    Situation.NOTHING_DUE: "nada programado",
    Situation.BY_YEAR: "programado solo para todo el año",
    Situation.NOT_FOLLOWED: "sin tareas en el plan",
    Situation.NO_DATA: "sin dato",
}
"""Each situation in Spanish words."""


def consolidated(book: Book) -> tuple[str, ...]:
    """Return the indicators with a rule `consolidar`: those that go from units upwards through the structure."""
    return consolidated_in(book.method.get("indicadores", {}))


def consolidated_in(indicators: Mapping[str, PlainData]) -> tuple[str, ...]:
    """Return the indicators of a method (as plain data) with a rule `consolidar` in any kind of window."""
    return tuple(
        name
        for name, indicator in indicators.items()
        if any(rule["regla"] == "consolidar" for rule in indicator.get("reglas", {}).values())
    )


def situation_code(book: Book, level: str, code: str, window: Period) -> str:
    """Return the situation that scoring settled for a subject.

    Returns
    -------
    str
        A value of `Situation`; empty for `DATA`, `ZERO` and `NO_DATA`, which the figures tell.
    """
    return book.situations.get((window.code, level, code), "")


def situation(book: Book, level: str, code: str, window: Period | str) -> Situation:
    """Return the situation of a subject in a window: as scoring settled it, else from the figures that it has.

    Raises
    ------
    UsageError
        For a period that does not exist.
    """
    window = Period.parse(str(window))
    settled = situation_code(book, level, code, window)
    if settled:
        return Situation(settled)
    figures = [figure for name in consolidated(book) if (figure := book.get(name, window, level, code)) is not None]
    if not figures:
        return Situation.NO_DATA
    return Situation.DATA if any(figure.rounded for figure in figures) else Situation.ZERO


def is_late(book: Book, level: str, code: str, window: Period | str) -> bool:
    """Tell whether a subject's figure is left out of the means and rankings because its form came late."""
    return situation(book, level, code, window) is Situation.LATE


def is_of_the_plan(book: Book, indicator: str) -> bool:
    """Tell whether an indicator has a rule `consolidar`, or derives by suffix from one that has."""
    return any(indicator == name or indicator.startswith(f"{name}_") for name in consolidated(book))


def reporters(book: Book, window: Period) -> tuple[tuple[str, str], ...]:
    """Return level and code of the subjects that report a window's data, in the order of the structure."""
    return tuple((row["nivel"], row["codigo"]) for row in book.listing(REPORTERS) if row["periodo"] == window.code)
