"""What the drafting rules look at, and how they write down what they ask of the Book."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from helpers.book import Book
from helpers.display import list_es
from helpers.findings import Finding
from helpers.periods import Period
from helpers.subjects import name_of
from helpers.trace import Figure

WORST_LIGHTS = ("gris", "rojo", "naranja")
NAMED = 6
"""Units and actions that a sentence names before it only counts."""


@dataclass(frozen=True)
class Ground:
    """A run as the drafting rules see it.

    Attributes
    ----------
    book : Book
    findings : tuple of Finding
    cutoff : date
        The day up to which the report counts.
    """

    book: Book
    findings: tuple[Finding, ...]
    cutoff: date

    @property
    def period(self) -> Period:
        return self.book.period

    @property
    def accumulated(self) -> Period:
        return self.book.period.accumulated()

    @cached_property
    def top(self) -> tuple[str, str]:
        return self.book.nodes_at("entidad")[0].key

    def of_entity(self, indicator: str, period: Period) -> Figure | None:
        return self.book.get(indicator, period, *self.top)

    @cached_property
    def quarters(self) -> frozenset[str]:
        """The codes of the quarters whose forms the run's period has."""
        return frozenset({self.period.code, *(quarter.code for quarter in self.period.quarters())})

    @cached_property
    def units(self) -> tuple[Figure, ...]:
        """The progress of units and posts in the run's period, the least first."""
        found = [one for level in ("unidad", "puesto") for one in self.book.select("avance_fisico", self.period, level)]
        return tuple(sorted(found, key=lambda one: one.rounded))

    @cached_property
    def units_at_risk(self) -> tuple[Figure, ...]:
        return tuple(one for one in self.units if one.grade and one.grade.light in WORST_LIGHTS)

    @cached_property
    def absent(self) -> tuple[tuple[str, str], ...]:
        """Who handed in no form in the run's period, or reported no percentage."""
        found = []
        for finding in self.findings:
            level, _, code = finding.elemento.partition("/")
            is_form = finding.codigo == "PRE-FALTA" and any(finding.esperado.endswith(code) for code in self.quarters)
            if (is_form or finding.codigo == "REP-SIN-DATO") and self.book.node(level, code):
                found.append((level, code))
        return tuple(dict.fromkeys(found))

    def with_code(self, code: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.codigo == code)

    def named(self, places: Sequence[tuple[str, str]], *, with_figures: Sequence[Figure] = ()) -> str:
        """Whom a sentence speaks of, each by sigla, with its figure where there are figures."""
        pieces = [ask("sigla", *place) for place in places]
        if with_figures:
            pieces = [f"{piece} ({figure(one)})" for piece, one in zip(pieces, with_figures, strict=True)]
        words = [self._short(*place) for place in places]
        return joined(pieces, words)

    def _short(self, level: str, code: str) -> str:
        node = self.book.node(level, code)
        return (node.sigla if node else "") or name_of(self.book, level, code)


def ask(function: str, *given: object, **named: object) -> str:
    """A call as a text writes it: `{{ cifra("…") }}`."""
    parts = [json.dumps(one, ensure_ascii=False) for one in given]
    parts += [f"{name}={json.dumps(one, ensure_ascii=False)}" for name, one in named.items()]
    return f"{{{{ {function}({', '.join(parts)}) }}}}"


def figure(found: Figure) -> str:
    return ask("cifra", found.id)


def number_of(count: int, one: str, many: str) -> str:
    """The word that goes with a count."""
    return one if count == 1 else many


def how_many(things: Iterable[str]) -> str:
    """A count that lists what it counts."""
    return ask("cuenta", list(things))


def joined(pieces: Sequence[str], words: Sequence[str]) -> str:
    """Pieces joined as a sentence does; what they will read as decides between «y» and «e»."""
    if len(pieces) < 2:
        return "".join(pieces)
    conjunction = list_es(["", words[-1]]).split()[0]
    return f"{', '.join(pieces[:-1])} {conjunction} {pieces[-1]}"
