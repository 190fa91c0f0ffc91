"""Counts of results by the objectives of outside frameworks: per objective, by state and by institution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped
from helpers.figures import figure_names as keys
from helpers.figures.records import Row
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger

TABLE, FRAMEWORKS = "resultados", "marcos"


@dataclass(frozen=True)
class ObjectiveScorer:
    """Enters counts of results by objective into a ledger.

    A result that serves several objectives counts in each of them, so these counts are never added up.
    """

    ledger: Ledger
    dataset: Dataset
    institution: str

    def score(self, window: Period) -> None:
        """Enter the number of results that serve each objective, in total, by state and by institution.

        Each framework gets the number of its objectives, and how many have and lack a result. Results count whose
        period lies within the window or is blank, and nothing that is no result (`NO_RESULTS`). A count of zero is not
        entered. Nothing is entered without the table `marcos`, or for a plan without `resultados`.
        """
        # A plan without a table of results does not say which objectives it serves.
        if not self.dataset.rows(FRAMEWORKS) or (window.is_plan and not self.dataset.rows(TABLE)):
            return
        names = [keys.ALL, *(f"{keys.IN_STATE}{name}" for name in keys.STATES.values())]
        self.ledger.extra |= {name: Measure("resultados", 0) for name in names}
        self.ledger.extra |= {name: Measure("objetivos", 0) for name in (keys.OBJECTIVES, keys.SERVED, keys.GAPS)}
        for code, rows in self._serving(window).items():
            self._count(window, keys.OBJECTIVE, code, self._titles[code], rows)
            for institution, own in grouped(rows, self.institution_of).items():
                name = f"{institution}: {self._titles[code]}"
                self._count(window, keys.BY_INSTITUTION, f"{institution}/{code}", name, own)
        self._frameworks(window, frozenset(self._serving(window)))

    def institution_of(self, row: Row) -> str:
        """Return the institution of a result, a row of `resultados`: the one that it names, else the scorer's own."""
        return row.text("institucion") or self.institution

    def _serving(self, window: Period) -> Mapping[str, Sequence[Row]]:
        """The results that serve each objective, in the frameworks' order; objectives without results are left out."""
        told = ((row, row.period("periodo")) for row in self.dataset.rows(TABLE))
        rows = [row for row, period in told if period is None or window.covers(period)]
        results = (row for row in rows if row.text("tipo") not in keys.NO_RESULTS)
        named = by_key((code, row) for row in results for code in keys.objectives_in(row.text("objetivos")))
        return {code: named[code] for code in self._titles if code in named}

    def _count(self, window: Period, level: str, code: str, name: str, rows: Sequence[Row]) -> None:
        """Enter the number of results in total and by state."""
        cells = [row.cell("objetivos") for row in rows]
        subject = Subject(keys.ALL, window, level, code, name)
        self.ledger.count(subject, cells, "Resultados que dicen servir al objetivo.")
        for state, of_state in grouped(rows, lambda row: row.text("estado")).items():
            if state in keys.STATES:
                subject = Subject(f"{keys.IN_STATE}{keys.STATES[state]}", window, level, code, name)
                cells = [row.cell("objetivos") for row in of_state]
                self.ledger.count(subject, cells, f"De ellos, en estado «{state}».")

    def _frameworks(self, window: Period, served: frozenset[str]) -> None:
        """Enter the number of objectives of each framework, and how many have and lack a result."""
        for framework, rows in grouped(self.dataset.rows(FRAMEWORKS), lambda row: row.text("marco")).items():
            groups = {
                keys.OBJECTIVES: rows,
                keys.SERVED: [row for row in rows if _code(row) in served],
                keys.GAPS: [row for row in rows if _code(row) not in served],
            }
            for indicator, found in groups.items():
                if found:
                    subject = Subject(indicator, window, keys.FRAMEWORK, framework, framework)
                    self.ledger.count(subject, [row.cell("codigo") for row in found], _RULES[indicator])

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Title of each objective by its code (`ODS:10.7`)."""
        return {_code(row): row.text("titulo") or _code(row) for row in self.dataset.rows(FRAMEWORKS)}


_RULES = {
    keys.OBJECTIVES: "Objetivos del marco.",
    keys.SERVED: "Objetivos del marco a los que sirve algún resultado.",
    keys.GAPS: "Objetivos del marco a los que no sirve ningún resultado.",
}


def _code(row: Row) -> str:
    return f"{row.text('marco')}:{row.text('codigo')}"
