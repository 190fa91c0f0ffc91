"""The times of a run, which nobody can have again: that they are told as they are, and can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from helpers.audit.case import Case
from helpers.audit.manifest_fields import expected_sections
from helpers.audit.result import Difference
from helpers.runner.times import FILE, Times, read_times

_SLACK = timedelta(minutes=5)
"""How far the clocks of two machines may be apart."""


def time_differences(case: Case) -> Iterator[Difference]:
    """Times that cannot be: an end before the beginning, a time to come, a section longer than the whole run."""
    times = read_times(case.folder)
    if times is None:
        yield Difference(FILE, "los tiempos de la corrida, como los escribe poa report", "no se leen así")
        return
    yield from _moment_differences(times)
    due = [section.name for section in expected_sections(case)]
    if list(times.seconds) != due:
        yield Difference(f"{FILE}, segundos", ", ".join(due), ", ".join(times.seconds))


def _moment_differences(times: Times) -> Iterator[Difference]:
    for name, moment in (("iniciado", times.started), ("terminado", times.ended)):
        if moment > datetime.now(moment.tzinfo) + _SLACK:
            yield Difference(f"{FILE}, {name}", "un momento ya pasado", moment.isoformat())
    if times.ended < times.started:
        yield Difference(f"{FILE}, terminado", f"después de {times.started.isoformat()}", times.ended.isoformat())
        return
    longest = max(times.seconds.values(), default=0)
    if longest > (times.ended - times.started).total_seconds() + 1:
        due = f"al menos {longest} segundos después de iniciado, lo que tardó una sección"
        yield Difference(f"{FILE}, terminado", due, times.ended.isoformat())
