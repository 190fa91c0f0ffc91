"""What is known of somebody in a window, and what may be said of it: data, zero, late, nothing programmed, no data.

Scoring settles it once (`scoring.situations`); tables, charts, sentences, conclusions and rules all read it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from helpers.book import Book
from helpers.periods import Period
from helpers.records import Node

SITUATIONS, REPORTERS = "situaciones", "informantes"
"""The listings of a Book that scoring settles: what is known of whom, and whose data figures begin with."""


class Situation(StrEnum):
    """What is known of somebody in a window.

    DATA: there is a figure. ZERO: there is one and it is 0. LATE: there is one, and it stays out of the means because
    the form came after the deadline. PARTIAL: something was reported, and not all that was programmed. NOTHING_DUE:
    nothing was programmed, whether or not anything was reported. BY_YEAR: all that is programmed is given for the year
    as a whole, and a part of the year has no figure. NOT_FOLLOWED: the plan gives it no task, and nobody of
    its level reports percentages. NO_DATA: something was expected and nothing is there.
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
"""Nothing was expected of whoever is in one of these: no figure is wanting."""
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
"""Each as a sentence says it."""


def consolidated(book: Book) -> tuple[str, ...]:
    """The indicators that the method carries upwards from those who carry out the plan."""
    return consolidated_in(book.method.get("indicadores", {}))


def consolidated_in(indicators: Mapping[str, Mapping]) -> tuple[str, ...]:
    """Those of a method's indicators, as plain data, that are carried upwards."""
    return tuple(
        name
        for name, indicator in indicators.items()
        if any(rule["regla"] == "consolidar" for rule in indicator.get("reglas", {}).values())
    )


def situation_code(book: Book, level: str, code: str, window: Period) -> str:
    """What scoring settled of somebody in a window; empty where it is plain from whether there is a figure."""
    return book.situations.get((window.code, level, code), "")


def situation(book: Book, level: str, code: str, window: Period | str) -> Situation:
    """What is known of somebody in a window."""
    window = Period.parse(str(window))
    settled = situation_code(book, level, code, window)
    if settled:
        return Situation(settled)
    found = [figure for name in consolidated(book) if (figure := book.get(name, window, level, code)) is not None]
    if not found:
        return Situation.NO_DATA
    return Situation.DATA if any(figure.rounded for figure in found) else Situation.ZERO


def is_late(book: Book, level: str, code: str, window: Period | str) -> bool:
    """Whether somebody's figure stays out of the means because its form came late: it is ranked with nobody."""
    return situation(book, level, code, window) is Situation.LATE


def is_of_the_plan(book: Book, indicator: str) -> bool:
    """Whether an indicator, or what is derived from it, measures what was done of what was programmed."""
    return any(indicator == name or indicator.startswith(f"{name}_") for name in consolidated(book))


def reporters(book: Book, window: Period) -> tuple[tuple[str, str], ...]:
    """Level and code of those whose data the figures of a window begin with, in the order of the structure."""
    return tuple((row["nivel"], row["codigo"]) for row in book.listing(REPORTERS) if row["periodo"] == window.code)


def in_situation(book: Book, who: Iterable[Node], window: Period, *asked: Situation) -> tuple[Node, ...]:
    """Those of some nodes who are in one of some situations."""
    return tuple(node for node in who if situation(book, *node.key, window) in asked)
