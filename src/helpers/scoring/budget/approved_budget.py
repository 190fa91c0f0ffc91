"""The budget that a resolution approves, by source of funds and in total, and the bridge between versions' budgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from helpers.base.periods import Period
from helpers.figures import figure_names as keys
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.records import Row, Sourced
from helpers.scoring.entered_figures import MONEY, Subject
from helpers.scoring.ledger import Scorer
from helpers.scoring.planning.plan_in_force import since
from helpers.scoring.planning.plan_places import by_text, of_version, sum_rule, versions_formulated
from helpers.scoring.planning.requirements import FUND

TABLE = "presupuesto_aprobado"
AMENDMENT_WORDS = ("línea de «modificaciones»", "líneas de «modificaciones»")


@dataclass(frozen=True)
class ApprovalScorer(Scorer):
    """Enters the approved budgets into a ledger, in bolivianos, for a plan's window and the version in formulation."""

    window: Period
    version: str

    def score(self) -> None:
        """Enter the version's approved budget by source and in total, and how it differs from other amounts.

        The total is the resolution's, else that of `versiones`. The differences are: the total less the sum of its
        sources; approved less required (less the readable amounts, where not all are readable); and the ceilings and
        the year's programme less approved. Then every version's approved budget is entered, and the bridge from each
        version of `versiones` to the next one with a budget, by date, in total and by source: the amendments dated
        after the one and up to the other, and what they leave unexplained. Blank amounts are left out.
        """
        indicators = (
            keys.APPROVED, keys.APPROVED_SUM, keys.APPROVED_GAP, keys.REQUIRED_GAP, keys.UNASKED, keys.AMENDED,
            keys.BRIDGE, keys.BRIDGE_GAP, keys.CEILINGS_GAP, keys.PROGRAMME_GAP,
        )  # fmt: skip
        self.ledger.extra |= dict.fromkeys(indicators, MONEY)
        self._of_version()
        for version in versions_formulated(self.dataset):
            self._version_total(version)
        for before, now in pairwise(self._dated()):
            self._bridge(before, now)

    def _by_fund(self, version: str) -> Iterator[tuple[str, Sequence[Row], Sequence[Sourced]]]:
        """Yield each source of a version's approved budget with its rows and amounts; not one without any amount."""
        for (fund,), rows in by_text(of_version(self.dataset.rows(TABLE), version), "fuente").items():
            cells = [cell for row in rows if (cell := row.number("importe"))]
            if fund and cells:
                yield fund, rows, cells

    def _of_version(self) -> None:
        """Enter the formulated version's approved budget by source and in total, and its comparisons."""
        funds: list[Figure] = []
        for fund, rows, cells in self._by_fund(self.version):
            name = rows[0].text("denominacion") or self.names.of(FUND, fund)
            subject = Subject(keys.APPROVED, self.window, FUND, fund, name)
            funds.append(self.ledger.read(subject, cells, _where(rows)))
        total = self._total(self.whole(keys.APPROVED, self.window), self.version)
        if funds:
            whole = self.whole(keys.APPROVED_SUM, self.window)
            added = self.ledger.combine(
                whole, Operation.SUM, funds, sum_rule(len(funds), "fuente aprobada", "fuentes aprobadas")
            )
            if total:
                gap = whole._replace(indicator=keys.APPROVED_GAP)
                self.ledger.difference(gap, total, added, "Total aprobado menos la suma de sus fuentes.")
        for figure in (*funds, *filter(None, [total])):
            self._beside_required(figure)
        self._beside_approved(total)

    def _total(self, subject: Subject, version: str) -> Figure | None:
        """Enter a version's total budget, from its resolution, else from `versiones`; None without either."""
        stated = [row for row in of_version(self.dataset.rows(TABLE), version) if not row.text("fuente")]
        listed = [row for row in self.dataset.rows("versiones") if row.text("version") == version]
        for rows, rule in ((stated, _where(stated)), (listed, "Leído de «versiones».")):
            cells = [cell for row in rows if (cell := row.number("importe"))]
            if cells:
                return self.ledger.read(subject, cells[:1], rule)
        return None

    def _beside_required(self, approved: Figure) -> None:
        """Enter the approved budget minus the requirements, or minus the readable ones where the whole is unreadable.

        A source without requirements counts as zero. Nothing is entered without the table `requerimientos`.
        """
        place = (self.window, approved.level, approved.code)
        required = self.ledger.get(keys.REQUIRED, *place)
        legible = self.ledger.get(keys.REQUIRED + keys.LEGIBLE, *place)
        whole = self.ledger.get(keys.REQUIRED, self.window, *self.dataset.entity.key)
        if not self.dataset.rows("requerimientos"):
            return
        subject = Subject(keys.REQUIRED_GAP, *place, approved.name)
        if required or whole:
            rule = "Lo aprobado menos lo que requieren las áreas."
            self.ledger.difference(subject, approved, required, rule)
        else:
            rule = "Lo aprobado menos lo que se lee en los formularios: lo que no se puede comprobar."
            self.ledger.difference(subject._replace(indicator=keys.UNASKED), approved, legible, rule)

    def _beside_approved(self, approved: Figure | None) -> None:
        """Enter the sum of all ceilings, and the year's programme, minus the approved budget, as far as known."""
        for indicator, gap, words in (
            (keys.CEILING, keys.CEILINGS_GAP, "Techos de las áreas, sumados, menos lo aprobado."),
            (keys.PROGRAMME, keys.PROGRAMME_GAP, "Lo programado en el año menos lo aprobado."),
        ):
            whole = self.ledger.get(indicator, self.window, *self.dataset.entity.key)
            if approved is not None and whole is not None:
                self.ledger.difference(self.whole(gap, self.window), whole, approved, words)

    def _version_total(self, version: str) -> None:
        """Enter a version's approved budget, in total and by source, under the version's own code."""
        name, level = f"Versión {version}", keys.VERSION_FUND
        self._total(Subject(keys.APPROVED, self.window, keys.VERSION, version, name), version)
        for fund, rows, cells in self._by_fund(version):
            subject = Subject(keys.APPROVED, self.window, level, f"{version}/{fund}", f"{name}, fuente {fund}")
            self.ledger.read(subject, cells, _where(rows))

    def _dated(self) -> list[tuple[Figure, date]]:
        """The budgets of the listed versions, each with the day from which it is in force, in order."""
        rows = [(row.text("version"), since(row)) for row in self.dataset.rows("versiones")]
        known = [(self.ledger.get(keys.APPROVED, self.window, keys.VERSION, code), day) for code, day in rows]
        return sorted(((budget, day) for budget, day in known if budget is not None), key=lambda pair: pair[1])

    def _bridge(self, before: tuple[Figure, date], now: tuple[Figure, date]) -> None:
        """Enter the amendments from one version to the next, in total, by norm and by source.

        The budget that results from them is entered in total, and the change that they leave unexplained also by
        source. Amendments count that have an amount and a date after the first and up to the second. Nothing is entered
        if there are none; a source needs both of its own budgets.
        """
        (old, opened), (new, closed) = before, now
        rows = list(self._amendments(opened, closed))
        if not rows:
            return
        norms = [self._norm(new.code, norm, own) for (norm,), own in by_text(rows, "norma").items()]
        subject = Subject(keys.AMENDED, self.window, keys.VERSION, new.code, new.name)
        rule = sum_rule(len(norms), "norma que modificó el presupuesto", "normas que modificaron el presupuesto")
        amended = self.ledger.combine(subject, Operation.SUM, norms, rule)
        bridge = self.ledger.combine(
            subject._replace(indicator=keys.BRIDGE), Operation.SUM, [old, amended],
            "Presupuesto de la versión anterior más las modificaciones listadas.",
        )  # fmt: skip
        words = "Presupuesto aprobado menos el que resulta de las modificaciones listadas."
        self.ledger.difference(subject._replace(indicator=keys.BRIDGE_GAP), new, bridge, words)
        both = (fund for version in (old.code, new.code) for fund, *_ in self._by_fund(version))
        for fund in dict.fromkeys(both):
            self._fund(old.code, new.code, fund, [row for row in rows if row.text("fuente") == fund])

    def _amendments(self, after: date, until: date) -> Iterator[Row]:
        """Amendments dated after one day and up to another, with an amount."""
        for row in self.dataset.rows("modificaciones"):
            day = row.date("fecha")
            if day is not None and after < day <= until and row.number("importe") is not None:
                yield row

    def _norm(self, version: str, norm: str, rows: Sequence[Row]) -> Figure:
        """Enter the sum of the amendments that one norm made before a version."""
        cells = [cell for row in rows if (cell := row.number("importe"))]
        subject = Subject(keys.AMENDED, self.window, keys.VERSION_NORM, f"{version}/{norm}", norm)
        return self.ledger.read(subject, cells, sum_rule(len(cells), *AMENDMENT_WORDS))

    def _fund(self, before: str, now: str, fund: str, rows: Sequence[Row]) -> None:
        """Enter a source's amendments between two versions that both have it, and the change left unexplained."""
        level = keys.VERSION_FUND
        old, new = (self.ledger.get(keys.APPROVED, self.window, level, f"{code}/{fund}") for code in (before, now))
        if old is None or new is None:
            return
        subject = Subject(keys.AMENDED, self.window, level, f"{now}/{fund}", new.name)
        cells = [cell for row in rows if (cell := row.number("importe"))]
        amended = (
            self.ledger.read(subject, cells, sum_rule(len(cells), *AMENDMENT_WORDS))
            if cells
            else self.ledger.state(subject, Fraction(0), "Ninguna modificación listada es de la fuente.")
        )
        operands = [Operand("ahora", new.id), Operand("antes", old.id), Operand("modificado", amended.id)]
        rule = "Lo que cambió la fuente de una versión a otra menos sus modificaciones listadas."
        self.ledger.formula(subject._replace(indicator=keys.BRIDGE_GAP), "ahora - antes - modificado", operands, rule)


def _where(rows: Sequence[Row]) -> str:
    """The rule of a figure read from some rows: it states where in the resolution they stand, if they say so."""
    places = dict.fromkeys(place for row in rows if (place := row.text("donde")))
    return f"Leído de la resolución: {'; '.join(places)}." if places else "Leído de «presupuesto_aprobado»."
