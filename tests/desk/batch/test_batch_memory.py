"""The memory of a worker and its children is measured together; over the limit only the largest process is ended."""

import subprocess
import sys
import time

import pytest

from helpers.desk.batch.workers.process_memory import Watch, fair_share

MIB = 1 << 20
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; held = b'x' * (%d << 20); time.sleep(60)"])
print(child.wait(), flush=True)
"""


@pytest.fixture
def parent_of():
    started = []

    def begin(mebibytes):
        process = subprocess.Popen([sys.executable, "-c", PARENT % mebibytes], stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def wait_for(condition):
    last = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_the_memory_of_a_child_counts(parent_of):
    with Watch().gauge(parent_of(120).pid) as gauge:
        wait_for(lambda: gauge.peak > 120 * MIB)
        assert gauge.peak < 240 * MIB
        assert not gauge.exceeded


def test_over_the_limit_the_largest_process_is_ended_and_its_parent_continues(parent_of):
    parent = parent_of(200)
    with Watch().gauge(parent.pid, 150 * MIB) as gauge:
        assert int(parent.stdout.readline()) != 0, "the parent lives to tell how its child ended"
        wait_for(lambda: gauge.exceeded)
        assert gauge.peak > 150 * MIB


def test_the_fair_shares_of_memory_fit_together_in_the_machine():
    assert 0 < fair_share(4) * 4 <= fair_share(1)
