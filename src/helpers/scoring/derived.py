"""Changes between quarters and shares of the budget: figures over those of the method, as it asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.derived import APART, Participacion
from helpers.display import lower_first
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.scoring.money import TOTAL
from helpers.trace import Figure, Operand

CHANGE, SHARE = "_variacion", "_participacion"
POINTS = "puntos"
SHARE_OF = "parte / total * 100"


@dataclass(frozen=True)
class DerivedScorer:
    """Enters the changes and the shares of a window into a ledger."""

    ledger: Ledger
    method: Metodo

    def score(self, window: Period) -> None:
        """Enter everything that is derived from a window's figures and from those of the quarter before."""
        before = window.previous_quarter() if window.is_quarter else None
        if before is not None:
            self._changes(window, before)
        if window.since_january and not window.is_month:
            for asked in self.method.participacion:
                self._shares(asked, window)

    def _changes(self, window: Period, before: Period) -> None:
        """Enter how many points the printed values went up or down; nothing for whoever lacks one of the two."""
        asked = self.method.variacion
        for indicator in asked.indicadores if asked else ():
            name = f"{indicator}{CHANGE}"
            self.ledger.extra[name] = Measure(POINTS, self.method.decimals(indicator))
            for key in self._keys(window, asked.niveles):
                now, then = (self.ledger.get(indicator, period, *key[:2]) for period in (window, before))
                if now is not None and then is not None:
                    rule = f"Lo impreso {window.of_when} menos lo impreso {before.of_when}."
                    self.ledger.change(Subject(name, window, *key), now, then, rule)

    def _shares(self, asked: Participacion, window: Period) -> None:
        """Enter what part each has; nothing where the whole is zero, of which there are no parts."""
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
        """What a level's parts are part of: the total of its own report, or the entity."""
        if level in APART:
            return self.ledger.get(indicator, window, APART[level], TOTAL)
        tops = (code for found, code, _ in self.ledger.keys(window) if found == "entidad")
        return self.ledger.get(indicator, window, "entidad", next(tops, ""))

    def _keys(self, window: Period, levels: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        return (key for key in self.ledger.keys(window) if key[0] in levels)
