"""A run from its request to its published folder, with sections that are not really executed."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from run_fakes import REQUEST, RUN, Notes, fake_steps, hashes, write_notebook

from helpers.base.errors import ConfigError, PoaError, UsageError
from helpers.figures.findings import InputsFailed
from helpers.run.report.destination import Busy
from helpers.run.report.make_report import run_report
from helpers.run.report.published_report import place_of
from helpers.run.report.report_order import SectionsFailed
from helpers.run.report.section_notebooks import private_folders


@pytest.fixture
def run(workspace, tasks):
    def _run(request=REQUEST, **changes):
        return run_report(workspace, request, Notes(), fake_steps(**changes))

    return _run


def failing(problem):
    def _raise(*_, **__):
        raise problem

    return _raise


def manifest(folder):
    return json.loads((folder / "manifiesto.json").read_text(encoding="utf-8"))


@pytest.fixture
def reported(workspace, run):
    """The folder of a report already made, and its hashes."""
    run()
    folder = workspace.output / "mre" / "2024-T2"
    return folder, hashes(folder)


def test_a_report_is_published_in_its_folder(workspace, run):
    published = run()
    assert published.folder == "output/mre/2024-T2"
    assert published.files == (
        "cuadernos/", "informe.html", "libro.json", "manifiesto.json", "papeles_de_trabajo.xlsx",
        "resumen_ciudadano.html", "tiempos.json",
    )  # fmt: skip
    assert [path.name for path in (workspace.output / "mre").iterdir()] == ["2024-T2"]


def test_the_manifest_lists_parameters_inputs_and_outputs(workspace, run):
    run(replace(REQUEST, overrides=("titulo=Otro",)))
    told = manifest(workspace.output / "mre" / "2024-T2")
    assert told["estado"] == "completo"
    assert told["cambios_de_parametros"] == ["titulo=Otro"]
    assert told["parametros"]["titulo"] == "Otro"
    assert set(told["configuracion"]) == {
        "params/mre/2024-T2.yaml", "params/mre/entidad.yaml", "params/metodos/simple.yaml",
    }  # fmt: skip
    assert set(told["cuadernos"]) == {
        "notebooks/trimestral/01_resumen.ipynb", "notebooks/trimestral/04_acp.ipynb",
    }  # fmt: skip
    not_listed = {"manifiesto.json", "tiempos.json"}
    assert set(told["salidas"]) == set(hashes(workspace.output / "mre" / "2024-T2")) - not_listed


def test_the_pdf_contains_the_manifest_without_the_pdf_itself(workspace, run):
    run(replace(REQUEST, with_pdf=True))
    folder = workspace.output / "mre" / "2024-T2"
    carried = json.loads((folder / "informe.pdf").read_bytes().removeprefix(b"%PDF\n"))
    last = manifest(folder)
    assert last["salidas"].pop("informe.pdf")
    assert carried == last


def test_each_section_has_its_own_folder_below_that_of_the_run(run, tasks):
    run()
    first, second = tasks
    assert first.folder != second.folder
    assert first.parameters == {"entidad": "mre", "periodo": "2024-T2"}
    assert Path(first.folder).parent == Path(first.executed).parents[1]


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such modes")
def test_other_users_cannot_open_the_cache_folder(workspace, run):
    workspace.cache.mkdir(mode=0o777)
    workspace.cache.chmod(0o777)
    run()
    assert workspace.cache.stat().st_mode & 0o777 == 0o700


def test_the_cover_names_period_cut_off_method_and_state(workspace, run):
    run()
    cover = (workspace.output / "mre" / "2024-T2" / "informe.html").read_text(encoding="utf-8")
    for text in ("Segundo trimestre de 2024", "30 de junio de 2024", "Método simple", "only=()", "borrador"):
        assert text in cover


def test_a_report_of_some_sections_is_published_in_a_partial_folder(workspace, run, reported):
    folder, before = reported
    published = run(replace(REQUEST, sections=("acp",)))
    assert published.folder == "output/mre/2024-T2-parcial"
    partial = workspace.output / "mre" / "2024-T2-parcial"
    assert "Informe parcial: acp" in (partial / "informe.html").read_text(encoding="utf-8")
    assert manifest(partial)["estado"] == "parcial"
    assert hashes(folder) == before


@pytest.mark.parametrize(
    ("changes", "raised"),
    [
        ({"compute": failing(InputsFailed([]))}, InputsFailed),
        ({"compute": failing(ConfigError("x.yaml", ["mal"]))}, ConfigError),
        ({"save": failing(OSError("disco lleno"))}, OSError),
        ({"write": failing(PoaError("mal"))}, PoaError),
        ({"assemble": failing(PoaError("mal"))}, PoaError),
        ({"assemble": failing(KeyboardInterrupt())}, KeyboardInterrupt),
    ],
)
def test_a_failed_step_leaves_the_earlier_report_unchanged(run, reported, changes, raised):
    folder, before = reported
    with pytest.raises(raised):
        run(**changes)
    assert hashes(folder) == before
    assert {path.name for path in folder.parent.iterdir()} <= {"2024-T2", "2024-T2.fallido"}


def test_a_run_with_a_failed_section_is_not_published_and_its_work_is_kept(workspace, run, reported):
    folder, before = reported
    write_notebook(workspace.notebooks / "trimestral" / "04_acp.ipynb", "falla()")
    with pytest.raises(SectionsFailed) as raised:
        run()
    (failure,) = raised.value.failures
    assert str(failure) == "acp: celda [3]: NameError: falla"
    assert "output/mre/2024-T2.fallido/" in raised.value.__notes__[1]
    assert hashes(folder) == before
    failed = folder.with_name("2024-T2.fallido")
    assert manifest(failed)["estado"] == "fallido"
    assert (failed / "cuadernos" / "01_resumen.ipynb").exists()
    assert not (failed / "informe.html").exists()


def test_a_good_report_removes_the_last_failed_one(run, reported):
    with pytest.raises(PoaError):
        run(assemble=failing(PoaError("mal")))
    run()
    assert [path.name for path in reported[0].parent.iterdir()] == ["2024-T2"]


def test_a_report_that_cannot_be_published_is_kept_as_failed(run, reported, monkeypatch):
    folder, before = reported
    monkeypatch.setattr("helpers.run.report.destination.Destination.publish", failing(PermissionError("abierto")))
    with pytest.raises(PoaError, match=r"2024-T2\.fallido"):
        run()
    assert hashes(folder) == before
    assert (folder.with_name("2024-T2.fallido") / "informe.html").exists()


def test_a_second_run_is_refused_while_the_first_goes_on(workspace, run):
    with place_of(workspace, REQUEST).reserved(), pytest.raises(Busy):
        run()


def test_the_output_folder_can_be_named(run, tmp_path):
    run(replace(REQUEST, output=tmp_path / "otra"))
    assert (tmp_path / "otra" / "informe.html").exists()


@pytest.mark.parametrize("content", ["carta.txt", "manifiesto.json"])
def test_a_folder_with_something_else_is_not_replaced(run, tmp_path, content):
    (tmp_path / "otra").mkdir()
    (tmp_path / "otra" / content).write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="elija otra carpeta"):
        run(replace(REQUEST, output=tmp_path / "otra"))
    assert (tmp_path / "otra" / content).read_text(encoding="utf-8") == "{}"


def test_a_partial_report_does_not_replace_a_complete_one(run, tmp_path):
    request = replace(REQUEST, output=tmp_path / "otra")
    run(request)
    with pytest.raises(UsageError, match="informe completo"):
        run(replace(request, sections=("acp",)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"institution": "xre"}, "No existe la entidad «xre».*«mre»"),
        ({"period": "2024-T3"}, "No hay parámetros para «mre/2024-T3»"),
        ({"sections": ("acpp",)}, "No existe la sección «acpp».*«acp»"),
        ({"overrides": ("titul=x",)}, "«titul» no existe.*«titulo»"),
        ({"overrides": ("estado=listo",)}, "dado con -p.*«estado»"),
        ({"overrides": ("secciones=[resumenn]",)}, "dado con -p.*«secciones»: no existe «resumenn».*«resumen»"),
    ],
)
def test_unknown_names_are_usage_errors_and_make_no_folder(workspace, run, changes, message):
    with pytest.raises(UsageError, match=message):
        run(replace(REQUEST, **changes))
    assert not workspace.output.exists()


@pytest.mark.parametrize(
    ("given", "then", "told"),
    [
        (("estado=definitivo", "aprobado_por=La MAE"), (), [["era definitivo", "aprobado por La MAE", "reemplaza"], ["2024-T2.definitivo-1/"]]),
        (("titulo=Otro", "cite=N 2"), ("titulo=Otro",), [["-p titulo=Otro y -p cite=N 2", "reemplaza"]]),
        (("titulo=Otro",), ("titulo=Otro",), []),
        ((), ("titulo=Otro",), []),
    ],
)
def test_a_report_says_that_it_replaces_a_final_one_or_one_with_other_parameters(
    workspace, tasks, monkeypatch, given, then, told
):
    monkeypatch.setattr("helpers.run.report.make_report.check_accepted", lambda *_: None)

    def made(overrides):
        notes = Notes()
        run_report(workspace, replace(REQUEST, overrides=overrides), notes, fake_steps())
        return notes.notices

    assert made(given) == []
    shown = made(then)
    assert len(shown) == len(told)
    assert all(words in notice for notice, all_words in zip(shown, told, strict=True) for words in all_words)


def test_a_report_says_that_it_replaces_one_with_a_pdf_and_a_final_one_whose_data_changed(workspace, tasks, monkeypatch):
    monkeypatch.setattr("helpers.run.report.make_report.check_accepted", lambda *_: None)
    final = replace(REQUEST, overrides=("estado=definitivo", "aprobado_por=La MAE"))
    notes = Notes()
    for request in (replace(final, with_pdf=True), final, final):
        run_report(workspace, request, notes, fake_steps())
    assert [("PDF" in notice, "definitivo-1" in notice) for notice in notes.notices] == [(True, False), (False, True)]
    manifest = workspace.output / "mre/2024-T2/manifiesto.json"
    told = []
    for file in ("data/mre/2024/T2/cierre/cierre.json", "otro.csv"):
        manifest.write_text(manifest.read_text(encoding="utf-8").replace('"insumos": {', f'"insumos": {{"{file}": "0",'), encoding="utf-8")
        run_report(workspace, final, notes, fake_steps())
        told.append(any("aprobado por La MAE, y sus datos han cambiado" in notice for notice in notes.notices))
    assert told == [False, True], "a closing changes no data"


def test_an_equal_final_report_stays_with_its_audit(workspace, tasks, monkeypatch):
    monkeypatch.setattr("helpers.run.report.make_report.check_accepted", lambda *_: None)
    final, folder = replace(REQUEST, overrides=("estado=definitivo", "aprobado_por=La MAE")), workspace.output / "mre"
    run_report(workspace, final, Notes(), fake_steps())
    (folder / "2024-T2/acta_de_verificacion.html").write_text("acta", encoding="utf-8")
    notes = Notes()
    run_report(workspace, final, notes, fake_steps())
    assert (folder / "2024-T2/acta_de_verificacion.html").exists()
    assert [path.name for path in folder.iterdir()] == ["2024-T2"] and not notes.notices


def test_what_a_person_put_into_a_draft_stays_beside_the_report_that_replaces_it(workspace, tasks, wording):
    """An answer in a file of the report, and a file of one's own; the acta and what systems leave are nobody's work."""
    run_report(workspace, REQUEST, Notes(), fake_steps())
    folder = workspace.output / "mre/2024-T2"
    for name in ("acta_de_verificacion.html", "cuadernos/Thumbs.db", ".ipynb_checkpoints/01-checkpoint.ipynb"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    run_report(workspace, REQUEST, Notes(), fake_steps())
    assert [path.name for path in folder.parent.iterdir()] == ["2024-T2"]
    (folder / "libro.json").write_text('{"respuesta": "sí"}', encoding="utf-8")
    (folder / "mis notas.txt").write_text("mías", encoding="utf-8")
    notes = Notes()
    for _ in range(2):
        run_report(workspace, REQUEST, notes, fake_steps())
    assert sorted(path.name for path in folder.parent.iterdir()) == ["2024-T2", "2024-T2.cambiado-1"]
    assert (folder.parent / "2024-T2.cambiado-1/mis notas.txt").read_text(encoding="utf-8") == "mías"
    wording(notes.notices, "libro.json", "mis notas.txt")


def test_a_final_report_stays_beside_the_one_that_replaces_it(workspace, tasks, monkeypatch, wording):
    """Made again from the same data it is the same and is not kept twice; the drafts after it are not kept."""
    monkeypatch.setattr("helpers.run.report.make_report.check_accepted", lambda *_: None)
    final, notes = replace(REQUEST, overrides=("estado=definitivo", "aprobado_por=La MAE")), Notes()
    run_report(workspace, final, notes, fake_steps())
    before = {name: hashed for name, hashed in hashes(workspace.output / "mre/2024-T2").items() if name != "tiempos.json"}
    run_report(workspace, final, notes, fake_steps())
    other = fake_steps(save=lambda computed, folder: (folder / "libro.json").write_text('{"ok": 2}', encoding="utf-8"))
    run_report(workspace, final, notes, other)
    for _ in range(2):
        run_report(workspace, REQUEST, Notes(), fake_steps())
    folder = workspace.output / "mre"
    assert sorted(path.name for path in folder.iterdir()) == ["2024-T2", "2024-T2.definitivo-1", "2024-T2.definitivo-2"]
    assert before.items() <= hashes(folder / "2024-T2.definitivo-1").items()
    wording(notes.notices)


def test_a_bad_params_file_is_no_usage_error(workspace, run):
    workspace.run_file("mre", "2024-T2").write_text(RUN + "color: azul\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="color"):
        run(replace(REQUEST, overrides=("titulo=x",)))


def test_a_notebook_that_does_not_take_its_parameters_stops_the_run_at_once(workspace, run, tasks):
    write_notebook(workspace.notebooks / "trimestral" / "04_acp.ipynb", parameters='entidad = ""')
    with pytest.raises(ConfigError, match=r"04_acp\.ipynb"):
        run()
    assert tasks == []


def test_the_longest_folder_is_hidden_first(tmp_path):
    hidden = private_folders(tmp_path / "libro" / "output", tmp_path / "libro")
    assert [instead for _, instead in hidden].index("<corrida>") < [instead for _, instead in hidden].index("<libro>")
