"""Which versions of the plan a run has to do with, and how a sentence names a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.checks.registry import Evidence
from helpers.periods import Period
from helpers.records import Row
from helpers.scoring.plan import plan_of, version_in_force
from helpers.series import Series


def plans_in_use(evidence: Evidence) -> tuple[str, ...]:
    """The versions in force at the end of some quarter of the run, or of its own window; each once, in order."""
    period = evidence.corrida.period
    windows: tuple[Period, ...] = (*period.accumulated().quarters(), period)
    found = dict.fromkeys(version_in_force(evidence.dataset, window) for window in windows)
    return tuple(version for version in found if version)


def tasks_in_force(evidence: Evidence) -> tuple[Series, ...]:
    """The tasks of the version that rules in the run's own window."""
    return plan_of(evidence.dataset).tasks(evidence.corrida.period)


def rows_in_use(evidence: Evidence) -> Iterator[Row]:
    """Rows of `tareas` of the versions in use; a task that a later version repeats as it is comes once."""
    versions = plans_in_use(evidence)
    # Worked out once: several rules go through them.
    known, name = evidence.dataset.worked_out, f"tareas de {versions}"
    if name not in known:
        known[name] = tuple(_once(row for row in evidence.dataset.rows("tareas") if row.text("version") in versions))
    yield from known[name]


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    seen = set()
    for row in rows:
        same = tuple(sorted((name, str(value)) for name, value in row.values.items() if name != "version"))
        if same not in seen:
            seen.add(same)
            yield row
