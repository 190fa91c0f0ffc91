"""A section runs again if anything it uses has changed; otherwise its kept result equals that of a run, to the byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from reuse_office import DONE, NOTE, REQUEST, SECTIONS, TEXT, Quiet, files_of, report, why_run

from helpers.run.kept import input_state

pytestmark = pytest.mark.slow


def kept_file(office, section: str) -> Path:
    """File of the kept result of a section that has run once."""
    (place,) = (office.kept_steps("mini", "2024-T2") / f"sección_{section}").iterdir()
    return place


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def all_for(why: str) -> dict[str, str]:
    return dict.fromkeys(SECTIONS, why)


def test_nothing_runs_if_nothing_changed_even_in_a_copied_workbook(office, tmp_path):
    assert why_run(office, tmp_path / "corrida") == {}


def test_a_changed_cell_runs_all_sections_and_its_table_is_named(office, tmp_path):
    edit(office.root / DONE, "T4,4,4,2", "T4,4,4,3")
    assert why_run(office, tmp_path / "corrida") == all_for(f"cambió {DONE}, 1 fila")


def test_a_changed_text_runs_only_its_section(office, tmp_path):
    edit(office.root / TEXT, "Avanzó bien", "Avanzó mucho")
    assert why_run(office, tmp_path / "corrida") == {"entidad": f"cambió {TEXT}"}


def test_a_changed_notebook_runs_only_its_section(office, tmp_path):
    edit(office.notebooks / "trimestral/05_nota.ipynb", "print(", "print('Nota:', ")
    assert why_run(office, tmp_path / "corrida") == {"nota": "cambió notebooks/trimestral/05_nota.ipynb"}


def test_a_changed_parameter_code_font_or_institution_file_runs_all(office, code, tmp_path):
    edit(office.run_file("mini", "2024-T2"), "titulo: Seguimiento", "titulo: Otro")
    assert why_run(office, tmp_path / "1") == all_for("cambió params/mini/2024-T2.yaml")
    edit(office.run_file("mini", "2024-T2"), "titulo: Otro", "titulo: Seguimiento")
    for number, (path, said) in enumerate(
        {
            code / "views/charts/earlier_years.py": "cambió src/helpers/views/charts/earlier_years.py",
            code / "views/charts/fonts/libro-sans-400.ttf": "cambió src/helpers/views/charts/fonts/libro-sans-400.ttf",
            office.root / NOTE: f"cambió {NOTE}",
        }.items()
    ):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert why_run(office, tmp_path / f"de{number}") == all_for(said)
        path.write_bytes(before)
    (office.root / NOTE).unlink()
    assert why_run(office, tmp_path / "2") == all_for(f"ya no está {NOTE}")


def test_a_changed_setting_or_package_version_runs_all(office, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert why_run(office, tmp_path / "1") == all_for("la variable TZ no estaba")
    monkeypatch.delenv("TZ")
    versions = dict(input_state.installed()) | {"matplotlib": "99.0"}
    monkeypatch.setattr(input_state, "installed", lambda: versions)
    assert why_run(office, tmp_path / "2") == all_for("cambió la versión de matplotlib")


def test_a_damaged_kept_result_is_reported_and_not_used(office, tmp_path):
    place = kept_file(office, "entidad")
    place.write_bytes(place.read_bytes().replace(b"91.67", b"99.99"))
    assert why_run(office, tmp_path / "corrida") == {"entidad": "lo guardado está dañado"}
    assert not place.exists()


def test_the_report_is_the_same_with_and_without_reuse(office):
    """A changed paragraph and an added Markdown cell run their sections, reworded Markdown none, a changed cell all.

    After the first two the report has the same bytes without kept results. When the cell is changed back, no section
    runs.
    """
    path = office.notebooks / "trimestral/05_nota.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_markdown_cell("Al cierre no hubo otras notas.", id="05-nota-cierre"))
    nbformat.write(notebook, path)
    edit(office.root / TEXT, "Avanzó bien", "Avanzó mucho")
    changed = Quiet()
    report(office, watcher=changed)
    assert (sorted(changed.ran), changed.reused) == (["entidad", "nota"], list(SECTIONS[1:4]))

    edit(path, "no hubo otras notas", "tampoco hubo ñandúes")
    reworded = Quiet()
    published = report(office, watcher=reworded)
    assert reworded.ran == []
    assert [one.section for one in published.done if one.has_new_text] == ["nota"]
    folder = office.output / "mini" / "2024-T2"
    reused = files_of(folder)
    assert "ñandúes".encode() in reused["cuadernos/05_nota.ipynb"]
    report(office, replace(REQUEST, reuse=False))
    assert files_of(folder) == reused

    edit(office.root / DONE, "T4,4,4,2", "T4,4,4,3")
    cell = Quiet()
    published = report(office, watcher=cell)
    assert sorted(cell.ran) == sorted(SECTIONS)
    assert {one.section: one.reason for one in published.done} == all_for(f"cambió {DONE}, 1 fila")
    edit(office.root / DONE, "T4,4,4,3", "T4,4,4,2")
    back = Quiet()
    report(office, watcher=back)
    assert back.ran == []


def test_reworded_prose_of_cells_without_unique_ids_runs_the_section(office):
    """The executed notebook gives these cells other ids, so their new words could not be put in their place."""
    cells_of = {"05_nota": ("uno", "uno"), "04_dibujo": (None, None)}
    paths = {office.notebooks / f"trimestral/{name}.ipynb": ids for name, ids in cells_of.items()}
    for path, ids in paths.items():
        plain = json.loads(path.read_text(encoding="utf-8"))
        for id, text in zip(ids, ("Una nota.", "Otra nota."), strict=True):
            cell = {"cell_type": "markdown", "metadata": {}, "source": text}
            plain["cells"].append(cell if id is None else cell | {"id": id})
        path.write_text(json.dumps(plain), encoding="utf-8")
    report(office)
    for path in paths:
        edit(path, "Otra nota.", "Otra nota al pie.")
    reworded = Quiet()
    report(office, watcher=reworded)
    assert sorted(reworded.ran) == ["dibujo", "nota"]


def test_a_result_is_not_kept_if_a_file_changes_while_sections_run(office, monkeypatch):
    """A file changes after the run has taken its digest, so it is unknown which of its contents a section used."""
    import helpers.run.report.make_report as running

    def run_tasks(*arguments: object) -> object:
        edit(office.root / NOTE, "al margen", "en medio")
        return plain(*arguments)

    plain = running.run_tasks
    monkeypatch.setattr(running, "run_tasks", run_tasks)
    edit(office.root / TEXT, "Avanzó bien", "Avanzó mucho")
    watcher = Quiet()
    report(office, watcher=watcher)
    assert any(f"cambió {NOTE} mientras se hacía el informe" in told for told in watcher.notices)


def test_two_simultaneous_runs_can_keep_the_same_results(office, tmp_path):
    """Two threads make the same report in two folders at once."""
    import threading

    edit(office.root / DONE, "T4,4,4,2", "T4,4,4,3")
    folders = [office.output / "mini" / name for name in ("una", "otra")]
    threads = [
        threading.Thread(target=report, args=(office, replace(REQUEST, output=folder, jobs=1))) for folder in folders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one, other = map(files_of, folders)
    assert one == other and one
    assert why_run(office, tmp_path / "corrida") == {}
