"""Measures processor time of computing a run, saving, comparing methods, reading back and preparing the page's panel.

    python benchmarks/computing.py ROOT INSTITUTION/PERIOD [--veces 3]

ROOT is a workbook with its params, data and notebooks. Every round is a separate process, so that imports and caches
count. For each part the least of the rounds is printed, in seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Done = TypeVar("Done")
ONE_ROUND = "--una"


def one_round(root: Path, institution: str, period: str, folder: Path) -> dict[str, float]:
    """Do every part once and return its processor time in this process, in seconds."""
    from helpers.base.system.workspace import Workspace
    from helpers.outputs.csv_exports import write_sensitivity
    from helpers.outputs.run_files import SENSITIVITY_FILES
    from helpers.run.comparisons import compare_run
    from helpers.run.compute import compute, read, save

    taken: dict[str, float] = {}

    def timed(part: str, work: Callable[[], Done]) -> Done:
        begun = time.process_time()
        done = work()
        taken[part] = time.process_time() - begun
        return done

    def opened() -> object:
        from helpers.outputs.browser.figure_backing import Backing
        from helpers.outputs.browser.figure_panel import panel_data

        return panel_data(Backing(saved.book, saved.findings, saved.reconciliation), saved.book.figures)

    workspace = Workspace(root)
    computed = timed("computing", lambda: compute(workspace, institution, period))
    timed("saving", lambda: save(computed, folder))
    files = [folder / name for name in SENSITIVITY_FILES]
    timed(
        "comparing methods",
        lambda: write_sensitivity(compare_run(workspace, computed), *files),
    )
    saved = timed("reading back", lambda: read(folder))
    timed("every figure for the page's panel", opened)
    return taken


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("root", type=Path)
    reader.add_argument("run")
    reader.add_argument("--veces", type=int, default=3)
    reader.add_argument(ONE_ROUND, action="store_true", dest="is_one")
    asked = reader.parse_args()
    if asked.is_one:
        with tempfile.TemporaryDirectory() as folder:
            institution, period = asked.run.split("/")
            print(json.dumps(one_round(asked.root, institution, period, Path(folder))))
        return
    command = [sys.executable, __file__, str(asked.root), asked.run, ONE_ROUND]
    rounds = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(asked.veces)]
    print("| part | s |\n| --- | ---: |")
    for part in rounds[0]:
        print(f"| {part} | {min(one[part] for one in rounds):.1f} |")


if __name__ == "__main__":
    main()
