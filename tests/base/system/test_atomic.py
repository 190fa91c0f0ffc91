"""Files are written whole or not at all, and no module writes in place without a reason."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from disk_limits import full_disk

from helpers.base.system import atomic

SOURCE = Path(atomic.__file__).parents[2]
OPENERS = {"open", "fdopen"}
WRITERS = {"write_text", "write_bytes", "save", "copyfile", "copy2"}
RUN = "in the folder of a run, which is moved into place whole"
OWN = "in a temporary folder of its own"
NEW = "in a new folder, which is moved into place whole or deleted"
IN_PLACE = {
    "base/system/atomic.py": "the hidden file",
    "outputs/pdf/report_pdf.py": RUN,
    "outputs/html/report_page.py": RUN,
    "outputs/html/citizen_page.py": RUN,
    "audit/pages/audited_summary.py": OWN,
    "outputs/word/word_document.py": "a document in memory",
    "outputs/word/word_text.py": OWN,
    "audit/audit_case.py": OWN,
    "audit/sheets/libreoffice.py": OWN,
    "audit/pages/audited_pdf.py": OWN,
    "desk/batch/object_store.py": "a store elsewhere, in a transaction",
    "desk/batch/workers/batch_worker.py": "a pipe",
    "figures/book_file.py": RUN,
    "desk/commands/batch_command.py": "a log for people, made anew by each batch",
    "run/compute.py": "calls `book_file.save`",
    "desk/periods/demo_closings.py": "calls `compute.save`",
    "desk/periods/table_templates.py": "the path that `atomic.replacing` gave",
    "demo/demo_inbox.py": NEW,
    "demo/demo_write.py": NEW,
    "outputs/csv_exports.py": RUN,
    "forms/blank/blank_forms.py": "the path that `atomic.replacing` gave",
    "base/system/processes.py": "a lock, whose text nothing depends on",
    "outputs/open_data/data_package.py": RUN,
    "forms/planning/tasks_table.py": "a temporary copy that is read back before the table is written",
    "run/kept/step_keys.py": RUN,
    "run/report/manifest.py": RUN,
    "run/report/report_steps.py": RUN,
    "run/report/make_report.py": RUN,
    "run/kept/kept_steps.py": RUN,
    "run/processes/step_processes.py": "a log for people, and a process's own outputs",
}
"""Modules that write without `atomic`, each with the reason why that leaves no half-written file."""


def writes_in_place(path: Path) -> bool:
    """Whether a module opens a file for writing, or calls a function that writes one, without `atomic`."""
    program = path.read_text(encoding="utf-8")
    if not any(f"{name}(" in program for name in OPENERS | WRITERS):
        return False
    for node in ast.walk(ast.parse(program)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        is_atomic = isinstance(owner, ast.Name) and owner.id == "atomic"
        modes = [
            text
            for given in (*node.args, *(keyword.value for keyword in node.keywords))
            if isinstance(given, ast.Constant) and isinstance(text := given.value, str) and len(text) <= 3
        ]
        opens = name in OPENERS and any(set(mode) & set("wax+") for mode in modes)
        if (name in WRITERS or opens) and not is_atomic:
            return True
    return False


def test_every_module_that_writes_in_place_has_a_reason():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "/notebooks/" not in path.as_posix() and writes_in_place(path)
    }
    assert found - set(IN_PLACE) == set(), "write through helpers.base.system.atomic, or give the reason here"
    assert set(IN_PLACE) - found == set(), "these write no more: take them out"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("write", [atomic.write_text, atomic.create_text])
def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path, write):
    path = tmp_path / "historia.csv"
    if write is atomic.write_text:
        path.write_text("lo de antes\n", encoding="utf-8")
    before = sorted((item.name, item.read_bytes()) for item in tmp_path.iterdir())
    with full_disk(1000), pytest.raises(OSError, match="File too large"):
        write(path, "x" * 5000)
    assert sorted((item.name, item.read_bytes()) for item in tmp_path.iterdir()) == before


def test_an_exception_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"antes")
    with pytest.raises(RuntimeError), atomic.replacing(path) as aside:
        assert aside.suffix == ".xlsx"
        aside.write_bytes(b"a medias")
        raise RuntimeError
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("a.xlsx", b"antes")]


def test_a_file_that_exists_already_is_not_replaced_by_create_text(tmp_path):
    path = tmp_path / "conclusiones.md"
    path.write_text("lo suyo", encoding="utf-8")
    with pytest.raises(FileExistsError):
        atomic.create_text(path, "lo mío")
    assert [(item.name, item.read_text(encoding="utf-8")) for item in tmp_path.iterdir()] == [(path.name, "lo suyo")]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    target = tmp_path / "compartida.csv"
    target.write_text("antes", encoding="utf-8")
    target.chmod(0o664)
    link = tmp_path / "historico.csv"
    link.symlink_to(target)
    atomic.write_text(link, "después")
    assert link.is_symlink() and target.read_text(encoding="utf-8") == "después"
    assert target.stat().st_mode & 0o777 == 0o664
    plain = tmp_path / "nueva.csv"
    atomic.write_text(plain, "x")
    (beside := tmp_path / "al lado.csv").write_text("x", encoding="utf-8")
    assert plain.stat().st_mode == beside.stat().st_mode
