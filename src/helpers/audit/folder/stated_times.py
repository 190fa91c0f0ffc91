"""Checks that a run's stated times are well-formed and possible. They cannot be computed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.outputs.run_files import TIMES_FILE
from helpers.run.report.manifest import Times, read_times
from helpers.run.report.sections_again import expected_sections

_SLACK = timedelta(minutes=5)
"""Tolerated difference between the clocks of two machines."""


def time_differences(case: Case) -> Iterator[Difference]:
    """Yield what is impossible in the run's stated times.

    That is unreadable times, an end before the start, a moment in the future (five minutes are tolerated), a section
    longer than the run, and other sections than the run's.
    """
    times = read_times(case.folder)
    if times is None:
        yield Difference(TIMES_FILE, "los tiempos del informe, como los escribe poa informe", "no se leen así")
        return
    yield from _moment_differences(times)
    due = [section.name for section in expected_sections(case.workspace, case.reference.corrida)]
    if list(times.seconds) != due:
        yield Difference(f"{TIMES_FILE}, segundos", ", ".join(due), ", ".join(times.seconds))


def _moment_differences(times: Times) -> Iterator[Difference]:
    for name, moment in (("iniciado", times.started), ("terminado", times.ended)):
        if moment > datetime.now(moment.tzinfo) + _SLACK:
            yield Difference(f"{TIMES_FILE}, {name}", "un momento ya pasado", moment.isoformat())
    if times.ended < times.started:
        yield Difference(f"{TIMES_FILE}, terminado", f"después de {times.started.isoformat()}", times.ended.isoformat())
        return
    longest = max(times.seconds.values(), default=0)
    if longest > (times.ended - times.started).total_seconds() + 1:
        due = f"al menos {longest} segundos después de iniciado, lo que tardó una sección"
        yield Difference(f"{TIMES_FILE}, terminado", due, times.ended.isoformat())
