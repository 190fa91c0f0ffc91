"""Measures the processor time to write the auditor's workbook of a finished run.

    python benchmarks/workbook.py FOLDER [--veces 3]      a run's folder in `output`, with its `libro.json`

Each time is of a separate process and covers describing the sheets and writing the file, without reading the run.
Prints least and most seconds, peak memory, and the file's SHA-256, which an optimisation must not change.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(folder: Path) -> dict[str, float | str]:
    """Write one workbook in this process."""
    from helpers.outputs.workbook.workbook_file import write_workpapers
    from helpers.run.compute import read

    run = read(folder)
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / "papeles_de_trabajo.xlsx"
        begun = time.process_time()
        write_workpapers(run.book, run.findings, run.reconciliation, path)
        seconds = time.process_time() - begun
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "sha256": digest}


def main(folder: Path, times: int) -> None:
    command = [sys.executable, __file__, "--one", str(folder)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(times)
    ]
    seconds = sorted(run["seconds"] for run in runs)
    print(f"{seconds[0]:.2f} – {seconds[-1]:.2f} s, {max(run['peak'] for run in runs):.0f} MiB")
    print(*sorted({run["sha256"] for run in runs}), sep="\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        parser = argparse.ArgumentParser()
        parser.add_argument("folder", type=Path)
        parser.add_argument("--veces", type=int, default=3)
        asked = parser.parse_args()
        main(asked.folder, asked.veces)
