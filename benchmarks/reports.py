"""Measures a whole report: with standard tools, cold, and again after no change, a changed figure or a new sentence.

    python benchmarks/reports.py [--tareas 4426] [--veces 3] [--sin-llano] [--antes CARPETA]

The report is the synthetic ministry's third quarter in a temporary workbook. Every run is a separate process: wall
time, processor time of it and of the processes that it waited for, and the largest memory of any one process. The
variants take turns, so that other load affects all alike. Median, least and most are printed as a table, with the
parts of the standard-tool report below. `--antes` names a set-up checkout of another revision, whose cold reports then
take turns too.
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
    """The measurements of one run: wall and processor seconds, MiB of its largest process, and its parts' seconds."""

    wall: float
    processor: float
    memory: float
    parts: dict[str, float]


def measured(command: list[str], root: Path) -> Taken:
    """Run a command, which must succeed, and measure it."""
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
    """A workbook with the synthetic ministry and the real ministry's quarter, and the commands that make their reports.

    Attributes
    ----------
    root : Path
        The temporary workbook.
    source : Path
        The checkout with the program, notebooks and environment to use.
    """

    root: Path
    source: Path = ROOT

    def prepare(self, tasks: int) -> None:
        self.root.mkdir()
        for name in ("notebooks", "params", "data"):
            shutil.copytree(self.source / name, self.root / name)
        measured(self.poa("demo", "--tareas", str(tasks)), self.root)

    def poa(self, *arguments: str) -> list[str]:
        """Return a call of the checkout's own command; the English names exist in every revision."""
        program = self.source / ".venv" / "bin" / "poa"
        return [str(program) if program.exists() else str(Path(sys.executable).with_name("poa")), *arguments]

    def plain(self) -> Taken:
        folder = Path(tempfile.mkdtemp(dir=self.root))
        program = str(ROOT / "benchmarks/plain_way.py")
        taken = measured([sys.executable, program, str(self.root), *RUN, str(folder)], self.root)
        shutil.rmtree(folder)
        return taken

    def cold(self) -> Taken:
        """Make the synthetic report without kept results or an earlier report."""
        self._forget()
        return self._report()

    def real(self) -> Taken:
        """Make the real ministry's report without kept results or an earlier report."""
        self._forget()
        return measured(self.poa("report", "/".join(REAL)), self.root)

    def _forget(self) -> None:
        for name in ("output", ".poa"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def again(self) -> Taken:
        return self._report()

    def one_figure(self) -> Taken:
        """Make the report again after increasing the first whole executed amount by one."""
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
        """Make the report again after adding a sentence to the prose of one section."""
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
