"""Reads what a template's functions are called with: a figure's id, a number, a day, a grade that must exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from helpers.base.errors import UsageError
from helpers.figures.figure import Figure, figure_id


def decimal_of(text: str) -> Decimal:
    """Return a number written with a decimal point; raise UsageError for another text."""
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise UsageError(f'«{text}» no es un número. Se escribe con punto decimal: desde="99.5".') from problem


def day_of(text: str) -> date:
    """Return the day of a text such as `2024-06-30`; raise UsageError for another text."""
    try:
        return date.fromisoformat(str(text))
    except ValueError as problem:
        raise UsageError(f"«{text}» no es una fecha. Se escribe año-mes-día: 2024-06-30.") from problem


def id_of(place: Sequence[str]) -> str:
    """Return a figure's id, given whole or as indicator, period, level and code; else raise UsageError."""
    if len(place) == 1:
        return str(place[0])
    if len(place) == 4:
        return figure_id(*place)
    raise UsageError("Una cifra se pide con su id, o con indicador, periodo, nivel y código.")


def quarter_before(figure: Figure) -> str:
    """Return the id of the same figure a quarter earlier; UsageError if the year has no quarter before it."""
    before = figure.period.previous_quarter() if figure.period.is_quarter else None
    if before is None:
        raise UsageError(
            f"«{figure.id}» no tiene un trimestre anterior en su gestión: diga con qué cifra se compara, como en "
            'cambio("…", "…").'
        )
    return figure_id(figure.indicator, before, figure.level, figure.code)


def graded_figure(figure: Figure) -> Figure:
    """Return a figure that has a grade; UsageError if it has none."""
    if figure.grade is None:
        raise UsageError(f"El método no califica «{figure.id}». El texto no puede nombrar su grado.")
    return figure


def grade_word(figure: Figure, part: str) -> str:
    """Return one word of a figure's grade.

    Parameters
    ----------
    part : str
        The word's field in `Grade`: `rating`, `performance`.

    Raises
    ------
    UsageError
        If the figure has no grade, or its scale has no such word.
    """
    word = str(getattr(graded_figure(figure).grade, part))
    if not word:
        raise UsageError(f"El método no da esa palabra del grado de «{figure.id}». El texto no puede nombrarla.")
    return word


def nearest_ids(wanted: str, known: Sequence[str]) -> list[str]:
    """Return up to three known texts that are like the wanted one, most alike first; empty if none is like it."""
    from rapidfuzz import process

    return [found for found, _, _ in process.extract(wanted, known, limit=3, score_cutoff=60)]
