"""The version of the plan that a formulation run is about, and the nodes and areas of the plan's forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Node, Row
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Key, Tree
from helpers.scoring.planning.plan_in_force import Plan, since, version_in_force

AREA_LEVELS = ("area", "unidad", "tipo", "subtipo", "puesto", "servicio", "entidad")
"""Levels of the nodes that may formulate a plan, the likeliest first: several levels may use one code."""
OF_VERSIONS = ("tareas", "articulacion", "requerimientos", "presupuesto_aprobado", "foda")
"""Tables whose rows state the version of the plan that they belong to."""
ACTION_WEIGHT = "ponderacion"
"""Column of form 02 (`articulacion`) with the weight of an action."""
UNIT_WORDS = ("unidad", "unidades")


def versions_formulated(dataset: Dataset) -> tuple[str, ...]:
    """Return every version that the plan's tables name, each once: those of `versiones` by date, then others as found.

    In `versiones`, a version without date counts as the earliest.
    """
    dated = {row.text("version"): since(row) for row in dataset.rows("versiones")}
    named = dict.fromkeys(dated) | dict.fromkeys(
        row.text("version") for table in OF_VERSIONS for row in dataset.rows(table) if row.text("version")
    )
    return tuple(sorted(named, key=lambda version: dated.get(version, date.max)))


def version_formulated(dataset: Dataset, window: Period) -> str:
    """Return the version that a plan's run is about.

    Returns
    -------
    str
        The version in force at the window's end; else the last one that the plan's tables name; empty where there is
        none.
    """
    listed = versions_formulated(dataset)
    return version_in_force(dataset, window) or (listed[-1] if listed else "")


def of_version(rows: Iterable[Row], version: str) -> tuple[Row, ...]:
    """Return the rows of a version of the plan, in order; rows without version belong to all."""
    return tuple(row for row in rows if row.text("version") in ("", version))


def is_summary(row: Row) -> bool:
    """Tell whether a row of `requerimientos` is of form 04, which sums up the forms 03."""
    return row.text("formulario").lstrip("0").startswith("4")


def asked(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows of the forms 03, where areas list their requests; form 04, which sums them up, is left out."""
    return tuple(row for row in rows if not is_summary(row))


def place_of(dataset: Dataset, code: str) -> Node | None:
    """Return the node for an area's code in a form of the plan; None where the structure lacks it.

    Where several levels have the code, the first of `AREA_LEVELS` counts, areas first, then units.
    """
    return next((node for level in AREA_LEVELS if (node := dataset.node(level, code))), None)


def by_text(rows: Iterable[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    """Group rows by their texts in some columns, in order of first appearance."""
    return grouped(rows, lambda row: tuple(row.text(column) for column in columns))


def areas_formulating(dataset: Dataset, version: str) -> tuple[str, ...]:
    """Return the codes of the areas with a form 02, 03 or 04 in a version, in the structure's order.

    Codes that the structure lacks come last.
    """
    rows: Sequence[Row] = (*dataset.rows("articulacion"), *dataset.rows("requerimientos"))
    codes = {row.text("area") for row in of_version(rows, version)} - {""}
    order = {node.code: place for place, node in reversed(list(enumerate(dataset.nodes)))}
    return tuple(sorted(codes, key=lambda code: order.get(code, len(order))))


def sum_rule(count: int, one: str, many: str) -> str:
    """Return the Spanish rule of a sum: `Suma de 2 fuentes.`, `Suma de una sola fuente.`

    Parameters
    ----------
    count : int
        Number of parts.
    one, many : str
        The parts' name in singular and plural.
    """
    return f"Suma de {counted_es(count, one, many)}."


def action_code(row: Row) -> str:
    """Return the code of a row's action; `línea <n>` where the code cannot be read."""
    return row.text("acp") or f"línea {row.line}"


def once_by_action(rows: Sequence[Row]) -> list[Row]:
    """Return one row for each action and weight: an action tied to two frameworks is listed twice and weighs once.

    A row without readable code is an action of its own. A row with a blank weight is left out where another row of the
    same action states one.
    """
    weighed = {action_code(row) for row in rows if row.number(ACTION_WEIGHT) is not None}
    kept: dict[tuple[str, Decimal | str], Row] = {}
    for row in rows:
        weight = row.number(ACTION_WEIGHT)
        if weight is not None or action_code(row) not in weighed:
            kept.setdefault((action_code(row), row.text(ACTION_WEIGHT) if weight is None else weight.value), row)
    return list(kept.values())


@dataclass(frozen=True)
class PlanAreas:
    """The area of each unit of the plan."""

    dataset: Dataset
    plan: Plan
    tree: Tree

    def add_up(self, ledger: Ledger, parts: Mapping[Key, Figure], place: Callable[[Node], Subject]) -> None:
        """Enter the sums of units' figures by the area above each unit.

        Figures of units without an area, and of areas themselves, are left out.

        Parameters
        ----------
        ledger : Ledger
        parts : Mapping
            Figures by the unit's key (level, code).
        place : callable
            Returns the subject of an area's sum.
        """
        by_area = by_key((self._area_of[key], part) for key, part in parts.items() if key in self._area_of)
        for area, own in by_area.items():
            ledger.combine(place(area), Operation.SUM, own, sum_rule(len(own), *UNIT_WORDS))

    @cached_property
    def _area_of(self) -> Mapping[Key, Node]:
        """The area of each unit with tasks, unless the unit itself is an area."""
        found = {}
        for node in self.plan.units.values():
            area = next((self.dataset.node(*key) for key in self.tree.above(node) if key[0] == "area"), None)
            if area is not None and area.key != node.key:
                found[node.key] = area
        return found
