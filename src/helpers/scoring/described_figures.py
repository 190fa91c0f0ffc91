"""Figures that no method scores: goals registered in SIGEP, published counts, earlier years, and closed periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.display import counted_es, date_es
from helpers.base.exact import plain_text
from helpers.base.name_phrases import set_off
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, first_by_key
from helpers.figures.figure import Figure, Operation, split_id
from helpers.figures.figure_names import AT_CLOSING, RESTATED
from helpers.figures.records import LEVELS, REPORTING, Row, SourceCell, Sourced
from helpers.intake.closings import ClosedFigure, Closing
from helpers.scoring.entered_figures import Measure, Subject, read_again
from helpers.scoring.ledger import Ledger, Scorer
from helpers.scoring.levels.level_parts import Key, Tree
from helpers.scoring.planning.other_version import POINTS
from helpers.settings.scales import PLAN_LEVELS

UNITS_INDICATOR = "cantidad_unidades"
COUNT_PREFIX = "cantidad_"
AVERAGE_SUFFIX = "_promedio"
KEPT = (
    "La fila no se borra, porque sirve a los informes de otras gestiones: corresponde corregir su valor, salvo que sea "
    "el que se publicó."
)
"""What is due where the run computes another value than a row of `historico` has."""
SAY_METHOD = "Corresponde indicar el método de cada valor o, si es el mismo, dejar uno solo."
"""What is due where two rows of `historico` give one figure and one does not name its method."""
PLURALS = {
    "accion": "acciones", "operacion": "operaciones", "actividad": "actividades", "tarea": "tareas",
    "unidad": "unidades",
}  # fmt: skip
ALWAYS = ("entidad", "servicio", "area", "tipo", "subtipo")
"""Levels whose closed figures are entered whether or not they changed."""


@dataclass(frozen=True)
class Describer(Scorer):
    """Enters goals, counts and history into a ledger."""

    tree: Tree

    def goals(self, indicator: str, column: str, window: Period) -> None:
        """Enter a column of `metas` for each action in a window, and the entity's sum; blank goals are skipped.

        Only rows of exactly that period count; without any, nothing is entered.
        """
        found = []
        for row in self.dataset.rows("metas"):
            value = row.number(column)
            if row.period("periodo") == window and value is not None:
                subject = self.subject(indicator, window, "acp", row.text("acp"))
                found.append(self.ledger.read(subject, [value], "Leído de las metas registradas en SIGEP."))
        if found:
            counted = counted_es(len(found), "acción con metas en SIGEP", "acciones con metas en SIGEP")
            self.ledger.combine(self.whole(indicator, window), Operation.SUM, found, f"Suma de {counted}.")

    def units(self, window: Period) -> None:
        """Enter the number of units and posts at any depth below each node that has any, for a window.

        Units and posts with nodes below themselves are counted, and get no number of their own.
        """
        self.ledger.extra[UNITS_INDICATOR] = Measure("unidades", 0)
        for node in self.dataset.nodes:
            below = self._below.get(node.key)
            if below and node.level not in REPORTING:
                subject = self.subject(UNITS_INDICATOR, window, *node.key)
                self.ledger.count(subject, below, "Unidades y puestos de la estructura.")

    @cached_property
    def _below(self) -> Mapping[Key, Sequence[SourceCell]]:
        """Cells of the units and posts at any depth below each node, also of those that have nodes below themselves."""
        ends = [node for node in self.dataset.nodes if node.level in REPORTING]
        return by_key((key, end.cell) for end in ends for key in self.tree.above(end))

    def counts(self) -> None:
        """Enter the published counts of `recuento` by group, and their sum for the entity, in their own periods.

        A row without group is the entity's own count. There is no sum where a group is unknown or repeated, or the
        groups are of several levels. Rows without period or with an unknown group become findings; blank counts are
        skipped.
        """
        grouped: dict[tuple[str, Period], list[Row]] = {}
        for row in self.dataset.rows("recuento"):
            period = row.period("periodo")
            if row.number("cantidad") is None:
                continue
            if period is None:
                self.ledger.left_out(row, "elemento", "no dice de qué periodo es")
            else:
                grouped.setdefault((row.text("elemento"), period), []).append(row)
        for (element, period), rows in grouped.items():
            self._count_group(f"{COUNT_PREFIX}{element}", element, period, rows)

    def _count_group(self, indicator: str, element: str, period: Period, rows: list[Row]) -> None:
        """Enter the counts of one element in one period, and their sum where it is the entity's."""
        self.ledger.extra[indicator] = Measure(PLURALS.get(element, element), 0)
        parts: list[Figure] = []
        for row in rows:
            place = self._group_place(row.text("grupo"))
            value = row.number("cantidad")
            if place is None or value is None:
                self.ledger.left_out(row, "grupo", "su grupo no está en «estructura» ni en «acciones»")
                continue
            subject = self.subject(indicator, period, *place)
            figure = self.ledger.read_once(subject, value, "Leído del recuento publicado.")
            parts.extend([figure] if figure else [])
        # The sum is the entity's count only if every row has its place and all are of one level.
        levels = {part.level for part in parts}
        if len(parts) == len(rows) and len(levels) == 1 and levels != {"entidad"}:
            rule = f"Suma de {counted_es(len(parts), 'grupo', 'grupos')}."
            self.ledger.combine(self.whole(indicator, period), Operation.SUM, parts, rule)

    def _group_place(self, group: str) -> Key | None:
        """Key of the node or action that a count is about; a node goes first. None for an unknown group."""
        if not group:
            return self.dataset.entity.key
        node = next((node for level in LEVELS if (node := self.dataset.node(level, group))), None)
        if node is not None:
            return node.key
        actions = {row.text("acp") for row in self.dataset.rows("acciones")}
        return ("acp", group) if group in actions else None

    def history(self, closings: Sequence[Closing] = ()) -> None:
        """Enter the values of `historico`, without grades, and each node's mean of an indicator over its whole years.

        A mean needs two years, all measured with one method as far as `historico` says. Rows without period or value
        are skipped.
        A value of a figure that the run already has is not used (`_again`). A value of an unknown indicator or code
        becomes a finding. So does a value of a period that ends with the run's own, because an earlier report is no
        data of it.
        """
        series: dict[tuple[str, str, str], list[Figure]] = {}
        methods: dict[tuple[str, str, str], set[str]] = {}
        read: dict[str, str] = {}
        for row in self.dataset.rows("historico"):
            period, value = row.period("periodo"), row.number("valor")
            node = self.dataset.node(row.text("nivel"), row.text("codigo"))
            if period is None or value is None:
                continue
            if node is None or row.text("indicador") not in self.ledger.method.indicadores:
                self.ledger.left_out(row, "indicador", "el método o la estructura no tienen su indicador o su código")
                continue
            subject = Subject(row.text("indicador"), period, *node.key, node.name)
            first = self.ledger.figures.get(subject.id)
            if first is not None:
                self._again(row, first, value, read.get(subject.id), closings)
            elif self._ends_with_run(period):
                self.ledger.left_out(row, "periodo", "las cifras del periodo de este informe salen de sus datos")
            else:
                rule = "Leído de los informes de gestiones anteriores."
                figure = self.ledger.read(subject, [value], rule, graded=False)
                read[subject.id] = row.text("metodo")
                if period.is_year:
                    series.setdefault((subject.indicator, *node.key), []).append(figure)
            if subject.id in read and period.is_year:
                methods.setdefault((subject.indicator, *node.key), set()).add(row.text("metodo"))
        for of_what, figures in series.items():
            if len(methods[of_what]) == 1:
                self._average(figures)

    def _again(self, row: Row, first: Figure, value: Sourced, read: str | None, closings: Sequence[Closing]) -> None:
        """Record a finding on a row of `historico` whose figure the run already has, if the row must be corrected.

        `read` is the method of the row that gave the figure, None if the run computed it from other files. Beside a
        computed figure, a row is right if it is of another method or has the result printed now or at a closing.
        """
        method = row.text("metodo")
        is_other = bool(method) and (self.ledger.method.id if read is None else read) not in ("", method)
        if read is not None and is_other:
            self.ledger.left_out(row, "metodo", "la suya ya se tiene, calculada con otro método")
        elif read is not None:
            self.ledger.findings.append(read_again(first, value, SAY_METHOD))
        elif not is_other and not self._is_result(first, value, closings):
            self.ledger.findings.append(read_again(first, value, KEPT))

    def _ends_with_run(self, period: Period) -> bool:
        """Whether a period ends in the month in which the run's own period ends; False in a run of the plan."""
        own = self.corrida.period
        return not own.is_plan and (period.year, period.last) == (own.year, own.last)

    def _is_result(self, computed: Figure, value: Sourced, closings: Sequence[Closing]) -> bool:
        """Whether a value of `historico` is what a computed figure prints now, or printed in a closing that has it."""
        closed = (figure for closing in closings if (figure := closing.figures.get(computed.id)) is not None)
        return value.value in (computed.rounded, *(Decimal(figure.published) for figure in closed))

    def _average(self, figures: list[Figure]) -> None:
        """Enter the mean of a series of years in the last of them, if there are at least two."""
        ordered = sorted(figures, key=lambda figure: figure.period.year)
        if len(ordered) < 2:
            return
        last = ordered[-1]
        indicator = f"{last.indicator}{AVERAGE_SUFFIX}"
        self.ledger.extra[indicator] = Measure(last.unit, last.decimals)
        rule = f"Promedio simple de las gestiones {', '.join(str(figure.period.year) for figure in ordered)}."
        self.ledger.combine(
            Subject(indicator, last.period, last.level, last.code, last.name), Operation.MEAN, ordered, rule
        )


