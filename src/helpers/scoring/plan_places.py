"""Which version of the plan a formulation run is about, and whose each line of the plan's forms is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from helpers.intake.dataset import Dataset
from helpers.periods import Period
from helpers.records import Node, Row
from helpers.scoring.plan import since, version_in_force

AREA_LEVELS = ("area", "unidad", "tipo", "subtipo", "puesto", "servicio", "entidad")
"""Levels of whoever formulates a plan, the likeliest first: a code may stand at several."""
OF_VERSIONS = ("tareas", "articulacion", "requerimientos", "presupuesto_aprobado", "foda")
"""Tables whose rows say which version of the plan they belong to."""


def versions_formulated(dataset: Dataset) -> tuple[str, ...]:
    """Every version that the plan's tables name: those that `versiones` lists first, in order, then the others."""
    dated = {row.text("version"): since(row) for row in dataset.rows("versiones")}
    named = dict.fromkeys(dated) | dict.fromkeys(
        row.text("version") for table in OF_VERSIONS for row in dataset.rows(table) if row.text("version")
    )
    return tuple(sorted(named, key=lambda version: dated.get(version, date.max)))


def version_formulated(dataset: Dataset, window: Period) -> str:
    """The version that a plan's run is about: the one in force, else the last that its tables name; may be empty."""
    listed = versions_formulated(dataset)
    return version_in_force(dataset, window) or (listed[-1] if listed else "")


def of_version(rows: Iterable[Row], version: str) -> tuple[Row, ...]:
    """The rows of a version of the plan; those that name none belong to all."""
    return tuple(row for row in rows if row.text("version") in ("", version))


def place_of(dataset: Dataset, code: str) -> Node | None:
    """The node that the code of an area in a form of the plan names."""
    return next((node for level in AREA_LEVELS if (node := dataset.node(level, code))), None)


def by_text(rows: Iterable[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    """Rows by what some columns say, in the order in which each first appears."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row.text(column) for column in columns), []).append(row)
    return found


def areas_formulating(dataset: Dataset, version: str) -> tuple[str, ...]:
    """Codes of whoever has a form 02, 03 or 04 in a version, in the structure's order."""
    rows: Sequence[Row] = (*dataset.rows("articulacion"), *dataset.rows("requerimientos"))
    codes = {row.text("area") for row in of_version(rows, version)} - {""}
    order = {node.code: place for place, node in reversed(list(enumerate(dataset.nodes)))}
    return tuple(sorted(codes, key=lambda code: order.get(code, len(order))))


def sum_rule(count: int, one: str, many: str) -> str:
    """How a sum of some parts was had, in words: `Suma de 2 fuentes.`"""
    return f"Suma de {count} {one if count == 1 else many}."
