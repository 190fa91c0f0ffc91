"""Measures reports per minute with one and two worker processes, parallel efficiency, and a worker's peak memory.

    python benchmarks/batch.py [--tareas 200] [--entidades 4] [--veces 1] [--con-pdf] [--procesos 1,2]

Creates synthetic institutions in a temporary workbook and lets `poa lote` make their reports on the second quarter of
2024, with nothing kept, first with one process and then with two, repeated in turns. Wall time is of the whole command
with the start of workers, their imports and the consolidated table. Processor time is of all its processes; its
increase from one worker to two is the cost of running them together. Memory, as the command says at its end, is the
most that all processes of one report took at the same time.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PERIOD = "2024-T2"
MIB = 1 << 20


@dataclass(frozen=True)
class Run:
    """The measurements of one batch."""

    seconds: float
    processor: float
    peak: int


def make_workbook(root: Path, institutions: int, tasks: int) -> None:
    """Create a workbook with synthetic institutions of different seeds and names."""
    from helpers.base.system.workspace import Workspace
    from helpers.demo.demo_write import make_demo

    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for number in range(1, institutions + 1):
        make_demo(Workspace(ROOT), root, tasks, 2024 + number)
        (root / "data/demo").rename(root / f"data/demo-{number}")
        params = (root / "params/demo").rename(root / f"params/demo-{number}")
        for file in params.glob("2024-*.yaml"):
            text = file.read_text(encoding="utf-8").replace("entidad: demo\n", f"entidad: demo-{number}\n")
            file.write_text(text, encoding="utf-8")


def measured(root: Path, processes: int, *, with_pdf: bool) -> Run:
    """Make all reports with nothing kept, and return the measurements."""
    shutil.rmtree(root / ".poa", ignore_errors=True)
    command = [sys.executable, "-m", "helpers.desk.cli", "batch", f"demo-*/{PERIOD}", "--de-nuevo"]
    command += ["--procesos", str(processes), *([] if with_pdf else ["--sin-pdf"])]
    environment = os.environ | {"POA_RAIZ": str(root), "PYTHONPATH": str(ROOT / "src")}
    before, begun = _processor(), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return Run(seconds, _processor() - before, _peak(done.stdout))


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(said: str) -> int:
    """Return the largest memory of a report, in bytes, as the batch says it: `hasta 658 MiB, medida`."""
    from helpers.desk.batch.workers.process_memory import size

    found = re.search(r"hasta ([\d,]+ [MG]iB), medida", said)
    return size(found[1]) if found else 0


def table(runs: dict[int, list[Run]], institutions: int) -> list[str]:
    """Return the measurements as a Markdown table."""
    alone = statistics.median(run.seconds for run in runs[min(runs)]) * min(runs)
    lines = [
        "| workers | median s | least – most s | reports a minute | efficiency | processor s a report | peak MiB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for processes, found in runs.items():
        seconds = [run.seconds for run in found]
        median = statistics.median(seconds)
        cells = (
            processes, f"{median:.1f}", f"{min(seconds):.1f} – {max(seconds):.1f}", f"{institutions / median * 60:.2f}",
            f"{alone / median / processes:.2f}",
            f"{statistics.median(run.processor for run in found) / institutions:.1f}",
            f"{max(run.peak for run in found) / MIB:.0f}",
        )  # fmt: skip
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tareas", type=int, default=200)
    options.add_argument("--entidades", type=int, default=4)
    options.add_argument("--veces", type=int, default=1)
    options.add_argument("--procesos", default="1,2")
    options.add_argument("--con-pdf", action="store_true")
    asked = options.parse_args()
    workers = [int(text) for text in asked.procesos.split(",")]
    runs: dict[int, list[Run]] = {processes: [] for processes in workers}
    with tempfile.TemporaryDirectory(prefix="poa-lote-") as folder:
        root = Path(folder).resolve()
        make_workbook(root, asked.entidades, asked.tareas)
        print(f"{asked.entidades} institutions, {asked.tareas} tasks each, {os.cpu_count()} cores", flush=True)
        for _ in range(asked.veces):
            for processes in workers:
                runs[processes].append(measured(root, processes, with_pdf=asked.con_pdf))
                print(f"{processes}: {runs[processes][-1]}", file=sys.stderr, flush=True)
    print("\n".join(table(runs, asked.entidades)))


if __name__ == "__main__":
    main()
