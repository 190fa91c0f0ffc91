"""Runs `poa comprobar`, `poa informe` and `poa auditar` on random institutions, in a workbook of their own."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

from builders import ROOT
from gate_holds import LEAST_ACCEPTED
from gate_institutions import NAME, Written, institutions
from hypothesis import Phase, given, seed, settings
from real_commands import poa

PRINTED = 5
"""One report in this many has a PDF, which the audit then verifies too."""
ERRORS = 1
"""Exit code of `poa comprobar` if the data have errors."""


def assert_reports_follow_checks(root: Path, windows: tuple[str, ...], number: int, usual: int) -> None:
    """Assert that each random institution that passes its check gets a report that passes its audit.

    `number` is the seed and `usual` the number of institutions. The variable `POA_INSTITUCIONES_ORDENES` sets another
    number. The first one, of the first window, is always the smallest possible and shows nothing that is not asked
    elsewhere: it is passed over.
    """
    for folder in ("params/metodos", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder)
    tried: Counter = Counter()
    asked = os.environ.get("POA_INSTITUCIONES_ORDENES")

    @seed(number)
    # A failing institution is shown as it was drawn, because shrinking it would take hours.
    @settings(max_examples=int(asked) if asked else usual, derandomize=False, database=None, phases=[Phase.generate])
    @given(institutions(windows, brief=True))
    def try_one(one: Written) -> None:
        tried["dibujadas"] += 1
        if tried["dibujadas"] > 1:
            _report_where_checked(root, one, tried)

    try_one()
    print(dict(tried))
    assert tried["aceptadas"] >= LEAST_ACCEPTED * tried["probadas"], tried
    assert [window for window in windows[1:] if not tried[window]] == [], tried


def _report_where_checked(root: Path, one: Written, tried: Counter) -> None:
    for folder in (f"params/{NAME}", f"data/{NAME}", "output", ".poa"):
        shutil.rmtree(root / folder, ignore_errors=True)
    one.put(root)
    tried["probadas"] += 1
    checked = poa(root, "check", one.run)
    assert checked.returncode in (0, ERRORS), checked.stdout + checked.stderr
    assert "Traceback" not in checked.stderr
    if checked.returncode == ERRORS:
        return
    tried["aceptadas"] += 1
    tried[one.run.rpartition("-")[2]] += 1
    paper = () if tried["aceptadas"] % PRINTED == 1 else ("--sin-pdf",)
    for command in (("report", one.run, *paper), ("audit", one.run, "--sin-libreoffice", "--sin-pdf")):
        done = poa(root, *command)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("PASA:") and "no se hizo, a pedido: Papeles de trabajo, recalculados con LibreOffice" in last
