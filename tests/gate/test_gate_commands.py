"""Where `poa check` passes, `poa report` succeeds and `poa audit` passes: random institutions, by the real commands."""

import os
import shutil

import pytest
from builders import ROOT
from gate_institutions import NAME, Written, institutions
from hypothesis import given, seed, settings
from real_commands import poa

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

SEED = 20244
WINDOWS = ("T2", "anual", "poa", "S1", "T1")
WITH_PDF = 7
"""One of so many reports is printed, and its paper audited."""
DOCUMENTED = {1}
"""How `poa check` ends where there is something to mend."""


def how_many() -> int:
    return int(os.environ.get("POA_INSTITUCIONES_ORDENES", "20"))


@pytest.fixture
def root(tmp_path):
    (tmp_path / "params").mkdir()
    shutil.copytree(ROOT / "params/metodos", tmp_path / "params/metodos")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    return tmp_path


def put(one: Written, root) -> None:
    for folder in ("params/" + NAME, "data/" + NAME, "output", ".poa"):
        shutil.rmtree(root / folder, ignore_errors=True)
    one.put(root)


def test_what_passes_its_check_is_reported_and_its_report_is_verified(root):
    ended = {"probadas": 0, "aceptadas": 0, "impresas": 0}

    @seed(SEED)
    @settings(max_examples=how_many(), derandomize=False, database=None)
    @given(institutions(WINDOWS))
    def holds(one):
        put(one, root)
        ended["probadas"] += 1
        checked = poa(root, "check", one.run)
        assert checked.returncode in {0, *DOCUMENTED}, checked.stdout + checked.stderr
        assert "Traceback" not in checked.stderr
        if checked.returncode:
            return
        ended["aceptadas"] += 1
        paper = ended["aceptadas"] % WITH_PDF == 1
        ended["impresas"] += paper
        for command in (("report", one.run, *(() if paper else ("--sin-pdf",))), ("audit", one.run, "--sin-libreoffice", "--sin-pdf")):
            done = poa(root, *command)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"

    holds()
    print(ended)
    assert ended["aceptadas"] >= 0.8 * ended["probadas"], ended
