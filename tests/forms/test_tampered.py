"""Forms that came back changed, or that are not the ones awaited: each says so, names the cell and is refused."""

from __future__ import annotations

import pytest
from filling import blank, codes, errors, fill_tasks, read, row_of
from office import VERSIONS, make_forms

FILLED = {"DP.1.1": {"Ejec. jun": 1, "Medio de verificación": "Informe"}}


@pytest.fixture
def forms():
    return make_forms()


def back(forms, folder, change):
    """DP's form filled in, then changed by somebody who unlocked it."""
    path = blank(forms, "DP", folder)
    workbook = fill_tasks(path, FILLED)
    change(workbook["Seguimiento"])
    workbook.save(path)
    return read(path, forms)


def error_of(reading):
    (problem,) = [finding for finding in reading.findings if finding.severidad == "error"]
    assert not reading.is_acceptable
    return problem


def test_a_changed_programme(forms, tmp_path):
    def change(sheet):
        sheet["H11"].value = 2  # DP.1.1, June: 1 in the plan

    problem = error_of(back(forms, tmp_path, change))
    assert (problem.codigo, problem.celda) == ("FOR-PROGRAMA-CAMBIADO", "H11")
    assert (problem.esperado, problem.encontrado) == ("1", "2")


@pytest.mark.parametrize(("cell", "value", "expected"), [("F11", 1, "vacía"), ("H11", None, "1"), ("E12", 10, "12")])
def test_a_programme_added_or_taken_away_and_a_changed_goal(forms, tmp_path, cell, value, expected):
    def change(sheet):
        sheet[cell].value = value

    problem = error_of(back(forms, tmp_path, change))
    assert (problem.codigo, problem.celda, problem.esperado) == ("FOR-PROGRAMA-CAMBIADO", cell, expected)


def test_a_changed_description_is_told_and_does_not_count(forms, tmp_path):
    def change(sheet):
        sheet["C11"].value = "Otra cosa"

    reading = back(forms, tmp_path, change)
    assert reading.is_acceptable
    assert codes(reading) == ["FOR-TEXTO-CAMBIADO"]


def test_deleted_rows_are_named(forms, tmp_path):
    problem = error_of(back(forms, tmp_path, lambda sheet: sheet.delete_rows(12, 2)))
    assert problem.codigo == "FOR-TAREA-FALTA"
    assert problem.elemento == "DP.1.2, DP.1.3"


@pytest.mark.parametrize("row", [16, 20], ids=["below the last task", "far below the totals"])
@pytest.mark.parametrize(("task", "code", "words"), [
    ("DP.9.9", "FOR-TAREA-AJENA", "no está en el plan"), ("DJ.1.1", "FOR-TAREA-AJENA", "es de la unidad «DJ»"),
    ("DP.1.1", "FOR-TAREA-DOBLE", "dos veces"), (None, "FOR-FILA-SIN-CODIGO", "sin código"),
])  # fmt: skip
def test_rows_added_below(forms, tmp_path, row, task, code, words):
    def change(sheet):
        if row == 16:
            sheet.insert_rows(16)
        sheet[f"A{row}"].value, sheet[f"I{row}"].value = task, 4

    problem = error_of(back(forms, tmp_path, change))
    assert (problem.codigo, problem.celda) == (code, f"A{row}")
    assert words in problem.mensaje


def test_a_lost_heading(forms, tmp_path):
    def change(sheet):
        sheet["K10"].value = "Ejec. julio"

    problem = error_of(back(forms, tmp_path, change))
    assert (problem.codigo, problem.esperado) == ("FOR-ENCABEZADO", "Ejec. jun")


@pytest.mark.parametrize(("cell", "value", "code"), [
    ("B4", "OTRA", "FOR-IDENTIDAD-CONTRADICE"), ("B5", "2024-T3", "FOR-IDENTIDAD-CONTRADICE"),
    ("B6", "DJ", "FOR-IDENTIDAD-CONTRADICE"),
])  # fmt: skip
def test_a_block_that_was_changed_contradicts_the_file(forms, tmp_path, cell, value, code):
    def change(sheet):
        sheet[cell].value = value

    reading = back(forms, tmp_path, change)
    assert code in errors(reading)
    assert next(finding for finding in reading.findings if finding.codigo == code).celda == cell
    assert reading.rows == {}


