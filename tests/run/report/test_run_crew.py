"""Work and steps that a crew of processes does; the result is the same as in this process."""

from __future__ import annotations

import os
import signal
import struct
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from builders import make_dataset, make_evidence

from helpers.base.system.processes import fix_hash_seed
from helpers.checks.computed import Computed
from helpers.outputs.run_files import WORKPAPERS_FILE
from helpers.run.compute import hold, save_to_read
from helpers.run.processes.step_processes import IS_FORKING, Crew, Work
from helpers.run.report.report_order import Request
from helpers.run.report.report_steps import Beside, outputs_for, real_steps

WORKBOOK = outputs_for(Request("mini", "2024-T2", sections=("acp",)))[0]
STRUCTURE = """
    nivel   | codigo | padre
    entidad | E      |
    area    | NORTE  | E
    unidad  | U1     | NORTE
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 47.05
"""
LOG = "nucleos.log"


def write(tell, path, text="hecho"):
    tell("empieza")
    return Path(path).write_text(text, encoding="utf-8")


def raise_error(tell):
    raise OSError("no queda espacio")


def crash(tell):
    os.kill(os.getpid(), signal.SIGKILL)


def crash_while_telling(tell):
    (connection,) = (held.cell_contents for held in tell.__closure__)
    os.write(connection.fileno(), struct.pack("!i", 1000) + b"the first of 1000 bytes")
    crash(tell)


def sleep(tell, path=""):
    if path:
        Path(path).touch()
    time.sleep(600)


@pytest.fixture
def crew(tmp_path):
    with Crew(2, tmp_path, tmp_path / LOG) as opened:
        yield opened


def test_works_are_done_and_their_messages_are_heard(crew, tmp_path):
    heard = []
    works = [Work(name, write, (tmp_path / name,), hear=heard.append, done=lambda work: heard.append(work.name)) for name in "abc"]
    crew.add(*works)
    crew.wait_for(*works)
    assert all((tmp_path / name).read_text(encoding="utf-8") == "hecho" for name in "abc")
    assert sorted(heard) == ["a", "b", "c", "empieza", "empieza", "empieza"]
    assert all(work.is_well and work.result == len("hecho") for work in works)


@pytest.mark.parametrize("harm", [raise_error, crash, crash_while_telling])
def test_a_failed_work_is_marked_and_stops_no_other(crew, tmp_path, harm):
    bad, good = Work("mal", harm), Work("bien", write, (tmp_path / "bien",))
    crew.add(bad, good)
    crew.wait_for(bad, good)
    assert (bad.is_well, good.is_well) == (False, True)
    assert ("no queda espacio" in (tmp_path / LOG).read_text(encoding="utf-8")) == (harm is raise_error)


def test_a_work_marked_as_last_begins_after_all_that_wait(tmp_path):
    order = []
    with Crew(1, tmp_path, tmp_path / LOG) as crew:
        works = [
            Work(name, write, (tmp_path / name,), done=lambda work: order.append(work.name), is_last=name == "a")
            for name in "abc"
        ]
        crew.add(*works)
        crew.wait_for(*works)
    assert order == ["b", "c", "a"]


def test_a_work_that_is_silent_for_too_long_is_ended(crew):
    work = Work("mudo", sleep, allowed=0.5)
    crew.add(work)
    crew.wait_for(work)
    assert work.is_late and not work.is_well


def test_an_interrupted_run_leaves_no_process_behind(tmp_path):
    others = set(psutil.Process().children())  # other tests may keep a server
    with pytest.raises(KeyboardInterrupt), Crew(2, tmp_path, tmp_path / LOG) as crew:
        crew.add(*(Work(name, sleep, (tmp_path / name,)) for name in "ab"))
        crew.begin()
        while not (tmp_path / "b").exists():
            time.sleep(0.05)
        children = set(psutil.Process().children()) - others
        raise KeyboardInterrupt
    assert len(children) >= 2
    assert not any(child.is_running() for child in children)


@pytest.fixture
def computed() -> Computed:
    return Computed(make_evidence(make_dataset(estructura=STRUCTURE, avances=REPORTED)).book, (), ())


@pytest.fixture
def due(computed, tmp_path_factory) -> bytes:
    """The workbook as this process writes it."""
    elsewhere = tmp_path_factory.mktemp("debido")
    real_steps().write(WORKBOOK, computed, elsewhere)
    return (elsewhere / WORKPAPERS_FILE).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("is_forking", [pytest.param(True, marks=pytest.mark.skipif(not IS_FORKING, reason="")), False])
def test_a_workbook_written_by_another_process_has_the_same_bytes(tmp_path, computed, due, monkeypatch, is_forking):
    monkeypatch.setattr("helpers.run.processes.step_processes.IS_FORKING", is_forking)
    save_to_read(computed, tmp_path)
    if is_forking:
        hold(tmp_path, computed)

    def here(*_):
        raise AssertionError("this process did it")

    with Crew(2, tmp_path, tmp_path / LOG) as crew:
        steps = Beside(replace(real_steps(), write=here), crew).wrapped()
        steps.begin(WORKBOOK, tmp_path)
        steps.begin(WORKBOOK, tmp_path)  # a run that is repeated begins the step again
        steps.write(WORKBOOK, computed, tmp_path)
    assert (tmp_path / WORKPAPERS_FILE).read_bytes() == due
    assert (tmp_path / LOG).read_text(encoding="utf-8") == ""


def order_of_sets(tell):
    return hash("La Paz"), hash("Cobija")


@pytest.mark.slow
def test_sets_have_the_same_order_in_two_runs_on_windows(tmp_path, monkeypatch):
    """Processes start anew there, and a notebook that prints a set printed it differently when it was audited."""
    monkeypatch.setattr("helpers.run.processes.step_processes.IS_FORKING", False)
    monkeypatch.setattr("helpers.base.system.processes.sys", SimpleNamespace(flags=SimpleNamespace(hash_randomization=1), argv=["poa"]))
    monkeypatch.delattr(os, "fork", raising=False)
    monkeypatch.setenv("PYTHONHASHSEED", "random")
    fix_hash_seed()
    works = [Work(name, order_of_sets) for name in ("una", "otra")]
    with Crew(2, tmp_path, tmp_path / LOG) as crew:
        crew.add(*works)
        crew.wait_for(*works)
    assert works[0].result == works[1].result is not None


def test_a_step_that_fails_elsewhere_is_done_here_and_an_error_here_is_raised(tmp_path, computed, due):
    steps = real_steps()
    with Crew(2, tmp_path, tmp_path / LOG) as crew:
        work = Beside(steps, crew).wrapped()
        work.begin(WORKBOOK, tmp_path)  # no run is saved there, so the other process fails
        work.write(WORKBOOK, computed, tmp_path)
    assert (tmp_path / WORKPAPERS_FILE).read_bytes() == due
    assert "Traceback" in (tmp_path / LOG).read_text(encoding="utf-8")

    def no_room(*_):
        raise OSError("no queda espacio")

    with Crew(2, tmp_path, tmp_path / LOG) as crew, pytest.raises(OSError, match="no queda espacio"):
        work = Beside(replace(steps, write=no_room), crew).wrapped()
        work.begin(WORKBOOK, tmp_path)
        work.write(WORKBOOK, computed, tmp_path)
