"""A rule on quantities that the method adds: workshops and reports have no common sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.base.characters import folded
from helpers.base.display import short_list_es
from helpers.base.python_extras import first_by_key
from helpers.checks.planning.run_plans import rows_by_version
from helpers.checks.rule_registry import FEW, REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row

ADDED_LEVELS = {"operacion": "la operación", "unidad": "la unidad"}
"""Levels that may be a ratio of sums over tasks, with their Spanish name."""


@REGISTRY.rule(
    "PLA-MEDIDAS", Severity.NOTE, "Las cantidades de las tareas que el método suma se miden en la misma unidad."
)
def quantities_of_several_kinds(evidence: Evidence) -> Iterator[Found]:
    """Report operations or units whose figure is a ratio of sums over tasks with different units of measure.

    A note, because the method causes it: nothing if the method does not add tasks. One case for each operation or unit,
    from the first version in use that mixes its measures. More than `FEW` cases of a level give one finding.
    """
    for level, words in ADDED_LEVELS.items():
        plan = evidence.method.consolidacion.get(level)
        if plan is None or plan.regla != "razon_de_sumas" or "tareas" not in plan.partes:
            continue
        mixed = _mixed(level, evidence)
        if len(mixed) > FEW:
            yield _together(words, mixed)
        else:
            yield from (_alone(level, words, code, rows) for code, rows in mixed.items())


def _mixed(level: str, evidence: Evidence) -> Mapping[str, Sequence[Row]]:
    """Return the tasks measured in several units, by code of the level; tasks of two versions are never added."""
    by_version = rows_by_version(evidence, level).items()
    return first_by_key((code, rows) for (_, code), rows in by_version if code and len(_measures(rows)) > 1)


def _measures(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the distinct units of measure of some tasks, as first written; tasks without one are skipped."""
    written = (row.text("unidad_medida") for row in rows)
    return tuple(first_by_key((folded(measure), measure) for measure in written if measure).values())


def _alone(level: str, words: str, code: str, rows: Sequence[Row]) -> Found:
    measures = _measures(rows)
    return Found(
        f"Las tareas de {words} {code} se miden en {', '.join(measures)}, y el método suma sus cantidades: pesan más "
        "las de números más grandes. Corresponde separar lo que se mide distinto, o usar un método que pondere las "
        "tareas.",
        cell_fields(rows[0].cell("unidad_medida"), f"{level}/{code}", "una unidad de medida", "; ".join(measures)),
    )


def _together(words: str, mixed: Mapping[str, Sequence[Row]]) -> Found:
    named = [f"{code} ({', '.join(_measures(rows))})" for code, rows in mixed.items()]
    first = next(iter(mixed.values()))[0]
    return Found(
        f"En {len(mixed)} casos el método suma cantidades de tareas que se miden en unidades distintas, y pesan más "
        f"las de números más grandes. Por código de {words}: {short_list_es(named)}. Corresponde "
        "separar lo que se mide distinto, o usar un método que pondere las tareas.",
        cell_fields(first.cell("unidad_medida"), "tareas/unidad_medida", "una unidad de medida", f"{len(mixed)} casos"),
    )
