"""The money programmed by month → the programme of each window by category or action, and its sums."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.display import counted_es
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import by_key
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Row, Sourced
from helpers.scoring.budget.money import BudgetScorer

TABLE = "programacion_financiera"


@dataclass(frozen=True)
class ProgrammeScorer(BudgetScorer):
    """Enters the money programmed for each window into a ledger."""

    SUM_OF = "lo programado en "

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
        self.sum_linked(indicator, window, {code for level, code in rows if level == "cat_prog"})
        self.sum_services(indicator, window)
        self.sum_groups(indicator, window)
        if lines and len(lines) == len(rows):
            rule = f"Suma de {counted_es(len(lines), 'línea', 'líneas')} de la programación."
            self.ledger.combine(self.whole(indicator, window), Operation.SUM, lines, rule)

    def _rows_by_line(self) -> dict[tuple[str, str], list[Row]]:
        """Rows by line: a category, or an action where the row names no category."""
        levels = (("cat_prog" if row.text("cat_prog") else "acp", row) for row in self.dataset.rows(TABLE))
        return by_key(((level, row.text(level)), row) for level, row in levels)


def _months(rows: list[Row], window: Period) -> list[Sourced] | None:
    """Programmed cells of a line in the months of a window; None where one is blank."""
    cells = [row.number(MONTHS[month.first - 1]) for row in rows for month in window.months()]
    found = [cell for cell in cells if cell is not None]
    return found if len(found) == len(cells) else None
