"""Closed periods: each figure as it was closed, read from the closing's file, beside the current one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.display import date_es
from helpers.base.exact import plain_text
from helpers.base.name_phrases import set_off
from helpers.base.periods import Period
from helpers.base.python_extras import first_by_key
from helpers.figures.figure import Figure, split_id
from helpers.figures.figure_names import AT_CLOSING, RESTATED
from helpers.figures.records import Sourced
from helpers.intake.closings import ClosedFigure, Closing
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.other_version import POINTS
from helpers.settings.scales import PLAN_LEVELS

ALWAYS = ("entidad", "servicio", "area", "tipo", "subtipo")
"""Levels whose closed figures are entered whether or not they changed."""


@dataclass(frozen=True)
class ClosedScorer:
    """Enters the figures of closed periods as they were closed, and the differences of those that changed."""

    ledger: Ledger
    closings: Sequence[Closing]

    def score(self, run: Period) -> None:
        """Enter figures of earlier periods as they were closed, and how much the printed value has changed since.

        Only figures of the method's indicators that the run has too are compared; not those of months, of tasks and
        operations, or projections. Unchanged figures are entered only for the levels of `ALWAYS` in the closed period
        itself, which tables show beside the current ones. Of several closings of a figure, the one of the period that
        ends first counts; closings of the run's own period (`run`) do not.
        """
        earlier = sorted(
            (closing for closing in self.closings if closing.period != run),
            key=lambda closing: (closing.period.last, closing.closed),
        )
        kept = ((name, (closing, before)) for closing in earlier for name, before in self._kept(closing))
        for name, (closing, before) in first_by_key(kept).items():
            self._enter(closing, name, before)

    def _kept(self, closing: Closing) -> Iterator[tuple[str, ClosedFigure]]:
        """Id and figure of what a closing has of the method's indicators in windows of its own year.

        Months, tasks and operations are left out; a projection is no indicator of the method.
        """
        method: Mapping[str, object] = self.ledger.method.indicadores
        for name, before in closing.figures.items():
            indicator, period, level, _ = split_id(name)
            if indicator in method and level not in PLAN_LEVELS:
                window = Period.parse(period)
                if not window.is_month and window.year == closing.period.year:
                    yield name, before

    def _enter(self, closing: Closing, name: str, before: ClosedFigure) -> None:
        """Enter one closed figure that the run has too, if it changed or tables show it beside the current one."""
        now = self.ledger.figures.get(name)
        if now is None:
            return
        is_restated = plain_text(now.value) != before.value
        is_beside = now.level in ALWAYS and now.period == closing.period
        if not is_restated and not is_beside:
            return
        subject = Subject(now.indicator, now.period, now.level, now.code, now.name)
        value = Sourced(Decimal(before.value), before.cell)
        rule = f"Cerrado por {set_off(closing.by)} el {date_es(closing.day)}."
        closed = self.ledger.read(self.ledger.beside(subject, AT_CLOSING), [value], rule)
        if is_restated:
            self._difference(subject, now, closed)

    def _difference(self, subject: Subject, now: Figure, closed: Figure) -> None:
        """Enter the current printed value minus the closed one; in points for percentages."""
        name = f"{subject.indicator}{RESTATED}"
        unit = POINTS if now.unit == "%" else now.unit
        self.ledger.extra[name] = Measure(unit, now.decimals)
        rule = "Lo que se imprime ahora menos lo que se imprimió al cerrar."
        self.ledger.change(subject._replace(indicator=name), now, closed, rule)
