"""Reads what a template's functions are called with: their arguments, a figure's id, a number, a day, a grade."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from helpers.base.errors import UsageError
from helpers.figures.figure import Figure, figure_id


def check_call(
    name: str, function: Callable[..., object], given: Sequence[object], named: Mapping[str, object]
) -> None:
    """Check the number, the names and the kinds of a call's arguments against the function's signature.

    Parameters
    ----------
    name : str
        The function's name in texts.
    given, named : sequence, mapping
        Positional and keyword arguments.

    Raises
    ------
    UsageError
        If arguments are missing, too many, unknown or of another kind. The message says how the function is called.
    """
    try:
        bound = inspect.signature(function).bind(*given, **named)
        if not all(_fits(bound.signature.parameters[key], value) for key, value in bound.arguments.items()):
            raise TypeError(f"{name} called with arguments of another kind")
    except TypeError as problem:
        raise UsageError(f"«{name}» no se usa así. Se escribe {usage(name, function)}.") from problem


def _fits(parameter: inspect.Parameter, value: object) -> bool:
    """Return whether a value may be an argument, by its annotation: a list, true or false, texts, perhaps numbers."""
    if _takes_list(parameter):
        return isinstance(value, list | tuple)
    if isinstance(parameter.default, bool):
        return isinstance(value, bool)
    texts = value if parameter.kind is parameter.VAR_POSITIONAL and isinstance(value, tuple) else (value,)
    kinds = str | int | float if "float" in str(parameter.annotation) else str
    return all(isinstance(one, kinds) for one in texts)


def _takes_list(parameter: inspect.Parameter) -> bool:
    return str(parameter.annotation).startswith("Sequence")


def usage(name: str, function: Callable[..., object]) -> str:
    """Return how a text calls a function, with its required arguments in quotes: `nombre("nivel", "codigo")`.

    Arguments with a default value and keyword arguments are left out; a list is `["…", …]`; `*args` are shown:
    `cuantas("indicador", "periodo", "nivel", "calificaciones", …)`, or `cifra("cifra")` if there are no others.
    """
    parts: list[str] = []
    for item in inspect.signature(function).parameters.values():
        if item.kind is item.VAR_POSITIONAL:
            parts.append(f'"{item.name}"' + ("" if len(parts) == 0 else ", …"))
        elif item.kind is item.POSITIONAL_OR_KEYWORD and item.default is item.empty:
            parts.append('["…", …]' if _takes_list(item) else f'"{item.name}"')
    return f"{name}({', '.join(parts)})"


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
