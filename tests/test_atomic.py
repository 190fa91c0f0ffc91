"""What is written more than once is written whole or not at all, and no module writes in place without a reason."""

from __future__ import annotations

import ast
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers import atomic

SOURCE = Path(atomic.__file__).parent
WRITERS = {"write_text", "write_bytes", "save", "copyfile", "copy2"}
RUN = "in the folder of a run, which is moved into place whole"
OWN = "in a temporary folder of its own"
NEW = "in a new folder, which is moved into place whole or deleted"
IN_PLACE = {
    "atomic.py": "the hidden file",
    "assemble/pdf.py": RUN,
    "assemble/report.py": RUN,
    "assemble/document.py": RUN,
    "audit/case.py": OWN,
    "audit/libreoffice.py": OWN,
    "audit/reprint.py": OWN,
    "batch/store.py": "a store elsewhere, in a transaction",
    "batch/worker.py": "a pipe",
    "bookfile.py": RUN,
    "commands/batch.py": "a log for people, made anew by each batch",
    "compute.py": "calls `bookfile.save`",
    "cycle/demo_closings.py": "calls `compute.save`",
    "cycle/templates.py": "the path that `atomic.replacing` gave",
    "cycle/unit_excel.py": "the path that `atomic.replacing` gave",
    "demo/fill.py": NEW,
    "demo/inbox.py": NEW,
    "demo/write.py": NEW,
    "exports.py": RUN,
    "forms/send.py": "the path that `atomic.replacing` gave",
    "kernels/client.py": "a pipe",
    "kernels/provisioner.py": "a pipe",
    "lock.py": "a lock, whose text nothing depends on",
    "open_data/package.py": RUN,
    "planning/table.py": "a draft that is read back before it counts",
    "reuse/steps.py": RUN,
    "reuse/store.py": NEW,
    "runner/manifest.py": RUN,
    "runner/report.py": RUN,
    "runner/kept_sections.py": RUN,
    "runner/kept_steps.py": RUN,
    "runner/supply.py": RUN,
    "runner/times.py": RUN,
    "runner/warmth.py": "the null device",
    "runner/worker.py": "a pipe",
}
"""Modules that write otherwise than through `atomic`, each with the reason why nothing is torn."""


def writes_in_place(path: Path) -> bool:
    """Whether a module opens a file to write, or calls what writes one, other than through `atomic`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
        opens = name in {"open", "fdopen"} and any(set(mode) & set("wax+") for mode in modes)
        if (name in WRITERS or opens) and not is_atomic:
            return True
    return False


def test_every_module_that_writes_in_place_has_a_reason():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "/notebooks/" not in path.as_posix() and writes_in_place(path)
    }
    assert found - set(IN_PLACE) == set(), "write through helpers.atomic, or give the reason here"
    assert set(IN_PLACE) - found == set(), "these write no more: take them out"


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """The system refuses to let any file grow over so many bytes, in the middle of a write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("write", [atomic.write_text, atomic.create_text])
def test_a_full_disk_leaves_what_was_there(tmp_path, write):
    path = tmp_path / "historia.csv"
    if write is atomic.write_text:
        path.write_text("lo de antes\n", encoding="utf-8")
    before = sorted((item.name, item.read_bytes()) for item in tmp_path.iterdir())
    with full_disk(1000), pytest.raises(OSError, match="File too large"):
        write(path, "x" * 5000)
    assert sorted((item.name, item.read_bytes()) for item in tmp_path.iterdir()) == before


def test_an_exception_leaves_what_was_there_and_nothing_else(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"antes")
    with pytest.raises(RuntimeError), atomic.replacing(path) as aside:
        assert aside.suffix == ".xlsx"
        aside.write_bytes(b"a medias")
        raise RuntimeError
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("a.xlsx", b"antes")]


def test_what_somebody_else_wrote_meanwhile_is_not_replaced(tmp_path):
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
