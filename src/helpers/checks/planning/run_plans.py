"""The versions of the plan that a run uses, their tasks, and words for whoever carries these out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.base.display import lower_first
from helpers.base.name_phrases import contracted
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure_names import LEVEL_TITLES, MASCULINE_LEVELS
from helpers.figures.records import Row
from helpers.scoring.planning.plan_in_force import unit_node, version_in_force


def plans_in_use(evidence: Evidence) -> tuple[str, ...]:
    """Return the versions in force at the end of each quarter so far and of the run's own period, each once, in order.

    A run of the plan uses the last version alone: what an earlier one lacked is no fault of the one to approve. Empty
    if the plan has no tasks.
    """
    period = evidence.corrida.period
    before = () if period.is_plan else period.accumulated().quarters()
    windows: tuple[Period, ...] = (*before, period)
    found = dict.fromkeys(version_in_force(evidence.dataset, window) for window in windows)
    return tuple(version for version in found if version)


def rows_by_version(evidence: Evidence, column: str) -> Mapping[tuple[str, str], list[Row]]:
    """Return rows of `tareas` by version and the code in a column, for the versions that the run uses."""
    versions = plans_in_use(evidence)
    return grouped(
        (row for row in evidence.dataset.rows("tareas") if row.text("version") in versions),
        lambda row: (row.text("version"), row.text(column)),
    )


def rows_in_use(evidence: Evidence) -> Iterator[Row]:
    """Yield rows of `tareas` of the versions in use (`plans_in_use`), in the table's order.

    Of rows that differ only in the version, the first.
    """
    versions, seen = plans_in_use(evidence), set()
    for row in evidence.dataset.rows("tareas"):
        same = tuple(sorted((name, str(value)) for name, value in row.values.items() if name != "version"))
        if row.text("version") in versions and same not in seen:
            seen.add(same)
            yield row


def office(evidence: Evidence, code: str) -> str:
    """Return a code of the plan with its level: `unidad U1`, `puesto P6`; `unidad` where the structure lacks it."""
    return f"{lower_first(LEVEL_TITLES[_level(evidence, code)])} {code}"


def the_office(evidence: Evidence, code: str, preposition: str = "") -> str:
    """Return a code of the plan with level and article, also after a preposition: `la unidad U1`, `del puesto P6`."""
    article = "el" if _level(evidence, code) in MASCULINE_LEVELS else "la"
    phrase = f"{article} {office(evidence, code)}"
    return contracted(preposition, phrase) if preposition else phrase


def _level(evidence: Evidence, code: str) -> str:
    node = unit_node(evidence.dataset, code)
    return node.level if node else "unidad"
