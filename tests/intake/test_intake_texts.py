"""The planner's own texts as inputs of a run, and a misspelt indicator."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import InputsFailed, Severity
from helpers.run.compute import compute, read, save
from helpers.settings.params import load_run
from helpers.texts.section_prose import read_texts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    for name in ("params", "data/mre"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return Workspace(tmp_path.resolve())


@pytest.fixture
def texts(workspace) -> Path:
    folder = workspace.year_data("mre", 2024) / "T2" / "texto"
    shutil.rmtree(folder, ignore_errors=True)  # the published ones
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_a_text_is_kept_beside_the_book_with_its_digest_and_does_not_change_it(workspace, texts, tmp_path):
    before = compute(workspace, "mre", "2024-T2")
    (texts / "resumen.md").write_text("\ufeffLa ministra destaca **el avance**.\n", encoding="utf-8")
    computed = compute(workspace, "mre", "2024-T2")
    (text,) = computed.texts
    assert (text.section, text.text) == ("resumen", "La ministra destaca **el avance**.\n")
    assert computed.inputs["data/mre/2024/T2/texto/resumen.md"] == text.sha256
    assert computed.book == before.book
    save(computed, tmp_path)
    assert read(tmp_path) == computed


def test_a_text_of_no_section_is_a_warning_that_names_the_nearest(workspace, texts):
    (texts / "resumenes.md").write_text("Texto.\n", encoding="utf-8")
    found = [f for f in compute(workspace, "mre", "2024-T2").findings if f.codigo == "ENT-TEXTO-AJENO"]
    assert [(f.severidad, f.archivo) for f in found] == [
        (Severity.WARNING, "data/mre/2024/T2/texto/resumenes.md")
    ]
    assert "¿Quiso decir «resumen»?" in found[0].mensaje


@pytest.mark.parametrize("name", ["resumen.md.txt", "resumen.docx", "~$resumen.docx"])
def test_a_file_that_is_no_text_of_a_section_is_a_warning_too(workspace, texts, name):
    """Notepad adds `.txt` to the name that the guide gives."""
    (texts / name).write_text("Texto.\n", encoding="utf-8")
    found = read_texts(workspace, load_run(workspace, "mre", "2024-T2")).findings
    assert [f.archivo for f in found] == ([] if name.startswith("~$") else [f"data/mre/2024/T2/texto/{name}"])


def test_a_folder_named_like_a_text_is_a_warning_too(workspace, texts):
    (texts / "resumen.md").mkdir()
    found = read_texts(workspace, load_run(workspace, "mre", "2024-T2")).findings
    assert [(f.codigo, f.archivo) for f in found] == [("ENT-TEXTO-AJENO", "data/mre/2024/T2/texto/resumen.md")]


def test_a_text_in_another_encoding_stops_the_run_with_a_message(workspace, texts):
    (texts / "resumen.md").write_bytes("Gestión pública".encode("cp1252"))
    with pytest.raises(InputsFailed) as problem:
        compute(workspace, "mre", "2024-T2")
    found = [f for f in problem.value.findings if f.severidad is Severity.ERROR]
    assert [(f.codigo, f.archivo) for f in found] == [
        ("ENT-TEXTO-CODIFICACION", "data/mre/2024/T2/texto/resumen.md")
    ]
    assert "UTF-8" in found[0].mensaje


def test_a_misspelt_indicator_stops_the_run_and_names_the_nearest(workspace):
    table = workspace.year_data("mre", 2024) / "avances.csv"
    text = table.read_text(encoding="utf-8").replace("JEF-GAB,eficacia_ponderada", "JEF-GAB,eficacia_ponderad", 1)
    table.write_text(text, encoding="utf-8")
    with pytest.raises(InputsFailed) as problem:
        compute(workspace, "mre", "2024-T2")
    found = [f for f in problem.value.findings if f.severidad is Severity.ERROR]
    assert [(f.codigo, f.celda, f.encontrado) for f in found] == [("ENT-INDICADOR", "C3", "eficacia_ponderad")]
    assert "¿Quiso decir «eficacia_ponderada»?" in found[0].mensaje


def test_one_misspelt_indicator_of_many_rows_is_one_error_and_a_blank_one_is_told_to_be_blank(workspace):
    table = workspace.year_data("mre", 2024) / "avances.csv"
    head, first, second, third, *others = table.read_text(encoding="utf-8").splitlines()
    changed = (first.replace("avance_fisico", "Avance"), second.replace("eficacia_ponderada", ""), third.replace("avance_fisico", "Avance"))
    table.write_text("\n".join((head, *changed, *others, "")), encoding="utf-8")
    with pytest.raises(InputsFailed) as problem:
        compute(workspace, "mre", "2024-T2")
    found = [f for f in problem.value.findings if f.severidad is Severity.ERROR]
    assert sorted((f.codigo, f.celda) for f in found) == [("ENT-INDICADOR", "C2"), ("ENT-VACIO", "C3")]
    assert "También en la fila 4." in next(f for f in found if f.codigo == "ENT-INDICADOR").mensaje


def test_a_direction_control_in_a_text_stops_the_run_and_an_emoji_is_a_warning(workspace, texts):
    (texts / "resumen.md").write_text("Uno.\n\nMeta 🎯.\n", encoding="utf-8")
    computed = compute(workspace, "mre", "2024-T2")
    (found,) = (one for one in computed.findings if one.codigo.startswith("ENT-CARACTER"))
    assert (found.severidad, found.archivo, found.celda) == (Severity.WARNING, "data/mre/2024/T2/texto/resumen.md", "3")
    assert computed.texts[0].text == "Uno.\n\nMeta [U+1F3AF].\n"
    (texts / "resumen.md").write_text("Uno.\nDos \u202e.\n", encoding="utf-8")
    with pytest.raises(InputsFailed) as problem:
        compute(workspace, "mre", "2024-T2")
    errors = [finding for finding in problem.value.findings if finding.severidad is Severity.ERROR]
    assert [(error.codigo, error.celda) for error in errors] == [("ENT-CARACTER", "2")]
