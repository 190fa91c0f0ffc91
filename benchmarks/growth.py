"""Measures how time and memory of a whole report grow with the number of tasks.

    python benchmarks/growth.py [--tareas 500 5000 50000] [--sin-pdf]

For each number of tasks, a cold report of the synthetic ministry's third quarter in a temporary workbook: wall time,
processor time of all its processes, the largest memory of any one process and of all together, and sizes of the files.
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
from reports import RUN, Bench, Taken, measured

from helpers.figures.book_file import read
from helpers.outputs.run_files import BOOK_FILE

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
"""Seconds between two measurements of memory."""


@dataclass
class Together:
    """Measures the most memory that this process's descendants take at one time; shared pages count once."""

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
    except psutil.Error:  # the process has ended
        return 0
    return getattr(found, "pss", found.uss)


def grown(tasks: int, options: list[str]) -> str:
    """Make and measure a report with this number of tasks, and return its line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder, "libro"))
        bench.prepare(tasks)
        with Together() as memory:
            taken: Taken = measured(bench.poa("report", "/".join(RUN), *options), bench.root)
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
