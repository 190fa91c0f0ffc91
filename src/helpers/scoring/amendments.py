"""The budget's amendments: what each norm added or took, and how far they lead to the budget in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from helpers.intake.dataset import Dataset
from helpers.params import Corrida
from helpers.periods import Period
from helpers.records import Row
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.scoring.names import Names
from helpers.trace import Figure, Operand, Operation

TABLE = "modificaciones"
NORM, SOURCE = "norma", "fuente"
STEP, LISTED, UNEXPLAINED = "importe_modificacion", "modificaciones_listadas", "modificaciones_sin_explicar"
BRIDGE = "ppto_vigente - ppto_inicial - modificaciones_listadas"
CENTS = 2
TOTAL = "TOTAL"
"""The code of a partition's own total."""


@dataclass(frozen=True)
class AmendmentScorer:
    """Enters the bridge from the initial budget to the one in force into a ledger; amounts in bolivianos.

    A step is what one norm changed for one reason; transfers within the institution add up to zero and stay.
    """

    ledger: Ledger
    dataset: Dataset
    corrida: Corrida
    names: Names

    def score(self, windows: Iterable[Period]) -> None:
        """Enter the amendments made up to the cut-off of each window from January."""
        if not self.dataset.rows(TABLE):
            return
        self.ledger.extra |= {name: Measure("Bs", CENTS) for name in (STEP, LISTED, UNEXPLAINED)}
        for window in windows:
            if window.since_january and not window.is_plan:
                self._score(window)

    def _score(self, window: Period) -> None:
        cutoff = self.corrida.cutoff(window)
        made = [row for row in self._dated if row.date("fecha") <= cutoff]
        steps = [self._step(window, code, rows) for code, rows in _grouped(made, self._codes).items()]
        if not steps or any(step is None for step in steps):
            return
        if all(row.text(SOURCE) for row in made):
            self._by_source(window, made)
        top = self.dataset.entity.key
        subject = Subject(LISTED, window, *top, self.names.of(*top))
        counted = "1 modificación" if len(steps) == 1 else f"{len(steps)} modificaciones"
        self.ledger.combine(subject, Operation.SUM, steps, f"Suma de {counted} hasta la fecha de corte.")
        for level, code in (top, *((SOURCE, figure.code) for figure in self._of_sources(LISTED, window))):
            self._unexplained(window, level, code)

    def _step(self, window: Period, code: str, rows: Sequence[Row]) -> Figure | None:
        cells = [cell for row in rows if (cell := row.number("importe")) is not None]
        if len(cells) != len(rows):
            return None
        name = rows[0].text("descripcion") or rows[0].text(NORM)
        rule = f"{_read(len(cells))} de «modificaciones»; norma: {rows[0].text(NORM)}."
        return self.ledger.read(Subject(STEP, window, NORM, code, name), cells, rule)

    def _by_source(self, window: Period, made: Sequence[Row]) -> None:
        for source in dict.fromkeys(row.text(SOURCE) for row in made):
            cells = [row.number("importe") for row in made if row.text(SOURCE) == source]
            subject = Subject(LISTED, window, SOURCE, source, self.names.of(SOURCE, source))
            self.ledger.read(subject, cells, f"{_read(len(cells))} de «modificaciones», de la fuente.")
        for budget in self._of_sources("ppto_vigente", window):
            if budget.code != TOTAL and self.ledger.get(LISTED, window, SOURCE, budget.code) is None:
                # The list is complete: a source that it does not name changed by nothing, which is no lack of data.
                subject = Subject(LISTED, window, SOURCE, budget.code, budget.name)
                self.ledger.state(subject, Fraction(0), "Ninguna modificación listada es de la fuente.")
        if self.ledger.get("ppto_vigente", window, SOURCE, TOTAL):
            total = Subject(LISTED, window, SOURCE, TOTAL, f"Total por {SOURCE}")
            parts = self._of_sources(LISTED, window)
            self.ledger.combine(total, Operation.SUM, parts, "Suma de lo listado de cada fuente.")

    def _of_sources(self, indicator: str, window: Period) -> list[Figure]:
        """What each source has of an indicator, as entered so far."""
        asked = (indicator, window, SOURCE)
        return [one for one in self.ledger.figures.values() if (one.indicator, one.period, one.level) == asked]

    def _unexplained(self, window: Period, level: str, code: str) -> None:
        """Enter what the amendments leave open between the two budgets, where all three are known."""
        found = [self.ledger.get(name, window, level, code) for name in ("ppto_vigente", "ppto_inicial", LISTED)]
        if all(found):
            operands = [Operand(figure.indicator, figure.id) for figure in found]
            rule = "Presupuesto vigente, menos el inicial, menos las modificaciones listadas."
            self.ledger.formula(Subject(UNEXPLAINED, window, level, code, found[0].name), BRIDGE, operands, rule)

    @cached_property
    def _dated(self) -> tuple[Row, ...]:
        rows = [row for row in self.dataset.rows(TABLE) if row.date("fecha") is not None]
        return tuple(sorted(rows, key=lambda row: row.date("fecha")))

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str], str]:
        """The code of each step: its norm, with the reason behind it where the norm has several."""
        reasons: dict[str, dict[str, None]] = {}
        for row in self._dated:
            reasons.setdefault(row.text(NORM), {})[row.text("descripcion")] = None
        return {
            (norm, reason): f"{norm}/{reason}" if len(told) > 1 else norm
            for norm, told in reasons.items() for reason in told
        }  # fmt: skip


def _read(count: int) -> str:
    return "Leído" if count == 1 else f"Suma de {count} líneas"


def _grouped(made: Sequence[Row], codes: Mapping[tuple[str, str], str]) -> dict[str, list[Row]]:
    steps: dict[str, list[Row]] = {}
    for row in made:
        steps.setdefault(codes[row.text(NORM), row.text("descripcion")], []).append(row)
    return steps
