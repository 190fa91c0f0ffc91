"""Makes reports of a small institution with the code that PYTHONPATH names, each in a fork that has done all imports.

Each request is a list: the folder of kept results, a folder of package versions, the file for what is printed (errors
go into the same with `.err`), ROOT, FOLDER and options.

All steps are real, and there are PDFs unless `--sin-pdf` is given. `--dos` makes the report a second time, in
FOLDER.sin, without kept results. `--olvida PARTE` removes a part from what every step declares, to show that the report
is then out of date.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from forked import serve
from quiet_watcher import Quiet

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace
from helpers.run.kept import step_keys
from helpers.run.report.make_report import run_report
from helpers.run.report.report_order import Request


def main(root: str, folder: str, *options: str) -> None:
    if "--olvida" in options:
        part = options[options.index("--olvida") + 1]
        step_keys.TAKES = {step: tuple(one for one in parts if one != part) for step, parts in step_keys.TAKES.items()}
    request = Request("mini", "2024-T2", output=Path(folder), jobs=1, with_pdf="--sin-pdf" not in options)
    watcher = Quiet()
    run_report(Workspace(Path(root)), request, watcher)
    if "--dos" in options:
        run_report(Workspace(Path(root)), replace(request, output=Path(f"{folder}.sin"), reuse=False), Quiet())
    print(*watcher.reused)


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
