"""Changes by a reformulation of the plan: the number of tasks of each kind, their budgets, and the list of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from helpers.base.exact import plain_text
from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.figure_names import ADDED, ADDED_MONEY, AFTER, BEFORE, DROPPED, DROPPED_MONEY, KEPT, VERSION
from helpers.figures.records import Row, Sourced
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import MONEY, TASK_COUNT, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Key
from helpers.scoring.planning.plan_in_force import Plan
from helpers.scoring.planning.plan_places import PlanAreas, by_text, sum_rule
from helpers.scoring.planning.plan_versions import Change, Comparison, comparisons
from helpers.scoring.planning.programmed_tasks import place_in_version

LISTING = "reformulacion"
KINDS: Mapping[str, tuple[str, str]] = {
    "reprogramada": ("tareas_reprogramadas", "reprogrammed"),
    "reponderada": ("tareas_reponderadas", "reweighted"),
    "trasladada": ("tareas_trasladadas", "moved"),
    "con otro presupuesto": ("tareas_con_otro_ppto", "refunded"),
}
"""Each kind of change of a task that both versions have: its indicator, and its attribute in `Comparison`."""


@dataclass(frozen=True)
class ReformulationScorer:
    """Enters the changes of each version into a ledger."""

    ledger: Ledger
    dataset: Dataset
    plan: Plan
    areas: PlanAreas

    def score(self, window: Period) -> None:
        """Enter what each listed version changes from the one before: tasks in total, by unit and by area.

        Tasks are counted by kind of change; those of units that the structure lacks count in the total only. The
        budgets of added, dropped and kept tasks are entered in total only.
        Totals have the later version's code (`v2`), units and areas that of `place_in_version` (`v2/DGAA`). With fewer
        than two versions, nothing is entered.
        """
        counts = (ADDED, DROPPED, *(indicator for indicator, _ in KINDS.values()))
        money = (ADDED_MONEY, DROPPED_MONEY, BEFORE, AFTER, KEPT)
        self.ledger.extra |= dict.fromkeys(counts, TASK_COUNT) | dict.fromkeys(money, MONEY)
        for pair in comparisons(self.dataset):
            found = {ADDED: pair.added, DROPPED: pair.dropped}
            found |= {name: tuple(one.after for one in getattr(pair, kept)) for name, kept in KINDS.values()}
            for indicator, rows in found.items():
                self._count(_subject(indicator, pair, window), rows, pair)
                self._by_unit(indicator, pair, window, rows)
            self._money(pair, window)

    def _count(self, subject: Subject, rows: Sequence[Row], pair: Comparison) -> Figure:
        """Enter the number of some tasks; the rule names the two versions."""
        return self.ledger.count(subject, [row.cell("tarea") for row in rows], f"Tareas: {pair.words}.")

    def _by_unit(self, indicator: str, pair: Comparison, window: Period, rows: Sequence[Row]) -> None:
        """Enter the number of `rows` of each unit with tasks in either version, also zero, and of the areas."""
        own, place = by_text(rows, "unidad"), partial(place_in_version, indicator, window, pair.later.code)
        parts: dict[Key, Figure] = {}
        for (unit,) in by_text((*pair.later.tasks.values(), *pair.earlier.tasks.values()), "unidad"):
            node = self.plan.units.get(unit)
            if node is not None:
                parts[node.key] = self._count(place(node), own.get((unit,), ()), pair)
        self.areas.add_up(self.ledger, parts, place)

    def _money(self, pair: Comparison, window: Period) -> None:
        """Enter the budgets of added, dropped and kept tasks, and the change of the kept ones: after minus before.

        A blank budget adds nothing to its sum. A sum without any budget is not entered, nor is a change from or to it.
        """
        both = [(pair.earlier.tasks[code], row) for code, row in pair.later.tasks.items() if code in pair.earlier.tasks]
        self._sum(ADDED_MONEY, pair, window, pair.added)
        self._sum(DROPPED_MONEY, pair, window, pair.dropped)
        before = self._sum(BEFORE, pair, window, [row for row, _ in both])
        after = self._sum(AFTER, pair, window, [row for _, row in both])
        if before and after:
            rule = "Presupuesto de las tareas que siguen: en la versión nueva menos en la anterior."
            if any((old.number("ppto") is None) != (new.number("ppto") is None) for old, new in both):
                rule += " De alguna, una de las dos no tiene dato, y en ella no suma."
            self.ledger.difference(_subject(KEPT, pair, window), after, before, rule)

    def _sum(self, indicator: str, pair: Comparison, window: Period, rows: Sequence[Row]) -> Figure | None:
        """Enter the sum of the budgets that some tasks state; None, and nothing is entered, where none states one.

        Of no tasks it is zero, where the plan has budgets.
        """
        cells: list[Sourced] = [cell for row in rows if (cell := row.number("ppto")) is not None]
        plan = (*pair.earlier.tasks.values(), *pair.later.tasks.values())
        if not rows and any(row.number("ppto") for row in plan):
            return self.ledger.state(_subject(indicator, pair, window), Fraction(0), "No hay tareas así.")
        if not cells:
            return None
        return self.ledger.read(
            _subject(indicator, pair, window),
            cells,
            sum_rule(len(cells), "presupuesto de tarea", "presupuestos de tareas"),
        )


def _subject(indicator: str, pair: Comparison, window: Period) -> Subject:
    return Subject(indicator, window, VERSION, pair.later.code, f"Versión {pair.later.code}")


def changes_told(dataset: Dataset) -> tuple[Mapping[str, str], ...]:
    """Return every change from version to version, one row per task and kind of change, for the Book's listing.

    The columns are texts: `version` (the later one), `cambio`, `tarea`, `descripcion`, `unidad` and `unidad_antes`,
    `detalle`, `ppto_antes` and `ppto_despues`. Without rows if there are fewer than two versions.
    """
    return tuple(row for pair in comparisons(dataset) for row in _change_rows(pair))


def _change_rows(pair: Comparison) -> Iterator[Mapping[str, str]]:
    """Listing rows of one comparison."""
    for row in pair.added:
        yield _line(pair, "agregada", row, "", {"ppto_despues": _money_text(row)})
    for row in pair.dropped:
        yield _line(pair, "retirada", row, "", {"ppto_antes": _money_text(row)})
    for kind, (_, kept) in KINDS.items():
        for change in getattr(pair, kept):
            before = change.before.text("unidad")
            yield _line(pair, kind, change.after, change.told, {"unidad_antes": before, **_both(change)})


def _both(change: Change) -> Mapping[str, str]:
    return {"ppto_antes": _money_text(change.before), "ppto_despues": _money_text(change.after)}


def _line(pair: Comparison, kind: str, row: Row, words: str, money: Mapping[str, str]) -> Mapping[str, str]:
    """A listing row on a task; `words` is its detail, and `money` fills further columns, empty otherwise."""
    return {
        "version": pair.later.code, "cambio": kind, "tarea": row.text("tarea"), "descripcion": row.text("descripcion"),
        "unidad": row.text("unidad"), "unidad_antes": "", "detalle": words, "ppto_antes": "", "ppto_despues": "",
        **money,
    }  # fmt: skip


def _money_text(row: Row) -> str:
    """The budget of a task with a decimal point; empty where it is blank."""
    amount = row.number("ppto")
    return plain_text(amount.value) if amount else ""
