"""What can be asked of a run, each question under a name that a trace can keep and the next run can ask again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from helpers.periods import Period

if TYPE_CHECKING:
    from helpers.compute import Computed

Plain = str | int | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""What the arguments of a question are made of, as JSON has them; a period is `{"periodo": "2024-T2"}`."""

FIGURE = "cifra"
ANSWER = "respuesta"


def _part(computed: Computed, field: str, key: str) -> object:
    """One entry of a mapping of the Book, within a tuple; an empty one where there is none."""
    mapping = getattr(computed.book, field)
    return (mapping[key],) if key in mapping else ()


def _ancestors(computed: Computed, level: str, code: str) -> object:
    node = computed.book.node(level, code)
    return None if node is None else computed.book.ancestors(node)


def _leaves(computed: Computed, figure: str) -> object:
    found = computed.book.figures.get(figure)
    return None if found is None else computed.book.leaves(found)


def _answer(computed: Computed, name: str, *about: Plain) -> object:
    return _narrow(name)(computed.book, *(unpacked(one) for one in about))


def _narrow(name: str) -> Callable[..., object]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def words_of(name: str) -> str:
    """What is told where a narrow question has another answer; empty for one that is no longer asked."""
    try:
        return _narrow(name).changed
    except (ImportError, AttributeError):
        return ""


QUESTIONS: Mapping[str, Callable[..., object]] = {
    FIGURE: lambda computed, figure: computed.book.figures.get(figure),
    "cifras": lambda computed: tuple(computed.book.figures),
    "elegidas": lambda computed, *place: tuple(figure.id for figure in computed.book.select(*place)),
    "todas": lambda computed, indicator: tuple(figure.id for figure in computed.book.all_of(indicator)),
    "nodo": lambda computed, level, code: computed.book.node(level, code),
    "nodos": lambda computed, level, *under: computed.book.nodes_at(level, under or None),
    "estructura": lambda computed: computed.book.nodes,
    "superiores": _ancestors,
    "hojas": _leaves,
    "parte": _part,
    "claves": lambda computed, field: tuple(getattr(computed.book, field)),
    "campo": lambda computed, field: getattr(computed.book, field),
    "indicador": lambda computed, indicator: computed.book.indicator_name(indicator),
    "en_palabras": lambda computed, figure: computed.book.figure_words(figure),
    "hallazgos": lambda computed: computed.findings,
    "hallazgos_de": lambda computed, prefix: computed.findings_of(prefix),
    "conciliacion": lambda computed: computed.reconciliation,
    ANSWER: _answer,
}


def packed(value: object) -> Plain:
    """An argument as a trace keeps it.

    Raises
    ------
    TypeError
        For one that it cannot keep.
    """
    if isinstance(value, Period):
        return {"periodo": value.code}
    if isinstance(value, tuple | list):
        return [packed(one) for one in value]
    if value is None or isinstance(value, str | int):
        return str(value) if isinstance(value, str) else value
    raise TypeError(f"{type(value).__name__} is no argument of a narrow question")


def unpacked(plain: Plain) -> object:
    """An argument from `packed`."""
    if isinstance(plain, Mapping):
        return Period.parse(str(plain["periodo"]))
    return tuple(map(unpacked, plain)) if isinstance(plain, list) else plain
