"""What the drafting rules look at, and how they write down what they ask of the Book."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from helpers.book import Book
from helpers.deviated import told_causes
from helpers.display import list_es
from helpers.exact import round_half_up
from helpers.findings import Finding
from helpers.periods import Period
from helpers.replay import with_mean_of_parts
from helpers.sentences.vocabulary import CHANGE
from helpers.situations import is_late
from helpers.subjects import name_of
from helpers.trace import Figure

FALL = f"avance_fisico{CHANGE}"
SILENT = "REP-SIN-DATO"
WORST_LIGHTS = ("gris", "rojo", "naranja")
NAMED = 6
"""Units and actions that a sentence names before it only counts."""
SILENT_NAMED = 12
"""Those who did not report are asked one by one: more of them are named."""

T = TypeVar("T")


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

    @property
    def closes_year(self) -> bool:
        """Whether nothing of the year is left: what was not done can only be explained or planned again."""
        return self.period.accumulated().is_year

    @property
    def next_cutoff(self) -> date | None:
        """The end of the quarter after the run's period, of the month after a month; None after a plan."""
        period = self.period
        is_whole = not period.is_plan and bool(period.quarters())
        following = (period.quarters()[-1] if is_whole else period).following()
        return following.cutoff if following else None

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
        """The progress of units and posts in the run's period, the least first; without those out of the means."""
        found = [one for level in ("unidad", "puesto") for one in self.book.select("avance_fisico", self.period, level)]
        counted = (one for one in found if not is_late(self.book, one.level, one.code, self.period))
        return tuple(sorted(counted, key=lambda one: one.rounded))

    @cached_property
    def units_at_risk(self) -> tuple[Figure, ...]:
        return tuple(one for one in self.units if one.grade and one.grade.light in WORST_LIGHTS)

    @cached_property
    def falls(self) -> tuple[Figure, ...]:
        """The changes of units and posts that are below zero, the largest fall first."""
        changes = [one for level in ("unidad", "puesto") for one in self.book.select(FALL, self.period, level)]
        fallen = (one for one in changes if one.rounded < 0 and not self._is_late_now_or_before(one))
        return tuple(sorted(fallen, key=lambda one: one.rounded))

    def _is_late_now_or_before(self, change: Figure) -> bool:
        """Whether either of the two values stays out of the means: then nobody can be said to have fallen."""
        windows = (self.period, self.period.previous_quarter())
        return any(is_late(self.book, change.level, change.code, window) for window in windows if window)

    @cached_property
    def absent(self) -> tuple[tuple[str, str], ...]:
        """Of whom neither a form nor a percentage of the run's period is there, and nothing else is known."""
        found = []
        for finding in self.findings:
            level, _, code = finding.elemento.partition("/")
            is_form = finding.codigo == "PRE-FALTA" and any(finding.esperado.endswith(code) for code in self.quarters)
            if (is_form or finding.codigo == SILENT) and (self.book.node(level, code) or level == "acp"):
                found.append((level, code))
        return tuple(place for place in dict.fromkeys(found) if place not in self.unassigned)

    @cached_property
    def unassigned(self) -> Mapping[tuple[str, str], str]:
        """Who has no percentage of the period although the data say something of it, and what they say."""
        noted = (
            (finding.elemento.partition("/"), finding.causa) for finding in self.with_code(SILENT) if finding.causa
        )
        return {(level, code): note for (level, _, code), note in noted if self.book.node(level, code)}

    @cached_property
    def low_areas(self) -> tuple[Figure, ...]:
        """The areas with the worst grades of accumulated execution, the lowest first."""
        found = self.book.select("ejecucion_financiera", self.accumulated, "area")
        low = (one for one in found if one.grade and one.grade.light in WORST_LIGHTS)
        return tuple(sorted(low, key=lambda one: one.rounded))

    @cached_property
    def outside(self) -> tuple[Figure, ...]:
        """What was reported of the run's period and no mean of its parts can give; what moves the entity most first.

        One figure of each place and window: the first that the findings name.
        """
        found: dict[tuple[str, str, str], Figure] = {}
        for finding in self.with_code("REP-PARTES"):
            own = self.book.figures.get(finding.elemento)
            if finding.causa and own is not None and own.period.code in self.quarters:
                found.setdefault((own.level, own.code, own.period.code), own)
        return tuple(sorted(found.values(), key=lambda own: -abs(self.moved_by(own))))

    def moved_by(self, reported: Figure) -> Decimal:
        """By how much the entity's own figure would be another, as printed, with the mean of a figure's parts."""
        whole = self.of_entity(reported.indicator, reported.period)
        if whole is None:
            return Decimal(0)
        return round_half_up(with_mean_of_parts(self.book, whole.id, reported.id), whole.decimals) - whole.rounded

    @cached_property
    def unspent(self) -> tuple[Figure, ...]:
        """The budget of the categories that have one and of which nothing was accrued so far, the largest first."""
        budgets = self.book.select("ppto_vigente", self.accumulated, "cat_prog")
        accrued = ((one, self.book.get("devengado", one.period, one.level, one.code)) for one in budgets)
        found = (one for one, spent in accrued if one.rounded > 0 and spent is not None and not spent.rounded)
        return tuple(sorted(found, key=lambda one: -one.rounded))

    @cached_property
    def moved_budgets(self) -> tuple[tuple[Figure, Figure], ...]:
        """The budget in force of each area that is not what it was a quarter before: now and then, largest first."""
        before = self.period.previous_quarter() if self.period.is_quarter else None
        pairs = (
            (now, self.book.get("ppto_vigente", before, "area", now.code))
            for now in self.book.select("ppto_vigente", self.period, "area")
            if before
        )
        found = [(now, then) for now, then in pairs if then is not None and then.rounded != now.rounded]
        return tuple(sorted(found, key=lambda pair: -abs(pair[0].rounded - pair[1].rounded)))

    def reference(self, section: str) -> str:
        """A link to a section, where the report has it."""
        return ask("ref", f"sec-{section}") if section in self.book.params.get("secciones", ()) else ""

    def with_code(self, code: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.codigo == code)

    def named(self, places: Sequence[tuple[str, str]], *, with_figures: Sequence[Figure] = ()) -> str:
        """Whom a sentence speaks of, each by sigla, with its figure where there are figures."""
        pieces = [f"la ACP {ask('cita', place[1])}" if place[0] == "acp" else ask("sigla", *place) for place in places]
        if with_figures:
            pieces = [f"{piece} ({figure(one)})" for piece, one in zip(pieces, with_figures, strict=True)]
        words = [self._short(*place) for place in places]
        return joined(pieces, words)

    def called(self, found: Figure) -> str:
        """`la categoría 540 0 006 (Apoyo a ciudadanos)`: a name with digits of its own is left out."""
        name = name_of(self.book, found.level, found.code)
        words = f" ({ask('nombre', found.level, found.code)})" if not any(letter.isdigit() for letter in name) else ""
        return f"la categoría {ask('cita', found.code)}{words}"

    def _short(self, level: str, code: str) -> str:
        node = self.book.node(level, code)
        return (node.sigla if node else "") or name_of(self.book, level, code)

    def busiest_with(self, cause: str) -> list[tuple[str, str]]:
        """The units that told a cause of most tasks."""
        counts = Counter(row["unidad"] for row in told_causes(self.book) if row["causa_codigo"] == cause)
        nodes = {node.code: node for node in self.book.nodes if node.level in ("unidad", "puesto")}
        return [nodes[unit].key for unit, _ in counts.most_common(3) if unit in nodes]


