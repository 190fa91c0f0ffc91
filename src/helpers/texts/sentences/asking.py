"""Writes calls of a text to the Book, and checks their arguments."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence

from helpers.base.errors import UsageError
from helpers.figures.figure import Figure


def ask(function: str, *given: object, **named: object) -> str:
    """Return a call as a text writes it: `{{ cifra("…") }}`.

    Parameters
    ----------
    given, named : object
        Positional and keyword arguments; they must be serialisable as JSON.
    """
    parts = [json.dumps(one, ensure_ascii=False) for one in given]
    parts += [f"{name}={json.dumps(one, ensure_ascii=False)}" for name, one in named.items()]
    return f"{{{{ {function}({', '.join(parts)}) }}}}"


def figure(found: Figure) -> str:
    """Return the call that requests a figure by its id."""
    return ask("cifra", found.id)


def check_call(
    name: str, function: Callable[..., object], given: Sequence[object], named: Mapping[str, object]
) -> None:
    """Check the arguments of a call against the function's signature.

    Parameters
    ----------
    name : str
        The function's name in texts.
    given, named : sequence, mapping
        Positional and keyword arguments.

    Raises
    ------
    UsageError
        If arguments are missing, too many or unknown.
    """
    try:
        inspect.signature(function).bind(*given, **named)
    except TypeError as problem:
        raise UsageError(f"«{name}» no se usa así. Se escribe {usage(name, function)}.") from problem


def usage(name: str, function: Callable[..., object]) -> str:
    """Return how a text calls a function: its name and required arguments, as in `nombre("nivel", "codigo")`."""
    parts: list[str] = []
    for item in inspect.signature(function).parameters.values():
        if item.kind is item.VAR_POSITIONAL:
            parts.append(f'"{item.name}"' + ("" if len(parts) == 0 else ", …"))
        elif item.kind is item.POSITIONAL_OR_KEYWORD and item.default is item.empty:
            parts.append(f'"{item.name}"')
    return f"{name}({', '.join(parts)})"
