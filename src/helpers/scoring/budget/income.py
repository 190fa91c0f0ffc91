"""Income: each rubro of the report of resources at a cut-off date, summed by source and for the institution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand
from helpers.figures.figure_names import INCOME_COLUMNS, SHARE_FORMULAS
from helpers.figures.records import Row
from helpers.scoring.entered_figures import MONEY, Measure, Subject
from helpers.scoring.ledger import Scorer

TABLE = "recursos"
RUBRO, SOURCE = "rubro", "fuente"
SHARE = "ejecucion_recursos"


@dataclass(frozen=True)
class IncomeScorer(Scorer):
    """Enters the balances of the report of resources into a ledger.

    A line is a rubro of a source and funder; where a rubro has several, each one's code also has source and funder.
    """

    def score(self, windows: Iterable[Period]) -> None:
        """Enter the amounts of `INCOME_COLUMNS` at the cut-off of each window from January: by line, source, in total.

        Accrued over in force, in per cent, is entered at each of these levels where the amount in force is not zero. A
        blank cell leaves out its line and the sums above it, in its column only. Without the table, nothing is entered.
        """
        if not self.dataset.rows(TABLE):
            return
        self.ledger.extra |= dict.fromkeys(INCOME_COLUMNS, MONEY)
        self.ledger.extra[SHARE] = Measure("%", self.ledger.method.redondeo.decimales)
        for window in windows:
            if window.since_january:
                self._score(window)

    def _score(self, window: Period) -> None:
        """Enter a window's amounts, and accrued over in force in per cent, by line, by source and in total.

        A blank cell leaves out its line and the sums above it, in its column only; zero in force has no percentage.
        """
        day = self.corrida.cutoff(window)
        rows = (row for row in self.dataset.rows(TABLE) if row.date("fecha_corte") == day)
        lines = {self._codes[row.line, row.origin.file]: row for row in rows}
        for indicator, column in INCOME_COLUMNS.items():
            self._read(indicator, column, window, lines)
        keys = [(RUBRO, code) for code in lines]
        keys += [(SOURCE, source) for source in dict.fromkeys(row.text("fuente") for row in lines.values()) if source]
        for level, code in (*keys, self.dataset.entity.key):
            self._share(window, level, code)

    def _read(self, indicator: str, column: str, window: Period, lines: Mapping[str, Row]) -> None:
        """Enter each line's cell, and the sums by source and in total where no line is blank."""
        entered: dict[str, Figure] = {}
        for code, row in lines.items():
            cell = row.number(column)
            if cell is not None:
                subject = Subject(indicator, window, RUBRO, code, row.text("denominacion") or code)
                rule = f"Leído de «recursos» al {row.date('fecha_corte'):%d/%m/%Y}."
                entered[code] = self.ledger.read(subject, [cell], rule)
        for source in dict.fromkeys(row.text("fuente") for row in lines.values() if row.text("fuente")):
            of_source = [code for code, row in lines.items() if row.text("fuente") == source]
            self._sum(self.subject(indicator, window, SOURCE, source), of_source, entered)
        self._sum(self.whole(indicator, window), tuple(lines), entered)

    def _sum(self, subject: Subject, codes: Sequence[str], entered: Mapping[str, Figure]) -> None:
        """Enter the sum of some lines, where none is blank."""
        rule = f"Suma de {counted_es(len(codes), 'rubro', 'rubros')} del reporte de recursos."
        self.ledger.sum_all(subject, map(entered.get, codes), rule)

    def _share(self, window: Period, level: str, code: str) -> None:
        """Enter accrued income over income in force, in percent; nothing where none is in force."""
        accrued, budget = (
            self.ledger.get(name, window, level, code) for name in ("recurso_devengado", "recurso_vigente")
        )
        if accrued and budget and budget.value:
            operands = [Operand(figure.indicator, figure.id) for figure in (accrued, budget)]
            subject = Subject(SHARE, window, level, code, accrued.name)
            rule = "Recurso devengado entre recurso vigente, por 100, con ambos sumados."
            self.ledger.formula(subject, SHARE_FORMULAS[SHARE], operands, rule)

    @cached_property
    def _codes(self) -> Mapping[tuple[int, str], str]:
        """The code of each line: its rubro, with source and funder where one cut-off date repeats the rubro.

        Where that gives two lines the same code (source 20 without funder, and funder 20 without source), the later one
        ends in `#2`: neither hides the other.
        """
        rows = self.dataset.rows(TABLE)
        repeated = Counter((row.date("fecha_corte"), row.text(RUBRO)) for row in rows)
        several = {rubro for (_, rubro), times in repeated.items() if times > 1}
        codes, given = {}, Counter[tuple[object, str]]()
        for row in rows:
            code = _code(row, row.text(RUBRO) in several)
            given[key := (row.date("fecha_corte"), code)] += 1
            codes[row.line, row.origin.file] = code if given[key] == 1 else f"{code}#{given[key]}"
        return codes


def _code(row: Row, several: bool) -> str:
    """The rubro of a line, followed by source and funder if `several` lines have that rubro."""
    funding = "-".join(filter(None, (row.text("fuente"), row.text("organismo"))))
    return f"{row.text(RUBRO)}/{funding}" if several and funding else row.text(RUBRO)