def test_the_other_units_form_is_the_other_units(forms, tmp_path):
    path = blank(forms, "DJ", tmp_path)
    fill_tasks(path, {"DJ.1.1": {"Ejec. abr": 2, "Medio de verificación": "Informe"}})
    copied = path.rename(tmp_path / "DP.xlsx")
    reading = read(copied, forms)
    assert reading.form.unit.code == "DJ", "the name of the file says nothing"


def test_the_form_of_another_period_institution_or_plan(forms, tmp_path):
    other_period = make_forms(periodo="2024-T3")
    path = blank(other_period, "DP", tmp_path)
    assert error_of(read(path, forms)).codigo == "FOR-OTRO-PERIODO"

    reformulated = make_forms(versiones=VERSIONS.replace("v1 ", "v2 "), tareas=_second_version())
    assert error_of(read(blank(reformulated, "DP", tmp_path), forms)).codigo == "FOR-OTRA-VERSION"

    elsewhere = make_forms()
    object.__setattr__(elsewhere, "entidad", elsewhere.entidad.model_copy(update={"codigo": "OTRA"}))
    assert error_of(read(blank(elsewhere, "DP", tmp_path), forms)).codigo == "FOR-OTRA-ENTIDAD"


def _second_version() -> str:
    from office import TASKS

    return TASKS.replace("v1 ", "v2 ")


def test_a_unit_that_has_no_form(forms, tmp_path):
    renamed = make_forms(estructura=_structure().replace("DX", "DZ"))
    problem = error_of(read(blank(renamed, "DZ", tmp_path), forms))
    assert (problem.codigo, problem.celda) == ("FOR-UNIDAD", "B6")


def _structure() -> str:
    from office import STRUCTURE

    return STRUCTURE


def test_a_plan_edited_after_the_form_went_out(forms, tmp_path):
    from office import TASKS

    path = blank(forms, "DP", tmp_path)
    fill_tasks(path, FILLED)
    edited = make_forms(tareas=TASKS.replace("Elaborar el informe trimestral", "Elaborar el informe del trimestre"))
    reading = read(path, edited)
    assert reading.is_acceptable
    assert codes(reading) == ["FOR-OTRA-EDICION", "FOR-TEXTO-CAMBIADO"]


def test_nothing_that_says_whose_it_is(forms, tmp_path):
    path = blank(forms, "DP", tmp_path)
    workbook = fill_tasks(path, FILLED)
    for row in range(4, 9):
        workbook["Seguimiento"][f"B{row}"].value = None
    for name in list(workbook.custom_doc_props.names):
        del workbook.custom_doc_props[name]
    workbook.save(path)
    problem = error_of(read(path, forms))
    assert problem.codigo == "FOR-SIN-IDENTIDAD"
    assert "poa forms" in problem.mensaje


@pytest.mark.parametrize(("name", "content", "code"), [
    ("carta.pdf", b"%PDF-1.7", "FOR-FORMATO"), ("sin_extension", b"x", "FOR-FORMATO"), ("vacio.xlsx", b"", "ENT-ARCHIVO-ILEGIBLE"),
    ("roto.xlsx", b"PK\x03\x04roto", "ENT-ARCHIVO-ILEGIBLE"), ("foto.xlsx", b"\x89PNG\r\n\x1a\n\0\0", "ENT-ARCHIVO-DISFRAZADO"),
])  # fmt: skip
def test_what_is_no_workbook_is_refused_with_words(forms, tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert errors(read(path, forms)) == [code]


def test_row_of_the_totals_taken_away(forms, tmp_path):
    reading = back(forms, tmp_path, lambda sheet: sheet.delete_rows(row_of(sheet, "TOTAL DE LA UNIDAD")))
    assert reading.is_acceptable
    assert reading.presented_by == "Ana Rojas"
