"""Exactly the sections that read what changed are run again, and the others are byte for byte what running gives."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from real_commands import project_with_report
from reuse_office import DONE, NOTE, REQUEST, SECTIONS, Quiet, files_of, report, why_run, write_notebook

from helpers.reuse import places
from helpers.runner.order import Request
from helpers.runner.problems import NotTheSame
from helpers.workspace import Workspace

pytestmark = pytest.mark.slow

OF_THE_MODULE = {"entidad", "primera", "segunda"}
"""The sections that import `helpers.past`."""


def kept(office: Workspace, section: str) -> Path:
    """Where what is kept of a section lies; it has run once."""
    (place,) = office.kept_sections("mini", "2024-T2").joinpath(section).iterdir()
    return place


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def code(tmp_path, monkeypatch) -> Path:
    """A copy of the project's code, looked at in its place."""
    copy = tmp_path / "helpers"
    shutil.copytree(places.code_folder(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(places, "code_folder", lambda: copy)
    return copy


def test_nothing_runs_where_nothing_changed_wherever_the_workbook_lies(office, tmp_path):
    assert why_run(office, tmp_path / "corrida") == {}


def test_one_row_of_one_table_runs_who_reads_it(office, tmp_path):
    edit(office.root / DONE, "T4,4,4,2", "T4,4,4,3")
    assert why_run(office, tmp_path / "corrida") == {
        "entidad": "cambió la cifra avance_fisico/2024-T2/entidad/MINI: 91,67 → 95,84",
        "segunda": "cambió la cifra avance_fisico/2024-T2/unidad/U2: 83,33 → 91,67",
    }


def test_what_moves_no_figure_that_is_read_runs_nothing(office, tmp_path):
    """A description is of no figure of these sections."""
    edit(office.root / "data/mini/2024/acciones.csv", "Una acción", "La acción")
    assert why_run(office, tmp_path / "corrida") == {}


def test_a_helper_runs_the_sections_that_use_it(office, code, tmp_path):
    (code / "past.py").open("a", encoding="utf-8").write("# otra línea\n")
    why = why_run(office, tmp_path / "corrida")
    assert why == dict.fromkeys(OF_THE_MODULE, "cambió src/helpers/past.py")


def test_code_that_only_computes_runs_nothing_by_itself(office, code, tmp_path):
    (code / "scoring" / "score.py").open("a", encoding="utf-8").write("# otra línea\n")
    assert why_run(office, tmp_path / "corrida") == {}


def test_a_font_runs_who_draws(office, code, tmp_path):
    (code / "charts" / "fonts" / "libro-sans-400.ttf").open("ab").write(b"\0")
    assert why_run(office, tmp_path / "corrida") == {"dibujo": "cambió src/helpers/charts/fonts/libro-sans-400.ttf"}


def test_a_font_more_runs_who_looks_for_fonts(office, code, tmp_path):
    shutil.copy(code / "charts/fonts/libro-sans-400.ttf", code / "charts/fonts/otra.ttf")
    assert list(why_run(office, tmp_path / "corrida")) == ["dibujo"]


def test_a_file_that_a_notebook_opens_runs_it(office, tmp_path):
    (office.root / NOTE).write_text("en medio", encoding="utf-8")
    assert why_run(office, tmp_path / "corrida") == {"nota": f"cambió {NOTE}"}


def test_a_file_that_is_gone_runs_who_opened_it(office, tmp_path):
    (office.root / NOTE).unlink()
    assert why_run(office, tmp_path / "corrida") == {"nota": f"ya no está {NOTE}"}


def test_a_file_that_nobody_reads_runs_nothing(office, code, tmp_path):
    (office.root / "params/mini/otra.txt").write_text("nada", encoding="utf-8")
    (code / "cycle" / "page.py").open("a", encoding="utf-8").write("# otra línea\n")
    assert why_run(office, tmp_path / "corrida") == {}


def test_a_paragraph_runs_its_section(office, tmp_path):
    edit(office.notebooks / "trimestral/05_nota.ipynb", "print(", "print('Nota:', ")
    assert why_run(office, tmp_path / "corrida") == {"nota": "cambió el cuaderno 05_nota"}


def test_a_setting_runs_all(office, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert why_run(office, tmp_path / "corrida") == dict.fromkeys(
        SECTIONS, "cambió la variable TZ: (nada) → Asia/Tokyo"
    )


def test_another_version_of_a_library_runs_who_has_it_loaded(office, tmp_path, monkeypatch):
    from helpers.reuse import differences, surroundings

    versions = dict(surroundings.installed())
    newer = versions | {"matplotlib": "99.0"}
    monkeypatch.setattr(differences, "installed", lambda: newer)
    why = why_run(office, tmp_path / "corrida")
    assert why["dibujo"] == f"cambió la versión de matplotlib: {versions['matplotlib']} → 99.0"


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("cuaderno.ipynb", lambda path: path.write_bytes(path.read_bytes()[:-20])),
        ("cuaderno.ipynb", lambda path: path.write_bytes(path.read_bytes().replace(b"91.67", b"99.99"))),
        ("traza.json.gz", lambda path: path.unlink()),
        ("sumas.json", lambda path: path.write_bytes(b"")),
    ],
)
def test_what_is_damaged_is_said_and_not_used(office, tmp_path, file, spoil):
    place = kept(office, "entidad")
    spoil(place / file)
    assert why_run(office, tmp_path / "corrida") == {"entidad": f"lo guardado está dañado ({file})"}
    assert not place.exists()


def test_a_half_written_entry_is_nobodys(office, tmp_path):
    place = kept(office, "nota")
    place.rename(place.with_name(".a-medias-1"))
    assert why_run(office, tmp_path / "corrida") == {"nota": "no se había hecho antes"}


def test_with_reuse_and_without_it_the_report_is_the_same(office):
    """One row changed: two sections run, three do not; then all of them; then none."""
    edit(office.root / DONE, "T4,4,4,2", "T4,4,4,3")
    folder = office.output / "mini" / "2024-T2"
    watcher = Quiet()
    published = report(office, watcher=watcher)
    assert (sorted(watcher.ran), watcher.reused) == (["entidad", "segunda"], ["primera", "dibujo", "nota"])
    assert [one.section for one in published.done if not one.is_reused] == ["entidad", "segunda"]
    reused = files_of(folder)
    all_run = Quiet()
    report(office, replace(REQUEST, reuse=False), all_run)
    assert sorted(all_run.ran) == sorted(SECTIONS)
    assert files_of(folder) == reused
    edit(office.root / DONE, "T4,4,4,3", "T4,4,4,2")
    back = Quiet()
    report(office, watcher=back)
    assert back.ran == []


def test_probing_finds_what_was_changed_on_purpose(office):
    """A kept notebook with another number, and checksums that fit it."""
    import hashlib

    place = kept(office, "nota")
    forged = (place / "cuaderno.ipynb").read_bytes().replace(b"al margen", b"al borde.")
    (place / "cuaderno.ipynb").write_bytes(forged)
    sums = json.loads((place / "sumas.json").read_text(encoding="utf-8"))
    sums["cuaderno.ipynb"] = hashlib.sha256(forged).hexdigest()
    (place / "sumas.json").write_text(json.dumps(sums), encoding="utf-8")
    watcher = Quiet()
    with pytest.raises(NotTheSame, match="nota") as raised:
        report(office, replace(REQUEST, probe=5, seed=7), watcher)
    assert raised.value.sections == ["nota"]
    assert sorted(watcher.ran) == sorted(SECTIONS)
    assert "semilla 7" in watcher.notices[0]
    assert not place.exists()


def test_a_section_that_writes_elsewhere_or_starts_a_program_is_not_kept(office):
    write_notebook(office, "04_dibujo", "open('../../../../params/mini/dejado.txt', 'w').close()")
    write_notebook(office, "05_nota", "import subprocess, sys", "_ = subprocess.run([sys.executable, '-c', ''])")
    published = report(office)
    not_kept = {one.section: one.not_kept for one in published.done if one.not_kept}
    assert not_kept == {"dibujo": "escribe en params/mini/dejado.txt", "nota": "inicia otro programa"}


def test_a_units_progress_of_the_ministry_runs_who_tells_of_it(tmp_path_factory, tmp_path):
    """Money, services, the organisation and deviations are told by sections that do not read it."""
    office = Workspace(project_with_report(tmp_path_factory))
    edit(
        office.root / "data/mre/2024/avances.csv",
        "unidad,DGAA,avance_fisico,2024-T2,92.59",
        "unidad,DGAA,avance_fisico,2024-T2,93.00",
    )
    why = why_run(office, tmp_path / "corrida", Request("mre", "2024-T2"))
    assert set(why) == {
        "resumen", "metodo", "acp", "categorias", "areas", "unidades", "historia", "resultados", "conclusiones",
        "conciliacion", "anexos",
    }  # fmt: skip
    assert why["unidades"] == "cambió la cifra avance_fisico/2024-T2/unidad/DGAA: 92,59 → 93,00"
