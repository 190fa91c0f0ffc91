"""Cells run in the process of their section leave the same as an ordinary kernel, and nothing for another section."""

import importlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from run_fakes import Notes

from helpers.run.processes.section_pool import run_tasks
from helpers.run.processes.step_processes import IS_FORKING, Crew
from helpers.run.report.report_order import Stop
from helpers.run.report.section_execution import stop_of_ended, tidy
from helpers.run.report.section_notebooks import Task

pytestmark = pytest.mark.slow

SHOWN = (
    "import pandas as pd, numpy as np, matplotlib.pyplot as plt, seaborn as sns",
    "pd.DataFrame(np.arange(90).reshape(3, 30))",
    "plt.plot([1, 2, 3]);",
    "plt.figure(); plt.plot([1]); plt.show(); print('después')",
    "figure, axes = plt.subplots(); axes.plot([3, 1, 2]); figure",
    "sns.barplot(x=['a', 'b'], y=[1, 2]);",
    "from IPython.display import Markdown, clear_output, display, update_display; display(Markdown('# Título'))",
    "{1, 2, 3}, 'x' * 300",
    "import matplotlib; print(matplotlib.is_interactive(), get_ipython().colors, plt.get_backend())",
    "print({name: value for name, value in pd.options.display.d.items() if name != 'unicode'}, np.geterr())",
    "print(dict(matplotlib.rcParams), plt.colormaps())",
    "display('antes', display_id='uno')",
    "update_display('ahora', display_id='uno')",
    "print('se borra'); clear_output(); print('queda')",
    "_ + 1 if isinstance(_, int) else Out[10]",
    "%%html\n<b>en negrita</b>",
    "%%html\n<p>La palabra await en una cita, y (async for) también</p>",
    "from asyncio import sleep as pausa\nawait pausa(0, 'esperado')",
    "get_ipython().input_transformers_post.append(lambda lines: [line.replace('espera ', 'await ') for line in lines])",
    "espera pausa(0, 'traducido')",
    "get_ipython().input_transformers_post.clear()",
    "!echo del sistema",
    "",
    "def falla():\n    return 1 / 0\nfalla()",
    "print('no se llega')",
)


def section(folder: Path, name: str, *cells: str, limit: int = 0) -> Task:
    """Write a section with these cells in a run's folder."""
    working = folder / f"trabajo-{name}"
    working.mkdir(parents=True)
    parameters = new_code_cell("periodo = ''", id="parametros", metadata={"tags": ["parameters"]})
    numbered = [new_code_cell(cell, id=f"celda-{place}") for place, cell in enumerate(cells)]
    nbformat.write(new_notebook(cells=[parameters, *numbered]), folder / f"{name}.ipynb")
    paths = [str(folder / f"{name}.ipynb"), str(folder / f"{name}-hecho.ipynb"), str(working)]
    return Task(name, *paths, parameters={"periodo": "2024-T2"}, roots=[], limit=limit)


def done(folder: Path, *tasks: Task, places: int = 1) -> Mapping[str, Stop | None]:
    """Run sections one after another, or several at once; return where each stopped."""
    with Crew(places, folder, folder / "nucleos.log") as crew:
        return {name: ended.stop for name, ended in run_tasks(tasks, crew, Notes()).items()}


