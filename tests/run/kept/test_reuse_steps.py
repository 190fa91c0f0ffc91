"""Computing, the workbook and the citizens' summary are done again only if something they use has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from quarter_files import put
from reuse_office import DONE, TEXT, Quiet, files_of, make_office

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace
from helpers.run.kept import input_state
from helpers.run.kept.input_state import digest, state_of
from helpers.run.kept.kept_results import Kept, Left, Outcome
from helpers.run.kept.kept_steps import PROSE_SAYS_OTHER, KeptSteps
from helpers.run.kept.step_keys import (
    ASKED_TO_RUN,
    COMPUTING,
    DAMAGED,
    NEVER,
    PRINTED_SUMMARY,
    SUMMARY,
    TAKES,
    WORKPAPERS,
    Source,
)
from helpers.run.report.report_order import Request
from helpers.run.report.report_steps import outputs_for, real_steps

ALL = (COMPUTING, WORKPAPERS, PRINTED_SUMMARY, SUMMARY)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Workspace, dict[str, bytes]]:
    """The office with its steps done once, and the files that they left."""
    root = tmp_path_factory.mktemp("oficina")
    workspace = make_office(root / "libro")
    reasons = done(workspace, root / "corrida")
    assert reasons == dict.fromkeys(ALL, NEVER)
    return workspace, files_of(root / "corrida")


@pytest.fixture
def office(made, tmp_path, monkeypatch) -> Workspace:
    import shutil

    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    shutil.copytree(made[0].root, tmp_path / "libro")
    return Workspace(tmp_path / "libro")


def done(workspace: Workspace, folder: Path, *, use: bool = True, overrides: tuple[str, ...] = ()) -> dict[str, str]:
    """Do the steps of a run in a folder, with and without PDF; return why each was done, empty if reused."""
    folder.mkdir()
    request = Request("mini", "2024-T2", overrides, reuse=use)
    kept = Kept(workspace, request, state_of(workspace, "mini"), Quiet())
    steps = KeptSteps(kept, real_steps()).wrapped()
    computed = steps.compute(workspace, "mini", "2024-T2", overrides)
    steps.save(computed, folder)
    steps.complete(workspace, computed, folder)
    for output in (*outputs_for(replace(request, with_pdf=False)), *outputs_for(request)):
        if output.step not in kept.outcomes:
            steps.write(output, computed, folder)
    return {name: outcome.reason for name, outcome in kept.outcomes.items()}


def test_with_nothing_changed_every_step_is_reused_with_the_same_files(made, office, tmp_path):
    assert done(office, tmp_path / "corrida") == dict.fromkeys(ALL, "")
    assert files_of(tmp_path / "corrida") == made[1]


def test_without_reuse_every_step_is_done_with_the_same_files(made, office, tmp_path):
    assert done(office, tmp_path / "corrida", use=False) == dict.fromkeys(ALL, ASKED_TO_RUN)
    assert files_of(tmp_path / "corrida") == made[1]


def test_a_changed_row_repeats_every_step(office, tmp_path, wording):
    put(office.root / DONE, (office.root / DONE).read_text(encoding="utf-8").replace("T4,4,4,2", "T4,4,4,3"))
    reasons = done(office, tmp_path / "corrida")
    assert reasons == dict.fromkeys(ALL, reasons[COMPUTING])
    wording(reasons[COMPUTING], "ejecucion.csv", "1")


def test_a_changed_notebook_repeats_computing_only_if_its_prose_has_other_findings(office, tmp_path):
    notebook = office.notebooks / "trimestral/05_nota.ipynb"
    text = notebook.read_text(encoding="utf-8")
    put(notebook, text.replace("print(", "print('Nota:', "))
    assert done(office, tmp_path / "una")[COMPUTING] == ""
    put(notebook, text.replace("print(", "seccion.say('Hubo notas.'); print("))
    assert done(office, tmp_path / "otra")[COMPUTING] == ""
    put(notebook, text.replace("print(", "seccion.say('Hubo 3 notas.'); print("))
    assert done(office, tmp_path / "tercera")[COMPUTING] == PROSE_SAYS_OTHER
    assert "Hubo 3 notas" in (tmp_path / "tercera/hallazgos.csv").read_text(encoding="utf-8")


def test_a_changed_text_repeats_computing_only_if_it_has_other_findings(office, tmp_path):
    put(office.root / TEXT, "Avanzó mucho.\n")
    assert done(office, tmp_path / "una") == dict.fromkeys(ALL, "")
    assert "Avanzó mucho" in (tmp_path / "una/textos.json").read_text(encoding="utf-8")
    put(office.root / TEXT, "Avanzó el 12 por ciento.\n\n# Uno\n\n### Tres\n")
    reasons = done(office, tmp_path / "otra")
    assert reasons[COMPUTING] == PROSE_SAYS_OTHER
    assert all(reasons.values()), "the workbook and the summary tell findings"
    found = (tmp_path / "otra/hallazgos.csv").read_text(encoding="utf-8")
    assert "TEX-SIN-CIFRA" in found and "TEX-TITULOS" in found
    put(office.root / TEXT, "Es el menor. {# regla: unidades_rezagadas 00000000 #}\n")
    assert done(office, tmp_path / "tercera")[COMPUTING] == PROSE_SAYS_OTHER
    assert "TEX-CAMBIADO" in (tmp_path / "tercera/hallazgos.csv").read_text(encoding="utf-8")
    assert done(office, tmp_path / "cuarta")[COMPUTING] == ""


def test_a_changed_printed_table_of_another_folder_is_noticed(office, tmp_path):
    """Only reading shows that this file is used, so its digest is kept with the computed result."""
    source = Source(COMPUTING, {"pedido": {"a": "b"}})
    kept = Kept(office, Request("mini", "2024-T2"), state_of(office, "mini"), Quiet())
    kept.outcomes[COMPUTING] = Outcome(COMPUTING)
    put(office.root / "data/fuente/cuadro.csv", "1")
    others = {"data/fuente/cuadro.csv": digest(office.root / "data/fuente/cuadro.csv")}
    kept.keep(Left(COMPUTING, source, {"x": b"x"}, others))
    assert kept.find(COMPUTING, source).files == {"x": b"x"}
    put(office.root / "data/fuente/cuadro.csv", "2")
    assert kept.find(COMPUTING, source).reason == "cambió data/fuente/cuadro.csv"


def test_a_parameter_of_the_command_repeats_computing(office, tmp_path, wording):
    wording(done(office, tmp_path / "corrida", overrides=("titulo=Otro",))[COMPUTING], "titulo=Otro")


def test_a_changed_parameter_code_or_package_version_repeats_every_step(office, code, tmp_path, monkeypatch):
    run = office.run_file("mini", "2024-T2")
    put(run, run.read_text(encoding="utf-8").replace("titulo: Seguimiento", "titulo: Otro"))
    assert done(office, tmp_path / "1") == dict.fromkeys(ALL, "cambió params/mini/2024-T2.yaml")
    put(code / "base/display.py", "otro = 1")
    assert done(office, tmp_path / "2") == dict.fromkeys(ALL, "cambió src/helpers/base/display.py")
    versions = dict(input_state.installed()) | {"matplotlib": "99.0"}
    monkeypatch.setattr(input_state, "installed", lambda: versions)
    assert done(office, tmp_path / "3") == dict.fromkeys(ALL, "cambió la versión de matplotlib")


def test_every_step_depends_on_code_fonts_package_versions_and_settings(office, code, monkeypatch):
    def keys() -> list[str]:
        kept = Kept(office, Request("mini", "2024-T2"), state_of(office, "mini"), Quiet())
        return [kept.source(step, {}).key for step in TAKES]

    known = [keys()]
    put(code / "base/display.py", "otro = 1")
    known.append(keys())
    (code / "outputs/fonts/libro-sans-600.ttf").write_bytes(b"")
    known.append(keys())
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    known.append(keys())
    versions = dict(input_state.installed()) | {"matplotlib": "99.0"}
    monkeypatch.setattr(input_state, "installed", lambda: versions)
    known.append(keys())
    assert all(len(set(of_step)) == len(known) for of_step in zip(*known, strict=True))


def test_a_damaged_kept_result_repeats_computing(office, tmp_path):
    (place,) = (office.kept_steps("mini", "2024-T2") / COMPUTING).iterdir()
    data = place.read_bytes()
    place.write_bytes(data[: len(data) // 2])
    assert done(office, tmp_path / "corrida")[COMPUTING] == DAMAGED


def test_a_result_is_not_kept_if_a_file_changes_meanwhile(office, tmp_path, wording):
    """A file changes after the run has taken its digest, so it is unknown which of its contents was computed."""
    state = state_of(office, "mini")
    put(office.root / "params/mini/nota.txt", "otra")
    kept = Kept(office, Request("mini", "2024-T2", reuse=False), state, Quiet())
    steps = KeptSteps(kept, real_steps()).wrapped()
    folder = tmp_path / "corrida"
    folder.mkdir()
    computed = steps.compute(office, "mini", "2024-T2", ())
    steps.save(computed, folder)
    steps.complete(office, computed, folder)
    wording(kept.watcher.notices, "nota.txt")
