"""Only one process at a time closes a period. The remains of a killed process are removed, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from quarter_files import NOW, copy_of_made, hand_in, make_world
from test_close import WHO, close, finish, folder_of

from helpers.base.errors import PoaError
from helpers.base.system.processes import LockHeld, locked
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import check_run

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
    return copy_of_made(_finished, tmp_path)


def _finished(root: Path) -> Workspace:
    made = make_world(root)
    hand_in(made, "U1")
    hand_in(made, "U2")
    check_run(made, "mini", "2024-T2", NOW)
    finish(made)
    return made


def started(workspace: Workspace, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"POA_RAIZ": str(workspace.root), "PYTHONIOENCODING": "utf-8", "COLUMNS": "300"}
    return subprocess.Popen(
        [sys.executable, *words], env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def closing_halfway(workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    """Another process that has written a part of its closing and then stands still."""
    process = started(workspace, "-c", STOPS_HALFWAY)
    try:
        assert process.stdout.readline() == "a medias\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def left_beside(workspace: Workspace) -> list[str]:
    folder = folder_of(workspace)
    return sorted(path.name for path in folder.parent.iterdir() if "cierre" in path.name)


def test_one_of_two_processes_closes_and_the_other_prints_one_sentence(workspace):
    both = [started(workspace, *COMMAND), started(workspace, *COMMAND)]
    message = [process.communicate(timeout=120) for process in both]
    codes = [process.returncode for process in both]
    winner = codes.index(0)
    loser = 1 - winner
    assert codes[loser] in (1, 2) and "está cerrado:" in message[winner][0]
    sentence = message[loser][1].strip()
    assert len(sentence.splitlines()) == 1 and message[loser][0] == ""
    assert sentence.startswith(("Otro proceso está cerrando mini/2024-T2 (proceso", "El periodo ya está cerrado en"))
    assert left_beside(workspace) == ["cierre"]


@pytest.mark.slow
def test_a_second_process_does_not_touch_a_closing_in_progress(workspace):
    with closing_halfway(workspace) as other:
        before = left_beside(workspace)
        second = started(workspace, *COMMAND)
        out, message = second.communicate(timeout=120)
        assert (second.returncode, out) == (1, "")
        assert message.startswith(f"Otro proceso está cerrando mini/2024-T2 (proceso {other.pid} en ")
        assert message.strip().endswith(". Espere a que termine y repita.") and len(message.splitlines()) == 1
        assert left_beside(workspace) == before == [".cierre.bloqueo", "cierre.en-curso"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_remains_of_a_killed_closing_are_removed_even_if_the_next_one_is_refused(workspace):
    for mends in (False, True):
        with closing_halfway(workspace) as other:
            other.send_signal(signal.SIGKILL)
        assert "cierre.en-curso" in left_beside(workspace)
        manifest = workspace.output / "mini/2024-T2/manifiesto.json"
        if not mends:
            manifest.rename(manifest.with_suffix(".aparte"))
            with pytest.raises(PoaError):
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
