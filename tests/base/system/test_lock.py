"""The lock admits one process at a time and does not outlive its holder."""

import subprocess
import sys
from functools import partial

import pytest

from helpers.base.system.processes import is_held, locked
from helpers.run.report.destination import Busy

HOLD = """
import os, sys
from pathlib import Path
from helpers.base.errors import UsageError
from helpers.base.system.processes import locked
with locked(Path(sys.argv[1]), UsageError):
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""


SIGN_LATE = """
import time
from helpers.base.system import processes
sign = processes._sign
def late(stream):
    print("locked", flush=True)
    time.sleep(0.3)
    sign(stream)
processes._sign = late
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "2024-T2.bloqueo"


@pytest.fixture
def holder(path):
    """Another process that holds the lock until it is killed, and its number: in Windows' venv, a child's of it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process, int(process.stdout.readline())
        process.kill()


def test_a_second_process_is_refused_and_the_holder_named(path, holder):
    with (
        pytest.raises(Busy, match=rf"output/x \(proceso {holder[1]} en .*--salida"),
        locked(path, partial(Busy, "output/x")),
    ):
        pass
    assert is_held(path)


def test_the_holder_is_named_even_if_it_signs_the_lock_late(path):
    command = [sys.executable, "-c", SIGN_LATE + HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "locked\n"
        with pytest.raises(Busy) as told, locked(path, partial(Busy, "output/x")):
            pass
        assert f"proceso {int(process.stdout.readline())} en " in str(told.value)
        process.kill()


def test_a_killed_run_leaves_no_lock(path, holder):
    process, number = holder
    process.kill()
    process.wait()
    assert path.exists()
    assert not is_held(path)
    with locked(path, partial(Busy, "output/x")) as left_by:
        assert left_by.startswith(f"proceso {number} en ")


def test_the_lock_file_is_deleted_when_the_lock_is_released(path):
    with locked(path, partial(Busy, "output/x")) as left_by:
        assert left_by == ""
        assert path.exists()
    assert not path.exists()


def test_the_lock_is_released_after_a_failure(path):
    with pytest.raises(KeyError), locked(path, partial(Busy, "output/x")):
        raise KeyError
    assert not path.exists()
    assert not is_held(path)
