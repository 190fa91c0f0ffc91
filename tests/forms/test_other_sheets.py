"""A workbook with more sheets than its form has: they are noted or refused, and never left out silently."""

from __future__ import annotations

import pytest
from engines import converted
from filling import blank, codes, filled_workbook, read
from office import make_forms
from openpyxl import load_workbook

FILLED = {"DP.1.1": {"Ejec. jun": 1, "Medio de verificación": "Informe"}}
COPY = "Seguimiento (2)"


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def read_with_copy(forms, folder, change, name=COPY):
    """Reads DP's form after its sheet was copied and one of the two was changed."""
    path, workbook = folder / "DP.xlsx", filled_workbook(forms, "DP", FILLED)
    sheet = workbook["Seguimiento"]
    copy = workbook.copy_worksheet(sheet)
    copy.title = name
    change(sheet, copy)
    workbook.save(path)
    return read(path, forms)


def only(reading):
    (finding,) = reading.findings
    return finding.codigo, finding.severidad, finding.hoja, finding.celda


def test_an_identical_copy_is_a_note(forms, tmp_path):
    reading = read_with_copy(forms, tmp_path, lambda sheet, copy: None)
    assert only(reading) == ("ENT-HOJA-NO-LEIDA", "nota", COPY, "")
    assert reading.findings[0].place.endswith("formularios/DP.xlsx, hoja «Seguimiento (2)»"), "no cell is made up"


def test_a_copy_left_blank_is_a_note(forms, tmp_path):
    def change(sheet, copy):
        copy["K11"].value = copy["M11"].value = None

    assert only(read_with_copy(forms, tmp_path, change)) == ("ENT-HOJA-NO-LEIDA", "nota", COPY, "")


@pytest.mark.libreoffice
def test_a_copy_left_blank_of_a_planning_form_is_a_note_in_an_old_excel_file_too(forms, tmp_path):
    """What the form computes was compared there too: the copy, without tasks, sums other months."""
    workbook = load_workbook(blank(forms, "DX", tmp_path, is_plan=True))
    sheet = workbook["Programación"]
    workbook.copy_worksheet(sheet).title = COPY
    header = next(row for row in sheet.iter_rows() if row[0].value == "Tarea")
    task = {"Tarea": "DX.1.1", "Operación": "DX.1", "ACP": "1", "Descripción": "Informar", "Unidad de medida": "informe",
            "¿Se suma?": "si", "Abr": 4, "Meta": 4, "Ponderación": 100}  # fmt: skip
    for cell in header:
        if cell.value in task:
            cell.offset(row=1).value = task[cell.value]
    workbook.save(tmp_path / "DX.xlsx")
    findings = read(converted([tmp_path / "DX.xlsx"], "xls", tmp_path) / "DX.xls", forms).findings
    assert [(one.codigo, one.hoja) for one in findings if one.codigo != "FOR-PRESENTADO"] == [("ENT-HOJA-NO-LEIDA", COPY)]


@pytest.mark.parametrize(("cell", "value"), [("I12", 7), ("K11", 2), ("I12", "tres"), ("N11", "Otro resultado")])
def test_a_differing_copy_is_an_error_with_its_cell(forms, tmp_path, cell, value):
    def change(sheet, copy):
        copy[cell].value = value

    reading = read_with_copy(forms, tmp_path, change)
    assert only(reading) == ("FOR-HOJA-REPETIDA", "error", COPY, cell)
    assert not reading.is_acceptable


def test_a_differing_copy_that_is_hidden_is_an_error_too(forms, tmp_path):
    def change(sheet, copy):
        copy["K11"].value, copy.sheet_state = 2, "hidden"

    assert only(read_with_copy(forms, tmp_path, change)) == ("FOR-HOJA-REPETIDA", "error", COPY, "K11")


def test_a_filled_in_copy_of_a_blank_form_is_one_error(forms, tmp_path):
    """No further error says that the form is empty."""

    def change(sheet, copy):
        sheet["K11"].value = sheet["M11"].value = None

    assert only(read_with_copy(forms, tmp_path, change))[0] == "FOR-HOJA-REPETIDA"


def test_the_form_of_another_unit_in_the_same_workbook_is_an_error(forms, tmp_path):
    def change(sheet, copy):
        copy["B6"].value = "DJ"

    reading = read_with_copy(forms, tmp_path, change)
    assert only(reading) == ("FOR-HOJA-REPETIDA", "error", COPY, "B6")
    assert "«DJ»" in reading.findings[0].mensaje


def test_a_sheet_that_the_unit_added_is_a_note(forms, tmp_path):
    path, workbook = tmp_path / "DP.xlsx", filled_workbook(forms, "DP", FILLED)
    workbook.create_sheet("Cálculos")["A1"].value = 5
    workbook.create_sheet("Vacía")
    workbook.save(path)
    reading = read(path, forms)
    assert only(reading) == ("ENT-HOJA-NO-LEIDA", "nota", "Cálculos", "")
    assert reading.is_acceptable


@pytest.mark.parametrize(("unit", "is_plan"), [("DP", False), ("DX", False), ("DP", True)])
def test_the_sheets_of_the_blank_form_give_no_finding(forms, tmp_path, unit, is_plan):
    reading = read(blank(forms, unit, tmp_path, is_plan=is_plan), forms)
    assert not {"ENT-HOJA-NO-LEIDA", "FOR-HOJA-REPETIDA", "FOR-FUERA"} & set(codes(reading))