def ask(function: str, *given: object, **named: object) -> str:
    """A call as a text writes it: `{{ cifra("…") }}`."""
    parts = [json.dumps(one, ensure_ascii=False) for one in given]
    parts += [f"{name}={json.dumps(one, ensure_ascii=False)}" for name, one in named.items()]
    return f"{{{{ {function}({', '.join(parts)}) }}}}"


def figure(found: Figure) -> str:
    return ask("cifra", found.id)


def graded(found: Figure, rated: str = "calificado") -> str:
    """`, calificado como «Alto»`; nothing where the method does not grade it."""
    return f", {rated} como «{ask('calificacion', found.id)}»" if found.grade else ""


def number_of(count: int, one: str, many: str) -> str:
    """The word that goes with a count."""
    return one if count == 1 else many


def to_name(found: Sequence[T], most: int = NAMED) -> Sequence[T]:
    """Those that a sentence names: all, or the first ones where leaving out the rest says something shorter."""
    return found if len(found) <= most + 1 else found[:most]


def how_many(things: Iterable[str]) -> str:
    """A count that lists what it counts."""
    return ask("cuenta", list(things))


def joined(pieces: Sequence[str], words: Sequence[str]) -> str:
    """Pieces joined as a sentence does; what they will read as decides between «y» and «e»."""
    if len(pieces) < 2:
        return "".join(pieces)
    conjunction = list_es(["", words[-1]]).split()[0]
    return f"{', '.join(pieces[:-1])} {conjunction} {pieces[-1]}"
