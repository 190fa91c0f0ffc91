"""Makes reports of a small institution with the code that PYTHONPATH names, each in a fork that has done all imports.

Each request is a list: the folder of kept results, a folder of package versions, the file for what is printed (errors
go into the same with `.err`), ROOT, FOLDER and options.

All steps are real. `--dos` makes the report a second time, in FOLDER.sin, without kept results. What is printed are the
names of the sections and steps that were reused.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from forked import serve
from quiet_watcher import Quiet

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace
from helpers.run.report.make_report import run_report
from helpers.run.report.report_order import Request


def main(root: str, folder: str, *options: str) -> None:
    request = Request("mini", "2024-T2", output=Path(folder), jobs=1)
    published = run_report(Workspace(Path(root)), request, Quiet())
    if "--dos" in options:
        run_report(Workspace(Path(root)), replace(request, output=Path(f"{folder}.sin"), reuse=False), Quiet())
    for one in published.done:
        if one.is_reused:
            print(one.section)


def answer(request: list[str]) -> None:
    """Make a report, in the fork."""
    kept, versions, said, *asked = request
    for descriptor, file in ((1, said), (2, f"{said}.err")):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), descriptor)
    os.environ[CACHE_VARIABLE] = kept
    sys.path.insert(0, versions)
    main(*asked)


if __name__ == "__main__":
    serve(answer)
