"""How long a whole report takes: the plain way, cold, and again after nothing, a figure or a paragraph has changed.

    python benchmarks/reports.py [--tareas 4426] [--veces 3] [--sin-llano] [--antes CARPETA]

On the synthetic ministry's third quarter, in a workbook of its own that is thrown away. Every run is a process of its
own: its wall time, the processor time of it and of all that it waited for, and the largest memory of any one process.
The ways take turns, so that whatever else the machine does disturbs all alike; medians, least and most are printed as a
table, with the parts of the plain way below. `--antes` names a set-up checkout of another revision, whose cold reports
then take their turns too.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN = ("demo", "2024-T3")
REAL = ("mre", "2024-T2")
CELLS = "data/demo/2024/T3/ejecucion.csv"
PROSE = "historia"


@dataclass(frozen=True)
class Taken:
    """What one run took: seconds of wall and of processor, MiB of its largest process, and the parts that it told."""

    wall: float
    processor: float
    memory: float
    parts: dict[str, float]


def measured(command: list[str], root: Path) -> Taken:
    """Run a command to its good end and measure it."""
    environment = os.environ | {"POA_RAIZ": str(root)}
    with tempfile.TemporaryFile("w+") as told:
        begun = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=told, stderr=subprocess.STDOUT, cwd=root)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        text = told.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{text}")
    last = text.strip().rpartition("\n")[2]
    parts = json.loads(last) if last.startswith("{") else {}
    return Taken(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, parts)


@dataclass(frozen=True)
class Bench:
    """A workbook with the synthetic ministry and the ministry's real quarter, and the ways to make their reports.

    Attributes
    ----------
    root : Path
        The workbook, made for this.
    source : Path
        The checkout whose program and notebooks are used, with its environment.
    """

    root: Path
    source: Path = ROOT

    def prepare(self, tasks: int) -> None:
        self.root.mkdir()
        for name in ("notebooks", "params", "data"):
            shutil.copytree(self.source / name, self.root / name)
        measured(self.poa("demo", "--tareas", str(tasks)), self.root)

    def poa(self, *arguments: str) -> list[str]:
        python = self.source / ".venv" / "bin" / "python"
        return [str(python) if python.exists() else sys.executable, "-m", "helpers.cli", *arguments]

    def plain(self) -> Taken:
        folder = Path(tempfile.mkdtemp(dir=self.root))
        program = str(ROOT / "benchmarks/plain_way.py")
        taken = measured([sys.executable, program, str(self.root), *RUN, str(folder)], self.root)
        shutil.rmtree(folder)
        return taken

    def cold(self) -> Taken:
        """As the first time: nothing kept and nothing there."""
        self._forget()
        return self._report()

    def real(self) -> Taken:
        """The ministry's real quarter, as the first time."""
        self._forget()
        return measured(self.poa("report", "/".join(REAL)), self.root)

    def _forget(self) -> None:
        for name in ("output", ".poa"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def again(self) -> Taken:
        return self._report()

    def one_figure(self) -> Taken:
        """After one more was executed in the first row that is a whole number."""
        path = self.root / CELLS
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        row = next(row for row in rows if row["jul"].isdigit() and int(row["jul"]) > 0)
        row["jul"] = str(int(row["jul"]) + 1)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return self._report()

    def one_paragraph(self) -> Taken:
        """After a sentence was added to the prose of one section."""
        (path,) = self.root.glob(f"notebooks/*/*_{PROSE}.ipynb")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cell = next(cell for cell in notebook["cells"][1:] if cell["cell_type"] == "markdown")
        cell["source"] = [*cell["source"], "\n\nUn párrafo más.\n"]
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
        return self._report()

    def _report(self) -> Taken:
        return measured(self.poa("report", "/".join(RUN)), self.root)


def measure(bench: Bench, before: Bench | None, times: int, *, with_plain: bool) -> dict[str, list[Taken]]:
    ways: dict[str, Callable[[], Taken]] = {
        "plain way": bench.plain,
        "mre/2024-T2, cold": bench.real,
        "poa report, cold": bench.cold,
        "again, nothing changed": bench.again,
        "again, one figure changed": bench.one_figure,
        "again, one paragraph changed": bench.one_paragraph,
    }
    if not with_plain:
        del ways["plain way"]
    if before:
        ways = {"poa report before, cold": before.cold, "mre/2024-T2 before, cold": before.real, **ways}
    found: dict[str, list[Taken]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            found[name].append(way())
            print(f"  {name}: {found[name][-1].wall:.1f} s", file=sys.stderr)
    return found


def table(found: dict[str, list[Taken]]) -> str:
    lines = [
        "| way | median s | least s | most s | processor s | largest process MiB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, runs in found.items():
        walls = [run.wall for run in runs]
        spent, memory = statistics.median(run.processor for run in runs), max(run.memory for run in runs)
        shown = " | ".join(f"{seconds:.2f}" for seconds in (statistics.median(walls), min(walls), max(walls)))
        lines.append(f"| {name} | {shown} | {spent:.1f} | {memory:.0f} |")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--tareas", type=int, default=4426)
    asked.add_argument("--veces", type=int, default=3)
    asked.add_argument("--sin-llano", action="store_true", help="leave out the plain way")
    asked.add_argument("--antes", type=Path, help="a set-up checkout of the revision to compare with")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder, "ahora"))
        before = Bench(Path(folder, "antes"), options.antes.resolve()) if options.antes else None
        for one in filter(None, (bench, before)):
            one.prepare(options.tareas)
        load = os.getloadavg()[0]
        found = measure(bench, before, options.veces, with_plain=not options.sin_llano)
    after = os.getloadavg()[0]
    print(f"{options.tareas} tasks, {os.cpu_count()} cores, load {load:.1f} before and {after:.1f} after\n")
    print(table(found))
    for parts in (run.parts for run in found.get("plain way", [])):
        print("\nplain way:", ", ".join(f"{name} {seconds:.1f} s" for name, seconds in parts.items()))


if __name__ == "__main__":
    main()
