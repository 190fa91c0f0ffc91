"""What an export of SIGEP says of itself above its table: the cut-off, the state of the budget, the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpers.intake.dates import dates_in
from helpers.intake.wording import plain

SYSTEM = "SIGEP"
_UNTIL = re.compile(r"\b(?:al|hasta(?: el)?|corte(?: al)?|a fecha)\b[\s:]*", re.IGNORECASE)
_REPORTS = {
    "categoria": ("por categoria programatica", "por apertura programatica", "por categoria", "por programa"),
    "fuente": ("por fuente de financiamiento", "por fuente", "por fuente y organismo"),
    "partida": ("por objeto del gasto", "por objeto de gasto", "por partida", "por grupo de gasto"),
}
_STATES = {"aprobado": ("estado aprobado", "aprobados"), "en linea": ("estado en linea", "en linea")}


@dataclass(frozen=True, slots=True)
class Said:
    """What is written above the table.

    Attributes
    ----------
    cutoffs : tuple of date
        Dates until which the report counts; several where it says several.
    report : str
        `categoria`, `fuente` or `partida`, where it says one; else empty.
    state : str
        `aprobado` or `en linea`, where it says one; else empty.
    """

    cutoffs: tuple[date, ...]
    report: str
    state: str


def read_said(lines: Sequence[str]) -> Said:
    """Read the rows above a table.

    Of `del 01/01/2024 al 30/06/2024` the cut-off is the second date; the day on which a report was printed is
    none.
    """
    cutoffs = [day for line in lines for day in _cutoffs(line)]
    words = " ".join(plain(line) for line in lines)
    return Said(tuple(dict.fromkeys(cutoffs)), _of(words, _REPORTS), _of(words, _STATES))


def _cutoffs(line: str) -> Iterator[date]:
    for part in _UNTIL.split(line)[1:]:
        days = dates_in(part)
        if days and not part[: _first_digit(part)].strip(" :|"):
            yield days[0]


def _first_digit(text: str) -> int:
    return next((place for place, letter in enumerate(text) if letter.isdigit()), len(text))


def _of(words: str, kinds: Mapping[str, Sequence[str]]) -> str:
    said = [kind for kind, phrases in kinds.items() if any(re.search(rf"\b{phrase}\b", words) for phrase in phrases)]
    return said[0] if len(said) == 1 else ""
