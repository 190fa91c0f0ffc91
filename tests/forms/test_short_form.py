"""The short form of a unit without tasks in the plan, such as MRE's units: one cell for each indicator."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import WORKSPACE
from engines import by_ironcalc
from filling import codes, errors, read, sign
from office import make_forms
from openpyxl import load_workbook

from helpers.base.errors import UsageError
from helpers.figures.records import SourceCell
from helpers.forms.blank.blank_forms import workbook_of
from helpers.forms.blank.form_layout import ShortForm
from helpers.forms.blank.form_set import FormSet
from helpers.intake.read_inputs import read_dataset
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

PLACE = "data/x/2024/T2/formularios/DX.xlsx"


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def filled(forms, folder, values, texts=(), signed=True):
    path, workbook = folder / "DX.xlsx", workbook_of(forms, forms.form("DX"))
    sheet = workbook["Porcentajes"]
    for cell, value in values.items():
        sheet[cell].value = value
    for cell, value in dict(texts).items():
        sheet[cell].value = value
    if signed:
        sign(sheet, day=date(2024, 7, 8))
    workbook.save(path)
    return path


def test_percentages_are_read_with_their_cells(forms, tmp_path, wording):
    texts = {"H11": "provisional", "A15": "Se reunió la comisión", "C15": "Acta 4", "D15": "C2", "H15": "Faltó el desembolso"}
    reading = read(filled(forms, tmp_path, {"E11": 92.16, "E12": "23,04"}, texts), forms)
    assert reading.is_acceptable
    assert codes(reading) == []
    first, second = reading.rows["avances"]
    assert [row.text("indicador") for row in (first, second)] == ["avance_fisico", "eficacia_ponderada"]
    assert (first.text("nivel"), first.text("codigo"), str(first.period("periodo"))) == ("unidad", "DX", "2024-T2")
    assert (first.number("valor").value, first.number("valor").cell) == (
        Decimal("92.16"), SourceCell(PLACE, "Porcentajes", "E11"),
    )  # fmt: skip
    assert second.number("valor").value == Decimal("23.04")
    assert first.text("nota") == "provisional"
    achieved, hindered = reading.rows["resultados"]
    assert (achieved.text("texto"), achieved.text("tipo"), achieved.text("fuente")) == (
        "Se reunió la comisión", "logro", "Acta 4",
    )  # fmt: skip
    wording(hindered.text("texto"))
    assert hindered.cell("texto") == SourceCell(PLACE, "Porcentajes", "H15")


def test_a_cause_that_the_unit_does_not_explain_is_kept(forms, tmp_path):
    reading = read(filled(forms, tmp_path, {"E11": 92.16, "E12": 23.04}, {"D15": "C2"}), forms)
    (hindered,) = reading.rows["resultados"]
    assert hindered.text("texto") == forms.entidad.causas[1].descripcion
    assert hindered.cell("texto") == SourceCell(PLACE, "Porcentajes", "D15")


def test_a_proof_without_its_result_is_told(forms, tmp_path):
    reading = read(filled(forms, tmp_path, {"E11": 92.16, "E12": 23.04}, {"C15": "Acta 4"}), forms)
    assert reading.is_acceptable and not reading.rows["resultados"]
    assert [(one.codigo, one.celda) for one in reading.findings] == [("FOR-FALTA", "A15")]


def test_a_blank_percentage_is_missing_and_not_zero(forms, tmp_path):
    reading = read(filled(forms, tmp_path, {"E11": 0}), forms)
    first, second = reading.rows["avances"]
    assert first.number("valor").value == 0
    assert second.number("valor") is None


@pytest.mark.parametrize(("values", "lost"), [
    ({"E12": 50, "E13": 12.5}, "E13"), ({"E12": 12.5, "F11": 50}, "F11"), ({"E12": 12.5, "G11": 50}, "G11"),
], ids=["a row below", "a column beyond", "two columns beyond"])  # fmt: skip
def test_a_percentage_beside_its_cell_is_named(forms, tmp_path, values, lost):
    (problem,) = read(filled(forms, tmp_path, values), forms).findings
    assert (problem.codigo, problem.severidad, problem.celda) == ("FOR-FUERA", "advertencia", lost)


@pytest.mark.parametrize(("texts", "lost"), [
    ({"I15": "y la crecida del río"}, "I15"), ({"B18": "Eva Paz"}, "B18"), ({"H10": "Comentario", "H11": "provisional"}, "H11"),
    ({"A14": "Se reunió la comisión"}, "A14"),
], ids=["beyond the explanation", "beside who presents it", "below a changed heading", "over the label"])  # fmt: skip
def test_a_text_that_the_form_does_not_read_is_named(forms, tmp_path, texts, lost):
    path = filled(forms, tmp_path, {"E11": 92.16, "E12": 23.04})
    workbook = load_workbook(path)
    sheet = workbook["Porcentajes"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    for cell, value in texts.items():
        sheet[cell].value = value
    workbook.save(path)
    (problem,) = read(path, forms).findings
    assert (problem.codigo, problem.severidad, problem.celda) == ("FOR-FUERA", "advertencia", lost)


@pytest.mark.parametrize(("values", "found", "is_accepted"), [
    ({"E11": 100.01}, ["FOR-PORCENTAJE"], False),
    ({"E11": -1}, ["FOR-PORCENTAJE"], False),
    ({"E11": 0.9216}, ["FOR-PORCENTAJE"], True),
    ({"E11": 92.16, "E12": 25}, ["FOR-PORCENTAJE"], True),
    ({"E11": 92.16, "E12": 23.04}, [], True),
    ({}, ["FOR-VACIO"], False),
])  # fmt: skip
def test_impossible_percentages_are_refused_and_doubtful_ones_reported(forms, tmp_path, values, found, is_accepted):
    reading = read(filled(forms, tmp_path, values), forms)
    assert codes(reading) == found
    assert reading.is_acceptable is is_accepted


def test_a_missing_row_is_an_error(forms, tmp_path):
    path = filled(forms, tmp_path, {"E11": 50, "E12": 12.5})
    workbook = load_workbook(path)
    workbook["Porcentajes"].delete_rows(12)
    workbook.save(path)
    assert errors(read(path, forms)) == ["FOR-TAREA-FALTA"]


def test_the_form_shows_the_methods_value_and_the_grade(forms, tmp_path):
    path = filled(forms, tmp_path, {"E11": 69.58})
    assert by_ironcalc(path, ["F12", "G11"], "Porcentajes") == [17.4, "Medio"]


def test_every_unit_of_mre_has_a_short_form():
    run = load_run(WORKSPACE, "mre", "2024-T2")
    dataset, _ = read_dataset(WORKSPACE, run)
    forms = FormSet(load_institution(WORKSPACE, "mre"), run, load_method(WORKSPACE, run.metodo), dataset)
    assert len(forms.forms) == 25 + 84
    assert all(isinstance(form, ShortForm) for form in forms.forms.values())
    assert [line.indicator for line in forms.form("DGCEP").lines] == ["avance_fisico", "eficacia_ponderada"]


def test_no_percentages_are_asked_for_in_a_semester():
    forms = make_forms(periodo="2024-S1")
    assert list(forms.forms) == ["DP", "DJ"]
    with pytest.raises(UsageError, match="DX"):
        forms.form("DX")
