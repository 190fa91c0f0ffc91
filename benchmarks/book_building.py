"""Measures time and memory of building a Book, by number of tasks.

    python benchmarks/book_building.py [TASKS …]      default: 5000 and 50000

Each size is measured three times, each time in its own process: seconds of scoring (data already in memory), peak
memory of the process, and number of figures. There are two windows: the second quarter and the whole year.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (5_000, 50_000)
PERIODS = ("2024-T2", "2024-anual")
REPEATS = 3
HEADING = "{:>7}  {:<11} {:>9}  {:>8}  {:>13}  {:>8}  {:>8}"


def measure(tasks: int, period: str) -> dict[str, float]:
    """Build one Book in this process."""
    from institution import institution

    from helpers.base.periods import Period
    from helpers.base.system.workspace import Workspace
    from helpers.scoring.score import score
    from helpers.settings.institution import Entidad
    from helpers.settings.methods import load_method
    from helpers.settings.params import Corrida

    dataset = institution(tasks)
    method = load_method(Workspace(ROOT), "mre-2024")
    year = Period.parse(period).accumulated()
    corrida = Corrida.model_validate(
        {
            "entidad": "sintetica", "periodo": period, "metodo": "mre-2024", "titulo": "Medición",
            "cortes": {m.code: {"fecha": f"2024-{m.last:02}-28", "fuente": "medición"} for m in year.months()},
            "tablas": ["estructura"], "secciones": ["resumen"],
        }
    )  # fmt: skip
    entidad = Entidad(codigo="E", nombre="Entidad sintética", sigla="E", sintetica=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    book, _ = score(dataset, method, corrida, entidad)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "figures": len(book), "before_mib": before / 1024, "peak_mib": peak / 1024}


def measured_apart(tasks: int, period: str) -> dict[str, float]:
    """Build one Book in a new process, because peak memory never decreases within a process."""
    command = [sys.executable, __file__, "--one", str(tasks), period]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    taken: dict[str, float] = json.loads(told)
    return taken


def main(sizes: list[int]) -> None:
    print(HEADING.format("tasks", "period", "figures", "median s", "spread s", "data MiB", "peak MiB"))
    for tasks in sizes:
        for period in PERIODS:
            runs = [measured_apart(tasks, period) for _ in range(REPEATS)]
            seconds = sorted(run["seconds"] for run in runs)
            line = (
                tasks, period, f"{runs[0]['figures']:.0f}", f"{statistics.median(seconds):.2f}",
                f"{seconds[0]:.2f} – {seconds[-1]:.2f}", f"{runs[0]['before_mib']:.0f}",
                f"{max(run['peak_mib'] for run in runs):.0f}",
            )  # fmt: skip
            print(HEADING.format(*line), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]), sys.argv[3])))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
