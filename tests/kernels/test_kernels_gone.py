"""Whoever is killed, nothing of what came of it is left; and runs at the same time do not mix."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from builders import make_dataset, make_scored
from kernel_world import Silent, are_gone, done, family, section, servers_of_runs, wait_for

from helpers.compute import Computed, save
from helpers.kernels.client import IS_POSSIBLE
from helpers.runner.pool import run_tasks
from helpers.runner.warmth import end_standing, standing_warmth
from helpers.workspace import ROOT_VARIABLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_POSSIBLE, reason="this system does not fork"),
]

ASLEEP = (
    "import subprocess; subprocess.Popen(['sleep', '600'])",
    "from pathlib import Path; Path('despierto').touch()",
    "import time; time.sleep(600)",
)
PROGRAM = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from kernel_world import Silent, section
from helpers.runner.pool import run_tasks
folder = Path(sys.argv[1])
tasks = [section(folder, name, *{ASLEEP!r}) for name in ("una", "otra")]
run_tasks(tasks, 2, folder, folder / "nucleos.log", Silent())
"""


@pytest.fixture
def asleep(tmp_path):
    """The command of a run whose sections sleep, each beside a process that it has started, and all that came of it."""
    command = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)])
    wait_for(lambda: len(list(tmp_path.rglob("despierto"))) == 2, 60)
    everybody = family(command.pid)
    assert len(everybody) == len(["command", "server", "its two forks", "", "workers", "", "kernels", "", "sleeps", ""])
    yield command, everybody
    for one in [process for process in everybody if process.is_running()]:
        one.kill()
    command.wait()


def test_nothing_is_left_of_a_server_that_is_killed(asleep):
    command, everybody = asleep
    server = psutil.Process(command.pid).children()[0]
    forked = family(server.pid)
    server.kill()
    wait_for(lambda: are_gone(forked))
    command.kill()
    wait_for(lambda: are_gone(everybody))


def test_nothing_is_left_of_a_kernel_a_worker_nor_the_command_that_is_killed(asleep):
    command, everybody = asleep
    workers, kernels = sorted(psutil.Process(command.pid).children()[0].children(), key=lambda one: one.pid)
    for killed in (kernels.children()[-1], workers.children()[0]):
        started = killed.children()
        killed.kill()
        wait_for(lambda: are_gone([killed, *started]))  # noqa: B023 - waited for at once
    command.kill()
    wait_for(lambda: are_gone(everybody))


def test_two_runs_at_once_do_not_mix(tmp_path):
    look = (
        "import os, time; time.sleep(0.2); from helpers.opened import _read\n"
        f"print(os.environ['{ROOT_VARIABLE}'], os.path.dirname(os.getcwd()), *_read)"  # the last, before it reads itself
    )
    runs = {}
    for name in ("una", "otra"):
        folder = tmp_path / name
        folder.mkdir()
        save(Computed(make_scored(make_dataset()), (), ()), folder)
        tasks = [section(folder, f"{name}{number}", look) for number in range(3)]
        arguments = (tasks, 1, folder, folder / "nucleos.log", Silent())
        runs[folder] = tasks, threading.Thread(target=run_tasks, args=arguments)
    for _, thread in runs.values():
        thread.start()
    for folder, (tasks, thread) in runs.items():
        thread.join()
        assert {done(task) for task in tasks} == {f"{folder} {folder} {folder}"}
    assert servers_of_runs() == []


def test_who_makes_one_report_after_another_has_one_server_until_it_is_gone(tmp_path):
    pids = []
    for _ in range(2):
        with standing_warmth(tmp_path) as servers:
            pids.append(servers.server.process.pid)
    assert pids[0] == pids[1]
    os.kill(pids[0], signal.SIGKILL)
    servers.server.process.wait()
    with standing_warmth(tmp_path) as servers:
        assert servers.is_there and servers.server.process.pid != pids[0]
    end_standing()
    assert servers.server.process.poll() is not None
