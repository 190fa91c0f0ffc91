"""`poa cuadernos` opens JupyterLab at the project's root, in Spanish, on a page with links to every notebook."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote

import pytest
from builders import ROOT
from typer.testing import CliRunner

from helpers.base.system.workspace import Workspace
from helpers.desk import cli
from helpers.desk.lab.jupyter_lab import KINDS, lab_command, lab_environment, start_page, write_start_page
from helpers.outputs.run_files import MANIFEST_FILE

LINK = re.compile(r"\]\(([^)]+)\)")
PORT, TOKEN = "8917", "prueba"
LANGUAGE = "@jupyterlab/translation-extension:plugin"


def notebook(path: Path, *prose: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "markdown", "source": [text]} for text in prose]
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["# No es el título"]}, *cells]}), encoding="utf-8")


@pytest.fixture
def project(tmp_path) -> Workspace:
    notebook(tmp_path / "notebooks/trimestral/01_uno.ipynb", "# Lo primero\n\nTexto.", "**La pregunta.** ¿Qué se\nhizo? Se dice.")
    notebook(tmp_path / "notebooks/propio/02_dos.ipynb", "# Lo segundo")
    return Workspace(tmp_path)


def test_a_section_has_its_title_its_question_and_the_heading_of_its_folder(project, wording):
    page = start_page(project)
    assert f"### {KINDS['trimestral']}\n\n- [Lo primero](../notebooks/trimestral/01_uno.ipynb): ¿Qué se hizo?\n" in page
    assert "### propio\n\n- [Lo segundo](../notebooks/propio/02_dos.ipynb)\n" in page
    wording(page.rstrip().splitlines()[-1], "poa informe mre/2024-T2")


def test_each_report_links_to_its_executed_notebooks_the_newest_first(project):
    for report, moment in (("mre/2024-T1", 1), ("otra/2024 T2", 2)):
        folder = project.output / report / "cuadernos"
        notebook(folder / "01_uno.ipynb", "# Lo primero")
        (folder.parent / MANIFEST_FILE).write_text("{}", encoding="utf-8")
        os.utime(folder, (moment, moment))
    (project.output / "mre/2024-T3/cuadernos").mkdir(parents=True)
    failed = project.output / "mre/2024-T2-parcial.fallido"
    notebook(failed / "cuadernos/01_uno.ipynb", "# De un informe que falló")
    (failed / MANIFEST_FILE).write_text('{"estado": "fallido"}', encoding="utf-8")
    notebook(project.output / "mre/2024-T2/cuadernos/01_uno.ipynb", "# De un informe que no se terminó")
    lines = start_page(project).partition("## Cuadernos ejecutados")[2].splitlines()[-2:]
    assert lines == [
        "- **otra/2024 T2**: [01 uno](../output/otra/2024%20T2/cuadernos/01_uno.ipynb)",
        "- **mre/2024-T1**: [01 uno](../output/mre/2024-T1/cuadernos/01_uno.ipynb)",
    ]


def test_the_page_of_this_project_links_to_every_notebook_and_the_auditors_guide():
    workspace = Workspace(ROOT)
    page = start_page(workspace)
    targets = [unquote(target).removeprefix("../") for target in LINK.findall(page)]
    assert {workspace.relative(path) for path in workspace.section_notebooks()} <= set(targets)
    assert "docs/guia/auditoria.md" in targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []
    assert [folder for folder in KINDS if f"### {KINDS[folder]}\n" not in page] == []


def test_the_command_writes_the_page_and_opens_the_root_with_this_python(tmp_path, monkeypatch):
    called = {}

    class Server:
        def __init__(self, command, env):
            called.update(command=command, env=env)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def wait(self):
            return 7

    for name in ("params", "notebooks"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POA_RAIZ", raising=False)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/de/la/casa")
    monkeypatch.setattr("helpers.desk.lab.jupyter_lab.subprocess.Popen", Server)
    assert CliRunner().invoke(cli.app, ["cuadernos", "--sin-navegador"]).exit_code == 7
    assert (tmp_path / "output/inicio.md").read_text(encoding="utf-8").startswith("# Libro de trabajo POA")
    assert f"--ServerApp.root_dir={tmp_path}" in called["command"]
    assert "--LabApp.default_url=/lab/tree/output/inicio.md?file-browser-path=/" in called["command"]
    assert "--no-browser" in called["command"]
    assert called["env"]["POA_RAIZ"] == str(tmp_path)
    assert called["env"]["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert called["env"]["JUPYTER_CONFIG_PATH"].startswith(f"/de/la/casa{os.pathsep}")


@pytest.fixture
def server(project, tmp_path):
    """The real command's server, for a user without settings: a function that returns its answer to a path."""
    chosen = tmp_path / "casa"
    settings = {"JUPYTER_CONFIG_DIR": str(chosen / "config"), "JUPYTER_RUNTIME_DIR": str(chosen / "runtime")}
    command = lab_command(project, write_start_page(project), with_browser=False)
    asked = [f"--ServerApp.port={PORT}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    environment = lab_environment(project) | settings
    with subprocess.Popen([*command, *asked], env=environment, stderr=subprocess.DEVNULL) as running:

        def answer(path: str) -> dict:
            for _ in range(600):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/{path}?token={TOKEN}") as found:
                        return json.loads(found.read())
                except URLError:
                    assert running.poll() is None, "the server has ended"
                    time.sleep(0.1)
            raise AssertionError("the server does not answer")

        yield answer, chosen / "config"
        running.terminate()


@pytest.mark.slow
def test_jupyterlab_starts_at_the_root_in_spanish_or_the_language_of_the_user(server):
    answer, settings = server
    assert {"notebooks", "output"} <= {one["name"] for one in answer("api/contents")["content"]}
    assert answer("api/contents/output/inicio.md")["content"].startswith("# Libro de trabajo POA")
    language = answer(f"lab/api/settings/{LANGUAGE}")
    assert language["schema"]["properties"]["locale"]["default"] == "es_ES"
    assert not list(settings.rglob("*.jupyterlab-settings"))
    words = answer("lab/api/translations/es_ES")["data"]["jupyterlab"]
    assert words["Run All Cells"] == ["Ejecutar todas las celdas"]

    chosen = settings / "lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"
    chosen.parent.mkdir(parents=True)
    chosen.write_text('{"locale": "en"}', encoding="utf-8")
    assert answer(f"lab/api/settings/{LANGUAGE}")["settings"] == {"locale": "en"}
