"""A workbook with two tiny notebooks."""

import json
from pathlib import Path

import pytest
from run_fakes import ENTITY, RUN, Notes, write_notebook

from helpers.base.system.workspace import Workspace
from helpers.run.processes.section_pool import Ended
from helpers.run.report.report_order import Stop
from helpers.views.elements.section_checks import MIME, check_of


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workbook of one institution, one run and two sections that read the run's folder.

    All of the program's code would be read at each report to notice changes, which `tests/run/kept` asks.
    """
    monkeypatch.setattr("helpers.run.kept.input_state.code_folder", lambda: Path(__file__).parent)
    root = tmp_path / "libro"
    files = {"mre/entidad.yaml": ENTITY, "mre/2024-T2.yaml": RUN, "metodos/simple.yaml": "id: simple\n"}
    for name, text in files.items():
        path = root / "params" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    notebooks = root / "notebooks" / "trimestral"
    write_notebook(
        notebooks / "01_resumen.ipynb",
        "from pathlib import Path",
        'print((Path("..") / "libro.json").read_text())',
    )
    write_notebook(notebooks / "04_acp.ipynb", "import os", "print(os.getcwd(), os.listdir())")
    return Workspace(root)


@pytest.fixture
def notes() -> Notes:
    return Notes()


def executed(section, notebook):
    """An executed section with one check, which fails if its notebook contains `difiere`."""
    check = check_of("Suma lo mismo", {"devengado/x": 2}, {"devengado/x": 3 if "difiere" in notebook else 2})
    cell = {"cell_type": "code", "source": [section], "outputs": [{"data": {MIME: check.plain()}}]}
    return json.dumps({"cells": [cell]})


@pytest.fixture
def tasks(monkeypatch):
    """Record the sections instead of executing them; one whose notebook contains `falla` fails."""
    given = []

    def run_tasks(tasks, crew, watcher, meanwhile):
        given.extend(tasks)
        ended = {}
        for task in tasks:
            notebook = Path(task.notebook).read_text(encoding="utf-8")
            Path(task.executed).write_text(executed(task.section, notebook), encoding="utf-8")
            failed = "falla" in notebook
            ended[task.section] = Ended(0.1, Stop(3, "falla()", "NameError: falla") if failed else None)
        return ended

    monkeypatch.setattr("helpers.run.report.make_report.run_tasks", run_tasks)
    return given
