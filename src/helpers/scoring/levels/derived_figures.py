"""Changes between quarters and shares of the budget, as the method asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand
from helpers.scoring.budget.money import TOTAL
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.settings.indicators import APART, Participacion
from helpers.settings.methods import Metodo

CHANGE, SHARE = "_variacion", "_participacion"
POINTS = "puntos"
SHARE_OF = "parte / total * 100"


@dataclass(frozen=True)
class DerivedScorer:
    """Enters the changes and the shares of a window into a ledger."""

    ledger: Ledger
    method: Metodo

    def score(self, window: Period) -> None:
        """Enter the changes from the quarter before, and the shares of the budget, for a window."""
        before = window.previous_quarter() if window.is_quarter else None
        if before is not None:
            self._changes(window, before)
        if window.since_january and not window.is_month:
            for asked in self.method.participacion:
                self._shares(asked, window)

    def _changes(self, window: Period, before: Period) -> None:
        """Enter the difference between the two printed values, in points, for subjects that have both."""
        asked = self.method.variacion
        if asked is None:
            return
        for indicator in asked.indicadores:
            name = f"{indicator}{CHANGE}"
            self.ledger.extra[name] = Measure(POINTS, self.method.decimals(indicator))
            for key in self._keys(window, asked.niveles):
                now, then = (self.ledger.get(indicator, period, *key[:2]) for period in (window, before))
                if now is not None and then is not None:
                    rule = f"Lo impreso {window.of_when} menos lo impreso {before.of_when}."
                    self.ledger.change(Subject(name, window, *key), now, then, rule)

    def _shares(self, asked: Participacion, window: Period) -> None:
        """Enter each subject's share of the whole, in percent; nothing where the whole is zero."""
        name = f"{asked.indicador}{SHARE}"
        self.ledger.extra[name] = Measure("%", self.method.redondeo.decimales)
        what = lower_first(self.method.indicadores[asked.indicador].nombre)
        wholes = {level: self._whole(asked.indicador, window, level) for level in asked.niveles}
        for level, code, called in self._keys(window, asked.niveles):
            part, whole = self.ledger.get(asked.indicador, window, level, code), wholes[level]
            if part is None or whole is None or not whole.value:
                continue
            operands = (Operand("parte", part.id), Operand("total", whole.id))
            rule = f"Su {what} entre {'el total de su reporte' if level in APART else 'el de la entidad'}, por 100."
            self.ledger.formula(Subject(name, window, level, code, called), SHARE_OF, operands, rule)

    def _whole(self, indicator: str, window: Period, level: str) -> Figure | None:
        """The whole of a level's shares: the total of the level's own report, or the entity's value."""
        if level in APART:
            return self.ledger.get(indicator, window, APART[level], TOTAL)
        tops = (code for at_level, code, _ in self.ledger.keys(window) if at_level == "entidad")
        return self.ledger.get(indicator, window, "entidad", next(tops, ""))

    def _keys(self, window: Period, levels: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        return (key for key in self.ledger.keys(window) if key[0] in levels)
