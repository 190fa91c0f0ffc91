"""The Book of a finished run is read if nothing it was made from has changed; otherwise it is computed."""

from __future__ import annotations

import json
import shutil

import pytest
from builders import ROOT

from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import MANIFEST_FILE
from helpers.run.compute import compute, save
from helpers.run.finished_run import open_book, why_not_all_read
from helpers.run.report.manifest import COMPLETE, FAILED, origin, write_manifest
from helpers.settings.params import load_run

RUN = """\
entidad: mini
periodo: 2024-T2
metodo: mre-2024
titulo: Seguimiento
cortes: {}
tablas: [estructura, avances]
secciones: [resumen]
"""
STRUCTURE = """\
codigo,nombre,nivel,padre,sigla,clase,acp,orden
MINI,Instituto,entidad,,IM,,,1
U1,Unidad Primera,unidad,MINI,U1,,,2
"""
PROGRESS = "nivel,codigo,indicador,periodo,valor,peso,nota\nunidad,U1,avance_fisico,2024-T2,75.50,,\n"
FIGURE = "avance_fisico/2024-T2/unidad/U1"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def workspace(tmp_path):
    """A workbook with a finished run."""
    put(tmp_path / "params/mini/entidad.yaml", "codigo: MINI\nnombre: Instituto\nsigla: IM\n")
    put(tmp_path / "params/mini/2024-T2.yaml", RUN)
    put(tmp_path / "data/mini/2024/estructura.csv", STRUCTURE)
    put(tmp_path / "data/mini/2024/avances.csv", PROGRESS)
    shutil.copytree(ROOT / "params/metodos", tmp_path / "params/metodos")
    found = Workspace(tmp_path)
    finish(found)
    return found


def finish(workspace, state=COMPLETE):
    computed = compute(workspace, "mini", "2024-T2")
    folder = workspace.output / "mini/2024-T2"
    folder.mkdir(parents=True, exist_ok=True)
    save(computed, folder)
    write_manifest(folder, state, origin(workspace, computed, (), ()), {}, with_pdf=False)
    return folder


def opened(workspace, *overrides):
    return open_book(workspace, "mini", "2024-T2", overrides)


def test_an_unchanged_run_is_read(workspace, wording):
    found = opened(workspace)
    wording(found.source, "Leído", "output/mini/2024-T2/libro.json")
    assert found.book[FIGURE].published == "75.50"


def test_a_changed_input_is_named_and_the_book_is_computed(workspace, wording):
    put(workspace.root / "data/mini/2024/avances.csv", PROGRESS.replace("75.50", "80.00"))
    found = opened(workspace)
    wording(found.source, "Calculado", "data/mini/2024/avances.csv")
    assert found.book[FIGURE].published == "80.00"


def test_with_a_changed_method_the_book_is_computed(workspace, wording):
    method = workspace.root / "params/metodos/mre-2024.yaml"
    put(method, method.read_text(encoding="utf-8").replace("decimales: 2\n", "decimales: 1\n"))
    found = opened(workspace)
    wording(found.source, "Calculado", "params/metodos/mre-2024.yaml")
    assert found.book[FIGURE].published == "75.5"


def test_with_a_new_table_the_book_is_computed(workspace, wording):
    put(workspace.root / "data/mini/2024/T2/metas.csv", "acp,periodo,programado,ejecutado,nota\n1,2024-T2,4,3,\n")
    wording(opened(workspace).source, "Calculado", "data/mini/2024/T2/metas.csv")


def test_a_planning_form_not_yet_written_to_tables_changes_nothing(workspace):
    inbox = workspace.year_data("mini", 2024) / "poa/v1/formularios"
    inbox.mkdir(parents=True)
    (inbox / "POA U1.xlsx").write_bytes(b"x")
    assert opened(workspace).source.startswith("Leído de")


@pytest.mark.parametrize(("folder", "is_input"), [("", False), ("poa/", True), ("poa/v1/", False)])
def test_a_plan_does_not_read_what_the_year_printed_of_its_execution(workspace, folder, is_input):
    """With the year's printed tables, `poa lote` made the plan's report again each time, and `poa explicar` computed."""
    put(workspace.root / "params/mini/2024-poa.yaml", RUN.replace("2024-T2", "2024-poa"))
    printed = f"data/mini/2024/{folder}cuadros/contratos.csv"
    put(workspace.root / printed, "contrato,monto\n1,100\n")
    others = {workspace.relative(path) for path in workspace.data.rglob("*")} - {printed}
    found = why_not_all_read(workspace, load_run(workspace, "mini", "2024-poa"), others)
    assert found == (f"{printed} no estaba cuando se hizo el informe" if is_input else "")


def test_a_later_periods_table_changes_nothing(workspace):
    put(workspace.root / "data/mini/2024/T3/metas.csv", "acp,periodo,programado,ejecutado,nota\n1,2024-T3,4,3,\n")
    assert opened(workspace).source.startswith("Leído")


def test_with_other_parameters_the_book_is_computed(workspace, wording):
    found = opened(workspace, "tolerancia_redondeo=0.05")
    wording(found.source, "Calculado")


def test_an_edited_book_file_is_not_used(workspace, wording):
    book = workspace.output / "mini/2024-T2/libro.json"
    put(book, json.dumps(json.loads(book.read_text(encoding="utf-8")) | {"formato": 1}))
    found = opened(workspace)
    wording(found.source, "Calculado")
    assert found.book[FIGURE].published == "75.50"


def test_without_a_complete_report_the_book_is_computed(workspace, wording):
    finish(workspace, FAILED)
    source = opened(workspace).source
    wording(source)
    shutil.rmtree(workspace.output)
    assert opened(workspace).source == source


def test_a_manifest_with_other_content_counts_as_no_report(workspace, wording):
    put(workspace.output / "mini/2024-T2" / MANIFEST_FILE, "[]")
    wording(opened(workspace).source)


def test_a_manifest_that_does_not_say_what_was_read_is_told(workspace, wording):
    file = workspace.output / "mini/2024-T2" / MANIFEST_FILE
    put(file, json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"insumos": None}))
    wording(opened(workspace).source)
