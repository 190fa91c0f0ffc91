"""One process at a time closes a period; what one that was killed left is cleared away, and only that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from quarter_files import NOW, hand_in, make_world
from test_close import WHO, close, finish, folder_of

from helpers.base.system.processes import LockHeld, locked
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import check_run
from helpers.desk.periods.close_period import NotClosable

STOPS_HALFWAY = """
import sys, time
from datetime import datetime
from helpers.desk.periods import close_period as close
from helpers.base.system.workspace import Workspace
whole = close.write_data
def half(*given):
    whole(*given)
    print("a medias", flush=True)
    time.sleep(600)
close.write_data = half
close.close_period(Workspace.find(), "mini", "2024-T2", "Eva Ríos, Jefa", datetime.now().astimezone())
"""
COMMAND = ["-m", "helpers.desk.cli", "close", "mini/2024-T2", "--por", WHO]


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    made = make_world(tmp_path)
    hand_in(made, "U1")
    hand_in(made, "U2")
    check_run(made, "mini", "2024-T2", NOW)
    finish(made)
    return made


def begun(workspace: Workspace, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"POA_RAIZ": str(workspace.root), "PYTHONIOENCODING": "utf-8", "COLUMNS": "300"}
    return subprocess.Popen(
        [sys.executable, *words], env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def halfway(workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    """Another process that has written a part of its closing and goes no further."""
    process = begun(workspace, "-c", STOPS_HALFWAY)
    try:
        assert process.stdout.readline() == "a medias\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def left_beside(workspace: Workspace) -> list[str]:
    folder = folder_of(workspace)
    return sorted(path.name for path in folder.parent.iterdir() if "cierre" in path.name)


def test_of_two_processes_one_closes_and_the_other_gets_one_sentence(workspace):
    both = [begun(workspace, *COMMAND), begun(workspace, *COMMAND)]
    told = [process.communicate(timeout=120) for process in both]
    codes = [process.returncode for process in both]
    winner = codes.index(0)
    loser = 1 - winner
    assert codes[loser] in (1, 2) and "está cerrado:" in told[winner][0]
    sentence = told[loser][1].strip()
    assert len(sentence.splitlines()) == 1 and told[loser][0] == ""
    assert sentence.startswith(("Otro proceso está cerrando mini/2024-T2 (proceso", "El periodo ya está cerrado en"))
    assert left_beside(workspace) == ["cierre"]


@pytest.mark.slow
def test_who_comes_while_another_closes_leaves_its_work_alone(workspace):
    with halfway(workspace) as other:
        before = left_beside(workspace)
        second = begun(workspace, *COMMAND)
        out, told = second.communicate(timeout=120)
        assert (second.returncode, out) == (1, "")
        assert told.startswith(f"Otro proceso está cerrando mini/2024-T2 (proceso {other.pid} en ")
        assert told.strip().endswith(". Espere a que termine y repita.") and len(told.splitlines()) == 1
        assert left_beside(workspace) == before == [".cierre.bloqueo", "cierre.en-curso"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_a_killed_one_left_is_cleared_away_also_where_nothing_can_be_closed(workspace):
    for mends in (False, True):
        with halfway(workspace) as other:
            other.send_signal(signal.SIGKILL)
        assert "cierre.en-curso" in left_beside(workspace)
        manifest = workspace.output / "mini/2024-T2/manifiesto.json"
        if not mends:
            manifest.rename(manifest.with_suffix(".aparte"))
            with pytest.raises(NotClosable):
                close(workspace)
            manifest.with_suffix(".aparte").rename(manifest)
            assert left_beside(workspace) == []
    close(workspace)
    assert left_beside(workspace) == ["cierre"]


def test_nothing_is_closed_while_its_report_is_being_made(workspace):
    lock = workspace.output / "mini/2024-T2.bloqueo"
    with locked(lock, RuntimeError), pytest.raises(LockHeld, match="Se está haciendo el informe de mini/2024-T2"):
        close(workspace)
    close(workspace)
