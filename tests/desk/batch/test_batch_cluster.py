"""A batch on a real Dask cluster on this machine, with two workers, one of which is killed; and refused workers."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from builders import ROOT
from small_offices import batch, batch_done, ended, ends, make_offices, put, states, wait_for

from helpers.base.errors import UsageError
from helpers.desk.batch.workers import dask_cluster
from helpers.desk.batch.workers.dask_cluster import connected_cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there"),
]
QUICK = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--memory-limit", "2GiB", "--no-nanny", "--no-dashboard")


@contextmanager
def running(folder: Path, name: str, *command: str, source: Path = ROOT / "src") -> Iterator[subprocess.Popen]:
    """A process of the cluster, with the project's code from `source`."""
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, stdout=log, stderr=log,
            env=os.environ | QUICK | {"PYTHONPATH": str(source)},
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def worker(folder: Path, name: str, source: Path = ROOT / "src") -> Iterator[subprocess.Popen]:
    place = ("--scheduler-file", str(folder / "planificador.json"), "--local-directory", str(folder / name))
    with running(folder, name, *WORKER, "--name", name, *place, source=source) as process:
        yield process


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder in which a scheduler runs and writes its address to a file."""
    place = tmp_path_factory.mktemp("dask")
    command = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    told = place / "planificador.json"
    with running(place, "planificador", *command, "--scheduler-file", str(told)):
        # The scheduler creates the file before it writes into it.
        wait_for(lambda: told.exists() and told.stat().st_size)
        yield place


@pytest.fixture(scope="module")
def address(folder):
    return json.loads((folder / "planificador.json").read_text(encoding="utf-8"))["address"]


@pytest.fixture(scope="module")
def other_source(tmp_path_factory):
    """The project's code with one more comment."""
    source = tmp_path_factory.mktemp("otro") / "src"
    shutil.copytree(ROOT / "src/helpers", source / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    with (source / "helpers/views/elements/tables.py").open("a", encoding="utf-8") as stream:
        stream.write("# otra revisión\n")
    return source


def sections_of(root: Path, office: str) -> list[int]:
    """The processes that began the first section of an office's report, in order."""
    return [int(line) for line in (root / f"{office}.aqui").read_text(encoding="utf-8").split()]


@pytest.fixture(scope="module")
def steady(folder):
    """A worker that outlives every batch."""
    with worker(folder, "fijo") as process:
        yield process


def test_all_reports_are_made_although_one_of_two_workers_is_killed(folder, address, steady, other_source, tmp_path):
    """A worker with different code joins after one is killed: it gets no report to make, and the next batch refuses it."""
    root = make_offices(tmp_path / "libro", "primera", "segunda")
    for office in ("primera", "segunda"):
        put(root / f"{office}.espera", "")
    with worker(folder, "breve") as victim:
        command = batch(root, "*/2024-T2", "--scheduler", address)
        wait_for(lambda: all(any(root.glob(f"{office}.aqui")) and sections_of(root, office) for office in ("primera", "segunda")))
        at_work = psutil.Process(victim.pid).children(recursive=True)
        (lost,) = (office for office in ("primera", "segunda") if sections_of(root, office)[0] in {one.pid for one in at_work})
        assert len(at_work) >= 2, "the process of the report and its section's"
        victim.kill()
        wait_for(lambda: not psutil.wait_procs(at_work, timeout=0)[1], seconds=20)
    with worker(folder, "tarde", other_source) as late:
        wait_for(lambda: "Starting established connection" in (folder / "tarde.log").read_text(encoding="utf-8"))
        for office in ("primera", "segunda"):
            (root / f"{office}.espera").unlink()
        said = ends(command)
        assert not psutil.Process(late.pid).children()
        wait_for(lambda: not psutil.Process(steady.pid).children())
        refused = batch_done(make_offices(tmp_path / "otro", "sola"), "*/2024-T2", "--scheduler", address, code=2)
    assert list(states(root)) == ["primera: completo", "segunda: completo"]
    assert "2 informes hechos de 2." in said
    assert "; tope 2,0 GiB." in said, "what the workers were started with"
    assert {office: len(sections_of(root, office)) for office in ("primera", "segunda")} == {"primera": 1, "segunda": 1, lost: 2}
    assert sorted(ended(said)) == ["primera", "segunda"]
    assert "tcp://127.0.0.1:" in refused
    assert "otro código del proyecto" in refused
    assert not list((tmp_path / "otro").glob("output/lotes/*/consolidado.*")), "nothing was begun"


def test_a_killed_command_leaves_nothing_running_on_the_cluster(address, steady, tmp_path):
    root = make_offices(tmp_path / "libro", "sola")
    put(root / "sola.espera", "")
    killed = batch(root, "*/2024-T2", "--scheduler", address)
    wait_for((root / "sola.aqui").exists)
    at_work = psutil.Process(steady.pid).children(recursive=True)
    assert at_work
    killed.kill()
    killed.communicate()
    wait_for(lambda: not psutil.wait_procs(at_work, timeout=0)[1], seconds=60)
    assert not [*root.glob("output/sola/*")]


def test_a_scheduler_that_does_not_answer_is_reported(monkeypatch, tmp_path):
    monkeypatch.setattr(dask_cluster, "PATIENCE", 0.1)
    with (
        pytest.raises(UsageError, match=r"no responde en «tcp://127\.0\.0\.1:9»"),
        connected_cluster("tcp://127.0.0.1:9", str(tmp_path)),
    ):
        raise AssertionError("nobody listens there")
