"""Where the fork server is not there, or ends, sections run on ordinary kernels, and the log says so in a word."""

import os
import signal
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerBase
from kernel_world import Silent, client_of, done, say, section, servers_of_runs

from helpers.kernels import client
from helpers.kernels.client import DOOR
from helpers.kernels.provisioner import WarmProvisioner
from helpers.runner import own_kernel
from helpers.runner.pool import run_tasks
from helpers.runner.supply import ORDINARY

forks = pytest.mark.skipif(not client.IS_POSSIBLE, reason="this system does not fork")
PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def test_the_provisioner_is_registered_for_any_program():
    entries = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
    module, _, name = entries["jupyter_client.kernel_provisioners"]["warm"].partition(":")
    assert issubclass(getattr(import_module(module), name), KernelProvisionerBase)


def test_a_system_that_does_not_fork_starts_ordinary_kernels(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(client, "IS_POSSIBLE", False)
    monkeypatch.setenv("HOME", str(tmp_path))  # no server of these settings has been started
    assert say(tmp_path, "print('hecho')") == "hecho"
    assert caplog.messages == ["Núcleo ordinario: este sistema no bifurca procesos."]


@forks
def test_a_server_that_does_not_start_is_done_without(tmp_path, monkeypatch, caplog):
    (tmp_path / "roto.py").write_text("1 / 0", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", ""))))

    def with_wrong_module(**settings):
        return WarmProvisioner(modules=["roto"], **settings)

    monkeypatch.setattr(own_kernel, "WarmProvisioner", with_wrong_module)
    assert say(tmp_path, "print('hecho')") == "hecho"
    assert caplog.messages == ["Núcleo ordinario: el servidor de núcleos terminó."]


@pytest.mark.parametrize("door", ["9999", "no es un número"])
@forks
def test_a_door_that_leads_nowhere_is_done_without(tmp_path, monkeypatch, caplog, door):
    monkeypatch.setenv(DOOR, door)
    assert say(tmp_path, f"import os; print(os.environ.get('{DOOR}'))") == door
    assert caplog.messages == [f"Núcleo ordinario: {DOOR} no es la puerta de un servidor de núcleos."]


@forks
def test_what_a_fork_cannot_be_given_is_given_to_a_new_process(tmp_path, caplog):
    client_of_other = client_of(tmp_path, ["import os; print(os.umask(0o22))"])
    with client_of_other.setup_kernel(umask=0o27):
        client_of_other.execute_cell(client_of_other.nb.cells[0], 0)
    assert client_of_other.nb.cells[0].outputs[0]["text"] == f"{0o27}\n"
    assert caplog.messages == ["Núcleo ordinario: se pide umask."]


class Killer(Silent):
    """A watcher at whose word, when a section has begun, a server of the run is killed."""

    def __init__(self, which: str) -> None:
        super().__init__()
        self._which = which

    def cell_started(self, section: str, position: int) -> None:
        if self._which and position == 2:
            (head,) = servers_of_runs()
            workers, kernels = sorted(head.children(), key=lambda one: one.pid)
            os.kill({"all": head, "workers": workers, "kernels": kernels}[self._which].pid, signal.SIGKILL)
            self._which = ""


@forks
@pytest.mark.slow
@pytest.mark.parametrize("which", ["all", "workers", "kernels"])
def test_a_run_whose_server_is_killed_is_done_all_the_same(tmp_path, which):
    cells = ("import time", "time.sleep(1.5)", "print('hecho')")
    tasks = [section(tmp_path, name, *cells) for name in ("una", "otra", "más")]
    ended = run_tasks(tasks, 2, tmp_path, tmp_path / "nucleos.log", Killer(which))
    assert [one.stop for one in ended.values()] == [None, None, None]
    assert [done(task) for task in tasks] == ["hecho"] * 3
    assert "rdinario" in (tmp_path / "nucleos.log").read_text(encoding="utf-8")
    assert servers_of_runs() == []


@pytest.mark.slow
def test_a_run_where_nothing_forks_is_done_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(client, "IS_POSSIBLE", False)
    task = section(tmp_path, "una", "print('hecho')")
    run_tasks([task], 1, tmp_path, tmp_path / "nucleos.log", Silent())
    assert done(task) == "hecho"
    log = (tmp_path / "nucleos.log").read_text(encoding="utf-8")
    assert log.splitlines() == [ORDINARY.format("este sistema no bifurca procesos")]
