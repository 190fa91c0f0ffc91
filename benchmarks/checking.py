"""Measures `poa comprobar` on a ministry's filled forms, and how much of it is spent reading Excel.

    python benchmarks/checking.py [TASKS]      default: the 4,426 of the synthetic institution

The institution and its 109 forms a quarter are generated first, and the first quarter's forms accepted. The second
quarter is then checked twice: with all forms new, and with all forms known. Processor time of one process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest import mock

import helpers.forms.returned.read_form as form_reader
from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.desk.checking.period_check import check_run
from helpers.intake.readers.workbook_reader import read_workbook

ROOT = Path(__file__).resolve().parents[1]
SEED, TASKS = 2024, 4426
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Meter:
    """Adds up the processor time of the calls that it wraps."""

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
    """Check a run and return its total time, the time of reading forms and, within it, of opening workbooks."""
    forms, books = Meter(), Meter()
    institution, period = run.split("/")
    # Replaced in the module that uses it, not in the one that defines it.
    with (
        mock.patch.object(form_reader, "read_workbook", books.around(read_workbook)),
        mock.patch.object(form_reader, "read_form", forms.around(form_reader.read_form)),
    ):
        start = time.process_time()
        check_run(workspace, institution, period)
        whole = time.process_time() - start
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