@dataclass(frozen=True)
class ClosedScorer:
    """Enters the figures of closed periods as they were closed, and the differences of those that changed."""

    ledger: Ledger
    closings: Sequence[Closing]

    def score(self, run: Period) -> None:
        """Enter figures of earlier periods as they were closed, and how much the printed value has changed since.

        Only figures of the method's indicators that the run has too are compared; not those of months, of tasks and
        operations, or projections. Unchanged figures are entered only for the levels of `ALWAYS` in the closed period
        itself, which tables show beside the current ones. Of several closings of a figure, the one of the period that
        ends first counts; closings of the run's own period (`run`) do not.
        """
        earlier = sorted(
            (closing for closing in self.closings if closing.period != run),
            key=lambda closing: (closing.period.last, closing.closed),
        )
        kept = ((name, (closing, before)) for closing in earlier for name, before in self._kept(closing))
        for name, (closing, before) in first_by_key(kept).items():
            self._enter(closing, name, before)

    def _kept(self, closing: Closing) -> Iterator[tuple[str, ClosedFigure]]:
        """Id and figure of what a closing has of the method's indicators in windows of its own year.

        Months, tasks and operations are left out; a projection is no indicator of the method.
        """
        method: Mapping[str, object] = self.ledger.method.indicadores
        for name, before in closing.figures.items():
            indicator, period, level, _ = split_id(name)
            if indicator in method and level not in PLAN_LEVELS:
                window = Period.parse(period)
                if not window.is_month and window.year == closing.period.year:
                    yield name, before

    def _enter(self, closing: Closing, name: str, before: ClosedFigure) -> None:
        """Enter one closed figure that the run has too, if it changed or tables show it beside the current one."""
        now = self.ledger.figures.get(name)
        if now is None:
            return
        is_restated = plain_text(now.value) != before.value
        is_beside = now.level in ALWAYS and now.period == closing.period
        if not is_restated and not is_beside:
            return
        subject = Subject(now.indicator, now.period, now.level, now.code, now.name)
        value = Sourced(Decimal(before.value), before.cell)
        rule = f"Cerrado por {set_off(closing.by)} el {date_es(closing.day)}."
        closed = self.ledger.read(self.ledger.beside(subject, AT_CLOSING), [value], rule)
        if is_restated:
            self._difference(subject, now, closed)

    def _difference(self, subject: Subject, now: Figure, closed: Figure) -> None:
        """Enter the current printed value minus the closed one; in points for percentages."""
        name = f"{subject.indicator}{RESTATED}"
        unit = POINTS if now.unit == "%" else now.unit
        self.ledger.extra[name] = Measure(unit, now.decimals)
        rule = "Lo que se imprime ahora menos lo que se imprimió al cerrar."
        self.ledger.change(subject._replace(indicator=name), now, closed, rule)
