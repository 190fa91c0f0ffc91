"""Makes a report of a small institution: `one_run.py ROOT FOLDER`, with the code that PYTHONPATH names.

All steps are real, and there are PDFs unless `--sin-pdf` is given. `--dos` makes the report a second time, in
FOLDER.sin, without kept results. `--olvida PARTE` removes a part from what every step declares, to show that the report
is then out of date.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from quiet_watcher import Quiet

from helpers.base.system.workspace import Workspace
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


if __name__ == "__main__":
    main(*sys.argv[1:])
