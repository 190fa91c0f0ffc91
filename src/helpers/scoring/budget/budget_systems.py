"""One budget in the reports of two systems: both totals, their differences, and the part that is only certified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.figures.figure import Operand
from helpers.figures.figure_names import SYSTEM_COLUMNS
from helpers.figures.records import Row
from helpers.scoring.entered_figures import MONEY, Subject
from helpers.scoring.ledger import Scorer

TABLE, LEVEL = "gastos", "sistema"
CERTIFIED, ACCRUED = "certificado", "devengado"
DIFFERENCE, PENDING = "diferencia", "sistema_certificado_por_devengar"
EXPLAINED, UNEXPLAINED = "sistema_diferencia_explicada", "sistema_diferencia_sin_explicar"
FITS = "min(max(diferencia, 0), max(por_devengar, 0))"
"""The part of the difference in accrued money that fits into what the other system has certified and not accrued."""
Reports = Mapping[str, Sequence[Row]]


def told_by(column: str) -> str:
    """Return the indicator's key for a column's total in one system: `sistema_devengado`, with the system as code."""
    return f"sistema_{column}"


def difference_in(column: str) -> str:
    """Return the key for a column's total in the system of record minus another's; the figure's code is that other."""
    return f"sistema_{column}_{DIFFERENCE}"


@dataclass(frozen=True)
class SystemScorer(Scorer):
    """Enters each system's totals of one and the same report into a ledger; amounts in bolivianos."""

    def score(self, windows: Iterable[Period]) -> None:
        """Enter each system's total of every budget column at the cut-off date of each window from January.

        The differences (the system of record minus each other) are entered too, and how much of the accrued one the
        other system has certified and not accrued. The system of record is the run's, else the first that reports. Only
        lines of the run's state or of none count, and of these only the first report that several systems have; a
        window without one is skipped, and so are plans. A column with a blank line in a system has no total there.
        """
        names = [made(column) for column in SYSTEM_COLUMNS for made in (told_by, difference_in)]
        for window in windows:
            reports = self._reports(window) if window.since_january and not window.is_plan else {}
            record = self._record(reports)
            if record:
                self.ledger.extra |= dict.fromkeys((*names, PENDING, EXPLAINED, UNEXPLAINED), MONEY)
                self._score(window, reports, record)

    def _score(self, window: Period, reports: Reports, record: str) -> None:
        """Enter every system's totals in a window, what is certified only, and the record's totals minus others'."""
        for system, rows in reports.items():
            for column in SYSTEM_COLUMNS:
                self._read(window, system, column, rows)
            self._pending(window, system)
        for other in reports:
            if other != record:
                for column in SYSTEM_COLUMNS:
                    self._difference(window, record, other, column)
                self._explain(window, record, other)

    def _reports(self, window: Period) -> Reports:
        """Rows by system of the first report that several systems have at a window's cut-off date; may be empty."""
        day = self.corrida.cutoff(window)
        found: dict[str, dict[str, list[Row]]] = {}
        for row in self.dataset.rows(TABLE):
            if row.date("fecha_corte") == day and row.text("estado") in ("", self.corrida.estado_presupuesto):
                of_report = found.setdefault(row.text("reporte"), {})
                of_report.setdefault(row.text("sistema"), []).append(row)
        return next((of_report for of_report in found.values() if len(of_report) > 1), {})

    def _record(self, reports: Reports) -> str:
        """The run's budget system where it has a report, else the first system; empty where there is none."""
        wanted = self.corrida.sistema_presupuesto
        return wanted if wanted in reports else next(iter(reports), "")

    def _read(self, window: Period, system: str, column: str, rows: Sequence[Row]) -> None:
        """Enter a column's total in one system, where no line is blank."""
        cells = [cell for row in rows if (cell := row.number(column)) is not None]
        if len(cells) == len(rows):
            day = f"{self.corrida.cutoff(window):%d/%m/%Y}"
            read = "Leído" if len(cells) == 1 else f"Suma de {len(cells)} líneas"
            (category, name), *others = {(row.text("cat_prog"), row.text("denominacion")) for row in rows}
            only = f", solo de «{name or category}»" if category and not others else ""
            rule = f"{read} de {system}, al {day}{only}."
            self.ledger.read(self._subject(told_by(column), window, system), cells, rule)

    def _pending(self, window: Period, system: str) -> None:
        """Enter certified minus accrued in one system, where both are known."""
        certified, accrued = (self.ledger.get(told_by(name), window, LEVEL, system) for name in (CERTIFIED, ACCRUED))
        if certified and accrued:
            rule = "Lo certificado menos lo devengado, en el mismo sistema."
            self.ledger.difference(self._subject(PENDING, window, system), certified, accrued, rule)

    def _difference(self, window: Period, record: str, other: str, column: str) -> None:
        """Enter a column's total in the system of record minus that in another, where both are known."""
        mine, theirs = (self.ledger.get(told_by(column), window, LEVEL, system) for system in (record, other))
        if mine and theirs:
            rule = f"Lo que dice {record} menos lo que dice {other}."
            self.ledger.difference(self._subject(difference_in(column), window, other), mine, theirs, rule)

    def _explain(self, window: Period, record: str, other: str) -> None:
        """Enter how much of the accrued difference fits in what the other system has certified only, and the rest.

        Nothing fits of a negative difference. Nothing is entered where one of the two amounts is unknown.
        """
        gap = self.ledger.get(difference_in(ACCRUED), window, LEVEL, other)
        pending = self.ledger.get(PENDING, window, LEVEL, other)
        if not gap or not pending:
            return
        operands = [Operand("diferencia", gap.id), Operand("por_devengar", pending.id)]
        rule = f"Lo devengado en {record} y no en {other} que cabe en lo certificado y aún no devengado en {other}."
        explained = self.ledger.formula(self._subject(EXPLAINED, window, other), FITS, operands, rule)
        if explained:
            rest = "Diferencia en lo devengado menos la explicada."
            self.ledger.difference(self._subject(UNEXPLAINED, window, other), gap, explained, rest)

    def _subject(self, indicator: str, window: Period, system: str) -> Subject:
        return Subject(indicator, window, LEVEL, system, system)
