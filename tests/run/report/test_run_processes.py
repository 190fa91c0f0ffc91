"""Sections in real processes: they run separately and in parallel, fail alone, and end with the run."""

import json
import multiprocessing
import os
import signal
import time
from dataclasses import replace

import psutil
import pytest
from run_fakes import REQUEST, Notes, fake_steps, write_notebook

from helpers.run.processes.step_processes import IS_FORKING
from helpers.run.report.make_report import run_report
from helpers.run.report.report_order import SectionsFailed

pytestmark = pytest.mark.slow

signals = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")

SLEEP = "from pathlib import Path; import time; Path('despierto').touch(); time.sleep(60)"


def notebook(workspace, name):
    return workspace.notebooks / "trimestral" / name


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def printed(path):
    return "".join(
        "".join(output.get("text", ())) for cell in cells(path) for output in cell.get("outputs", ())
    )


@pytest.fixture
def tempting_settings(tmp_path, monkeypatch):
    """A user's kernel of the same name that does not start, and start-up files; sections must use neither."""
    kernel = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(
        json.dumps({"argv": ["false"], "display_name": "x", "language": "python"}), encoding="utf-8"
    )
    startup = tmp_path / "ipython" / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("intruso = True", encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))


def test_a_cell_that_takes_too_long_ends_its_section_and_no_other(workspace, notes, monkeypatch):
    monkeypatch.setattr("helpers.run.report.section_notebooks.SECONDS", 1)  # a minute of the limit lasts one second
    write_notebook(notebook(workspace, "04_acp.ipynb"), "import time", "time.sleep(600)")
    with pytest.raises(SectionsFailed) as stopped:
        run_report(workspace, replace(REQUEST, limit=3), notes, fake_steps())
    (failure,) = stopped.value.failures
    assert (failure.section, failure.stop.line) == ("acp", "time.sleep(600)")
    assert failure.stop.error.startswith("CellTimeoutError: la celda no terminó en 3 s")
    assert dict(notes.done)["resumen"] is None


def test_sections_run_on_this_python_in_folders_of_their_own(workspace, notes, tempting_settings):
    own = "import os, sys, helpers\nprint(sys.prefix, 'intruso' in globals(), sorted(os.listdir()))"
    write_notebook(notebook(workspace, "04_acp.ipynb"), own, "open('mío', 'w').close()")
    run_report(workspace, REQUEST, notes, fake_steps())
    folder = workspace.output / "mre" / "2024-T2"
    assert printed(folder / "cuadernos" / "01_resumen.ipynb") == '{"ok": 1}\n'
    assert printed(folder / "cuadernos" / "04_acp.ipynb") == "<entorno> False ['.ipython']\n"
    assert not list(folder.rglob("mío"))
    for path in folder.rglob("*.ipynb"):
        assert str(workspace.root) not in path.read_text(encoding="utf-8")
    assert sorted(notes.done) == [("acp", None), ("resumen", None)]
    assert notes.cells["acp"] == notes.reached["acp"] + 1


def test_two_runs_leave_the_same_notebooks(workspace, notes):
    folder = workspace.output / "mre" / "2024-T2" / "cuadernos"
    left = []
    for _ in range(2):
        run_report(workspace, REQUEST, notes, fake_steps())
        left.append([path.read_bytes() for path in sorted(folder.iterdir())])
    assert left[0] == left[1]


def test_a_section_that_fails_is_marked_and_the_others_go_on(workspace, notes):
    write_notebook(notebook(workspace, "01_resumen.ipynb"), "1 / 0", "print('después')")
    write_notebook(notebook(workspace, "02_marco.ipynb"), "import os; os._exit(1)")
    params = workspace.run_file("mre", "2024-T2")
    text = params.read_text(encoding="utf-8")
    params.write_text(text.replace("[resumen, acp]", "[resumen, marco, acp]"), encoding="utf-8")
    with pytest.raises(SectionsFailed) as raised:
        run_report(workspace, REQUEST, notes, fake_steps())
    zero, dead = raised.value.failures
    assert (zero.section, zero.stop.cell, zero.stop.line) == ("resumen", 3, "1 / 0")
    assert zero.stop.error == "ZeroDivisionError: division by zero"
    assert (dead.section, dead.stop.cell) == ("marco", 3)
    assert "terminó de golpe" in dead.stop.error
    left = workspace.output / "mre" / "2024-T2.fallido" / "cuadernos"
    tags = [cell["metadata"].get("tags") for cell in cells(left / "01_resumen.ipynb")]
    assert tags == [["fallo"], None, ["parameters"], ["injected-parameters"], ["fallo"], ["fallo"], None]
    assert "después" not in printed(left / "01_resumen.ipynb")
    assert printed(left / "04_acp.ipynb")


@pytest.fixture
def shared_folder(tmp_path, monkeypatch):
    """Folder for shared files of Jupyter and the system, in which a run must leave no connection files of kernels."""
    folder = tmp_path / "del sistema"
    folder.mkdir()
    for name in ("TMPDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture
def running(workspace, shared_folder):
    """A run in a process of its own whose sections are all asleep."""
    for name in ("01_resumen.ipynb", "04_acp.ipynb"):
        write_notebook(notebook(workspace, name), SLEEP)
    process = multiprocessing.get_context("fork" if IS_FORKING else None).Process(
        target=run_report, args=(workspace, REQUEST, Notes(), fake_steps())
    )
    process.start()
    wait_for(lambda: len(list(workspace.output.rglob("despierto"))) == 2)
    children = psutil.Process(process.pid).children(recursive=True)
    yield process, children
    process.kill()


def wait_for(condition, seconds=30):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.1)


@signals
def test_ctrl_c_leaves_nothing_behind(workspace, running, shared_folder):
    process, children = running
    os.kill(process.pid, signal.SIGINT)
    process.join(15)
    assert process.exitcode == 1, "it ended, with an exception"
    wait_for(lambda: not any(child.is_running() for child in children))
    assert list((workspace.output / "mre").iterdir()) == []
    assert list(shared_folder.rglob("*.json")) == []


@signals
def test_the_processes_of_a_killed_run_end_and_the_next_run_clears_up(workspace, running, shared_folder):
    process, children = running
    process.kill()
    process.join()
    wait_for(lambda: not any(child.is_running() for child in children))
    for name in ("01_resumen.ipynb", "04_acp.ipynb"):
        write_notebook(notebook(workspace, name), "1")
    notes = Notes()
    run_report(workspace, REQUEST, notes, fake_steps())
    assert f"proceso {process.pid}" in notes.notices[0]
    assert [path.name for path in (workspace.output / "mre").iterdir()] == ["2024-T2"]
    assert list(shared_folder.rglob("*.json")) == [] and list(workspace.output.rglob("conexion-*")) == []
