"""The manifest with inputs, outputs and revision of the code, and the file that says when a run was made."""

import subprocess
from dataclasses import replace
from datetime import datetime

import pytest

from helpers.base.system.digest import file_sha256
from helpers.run.processes.section_pool import Ended
from helpers.run.report.manifest import (
    Origin,
    Revision,
    code_revision,
    read_manifest,
    read_times,
    versions,
    write_manifest,
    write_times,
)
from helpers.run.report.report_order import Stop

ORIGIN = Origin(
    Revision("a" * 40, False), {"a.csv": "1"}, {}, {}, {"entidad": "mre", "periodo": "2024-T2"}, ()
)
GIT = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "init.defaultBranch=main"]


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    for arguments in (["init"], ["add", "."], ["commit", "-m", "x"]):
        subprocess.run([*GIT, *arguments], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def test_every_file_but_the_manifest_has_its_hash(tmp_path):
    (tmp_path / "cuadernos").mkdir()
    (tmp_path / "cuadernos" / "a.ipynb").write_text("{}", encoding="utf-8")
    write_manifest(tmp_path, "completo", ORIGIN, {"acp": Ended(1.23, None)}, True)
    manifest = read_manifest(tmp_path)
    assert manifest["salidas"] == {"cuadernos/a.ipynb": file_sha256(tmp_path / "cuadernos" / "a.ipynb")}
    assert manifest["secciones"] == [{"nombre": "acp"}]
    assert manifest["insumos"] == {"a.csv": "1"}


def test_the_manifest_says_why_a_section_failed(tmp_path):
    write_manifest(tmp_path, "fallido", ORIGIN, {"acp": Ended(1, Stop(3, "f()", "E: mal"))}, True)
    assert read_manifest(tmp_path)["secciones"][0]["fallo"] == "E: mal"


def test_equal_runs_have_equal_manifests_whenever_they_were_made(tmp_path):
    written = []
    for seconds in (1.0, 2.0):
        sections = {"acp": Ended(seconds, None)}
        write_times(tmp_path, datetime(2024, 7, int(seconds)), sections)
        write_manifest(tmp_path, "completo", ORIGIN, sections, True)
        written.append((tmp_path / "manifiesto.json").read_bytes())
    assert written[0] == written[1]


def test_times_are_kept_in_a_file_of_their_own(tmp_path):
    write_times(tmp_path, datetime(2024, 7, 1), {"acp": Ended(1.23, None)})
    times = read_times(tmp_path)
    assert times.seconds == {"acp": 1.2}
    assert times.started.tzinfo is not None and times.started < times.ended


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"iniciado": "ayer", "terminado": "hoy", "segundos": {}}',
     '{"iniciado": "2024-07-01T00:00:00", "terminado": "2024-07-01T00:00:00", "segundos": {}}',
     '{"iniciado": "2024-07-01T00:00:00Z", "terminado": "2024-07-01T00:00:00Z", "segundos": {"acp": "1"}}',
     '{"iniciado": "2024-07-01T00:00:00Z", "terminado": "2024-07-01T00:00:00Z", "segundos": {}, "visto": "sí"}'],
)  # fmt: skip
def test_an_invalid_file_of_times_counts_as_none(tmp_path, text):
    (tmp_path / "tiempos.json").write_text(text, encoding="utf-8")
    assert read_times(tmp_path) is None


@pytest.mark.parametrize("content", [None, "", "[]"])
def test_a_missing_or_invalid_manifest_counts_as_none(tmp_path, content):
    if content is not None:
        (tmp_path / "manifiesto.json").write_text(content, encoding="utf-8")
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"revision": Revision("b" * 40, False)},
        {"revision": Revision("a" * 40, True)},
        {"inputs": {"a.csv": "2"}},
        {"configuration": {"entidad.yaml": "1"}},
        {"notebooks": {"01_resumen.ipynb": "1"}},
        {"params": {"entidad": "mre", "periodo": "2024-T3"}},
        {"overrides": ("titulo=Otro",)},
        {"methods": {"simple.yaml": "1"}},
        {"printed": {"cuadro.csv": {"B2": "5"}}},
    ],
)
def test_the_fingerprint_depends_on_everything_that_a_report_is_made_from(changed):
    assert replace(ORIGIN, **changed).fingerprint != ORIGIN.fingerprint


def test_equal_origins_have_one_fingerprint_in_whatever_order_they_are_read():
    same = replace(ORIGIN, inputs={"a.csv": "1"}, params={"periodo": "2024-T2", "entidad": "mre"})
    assert same.fingerprint == ORIGIN.fingerprint


def test_a_revision_is_the_commit(repository):
    revision = code_revision(repository)
    assert len(revision.commit) == 40
    assert not revision.is_dirty
    assert revision.words == f"revisión {revision.commit[:10]}"


def test_uncommitted_changes_are_named(repository, wording):
    (repository / "a.txt").write_text("b", encoding="utf-8")
    revision = code_revision(repository)
    assert revision.is_dirty
    wording(revision.words.replace(revision.commit[:10], "X"), "X")


def test_outside_git_the_revision_is_unknown(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert code_revision(tmp_path).words == "revisión desconocida"


def test_without_the_program_git_the_revision_is_unknown(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert code_revision(repository) == Revision()


def test_only_the_main_packages_are_listed():
    assert {"python", "sistema", "papermill", "typst", "pikepdf"} <= set(versions())
    assert "pytest" not in versions()
