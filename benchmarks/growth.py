"""How the time and the memory of a whole report grow with the tasks of one institution.

    python benchmarks/growth.py [--tareas 500 5000 50000] [--sin-pdf]

A cold report of the synthetic ministry's third quarter for each number of tasks, in a workbook of its own that is
thrown away: wall time, processor time of all its processes, the largest memory of any one process and the most that
all of them took together, and how large what it leaves is.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from reports import RUN, Bench, Taken, measured, poa

from helpers.bookfile import read
from helpers.compute import BOOK_FILE

MIB = 1024 * 1024
MADE = ("informe.html", "informe.pdf", "papeles_de_trabajo.xlsx")
HEADS = (
    "tasks",
    "figures",
    "s",
    "processor s",
    "largest process MiB",
    "all together MiB",
    "HTML MiB",
    "PDF MiB",
    "xlsx MiB",
)
EACH = 1.0
"""Seconds between two looks at the memory."""


@dataclass
class Together:
    """The most memory that this process's descendants took at one time, each page counted once where it is shared."""

    most: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Together:
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._ended.wait(EACH):
            self.most = max(self.most, sum(map(_memory, psutil.Process().children(recursive=True))) / MIB)


def _memory(process: psutil.Process) -> int:
    try:
        found = process.memory_full_info()
    except psutil.Error:  # it ended meanwhile
        return 0
    return getattr(found, "pss", found.uss)


def grown(tasks: int, options: list[str]) -> str:
    """A line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.prepare(tasks)
        with Together() as memory:
            taken: Taken = measured(poa("report", "/".join(RUN), *options), bench.root)
        run = bench.root / "output" / Path(*RUN)
        figures = len(read(run / BOOK_FILE).figures)
        sizes = [(run / name).stat().st_size / MIB if (run / name).exists() else 0.0 for name in MADE]
        numbers = [taken.wall, taken.processor, taken.memory, memory.most, *sizes]
        return f"| {tasks:,} | {figures:,} | " + " | ".join(f"{number:,.1f}" for number in numbers) + " |"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--tareas", type=int, nargs="+", default=[500, 5_000, 50_000])
    asked.add_argument("--sin-pdf", action="store_true")
    options = asked.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}\n")
    print(
        "| tasks | figures | s | processor s | largest process MiB | all together MiB | HTML MiB | PDF MiB | xlsx MiB |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for tasks in options.tareas:
        print(grown(tasks, ["--sin-pdf"] if options.sin_pdf else []), flush=True)


if __name__ == "__main__":
    main()
