"""A report is left as it is if nothing it depends on has changed; any other change makes it again."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from builders import ROOT
from quarter_files import put
from reuse_office import DONE, NOTE, REQUEST, TEXT, make_office

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace, code_folder
from helpers.outputs.run_files import ACTA_FILES, BOOK_FILE
from helpers.run.kept.input_state import state_of
from helpers.run.report.report_order import NEVER, OTHERWISE


@pytest.fixture
def office(tmp_path, monkeypatch) -> Workspace:
    """A published report of empty files, and the record of what it was made from."""
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    workspace = make_office(tmp_path / "libro")
    folder = REQUEST.folder(workspace)
    put(folder / BOOK_FILE, "{}")
    put(folder / "cuadernos/01_entidad.ipynb", "{}")
    REQUEST.remember(workspace, state_of(workspace, "mini"), ["entidad"])
    return workspace


@pytest.fixture
def whole_code(monkeypatch) -> None:
    """The program's own code, which the command of another process looks at."""
    monkeypatch.setattr("helpers.run.kept.input_state.code_folder", code_folder)


def change(office: Workspace, **asked: object) -> str:
    return replace(REQUEST, **asked).standing(office).change


def test_an_unchanged_report_is_left_as_it_is(office):
    found = REQUEST.standing(office)
    assert (found.change, found.sections) == ("", ("entidad",))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (DONE, f"cambió {DONE}"),
        ("params/mini/2024-T2.yaml", "cambió params/mini/2024-T2.yaml"),
        ("params/mini/entidad.yaml", "cambió params/mini/entidad.yaml"),
        ("params/metodos/mre-2024.yaml", "cambió params/metodos/mre-2024.yaml"),
        ("notebooks/trimestral/05_nota.ipynb", "cambió notebooks/trimestral/05_nota.ipynb"),
        (TEXT, f"cambió {TEXT}"),
        (NOTE, f"cambió {NOTE}"),
        ("data/mini/2024/T2/gastos.csv", "data/mini/2024/T2/gastos.csv no estaba"),
        ("params/metodos/otro.yaml", "params/metodos/otro.yaml no estaba"),
        ("output/mini/2024-T2/libro.json", "el informe publicado no está como se hizo: cambió libro.json"),
        ("output/mini/2024-T2/carta.txt", "el informe publicado no está como se hizo: carta.txt no estaba"),
    ],
)
def test_a_changed_or_new_file_is_a_change(office, file, expected):
    put(office.root / file, "otra cosa")
    assert change(office) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (DONE, f"ya no está {DONE}"),
        (
            "output/mini/2024-T2/cuadernos/01_entidad.ipynb",
            "el informe publicado no está como se hizo: ya no está cuadernos/01_entidad.ipynb",
        ),
    ],
)
def test_a_removed_file_is_a_change(office, file, expected):
    (office.root / file).unlink()
    assert change(office) == expected


def test_a_file_that_no_run_reads_is_no_change(office):
    for file in ("data/mini/README.md", "data/mini/2024/.DS_Store", "data/otra/2024/avances.csv", "docs/guia.md"):
        put(office.root / file, "otra cosa")
    assert change(office) == ""


def test_a_report_that_was_audited_is_left_with_the_record_of_the_audit(office):
    for name in ACTA_FILES:
        put(REQUEST.folder(office) / name, "PASA")
    assert change(office) == ""


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"overrides": ("titulo=Otro",)}, OTHERWISE), ({"with_pdf": True}, OTHERWISE), ({"sections": ("nota",)}, NEVER)],
)
def test_another_request_makes_the_report_again_and_one_with_another_folder_has_no_record(office, asked, told):
    assert change(office, **asked) == told


def test_code_package_versions_and_settings_are_watched(office, tmp_path, monkeypatch, wording):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    wording(change(office), "TZ")
    monkeypatch.undo()
    monkeypatch.setattr("helpers.run.kept.input_state.installed", lambda: {"pandas": "99"})
    assert " versión de " in change(office)
    monkeypatch.undo()
    code = tmp_path / "helpers"
    put(code / "figures/book.py", "")
    monkeypatch.setattr("helpers.run.kept.input_state.code_folder", lambda: code)
    assert "src/helpers/" in change(office)


def test_every_file_of_the_program_is_watched(whole_code, office):
    files = (path for path in (ROOT / "src/helpers").rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    assert {*state_of(office, "mini")["codigo"]} == {path.relative_to(ROOT).as_posix() for path in files}


def test_a_commit_is_a_change_if_the_workbook_is_in_git(office, wording):
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(office.root), *arguments], check=True, capture_output=True)

    git("init")
    git("add", "params")
    git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-m", "x")
    wording(change(office))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"formato": 0}', '{"formato": 1, "pedido": {}}'])
def test_an_incomplete_record_counts_as_none(office, text):
    record = REQUEST.record(office)
    record.write_text(text, encoding="utf-8")
    assert change(office) == NEVER


def test_an_unchanged_report_is_recognised_before_heavy_modules_are_loaded(whole_code, office, monkeypatch, wording):
    """The command says that nothing changed and has loaded no module that reads data or computes."""
    program = (
        "import sys, json\nfrom helpers.desk.cli import main\n"
        "sys.argv = ['poa', 'report', 'mini/2024-T2', '--sin-pdf']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end.code)\nprint(json.dumps(list(sys.modules)))"
    )
    monkeypatch.setenv("POA_RAIZ", str(office.root))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    said, modules = done.stdout.rsplit("\n", 2)[0], json.loads(done.stdout.splitlines()[-1])
    *told, code = said.splitlines()
    assert code == "0"
    wording(told, "entidad", "output/mini/2024-T2/")
    heavy = {"pandas", "numpy", "matplotlib", "papermill", "nbformat", "jinja2", "babel", "helpers.run.compute"}
    assert not heavy & set(modules)


@pytest.mark.slow
def test_every_file_that_a_run_reads_is_watched(office):
    """Every file under the root that computing and comparing methods open is part of the state."""
    program = (
        "import os, sys, json\nfrom pathlib import Path\n"
        "from helpers.run.compute import compute\nfrom helpers.run.comparisons import compare_run\n"
        "from helpers.base.system.workspace import Workspace\nroot = sys.argv[1]\nopened = set()\n"
        "def hear(event, arguments):\n"
        "    if event == 'open' and isinstance(arguments[0], (str, os.PathLike)):\n"
        "        path = os.path.abspath(arguments[0])\n"
        "        if path.startswith(root): opened.add(os.path.relpath(path, root))\n"
        "sys.addaudithook(hear)\nworkspace = Workspace(Path(root))\n"
        "compare_run(workspace, compute(workspace, 'mini', '2024-T2'))\nprint(json.dumps(sorted(opened)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(office.root)], capture_output=True, text=True, check=True)
    opened = set(json.loads(done.stdout.splitlines()[-1]))
    assert DONE in opened
    now = state_of(office, "mini")
    assert opened <= {*now["archivos"], *now["textos"], *now["cuadernos"]}


def test_the_cache_folder_can_be_set_by_a_variable(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "otro disco"))
    assert Workspace(Path("/libro")).cache == tmp_path / "otro disco"
    monkeypatch.delenv(CACHE_VARIABLE)
    assert Workspace(Path("/libro")).cache == Path("/libro/.poa")
