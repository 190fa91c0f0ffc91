"""A rule on quantities that the method adds: workshops and reports have no common sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.base.characters import folded
from helpers.base.display import short_list_es
from helpers.base.python_extras import first_by_key
from helpers.checks.planning.run_plans import rows_by_version
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row

ADDED_LEVELS = {"operacion": "operación", "unidad": "unidad"}
"""Levels that may be a ratio of sums over tasks, with their Spanish name."""


@REGISTRY.rule(
    "PLA-MEDIDAS", Severity.NOTE, "Las cantidades de las tareas que el método suma se miden en la misma unidad."
)
def quantities_of_several_kinds(evidence: Evidence) -> Iterator[Found]:
    """Report operations or units whose figure is a ratio of sums over tasks with different units of measure.

    A note, because the method causes it: nothing if the method does not add tasks. One finding for each level, on its
    operations or units in the first version in use that mixes their measures.
    """
    for level, words in ADDED_LEVELS.items():
        plan = evidence.method.consolidacion.get(level)
        if plan is None or plan.regla != "razon_de_sumas" or "tareas" not in plan.partes:
            continue
        mixed = _mixed(level, evidence)
        if mixed:
            first = next(iter(mixed.values()))[0]
            named = short_list_es([f"{one} ({', '.join(_measures(of_one))})" for one, of_one in mixed.items()])
            yield Found(
                "El método suma cantidades de tareas que se miden en unidades distintas, y pesan más las de números "
                f"más grandes. Por {words}: {named}. Corresponde separar lo que se mide distinto, o usar un método que "
                "pondere las tareas.",
                cell_fields(
                    first.cell("unidad_medida"), "tareas/unidad_medida", "una unidad de medida", f"{len(mixed)} casos"
                ),
            )  # fmt: skip


def _mixed(level: str, evidence: Evidence) -> Mapping[str, Sequence[Row]]:
    """Return the tasks measured in several units, by code of the level; tasks of two versions are never added."""
    by_version = rows_by_version(evidence, level).items()
    return first_by_key((code, rows) for (_, code), rows in by_version if code and len(_measures(rows)) > 1)


def _measures(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the distinct units of measure of some tasks, as first written; tasks without one are skipped."""
    written = (row.text("unidad_medida") for row in rows)
    return tuple(first_by_key((folded(measure), measure) for measure in written if measure).values())
