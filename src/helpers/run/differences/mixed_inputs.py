"""Datasets and parameters that take some causes from the second run and the others from the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from helpers.base.periods import Period
from helpers.figures.records import Row, Value
from helpers.intake.dataset import Dataset
from helpers.run.differences.causes import (
    ACCRUED_COLUMNS,
    IN_FORCE_COLUMNS,
    MONEY,
    SOURCES,
    Cause,
    budget_indicators,
    keyed,
    task_codes,
)
from helpers.run.differences.compared_side import Side
from helpers.settings.params import Corrida

WHOLE = ("estructura", "acciones", "versiones", "vinculacion", "tareas", "metas", "programacion_financiera")
"""Tables that a mixture takes whole from one run."""
BY_PERIOD = ("cortes", "plazos")
SCORED = (*BY_PERIOD, "estado_presupuesto", "sistema_presupuesto")
"""Parameters that scoring reads. Others act when files are read, so that their effect is in the cells."""
Of = frozenset[Cause]
"""The causes that come from the second run."""


@dataclass(frozen=True)
class Mixer:
    """Mixes the inputs of two runs of one institution, in the window of the second.

    Rows are matched by their key (`causes.SOURCES`), not by their line. A row on a task or node that only one of the
    plans has belongs to the plan, whatever its table. A budget line that a complete report does not list is 0 there.
    """

    a: Side
    b: Side
    _mixed: dict[tuple[Of, tuple[str, ...], bool], Dataset] = field(default_factory=dict, repr=False)

    @property
    def moves(self) -> bool:
        """Whether the two runs are of different periods, so that time has passed."""
        return self.a.period != self.b.period

    def corrida(self, of: Of) -> Corrida:
        """Return the parameters of a mixture: the second run's, but those that scoring reads (`SCORED`) from the first.

        With `Cause.PARAMETERS` in `of`, all are the second run's. The dates of windows that end after the first run's
        period always are.
        """
        a, b = self.a.corrida, self.b.corrida
        own: dict[str, object] = {}
        for name in SCORED:
            ours, theirs = getattr(a, name), getattr(b, name)
            if name in BY_PERIOD:
                later = {code: stated for code, stated in theirs.items() if self.moves and self._is_later(code)}
                ours = {**{code: stated for code, stated in ours.items() if code not in later}, **later}
            own[name] = theirs if Cause.PARAMETERS in of else ours
        return b.model_copy(update=own)

    def _is_later(self, code: str) -> bool:
        """Whether a window ends after the first run's period."""
        period, last = Period.parse(code), self.a.period
        return (period.year, period.last) > (last.year, last.last)

    def dataset(self, of: Of, tables: tuple[str, ...] = tuple(SOURCES), *, is_flow: bool = False) -> Dataset:
        """Return the mixed tables; equal arguments give the same object, so that scoring reads its plan only once.

        Parameters
        ----------
        of : frozenset of Cause
        tables : tuple of str
            Only these.
        is_flow : bool
            For two periods: how the first run's accrued money stands for the second's in the second's window. True
            repeats the flow of its last window (to compare the flows of two quarters); False keeps its balance.
        """
        of -= {Cause.METHOD, Cause.PARAMETERS}
        key = (of, tables, is_flow)
        if key not in self._mixed:
            self._mixed[key] = self._mix(of, tables, is_flow=is_flow)
        return self._mixed[key]

    def _mix(self, of: Of, tables: tuple[str, ...], *, is_flow: bool) -> Dataset:
        """Return the mixed tables: of the plan, whole from one run; of the budget, by column; of reports, by row."""
        plan = self._side(Cause.PLAN, of).tables
        mixed: dict[str, tuple[Row, ...]] = {}
        for name in tables:
            if name in WHOLE:
                mixed[name] = self._side(SOURCES[name].cause, of).tables.rows(name)
            elif name == "gastos":
                mixed[name] = tuple(self._budget(of, is_flow=is_flow))
            else:
                mixed[name] = tuple(self._reports(name, of))
        return Dataset(mixed, plan.files, plan.nodes)

    def _side(self, cause: Cause, of: Of) -> Side:
        """Return the run from which a cause is taken: the second if `of` has it, else the first."""
        return self.b if cause in of else self.a

    def _reports(self, table: str, of: Of) -> Iterator[Row]:
        """Yield the mixed rows of a table of reports: each comes from the run from which its cause is taken.

        A row on a task or node that only one plan has comes from the run from which the plan is taken.
        """
        plan = self._side(Cause.PLAN, of)
        for side in (self.a, self.b):
            for row in side.tables.rows(table):
                cause = SOURCES[table].cause
                if table == "avances":
                    cause = self.budget_indicators.get(row.text("indicador"), cause)
                owner = plan if self._is_of_one_plan(table, row) else self._side(cause, of)
                if owner is side:
                    yield row

    def _is_of_one_plan(self, table: str, row: Row) -> bool:
        """Whether only one of the two plans has the task or node of a reported row."""
        if table == "ejecucion":
            return row.text("tarea") in self._lone_tasks
        if table == "avances":
            return (row.text("nivel"), row.text("codigo")) in self._lone_nodes
        return table == "presentaciones" and row.text("unidad") in self._lone_codes

    @cached_property
    def _lone_tasks(self) -> set[str]:
        """Codes of the tasks that only one of the two plans has."""
        return task_codes(self.a.tables) ^ task_codes(self.b.tables)

    @cached_property
    def _lone_nodes(self) -> set[tuple[str, str]]:
        """Nodes and actions, as level and code, that only one of the two runs has."""
        keys = [{node.key for node in side.tables.nodes} for side in (self.a, self.b)]
        actions = [{("acp", row.text("acp")) for row in side.tables.rows("acciones")} for side in (self.a, self.b)]
        return (keys[0] ^ keys[1]) | (actions[0] ^ actions[1])

    @cached_property
    def _lone_codes(self) -> set[str]:
        """Codes of the nodes and actions that only one of the two runs has."""
        return {code for _, code in self._lone_nodes}

    @cached_property
    def budget_indicators(self) -> Mapping[str, Cause]:
        """The indicators of money of both methods, with the cause of their reported values."""
        return budget_indicators((self.a.method, self.b.method))

    def _budget(self, of: Of, *, is_flow: bool) -> Iterator[Row]:
        """Yield the lines of the budget: amounts in force and accrued amounts, each from the run of their cause.

        If these are different runs, a line that a run's report lacks has 0 in the columns that the report publishes.
        """
        ours = self._carried(is_flow=is_flow)
        theirs = self.b.tables.rows("gastos")
        if len(MONEY & of) != 1:
            yield from theirs if of >= MONEY else ours
            return
        lines = (keyed("gastos", ours), keyed("gastos", theirs))
        published = (_published(ours), _published(theirs))
        for key in dict.fromkeys((*lines[1], *lines[0])):
            base = lines[1].get(key) or lines[0][key]
            values: dict[str, Value] = {
                name: value for name, value in base.values.items() if not isinstance(value, Decimal)
            }
            for cause, columns in ((Cause.IN_FORCE, IN_FORCE_COLUMNS), (Cause.ACCRUED, ACCRUED_COLUMNS)):
                place = int(cause in of)
                values |= _amounts(lines[place].get(key), columns, published[place].get(key[:4], frozenset()))
            yield replace(base, values=values)

    def _carried(self, *, is_flow: bool) -> tuple[Row, ...]:
        """Return the first run's lines; for two periods, also its last ones at the second run's later cut-off dates.

        With `is_flow`, the accrued amounts at the second run's own cut-off date have grown by the last window's flow.
        """
        rows = self.a.tables.rows("gastos")
        if not self.moves:
            return rows
        last, before = self.a.corrida.cutoff(self.a.period), self.a.period.before()
        start = self.a.corrida.cutoff(before) if before else None
        end = self.b.corrida.cutoff(self.b.period)
        dates = {row.date("fecha_corte") for row in self.b.tables.rows("gastos")}
        later = sorted(day for day in dates if day is not None and day > last)
        latest = [row for row in rows if row.date("fecha_corte") == last]
        opening = {key[1:]: row for key, row in keyed("gastos", rows).items() if start and key[0] == start.isoformat()}
        carried = [
            _carried_to(row, day, opening.get(key[1:]) if is_flow and day == end else row)
            for day in later
            for key, row in keyed("gastos", latest).items()
        ]
        return (*rows, *carried)


def _carried_to(row: Row, day: date, opening: Row | None) -> Row:
    """Return a line at a later date; its accrued amounts grow by their difference from `opening` (as 0 if None)."""
    values = {**row.values, "fecha_corte": day}
    for column in ACCRUED_COLUMNS:
        amount = row.amount(column)
        if amount is not None:
            values[column] = amount + amount - ((opening.amount(column) if opening else None) or Decimal(0))
    return replace(row, values=values)


def _published(rows: Sequence[Row]) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Return the columns of amounts that each report publishes, by date, kind, system and state."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for row in rows:
        key = tuple(row.text(column) for column in SOURCES["gastos"].key[:4])
        amounts = {name for name, value in row.values.items() if isinstance(value, Decimal)}
        found[key] = found.get(key, frozenset()) | amounts
    return found


def _amounts(row: Row | None, columns: Sequence[str], published: Collection[str]) -> dict[str, Value]:
    """Return a line's amounts in some columns; without a line, 0 in those of them that its report publishes."""
    if row is None:
        return {column: Decimal(0) for column in columns if column in published}
    return {column: row.values[column] for column in columns if column in row.values}
