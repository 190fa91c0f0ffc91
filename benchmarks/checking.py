"""How long `poa check` takes on a ministry's filled forms, and how much of it is reading Excel.

    python benchmarks/checking.py [TASKS]      by default the 4,426 of the synthetic institution

The institution and its 109 forms a quarter are made first. The first quarter is received before; then its second one is
checked twice: when every form is new, and again when all are known. Processor time of one process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

import helpers.forms.read as form_reader
from helpers.cycle.checking import check_run
from helpers.demo.write import make_demo
from helpers.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
SEED, TASKS = 2024, 4426
P, T = ParamSpec("P"), TypeVar("T")


@dataclass
class Meter:
    """Adds up the processor time of what it wraps."""

    seconds: float = 0.0
    calls: int = field(default=0)

    def around(self, call: Callable[P, T]) -> Callable[P, T]:
        def timed(*arguments: P.args, **options: P.kwargs) -> T:
            start = time.process_time()
            try:
                return call(*arguments, **options)
            finally:
                self.seconds += time.process_time() - start
                self.calls += 1

        return timed


def measured(workspace: Workspace, run: str) -> tuple[float, Meter, Meter]:
    """Check a run: the whole time, that of reading forms, and that of opening workbooks within it."""
    forms, books = Meter(), Meter()
    opening = form_reader.read_workbook
    form_reader.read_workbook = books.around(opening)
    try:
        start = time.process_time()
        check_run(workspace, *run.split("/"), read=forms.around(form_reader.read_form))
        whole = time.process_time() - start
    finally:
        form_reader.read_workbook = opening
    return whole, forms, books


def main(tasks: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        workspace = Workspace(Path(name))
        make_demo(Workspace(ROOT), workspace.root, tasks, SEED, with_forms=True)
        (workspace.root / "notebooks").mkdir(exist_ok=True)
        check_run(workspace, "demo", "2024-T1")
        print("| check | s | forms opened | reading forms | of it, opening Excel |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for words in ("every form new", "every form known"):
            whole, forms, books = measured(workspace, "demo/2024-T2")
            shares = " | ".join(f"{meter.seconds:.1f} s ({meter.seconds / whole:.0%})" for meter in (forms, books))
            print(f"| {words} | {whole:.1f} | {books.calls} | {shares} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TASKS)
