"""Prints when each step of a cold report begins and each section ends, to explain the times of `benchmarks/reports.py`.

    python benchmarks/steps.py [--tareas 4426]

The report is the synthetic ministry's third quarter in a temporary workbook. Steps overlap, because other processes
write tables and workbook meanwhile. A step is printed when the run begins it or begins to wait for it.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from reports import RUN, Bench

from helpers.base.system.workspace import Workspace
from helpers.run.report.make_report import run_report
from helpers.run.report.report_order import Request, Stop, Watcher


class Clock(Watcher):
    """Prints each event with the seconds since the start."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def tell(self, what: str) -> None:
        print(f"{time.monotonic() - self.begun:7.1f} {what}", flush=True)

    def step(self, name: str) -> None:
        self.tell(f"begins: {name}")

    def notice(self, text: str) -> None:
        self.tell(f"notice: {text}")

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        self.tell(f"  {len(cells)} sections")

    def section_reused(self, section: str) -> None:
        self.tell(f"  section {section}, as it was kept")

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        self.tell(f"  section {section}, {seconds:.1f} s")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--tareas", type=int, default=4426)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "libro")
        Bench(place).prepare(options.tareas)
        before = _spent()
        clock = Clock()
        run_report(Workspace(place), Request(*RUN), clock)
        clock.tell("all is there")
    own, others = (after - earlier for after, earlier in zip(_spent(), before, strict=True))
    print(f"processor: {own:.1f} s this process, {others:.1f} s those that it waited for")


def _spent() -> tuple[float, float]:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return used[0].ru_utime + used[0].ru_stime, used[1].ru_utime + used[1].ru_stime


if __name__ == "__main__":
    main()
