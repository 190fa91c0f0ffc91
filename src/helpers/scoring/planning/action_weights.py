"""Form 02: the weight of each action in each area, and the sum of the weights of an area, as figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Row, Sourced
from helpers.intake.dataset import Dataset
from helpers.scoring.code_names import Names
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.plan_places import (
    ACTION_WEIGHT,
    action_code,
    by_text,
    of_version,
    once_by_action,
    place_of,
)

WEIGHT, UNREAD = "peso_acp", "peso_acp_sin_dato"
LEVEL = "area_acp"


@dataclass(frozen=True)
class ArticulationScorer:
    """Enters the weights of form 02 into a ledger."""

    ledger: Ledger
    dataset: Dataset
    names: Names

    def score(self, window: Period, version: str) -> None:
        """Enter each readable weight, an area's sum of them, and the number of unreadable ones."""
        rows = of_version(self.dataset.rows("articulacion"), version)
        decimals = max(
            (-int(cell.value.as_tuple().exponent) for row in rows if (cell := row.number(ACTION_WEIGHT))), default=0
        )
        self.ledger.extra |= {WEIGHT: Measure("%", max(0, decimals)), UNREAD: Measure("acciones", 0)}
        for (area,), own in by_text(rows, "area").items():
            if area and any(row.number(ACTION_WEIGHT) for row in own):
                self._area(window, area, once_by_action(own))

    def _area(self, window: Period, area: str, rows: Sequence[Row]) -> None:
        """Enter an area's weights, their sum and the number of unreadable ones."""
        node = place_of(self.dataset, area)
        if node is None:
            return
        cells = [(row, cell) for row in rows if (cell := row.number(ACTION_WEIGHT)) is not None]
        parts = [self._action(window, node.code, node.name, row, cell) for row, cell in cells]
        blank = [row for row in rows if row.number(ACTION_WEIGHT) is None]
        rule = f"Suma de la ponderación de {len(parts)} {'acción' if len(parts) == 1 else 'acciones'}."
        if blank:
            rule += f" Sin dato en {len(blank)}: no se puede comprobar que sumen 100."
        unread = Subject(UNREAD, window, *node.key, node.name)
        self.ledger.count(
            unread, [row.cell(ACTION_WEIGHT) for row in blank], "Acciones del área cuya ponderación no se lee."
        )
        self.ledger.combine(Subject(WEIGHT, window, *node.key, node.name), Operation.SUM, parts, rule)

    def _action(self, window: Period, area: str, name: str, row: Row, cell: Sourced) -> Figure:
        code = action_code(row)
        if self.ledger.get(WEIGHT, window, LEVEL, f"{area}/{code}") is not None:
            code = f"{code}, línea {row.line}"  # the form has the same action with two weights: both count
        action = self.names.of("acp", row.text("acp")) if row.text("acp") else row.text("descripcion")
        subject = Subject(WEIGHT, window, LEVEL, f"{area}/{code}", f"{name}: {action}")
        return self.ledger.read(subject, [cell], "Leído del formulario 02 («articulacion»).")
