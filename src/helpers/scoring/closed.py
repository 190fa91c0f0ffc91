"""What was closed, beside what it is now: each value of a closing is an input like any other, read from its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.closings import ClosedFigure, Closing
from helpers.display import date_es
from helpers.exact import plain_text
from helpers.figure_names import PROJECTED
from helpers.periods import Period
from helpers.records import Sourced
from helpers.scales import PLAN_LEVELS
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.scoring.other_version import POINTS
from helpers.trace import Figure, split_id
from helpers.year_keys import AT_CLOSING, RESTATED

ALWAYS = ("entidad", "servicio", "area")
"""Levels whose figures stand beside what was closed whether or not they changed."""


@dataclass(frozen=True)
class ClosedScorer:
    """Enters the figures of closed periods as they were closed, and what those that changed went up or down."""

    ledger: Ledger
    closings: Sequence[Closing]

    def score(self, run: Period) -> None:
        """Enter what the closings of other periods say: of each figure the first one that closed it.

        Of the entity, its services and areas everything in the closed period itself; of everybody else above the plan,
        and of other windows but months, what changed.
        """
        earlier = sorted(
            (closing for closing in self.closings if closing.period != run),
            key=lambda closing: (closing.period.last, closing.closed),
        )
        done: set[str] = set()
        for closing in earlier:
            for name, before in self._kept(closing):
                if name not in done:
                    done.add(name)
                    self._enter(closing, name, before)

    def _kept(self, closing: Closing) -> Iterator[tuple[str, ClosedFigure]]:
        """The figures of a closing that may be shown."""
        method: Mapping[str, object] = self.ledger.method.indicadores
        for name, before in closing.figures.items():
            indicator, period, level, _ = split_id(name)
            if indicator in method and level not in PLAN_LEVELS and not name.startswith(PROJECTED):
                window = Period.parse(period)
                if not window.is_month and window.year == closing.period.year:
                    yield name, before

    def _enter(self, closing: Closing, name: str, before: ClosedFigure) -> None:
        now = self.ledger.figures.get(name)
        if now is None:
            return
        is_restated = plain_text(now.value) != before.value
        is_beside = now.level in ALWAYS and now.period == closing.period
        if not is_restated and not is_beside:
            return
        subject = Subject(now.indicator, now.period, now.level, now.code, now.name)
        value = Sourced(Decimal(before.value), before.cell)
        rule = f"Cerrado por {closing.by} el {date_es(closing.day)}."
        closed = self.ledger.read(self.ledger.beside(subject, AT_CLOSING), [value], rule)
        if is_restated:
            self._difference(subject, now, closed)

    def _difference(self, subject: Subject, now: Figure, closed: Figure) -> None:
        name = f"{subject.indicator}{RESTATED}"
        unit = POINTS if now.unit == "%" else now.unit
        self.ledger.extra[name] = Measure(unit, now.decimals)
        rule = "Lo que se imprime ahora menos lo que se imprimió al cerrar."
        self.ledger.change(subject._replace(indicator=name), now, closed, rule)
