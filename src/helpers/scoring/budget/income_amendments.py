"""Income, read from the report of resources at a cut-off date, and budget amendments.

Income is by line (rubro), by source and in total. Amendments are by norm, and lead from the initial budget to the one
in force, as far as they explain it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped, not_none
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import INCOME_COLUMNS, LISTED, SHARE_FORMULAS, STEP, UNEXPLAINED
from helpers.figures.records import Row
from helpers.scoring.entered_figures import MONEY, Measure, Subject
from helpers.scoring.ledger import Scorer

TABLE, AMENDMENTS = "recursos", "modificaciones"
RUBRO, SOURCE = "rubro", "fuente"
SHARE = "ejecucion_recursos"
NORM = "norma"
BRIDGE = "ppto_vigente - ppto_inicial - modificaciones_listadas"
TOTAL = "TOTAL"
"""Code of the total of the report by source."""


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


@dataclass(frozen=True)
class AmendmentScorer(Scorer):
    """Enters the bridge from the initial budget to the budget in force into a ledger; amounts in bolivianos.

    A step is the change by one norm for one reason. Transfers within the institution add up to zero and are kept.
    """

    def score(self, windows: Iterable[Period]) -> None:
        """Enter, for each window that begins in January, the amendments dated up to its cut-off.

        They are entered by norm (and by reason, if a norm has several), by source and in total; by source and in total
        also what they leave unexplained of the change from the initial budget to the budget in force. Rows without date
        are left out. A blank amount leaves out its own figure, all sums and what they leave unexplained; a row without
        source, what is by source. Windows of a plan are skipped; without the table, nothing is entered.
        """
        if not self.dataset.rows(AMENDMENTS):
            return
        self.ledger.extra |= dict.fromkeys((STEP, LISTED, UNEXPLAINED), MONEY)
        for window in windows:
            if window.since_january and not window.is_plan:
                self._score(window)

    def _score(self, window: Period) -> None:
        """Enter a window's amendments by norm and, unless one has a blank amount, their sums by source and in total."""
        cutoff = self.corrida.cutoff(window)
        made = [row for row in self._dated if _day(row) <= cutoff]
        groups = grouped(made, lambda row: self._codes[row.text(NORM), row.text("descripcion")])
        steps = [step for code, rows in groups.items() if (step := self._step(window, code, rows))]
        if not steps or len(steps) < len(groups):
            return
        if all(row.text(SOURCE) for row in made):
            self._by_source(window, made)
        counted = counted_es(len(steps), "modificación", "modificaciones")
        rule = f"Suma de {counted} hasta la fecha de corte."
        self.ledger.combine(self.whole(LISTED, window), Operation.SUM, steps, rule)
        by_source = [(SOURCE, figure.code) for figure in self._of_sources(LISTED, window)]
        for level, code in (self.dataset.entity.key, *by_source):
            self._unexplained(window, level, code)

    def _step(self, window: Period, code: str, rows: Sequence[Row]) -> Figure | None:
        """Enter one norm's change for one reason; None where an amount is blank."""
        cells = [cell for row in rows if (cell := row.number("importe")) is not None]
        if len(cells) != len(rows):
            return None
        name = rows[0].text("descripcion") or rows[0].text(NORM)
        rule = f"{_read(len(cells))} de «modificaciones»; norma: «{rows[0].text(NORM)}»."
        return self.ledger.read(Subject(STEP, window, NORM, code, name), cells, rule)

    def _by_source(self, window: Period, made: Sequence[Row]) -> None:
        """Enter the sums by source; a source without amendments gets zero."""
        for source in dict.fromkeys(row.text(SOURCE) for row in made):
            cells = [not_none(row.number("importe")) for row in made if row.text(SOURCE) == source]
            subject = self.subject(LISTED, window, SOURCE, source)
            self.ledger.read(subject, cells, f"{_read(len(cells))} de «modificaciones», de la fuente.")
        for budget in self._of_sources("ppto_vigente", window):
            if budget.code != TOTAL and self.ledger.get(LISTED, window, SOURCE, budget.code) is None:
                # The list is complete: a source that it does not name has no change, which is not missing data.
                subject = Subject(LISTED, window, SOURCE, budget.code, budget.name)
                self.ledger.state(subject, Fraction(0), "Ninguna modificación listada es de la fuente.")
        if self.ledger.get("ppto_vigente", window, SOURCE, TOTAL):
            total = Subject(LISTED, window, SOURCE, TOTAL, f"Total por {SOURCE}")
            parts = self._of_sources(LISTED, window)
            self.ledger.combine(total, Operation.SUM, parts, "Suma de lo listado de cada fuente.")

    def _of_sources(self, indicator: str, window: Period) -> list[Figure]:
        """The sources' figures of an indicator that are entered so far."""
        asked = (indicator, window, SOURCE)
        return [one for one in self.ledger.figures.values() if (one.indicator, one.period, one.level) == asked]

    def _unexplained(self, window: Period, level: str, code: str) -> None:
        """Enter budget in force minus initial budget minus listed amendments, where all three are known."""
        names = ("ppto_vigente", "ppto_inicial", LISTED)
        found = [figure for name in names if (figure := self.ledger.get(name, window, level, code))]
        if len(found) == len(names):
            operands = [Operand(figure.indicator, figure.id) for figure in found]
            rule = "Presupuesto vigente, menos el inicial, menos las modificaciones listadas."
            self.ledger.formula(Subject(UNEXPLAINED, window, level, code, found[0].name), BRIDGE, operands, rule)

    @cached_property
    def _dated(self) -> tuple[Row, ...]:
        """The amendments with a date, in order of date."""
        rows = [row for row in self.dataset.rows(AMENDMENTS) if row.date("fecha") is not None]
        return tuple(sorted(rows, key=_day))

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str], str]:
        """The code of each step: its norm, followed by the reason where the norm has several."""
        reasons = by_key((row.text(NORM), row.text("descripcion")) for row in self._dated)
        return {
            (norm, reason): f"{norm}/{reason}" if len(set(own)) > 1 else norm
            for norm, own in reasons.items() for reason in own
        }  # fmt: skip


def _read(count: int) -> str:
    """The beginning of a rule: read from one line, or added up from several."""
    return "Leído" if count == 1 else f"Suma de {count} líneas"


def _day(row: Row) -> date:
    """The day of an amendment with a date."""
    return not_none(row.date("fecha"))