def printed(task: Task) -> str:
    cells = nbformat.read(task.executed, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", ())).strip()


def without_colours(cell: nbformat.NotebookNode) -> str:
    """A cell as text without colours: those of a traceback depend on where IPython finds its style."""
    return re.sub(r"\\x1b\[[\d;]*m", "", str(cell))


@pytest.fixture(params=["sin nada antes", "con dibujos, otro cuaderno y pandas antes"])
def earlier_work(request):
    """The computing process may have drawn a chart, which fixes the backend of matplotlib, or changed pandas."""
    if request.param == "sin nada antes":
        yield
        return
    import matplotlib.pyplot as plt
    import pandas as pd

    plt.close(plt.figure())
    importlib.import_module("matplotlib_inline.backend_inline")
    with pd.option_context("display.encoding", "latin-1"):
        yield


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory) -> nbformat.NotebookNode:
    """The notebook that an ordinary kernel leaves. It does not depend on `earlier_work`, so it is made only once."""
    task = section(tmp_path_factory.mktemp("ordinario"), "una", *SHOWN)
    with pytest.MonkeyPatch.context() as changed, pytest.raises(papermill.PapermillExecutionError):
        changed.setenv("PYTHONHASHSEED", "0")
        papermill.execute_notebook(
            task.notebook, task.executed, task.parameters, cwd=task.folder, kernel_name="python3", language="python",
            progress_bar=False,
        )
    left = nbformat.read(task.executed, as_version=4)
    left.cells = [cell for cell in left.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", ())]
    tidy(left, task.roots)
    return left


@pytest.mark.usefixtures("earlier_work")
def test_a_section_leaves_the_same_as_an_ordinary_kernel(ordinary, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    task = section(tmp_path, "una", *SHOWN)
    stop = done(tmp_path, task)["una"]
    assert (stop.line, stop.error) == ("def falla():", "ZeroDivisionError: division by zero")
    ours = nbformat.read(task.executed, as_version=4)
    ours.cells = [cell for cell in ours.cells if "fallo" not in cell.metadata.get("tags", ()) or cell.cell_type == "code"]
    ours.cells[-2].metadata.pop("tags")
    for one, other in zip(ours.cells, ordinary.cells, strict=True):
        assert without_colours(one) == without_colours(other)
    assert ours.metadata == ordinary.metadata
    assert sum("image/png" in output.get("data", {}) for cell in ours.cells for output in cell.outputs) == 5


TRACES = (
    ("huella = 1", "print('huella' in globals())", "False"),
    ("import json; json.huella = 1", "import json; print(hasattr(json, 'huella'))", "False"),
    ("import sys; sys.path.append('/huella')", "import sys; print('/huella' in sys.path)", "False"),
    ("import pandas as pd; pd.options.display.max_rows = 3", "import pandas as pd; print(pd.options.display.max_rows)", "60"),
    ("import matplotlib as m; m.rcParams['font.size'] = 33", "import matplotlib as m; print(m.rcParams['font.size'])", "10.0"),
    ("import matplotlib.pyplot as p; p.figure(7)", "import matplotlib.pyplot as p; print(p.get_fignums())", "[]"),
    ("import os; os.environ['HUELLA'] = 'x'", "import os; print(os.popen('echo -$HUELLA-').read())", "--"),
    ("import os; os.chdir('/')", "import os; print(os.getcwd() == '/')", "False"),
    ("import signal; signal.signal(15, signal.SIG_IGN)", "import signal; print(signal.getsignal(15) is signal.SIG_DFL)", "True"),
)  # fmt: skip
"""What a section leaves, how another one looks for it, and what it finds if nothing was left."""


def test_a_section_does_not_find_what_another_one_left(tmp_path):
    left, looked_for, untouched = zip(*TRACES, strict=True)
    one, other = section(tmp_path, "una", *left), section(tmp_path, "otra", *looked_for)
    assert done(tmp_path, one, other) == {"una": None, "otra": None}
    found = [cell.outputs[-1].text.split() for cell in nbformat.read(other.executed, as_version=4).cells if cell.get("outputs")]
    assert [words[-1] for words in found] == list(untouched)


def test_each_section_has_its_own_random_numbers(tmp_path):
    draw = "import random, numpy as np; print(random.random(), np.random.rand(), np.random.default_rng().random())"
    tasks = [section(tmp_path, name, draw) for name in ("una", "otra")]
    done(tmp_path, *tasks)
    first, second = (printed(task).split() for task in tasks)
    assert not set(first) & set(second)


def test_a_section_has_a_session_of_its_own_and_empty_input(tmp_path):
    task = section(tmp_path, "una", "import os, sys; print(os.getsid(0) == os.getpid(), repr(sys.stdin.read()))")
    done(tmp_path, task)
    assert printed(task) == "True ''"


HARMS = (
    "import ctypes; ctypes.string_at(0)",
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "import os; os._exit(0)",
    "import os, signal; os.killpg(0, signal.SIGTERM)",
)


def test_a_crash_is_reported_in_its_cell_and_stops_no_other_section(tmp_path):
    tasks = [section(tmp_path, f"una{place}", "print('antes')", harm) for place, harm in enumerate(HARMS)]
    ended = done(tmp_path, *tasks, section(tmp_path, "otra", "1"))
    assert ended["otra"] is None
    for task, harm in zip(tasks, HARMS, strict=True):
        stop = ended[task.section]
        assert (stop.cell, stop.line) == (4, harm)
        assert "terminó de golpe" in stop.error
        failed = [cell for cell in nbformat.read(task.executed, as_version=4).cells if "fallo" in cell.metadata.get("tags", ())]
        assert [cell.cell_type for cell in failed] == ["markdown", "markdown", "code"]
        assert failed[-1].source == harm


def test_a_crash_in_a_cell_that_the_section_has_written_is_reported_in_that_cell(tmp_path):
    """The written cells must be in the saved notebook before they run: the process saves it no more when it dies."""
    harm = "import os; os._exit(0)"
    writes = (
        "from nbformat.v4 import new_code_cell\n"
        "if 'escrito' not in globals():\n"
        f"    escrito = [new_code_cell(text) for text in ('1', '2', '3', {harm!r})]\n"
        "    get_ipython().written_cells += escrito"
    )
    stop = done(tmp_path, section(tmp_path, "una", writes))["una"]
    assert stop is not None and (stop.cell, stop.line) == (6, harm)


@pytest.mark.skipif(os.name == "nt", reason="a file has no greatest size there")
def test_a_process_that_is_killed_while_it_saves_its_notebook_leaves_what_it_saved_before(tmp_path):
    """The half-written notebook could not be read: the run ended in a traceback and named no section."""
    harm = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # the system kills who writes more to a file"
    )
    task = section(tmp_path, "una", "print('antes')", harm, "print('lo último')")
    ended = done(tmp_path, task, section(tmp_path, "otra", "1"))
    stop = ended["una"]
    assert (stop.cell, stop.line) == (5, "print('lo último')") and "terminó de golpe" in stop.error
    assert [cell.source for cell in nbformat.read(task.executed, as_version=4).cells][-1] == "print('lo último')"
    assert ended["otra"] is None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no groups of processes")
def test_sections_that_hang_are_ended_with_the_processes_they_started(tmp_path, monkeypatch):
    """One sleeps, one computes, and one ignores the interruption; the three hang at once."""
    monkeypatch.setattr("helpers.run.processes.section_pool.PATIENCE", 1.0)
    stubborn = "import time\nwhile True:\n    try:\n        time.sleep(600)\n    except BaseException: pass"
    start = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"
    hangs = ("import time; time.sleep(600)", "while True: pass", stubborn)
    tasks = [section(tmp_path, f"una{place}", f"{start}\n{hang}", limit=3) for place, hang in enumerate(hangs)]
    ended = done(tmp_path, *tasks, places=len(tasks))
    assert [(stop.cell, stop.error.partition(":")[0]) for stop in ended.values()] == [(3, "CellTimeoutError")] * len(hangs)
    folders = {task.folder for task in tasks}
    started = psutil.process_iter(["name", "cwd"])  # a process that has ended has no folder
    assert not [one for one in started if one.info["name"] == "sleep" and one.info["cwd"] in folders]


def test_a_process_that_is_killed_after_it_said_where_it_stopped_is_marked_once(tmp_path):
    """Notices were added to those of the process, and the cell before was reported as the one that failed."""
    task = section(tmp_path, "una", "print('antes')", "1 / 0")
    stop = done(tmp_path, task)["una"]
    position = len(nbformat.read(task.notebook, as_version=4).cells)  # papermill has inserted the parameters
    late = stop_of_ended(task, position, is_late=True)
    assert (late.cell, late.line) == (stop.cell, stop.line) == (4, "1 / 0")
    marked = [cell.cell_type for cell in nbformat.read(task.executed, as_version=4).cells if "fallo" in cell.metadata.get("tags", ())]
    assert marked == ["markdown", "markdown", "code"]


def test_a_section_that_leaves_by_itself_has_failed(tmp_path):
    """Papermill takes `sys.exit()` for a good end: the report was published without the rest of the section."""
    task = section(tmp_path, "una", "import sys; sys.exit()", "print('lo que falta')")
    stop = done(tmp_path, task)["una"]
    assert stop is not None and (stop.cell, stop.error) == (3, "SystemExit")


def test_a_cell_that_is_meant_to_fail_does_not_stop_its_section(tmp_path):
    task = section(tmp_path, "una", "1 / 0", "print('sigue')")
    notebook = nbformat.read(task.notebook, as_version=4)
    notebook.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, task.notebook)
    done(tmp_path, task)
    assert printed(task) == "sigue"


@pytest.mark.skipif(not IS_FORKING, reason="this system does not fork")
def test_without_forking_sections_run_in_new_processes(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.run.processes.step_processes.IS_FORKING", False)
    monkeypatch.setattr("helpers.run.processes.section_pool.IS_FORKING", False)
    tasks = [section(tmp_path, "una", "print('hecho')"), section(tmp_path, "otra", "1 / 0")]
    ended = done(tmp_path, *tasks)
    assert ended["una"] is None and printed(tasks[0]) == "hecho"
    assert ended["otra"].error == "ZeroDivisionError: division by zero"


def test_an_executed_notebook_has_the_same_bytes_on_windows(tmp_path, monkeypatch):
    """Text files get other line ends there unless they say which, and the audit on Linux compares bytes."""
    opened = Path.open

    def as_on_windows(path, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        asked = "\r\n" if newline is None and "w" in mode and "b" not in mode else newline
        return opened(path, mode, buffering, encoding, errors, asked)

    task = section(tmp_path, "una", "1 + 1")
    monkeypatch.setattr(Path, "open", as_on_windows)
    done(tmp_path, task)
    assert b"\r" not in Path(task.executed).read_bytes()
