"""Reads what a SIGEP report states above its table: cut-off, kind of report, state of the budget, entity and money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpers.base.written_values import dates_in
from helpers.intake.values.word_matching import plain

_UNTIL = re.compile(r"\b(?:al|hasta(?: el)?|corte(?: al)?|a fecha)\b[\s:]*", re.IGNORECASE)
_ENTITY = re.compile(r"\bentidad\b[\s:.º°n-]*([0-9]{2,4})\b", re.IGNORECASE)
_OTHER_AMOUNTS = re.compile(r"\ben (?:miles|millones|dolares)\b(?: de (?:bolivianos|dolares|bs))?")
_AT_ONCE = re.compile(r"[ :|]*\d")
_REPORTS = {
    "categoria": ("por categoria programatica", "por apertura programatica", "por categoria", "por programa"),
    "fuente": ("por fuente de financiamiento", "por fuente", "por fuente y organismo"),
    "partida": ("por objeto del gasto", "por objeto de gasto", "por partida", "por grupo de gasto"),
}
_STATES = {"aprobado": ("estado aprobado", "aprobados"), "en linea": ("estado en linea", "en linea")}


@dataclass(frozen=True, slots=True)
class Said:
    """The information written above a report's table.

    Attributes
    ----------
    cutoffs : tuple of date
        Cut-off dates found; several if the text is ambiguous.
    report : str
        `categoria`, `fuente` or `partida`; empty if the text names none or several.
    state : str
        `aprobado` or `en linea`; empty if the text names none or several.
    entity : str
        The number of the entity; empty if the text names none or several.
    amounts : str
        In what the amounts are written if not in bolivianos, as `en miles de bolivianos`; empty if it does not say so.
    """

    cutoffs: tuple[date, ...]
    report: str
    state: str
    entity: str
    amounts: str


def read_said(lines: Sequence[str]) -> Said:
    """Read what the texts of the rows above a table state: cut-off, kind of report, budget state, entity and money.

    The cut-off of `del 01/01/2024 al 30/06/2024` is the second date; the date of printing is ignored.
    """
    cutoffs = [day for line in lines for day in _cutoffs(line)]
    words = " ".join(plain(line) for line in lines)
    numbers = {number for line in lines for number in _ENTITY.findall(line)}
    entity = numbers.pop() if len(numbers) == 1 else ""
    other = _OTHER_AMOUNTS.search(words)
    amounts = other[0].replace("dolares", "dólares") if other else ""
    return Said(tuple(dict.fromkeys(cutoffs)), _of(words, _REPORTS), _of(words, _STATES), entity, amounts)


def _cutoffs(line: str) -> Iterator[date]:
    """Yield the date that directly follows each word such as `al` or `corte`."""
    for part in _UNTIL.split(line)[1:]:
        days = dates_in(part)
        if days and _AT_ONCE.match(part):
            yield days[0]


def _of(words: str, kinds: Mapping[str, Sequence[str]]) -> str:
    """Return the kind that has a phrase among the words; empty if none or several have."""
    said = [kind for kind, phrases in kinds.items() if any(re.search(rf"\b{phrase}\b", words) for phrase in phrases)]
    return said[0] if len(said) == 1 else ""
