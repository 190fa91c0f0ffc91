"""The money programmed by month → the programme of each window by category or action, and its sums."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.display import counted_es
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import by_key
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Row, Sourced
from helpers.scoring.budget.money import LINKED, Budget
from helpers.scoring.scorer import Scorer

TABLE = "programacion_financiera"


@dataclass(frozen=True)
class ProgrammeScorer(Scorer):
    """Enters the money programmed for each window into a ledger."""

    budget: Budget

    def score(self, indicator: str, window: Period) -> None:
        """Enter the money programmed in the months of a window: each line that states all of them, and the sums.

        A line is a category, or an action where a row names no category. A category that serves two actions has a row
        for each; its line is the sum of both. The sums are those of linked actions, units and areas, of services, of
        groups and of the entity; a sum with a missing part is left out.
        """
        lines: list[Figure] = []
        rows = self._rows_by_line()
        for (level, code), of_line in rows.items():
            cells = _months(of_line, window)
            if cells is not None:
                rule = f"Suma de lo programado {window.of_when}." if len(cells) > 1 else "Leído de la programación."
                lines.append(self.ledger.read(self.subject(indicator, window, level, code), cells, rule))
        for target in LINKED:
            self._sum_linked(indicator, window, target)
        for level, below in self._sums():
            for code, parts in below.items():
                self._sum_all(indicator, window, (level, code), parts)
        if lines and len(lines) == len(rows):
            rule = f"Suma de {counted_es(len(lines), 'línea', 'líneas')} de la programación."
            self.ledger.combine(self.whole(indicator, window), Operation.SUM, lines, rule)

    def _rows_by_line(self) -> dict[tuple[str, str], list[Row]]:
        """Rows by line: a category, or an action where the row names no category."""
        levels = (("cat_prog" if row.text("cat_prog") else "acp", row) for row in self.dataset.rows(TABLE))
        return by_key(((level, row.text(level)), row) for level, row in levels)

    def _sums(self) -> tuple[tuple[str, dict[str, list[tuple[str, str]]]], ...]:
        """The level of each whole that is a sum, with its parts by its code: areas of a service, actions of a group."""
        areas = [(node.parent, node.key) for node in self.dataset.nodes if node.level == "area"]
        services = by_key((parent[1], area) for parent, area in areas if parent and parent[0] == "servicio")
        rows = self.dataset.rows("acciones")
        groups = by_key((row.text("grupo"), ("acp", row.text("acp"))) for row in rows if row.text("grupo"))
        return ("servicio", services), ("grupo", groups)

    def _sum_all(self, indicator: str, window: Period, whole: tuple[str, str], below: list[tuple[str, str]]) -> None:
        """Enter the sum of several parts, where none is missing."""
        parts = [self.ledger.get(indicator, window, *key) for key in below]
        words = ("área", "áreas") if whole[0] == "servicio" else ("acción de corto plazo", "acciones de corto plazo")
        rule = f"Suma de lo programado en {counted_es(len(parts), *words)}."
        self.ledger.sum_all(self.subject(indicator, window, *whole), parts, rule)

    def _sum_linked(self, indicator: str, window: Period, target: str) -> None:
        """Enter the sums of the programmed categories linked to each action, unit or area."""
        programmed = {row.text("cat_prog") for row in self.dataset.rows(TABLE)}
        linked = self.budget.linked[target]
        for code, categories in by_key((code, one) for one, code in linked if one in programmed).items():
            found = [self.ledger.get(indicator, window, "cat_prog", category) for category in categories]
            counted = counted_es(len(found), "categoría programática", "categorías programáticas")
            rule = f"Suma de lo programado en {counted}."
            self.ledger.sum_all(self.subject(indicator, window, target, code), found, rule)


def _months(rows: list[Row], window: Period) -> list[Sourced] | None:
    """Programmed cells of a line in the months of a window; None where one is blank."""
    cells = [row.number(MONTHS[month.first - 1]) for row in rows for month in window.months()]
    found = [cell for cell in cells if cell is not None]
    return found if len(found) == len(cells) else None
