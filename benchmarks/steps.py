"""When each step of a cold report begins, and each section ends: where the time of `benchmarks/reports.py` goes.

    python benchmarks/steps.py [--tareas 4426]

The synthetic ministry's third quarter, in a workbook of its own that is thrown away. Steps overlap: the workbook is
written from when the run is saved, chapters are printed from when the page was cut; what is told is when the run
begins to wait for them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from reports import RUN, Bench

from helpers.runner.report import run_report
from helpers.runner.request import Request
from helpers.runner.tasks import Stop
from helpers.runner.watcher import Watcher
from helpers.workspace import Workspace


class Clock(Watcher):
    """Tells when each thing happened, in seconds from the beginning."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def tell(self, what: str) -> None:
        print(f"{time.monotonic() - self.begun:7.1f} {what}", flush=True)

    def step(self, name: str) -> None:
        self.tell(f"begins: {name}")

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        self.tell(f"  section {section}, {seconds:.1f} s")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--tareas", type=int, default=4426)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Bench(Path(folder)).prepare(options.tareas)
        before = _spent()
        clock = Clock()
        run_report(Workspace(Path(folder)), Request(*RUN), clock)
        clock.tell("all is there")
    own, others = (after - earlier for after, earlier in zip(_spent(), before, strict=True))
    print(f"processor: {own:.1f} s this process, {others:.1f} s those that it waited for")


def _spent() -> tuple[float, float]:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return used[0].ru_utime + used[0].ru_stime, used[1].ru_utime + used[1].ru_stime


if __name__ == "__main__":
    main()
